"""Resolves stretches of time: from one date to another, the first months of a year, the week of a day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from pipelines.conform.calendars import DAY, Interval, add_days, add_units, day_of, months_from, week_of
from pipelines.conform.lengths import length_value
from pipelines.conform.periods_named import (
    nearest_year,
    resolve_day,
    resolve_day_of_month,
    says_year,
    stated_value,
    year_of,
)
from pipelines.conform.writing import (
    Moment,
    Symbols,
    distance,
    given,
    number,
    period,
    shifted,
    unit_period,
    unit_value,
    word,
)
from schemas.spans import Period

ENDINGS = frozenset({"ended", "ending"})
MOST_AHEAD = 15
"""Days before their end that "the first nine months" may be told of as past."""


def _day_range(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    month, day = number(symbols, "from_month"), number(symbols, "from_day")
    to_month, to_day = number(symbols, "to_month"), number(symbols, "to_day")
    prefix = "to_" if says_year(symbols, "to_") else ""
    if says_year(symbols, prefix):
        to_year = year_of(symbols, moment, prefix)
    else:
        to_year = nearest_year(given(symbols, "to_month"), to_day, moment)
    from_year = year_of(symbols, moment, "from_") if says_year(symbols, "from_") else to_year
    if (
        from_year is not None
        and from_year == to_year
        and month is not None
        and to_month is not None
        and month > to_month
    ):
        from_year -= 1
    start, end = day_of(from_year, month, day), day_of(to_year, to_month, to_day)
    value = f"{stated_value(from_year, month, day)}/{stated_value(to_year, to_month, to_day)}"
    whole = (start, end + DAY) if start is not None and end is not None and start <= end else None
    return (period(whole, value, "day", "range"),)


def _month_range(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    start_month, end_month = number(symbols, "from_month") or 1, number(symbols, "to_month") or 12
    years_apart = int(end_month < start_month)
    to_year = year_of(symbols, moment, "to_") if says_year(symbols, "to_") else None
    from_year = year_of(symbols, moment, "from_") if says_year(symbols, "from_") else None
    if to_year is None:
        to_year = from_year + years_apart if from_year is not None else nearest_year(end_month, None, moment)
    if from_year is None and to_year is not None:
        from_year = to_year - years_apart
    start = day_of(from_year, start_month, 1)
    end = months_from(to_year, end_month, 1) if to_year is not None else None
    value = f"{stated_value(from_year, start_month, None)}/{stated_value(to_year, end_month, None)}"
    whole = (start, end[1]) if start is not None and end is not None and start < end[1] else None
    return (period(whole, value, "month", "range"),)


def _year_range(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    first, last = year_of(symbols, moment, "from_"), year_of(symbols, moment, "to_")
    start = months_from(first, 1, 12) if first is not None else None
    if start is not None and word(symbols, "from_part") == "end":
        start = (start[1] - DAY, start[1])
    if last is None and "to_year" not in symbols and moment.last is not None:
        end: date | None = moment.last + DAY
        value = f"{first}/{moment.last.year}"
    else:
        closing = months_from(last, 1, 12) if last is not None else None
        end, value = closing[1] if closing is not None else None, f"{first}/{last}"
    whole = (start[0], end) if start is not None and end is not None and start[0] < end else None
    return (period(whole, value, "year", "range"),)


def _container(symbols: Symbols, moment: Moment) -> Interval | None:
    """Return the interval that units are counted in: a year, a month, this quarter."""
    month = number(symbols, "month")
    if month is not None:
        year = year_of(symbols, moment) if says_year(symbols) else nearest_year(month, None, moment)
        return months_from(year, month, 1) if year is not None else None
    if word(symbols, "container"):
        base = moment.day if "offset" in symbols else moment.spoken_of
        found = shifted(word(symbols, "container"), distance(symbols), base)
        return (found.start, found.end) if found.start is not None and found.end is not None else None
    year = year_of(symbols, moment)
    if year is None and not says_year(symbols) and moment.day is not None:
        year = moment.day.year
    return months_from(year, 1, 12) if year is not None else None


def _told_year(symbols: Symbols, moment: Moment, first: bool, count: int, unit: str, holder: Interval) -> Interval:
    """Return the year whose "first nine months" are told of: one that has them behind it, where all is past.

    "The final three months" are of the year spoken of.
    """
    named = says_year(symbols) or word(symbols, "container") or number(symbols, "month") is not None
    if named or moment.looks_ahead or moment.last is None:
        return holder
    spoken = moment.anchor
    if not first and spoken is not None and spoken.granularity == "year" and spoken.start is not None:
        return months_from(spoken.start.year, 1, 12) or holder
    end = add_units(holder[0], count, unit) if first else holder[1]
    if end is None or (end - moment.last).days <= MOST_AHEAD:
        return holder
    return months_from(holder[0].year - 1, 1, 12) or holder


def _nearest_monday(day: date) -> date:
    """Return where the weeks of a month or year begin or end: those whose Thursday lies in it (ISO 8601)."""
    return week_of(day + 3 * DAY)[0]


def _units_of(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    holder, unit = _container(symbols, moment), word(symbols, "unit")
    count = word(symbols, "count")
    if holder is None or not count.isdigit():
        return (Period(None, None, length_value(count, unit), unit, "range"),)
    start, end = holder
    if unit == "week":
        start, end = _nearest_monday(start), _nearest_monday(end)
    first = word(symbols, "side") == "first"
    start, end = _told_year(symbols, moment, first, int(count), unit, (start, end))
    other = add_units(start if first else end, int(count) if first else -int(count), unit)
    interval = None if other is None else (start, other) if first else (other, end)
    kind = "year_to_date" if first and unit in {"month", "quarter"} and not number(symbols, "month") else "range"
    value = f"{interval[0]:%Y-%m}/{interval[1] - DAY:%Y-%m}" if interval is not None else None
    return (period(interval, value, unit, kind),)


def _nth_unit(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    holder, unit, nth = _container(symbols, moment), word(symbols, "unit"), given(symbols, "nth")
    if holder is None:
        return (Period(None, None, None, unit, unit),)
    is_last = nth == -1
    base = holder[1] - DAY if is_last else holder[0]
    if unit == "week":
        thursday = week_of(base)[0] + 3 * DAY
        base = base if holder[0] <= thursday < holder[1] else base + (-7 if is_last else 7) * DAY
    elif unit == "weekend":
        base = add_days(base, -((base.weekday() - 5) % 7) if is_last else (5 - base.weekday()) % 7) or base
    moved = base if is_last else add_units(base, nth - 1, unit)
    return (unit_period(moved, unit),)


def _nth_weekday(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """Resolve "the first Monday of June", "the last Friday of May"; a fifth one that is not there stays open."""
    holder, nth, weekday = _container(symbols, moment), given(symbols, "nth"), given(symbols, "weekday")
    if holder is None:
        return (Period(None, None, None, "day", "day"),)
    start, last = holder[0], holder[1] - DAY
    if nth == -1:
        day = add_days(last, -((last.isoweekday() - weekday) % 7))
    else:
        day = add_days(start, (weekday - start.isoweekday()) % 7 + 7 * (nth - 1))
    return (unit_period(day if day is not None and day <= last else None, "day"),)


def _week_of(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    found = (resolve_day if "month" in symbols else resolve_day_of_month)(symbols, moment)[0].start
    if found is None:
        return (Period(None, None, None, "week", "week"),)
    if number(symbols, "ends"):
        start = add_days(found, -6)
        return (period((start, found + DAY) if start is not None else None, unit_value(found, "week"), "week"),)
    return (unit_period(found, "week"),)


def _at_end(moment: Moment) -> Moment:
    """Return the moment with the tense that "ended" and "ending" have, where no verb of the past says otherwise."""
    words = moment.expression.text.lower().split()
    if moment.tense is not None or ENDINGS.isdisjoint(words):
        return moment
    return replace(moment, tense="past" if "ended" in words else "future")


def _period_to(symbols: Symbols, moment: Moment) -> Sequence[Period]:
    """Resolve "the nine months to September 30", "the decade to 2023": counted back from the end."""
    month, day, unit = number(symbols, "month"), number(symbols, "day"), word(symbols, "unit")
    stated = says_year(symbols) or month is None
    year = year_of(symbols, moment) if stated else nearest_year(given(symbols, "month"), day, _at_end(moment))
    last = day_of(year, month, day) if day is not None else None
    closing = months_from(year, month or 1, 1 if month else 12) if year is not None else None
    end = last + DAY if last is not None else closing[1] if closing is not None and day is None else None
    count = word(symbols, "count")
    start = add_units(end, -int(count), unit) if end is not None and count.isdigit() else None
    value = length_value(count, unit)
    return (period((start, end) if start is not None and end is not None else None, value, unit, "range"),)


Resolver = Callable[[Symbols, Moment], Sequence[Period]]

RESOLVERS: dict[str, Resolver] = {
    "day_range": _day_range,
    "month_range": _month_range,
    "year_range": _year_range,
    "units_of": _units_of,
    "nth_unit": _nth_unit,
    "nth_weekday": _nth_weekday,
    "week_of": _week_of,
    "period_to": _period_to,
}
