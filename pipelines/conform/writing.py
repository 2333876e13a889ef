"""The moment from which relative expressions count, and the shorthand the resolvers of periods share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pipelines.conform.calendars import DAY, Interval, add_units, unit_interval
from schemas.spans import DateExpression, Period
from schemas.values import value_class

Symbols = dict[str, int | str | None]

TIMEX_UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "half": "H", "year": "Y", "decade": "DE",
               "century": "CE", "weekend": "WE", "fortnight": "W"}  # fmt: skip
UNIT_LENGTHS = {"day": 1, "weekend": 7, "week": 7, "fortnight": 14, "month": 31, "quarter": 92, "half": 184}
"""Days of the longest such unit; years and longer have 366 and more."""
FUTURE_RELATIONS = frozenset({"by", "until"})


@value_class
class Moment:
    """When a text was written and what it spoke of before.

    day: the day to count from, null where the time of writing is unknown. first, last: its bounds, inclusive.
    tense: `future` or `past`, from the verb before the expression.
    """

    day: date | None
    first: date | None
    last: date | None
    anchor: Period | None
    expression: DateExpression
    tense: str | None = None

    @property
    def spoken_of(self) -> date | None:
        """The day that "that year" or "three days later" counts from: the anchor's first, else the writing's."""
        if self.anchor is not None and self.anchor.start is not None:
            return self.anchor.start
        return self.day

    def spoken_of_within(self, unit: str) -> date | None:
        """The day to count a unit from: the time spoken of, where it is as fine as the unit, else the writing."""
        anchor = self.anchor
        if anchor is None or anchor.start is None or anchor.end is None:
            return self.day
        longest = UNIT_LENGTHS.get(unit, 366)
        return anchor.start if self.day is None or (anchor.end - anchor.start).days <= longest else self.day

    @property
    def looks_ahead(self) -> bool:
        """Whether the verb or the preposition points to the future ("will open Friday", "by May")."""
        if self.tense == "past" and self.expression.relation == "by":
            return False
        return self.tense == "future" or self.expression.relation in FUTURE_RELATIONS


def number(symbols: Symbols, name: str) -> int | None:
    """Return a symbol that is a number, or null."""
    value = symbols.get(name)
    return value if isinstance(value, int) else None


def given(symbols: Symbols, name: str) -> int:
    """Return a symbol that is a number and that every expression of the shape has."""
    return int(str(symbols[name]))


def distance(symbols: Symbols, prefix: str = "") -> int:
    """Return how many units on or back is meant, from the writing (`offset`) or the time spoken of (`shift`)."""
    return number(symbols, f"{prefix}offset") or number(symbols, f"{prefix}shift") or 0


def word(symbols: Symbols, name: str) -> str:
    """Return a symbol that is a word, or the empty string."""
    value = symbols.get(name)
    return value if isinstance(value, str) else ""


def period(interval: Interval | None, value: str | None, granularity: str | None, kind: str | None = None) -> Period:
    """Return a period of an interval that may be unknown."""
    start, end = interval if interval is not None else (None, None)
    return Period(start, end, value, granularity, kind or granularity)


def unit_value(day: date, unit: str) -> str | None:
    """Return the TIMEX3 value of the calendar unit that a day is in."""
    value = _UNIT_VALUES.get(unit)
    return value(day) if value is not None else None


def _week(day: date) -> str:
    week = day.isocalendar()
    return f"{week.year:04d}-W{week.week:02d}"


_UNIT_VALUES: dict[str, Callable[[date], str]] = {
    "day": date.isoformat,
    "week": _week,
    "weekend": lambda day: f"{_week(day)}-WE",
    "fortnight": _week,
    "month": lambda day: f"{day.year:04d}-{day.month:02d}",
    "quarter": lambda day: f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}",
    "half": lambda day: f"{day.year:04d}-H{(day.month - 1) // 6 + 1}",
    "year": lambda day: f"{day.year:04d}",
    "decade": lambda day: f"{day.year // 10:03d}",
    "century": lambda day: f"{(day.year - 1) // 100:02d}",
}


def unit_period(day: date | None, unit: str, kind: str | None = None) -> Period:
    """Return the calendar unit that a day is in, as a period."""
    if day is None:
        return Period(None, None, None, unit, kind or unit)
    return period(unit_interval(day, unit), unit_value(day, unit), unit, kind)


def part_of(whole: Period, part: str, moment: Moment) -> Period:
    """Return the part of a period that "early", "mid", "late", "the end of" or "the rest of" names.

    "the end of" is the last day and "the start of" the first: that is when a stock is counted. "early" and "late" are
    halves, "mid" the middle third, rounded to months in a year and to days in a month.
    """
    start, end = whole.start, whole.end
    if start is None or end is None or not part:
        return whole
    span = end - start
    bounds: dict[str, tuple[date, date]] = {
        "start": (start, start + DAY),
        "end": (end - DAY, end),
        "early": (start, _round(start + span / 2, span.days)),
        "late": (_round(start + span / 2, span.days), end),
        "mid": (_round(start + (span - DAY) / 3, span.days), _round(start + span * 2 / 3, span.days)),
    }
    if moment.day is not None and start <= moment.day < end:
        bounds |= {"rest": (moment.day, end), "later": (moment.day, end), "earlier": (start, moment.day + DAY)}
    interval = bounds.get(part, (start, end))
    kind = "point" if part in {"start", "end"} else "range"
    return Period(*interval, whole.timex_value, whole.granularity, kind)


def _round(day: date, length: int) -> date:
    """Round to the first of a month inside periods of a year or more."""
    return day.replace(day=1) if length > 360 else day


def shifted(unit: str, offset: int, base: date | None) -> Period:
    """Return the calendar unit so many before or after the one that a day is in."""
    if base is None:
        return Period(None, None, None, unit, unit)
    interval = unit_interval(base, unit)
    moved = add_units(interval[0], offset, unit) if interval is not None else None
    return unit_period(moved, unit)
