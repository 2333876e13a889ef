"""Decides over which time each claim holds, and when a plan or target was announced, which is another matter.

A sentence may name several times: the period ("in 2019"), the base of a change ("up 12.5 % from 2018"), the day someone
said so, the day a plan was made. `period_roles.py` tells which is which; here each claim gets the nearest that fits,
else what the sentence before, the one after or the heading gives, where the language allows it; else nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.conform.chronology import resolve_dates
from pipelines.conform.period_roles import Role, role_of, scope_of, words_with_preposition
from schemas.spans import Claim, DateExpression, Period, Publication, SentenceReading

BREAKS = re.compile(
    r"([;:—]|\b(?:while|whereas|but|although|though)\b)|(,|\b(?:which|who|when|where)\b)|\b(and)\b", re.I
)
ASIDE = re.compile(r",\s+(?:which|who|whose|where)\b[^,;]*$", re.I)
"""The beginning of an aside in which a number stands."""
RESUMES = re.compile(
    r"\W*(?:that|this|it)(?:['’]s|\s+is|\s+was)\s+(?:how|the|what|more|less|about|nearly|roughly|an?)\b", re.I
)
LEANS_BACK = re.compile(
    r"\W*(?:of\s+(?:these|those|them|that|this|which)\b|(?:that|the|this)\s+(?:figure|number|total|amount|sum|tally|count)\b"
    r"|(?:that|this)\s+(?:compares|represents?|represented|amounts|accounted|included|was|were)\b)",
    re.I,
)
TURNS = re.compile(
    r"\W*(?:in\s+addition|moreover|furthermore|meanwhile|however|overall|historically|for\s+example|for\s+instance|in\s+one|"
    r"elsewhere|separately|previously|earlier|later|once|if|when|after|before|since)\b",
    re.I,
)
SIMPLE_PAST = re.compile(
    r"\b(?:was|were|rose|fell|grew|sold|made|bought|spent|lost|won|took|came|went|hit|built|shed|shrank|slid|beat|met|held|"
    r"brought|drew|paid|cut|\w{3,}ed)\b"
)
NOT_PAST = re.compile(
    r"\b(?:is|are|has|have|will|would|may|might|can|could|should|does|do|says|said|told|plans?|expects?|had)\b|['’](?:s|re|ve|ll)\s",
)
"""Words by which a sentence leaves the story: the present, the future, a quotation, the past before it."""
PART_OF_THE = re.compile(r"\bof\s+the\s+(\w{3,})['’]s\b", re.I)
FRAGMENT_WORDS = 12
"""A sentence of at most so many words that the next one takes up ("That's how much …") is a headline of it."""
FOLLOWING, JUST_BEFORE, LEADING, BEFORE, ANYWHERE = 3.0, 2.7, 2.5, 2.0, 1.0
"""How strongly a time bears on a number: right after, right before, at the head, before, else."""
REACH_AFTER = 70
MOST_CANDIDATES = 24
"""More expressions than a sentence of news ever has; beyond it only the nearest are weighed."""
LONGEST_BETWEEN = 600
LONGEST_HEAD = 120


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expression of time that may be a claim's period, with its role in the sentence."""

    expression: DateExpression
    period: Period
    role: Role
    scope: tuple[int, int] | None = None

    def holds_for(self, claim: Claim) -> bool:
        """Whether the time may be when a claim holds: it says so, and the claim stands where it reaches."""
        if self.role not in {Role.HOLDS, Role.BASE}:
            return False
        if self.scope is None:
            return True
        return self.scope[0] <= claim.quantity.start and claim.quantity.end <= self.scope[1]


def bind_periods(readings: Sequence[SentenceReading], publication: Publication) -> tuple[SentenceReading, ...]:
    """Return the readings with each claim's period, relation, words of evidence and announcement set.

    Args:
        readings: The sentences of one article in order, with their dates and claims; offsets into the raw text.
        publication: When the article was published and written.

    Returns:
        The same readings; a claim whose time the text does not give keeps a null period, and `rules` names each rule
        that decided.
    """
    reference = None
    if publication.reference_start is not None and publication.reference_end is not None:
        reference = (publication.reference_start, publication.reference_end)
    periods = resolve_dates(readings, reference)
    roles = [
        [
            _candidate(reading, expression, period, publication)
            for expression, period in zip(reading.dates, row, strict=True)
        ]
        for reading, row in zip(readings, periods, strict=True)
    ]
    return tuple(
        replace(reading, claims=tuple(_bound(claim, index, readings, roles, publication) for claim in reading.claims))
        for index, reading in enumerate(readings)
    )


def _candidate(
    reading: SentenceReading, expression: DateExpression, period: Period, publication: Publication
) -> Candidate:
    role = role_of(reading, expression, period, publication)
    scope = scope_of(reading, expression, role) if role in {Role.HOLDS, Role.BASE} else None
    return Candidate(expression, period, role, scope)


def _bound(
    claim: Claim,
    index: int,
    readings: Sequence[SentenceReading],
    roles: Sequence[Sequence[Candidate]],
    publication: Publication,
) -> Claim:
    here = _around(claim, roles[index])
    own = next((c for c in here if _is_its_own_length(claim, c)), None)
    if own is not None:
        return _with_period(claim, own, readings[index], "<length> with a named end", publication)
    announced = _announced(claim, here, readings[index])
    chosen = _nearest(claim, [c for c in here if c.holds_for(claim)], readings[index])
    if chosen is not None and announced is chosen and not _is_ahead(chosen, publication):
        chosen = None
    rule = "period in the sentence"
    where = readings[index]
    if chosen is None and announced is None:
        chosen, where, rule = _inherited(claim, index, readings, roles)
    bound = claim if chosen is None else _with_period(claim, chosen, where, rule, publication)
    if announced is None:
        return bound
    return replace(bound, announced=announced.period, rules=(*bound.rules, "announced on the date"))


def _around(claim: Claim, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
    """Return the expressions that may bear on a claim: of a sentence that is nothing but dates, the nearest few."""
    if len(candidates) <= MOST_CANDIDATES:
        return candidates
    at = bisect_left(candidates, claim.quantity.start, key=lambda c: c.expression.start)
    return [*candidates[:2], *candidates[max(2, at - MOST_CANDIDATES // 2) : at + MOST_CANDIDATES // 2]]


def _is_its_own_length(claim: Claim, candidate: Candidate) -> bool:
    """Tell whether a claim is a length of time whose days are known ("66 years", ending on 28 May)."""
    if claim.quantity.kind != "duration" or candidate.expression.shape != "duration" or candidate.period.start is None:
        return False
    return candidate.expression.start < claim.quantity.end and claim.quantity.start < candidate.expression.end


def _nearest(claim: Claim, candidates: Sequence[Candidate], reading: SentenceReading) -> Candidate | None:
    scored = [(_score(claim, c, reading), -i, c) for i, c in enumerate(candidates)]
    best = max(scored, key=lambda item: item[:2], default=None)
    return best[2] if best is not None and best[0] > 0 else None


def _score(claim: Claim, candidate: Candidate, reading: SentenceReading) -> float:
    """Score how strongly a time bears on a number: near, in the same clause, no other number between."""
    text, base = reading.sentence.text, reading.sentence.start
    start, end = claim.quantity.start, claim.quantity.end
    expression = candidate.expression
    if abs(expression.start - end) > LONGEST_BETWEEN:
        return 0.0
    if expression.start >= end and ASIDE.search(text[max(0, start - base - LONGEST_HEAD) : start - base]):
        return _score_in_aside(text[end - base : expression.start - base])
    if expression.start >= end:
        between = text[end - base : expression.start - base]
        breaks = _breaks(between)
        numbers = _numbers_between(reading, end, expression.start)
        if breaks < 1 and not numbers and len(between) <= REACH_AFTER:
            return FOLLOWING - len(between) / 200
        return ANYWHERE - breaks * 0.3 - numbers * 0.2 - len(between) / 1000 + 0.4
    between = text[expression.end - base : start - base]
    breaks = _breaks(between)
    if _leads(text[: expression.end - base][:LONGEST_HEAD], text[expression.end - base : start - base]):
        return LEADING - max(0.0, breaks - 1) * 0.15
    numbers = _numbers_between(reading, expression.end, start)
    if not breaks and not numbers:
        return JUST_BEFORE - len(between) / 500
    return BEFORE - breaks * 0.4 - numbers * 0.2 - len(between) / 500 if breaks < 3 else ANYWHERE - len(between) / 1000


def _score_in_aside(between: str) -> float:
    """Score a time after a number of an aside (", which has 300 branches,"): only inside the aside it bears on it."""
    return 0.0 if "," in between else FOLLOWING - len(between) / 200


def _breaks(between: str) -> float:
    total = 0.0
    for match in BREAKS.finditer(between):
        total += 2.0 if match.group(1) else 1.0 if match.group(2) else 0.3
    return total


def _numbers_between(reading: SentenceReading, start: int, end: int) -> int:
    """Count the claims between two places; pairs count once, verbs such as "doubled" not at all."""
    inside = (c for c in _claims_near(reading, start) if start <= c.quantity.start and c.quantity.end <= end)
    return sum(1 for c in inside if c.paired_start is None and c.quantity.kind != "multiple")


def _claims_near(reading: SentenceReading, start: int) -> Sequence[Claim]:
    """Return the claims from a place on; of very many the next few."""
    if len(reading.claims) <= MOST_CANDIDATES:
        return reading.claims
    at = bisect_left(reading.claims, start, key=lambda c: c.quantity.start)
    return reading.claims[at : at + MOST_CANDIDATES]


def _leads(before: str, after: str) -> bool:
    """Tell whether a time opens its sentence: little before it, and a comma or the subject after."""
    if len(before) >= LONGEST_HEAD:
        return False
    head = before.lstrip("-–•* \t“\"'‘")
    if len(head) < 45 and "," not in head[:-1]:
        return True
    comma = before.find(",")
    return comma < 0 and len(before) < 90 and after.lstrip()[:1] == ","


def _announced(claim: Claim, candidates: Sequence[Candidate], reading: SentenceReading) -> Candidate | None:
    """Return the time at which a plan or target was made, where the sentence names one."""
    if claim.context.status not in {"plan", "target", "projected"}:
        return None
    made = [c for c in candidates if c.role is Role.ANNOUNCED and c.period.start is not None]
    return _nearest(claim, made, reading) or (made[0] if made else None)


def _is_ahead(candidate: Candidate, publication: Publication) -> bool:
    """Tell whether a period reaches beyond the writing: what is planned "by 2030" is not when it was planned."""
    end = candidate.period.end
    return end is not None and publication.reference_end is not None and end > publication.reference_end


def _inherited(
    claim: Claim, index: int, readings: Sequence[SentenceReading], roles: Sequence[Sequence[Candidate]]
) -> tuple[Candidate | None, SentenceReading, str]:
    """Return a period from the next sentence, the one before, or the heading, where the words lean on it."""
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
    if index and _leans_on(text, readings[index - 1].sentence.text):
        held = [c for c in roles[index - 1] if c.role in {Role.HOLDS, Role.ANNOUNCED} and c.period.start is not None]
        if held:
            return held[-1], readings[index - 1], "period from the sentence before"
    if index and _tells_on(reading, readings[index - 1]):
        held = {
            (c.period.start, c.period.end): c
            for c in roles[index - 1]
            if c.role is Role.HOLDS and c.period.start is not None
        }
        if len(held) == 1:
            return next(iter(held.values())), readings[index - 1], "period of the story told on"
    return None, reading, ""


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


def _with_period(
    claim: Claim, candidate: Candidate, reading: SentenceReading, rule: str, publication: Publication
) -> Claim:
    period, relation = candidate.period, candidate.expression.relation
    if relation == "since" and period.start is not None and period.kind not in {"range", "window"}:
        # What begins after the writing has no end yet.
        written = publication.reference_end
        is_past = written is not None and period.start < written
        period = replace(period, end=written if is_past else None, kind="since")
    elif relation == "before":
        period = replace(period, start=None, end=period.start, kind="until")
    elif relation == "after":
        period = replace(period, start=period.end, end=None, kind="since")
    elif relation == "by" and _is_ahead(candidate, publication):
        period = replace(period, kind="deadline")
    return replace(
        claim,
        period=period,
        period_relation=relation or _plain_relation(candidate),
        period_expression=words_with_preposition(reading, candidate.expression),
        rules=(*claim.rules, rule, candidate.expression.rule),
    )


def _plain_relation(candidate: Candidate) -> str:
    """Return the relation of a time without a preposition: a window is lived through, a day is when."""
    shape = candidate.expression.shape
    if shape in {"reference", "reference_adjective"}:
        return "as_of"
    if shape == "so_far":
        return "until"
    return "over" if shape in {"window", "year_range", "month_range", "day_range", "duration"} else "on"
