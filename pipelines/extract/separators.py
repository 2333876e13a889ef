"""Tells which sign an article uses for thousands and which for decimals, from numerals that can be read one way only.

A numeral such as 1.234 or 4,8 does not say by itself whether its sign groups thousands or begins the decimals. Its
article often does: 12.345,6 can only be continental, 12,345.6 only English. Without such evidence the English reading
holds where it is the only one that an English writer could mean, and what remains is refused, never guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

_HEAD = r"\d(?<![\d.,]\d)\d{0,2}"
"""The digits before the first sign; each pattern begins with one, so that a text is passed over between its digits."""
_ENGLISH_ONLY = re.compile(rf"{_HEAD}(?:(?:,\d{{3}}){{1,9}}\.\d|(?:,\d{{3}}){{2,9}}(?![\d.,]*\d))")
_CONTINENTAL_ONLY = re.compile(
    rf"{_HEAD}(?:(?:\.\d{{3}}){{1,9}},\d"
    r"|(?:\.\d{3}){2,9}(?![\d.,]*\d)"
    r"|,\d{1,2} ?(?:%|per ?cent|million|billion|€))"
)
_NUMERAL = re.compile(
    r"(?P<english>\d{1,3}(?:,\d{3})+(?:\.\d+)?)"
    r"|(?P<decimal>\d+\.\d+)"
    r"|(?P<continental>\d{1,3}(?:\.\d{3})+,\d+)"
    r"|(?P<dotted>\d{1,3}(?:\.\d{3}){2,})"
    r"|(?P<indian>\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?)"
    r"|(?P<swiss>\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?)"
    r"|(?P<comma>\d+,\d+)"
)
_ONE_GROUP = re.compile(r"\d{1,3}[.,]\d{3}")


class SeparatorEvidence(NamedTuple):
    """How often an article writes numerals that can only be English, and only continental."""

    english: int = 0
    continental: int = 0

    @property
    def is_continental(self) -> bool:
        """Whether a comma begins the decimals here: continental numerals occur, and English ones do not."""
        return self.continental > 0 and self.english == 0


NO_EVIDENCE = SeparatorEvidence()


def find_separators(raw_text: str) -> SeparatorEvidence:
    """Count the numerals of an article that settle how it writes thousands and decimals.

    Args:
        raw_text: The whole article; one sentence seldom settles it.

    Returns:
        The evidence, for `find_quantities(…, separators=…)`.
    """
    english = sum(1 for _ in _ENGLISH_ONLY.finditer(raw_text))
    continental = sum(1 for _ in _CONTINENTAL_ONLY.finditer(raw_text))
    return SeparatorEvidence(english, continental)


def read_numeral(numeral: str, evidence: SeparatorEvidence, is_measured: bool) -> tuple[Decimal, int] | None:
    """Read a numeral that holds separators.

    Args:
        numeral: Digits with `.`, `,` or an apostrophe between them.
        evidence: How the article writes its numerals.
        is_measured: Whether a percent sign, a scale, a currency or a unit stands beside it, so that "4,8" cannot be
            two items of a list.

    Returns:
        The value and the number of decimals, or None where it cannot be told (or is no number: 1.2.3).
    """
    match = _NUMERAL.fullmatch(numeral)
    if match is None:
        return None
    form = match.lastgroup
    if evidence.is_continental and _ONE_GROUP.fullmatch(numeral):
        form = "dotted" if "." in numeral else "comma"
        is_measured = True
    if form == "comma" and not is_measured and not evidence.is_continental:
        return None
    digits = _plain_digits(numeral, str(form))
    _, _, fraction = digits.partition(".")
    return Decimal(digits), len(fraction)


def _plain_digits(numeral: str, form: str) -> str:
    """Write a numeral of a known form with a decimal point and no groups."""
    if form in ("english", "indian"):
        return numeral.replace(",", "")
    if form == "continental":
        return numeral.replace(".", "").replace(",", ".")
    if form == "dotted":
        return numeral.replace(".", "")
    if form == "swiss":
        return numeral.replace("'", "").replace("’", "").replace(",", ".")
    return numeral.replace(",", ".")
