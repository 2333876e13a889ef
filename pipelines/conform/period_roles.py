"""Tells what an expression of time does in its sentence: holds, base of a comparison, announcement, report, none."""

from __future__ import annotations

import re
from enum import Enum

from pipelines.conform import period_cues as cues
from pipelines.conform.letters import small_letters
from pipelines.conform.open_dates import ORDER_OPEN, why_impossible
from pipelines.conform.period_bases import base_lead, is_base
from pipelines.conform.period_shapes import DAY_SHAPES, RANGES, SILENT
from pipelines.conform.price_terms import real_terms
from schemas.spans import Claim, DateExpression, Period, Publication, SentenceReading
from schemas.values import value_class


class Role(Enum):
    """What a time says of the numbers around it."""

    HOLDS = "holds"
    BASE = "base"
    ANNOUNCED = "announced"
    REPORTED = "reported"
    NONE = "none"


MOST_CLAIMS = 40
CONTEXT = 240
"""How many characters to either side of an expression say what it does."""
LONGEST_OPENING = 3
"""Words before an expression that opens its clause: "In early 2020, …"."""
LONGEST_NOUN = 4
"""Words between a number and its "in the same period": "22 million tonnes of steel in"."""


@value_class
class Candidate:
    """An expression of time that may be a claim's period, with its role in the sentence.

    open_because: why its days are open (31 February, 03/04/2024), or null. A number it belongs to has no days either.
    """

    expression: DateExpression
    period: Period
    role: Role
    scope: tuple[int, int] | None = None
    open_because: str | None = None

    def holds_for(self, claim: Claim) -> bool:
        """Whether the time may be when a claim holds: it says so, and the claim stands where it reaches."""
        if self.role is not Role.HOLDS and self.role is not Role.BASE:
            return False
        if self.scope is None:
            return True
        return self.scope[0] <= claim.quantity.start and claim.quantity.end <= self.scope[1]


def candidate_of(
    reading: SentenceReading, expression: DateExpression, period: Period, publication: Publication
) -> Candidate:
    """Return an expression of time with what it does in its sentence and how far it reaches."""
    told = _number_of_same_period(reading, expression) if period.start is not None else None
    if told is not None:
        return Candidate(expression, period, Role.HOLDS, (_told_otherwise(reading, told), told.quantity.end))
    role = role_of(reading, expression, period, publication)
    scope = scope_of_time(reading, expression, role) if role is Role.HOLDS or role is Role.BASE else None
    return Candidate(expression, period, role, scope, _open_because(expression))


def _number_of_same_period(reading: SentenceReading, expression: DateExpression) -> Claim | None:
    """Return the number right before "in the same period of 2023", which is of that time whatever was told before."""
    if expression.shape != "same_period":
        return None
    text, base = reading.sentence.text, reading.sentence.start
    for claim in reversed(reading.claims[:MOST_CLAIMS]):
        if claim.quantity.end <= expression.start:
            between = text[claim.quantity.end - base : expression.start - base].split()
            led = bool(between) and between[-1].lower() in {"in", "during", "for"}
            return claim if led and len(between) <= LONGEST_NOUN and "than" not in between else None
    return None


def _told_otherwise(reading: SentenceReading, told: Claim) -> int:
    """Where what a number tells begins: of `from $401 million, or $1.32 a share, in the same period` at the first."""
    text, base = reading.sentence.text, reading.sentence.start
    for claim in reading.claims[:MOST_CLAIMS]:
        start, end = claim.quantity.start, claim.quantity.end
        if end <= told.quantity.start and cues.OTHERWISE.fullmatch(text[end - base : told.quantity.start - base]):
            return start
    return told.quantity.start


def _open_because(expression: DateExpression) -> str | None:
    return ORDER_OPEN if expression.readings else why_impossible(expression)


def role_of(reading: SentenceReading, expression: DateExpression, period: Period, publication: Publication) -> Role:
    """Return what an expression of time does in its sentence."""
    if _is_silent(reading, expression, period):
        return Role.NONE
    text, base = small_letters(reading.sentence.text), reading.sentence.start
    start, end = expression.start - base, expression.end - base
    before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    if _tells_no_time(expression, before, after) or _compares(reading, expression):
        return Role.NONE
    written = publication.reference_end
    is_ahead = period.start is not None and written is not None and period.start >= written
    if expression.shape not in RANGES and is_base(expression, before, after, is_ahead):
        return Role.BASE
    near = before[-90:]
    if ("til" in near or "through" in near) and cues.VALID_UNTIL.search(near):
        return Role.NONE
    outside = _of_another_act(reading, expression, before)
    if outside is not None:
        return outside
    if expression.shape == "duration":
        return Role.HOLDS if cues.WITHIN.search(before[-24:]) or cues.COUNTED_FROM.match(after) else Role.NONE
    may_announce = expression.relation in {"on", None} and not _lies_ahead(reading, expression, period, publication)
    # As of Monday, by Monday: nobody says something by a day.
    may_report = expression.shape in DAY_SHAPES and expression.relation not in {"as_of", "by"}
    if may_announce or may_report:
        foretells = cues.FORETELLING.match(after) and not _describes(expression, near)
        verbs = cues.FORETELLING if foretells else cues.ANNOUNCING
        return _told_in(_clause(before, after), reading, expression, verbs if may_announce else None)
    return Role.HOLDS


def _describes(expression: DateExpression, near: str) -> bool:
    """Tell whether a time stands before a noun that it describes: "its 2024 growth forecast"."""
    is_led = expression.relation is None and expression.text[:4].lower() == "the "
    return is_led or cues.OWNED.search(near) is not None


def _tells_no_time(expression: DateExpression, before: str, after: str) -> bool:
    """Tell whether a time only names ("now known as"), says how rare a number is, or when a contract falls due."""
    if expression.shape == "reference":
        return cues.NAMED.match(after) is not None
    if before.endswith("the ") and cues.YEARS_BEFORE.fullmatch(small_letters(expression.text)):
        return True
    if "since" in before[-40:] and cues.RECORD.search(before[-120:]):
        return True
    near = before[-80:]
    if cues.MATURING.search(near[-40:]) or (("after" in near or "before" in near) and cues.AFTER_DEED.search(near)):
        return True
    return expression.shape == "month" and cues.CONTRACT.match(after) is not None


def _lies_ahead(reading: SentenceReading, expression: DateExpression, period: Period, publication: Publication) -> bool:
    """Tell whether a time is still to come, or goes on behind the number it may be of: "a goal of 4 % in 2024"."""
    written = publication.reference_end
    if period.start is None or written is None:
        return False
    goes_on = period.end is not None and period.end > written and period.granularity == "year"
    behind = any(c.quantity.end <= expression.start for c in reading.claims[:MOST_CLAIMS])
    return period.start >= written or (goes_on and behind)


def _is_silent(reading: SentenceReading, expression: DateExpression, period: Period) -> bool:
    """Tell whether a time says nothing of any number: a rate, a bare comparison, a year of prices, one not known."""
    if expression.shape == "same_period" and _is_stated_base(reading, expression):
        return period.start is None
    is_unknown = period.start is None and period.end is None and why_impossible(expression) is None
    return expression.shape in SILENT or is_unknown or _is_price_year(reading, expression)


def _is_price_year(reading: SentenceReading, expression: DateExpression) -> bool:
    """Tell whether a year is that of the prices an amount is in: "3 billion yuan at constant 2015 prices"."""
    text, base = reading.sentence.text, reading.sentence.start
    if expression.shape != "year" or not cues.PRICED.match(small_letters(text), expression.end - base):
        return False
    for claim in reading.claims[:MOST_CLAIMS]:
        end = claim.quantity.end - base
        terms = real_terms(text, claim.quantity.start - base, end)
        place = text.find(terms, end) if terms is not None else -1
        if terms is not None and place <= expression.start - base < place + len(terms):
            return True
    return False


def _opens_dateline(reading: SentenceReading, expression: DateExpression) -> bool:
    """Tell whether a day is that of a dateline: "BEIJING, May 4 (Xinhua) --"."""
    text, base = reading.sentence.text, reading.sentence.start
    start, end = expression.start - base, expression.end - base
    if not cues.DATELINE_AFTER.match(text[end : end + CONTEXT]):
        return False
    return cues.DATELINE_BEFORE.match(text[max(0, start - CONTEXT) : start]) is not None


def _of_another_act(reading: SentenceReading, expression: DateExpression, before: str) -> Role | None:
    """Return the role of a time that dates a telling and no number: a dateline, a document, a source."""
    if expression.shape == "day" and _opens_dateline(reading, expression):
        return Role.REPORTED
    if cues.DOCUMENT_OF.search(before[-60:]):
        return Role.ANNOUNCED
    return Role.REPORTED if cues.SOURCE_LEAD.search(before[-160:]) else None


def scope_of_time(reading: SentenceReading, expression: DateExpression, role: Role) -> tuple[int, int] | None:
    """Return where a number must stand for a time to bear on it, or null where anywhere in the sentence will do.

    The base of a comparison bears on what stands between the comparing word and it ("compared with 900 million in
    2022"); the date of a founding on its own clause.
    """
    text, base = small_letters(reading.sentence.text), reading.sentence.start
    start, end = expression.start - base, expression.end - base
    before = text[max(0, start - CONTEXT) : start]
    if role is Role.BASE:
        near = before[-90:]
        match = base_lead(expression, near)
        if match is None:
            return 0, 0
        first = near.rfind(" ", 0, match.start() - 1) if match.group().startswith("than the") else match.start()
        return expression.start - len(near) + max(0, first), expression.end
    if not cues.ORIGIN.search(before):
        return None
    starts = [m.end() for m in cues.CLAUSE_OR_AND.finditer(before)]
    left = max(0, start - CONTEXT) + (starts[-1] if starts else 0)
    if cues.TOLD_OF_SUBJECT.search(before) and not text.startswith(" with ", end):
        # "Rules that it published in October cover 14 nm": the date is that of the rules alone.
        return base + left, expression.end
    stop = cues.CLAUSE_END.search(text, end, end + CONTEXT)
    return base + left, base + (stop.start() if stop is not None else len(text))


def is_since_deed(reading: SentenceReading, expression: DateExpression) -> bool:
    """Tell whether a time begins a stretch by the deed it dates: "since its founding in 1999"."""
    place = expression.start - reading.sentence.start
    before = small_letters(reading.sentence.text)[max(0, place - 60) : place]
    return "since" in before and cues.SINCE_DEED.search(before) is not None


def _is_stated_base(reading: SentenceReading, expression: DateExpression) -> bool:
    """Tell whether "the same quarter last year" dates the number before it: "compared with 47% in the same quarter"."""
    before = small_letters(reading.sentence.text)[: expression.start - reading.sentence.start][-90:]
    lead = cues.BASE_LEAD.search(before)
    return lead is not None and any(c.isdigit() for c in before[lead.start() :])


def _announces(reading: SentenceReading) -> bool:
    return any(c.context.status in {"plan", "target", "projected"} for c in reading.claims[:MOST_CLAIMS])


def _told_in(clause: str, reading: SentenceReading, expression: DateExpression, verbs: re.Pattern[str] | None) -> Role:
    """Return the role of a time by the verbs of its clause: of an announcement, of a report, else it holds."""
    if verbs is not None and (cues.VOWED.search(clause) or (_announces(reading) and verbs.search(clause))):
        return Role.ANNOUNCED
    if expression.shape in DAY_SHAPES and cues.REPORTING.search(clause):
        return Role.REPORTED
    return Role.HOLDS


def _compares(reading: SentenceReading, expression: DateExpression) -> bool:
    """Tell whether "more than a year earlier" stands right after a number, so that it says than when it is more."""
    if expression.shape != "ago":
        return False
    if not cues.COMPARING.match(small_letters(expression.text)):
        return False
    is_bare = dict(expression.fields).get("base") != "anchor" and not expression.text.lower().endswith(" a year ago")
    text, base = reading.sentence.text, reading.sentence.start
    return any(
        c.quantity.end <= expression.start
        and not text[c.quantity.end - base : expression.start - base].strip()
        and (c.quantity.kind == "percent_change" or not is_bare)  # 5 million more than two years ago
        for c in reading.claims[:MOST_CLAIMS]
    )


def _clause(before: str, after: str) -> str:
    """Return the words of the clause around an expression; a comma behind one that opens it does not end the clause."""
    starts = [m.end() for m in cues.CLAUSE.finditer(before)]
    lead = before[starts[-1] if starts else 0 :]
    rest = after[2:] if after[:1] == "," and len(lead.split()) <= LONGEST_OPENING else after
    stop = cues.CLAUSE.search(rest)
    return lead + " " + rest[: stop.start() if stop is not None else len(rest)]


def words_with_preposition(reading: SentenceReading, expression: DateExpression) -> str:
    """Return the words a period was read from, with the preposition before them: "over the next five years"."""
    text, base = reading.sentence.text, reading.sentence.start
    start, end = expression.start - base, expression.end - base
    lead = cues.PREPOSITION.search(small_letters(text)[max(0, start - 24) : start])
    if lead is not None:
        start -= len(lead.group())
    return text[start:end]
