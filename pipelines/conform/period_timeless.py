"""Tells numbers that hold at no time: sizes of a kind of thing, goals held against, what has not come about.

The words beside a number are looked for in small letters (`letters.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pipelines.conform.letters import small_letters
from pipelines.conform.period_brackets import is_of_brackets
from pipelines.conform.period_roles import MOST_CLAIMS, Candidate, Role, is_since_deed
from pipelines.conform.period_shapes import RANGES
from pipelines.lexicons import read_choices
from schemas.spans import Claim, Publication, SentenceReading
from schemas.vocabularies import FORWARD_LOOKING, HAPPENED, LEFT

_CHOICES = read_choices(__file__)
_GOAL = _CHOICES["goal"]

REMAINING = re.compile(r"\s+(?:to\s+(?:go|run|spare)|early|late|ahead\s+of|left)\b")
MEASURED_AGAINST = re.compile(
    rf"\b(?:{_CHOICES['against']})\s+(?:an?|the|its|their)\s+(?:\w+\s+)?(?:{_GOAL})\s+of\s+$",
)
GOAL_OF = re.compile(rf"\b(?:{_GOAL})\s+of\s+$")
WAS_MET = re.compile(rf"\s+(?:was|had\s+been|has\s+been)\s+(?:{_CHOICES['met']})\b")
FOR_WHEN = re.compile(r"[^,.;]{0,30}\s(?:in|by|for)\s")
"""What gives a goal its own time: "against a target of 12 million for 2024"."""
SIZES = frozenset({"area", "length", "mass", "energy", "power", "volume", "data", "speed", "duration", "other_measure"})
OF_A_KIND = re.compile(r"\b(?:of|at|with|than|above|below|over|under|from)\s+$")
AND_ABOVE = re.compile(rf"\b(?:and|or)\s+(?:{_CHOICES['bound']})\s*$")
"""How a class of things is bounded: "plants of 6,000 kW and above"."""
AGE = re.compile(r"[\s-]{0,2}(?:years?[\s-])?old\b")
"""What follows an age, which is told of a person and holds at no time of the story."""
IS_LONG = re.compile(rf"\s*-?(?:{_CHOICES['extent']})\b")
IS = re.compile(r"\b(?:is|are|measures?|stretch(?:es)?)\s+(?:\w+\s+){0,3}$")
FORWARD = re.compile(
    rf"\b(?:{_CHOICES['forward']}|(?:is|are|was|were)\s+(?:\w+\s+)?to)\b",
)
LEAD = 120
"""How many characters before a number may say that it lies ahead, whatever its status was read as."""
ANOTHER_VERB = re.compile(r"\band\b|[,;]")


MOVED_FROM = re.compile(r"\b(?:from|instead\s+of)\s+(?:\w+\s+){0,3}\S{0,3}\Z")
"""Right before a number that was left."""
AT_TIME = re.compile(r"(?:\s\w{1,12}){0,4}\s")
MOVED_TO = re.compile(r"(?:\s[\w'’-]{1,20}){0,8}?\sto\s(?:\w{1,12}\s){0,3}?\S?")
"""Between a number that was left, its time, and what it moved to."""
OTHER_END = re.compile(r"\b(?:to|and|but|while)\b|;")
"""What leads from a number that was left to another: from 4 to 5 million in 2023."""
LONGEST_FROM = 40
BEFORE_EVENT = re.compile(r"\s+(?:before|prior\s+to)\s+(?:the|an?|its|their|it|they)\s+[a-z]")
EARLIER = re.compile(
    r"\s+(?:(?:in|over|during)\s+the\s+(?:years|months|decades?)\s+(?:before|prior)|previously|beforehand)\b"
)
LED_FROM = re.compile(r"\b(?:from|than|against|with)\s+(?:\w+\s+){0,3}\S?$")
"""What was before something happened: "up from 84% before the flood"."""


def is_timeless(claim: Claim, reading: SentenceReading) -> bool:
    """Tell whether a number holds at no time: the years left of a plan, the goal that an outcome is held against."""
    text, base = small_letters(reading.sentence.text), reading.sentence.start
    start, end = claim.quantity.start - base, claim.quantity.end - base
    if claim.quantity.kind in SIZES and _is_of_a_kind(text, start, end):
        return True
    went_before = BEFORE_EVENT.match(text, end) or EARLIER.match(text, end)
    if went_before and LED_FROM.search(text[max(0, start - 24) : start]):
        return True
    if claim.quantity.kind == "duration" and AGE.match(text, end):
        return True
    if claim.quantity.kind == "duration":
        return REMAINING.match(text, end) is not None
    before = text[max(0, start - 60) : start]
    if before.rstrip()[-2:] != "of":
        return False
    if MEASURED_AGAINST.search(before):
        return FOR_WHEN.match(text, end) is None
    return GOAL_OF.search(before) is not None and WAS_MET.match(text, end) is not None


def was_left_before(claim: Claim, candidates: Sequence[Candidate], reading: SentenceReading) -> bool:
    """Tell whether a number is what something moved from, at a time not told: "rose from 4 to 5 million in 2023"."""
    return _is_left(claim, reading) and not any(_is_own(claim, c, reading) for c in candidates if c.holds_for(claim))


def _is_left(claim: Claim, reading: SentenceReading) -> bool:
    place = claim.quantity.start - reading.sentence.start
    near = max(0, place - LONGEST_FROM)
    return (
        LEFT in claim.context.rules and MOVED_FROM.search(small_letters(reading.sentence.text), near, place) is not None
    )


def _is_own(claim: Claim, candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether a time is told of a number that something moved from: of its base, or right behind it."""
    if candidate.role is Role.BASE or candidate.expression.shape in RANGES:
        return True
    base, end, place = reading.sentence.start, claim.quantity.end, candidate.expression.start
    return place >= end and OTHER_END.search(reading.sentence.text, end - base, place - base) is None


def _is_of_a_kind(text: str, start: int, end: int) -> bool:
    return (
        AND_ABOVE.search(text[start:end]) is not None and OF_A_KIND.search(text[max(0, start - 12) : start]) is not None
    )


def is_of_another(claim: Claim, candidate: Candidate, reading: SentenceReading, publication: Publication) -> bool:
    """Tell whether a time that reaches a number is not when it holds: too late for it, another verb's, a change's."""
    return (
        outlives(claim, candidate, reading, publication)
        or is_of_another_verb(claim, candidate, reading)
        or is_of_change(claim, candidate, reading)
        or is_of_aside(claim, candidate, reading)
        or is_of_deed_behind(claim, candidate, reading)
        or is_of_past_deed(claim, candidate, reading, publication)
        or is_of_plan_behind(claim, candidate, reading, publication)
        or is_of_brackets(claim, candidate, reading)
        or _is_of_parts(claim, candidate, reading)
        or _is_of_what_was_left(claim, candidate, reading)
        or _is_of_what_it_was(claim, candidate, reading)
    )


def _is_of_what_it_was(claim: Claim, candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether a time is of what is told of a thing before: "a lamp that cost 17 yuan in May sells for 8"."""
    text, base = reading.sentence.text, reading.sentence.start
    first, last = candidate.expression.start - base, candidate.expression.end - base
    if last > claim.quantity.start - base or NOW_IS.match(text, last) is None:
        return False
    return THAT_WAS.search(text, max(0, first - LEAD), first) is not None


def _is_of_what_was_left(claim: Claim, candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether a time is of what a number moved from: "has grown from 25 in July 2019 to 581"."""
    base, first, last = reading.sentence.start, candidate.expression.start, candidate.expression.end
    left = next((c for c in reading.claims[:MOST_CLAIMS] if c.quantity.end <= first and _is_left(c, reading)), None)
    if left is None or last > claim.quantity.start or LEFT in claim.context.rules:
        return False
    text = reading.sentence.text
    is_its = AT_TIME.fullmatch(text, left.quantity.end - base, first - base) is not None
    return is_its and MOVED_TO.fullmatch(text, last - base, claim.quantity.start - base) is not None


def _is_of_parts(claim: Claim, candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether a time is of some of what heads a sentence: "of its 12 reactors, four were built before 2000"."""
    text, base = reading.sentence.text, reading.sentence.start
    if _is_of_whole(claim, candidate, reading):
        return True
    closed = CLOSES.search(text, claim.quantity.end - base) if text.lower().startswith(("of ", "among ")) else None
    return closed is not None and candidate.expression.start - base > closed.start() and claim is reading.claims[0]


def _is_of_whole(claim: Claim, candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether a time is of the whole of which some are something now: "of 210 funded in 2018, 64 are gone"."""
    text, base = reading.sentence.text, reading.sentence.start
    first, start = candidate.expression.start - base, claim.quantity.start - base
    if first > start or NOW_IS.match(text, claim.quantity.end - base) is None:
        return False
    return WHOLE.search(text, max(0, first - LEAD), first) is not None and CLOSES.search(text, first, start) is not None


def outlives(claim: Claim, candidate: Candidate, reading: SentenceReading, publication: Publication) -> bool:
    """Tell whether a time cannot be when a number holds: a fact lies not ahead, nor over a plan that is only named."""
    if claim.context.status != "actual":
        return False
    written, start = publication.reference_end, candidate.period.start
    if candidate.expression.shape in RANGES:
        # What something costs "from 2024 to 2027" is said outright.
        return False
    is_ahead = candidate.expression.start < claim.quantity.start  # to 2% within five years, from 1.3%
    if (HAPPENED in claim.context.rules or (is_ahead and LEFT in claim.context.rules)) and _goes_on(candidate, written):
        return True
    if start is not None and written is not None and start >= written:
        place = claim.quantity.start - reading.sentence.start
        before = small_letters(reading.sentence.text)[max(0, place - LEAD) : place]
        return FORWARD.search(before, before.rfind(";") + 1) is None
    return candidate.expression.shape == "five_year_plan" and candidate.expression.relation is None


def _goes_on(candidate: Candidate, written: date | None) -> bool:
    """Whether a stretch of time ends after the writing: over the next three years."""
    end = candidate.period.end
    return end is not None and written is not None and end > written


def is_of_another_verb(claim: Claim, candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether a time belongs to another verb than the size before it: "is 55 km long and opened in 2018"."""
    if claim.quantity.kind not in SIZES or candidate.expression.start < claim.quantity.end:
        return False
    text, base = small_letters(reading.sentence.text), reading.sentence.start
    start, end = claim.quantity.start - base, claim.quantity.end - base
    if not (IS_LONG.match(text, end) and IS.search(text[max(0, start - 40) : start])):
        return False
    return ANOTHER_VERB.search(text, end, candidate.expression.start - base) is not None


def is_of_aside(claim: Claim, candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether a time is in an aside without the number: "39% of the bank, which it bailed out in 2008"."""
    text, base = small_letters(reading.sentence.text), reading.sentence.start
    start, end = claim.quantity.start - base, claim.quantity.end - base
    first, last = candidate.expression.start - base, candidate.expression.end - base
    if text.find(", wh", 0, first) < 0:
        return False
    if first >= end:
        return IN_ASIDE.search(text, end, first) is not None
    return last <= start and CLOSES.search(text, last, start) is not None and _opens_aside(text, first)


def is_of_deed_behind(claim: Claim, candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether a time is that of a deed the number was before: "cut to 9,000 yuan before it expired on June 30"."""
    text, base = small_letters(reading.sentence.text), reading.sentence.start
    end, place = claim.quantity.end - base, candidate.expression.start - base
    return place > end and BEFORE_DEED.search(text, end, place) is not None


def is_of_past_deed(claim: Claim, candidate: Candidate, reading: SentenceReading, publication: Publication) -> bool:
    """Tell whether a time gone by is that of the deed before: "9% in 2019, and will stay above 5%", "and has since"."""
    end, written = candidate.period.end, publication.reference_end
    if end is None or written is None or end > written:
        return False
    moves_on = AND_WILL if claim.context.status in FORWARD_LOOKING else HAS_SINCE
    text, base = small_letters(reading.sentence.text), reading.sentence.start
    first, last = candidate.expression.end - base, max(0, claim.quantity.start - base)
    is_of_number = any(c.quantity.end <= candidate.expression.start for c in reading.claims[:MOST_CLAIMS])
    went_on = is_of_number and AND_THEN.search(text, first, last) is not None
    return went_on or moves_on.search(text, first, last) is not None


def goal_times(
    claim: Claim, fitting: Sequence[Candidate], reading: SentenceReading, publication: Publication
) -> Sequence[Candidate]:
    """Leave a goal no time gone by before it, where one ahead follows: "by June, 43 had plans for 90,000 by 2027"."""
    if len(fitting) < 2 or claim.context.status not in FORWARD_LOOKING:
        return fitting
    text, base, end = reading.sentence.text, reading.sentence.start, claim.quantity.end
    ahead = [c for c in fitting if _goes_on(c, publication.reference_end)]
    behind = (c.expression.start - base for c in ahead if c.expression.start >= end)
    if all(CLOSES.search(text, end - base, place) is not None for place in behind):
        return fitting
    return [c for c in fitting if c in ahead or c.expression.start >= end]


def _opens_aside(text: str, place: int) -> bool:
    return IN_ASIDE.search(text, max(0, place - LEAD), place) is not None


def is_of_plan_behind(claim: Claim, candidate: Candidate, reading: SentenceReading, publication: Publication) -> bool:
    """Tell whether a time is of a plan told behind a fact: "sold 3 million and plans to sell 4 million this year"."""
    end, place = claim.quantity.end, candidate.expression.start
    text, base = reading.sentence.text, reading.sentence.start
    if place > end and AND_SEES.search(text, end - base, place - base) is not None:
        return any(end <= c.quantity.start < place for c in reading.claims[:MOST_CLAIMS])
    if claim.context.status != "actual" or place < end or not _goes_on(candidate, publication.reference_end):
        return False
    if PART_OF.match(reading.sentence.text, end - reading.sentence.start):
        return False  # 80 out of a planned 250 for the year
    between = [c for c in reading.claims[:MOST_CLAIMS] if end <= c.quantity.start < place]
    return bool(between) and between[-1].context.status in FORWARD_LOOKING


def is_of_change(claim: Claim, candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether a beginning is that of a change told behind the level: "is 5 billion, down by a third since May"."""
    if candidate.expression.relation != "since" and not is_since_deed(reading, candidate.expression):
        return False
    text, base = reading.sentence.text, reading.sentence.start
    return CHANGE_BEHIND.match(text, claim.quantity.end - base, max(0, candidate.expression.start - base)) is not None


WHOLE = re.compile(r"(?:^|[:;]\s|,\s)of\s[^,;:]*\Z", re.I)
THAT_WAS = re.compile(r"\b(?:that|which|who)\s(?:had\s)?\w+(?:ed|t|d|s|e)\b[^,;]*\Z")
NOW_IS = re.compile(r"\s+(?:now\s+)?(?:sells|costs|is|are|has|have|stands|fetches|makes|employs)\b")
"""What a thing is now, behind what it was at a time."""
AND_WILL = re.compile(
    r"(?:\band|\bbut|[,;])\s(?:\w+\s){0,2}?will\b|(?:\band|\bbut|\bwhile|;)\s(?:\w+\s){1,4}?(?:is|are)\b"
)
AND_THEN = re.compile(r"\b(?:and|but)\sthen\b")
"""What came behind a time told of another number: "to 80 million in 2022 and then shrank to 58"."""
HAS_SINCE = re.compile(r"\b(?:has|have|had)\ssince\b")
AND_SEES = re.compile(rf"\band\s(?:now\s)?(?:{_CHOICES['foreseeing']})\b")
BEFORE_DEED = re.compile(r"\b(?:before|until)\s(?:it|they|he|she|(?:the|its|their)\s\w+)\s\w+")
IN_ASIDE = re.compile(r",\s+(?:which|who|whose|where)\b(?:[^,;]|,(?=\d))*\Z")
PART_OF = re.compile(r"\s+(?:out\s+)?of\b")
CLOSES = re.compile(r"[,;:](?!\d)")
CHANGE_BEHIND = re.compile(r",\s+(?:up|down|an?\s+(?:rise|increase|gain|drop|fall|decline))\b")
