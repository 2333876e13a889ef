"""Resolves the expressions of time of a whole article in order, so that "that year" and "three days later" have a base.

A length of time becomes a stretch of days where its words say from or to when: "in just ten years" after "In 2004",
"the highest in 19 months" beside "October 2023", "the seven-day meeting, which ends Tuesday".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pipelines.conform.calendars import DAY
from pipelines.conform.lengths import add_length
from pipelines.conform.periods import resolve_date
from schemas.spans import DateExpression, Period, SentenceReading

NARRATIVE = frozenset(
    {"day", "time_day", "day_range", "month", "month_range", "year", "year_range", "quarter", "half", "units_of"}
    | {"nth_unit", "period_to", "relative", "relative_day", "weekday", "ago", "fiscal_year", "year_in_words", "holiday"}
)
"""Shapes that tell of a time on which what follows may lean."""
UNDATED = frozenset({"month", "day", "weekday", "month_range", "day_range"})
"""Shapes that may lean on the year of the time spoken of, where they have none of their own."""

SPAN_LEAD = re.compile(
    r"\b(?:in|within)\s+(?:just\s+|only\s+|barely\s+|less\s+than\s+|under\s+|nearly\s+|about\s+)?$", re.I
)
RECORD_LEAD = re.compile(
    r"\b(?:high|highest|low|lowest|fastest|slowest|biggest|largest|smallest|best|worst|first|most|strongest|weakest|"
    r"steepest|sharpest|lengthiest|longest)\b[^.;]{0,60}\b(?:in|for)\s+(?:\w+\s+){0,2}$",
    re.I,
)
ENDS_WORD = re.compile(
    r"^[^.;]{0,60}?\b(?:concludes?|concluded|ends?|ended|ending|closes?|closed|closing|wraps? up|wrapped up|finishes)\s"
    r"(?:on\s|up\son\s)?",
    re.I,
)
STARTS_WORD = re.compile(
    r"^[^.;]{0,60}?\b(?:begins?|began|starts?|started|starting|opens?|opened|kicks? off)\s(?:on\s)?", re.I
)
FUTURE_VERB = re.compile(
    r"(?:\b(?:will|shall|would|should|going\s+to|due|scheduled|slated|(?:is|are|was|were)\s+(?:set|expected|planned)\s+to|"
    r"plans?\s+to|to\s+be)|['’]ll)\b[^.;,]*$",
    re.I,
)
PAST_VERB = re.compile(
    r"\b(?:was|were|had|did|went|made|rose|fell|grew|took|became|came|\w{3,}ed|(?:has|have)\s+(?:\w+\s+)?"
    r"(?:been|become|grown|risen|fallen|made|taken|gone|come|seen|won|lost))\b",
    re.I,
)
TAKEN = re.compile(r"\b(?:how long|took|taken|takes)\b", re.I)
REACH = 90
"""How many characters after a length its end or beginning may be named."""
LEADING_SPACE = 40


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is known while reading: when it was written, the time spoken of, and in which sentence that was."""

    reference: tuple[date, date] | None
    anchor: Period | None = None
    anchor_sentence: int = -9


def resolve_dates(
    readings: Sequence[SentenceReading], reference: tuple[date, date] | None
) -> tuple[tuple[Period, ...], ...]:
    """Return the most likely period of every expression of time of an article.

    Args:
        readings: The article's sentences in order, each with its expressions.
        reference: When the text was written, half-open, or null.

    Returns:
        For each sentence the periods of its expressions, in their order.
    """
    scene = _Scene(reference)
    out: list[tuple[Period, ...]] = []
    for index, reading in enumerate(readings):
        found: list[Period] = []
        for expression in reading.dates:
            ahead = _looks_ahead(reading, expression)
            period = resolve_date(expression, reference, scene.anchor, ahead=ahead)[0]
            found.append(period)
            if expression.shape in NARRATIVE and period.start is not None:
                scene = replace(scene, anchor=period, anchor_sentence=index)
        after = readings[index + 1] if index + 1 < len(readings) else None
        found = [
            _settled(expression, period, reading, found, scene, index, after)
            for expression, period in zip(reading.dates, found, strict=True)
        ]
        out.append(tuple(found))
    return tuple(out)


def _settled(
    expression: DateExpression,
    period: Period,
    reading: SentenceReading,
    found: Sequence[Period],
    scene: _Scene,
    index: int,
    after: SentenceReading | None,
) -> Period:
    """Return what needs the rest of the sentence: the days of a length, the base of "year on year"."""
    if expression.shape == "duration":
        return _length(expression, period, reading, found, scene, index, after)
    if expression.shape != "comparison":
        return period
    told = [p for d, p in zip(reading.dates, found, strict=True) if d.shape in NARRATIVE and p.start is not None]
    later = [
        p for d, p in zip(reading.dates, found, strict=True) if d.shape in NARRATIVE and d.start > expression.start
    ]
    anchor = later[0] if later else told[-1] if told else scene.anchor
    return resolve_date(expression, scene.reference, anchor)[0]


def _looks_ahead(reading: SentenceReading, expression: DateExpression) -> bool:
    """Tell whether the verb of the clause before an expression is of the future."""
    place = expression.start - reading.sentence.start
    return FUTURE_VERB.search(reading.sentence.text[max(0, place - 70) : place]) is not None


def _tells_no_past(reading: SentenceReading) -> bool:
    """Tell whether a sentence has no verb of the past, so that "in two weeks" lies ahead."""
    return PAST_VERB.search(reading.sentence.text) is None


def _length(
    expression: DateExpression,
    period: Period,
    reading: SentenceReading,
    found: Sequence[Period],
    scene: _Scene,
    index: int,
    after: SentenceReading | None,
) -> Period:
    """Return the stretch of days a length covers, where the words around it say from or to when."""
    text, base = reading.sentence.text, reading.sentence.start
    lead = text[max(0, expression.start - base - 80) : max(0, expression.start - base)]
    tail = text[expression.end - base : expression.end - base + REACH]
    count, unit = _count(expression)
    if count is None:
        return period
    edge = _named_edge(expression, reading, found, tail)
    if edge is not None:
        return _stretch(period, edge, count, unit)
    others = [
        p
        for d, p in zip(reading.dates, found, strict=True)
        if d.shape in NARRATIVE and p.end is not None and d.end <= expression.start
    ]
    if RECORD_LEAD.search(lead):
        end = others[-1].end if others else scene.reference[1] if scene.reference is not None else None
        return _stretch(period, (None, end), count, unit)
    if SPAN_LEAD.search(lead):
        if scene.reference is not None and (_looks_ahead(reading, expression) or _tells_no_past(reading)):
            return _from_now(period, lead, scene.reference, count, unit)
        if scene.anchor is not None and scene.anchor_sentence in {index - 1, index - 2}:
            return _stretch(period, (scene.anchor.start, None), count, unit)
        if scene.reference is not None:
            return _stretch(period, (None, scene.reference[0].replace(day=1)), count, unit)
    if after is not None and TAKEN.search(after.sentence.text) and after.dates:
        last = resolve_date(after.dates[-1], scene.reference, scene.anchor)[0]
        if last.granularity == "day":
            return _stretch(period, (None, last.start), count, unit)
    return period


def _from_now(period: Period, lead: str, reference: tuple[date, date], count: Decimal, unit: str) -> Period:
    """Return "within nine months" as the stretch from the writing on, "in two years" as the day at its end."""
    whole = _stretch(period, (reference[0], None), count, unit)
    if whole.end is None or lead.rstrip().lower().endswith("within"):
        return whole
    return replace(whole, start=whole.end, end=whole.end + DAY, kind="day")


def _count(expression: DateExpression) -> tuple[Decimal | None, str]:
    symbols = dict(expression.fields)
    count, unit = symbols.get("count"), symbols.get("unit")
    if not isinstance(count, str) or not isinstance(unit, str) or len(count) > 8:
        return None, ""
    return Decimal(count), unit


def _named_edge(
    expression: DateExpression, reading: SentenceReading, found: Sequence[Period], tail: str
) -> tuple[date | None, date | None] | None:
    """Return the day a length begins or the day after it ends, where a verb and a date after it say so."""
    for later, period in zip(reading.dates, found, strict=True):
        if later.start < expression.end or period.start is None:
            continue
        between = tail[: later.start - expression.end]
        if later.start - expression.end >= REACH:
            return None
        if (match := ENDS_WORD.match(between)) is not None and match.end() == len(between):
            return None, period.end
        if (match := STARTS_WORD.match(between)) is not None and match.end() == len(between):
            return period.start, None
    return None


def _stretch(period: Period, edge: tuple[date | None, date | None], count: Decimal, unit: str) -> Period:
    start, end = edge
    sign = 1 if start is not None else -1
    base = start if start is not None else end
    moved = add_length(base, sign * count, unit) if base is not None else None
    if moved is None:
        return period
    interval = (base, moved) if sign > 0 else (moved, base)
    return replace(period, start=interval[0], end=interval[1], kind="window")
