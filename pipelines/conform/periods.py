"""Ties expressions of time to the calendar: which days, as far as the words and the time of writing tell.

An answer is never mended and never guessed: 31 February stays as stated with no interval, and an expression that needs
to know when it was written has no interval where that is unknown. The shapes and their symbols are those of
`pipelines/extract/dates.py`; each has its function in `periods_named.py`, `periods_spans.py`, `periods_relative.py` or
`periods_windows.py`.
Not here: which expression a claim belongs to (`period_binding.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipelines.conform import periods_named, periods_relative, periods_spans, periods_windows
from pipelines.conform.calendars import DAY
from pipelines.conform.writing import Moment, Symbols
from schemas.spans import DateExpression, Period

RESOLVERS = {
    **periods_named.RESOLVERS,
    **periods_spans.RESOLVERS,
    **periods_relative.RESOLVERS,
    **periods_windows.RESOLVERS,
}
EARLIEST_WRITING, LATEST_WRITING = 100, 9000
"""Years of writing beyond which the calendar of Python, 1 to 9999, leaves no room for centuries around."""
CENTRED = frozenset({"window", "vague_window", "vague_window_plain", "ago"})
"""Shapes that count from the middle of a loose time of writing, not from its ends."""


def resolve_date(
    expression: DateExpression,
    reference: tuple[date, date] | None,
    anchor: Period | None = None,
    *,
    tense: str | None = None,
) -> tuple[Period, ...]:
    """Return what an expression of time means, most likely reading first.

    Args:
        expression: As `find_dates` found it.
        reference: When the text was written, half-open; null where unknown.
        anchor: The time spoken of just before, for "that year" or "three days later".
        tense: `future` or `past` where the verb before it says so: a bare "Friday" or "May" follows it.

    Returns:
        At least one period. Its interval is half-open and null where it cannot be known; its `timex_value` is the
        TIMEX3 value. Where a loose time of writing allows two answers, the period covers both.
    """
    stated = expression.readings or (expression.fields,)
    found = [_resolve(expression, dict(fields), reference, anchor, tense) for fields in stated]
    readings = [period for periods in found for period in periods]
    whole = [period for period in readings if period.start is not None or period.end is not None]
    return tuple(whole or readings[:1])


def _resolve(
    expression: DateExpression,
    symbols: Symbols,
    reference: tuple[date, date] | None,
    anchor: Period | None,
    tense: str | None,
) -> Sequence[Period]:
    resolver = RESOLVERS.get(expression.shape)
    if resolver is None:
        return (Period(None, None),)
    if reference is None or not EARLIEST_WRITING <= reference[0].year <= LATEST_WRITING:
        return resolver(symbols, Moment(None, None, None, anchor, expression, tense))
    first, last = reference[0], max(reference[0], reference[1] - DAY)
    middle = first + (reference[1] - first) / 2
    if expression.shape in CENTRED or first == last:
        return resolver(
            symbols, Moment(middle if expression.shape in CENTRED else last, first, last, anchor, expression, tense)
        )
    early = resolver(symbols, Moment(first, first, last, anchor, expression, tense))
    late = resolver(symbols, Moment(last, first, last, anchor, expression, tense))
    return [_cover(one, other) for one, other in zip(early, late, strict=False)]


def _cover(one: Period, other: Period) -> Period:
    """Return the period that both ends of a loose time of writing allow."""
    if (one.start, one.end) == (other.start, other.end):
        return other
    starts = [p.start for p in (one, other) if p.start is not None]
    ends = [p.end for p in (one, other) if p.end is not None]
    start = min(starts) if len(starts) == 2 else None
    end = max(ends) if len(ends) == 2 else None
    return replace(other, start=start, end=end, timex_value=None if start is None else f"{start}/{end}")
