"""Resolves the expressions of time of a whole article in order, so that "that year" and "three days later" have a base.

A length of time becomes a stretch of days where its words say from or to when: "in just ten years" after "In 2004",
"the highest in 19 months" beside "October 2023", "the seven-day meeting, which ends Tuesday".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipelines.conform.calendars import DAY
from pipelines.conform.chronology_tenses import LEAD_LENGTH, REACH, looks_ahead, tells_no_past, told_tense
from pipelines.conform.lengths import add_length, stated_count
from pipelines.conform.period_cues import AFTER_DEED
from pipelines.conform.periods import resolve_date
from pipelines.conform.writing import unit_period, word
from pipelines.lexicons import read_choices
from schemas.spans import DateExpression, Period, SentenceReading
from schemas.values import value_class

_CHOICES = read_choices(__file__)

NARRATIVE = frozenset(
    {"day", "time_day", "day_range", "month", "month_range", "year", "year_range", "quarter", "half", "units_of"}
    | {"nth_unit", "period_to", "relative", "relative_day", "weekday", "ago", "fiscal_year", "year_in_words", "holiday"}
    | {"nth_weekday"}
)
"""Shapes that tell of a time on which what follows may lean."""

SPAN_LEAD = re.compile(rf"\b(?:in|within)\s+(?:(?:{_CHOICES['hedge']})\s+)?$", re.I)
RECORD_LEAD = re.compile(rf"\b(?:{_CHOICES['record']})\b(?!-)[^.;,]{{0,60}}\b(?:in|for)\s+(?:\w+\s+){{0,2}}$", re.I)
ENDS_WORD = re.compile(rf"^[^.;]{{0,60}}?\b(?:{_CHOICES['end']})\s(?:on\s|up\son\s)?", re.I)
STARTS_WORD = re.compile(rf"^[^.;]{{0,60}}?\b(?:{_CHOICES['start']})\s(?:on\s)?", re.I)
LONG_UNITS = frozenset({"month", "year", "decade"})
NUMBERED = frozenset({"month", "quarter", "half"})
"""Shapes that are counted within a year."""
COMPARES = re.compile(r"\b(?:from|than|versus|vs|against|compar\w+|after|since)\b", re.I)
TAKEN = re.compile(r"\b(?:how long|took|taken|takes)\b", re.I)
NEIGHBOURS = 8
"""How many expressions to either side bear on one: bounds the work on a text that is nothing but dates."""
ANCHOR_LIFE = 2
"""For how many sentences the time spoken of stays a base for "that year" or "three days later"."""


@value_class
class _Scene:
    """What is known while reading: when it was written, the time spoken of, and in which sentence that was."""

    reference: tuple[date, date] | None
    anchor: Period | None = None
    anchor_sentence: int = -9

    def anchor_for(self, index: int) -> Period | None:
        """The time spoken of, as long as it is fresh."""
        return self.anchor if index - self.anchor_sentence <= ANCHOR_LIFE else None


@value_class
class _Spot:
    """An expression in its sentence: its period so far, its neighbours with theirs, the sentence and the next one."""

    expression: DateExpression
    period: Period
    near: Sequence[tuple[DateExpression, Period]]
    reading: SentenceReading
    index: int
    after: SentenceReading | None

    @property
    def lead(self) -> str:
        """The words before it."""
        place = self.expression.start - self.reading.sentence.start
        return self.reading.sentence.text[max(0, place - LEAD_LENGTH) : max(0, place)]

    @property
    def tail(self) -> str:
        """The words after it."""
        place = self.expression.end - self.reading.sentence.start
        return self.reading.sentence.text[place : place + REACH]


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
    readings = [_with_later_years(reading) for reading in readings]
    scene = _Scene(reference)
    out: list[tuple[Period, ...]] = []
    for index, reading in enumerate(readings):
        if not reading.dates:
            out.append(())
            continue
        found: list[Period] = []
        for expression in reading.dates:
            tense = None if _is_told_outright(expression) else told_tense(reading, expression)
            period = resolve_date(expression, reference, scene.anchor_for(index), tense=tense)[0]
            found.append(period)
            if (
                expression.shape in NARRATIVE
                and period.start is not None
                and not _is_compared_with(reading, expression, period, scene, index)
            ):
                scene = _Scene(reference, period, index)
        if not UNSETTLED.isdisjoint([expression.shape for expression in reading.dates]):
            after = readings[index + 1] if index + 1 < len(readings) else None
            found = _all_settled(found, reading, index, after, scene)
        out.append(tuple(found))
    return tuple(out)


def _is_compared_with(
    reading: SentenceReading, expression: DateExpression, period: Period, scene: _Scene, index: int
) -> bool:
    """Whether a time is only what another of its sentence is held against: "in May, up from 3 a year earlier"."""
    told = scene.anchor.start if scene.anchor is not None and scene.anchor_sentence == index else None
    if told is None or period.start is None or period.start >= told:
        return False
    place = expression.start - reading.sentence.start
    return COMPARES.search(reading.sentence.text[max(0, place - LEAD_LENGTH) : place]) is not None


TENSELESS = frozenset({"year", "year_range", "decade", "century", "five_year_plan", "duration", "comparison", "set"})
"""Shapes that no verb moves: they name their time outright, or have none."""


def _is_told_outright(expression: DateExpression) -> bool:
    """Whether an expression says its year itself, or has none, so that no verb moves it."""
    return expression.shape in TENSELESS or any(name == "year" for name, _ in expression.fields)


UNSETTLED = frozenset({"duration", "comparison"})
"""Shapes whose days the rest of the sentence tells: the stretch of a length, the base of "year on year"."""


def _all_settled(
    found: Sequence[Period], reading: SentenceReading, index: int, after: SentenceReading | None, scene: _Scene
) -> list[Period]:
    """The periods of a sentence with those of unsettled shapes as its other expressions and the next sentence tell."""
    pairs = list(zip(reading.dates, found, strict=True))
    return [
        _settled(_Spot(*pair, pairs[max(0, at - NEIGHBOURS) : at + NEIGHBOURS + 1], reading, index, after), scene)
        for at, pair in enumerate(pairs)
    ]


def _with_later_years(reading: SentenceReading) -> SentenceReading:
    """Return the sentence with years lent backwards: "in the first quarter and in the third quarter of 2023"."""
    if len(reading.dates) < 2:
        return reading
    dates = list(reading.dates)
    for at in range(len(dates) - 2, -1, -1):
        if _lends_year(dates[at], dates[at + 1], reading):
            year = dict(dates[at + 1].fields)["year"]
            dates[at] = replace(dates[at], fields=(("year", year), *dates[at].fields))
    return replace(reading, dates=tuple(dates)) if tuple(dates) != reading.dates else reading


def _lends_year(one: DateExpression, later: DateExpression, reading: SentenceReading) -> bool:
    """Tell whether a quarter or month without a year is of the year named with the next one, which comes after it."""
    if one.shape != later.shape or one.shape not in NUMBERED:
        return False
    first, second = dict(one.fields), dict(later.fields)
    place, other = first.get(one.shape), second.get(one.shape)
    if any(name.startswith("year") or name == "which" for name in first) or not isinstance(second.get("year"), int):
        return False
    base = reading.sentence.start
    between = reading.sentence.text[one.end - base : later.start - base]
    is_before = isinstance(place, int) and isinstance(other, int) and 0 < place < other
    return is_before and len(between) <= REACH and COMPARES.search(between) is None


def every_reading(
    expression: DateExpression, period: Period, reference: tuple[date, date] | None
) -> tuple[Period, ...]:
    """Return all that an expression may mean, likeliest first: its period alone, unless its words allow several days.

    Args:
        expression: As `find_dates` found it.
        period: What `resolve_dates` made of it.
        reference: When the text was written.
    """
    if not expression.readings and expression.shape != "day_of_month":
        return (period,)
    found = resolve_date(expression, reference)
    return found if len(found) > 1 else (period,)


def _settled(spot: _Spot, scene: _Scene) -> Period:
    """Return what needs the rest of the sentence: the days of a length, the base of "year on year"."""
    if spot.expression.shape == "duration":
        return _length(spot, scene)
    if spot.expression.shape != "comparison":
        return spot.period
    told = [(d, p) for d, p in spot.near if d.shape in NARRATIVE and p.start is not None]
    later = [p for d, p in told if d.start > spot.expression.start]
    anchor = later[0] if later else told[-1][1] if told else scene.anchor_for(spot.index)
    return resolve_date(spot.expression, scene.reference, anchor)[0]


def _length(spot: _Spot, scene: _Scene) -> Period:
    """Return the stretch of days a length covers, where the words around it say from or to when."""
    count, unit = _count(spot.expression)
    if count is None:
        return spot.period
    counted = _counted_from_deed(spot, count, unit)
    if counted is not None:
        return counted
    edge = _named_edge(spot) or _told_edge(spot, scene)
    if edge is not None:
        return _stretch(spot.period, edge, count, unit)
    ahead = looks_ahead(spot.reading, spot.expression) or tells_no_past(spot.lead, spot.tail)
    if scene.reference is not None and SPAN_LEAD.search(spot.lead) and ahead:
        return _from_now(spot.period, spot.lead, scene.reference, count, unit)
    return spot.period


def _told_edge(spot: _Spot, scene: _Scene) -> tuple[date | None, date | None] | None:
    """Return the edge that the story gives: a record's last day, the year told before, the day it came to an end."""
    if RECORD_LEAD.search(spot.lead):
        told = [
            p for d, p in spot.near if d.shape in NARRATIVE and p.end is not None and d.end <= spot.expression.start
        ]
        return None, told[-1].end if told else scene.reference[1] if scene.reference is not None else None
    ahead = looks_ahead(spot.reading, spot.expression) or tells_no_past(spot.lead, spot.tail)
    if SPAN_LEAD.search(spot.lead) and not ahead:
        if scene.anchor is not None and 0 < spot.index - scene.anchor_sentence <= ANCHOR_LIFE:
            return scene.anchor.start, None
        if scene.reference is not None:
            return None, scene.reference[0].replace(day=1)
    after = spot.after
    if after is not None and after.dates and TAKEN.search(after.sentence.text[:LEAD_LENGTH]):
        last = resolve_date(after.dates[-1], scene.reference, scene.anchor)[0]
        return (None, last.start) if last.granularity == "day" else None
    return None


def _from_now(period: Period, lead: str, reference: tuple[date, date], count: Decimal, unit: str) -> Period:
    """Return "within nine months" as the stretch from the writing on, "in two years" as the day at its end."""
    whole = _stretch(period, (reference[0], None), count, unit)
    if whole.end is None or lead.rstrip().lower().endswith("within"):
        return whole
    return replace(whole, start=whole.end, end=whole.end + DAY, kind="day")


def _count(expression: DateExpression) -> tuple[Decimal | None, str]:
    symbols = dict(expression.fields)
    count, unit = stated_count(symbols), word(symbols, "unit")
    return (count, unit) if unit else (None, "")


def _counted_from_deed(spot: _Spot, count: Decimal, unit: str) -> Period | None:
    """Return when "two years after its launch in 2021" was, in the grain of the time named."""
    if unit not in LONG_UNITS or not spot.tail.startswith((" after ", " before ")):
        return None
    after = next(((d, p) for d, p in spot.near if d.start >= spot.expression.end), None)
    if after is None or after[1].start is None:
        return None
    words = spot.expression.text + spot.tail[: max(0, after[0].start - spot.expression.end)]
    lead = AFTER_DEED.search(words.lower())
    if lead is None:
        return None
    day = add_length(after[1].start, count if lead["side"] == "after" else -count, unit)
    return unit_period(day, "month" if unit == "month" else after[1].granularity or unit)


def _named_edge(spot: _Spot) -> tuple[date | None, date | None] | None:
    """Return the day a length begins or the day after it ends, where a verb and a date after it say so."""
    for later, period in spot.near:
        distance = later.start - spot.expression.end
        if distance < 0 or distance >= REACH or period.start is None:
            continue
        between = spot.tail[:distance]
        if (match := ENDS_WORD.match(between)) is not None and match.end() == len(between):
            return None, period.end
        if (match := STARTS_WORD.match(between)) is not None and match.end() == len(between):
            return period.start, None
    return None


def _stretch(period: Period, edge: tuple[date | None, date | None], count: Decimal, unit: str) -> Period:
    """Return the length laid off from its start or back from its end."""
    base, sign = (edge[0], 1) if edge[0] is not None else (edge[1], -1)
    moved = add_length(base, sign * count, unit) if base is not None else None
    if base is None or moved is None:
        return period
    first, last = (base, moved) if sign > 0 else (moved, base)
    return replace(period, start=first, end=last, kind="window")
