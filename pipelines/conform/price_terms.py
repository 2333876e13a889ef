"""Tells whether an amount of money is stated in real terms: at constant prices, in dollars of another year.

Such an amount is no sum that was ever paid: it is measured in the prices of a year, so no exchange rate of a day
belongs to it. Only words that stand right at the amount count; elsewhere in the sentence they speak of a growth.
"""

from __future__ import annotations

import re

from pipelines.lexicons import read_choices

_CHOICES = read_choices(__file__)
_YEAR = r"(?:19|20)[0-9]{2}"
_MONEY = rf"(?:prices?|money|{_CHOICES['currency']})"
_BEHIND = re.compile(
    rf"(?: ?\([^()]{{1,40}}\))?[ ,()\u00a0]{{0,3}}(?:(?:measured |expressed )?(?:at|in) )?"
    rf"(?:(?:{_CHOICES['constant']}|{_YEAR}|today['’]s)(?: {_YEAR})?(?: u\.?s\.?)?[ -]{_MONEY}"
    rf"|{_CHOICES['adjusted']})\b",
    re.IGNORECASE,
)
_REAL_TERMS = re.compile(rf"[ ,(\u00a0]{{0,3}}in (?:{_CHOICES['real']}) terms\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?:{_CHOICES['before']}) $", re.IGNORECASE)
_CHANGE = re.compile(r"%|\bper ?cent\b", re.IGNORECASE)
_REACH = 60
"""How many characters on either side are looked at: no such phrase is longer."""
_FIRST_YEAR = re.compile(_YEAR)


def real_terms(sentence: str, start: int, end: int) -> str | None:
    """The words that put an amount in real terms, null where it is money of its own time.

    Args:
        sentence: The sentence of the amount.
        start: Where the amount's words begin in it.
        end: Where they end, exclusive.
    """
    before, behind = sentence[max(0, start - _REACH) : start], sentence[end : end + _REACH]
    found = _BEHIND.match(behind) or _BEFORE.search(before)
    if found is None and not _CHANGE.search(sentence):
        # Beside a percentage "in real terms" says what the percentage is.
        found = _REAL_TERMS.match(behind)
    if found is None:
        return None
    words = found.group()
    # The same amount in another currency may stand between: "3 billion yuan ($420 million) at 2015 prices".
    return words[words.rfind(")") + 1 :].strip(" ,(\u00a0")


def price_year(terms: str) -> str | None:
    """The year whose prices an amount in real terms is in, null where its words do not tell it."""
    found = _FIRST_YEAR.search(terms)
    return found.group() if found else None
