"""Gives numbers the times that the build of the sentence ties to them: rows told respectively, and ", when it had"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.conform.calendars import add_months
from pipelines.conform.period_roles import Candidate
from schemas.spans import Claim, Period, SentenceReading

JOINT = re.compile(r"\s*(?:,(?:\s*(?:and|or))?|and|or)\s*(?:in\s+)?(?:the\s+)?", re.I)
AND = re.compile(r"\s+and\s+(?:in\s+)?", re.I)
WHEN = re.compile(r"\s*(?:,\s*)?(?:when|during\s+which|in\s+which)\b", re.I)
SENTENCE_PART = re.compile(r"[;:—]|\b(?:but|while|whereas)\b|,\s+and\b", re.I)
LONGEST_ROW, LONGEST_NOUN, LONGEST_CLAUSE = 8, 24, 120
"""Members of a row, characters of what is counted between two of its numbers, characters of a clause with "when"."""


def paired_times(reading: SentenceReading, candidates: Sequence[Candidate]) -> dict[int, Candidate]:
    """Return by its number's start the time of each member of a row: "in 2021, 2022 and 2023 it added 12, 15 and 22".

    A row of times and a row of as many numbers, both of two and more, the one after the other.
    """
    is_row = len(candidates) > 1 or any(c.expression.shape == "month_range" for c in candidates)
    times = _time_row(reading, candidates) if is_row else []
    if len(times) < 2:
        return {}
    numbers = _number_row(reading, times)
    if not numbers:
        return {}
    return {claim.quantity.start: time for claim, time in zip(numbers, times, strict=True)}


def _time_row(reading: SentenceReading, candidates: Sequence[Candidate]) -> list[Candidate]:
    text, base = reading.sentence.text, reading.sentence.start
    rows: list[list[Candidate]] = [[]]
    is_told_apart = "respectively" in text
    for candidate in [part for c in candidates for part in (_months_of(c) if is_told_apart else (c,))]:
        row = rows[-1]
        between = text[row[-1].expression.end - base : candidate.expression.start - base] if row else ""
        if row and (row[-1].expression.shape != candidate.expression.shape or not JOINT.fullmatch(between)):
            rows.append([])
        rows[-1].append(candidate)
    found = [row for row in rows if 2 <= len(row) <= LONGEST_ROW]
    return found[0] if len(found) == 1 else []


def _months_of(candidate: Candidate) -> tuple[Candidate, ...]:
    """Return the two months of "November and December", each with its own words; any other time as it is."""
    expression, start = candidate.expression, candidate.period.start
    first, joint, second = expression.text.partition(" and ")
    middle, end = add_months(start, 1) if start is not None else None, candidate.period.end
    if expression.shape != "month_range" or not joint or middle is None or end != add_months(middle, 1):
        return (candidate,)
    place = expression.start + len(first)
    months = (
        (Period(start, middle, None, "month", "month"), expression.start, place, first),
        (Period(middle, end, None, "month", "month"), place + len(joint), expression.end, second),
    )
    return tuple(
        replace(candidate, period=period, expression=replace(expression, shape="month", start=a, end=b, text=words))
        for period, a, b, words in months
    )


def _number_row(reading: SentenceReading, times: Sequence[Candidate]) -> list[Claim]:
    """Return the numbers of the one kind of which there are as many as times, in one row, none between the times."""
    claims = [claim for claim in reading.claims if claim.paired_start is None]
    kinds = dict.fromkeys(claim.quantity.kind for claim in claims[: 2 * LONGEST_ROW])
    rows = ([claim for claim in claims if claim.quantity.kind == kind] for kind in kinds)
    found = [row for row in rows if len(row) == len(times) and _is_row(reading, row, times)]
    return found[0] if len(found) == 1 else []


def _is_row(reading: SentenceReading, claims: Sequence[Claim], times: Sequence[Candidate]) -> bool:
    text, base = reading.sentence.text, reading.sentence.start
    first, last = times[0].expression.start, times[-1].expression.end
    if claims[0].quantity.start < last and claims[-1].quantity.end > first:
        return False  # between the times, or on both sides of them
    for one, other in zip(claims, claims[1:], strict=False):
        between = text[one.quantity.end - base : other.quantity.start - base]
        if len(between) > LONGEST_NOUN or not re.search(r",|\band\b", between):
            return False
    return True


def with_joint_year(chosen: Candidate, candidates: Sequence[Candidate], reading: SentenceReading) -> Candidate:
    """Return a year together with the one that is told in the same breath: "in 2021 and 2022" covers both."""
    if chosen.expression.shape != "year":
        return chosen
    text, base = reading.sentence.text, reading.sentence.start
    place = next((at for at, candidate in enumerate(candidates) if candidate is chosen), 0)
    for one, other in zip(candidates[max(0, place - 1) : place + 1], candidates[max(1, place) :], strict=False):
        follows = other.expression.shape == "year" and one.period.end == other.period.start is not None
        if follows and AND.fullmatch(text, one.expression.end - base, other.expression.start - base):
            words = text[one.expression.start - base : other.expression.end - base]
            period = Period(one.period.start, other.period.end, None, "year", "range")
            return replace(one, period=period, expression=replace(one.expression, end=other.expression.end, text=words))
    return chosen


def time_told_of(claim: Claim, candidates: Sequence[Candidate], reading: SentenceReading) -> Candidate | None:
    """Return the time that a clause with "when" tells more of: "since 2020, when the figure was 246"."""
    text, base = reading.sentence.text, reading.sentence.start
    before = [c for c in candidates if c.expression.end <= claim.quantity.start and c.period.start is not None]
    when = WHEN.match(text, before[-1].expression.end - base) if before else None
    if when is None:
        return None
    told, between = before[-1], text[when.end() : claim.quantity.start - base]
    if len(between) > LONGEST_CLAUSE or "," in between or SENTENCE_PART.search(between):
        return None
    after = next((c for c in candidates if c.expression.start >= claim.quantity.end), None)
    if after is not None and "," not in text[claim.quantity.end - base : after.expression.start - base]:
        return None
    return replace(told, expression=replace(told.expression, relation="on"))
