"""Resolves dates that have a calendar name: days, months, quarters, years, ranges, decades, feasts, plans."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pipelines.conform.calendars import (
    DAY,
    SEASON_MONTHS,
    add_months,
    day_of,
    holiday,
    months_from,
)
from pipelines.conform.writing import (
    Moment,
    Symbols,
    distance,
    given,
    number,
    part_of,
    period,
    shifted,
    unit_period,
    word,
)
from schemas.spans import Period

FIRST_PLAN_YEAR = 1953
"""China's First Five-Year Plan ran 1953-1957; the sixth began in 1981 and each since has followed the last."""
SIXTH_PLAN_YEAR = 1981


FIRST_ROUND_DECADE = 2000
"""The 2000s are ten years; the 1900s and what lies before are hundred."""


def year_of(symbols: Symbols, moment: Moment, prefix: str = "") -> int | None:
    """Return the year meant: stated, by its distance from the writing, or from the year spoken of."""
    year = number(symbols, f"{prefix}year")
    if year is not None:
        return year
    offset = number(symbols, f"{prefix}year_offset")
    if offset is not None:
        return moment.day.year + offset if moment.day is not None else None
    shift = number(symbols, f"{prefix}year_shift")
    if shift is not None:
        base = moment.spoken_of
        return base.year + shift if base is not None else None
    return None


def says_year(symbols: Symbols, prefix: str = "") -> bool:
    """Tell whether the words say which year, in whatever way."""
    return any(f"{prefix}{name}" in symbols for name in ("year", "year_offset", "year_shift"))


def nearest_year(month: int, day: int | None, moment: Moment, which: str = "") -> int | None:
    """Return the year of a month or day that is named without one.

    "last May" is past and "next May" ahead; "by" and "until" point ahead; otherwise the one nearest to the writing,
    and at equal distance the past one, because news tells what happened.
    """
    base = moment.day
    if base is None:
        return moment.anchor.start.year if moment.anchor is not None and moment.anchor.start is not None else None
    place, now = (month, day or 15), (base.month, base.day if day else 15)
    if which:
        return base.year + _years_on(which, place, now)
    if moment.looks_ahead:
        return base.year if place >= now else base.year + 1
    if moment.tense == "past":
        return base.year if place <= now else base.year - 1
    ahead = (month - base.month) * 30 + ((day or 15) - (base.day if day else 15))
    if ahead > 210:
        return base.year - 1
    if ahead < -270:
        return base.year + 1
    return base.year


def _years_on(which: str, place: tuple[int, int], now: tuple[int, int]) -> int:
    """How many years from now the last, next or this one of a month and day lies."""
    if which in {"last", "past", "previous"}:
        return 0 if place < now else -1
    return 1 if which in {"next", "following"} and place <= now else 0


def resolve_day(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """Return the day that a month and a figure name; no interval where no calendar has it."""
    month, day = number(symbols, "month"), number(symbols, "day")
    if "month_offset" in symbols or "month_shift" in symbols:
        base = moment.day if "month_offset" in symbols else moment.spoken_of
        shifted = add_months(base.replace(day=1), distance(symbols, "month_")) if base else None
        year, month = (shifted.year, shifted.month) if shifted is not None else (None, None)
    elif says_year(symbols):
        year = year_of(symbols, moment)
    else:
        year = nearest_year(given(symbols, "month"), day, moment)
    found = day_of(year, month, day)
    value = stated_value(year, month, day)
    return (
        period((found, found + DAY) if found is not None and found < date.max else None, _timed(value, symbols), "day"),
    )


def stated_value(year: int | None, month: int | None, day: int | None) -> str:
    """Return the TIMEX3 value as stated, X where a figure is unknown."""
    left = f"{year:04d}" if year is not None else "XXXX"
    middle = f"{month:02d}" if month is not None else "XX"
    return f"{left}-{middle}-{day:02d}" if day is not None else f"{left}-{middle}"


def _timed(value: str, symbols: Symbols) -> str:
    """Add the time of day, where there is one, to a TIMEX3 value."""
    clock, part = word(symbols, "clock"), word(symbols, "daypart")
    if clock:
        return f"{value}T{clock}{'Z' if word(symbols, 'zone') in {'UTC', 'GMT'} else ''}"
    return f"{value}T{part}" if part else value


def resolve_day_of_month(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """Return the day that "on the 18th" names: the last such up to the writing, then the next."""
    base, day = moment.day, number(symbols, "day")
    if base is None:
        return (Period(None, None, f"XXXX-XX-{day:02d}" if day else None, "day", "day"),)
    candidates = [add_months(base.replace(day=1), shift) for shift in (0, -1, 1)]
    days = [day_of(first.year, first.month, day) for first in candidates if first is not None]
    weekday = number(symbols, "weekday")
    fitting = [d for d in days if d is not None and (weekday is None or d.isoweekday() == weekday)]
    past = [d for d in fitting if d <= base] or fitting
    if not past:
        return (Period(None, None, None, "day", "day"),)
    return tuple(unit_period(d, "day") for d in (max(past), *[d for d in fitting if d != max(past)]))


def _month(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    month = given(symbols, "month")
    year = year_of(symbols, moment) if says_year(symbols) else nearest_year(month, None, moment, word(symbols, "which"))
    told = _part_of_month(year, month, symbols, moment)
    written = moment.day if moment.tense == "past" and "part" in symbols and not says_year(symbols) else None
    if year is not None and written is not None and told.start is not None and told.start > written:
        told = _part_of_month(year - 1, month, symbols, moment)  # at the end of March it had 5, told on March 5th
    return (told,)


def _part_of_month(year: int | None, month: int, symbols: Symbols, moment: Moment) -> Period:
    whole = period(months_from(year, month, 1) if year is not None else None, stated_value(year, month, None), "month")
    return part_of(whole, word(symbols, "part"), moment)


def _year(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    year = year_of(symbols, moment)
    interval = months_from(year, 1, 12) if year is not None else None
    whole = period(interval, f"{year:04d}" if year is not None else "XXXX", "year")
    return (part_of(whole, word(symbols, "part"), moment),)


def _part_of_year(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """Quarters and halves, by number."""
    unit = "half" if "half" in symbols else "quarter"
    months = 6 if unit == "half" else 3
    nth = number(symbols, unit)
    if "unit" in symbols:
        return (shifted(word(symbols, "unit"), given(symbols, "offset"), moment.day),)
    end_month = number(symbols, "end_month")
    if end_month is not None:
        year = year_of(symbols, moment) if says_year(symbols) else nearest_year(end_month, None, moment)
        last = months_from(year, end_month, 1) if year is not None else None
        start = add_months(last[0], -2) if last is not None else None
        return (period((start, last[1]) if start is not None and last is not None else None, None, "quarter"),)
    nth = 12 // months if nth == -1 else nth
    if nth is None or nth > 12 // months:
        return (Period(None, None, None, unit, unit),)
    year = year_of(symbols, moment) if says_year(symbols) else _year_of_part(nth, months, moment)
    value = f"{year:04d}-{unit[0].upper()}{nth}" if year is not None else f"XXXX-{unit[0].upper()}{nth}"
    whole = period(months_from(year, (nth - 1) * months + 1, months) if year is not None else None, value, unit)
    return (part_of(whole, word(symbols, "part"), moment),)


MOST_MONTHS_AHEAD = 1
"""Months before its end that a half may be told of as past; "in the first half", told in May, may be this year's."""


def _year_of_part(nth: int, months: int, moment: Moment) -> int | None:
    """Return the year of a quarter or half named without one: of the time spoken of, else the latest begun or next."""
    if moment.day is None:
        return moment.anchor.start.year if moment.anchor is not None and moment.anchor.start is not None else None
    begun = (nth - 1) * months + 1 <= moment.day.month
    if begun and moment.tense == "past" and nth * months - moment.day.month > MOST_MONTHS_AHEAD:
        return moment.day.year - 1
    if begun or moment.looks_ahead:
        return moment.day.year
    if moment.tense == "past":
        return moment.day.year - 1
    return moment.day.year if (nth - 1) * months + 1 - moment.day.month <= 4 else moment.day.year - 1


def _decade(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    decade = given(symbols, "decade")
    if decade % 100 == 0 and decade < FIRST_ROUND_DECADE:
        return _century({**symbols, "century": decade // 100 + 1, "from_round": True}, moment)
    whole = period(months_from(decade, 1, 120), f"{decade // 10:03d}", "decade")
    return (part_of(whole, word(symbols, "part"), moment),)


def _century(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    century = given(symbols, "century")
    first = (century - 1) * 100 + (0 if "from_round" in symbols else 1)
    whole = period(months_from(first, 1, 1200), f"{century - 1:02d}", "century")
    return (part_of(whole, word(symbols, "part"), moment),)


def _season(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    code = word(symbols, "season")
    month = SEASON_MONTHS[code]
    if says_year(symbols):
        year = year_of(symbols, moment)
    else:
        middle = nearest_year(month % 12 + 1, None, moment)
        year = middle - month // 12 if middle is not None else None
    whole = period(
        months_from(year, month, 3) if year is not None else None, f"{year or 'XXXX'}-{code}", "quarter", "range"
    )
    return (part_of(whole, word(symbols, "part"), moment),)


def _fiscal_year(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """A fiscal year whose end is not stated: read as the calendar year, with the reading "unknown" beside it."""
    year = number(symbols, "fiscal_year")
    if year is None or number(symbols, "spans"):
        return (Period(None, None, f"FY{year}", "year", "year"),)
    whole = period(months_from(year, 1, 12), f"{year:04d}", "year")
    return (part_of(whole, word(symbols, "part"), moment),)


def _fiscal_relative(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    base = moment.day if "offset" in symbols else moment.spoken_of
    return (shifted("year", distance(symbols), base),)


def _five_year_plan(symbols: Symbols, _moment: Moment) -> Sequence[Period]:
    plan = given(symbols, "plan")
    year = SIXTH_PLAN_YEAR + 5 * (plan - 6) if plan >= 6 else FIRST_PLAN_YEAR if plan == 1 else None
    interval = months_from(year, 1, 60) if year is not None else None
    return (period(interval, f"{year}/{year + 4}" if year is not None else None, "year", "range"),)


def _holiday(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    name, which = word(symbols, "holiday"), word(symbols, "which")
    if says_year(symbols):
        year = year_of(symbols, moment)
    else:
        known = holiday(name, moment.day.year) if moment.day is not None else None
        year = nearest_year(known[0].month, known[0].day, moment, which) if known is not None else None
    found = holiday(name, year) if year is not None else None
    return (period(found, found[0].isoformat() if found is not None else None, "day"),)


Resolver = Callable[[Symbols, Moment], Sequence[Period]]

RESOLVERS: dict[str, Resolver] = {
    "day": resolve_day,
    "time_day": resolve_day,
    "impossible_day": resolve_day,
    "impossible_year": _year,
    "day_of_month": resolve_day_of_month,
    "month": _month,
    "year": _year,
    "year_in_words": _year,
    "day_in_words": resolve_day,
    "month_in_words": _month,
    "quarter": _part_of_year,
    "half": _part_of_year,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "fiscal_year": _fiscal_year,
    "fiscal_relative": _fiscal_relative,
    "five_year_plan": _five_year_plan,
    "holiday": _holiday,
}
