"""Gives a number without a time of its own the time that the sentences around it tell of.

A headline takes the time of the sentence that takes it up; "of these" that of the sentence before; a story told on in
the simple past, or a plan set out item by item, that of its paragraph. Any other tense leaves the story. All but the
tense is looked for in small letters (`letters.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.conform.letters import small_letters
from pipelines.conform.period_roles import Candidate, Role
from pipelines.lexicons import read_choices
from schemas.spans import Claim, Publication, SentenceReading
from schemas.values import value_class
from schemas.vocabularies import FORWARD_LOOKING

_CHOICES = read_choices(__file__)

RESUMES = re.compile(
    r"\W*(?:that|this|it)(?:['’]s|\s+is|\s+was)\s+(?:how|the|what|more|less|about|nearly|roughly|an?)\b"
)
LEANS_BACK = re.compile(
    r"\W*(?:(?:out\s+)?of\s+(?:these|those|them|that|this|which|the\s+(?:latter|former|total))\b"
    rf"|(?:that|the|this)\s+(?:{_CHOICES['figure']})\b|that\s+(?:{_CHOICES['pointing verb']})\b"
    rf"|(?:that|this)\s+(?:{_CHOICES['weighing verb']})\b)",
)
TURNS = re.compile(
    rf"\W*(?:{_CHOICES['turn']})\b",
)
SIMPLE_PAST = re.compile(rf"\b(?:{_CHOICES['past']}|\w{{3,}}ed)\b")
NOT_PAST = re.compile(
    rf"\b(?:{_CHOICES['not past']})\b|['’](?:s|re|ve|ll)\s",
)
"""Words by which a sentence leaves the story: the present, the future, a quotation, the past before it."""
PROMISED = re.compile(rf"\b(?:{_CHOICES['promised']})\b")
"""Verbs of a sentence whose numbers are still to come: they take no time gone by from the story."""
CLAUSE_BESIDE = re.compile(r",\s+(?:when|which|who|where|whose|after|as|while|because|although)\b")
THE_PERIOD = re.compile(
    r"\b(?:in|during|over)\s+(?:the|that|this)\s+(?:same\s+)?period\b(?=\s*[,.;]|\s+(?:and|when|as)\b)"
)
"""`in the period`, with nothing behind it that says which: the one that the sentence before named."""
PART_OF_THE = re.compile(r"\bof\s+the\s+(\w{3,})['’]s\b")
FRAGMENT_WORDS = 12
"""A sentence of at most so many words that the next one takes up ("That's how much …") is a headline of it."""
THEN = re.compile(r"\b(?:should|will|would|could)\s+then\b")
PLANNING = re.compile(rf"\b(?:{_CHOICES['planning']})\b")
"""Words of a sentence that sets out one more item of a plan."""

THEMES = frozenset({"year", "quarter", "half", "month", "year_to_date"})
"""Kinds of time that a heading or a whole article reports on."""
HEADING_REACH = 40
"""How many sentences after its heading a number may take the heading's time."""
THEME_HEAD, THEME_TIMES, THEME_SHARE = 2, 3, 0.6
"""Sentences at the head one of which names the article's time, how often it is named, and its share of all times."""

Source = tuple[Candidate, SentenceReading]


@value_class
class Stories:
    """The one time that what follows each sentence in its paragraph may go on telling of, and that of the article."""

    after: tuple[Source | None, ...]
    theme: Source | None


@value_class
class ToldTimes:
    """What an article tells of time: its sentences, the expressions of each, its stories, and when it was written."""

    readings: Sequence[SentenceReading]
    roles: Sequence[Sequence[Candidate]]
    stories: Stories
    publication: Publication


def find_stories(
    readings: Sequence[SentenceReading], roles: Sequence[Sequence[Candidate]], publication: Publication
) -> Stories:
    """Return what each paragraph and the whole article tell of."""
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
    return Stories(tuple(stories), _find_theme(readings, roles, publication))


def inherit_period(claim: Claim, index: int, told: ToldTimes) -> tuple[Candidate, SentenceReading, str] | None:
    """Return a time from the next sentence or from those before, with its sentence and the rule, or null.

    Args:
        claim: A claim without a time in its own sentence.
        index: Which sentence it stands in.
        told: What the article tells of time.
    """
    readings = told.readings
    reading = readings[index]
    if (
        index + 1 < len(readings)
        and RESUMES.match(small_letters(readings[index + 1].sentence.text))
        and len(reading.sentence.text.split()) <= FRAGMENT_WORDS
    ):
        found = next((c for c in told.roles[index + 1] if c.role is Role.HOLDS), None)
        if found is not None:
            return found, readings[index + 1], "period from the sentence that takes up the headline"
    if not index:
        return None
    return _from_before(claim, index, told) or _from_above(claim, index, told)


def _from_before(claim: Claim, index: int, told: ToldTimes) -> tuple[Candidate, SentenceReading, str] | None:
    """Return the time of the sentence before that a sentence leans on, or of the story or plan it goes on with."""
    reading, before = told.readings[index], told.readings[index - 1]
    if claim.context.status not in FORWARD_LOOKING and PROMISED.search(small_letters(reading.sentence.text)):
        return None
    if _leans_on(reading, before):
        held = [
            c for c in told.roles[index - 1] if c.role in {Role.HOLDS, Role.ANNOUNCED} and c.period.start is not None
        ]
        held = [c for c in held if c.expression.shape != "reference"] or held
        if held and not _is_of_other_tense(claim, held[-1], told.publication):
            return held[-1], before, "period from the sentence before"
    story = told.stories.after[index - 1]
    if story is None or _is_of_other_tense(claim, story[0], told.publication):
        return None
    if _tells_on(reading, before):
        return *story, "period of the story told on"
    if _plans_on(reading, before, story, told.publication):
        return *story, "period of the plan set out"
    return None


def _from_above(claim: Claim, index: int, told: ToldTimes) -> tuple[Candidate, SentenceReading, str] | None:
    """Return the one time that the heading names, or that the whole article tells of, for what is told in the past."""
    text = told.readings[index].sentence.text
    if (
        any(c.role not in {Role.NONE, Role.BASE} for c in told.roles[index])
        or TURNS.match(small_letters(text))
        or PROMISED.search(small_letters(text))
    ):
        return None
    if not _is_told(text):
        return None
    found, rule = _heading_time(index, told), "period of the heading"
    if found is None:
        found, rule = told.stories.theme, "period of the article"
    if found is None or _is_of_other_tense(claim, found[0], told.publication):
        return None
    return *found, rule


def _heading_time(index: int, told: ToldTimes) -> Source | None:
    readings = told.readings
    heading = readings[index].sentence.heading
    for at in range(index - 1, max(-1, index - HEADING_REACH), -1) if heading else ():
        if readings[at].sentence.region == "heading" and readings[at].sentence.text.strip() == heading:
            held = [c for c in told.roles[at] if c.role is Role.HOLDS and c.period.kind in THEMES]
            return (held[0], readings[at]) if len(held) == 1 else None
    return None


def _find_theme(
    readings: Sequence[SentenceReading], roles: Sequence[Sequence[Candidate]], publication: Publication
) -> Source | None:
    """Return the time that an article reports on, or null: that of its first sentence and of most that it tells.

    A report on a year or quarter names it at the head and again and again; times of a day and of plans do not count.
    """
    written = publication.reference_end
    held = [
        (c, index)
        for index, row in enumerate(roles)
        for c in row
        if c.role is Role.HOLDS and c.period.kind in THEMES and c.period.end is not None
    ]
    first = next(((c, readings[index]) for c, index in held if index < THEME_HEAD), None)
    if first is None or written is None or first[0].period.end is None or first[0].period.end > written:
        return None
    days = (first[0].period.start, first[0].period.end)
    same = sum(1 for c, _ in held if (c.period.start, c.period.end) == days)
    return first if same >= THEME_TIMES and same >= THEME_SHARE * len(held) else None


def _is_of_other_tense(claim: Claim, candidate: Candidate, publication: Publication) -> bool:
    """Tell whether a claim still to come true would take a time gone by, or a fact one that is still to come."""
    start, end, written = candidate.period.start, candidate.period.end, publication.reference_end
    if claim.context.status not in FORWARD_LOOKING:
        return claim.context.status == "actual" and start is not None and written is not None and start >= written
    return candidate.role is Role.ANNOUNCED or (end is not None and written is not None and end <= written)


def _goes_on(reading: SentenceReading, before: SentenceReading, story: Source, publication: Publication) -> bool:
    """Tell whether a sentence without a time of its own keeps to what its paragraph tells of."""
    if reading.sentence.paragraph != before.sentence.paragraph:
        return False
    return _tells_on(reading, before) or _leans_on(reading, before) or _plans_on(reading, before, story, publication)


def _plans_on(reading: SentenceReading, before: SentenceReading, story: Source, publication: Publication) -> bool:
    """Tell whether a sentence sets out the next item of a plan whose time reaches beyond the writing."""
    end, written = story[0].period.end, publication.reference_end
    if end is None or written is None or end <= written or story[0].expression.shape == "reference":
        return False
    text = small_letters(reading.sentence.text)
    return (
        reading.sentence.paragraph == before.sentence.paragraph
        and not reading.dates
        and not TURNS.match(text)
        and (THEN.search(text) is not None or PLANNING.search(text) is not None)
    )


def _tells_on(reading: SentenceReading, before: SentenceReading) -> bool:
    """Tell whether a sentence goes on with the story of the one before: same paragraph, simple past, no turn."""
    text = reading.sentence.text
    is_next = reading.sentence.paragraph == before.sentence.paragraph
    return is_next and not TURNS.match(small_letters(text)) and _is_told(text)


def _is_told(text: str) -> bool:
    """Tell whether the main clause of a sentence is in the simple past."""
    aside = CLAUSE_BESIDE.search(small_letters(text)) if "," in text else None
    main = text[: aside.start()] if aside is not None else text
    return SIMPLE_PAST.search(main) is not None and NOT_PAST.search(main) is None


def _leans_on(reading: SentenceReading, before: SentenceReading) -> bool:
    """Tell whether a sentence speaks on of what the one before named: "Of these", "that figure", "of the code's"."""
    text = small_letters(reading.sentence.text)
    if LEANS_BACK.match(text):
        return True
    if "period" in text and THE_PERIOD.search(text):
        return True
    owner = PART_OF_THE.search(text)
    if owner is None:
        return False
    return re.search(rf"\b{re.escape(owner.group(1))}\b", small_letters(before.sentence.text)) is not None
