"""Writes our dates in the form the scorers of `../shared/bench` read: TIMEX3, intervals, publication days.

The scorers' conventions that are not ours are translated here: a range is two TIMEX3 expressions, "before 2010" is an
interval without a start.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from pipelines.conform.calendars import add_months, add_units, unit_interval
from pipelines.conform.chronology import resolve_dates
from pipelines.extract.dates import find_dates
from schemas.pages import Sentence
from schemas.spans import DateExpression, Period, SentenceReading

SENTENCE = re.compile(r"[^\n]+?(?:[.!?](?=\s+[A-Z“\"])|\n|$)")
RANGES = frozenset({"year_range", "month_range", "day_range"})
RATES = {"P1Y": "year", "P3M": "quarter", "P1M": "month", "P1W": "week", "P1D": "day"}
"""A rate is given the unit in progress: "annual output" of a text of 2023 is that year's."""
VAGUE = "3"
"""The specs read "a few", "some" and "several" as three."""
SKIPPED = frozenset({"comparison"})


def predict_timex(line: dict[str, Any]) -> dict[str, Any]:
    """Answer one text with its TIMEX3 expressions."""
    timexes = []
    for expression, period in _resolved(line):
        if expression.shape in SKIPPED:
            continue
        timexes.append(
            {
                "start": expression.start,
                "end": expression.end,
                "text": expression.text,
                "type": expression.timex_type,
                "value": period.timex_value,
            }
        )
    return {"doc_id": line["doc_id"], "dct": line.get("dct"), "text": line["text"], "timexes": timexes}


def predict_interval(line: dict[str, Any]) -> dict[str, Any]:
    """Answer one text with half-open intervals; its reference date is `dct` or `ref`."""
    timexes = []
    for expression, period in _resolved(line):
        start, end = _as_the_specs_do(line["text"], expression, period, _reference(line))
        timexes.append(
            {
                "start": expression.start,
                "end": expression.end,
                "type": expression.timex_type,
                "value": (period.timex_value or "").replace("X", VAGUE)
                if expression.shape == "duration"
                else period.timex_value,
                "iv": [_iso(start), _iso(end)] if start or end else None,
            }
        )
    name = line.get("doc_id") or line.get("id") or line.get("file")
    return {"doc_id": name, "dct": line.get("dct") or line.get("ref"), "timexes": timexes}


def _as_the_specs_do(
    text: str, expression: DateExpression, period: Period, reference: tuple[date, date] | None
) -> tuple[date | None, date | None]:
    """Return the interval as Recognizers-Text states it: open ends, "two years ago" a day, a rate its year."""
    start, end = period.start, period.end
    symbols = dict(expression.fields)
    if expression.shape == "ago" and symbols.get("base") == "writing" and reference is not None:
        count, unit = str(symbols.get("count") or ""), str(symbols.get("unit"))
        moved = add_units(reference[0], int(symbols.get("sign") or -1) * int(count), unit) if count.isdigit() else None
        return (moved, moved + timedelta(days=1)) if moved is not None else (start, end)
    if expression.timex_type == "SET" and reference is not None and period.timex_value in RATES:
        return unit_interval(reference[0], RATES[period.timex_value]) or (None, None)
    part = symbols.get("part")
    if expression.shape == "century" and start is not None and end is not None:
        # The specs count centuries from the round year, we from the year one.
        return add_months(start, -12), add_months(end, -12)
    if part == "end" and expression.shape == "year" and end is not None and expression.relation is None:
        # Its last third; with us the last day, on which a stock is counted.
        return add_months(end, -4), end
    if part in {"earlier", "later"} or (
        part == "end" and expression.shape == "relative" and expression.relation is None
    ):
        return _half(period, reference, early=part == "earlier")
    return _with_open_ends(text, expression, period)


def _with_open_ends(text: str, expression: DateExpression, period: Period) -> tuple[date | None, date | None]:
    """Return the interval as a preposition leaves it: "before 2020" has no beginning, "since May" no end."""
    start, end = period.start, period.end
    part = dict(expression.fields).get("part")
    word = text[: expression.start].rstrip().rpartition(" ")[2].lower()
    if expression.relation == "before" or (expression.relation == "by" and (part == "end" or word == "than")):
        return None, end if part == "end" else start
    if expression.relation == "after":
        return start if period.granularity == "day" else end, None
    if expression.relation == "since" and word != "from":
        return start, None
    return start, end


def _half(period: Period, reference: tuple[date, date] | None, *, early: bool) -> tuple[date | None, date | None]:
    """Return the first or second half of the unit that a part was taken of, as the specs read "later this year"."""
    day = period.start or (reference[0] if reference is not None else None)
    whole = unit_interval(day, period.granularity) if day is not None and period.granularity else None
    if whole is None:
        return period.start, period.end
    start, end = whole
    middle = add_months(start, 6) if period.granularity == "year" else start + timedelta(days=(end - start).days // 2)
    return (start, middle) if early else (middle, end)


def predict_publication(line: dict[str, Any]) -> dict[str, Any]:
    """Answer one page's text with its publication interval."""
    from pipelines.conform.publication import date_article

    found = date_article(line["text"], dates=find_dates(line["text"]))
    name = line.get("doc_id") or line.get("file")
    return {
        "doc_id": name,
        "pub_start": _iso(found.start),
        "pub_end": _iso(found.end),
        "method": found.method,
        "rule": found.rule,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _reference(line: dict[str, Any]) -> tuple[date, date] | None:
    stated = line.get("dct") or line.get("ref")
    if not stated:
        return None
    day = date.fromisoformat(stated[:10])
    return day, day + timedelta(days=1)


def _resolved(line: dict[str, Any]) -> list[tuple[DateExpression, Period]]:
    readings = []
    text = line["text"]
    for number, match in enumerate(SENTENCE.finditer(text)):
        sentence = Sentence(match.start(), match.end(), match.group(), "body", number)
        found = tuple(expression.moved(match.start()) for expression in find_dates(match.group()))
        readings.append(SentenceReading(sentence, dates=found))
    periods = resolve_dates(readings, _reference(line))
    return [
        pair for reading, row in zip(readings, periods, strict=True) for pair in zip(reading.dates, row, strict=True)
    ]


__all__ = ["predict_interval", "predict_publication", "predict_timex", "replace"]
