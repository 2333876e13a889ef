"""Says why an expression of time has no days, or several: what an analyst reads beside the words as stated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from pipelines.conform.calendars import day_of
from schemas.spans import DateExpression, Period

NO_SUCH_DAY = "no calendar has this day"
NO_SUCH_YEAR = "no calendar has this year"
ORDER_OPEN = "the order of day and month is open: nothing in the article decides"
SEVERAL_DAYS = "the words allow several days: the likeliest stands beside them"
NO_WRITING = "counts from when the text was written, which is not known"
LAST_YEAR = 9998
"""The last year that begins and ends in Python's calendar."""
WITHOUT_DAYS = frozenset({"DURATION", "SET"})
"""TIMEX3 types that have no days of their own."""
COUNTED = frozenset(
    {
        "relative",
        "relative_day",
        "weekday",
        "ago",
        "window",
        "fiscal_relative",
        "year_to_date",
        "month",
        "day",
        "quarter",
    }
    | {"half", "day_of_month", "so_far", "holiday", "season", "month_range", "day_range", "units_of", "period_to"}
)
"""Shapes that count from the writing where they name no year."""


def why_impossible(expression: DateExpression) -> str | None:
    """Return why no calendar has what an expression states (31 February, the year 0), or null where one has it."""
    for fields in expression.readings or (expression.fields,):
        why = _why_impossible(fields)
        if why is not None:
            return why
    return None


_PREFIXED = tuple(tuple(f"{prefix}{name}" for name in ("year", "month", "day")) for prefix in ("", "from_", "to_"))


@lru_cache(maxsize=4096)
def _why_impossible(fields: tuple[tuple[str, int | str | None], ...]) -> str | None:
    """Why no calendar has what these symbols state; kept, because it is asked of each date several times."""
    symbols = dict(fields)
    for names in _PREFIXED:
        year, month, day = map(symbols.get, names)
        if isinstance(year, int) and not 1 <= year <= LAST_YEAR:
            return NO_SUCH_YEAR
        if isinstance(month, int) and isinstance(day, int):
            # Without a year a leap year is allowed: only 30 February and the like are no day at all.
            known = year if isinstance(year, int) else 2000
            if day_of(known, month, day) is None:
                return NO_SUCH_DAY
    return None


def why_open(expression: DateExpression, readings: Sequence[Period], *, is_written_known: bool) -> str | None:
    """Return why a date has no days, or more than one reading; null where it has its days, or none by its nature.

    Args:
        expression: As `find_dates` found it, day order decided where the article decides.
        readings: What it means, likeliest first.
        is_written_known: Whether it is known when the text was written.
    """
    impossible = why_impossible(expression)
    if impossible is not None:
        return impossible
    if len(readings) > 1:
        return ORDER_OPEN if expression.readings else SEVERAL_DAYS
    if readings[0].start is not None or readings[0].end is not None or expression.timex_type in WITHOUT_DAYS:
        return None
    return NO_WRITING if expression.shape in COUNTED and not is_written_known else None


def readings_text(readings: Sequence[Period]) -> str | None:
    """Return the intervals of an ambiguous date as one text, `start/end` each, or null where there is one reading."""
    if len(readings) < 2:
        return None
    return " ".join(f"{_iso(period.start)}/{_iso(period.end)}" for period in readings)


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ".."
