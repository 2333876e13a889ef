"""Gives a number without a time of its own the time that the sentences around it tell of.

A headline takes the time of the sentence that takes it up; "of these" that of the sentence before; a story told on in
the simple past, or a plan set out item by item, that of its paragraph. Any other tense leaves the story.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.conform.period_roles import Candidate, Role
from schemas.spans import Claim, Publication, SentenceReading

RESUMES = re.compile(
    r"\W*(?:that|this|it)(?:['’]s|\s+is|\s+was)\s+(?:how|the|what|more|less|about|nearly|roughly|an?)\b", re.I
)
LEANS_BACK = re.compile(
    r"\W*(?:(?:out\s+)?of\s+(?:these|those|them|that|this|which|the\s+(?:latter|former|total))\b|(?:that|the|this)\s+(?:figure|number|total|amount|sum|tally|count)\b"
    r"|(?:that|this)\s+(?:compares|represents?|represented|amounts|accounted|included|was|were)\b)",
    re.I,
)
TURNS = re.compile(
    r"\W*(?:in\s+addition|moreover|furthermore|meanwhile|however|overall|historically|for\s+example|for\s+instance|in\s+one|"
    r"elsewhere|separately|previously|earlier|later|once|if|when|after|before|since)\b",
    re.I,
)
SIMPLE_PAST = re.compile(
    r"\b(?:was|were|rose|fell|grew|sold|made|bought|spent|lost|won|took|came|went|hit|built|shed|shrank|slid|stood|ran|got|beat|met|held|"
    r"brought|drew|paid|cut|\w{3,}ed)\b"
)
NOT_PAST = re.compile(
    r"\b(?:is|are|has|have|will|would|may|might|can|could|should|does|do|says|said|told|plans?|expects?|had)\b|['’](?:s|re|ve|ll)\s",
)
"""Words by which a sentence leaves the story: the present, the future, a quotation, the past before it."""
PART_OF_THE = re.compile(r"\bof\s+the\s+(\w{3,})['’]s\b", re.I)
FRAGMENT_WORDS = 12
"""A sentence of at most so many words that the next one takes up ("That's how much …") is a headline of it."""
THEN = re.compile(r"\b(?:should|will|would|could)\s+then\b", re.I)
FORWARD = frozenset({"plan", "target", "projected", "hypothetical"})
PLANNING = re.compile(r"\b(?:plan\w*|target\w*|aims?|budget\w*|want\w*|goals?|expect\w*|may|will|should)\b", re.I)
"""Words of a sentence that sets out one more item of a plan."""

Source = tuple[Candidate, SentenceReading]


def find_stories(
    readings: Sequence[SentenceReading], roles: Sequence[Sequence[Candidate]], publication: Publication
) -> tuple[Source | None, ...]:
    """Return for each sentence the one time that what follows in its paragraph may go on telling of, or null."""
    stories: list[Source | None] = []
    for index, (reading, row) in enumerate(zip(readings, roles, strict=True)):
        held = {
            (c.period.start, c.period.end): c
            for c in row
            if c.role is Role.HOLDS and c.period.start is not None and c.expression.relation != "since"
        }
        before = stories[-1] if stories else None
        if len(held) == 1:
            stories.append((next(iter(held.values())), reading))
        elif not held and before is not None and _goes_on(reading, readings[index - 1], before, publication):
            stories.append(before)
        else:
            stories.append(None)
    return tuple(stories)


def inherit_period(
    claim: Claim,
    index: int,
    readings: Sequence[SentenceReading],
    roles: Sequence[Sequence[Candidate]],
    stories: Sequence[Source | None],
    publication: Publication,
) -> tuple[Candidate, SentenceReading, str] | None:
    """Return a time from the next sentence or from those before, with its sentence and the rule, or null.

    Args:
        claim: A claim without a time in its own sentence.
        index: Which sentence it stands in.
        readings: The sentences of the article.
        roles: Their expressions of time.
        stories: What `find_stories` says of them.
        publication: When the article was written.
    """
    reading = readings[index]
    text = reading.sentence.text
    if (
        index + 1 < len(readings)
        and len(text.split()) <= FRAGMENT_WORDS
        and RESUMES.match(readings[index + 1].sentence.text)
    ):
        found = next((c for c in roles[index + 1] if c.role is Role.HOLDS), None)
        if found is not None:
            return found, readings[index + 1], "period from the sentence that takes up the headline"
    if not index:
        return None
    if _leans_on(text, readings[index - 1].sentence.text):
        held = [c for c in roles[index - 1] if c.role in {Role.HOLDS, Role.ANNOUNCED} and c.period.start is not None]
        if held and not _is_past_plan(claim, held[-1], publication):
            return held[-1], readings[index - 1], "period from the sentence before"
    story = stories[index - 1]
    if story is None or _is_past_plan(claim, story[0], publication):
        return None
    if _tells_on(reading, readings[index - 1]):
        return *story, "period of the story told on"
    if _plans_on(reading, readings[index - 1], story, publication):
        return *story, "period of the plan set out"
    return None


def _is_past_plan(claim: Claim, candidate: Candidate, publication: Publication) -> bool:
    """Tell whether a claim still to come true would take a time gone by: that of the promise."""
    end, written = candidate.period.end, publication.reference_end
    if claim.context.status not in FORWARD:
        return False
    return candidate.role is Role.ANNOUNCED or (end is not None and written is not None and end <= written)


def _goes_on(reading: SentenceReading, before: SentenceReading, story: Source, publication: Publication) -> bool:
    """Tell whether a sentence without a time of its own keeps to what its paragraph tells of."""
    if reading.sentence.paragraph != before.sentence.paragraph:
        return False
    return (
        _tells_on(reading, before)
        or _leans_on(reading.sentence.text, before.sentence.text)
        or _plans_on(reading, before, story, publication)
    )


def _plans_on(reading: SentenceReading, before: SentenceReading, story: Source, publication: Publication) -> bool:
    """Tell whether a sentence sets out the next item of a plan whose time reaches beyond the writing."""
    end, written = story[0].period.end, publication.reference_end
    if end is None or written is None or end <= written or story[0].expression.shape == "reference":
        return False
    text = reading.sentence.text
    return (
        reading.sentence.paragraph == before.sentence.paragraph
        and not TURNS.match(text)
        and not reading.dates
        and (THEN.search(text) is not None or PLANNING.search(text) is not None)
    )


def _tells_on(reading: SentenceReading, before: SentenceReading) -> bool:
    """Tell whether a sentence goes on with the story of the one before: same paragraph, simple past, no turn."""
    text = reading.sentence.text
    return (
        reading.sentence.paragraph == before.sentence.paragraph
        and not TURNS.match(text)
        and SIMPLE_PAST.search(text) is not None
        and NOT_PAST.search(text) is None
    )


def _leans_on(text: str, before: str) -> bool:
    """Tell whether a sentence speaks on of what the one before named: "Of these", "that figure", "of the code's"."""
    if LEANS_BACK.match(text):
        return True
    owner = PART_OF_THE.search(text)
    return owner is not None and re.search(rf"\b{re.escape(owner.group(1))}\b", before, re.I) is not None
