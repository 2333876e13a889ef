"""Tells which numbers the time in a pair of brackets bears on: "8 tonnes (5 tonnes in 2022)", "(2022: 5 tonnes)"."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipelines.conform.period_roles import MOST_CLAIMS, Candidate
from pipelines.conform.period_shapes import SILENT
from pipelines.lexicons import read_word_sets
from schemas.spans import Claim, DateExpression, SentenceReading

Range = tuple[int, int]
LONGEST_BRACKETS = 200
MOST_DATES = 8
"""Times of one pair of brackets that are looked at: bounds the work on a text that is nothing but dates."""
WORD = re.compile(r"[^\W\d_]+")
_NO_TIMES = SILENT | {"duration"}
LEADS = read_word_sets(__file__)["lead"]
"""Words beside the time of a pair of brackets that holds nothing else: "(as of the end of 2019)"."""


def is_of_brackets(claim: Claim, candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether brackets keep a time from a number: each has its own, or only a change told in them shares it."""
    text, base = reading.sentence.text, reading.sentence.start
    if "(" not in text:
        return False
    own, its = (_around(text, place - base) for place in (claim.quantity.start, candidate.expression.start))
    if own == its:
        return False
    if its is None:
        return own is not None and any(date.shape not in _NO_TIMES for date in _dates_in(reading, own))
    if _holds_a_time_alone(reading, its):
        return False
    return claim.quantity.start - base >= its[1] or not _tells_of(claim, reading, its)


def _around(text: str, place: int) -> Range | None:
    """The pair of brackets that holds a place, both included; null where none that is short does."""
    opening = text.rfind("(", max(0, place - LONGEST_BRACKETS), place)
    closing = text.find(")", max(0, opening), place + LONGEST_BRACKETS)
    return (opening, closing + 1) if opening >= 0 and closing > place else None


def _dates_in(reading: SentenceReading, pair: Range) -> list[DateExpression]:
    """The expressions of time in a pair of brackets, at most the first few."""
    base = reading.sentence.start
    first = bisect_left(reading.dates, pair[0] + base, key=lambda date: date.start)
    return [date for date in reading.dates[first : first + MOST_DATES] if date.start < pair[1] + base]


def _holds_a_time_alone(reading: SentenceReading, pair: Range) -> bool:
    """Whether brackets hold one time and nothing else: "in the period of the plan (2016-2020)"."""
    dates, text, base = _dates_in(reading, pair), reading.sentence.text, reading.sentence.start
    if len(dates) != 1:
        return False
    beside = text[pair[0] : dates[0].start - base] + text[dates[0].end - base : pair[1]]
    return not any(c.isdigit() for c in beside) and LEADS.issuperset(WORD.findall(beside.lower()))


def _tells_of(claim: Claim, reading: SentenceReading, pair: Range) -> bool:
    """Whether brackets tell of the number before them: its change, or the same in another currency."""
    base, start = reading.sentence.start, claim.quantity.start
    inside = [c for c in reading.claims[:MOST_CLAIMS] if pair[0] <= c.quantity.start - base < pair[1]]
    return not inside or any(
        c.quantity.kind == "percent_change" or c.context.direction is not None or c.paired_start == start
        for c in inside
    )
