"""Tells by the verbs around an expression of time whether it lies ahead or behind of when the text was written.

They are looked for in small letters (`letters.py`).
"""

from __future__ import annotations

import re

from pipelines.conform.letters import small_letters
from pipelines.conform.writing import FUTURE_RELATIONS
from schemas.spans import DateExpression, SentenceReading

FUTURE_VERB = re.compile(
    r"(?:\b(?:will|shall|would|should|going\s+to|due|scheduled|slated|expected|planned|(?:is|are|was|were)\s+(?:set|expected|planned)\s+to|"
    r"plans?\s+to|to\s+be)|['’]ll)\b[^.;,]*$",
)
PAST_VERB = re.compile(
    r"\b(?:was|were|did|lent|went|made|rose|fell|grew|took|became|came|began|shrank|sank|slid|stood|ran|held|built|bought|sold|won|"
    r"lost|led|left|paid|spent|saw|gave|got|hit|cut|kept|met|drove|drew|broke|sent|brought|\w{3,}ed|(?:has|have|had)\s+(?!to\b|an?\b|the\b)\w+)\b",
)
DONE_BY = re.compile(
    r"^,?\s[^.;,]{0,80}?\b(?:(?:had|has|have|was|were)\b(?!\s+to\b)|(?:amounted|stood|reached|total(?:l?)ed|came|rose|fell|grew|"
    r"climbed|dropped|exceeded|surpassed|numbered|hit|held)\b)",
)
REACH = 90
"""How many characters after a length its end or beginning may be named."""
LEAD_LENGTH = 80
"""How many characters before an expression its verb is looked for."""


def looks_ahead(reading: SentenceReading, expression: DateExpression) -> bool:
    """Tell whether the verb of the clause before an expression is of the future."""
    place = expression.start - reading.sentence.start
    return FUTURE_VERB.search(small_letters(reading.sentence.text)[max(0, place - LEAD_LENGTH) : place]) is not None


def told_tense(reading: SentenceReading, expression: DateExpression) -> str | None:
    """Return `future` or `past` where the verb around an expression says so.

    "By the end of September they had put up": the verb after a deadline tells that it has passed.
    """
    if expression.relation == "by":
        place = expression.end - reading.sentence.start
        if DONE_BY.match(small_letters(reading.sentence.text)[place : place + REACH]):
            return "past"
    if looks_ahead(reading, expression):
        return "future"
    if expression.relation in FUTURE_RELATIONS:
        return None
    place = expression.start - reading.sentence.start
    return (
        "past" if PAST_VERB.search(small_letters(reading.sentence.text)[max(0, place - LEAD_LENGTH) : place]) else None
    )


def tells_no_past(lead: str, tail: str) -> bool:
    """Tell whether the words before and behind have no verb of the past, so that "in two weeks" lies ahead."""
    return PAST_VERB.search(small_letters(lead)) is None and PAST_VERB.search(small_letters(tail)) is None
