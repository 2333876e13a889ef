"""Decides over which time each claim holds, and when a plan or target was announced, which is another matter.

A sentence may name several times: the period ("in 2019"), the base of a change ("up 12.5 % from 2018"), the day someone
said so, the day a plan was made. `period_roles.py` tells which is which; here each claim gets the nearest that fits,
else what the sentence before, the one after or the heading gives, where the language allows it; else nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from pipelines.conform.chronology import every_reading, resolve_dates
from pipelines.conform.letters import small_letters
from pipelines.conform.period_cues import ANEW, HAVE_DONE, INCLUDING, MOVES_ON, OF_MOST, OF_THEM
from pipelines.conform.period_inheritance import ToldTimes, find_stories, inherit_period
from pipelines.conform.period_pairing import paired_times, time_told_of, with_joint_year
from pipelines.conform.period_roles import Candidate, Role, candidate_of, is_since_deed, words_with_preposition
from pipelines.conform.period_shapes import RANGES, SILENT
from pipelines.conform.period_timeless import IN_ASIDE, goal_times, is_of_another, is_timeless, was_left_before
from schemas.spans import Claim, Period, Publication, SentenceReading

BREAKS = re.compile(r"([;:—]|\b(?:while|whereas|but|although|though)\b)|(,|\b(?:which|who|when|where)\b)|\b(and)\b")
ADJOINING = 3.2
"""How strongly a time bears on the number right behind it: "in 2021 168,000"."""
AND_FOR = re.compile(r"\band\s(?:[^,;\d]{1,30}\s)?(?:for|in|by)\s+(?:the\s+)?$")
NEXT_NUMBER = 12
"""How near behind "and for next year" a number is of that time."""
FOLLOWING, JUST_BEFORE, LEADING, BEFORE, ANYWHERE = 3.0, 2.7, 2.5, 2.0, 1.0
"""How strongly a time bears on a number: right after, right before, at the head, before, else."""
TOLD = 3.0
"""What more a time bears on the numbers it is told of outright ("compared with 5 in May"): they are of no other."""
REACH_AFTER = 70
MOST_CANDIDATES = 24
"""More expressions than a sentence of news ever has; beyond it only the nearest are weighed."""
LONGEST_BETWEEN, LONGEST_HEAD = 600, 120


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
    resolved = [
        tuple([every_reading(date, period, reference) for date, period in zip(reading.dates, row, strict=True)])
        for reading, row in zip(readings, periods, strict=True)
    ]
    roles = [
        [candidate_of(reading, date, period, publication) for date, period in zip(reading.dates, row, strict=True)]
        for reading, row in zip(readings, periods, strict=True)
    ]
    told = ToldTimes(readings, roles, find_stories(readings, roles, publication), publication)
    return tuple(
        reading.claiming(tuple([_bound(claim, index, told) for claim in reading.claims]), resolved[index])
        if reading.dates or reading.claims
        else reading
        for index, reading in enumerate(readings)
    )


def _bound(claim: Claim, index: int, told: ToldTimes) -> Claim:
    readings, publication = told.readings, told.publication
    if is_timeless(claim, readings[index]):
        return claim
    here = _around(claim, told.roles[index])
    if was_left_before(claim, here, readings[index]):
        return claim
    if not here:
        inherited = inherit_period(claim, index, told)
        return claim if inherited is None else _with_period(claim, *inherited, publication)
    own = next((c for c in here if _is_its_own_length(claim, c)), None)
    if own is not None:
        return _with_period(claim, own, readings[index], "<length> with a named end", publication)
    stated = paired_times(readings[index], here).get(claim.quantity.start) or time_told_of(claim, here, readings[index])
    if stated is not None:
        return _with_period(claim, stated, readings[index], "period in the sentence", publication)
    announced = _announced(claim, here, readings[index])
    chosen = _chosen(claim, here, readings[index], publication, announced)
    rule = "period in the sentence"
    where = readings[index]
    if chosen is None and announced is None:
        source = inherit_period(claim, index, told)
        is_older = source is not None and _began_later(source[0], here)
        chosen, where, rule = source if source is not None and not is_older else (None, where, "")
    bound = claim if chosen is None else _with_period(claim, chosen, where, rule, publication)
    if announced is None:
        return bound
    return replace(bound, announced=announced.period, rules=(*bound.rules, "announced on the date"))


def _began_later(inherited: Candidate, here: Sequence[Candidate]) -> bool:
    """Tell whether what a sentence speaks of came about behind a time: "the second, opened in 2019, raised 5"."""
    end = inherited.period.end
    began = (c.period.start for c in here if c.role is Role.HOLDS and c.scope is not None)
    return end is not None and any(start is not None and start >= end for start in began)


def _chosen(
    claim: Claim, here: Sequence[Candidate], reading: SentenceReading, publication: Publication, made: Candidate | None
) -> Candidate | None:
    """Return the time of its sentence that bears most on a claim, save that at which it was announced; or null."""
    fitting = [c for c in here if c.holds_for(claim) and not is_of_another(claim, c, reading, publication)]
    chosen = _nearest(claim, goal_times(claim, fitting, reading, publication), reading)
    if chosen is None or (chosen is made and not _is_ahead(chosen, publication)):
        return None
    return with_joint_year(chosen, here, reading)


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
    scored = [(_score(claim, c, reading) + TOLD * _is_led_to(c), -i, c) for i, c in enumerate(candidates)]
    best = max(scored, key=lambda item: item[:2], default=None)
    return best[2] if best is not None and best[0] > 0 else None


def _is_led_to(candidate: Candidate) -> bool:
    """Whether the words before a time lead to its numbers: what something is compared with, in the same period."""
    return candidate.role is Role.BASE or (candidate.expression.shape == "same_period" and candidate.scope is not None)


def _score(claim: Claim, candidate: Candidate, reading: SentenceReading) -> float:
    """Score how strongly a time bears on a number: near, in the same clause, no other number between."""
    text, base = small_letters(reading.sentence.text), reading.sentence.start
    start, end = claim.quantity.start, claim.quantity.end
    expression = candidate.expression
    if abs(expression.start - end) > LONGEST_BETWEEN:
        return 0.0
    if expression.start >= end:
        is_inside = IN_ASIDE.search(text[max(0, start - base - LONGEST_HEAD) : start - base]) is not None
        between = text[end - base : expression.start - base]
        return _score_in_aside(between) if is_inside else _score_behind(claim, candidate, reading, between)
    between = text[expression.end - base : start - base]
    breaks = _breaks(between)
    if not between.strip():
        return ADJOINING
    is_first = not _numbers_between(reading, base, expression.start) and not _is_taken_over(between, reading, start)
    if is_first and _leads(text[: expression.end - base][:LONGEST_HEAD], between):
        return LEADING - max(0.0, breaks - 1) * 0.15
    numbers = _numbers_between(reading, expression.end, start)
    if not breaks and not numbers:
        return JUST_BEFORE - len(between) / 500
    return BEFORE - breaks * 0.4 - numbers * 0.2 - len(between) / 500 if breaks < 3 else ANYWHERE - len(between) / 1000


def _is_taken_over(between: str, reading: SentenceReading, place: int) -> bool:
    """Tell whether another time opens the part of the sentence that a number stands in: "…; last year it was 5"."""
    opened = between.rfind(";")
    if opened < 0 or between.count("(", 0, opened) > between.count(")", 0, opened):
        return False
    first, text = place - len(between) + opened, reading.sentence.text
    closed = text.find(";", place - reading.sentence.start)
    last = reading.sentence.end if closed < 0 else reading.sentence.start + closed
    return any(first < date.start < last and date.shape not in SILENT for date in reading.dates)


def _score_behind(claim: Claim, candidate: Candidate, reading: SentenceReading, between: str) -> float:
    """Score a time behind a number: right behind it, or further on; where it is of another number it is none."""
    behind = reading.sentence.text[candidate.expression.end - reading.sentence.start :][:1]
    if between.strip() == ";" and behind == ")":
        return FOLLOWING  # a fund (98 million euros; 2014)
    is_of_other = ANEW.search(between) or OF_MOST.search(between) or INCLUDING.search(between)
    if ";" in between or is_of_other or (AND_FOR.search(between) and _claim_follows(candidate, reading)):
        return 0.0
    numbers = _numbers_between(reading, claim.quantity.end, candidate.expression.start)
    if numbers and any(pattern.search(between) for pattern in (MOVES_ON, OF_THEM, HAVE_DONE)):
        return 0.0
    breaks = _breaks(between)
    if breaks < 1 and not numbers and len(between) <= REACH_AFTER:
        return FOLLOWING - len(between) / 200
    return ANYWHERE - breaks * 0.3 - numbers * 0.2 - len(between) / 1000 + 0.4


def _claim_follows(candidate: Candidate, reading: SentenceReading) -> bool:
    """Tell whether a number stands right behind a time: "to 2.3% from 1.9% and for next year to 2.6%"."""
    place, base = candidate.expression.end, reading.sentence.start
    near = (c.quantity.start for c in _claims_near(reading, place) if place < c.quantity.start <= place + NEXT_NUMBER)
    return any("," not in reading.sentence.text[place - base : start - base] for start in near)


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
    return sum(1 for c in inside if c.paired_start is None and c.quantity.kind not in {"multiple", "duration"})


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


def _with_period(
    claim: Claim, candidate: Candidate, reading: SentenceReading, rule: str, publication: Publication
) -> Claim:
    period, relation = candidate.period, candidate.expression.relation
    if relation == "since" and candidate.expression.shape in RANGES:
        relation = "over"  # from 2009 through 2022
    if relation == "on" and is_since_deed(reading, candidate.expression):
        relation = "since"
    if candidate.open_because is not None:
        period, rule = Period(None, None, kind=period.kind), f"{rule} + {candidate.open_because}"
    elif relation == "since" and period.start is not None and period.kind not in {"range", "window"}:
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
    words = words_with_preposition(reading, candidate.expression)
    return claim.dated(period, relation or _plain_relation(candidate), words, (rule, candidate.expression.rule))


def _plain_relation(candidate: Candidate) -> str:
    """Return the relation of a time without a preposition: a window is lived through, a day is when."""
    shape = candidate.expression.shape
    if shape in {"reference", "reference_adjective"}:
        return "as_of"
    if shape == "so_far":
        return "until"
    is_over = shape == "period_to" and candidate.expression.text[:5].lower() == "over "
    return "over" if is_over or shape in {"window", "year_range", "month_range", "day_range", "duration"} else "on"
