"""Tells which numbers the time in a pair of brackets bears on: "8 tonnes (5 tonnes in 2022)", "(2022: 5 tonnes)"."""

from __future__ import annotations

import re

from pipelines.conform.period_roles import MOST_CLAIMS, Candidate
from pipelines.conform.period_shapes import SILENT
from pipelines.lexicons import read_word_sets
from schemas.spans import Claim, SentenceReading

BRACKETS = re.compile(r"\([^()]{0,200}\)")
WORD = re.compile(r"[^\W\d_]+")
_NO_TIMES = SILENT | {"duration"}
LEADS = read_word_sets(__file__)["lead"]
"""Words beside the time of a pair of brackets that holds nothing else: "(as of the end of 2019)"."""


def is_of_brackets(claim: Claim, candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether brackets keep a time from a number: each has its own, or only a change told in them shares it."""
    text, base = reading.sentence.text, reading.sentence.start
    if "(" not in text:
        return False
    start, place = claim.quantity.start - base, candidate.expression.start - base
    pairs = [match.span() for match in BRACKETS.finditer(text)]
    own = next((pair for pair in pairs if pair[0] <= start < pair[1]), None)
    its = next((pair for pair in pairs if pair[0] <= place < pair[1]), None)
    if own == its:
        return False
    if its is None:
        times = (date.start - base for date in reading.dates if date.shape not in _NO_TIMES)
        return own is not None and any(own[0] <= time < own[1] for time in times)
    if _holds_a_time_alone(reading, its):
        return False
    return start >= its[1] or not _tells_of(claim, reading, its)


def _holds_a_time_alone(reading: SentenceReading, pair: tuple[int, int]) -> bool:
    """Whether brackets hold one time and nothing else: "in the period of the plan (2016-2020)"."""
    base = reading.sentence.start
    dates = [date for date in reading.dates if pair[0] <= date.start - base < pair[1]]
    text = reading.sentence.text
    beside = text[pair[0] : dates[0].start - base] + text[dates[0].end - base : pair[1]]
    return len(dates) == 1 and not any(c.isdigit() for c in beside) and LEADS.issuperset(WORD.findall(beside.lower()))


def _tells_of(claim: Claim, reading: SentenceReading, pair: tuple[int, int]) -> bool:
    """Whether brackets tell of the number before them: its change, or the same in another currency."""
    base, start = reading.sentence.start, claim.quantity.start
    inside = [c for c in reading.claims[:MOST_CLAIMS] if pair[0] <= c.quantity.start - base < pair[1]]
    return not inside or any(
        c.quantity.kind == "percent_change" or c.context.direction is not None or c.paired_start == start
        for c in inside
    )
