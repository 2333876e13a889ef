"""Resolves windows ("the past decade", "the next five years"), plain lengths ("66 years") and rates ("every month")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pipelines.conform.calendars import DAY, UNIT_MONTHS, add_days, add_months, add_units, unit_interval
from pipelines.conform.lengths import SHORT_UNITS, add_length, length_value, stated_count
from pipelines.conform.writing import Moment, Symbols, given, number, period, word
from schemas.spans import Period

LONG_UNITS = frozenset({"month", "quarter", "half", "year", "decade", "century"})
"""Windows of these begin and end with a month where the day of writing is not known."""
AT_LEAST_TWO = 2
RECENT_DAYS = {"day": 7, "week": 28}
"""How far "recent days" and "recent weeks" reach back, in days."""


def _window(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """Resolve "the past decade", "the next five years": from the month of writing; shorter units from the day."""
    unit, sign, count = word(symbols, "unit"), given(symbols, "sign"), stated_count(symbols)
    is_told = word(symbols, "base") != "writing" and moment.anchor is not None
    base = _edge_of_told(moment, sign) if is_told else moment.day
    if count is not None and number(symbols, "half"):
        count /= 2
    value = length_value(word(symbols, "count") if count is None else f"{count:f}", unit)
    if base is None or count is None or unit in SHORT_UNITS:
        return (Period(None, None, value, unit, "window"),)
    if unit in {"quarter", "half"}:
        return (_whole_units(base, unit, sign, int(count), value),)
    if unit in LONG_UNITS and moment.first != moment.last:
        base = base.replace(day=1)
    elif unit not in LONG_UNITS and sign == 1 and not is_told:
        base = base + DAY
    moved = add_length(base, sign * count, unit)
    interval = (min(moved, base), max(moved, base)) if moved is not None else None
    return (period(interval, value, unit, "window"),)


def _edge_of_told(moment: Moment, sign: int) -> date | None:
    """Return where a window beside the time spoken of begins or ends: the following two years begin where that ends."""
    told = moment.anchor
    return told.end if told is not None and sign == 1 and told.end is not None else moment.spoken_of


def _whole_units(base: date, unit: str, sign: int, count: int, value: str | None) -> Period:
    current = unit_interval(base, unit)
    if current is None:
        return Period(None, None, value, unit, "window")
    edge = current[0] if sign == -1 else current[1]
    moved = add_units(edge, sign * count, unit)
    interval = (min(moved, edge), max(moved, edge)) if moved is not None else None
    return period(interval, value, unit, "window")


def _vague_window(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """Resolve "recent years", "the coming months": a length no one states.

    "recent days" are a week; "the past decades" are two at least, as any plural; of the rest nothing is known.
    """
    unit, sign = word(symbols, "unit"), given(symbols, "sign")
    value = length_value("", unit)
    if moment.day is None:
        return (Period(None, None, value, unit, "window"),)
    if sign == -1 and unit in {"day", "week"}:
        start = add_days(moment.day, -RECENT_DAYS[unit])
        return (Period(start, moment.day, value, unit, "window"),)
    if sign == -1 and unit in {"decade", "century"} and moment.last is not None:
        start = add_months(moment.day, -AT_LEAST_TWO * UNIT_MONTHS[unit])
        return (Period(start, moment.last + DAY, value, unit, "window"),)
    return (Period(None, None, value, unit, "window"),)


def _duration(symbols: Symbols, _moment: Moment) -> Sequence[Period]:
    return (
        Period(None, None, length_value(word(symbols, "count"), word(symbols, "unit")), word(symbols, "unit"), None),
    )


def _duration_sum(symbols: Symbols, _moment: Moment) -> Sequence[Period]:
    """Resolve the length of "1 hour and 30 minutes", "two years and three months"."""
    first = length_value(word(symbols, "count"), word(symbols, "unit"))
    second = length_value(word(symbols, "more_count"), word(symbols, "more_unit"))
    joined = second[2:] if first.startswith("PT") and second.startswith("PT") else second[1:]
    return (Period(None, None, first + joined, word(symbols, "unit"), None),)


def _set(symbols: Symbols, _moment: Moment) -> Sequence[Period]:
    stated = word(symbols, "value")
    value = stated or length_value(word(symbols, "count"), word(symbols, "unit"))
    return (Period(None, None, value, None, None),)


Resolver = Callable[[Symbols, Moment], Sequence[Period]]

RESOLVERS: dict[str, Resolver] = {
    "window": _window,
    "vague_window": _vague_window,
    "vague_window_plain": _vague_window,
    "duration": _duration,
    "duration_plain": _duration,
    "duration_sum": _duration_sum,
    "five_years": _duration,
    "set": _set,
}
