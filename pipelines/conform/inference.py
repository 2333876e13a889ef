"""Infers when an undated text was written from what it tells: a gathering that opened last week, ten months reported.

Each witness says "not before" and "before"; together they give an interval, or nothing. A year alone dates nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from pipelines.conform.calendars import DAY, WEEK, day_of, months_from, week_of
from pipelines.conform.events import EVENTS, NAMES, Event, events_named, lowered_bytes
from pipelines.conform.periods import resolve_date
from pipelines.lexicons import read_choices
from schemas.spans import DateExpression
from schemas.values import value_class

_CHOICES = read_choices(__file__)

OPENED = re.compile(rf"\b(?:{_CHOICES['opened']})\b", re.I)
CLOSED = re.compile(rf"\b(?:{_CHOICES['closed']})\b", re.I)
APPROVED = re.compile(rf"\b(?:{_CHOICES['approved']})\b", re.I)
GOALS = re.compile(rf"\b(?:{_CHOICES['goal']})\b", re.I)
AHEAD = re.compile(rf"\b(?:{_CHOICES['ahead']})\b", re.I)
REPORTED_LAG = timedelta(days=7)
"""Figures of a month or quarter come out a week or more after it ends: China's consumer prices on about the 9th, output
on about the 15th (National Bureau of Statistics, release calendar)."""
TOLD_TWICE, PLANNED_CONFIDENCE = 2, 0.7
"""How often a year is told of as over before goals for the next date a text; how far that is believed, a judgement."""
CONTEXT = 80
PARTS_OF_YEAR = re.compile(r"month|quarter|half|halves|\bq[1-4]|[1-4]q|\bh[12]|[12]h", re.I)
"""What every text has in it that reports the first months, a quarter or a half of a year."""
EVENT_REACH = timedelta(days=21)
"""A text that says "last week" of a gathering's opening or close was written within three weeks of it."""


@value_class
class Inference:
    """When a text was written as it tells itself: half-open interval, spans that say so, rule, confidence."""

    start: date
    end: date
    evidence: tuple[tuple[int, int], ...]
    rule: str
    confidence: float
    loose: bool = False


def infer_writing(text: str, dates: Sequence[DateExpression], *, before: date | None = None) -> Inference | None:
    """Return the interval in which a text was written, from its own words, or null.

    Args:
        text: The article.
        dates: Its expressions of time.
        before: It was written before this day, if that is known.
    """
    year = _latest_year(text, dates, before) or 0
    for witness in (_event_week, _completed_months, _planned_year):
        found = witness(text, dates, year)
        if found is not None and (before is None or found.start < before):
            return found
    return None


def may_tell_of_writing(text: str, published: date, reach: timedelta) -> bool:
    """Tell at a glance whether a text may tell that it was written before its publication, at most `reach` before.

    False is certain: `infer_writing` would find nothing that ends in that time, or nothing it is sure of.
    """
    if published - date(published.year, 1, 1) < reach:
        # Figures of part of a year are told with the year, here the one before the publication.
        figures, place = f"{(published.year - 1) % 100:02d}", 0
        while (place := text.find(figures, place) + 1) > 0:
            if PARTS_OF_YEAR.search(text, max(0, place - CONTEXT), place + CONTEXT):
                return True
    lowered = lowered_bytes(text)
    return any(name in lowered for name in _gatherings_near(published, reach))


@lru_cache(maxsize=1024)
def _gatherings_near(published: date, reach: timedelta) -> tuple[bytes, ...]:
    """The names of gatherings that were held in the time of which a text published on that day may tell."""
    first, last = published - reach - EVENT_REACH, published + EVENT_REACH
    near = [
        event
        for event, held in EVENTS.items()
        if any(first <= one.closes and min((*one.openings, one.closes)) <= last for one in held)
    ]
    return tuple(name.encode() for event in near for name in NAMES.get(event, ()))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    left = max(text.rfind(mark, max(0, start - 400), start) for mark in (". ", "\n", "! ", "? "))
    stops = [at for mark in (". ", "\n", ".\n", "! ", "? ") if (at := text.find(mark, end, end + 400)) >= 0]
    return left + 1, min(stops, default=min(len(text), end + 400))


def _latest_year(text: str, dates: Sequence[DateExpression], before: date | None) -> int | None:
    """Return the latest year that the text speaks of as present or past: what is due "by 2030" does not count."""
    # A range may reach far ahead ("over the years from 2024 to 2027"): it tells only where nothing else does.
    named = [e for e in dates if "year" in dict(e.fields)] or list(dates)
    years = []
    for e in named:
        symbols = dict(e.fields)
        value = symbols.get("year") or symbols.get("to_year")
        if not isinstance(value, int) or e.relation in {"by", "until"} and _ahead(text, e):
            continue
        if e.relation == "until" or (before is not None and value > before.year):
            continue
        years.append((value, _ahead(text, e)))
    past = [value for value, ahead in years if not ahead]
    near = [value for value, ahead in years if ahead and (not past or value <= max(past) + 1)]
    return max(past + near, default=None)


def _ahead(text: str, e: DateExpression) -> bool:
    return AHEAD.search(text[max(0, e.start - CONTEXT) : e.end + CONTEXT // 2]) is not None


def _event_week(text: str, dates: Sequence[DateExpression], year: int) -> Inference | None:
    """A gathering of known days that opened or closed "last week", "on Monday", "today"."""
    for e in dates:
        if e.shape not in {"relative", "weekday", "relative_day"}:
            continue
        left, right = _sentence(text, e.start, e.end)
        sentence = text[left:right]
        events = [event for event in events_named(sentence) if event.year == year or event.is_only]
        for event in events:
            found = _written_after(event, sentence, e)
            if found is not None:
                floor = _floor(text, dates, year, found)
                start = max(found[0], floor[0]) if floor is not None else found[0]
                loose = dict(e.fields).get("unit") == "week"
                end = found[1] + WEEK if loose else found[1]
                spans = ((e.start, e.end), *((floor[1],) if floor is not None else ()))
                return Inference(
                    start, max(end, start + DAY), spans, f"<event> <opened> <{e.text.lower()}>", 0.9, loose
                )
    return None


def _written_after(event: Event, sentence: str, e: DateExpression) -> tuple[date, date] | None:
    """Return the days on which "it opened last week" or "on Monday" could be written of this event."""
    is_over = CLOSED.search(sentence) or (APPROVED.search(sentence) and event.is_only)
    days = event.openings if OPENED.search(sentence) else (event.closes,) if is_over else ()
    symbols = dict(e.fields)
    for day in days:
        if e.shape == "weekday" and symbols.get("weekday") == day.isoweekday():
            return day, day + WEEK
        if e.shape == "relative_day":
            offset = symbols.get("offset")
            written = day - timedelta(days=offset if isinstance(offset, int) else 0)
            return written, written + DAY
        if e.shape == "relative" and symbols.get("unit") == "week" and symbols.get("offset") in {-1, 0, 1}:
            shift = symbols["offset"]
            start = week_of(day)[0] - (shift if isinstance(shift, int) else 0) * WEEK
            return start, start + WEEK
    return None


def _floor(
    text: str, dates: Sequence[DateExpression], year: int, window: tuple[date, date]
) -> tuple[date, tuple[int, int]] | None:
    """Return the latest day told as past that lies in the window, and where it is told."""
    found = []
    for e in dates:
        if e.shape != "day" or e.readings or _ahead_strictly(text, e):
            continue
        symbols = dict(e.fields)
        stated, month, day = symbols.get("year", year), symbols.get("month"), symbols.get("day")
        if isinstance(stated, int) and isinstance(month, int) and isinstance(day, int):
            known = day_of(stated, month, day)
            if known is not None and window[0] - WEEK <= known < window[1]:
                found.append((known, (e.start, e.end)))
    return max(found, default=None)


def _ahead_strictly(text: str, e: DateExpression) -> bool:
    return (
        e.relation in {"by", "until"}
        or re.search(r"\bwill\b|\bscheduled\b", text[max(0, e.start - CONTEXT) : e.end]) is not None
    )


def _completed_months(text: str, dates: Sequence[DateExpression], year: int) -> Inference | None:
    """Figures of the first months, a quarter or a half of the latest year: written after them, in that year."""
    best: tuple[date, tuple[int, int]] | None = None
    for e in dates:
        symbols = dict(e.fields)
        if e.shape not in {"units_of", "quarter", "half"} or symbols.get("year") != year or _ahead(text, e):
            continue
        if e.shape == "units_of" and (
            symbols.get("side") != "first" or symbols.get("unit") not in {"month", "quarter"}
        ):
            continue
        end = resolve_date(e, None)[0].end
        if end is not None and (best is None or end > best[0]):
            best = end, (e.start, e.end)
    if best is None:
        return None
    whole = months_from(year, 1, 12)
    if whole is None or best[0] >= whole[1]:
        return None
    return Inference(best[0] + REPORTED_LAG, whole[1], (best[1],), "<first months of year> reported", 0.85)


def _planned_year(text: str, dates: Sequence[DateExpression], year: int) -> Inference | None:
    """A year told of as over beside the goals for the next: written from the end of the one to the middle of the other.

    Annual goals and budgets are set from December to the spring; by July a text speaks of the half year.
    """
    goals = [e for e in _of_year(dates, year) if e.relation in {"on", "over", None} and _has_goals(text, e)]
    over = [e for e in _of_year(dates, year - 1) if not AHEAD.search(text[slice(*_sentence(text, e.start, e.end))])]
    finer = [e for e in dates if dict(e.fields).get("year") == year and e.shape != "year"]
    told = [e for e in finer if e.relation not in {"by", "until"}]
    if not goals or len(over) < TOLD_TWICE or told:
        return None
    whole = months_from(year - 1, 12, 7)
    if whole is None:
        return None
    spans = ((over[0].start, over[0].end), (goals[0].start, goals[0].end))
    return Inference(*whole, spans, "<year> told, goals for the next", PLANNED_CONFIDENCE, loose=True)


def _of_year(dates: Sequence[DateExpression], year: int) -> list[DateExpression]:
    return [e for e in dates if e.shape == "year" and dict(e.fields) == {"year": year}]


def _has_goals(text: str, e: DateExpression) -> bool:
    left, right = _sentence(text, e.start, e.end)
    return GOALS.search(text[left:right]) is not None
