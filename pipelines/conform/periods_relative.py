"""Resolves expressions that count from the writing or from the time spoken of: last year, two days ago, now, so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from pipelines.conform import periods_named
from pipelines.conform.calendars import (
    DAY,
    SEASON_MONTHS,
    add_days,
    add_months,
    add_units,
    months_from,
    unit_interval,
    week_of,
)
from pipelines.conform.lengths import SHORT_UNITS, add_length, length_value, stated_count
from pipelines.conform.writing import (
    Moment,
    Symbols,
    distance,
    given,
    number,
    part_of,
    period,
    unit_period,
    unit_value,
    word,
)
from schemas.spans import Period

YEARLY = frozenset({"month", "quarter", "half"})
"""Periods that recur each year: "a year earlier" of the second quarter is the second quarter before it."""
REPORTED = frozenset({"quarter", "half"})
"""Periods that companies report on when they are over."""
LOOSE_WRITING = timedelta(days=14)


def _relative(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    if "season" in symbols:
        return (_relative_season(symbols, moment),)
    unit = word(symbols, "unit")
    base = moment.day if "offset" in symbols else moment.spoken_of_within(unit)
    shift = distance(symbols)
    if base is None:
        return (Period(None, None, f"XXXX-{unit}" if unit else None, unit, unit),)
    whole = unit_interval(base, unit)
    if whole is None:
        return (Period(None, None, None, unit, unit),)
    if unit == "weekend" and "offset" not in symbols and base < whole[0] and not moment.looks_ahead:
        shift -= 1
    if unit in REPORTED and "offset" not in symbols and not shift and base == moment.day and moment.tense == "past":
        shift -= 1  # what was earned in "the quarter" is told when it is over
    moved = add_units(whole[0], shift, unit)
    return (part_of(unit_period(moved, unit), word(symbols, "part"), moment),)


def _relative_season(symbols: Symbols, moment: Moment) -> Period:
    code, shift = word(symbols, "season"), distance(symbols)
    if moment.day is None:
        return Period(None, None, f"XXXX-{code}", "quarter", "range")
    month, year = SEASON_MONTHS[code], moment.day.year
    if shift < 0 and month + 2 >= moment.day.month:
        year -= 1
    elif shift > 0 and month <= moment.day.month:
        year += 1
    return period(months_from(year, month, 3), f"{year}-{code}", "quarter", "range")


def _relative_day(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    day = add_days(moment.day, given(symbols, "offset")) if moment.day is not None else None
    found = unit_period(day, "day")
    part = word(symbols, "daypart")
    value = f"{found.timex_value}T{part}" if part and found.timex_value else found.timex_value
    return (Period(found.start, found.end, value, "day", "day"),)


def _weekday(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """A weekday: the last one up to the writing; ahead after "by", "until" or "next"; of a week that is named."""
    weekday, base = given(symbols, "weekday"), moment.day
    if base is None:
        return (Period(None, None, f"XXXX-WXX-{weekday}", "day", "day"),)
    if "week_offset" in symbols or "week_shift" in symbols:
        start = week_of(base)[0] if "week_offset" in symbols else week_of(moment.spoken_of or base)[0]
        day = add_days(start, 7 * distance(symbols, "week_") + weekday - 1)
    else:
        day = _weekday_near(weekday, word(symbols, "which"), moment, base)
    found = unit_period(day, "day")
    return (Period(found.start, found.end, _with_time(found.timex_value, symbols), "day", "day"),)


def _weekday_near(weekday: int, which: str, moment: Moment, base: date) -> date | None:
    back = (base.isoweekday() - weekday) % 7
    ahead = (weekday - base.isoweekday()) % 7
    if which == "next":
        return add_days(week_of(base)[1], weekday - 1)
    if which == "last" or (which == "previous" and moment.anchor is None):
        return add_days(week_of(base)[0], weekday - 8)
    if which == "past":
        return add_days(base, -(back or 7))
    if which in {"coming", "upcoming"}:
        return add_days(base, ahead or 7)
    if which == "this":
        return add_days(week_of(base)[0], weekday - 1)
    if which in {"previous", "following"} and moment.anchor is not None and moment.anchor.start is not None:
        spoken = moment.anchor.start
        step = (weekday - spoken.isoweekday()) % 7 or 7
        return add_days(spoken, step if which == "following" else (step - 7 or -7))
    if moment.looks_ahead or which == "following":
        return add_days(base, ahead)
    return add_days(base, -back)


def _with_time(value: str | None, symbols: Symbols) -> str | None:
    clock, part = word(symbols, "clock"), word(symbols, "daypart")
    if value is None or not (clock or part):
        return value
    if clock:
        return f"{value}T{clock}{'Z' if word(symbols, 'zone') in {'UTC', 'GMT'} else ''}"
    return f"{value}T{part}"


def _time(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    if "weekday" in symbols:
        return _weekday(symbols, moment)
    base = moment.day if "offset" in symbols else moment.spoken_of_within("day")
    day = add_days(base, number(symbols, "offset") or 0) if base is not None else None
    found = unit_period(day, "day")
    value = _with_time(found.timex_value or "XXXX-XX-XX", symbols)
    return (Period(found.start, found.end, value, "day", "point"),)


def _ago(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    unit, sign = word(symbols, "unit"), given(symbols, "sign")
    base = moment.day if word(symbols, "base") == "writing" else moment.spoken_of
    count = stated_count(symbols)
    value = length_value(word(symbols, "count"), unit)
    if base is None or count is None or unit in SHORT_UNITS:
        known = unit_period(base, "day") if base is not None and unit in SHORT_UNITS else Period(None, None)
        return (Period(known.start, known.end, known.timex_value or value, unit, unit),)
    anchor = moment.anchor
    recurs = anchor is not None and (anchor.granularity in YEARLY or anchor.kind == "point")
    if anchor is not None and recurs and unit == "year" and "month" not in symbols:
        return (_moved_years(anchor, int(sign * count)),)
    moved = add_length(base, sign * count, unit)
    grain = "year" if unit in {"decade", "century"} else "month" if unit == "half" else unit
    month = number(symbols, "month")
    if month is not None and moved is not None:
        return (unit_period(moved.replace(month=month, day=1), "month"),)
    if unit in {"day", "week", "fortnight", "weekend"}:
        grain = "day" if unit in {"day", "fortnight"} else unit
    return (unit_period(moved, grain),)


def _from_named(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """Resolve "two weeks after January 15", "three days before Christmas"."""
    named = dict(symbols)
    unit, sign, count = word(symbols, "unit"), given(symbols, "sign"), stated_count(symbols)
    if "day_offset" in symbols:
        base = add_days(moment.day, given(symbols, "day_offset")) if moment.day is not None else None
    else:
        resolver = periods_named.RESOLVERS["holiday" if "holiday" in symbols else "day"]
        base = resolver(named, moment)[0].start
    value = length_value(word(symbols, "count"), unit)
    if base is None or count is None or unit in SHORT_UNITS:
        return (Period(None, None, value, unit, unit),)
    return (unit_period(add_length(base, sign * count, unit), "day"),)


def _reference(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """Resolve "now" is the time of writing: its month or months where that is loose."""
    value = word(symbols, "value")
    if value != "PRESENT_REF" or moment.first is None or moment.last is None:
        return (Period(None, None, value, None, None),)
    start, end = moment.first, moment.last + DAY
    if end - start > LOOSE_WRITING:
        start = start.replace(day=1)
    return (Period(start, end, value, "day", "point"),)


def _so_far(_symbols: Symbols, moment: Moment) -> Sequence[Period]:
    end = moment.last + DAY if moment.last is not None else None
    return (Period(None, end, "PRESENT_REF", None, "until"),)


def _year_to_date(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    unit, year = word(symbols, "unit"), number(symbols, "year")
    base = date(year, 1, 1) if year is not None else moment.day
    if base is None or moment.last is None:
        return (Period(None, None, None, unit, "year_to_date"),)
    whole = unit_interval(base, unit)
    if whole is None:
        return (Period(None, None, None, unit, "year_to_date"),)
    end = min(whole[1], moment.last + DAY)
    return (Period(whole[0], end, unit_value(whole[0], unit), unit, "year_to_date"),)


def _since_then(_symbols: Symbols, moment: Moment) -> Sequence[Period]:
    anchor = moment.anchor
    return (Period(anchor.start if anchor is not None else None, None, "FUTURE_REF", None, "since"),)


def _comparison(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """Resolve "year on year": the period spoken of, a year before; it is a base, never the period of a claim."""
    return (_earlier(moment.anchor, word(symbols, "unit")),)


def _earlier(anchor: Period | None, unit: str) -> Period:
    if anchor is None or anchor.start is None or anchor.end is None:
        return Period(None, None, None, unit, None)
    start, last = add_units(anchor.start, -1, unit), add_units(anchor.end - DAY, -1, unit)
    end = last + DAY if last is not None else None
    if start is None or end is None:
        return Period(None, None, None, unit, None)
    return Period(start, end, None, anchor.granularity, anchor.kind)


def _same_period(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """Resolve "the same period last year": the period spoken of, moved to that year."""
    anchor = moment.anchor
    if anchor is None or anchor.start is None or anchor.end is None:
        unit = word(symbols, "unit")
        if moment.day is not None and unit == "month":
            return (unit_period(add_months(moment.day, -12), "month"),)
        return (Period(None, None, None, None, None),)
    year, offset, shift = number(symbols, "year"), number(symbols, "year_offset"), number(symbols, "year_shift")
    if year is None and offset is not None and moment.day is not None:
        year = moment.day.year + offset
    return (_moved_years(anchor, year - anchor.start.year if year is not None else shift or 0),)


def _moved_years(anchor: Period, years: int) -> Period:
    """Return the same months or quarters of another year."""
    if anchor.start is None or anchor.end is None:
        return Period(None, None, None, anchor.granularity, anchor.kind)
    start, last = add_months(anchor.start, 12 * years), add_months(anchor.end - DAY, 12 * years)
    if start is None or last is None:
        return Period(None, None, None, anchor.granularity, anchor.kind)
    value = unit_value(start, anchor.granularity) if anchor.granularity == anchor.kind and anchor.granularity else None
    return Period(start, last + DAY, value, anchor.granularity, anchor.kind)


Resolver = Callable[[Symbols, Moment], Sequence[Period]]

RESOLVERS: dict[str, Resolver] = {
    "relative": _relative,
    "relative_day": _relative_day,
    "weekday": _weekday,
    "time": _time,
    "ago": _ago,
    "from_named": _from_named,
    "past_future": _reference,
    "reference": _reference,
    "reference_adjective": _reference,
    "so_far": _so_far,
    "year_to_date": _year_to_date,
    "since_then": _since_then,
    "comparison": _comparison,
    "same_period": _same_period,
}
