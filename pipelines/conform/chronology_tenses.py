"""Tells by the verbs around an expression of time whether it lies ahead or behind of when the text was written.

They are looked for in small letters (`letters.py`).
"""

from __future__ import annotations

import re

from pipelines.conform.letters import small_letters
from pipelines.conform.writing import FUTURE_RELATIONS
from pipelines.lexicons import read_choices
from schemas.spans import DateExpression, SentenceReading

_CHOICES = read_choices(__file__)

TO_COME = re.compile(rf"(?:\b(?!due\s+to\s+(?:an?|the|its|their)\b)(?:{_CHOICES['future']})|['’]ll)\b")
"""What is due to a landslide has a cause, what is due to open is still to come."""
_IN_CLAUSE = r"(?:[^.;,]|[.,](?=\d))"
"""A letter of a clause, which the point or comma of a number does not end."""
FUTURE_VERB = re.compile(TO_COME.pattern + rf"{_IN_CLAUSE}*$")
PAST_VERB = re.compile(
    rf"\b(?<!\bto )(?:{_CHOICES['past']}|\w{{3,}}ed|(?:has|have|had)\s+(?!to\b|an?\b|the\b)\w+)\b",
)
DONE = re.compile(r"(?<!\bis )(?<!\bare )(?<!\bbe )" + PAST_VERB.pattern)
DONE_BY = re.compile(
    rf"^,?\s{_IN_CLAUSE}{{0,80}}?\b(?:(?:had|has|have|was|were)\b(?!\s+to\b)|(?:{_CHOICES['reached']})\b)",
)
MOVED = re.compile(rf"\b(?:{_CHOICES['moved']})\s(?:\w+\s){{0,3}}[^\s\d]{{0,4}}\d(?:[^.;,]|[.,]\d)*$")
"""Before "by December": where a level had come by then, and not where it is to come."""
FIRST_CLAUSE = re.compile(rf"(?:\salone\b)?,?{_IN_CLAUSE}{{0,80}}")
REACH = 90
"""How many characters after a length its end or beginning may be named."""
LEAD_LENGTH = 80
"""How many characters before an expression its verb is looked for."""
TAIL_LENGTH = 200
"""How many characters behind it a verb may say that what is told is still to come."""


def looks_ahead(reading: SentenceReading, expression: DateExpression) -> bool:
    """Tell whether the verb of the clause before an expression is of the future."""
    place = expression.start - reading.sentence.start
    return FUTURE_VERB.search(small_letters(reading.sentence.text)[max(0, place - LEAD_LENGTH) : place]) is not None


def told_tense(reading: SentenceReading, expression: DateExpression) -> str | None:
    """Return `future` or `past` where the verb around an expression says so.

    "By the end of September they had put up": the verb after a deadline tells that it has passed.
    """
    text, base = small_letters(reading.sentence.text), reading.sentence.start
    lead, tail = text[: expression.start - base][-LEAD_LENGTH:], text[expression.end - base :][:TAIL_LENGTH]
    if expression.relation == "by" and DONE_BY.match(tail[:REACH]):
        return "past"
    if looks_ahead(reading, expression):
        return "future"
    if expression.relation in FUTURE_RELATIONS:
        return "past" if expression.relation == "by" and MOVED.search(lead) else None
    return "past" if PAST_VERB.search(lead) or _is_done(tail) else None


def _is_done(tail: str) -> bool:
    """Tell whether the first clause behind a time has a verb of the past, and nothing behind it is still to come."""
    clause = FIRST_CLAUSE.match(tail)
    return clause is not None and DONE.search(clause.group()) is not None and TO_COME.search(tail) is None


def tells_no_past(lead: str, tail: str) -> bool:
    """Tell whether the words before and behind have no verb of the past, so that "in two weeks" lies ahead."""
    return PAST_VERB.search(small_letters(lead)) is None and PAST_VERB.search(small_letters(tail)) is None
