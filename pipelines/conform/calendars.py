"""Days, weeks, months and feasts of the calendar, computed and never looked up on a clock.

Half-open intervals throughout. Weeks begin on Monday (ISO 8601). Feasts that move with the moon stand in
`calendars.lunar.csv`; Easter follows the Gregorian rule (Meeus, Astronomical Algorithms, chapter 8).
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date, timedelta
from pathlib import Path

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""Meteorological seasons of the northern hemisphere: three whole months each, winter from December."""

Interval = tuple[date, date]


def day_of(year: int | None, month: int | None, day: int | None) -> date | None:
    """Return a calendar day, or null where no calendar has it (31 February, month 13, year 0)."""
    if year is None or month is None or day is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date | None:
    """Return the day so many months on, at most the month's last; null beyond the calendar's years 1 to 9999."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    for last in (day.day, 30, 29, 28):
        found = day_of(year, month + 1, min(day.day, last))
        if found is not None:
            return found
    return None


def add_days(day: date, days: int) -> date | None:
    """Return the day so many days on; null beyond the calendar's years."""
    number = day.toordinal() + days
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None


def months_from(year: int, month: int, count: int) -> Interval | None:
    """Return the interval of `count` whole months from the first of a month on."""
    start = day_of(year, month, 1)
    end = add_months(start, count) if start is not None else None
    return (start, end) if start is not None and end is not None else None


def week_of(day: date) -> Interval:
    """Return the ISO week, Monday to Monday, that a day is in."""
    start = day - timedelta(days=day.weekday())
    return start, start + WEEK


def unit_interval(day: date, unit: str) -> Interval | None:
    """Return the calendar unit that a day is in: its week, month, quarter, half, year, decade or century."""
    year, month = day.year, day.month
    found: dict[str, Callable[[], Interval | None]] = {
        "day": lambda: (day, day + DAY),
        "week": lambda: week_of(day),
        "weekend": lambda: (week_of(day)[1] - 2 * DAY, week_of(day)[1]),
        "fortnight": lambda: (week_of(day)[0] - WEEK, week_of(day)[1]),
        "month": lambda: months_from(year, month, 1),
        "quarter": lambda: months_from(year, (month - 1) // 3 * 3 + 1, 3),
        "half": lambda: months_from(year, (month - 1) // 6 * 6 + 1, 6),
        "year": lambda: months_from(year, 1, 12),
        "decade": lambda: months_from(year // 10 * 10, 1, 120),
        "century": lambda: months_from((year - 1) // 100 * 100 + 1, 1, 1200),
    }
    return found[unit]() if unit in found else None


UNIT_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}


def add_units(day: date, count: int, unit: str) -> date | None:
    """Return the day so many calendar units on; null for units shorter than a day or beyond the calendar."""
    if unit in UNIT_MONTHS:
        return add_months(day, count * UNIT_MONTHS[unit])
    if unit in UNIT_DAYS:
        return add_days(day, count * UNIT_DAYS[unit])
    return None


def easter(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    shift = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * shift) // 451
    month, day = divmod(h + shift - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """Return the nth weekday (1 Monday to 7 Sunday) of a month; -1 is the last."""
    first = day_of(year, month, 1)
    if first is None:
        return None
    if nth > 0:
        found = first + timedelta(days=(weekday - 1 - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        last = (add_months(first, 1) or first) - DAY
        found = last - timedelta(days=(last.weekday() - (weekday - 1)) % 7)
    return found if found.month == month else None


FIXED_HOLIDAYS = {
    "new_year": (1, 1), "new_year_eve": (12, 31), "christmas": (12, 25), "christmas_eve": (12, 24),
    "boxing_day": (12, 26), "halloween": (10, 31), "valentines_day": (2, 14), "singles_day": (11, 11),
    "national_day_cn": (10, 1), "may_day": (5, 1), "womens_day": (3, 8), "independence_day_us": (7, 4),
    "veterans_day": (11, 11), "earth_day": (4, 22), "st_patricks_day": (3, 17), "qingming": (4, 5),
    "golden_week": (10, 1),
}  # fmt: skip
"""Month and day; China's from State Council Order 795 (2024) and 644 (2013), the United States' from 5 U.S.C. 6103."""

WEEKDAY_HOLIDAYS = {
    "thanksgiving": (11, 4, 4), "labor_day_us": (9, 1, 1), "memorial_day": (5, 1, -1), "mlk_day": (1, 1, 3),
    "mothers_day": (5, 7, 2), "fathers_day": (6, 7, 3),
}  # fmt: skip
"""Month, weekday, which of the month: 5 U.S.C. 6103; Mother's and Father's Day as in the United States and China."""

EASTER_HOLIDAYS = {"easter": 0, "easter_monday": 1, "good_friday": -2}
AFTER_THANKSGIVING = {"black_friday": 1, "cyber_monday": 4}


def _read_lunar() -> dict[tuple[str, int], date]:
    path = Path(__file__).with_name("calendars.lunar.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        return {
            (name, date.fromisoformat(row[name]).year): date.fromisoformat(row[name])
            for row in csv.DictReader(handle)
            for name in ("chinese_new_year", "dragon_boat", "mid_autumn")
        }


LUNAR = _read_lunar()


def holiday(name: str, year: int) -> Interval | None:
    """Return the days of a feast in a year, or null where the tables do not reach."""
    day: date | None
    if name in FIXED_HOLIDAYS:
        day = day_of(year, *FIXED_HOLIDAYS[name])
    elif name in WEEKDAY_HOLIDAYS:
        day = nth_weekday(year, *WEEKDAY_HOLIDAYS[name])
    elif name in EASTER_HOLIDAYS:
        day = add_days(easter(year), EASTER_HOLIDAYS[name]) if year > 1582 else None
    elif name in AFTER_THANKSGIVING:
        day = nth_weekday(year, *WEEKDAY_HOLIDAYS["thanksgiving"])
        day = day + timedelta(days=AFTER_THANKSGIVING[name]) if day is not None else None
    elif name == "lantern_festival":
        new_year = LUNAR.get(("chinese_new_year", year))
        day = new_year + timedelta(days=14) if new_year is not None else None
    else:
        day = LUNAR.get((name, year))
    if day is None:
        return None
    return (day, day + (7 if name == "golden_week" else 1) * DAY)
