"""Finds a size between a number and what it counts: `three 500-megawatt plants`, `two 1-billion-yuan funds`."""

from __future__ import annotations

from decimal import Decimal

from pipelines.extract.labels import find_size_class
from pipelines.extract.money import find_suffix
from pipelines.extract.number_words import SCALES
from pipelines.extract.tokens import Tokens
from pipelines.extract.units import find_unit

_EXTENT = frozenset(("length", "area", "volume", "mass", "energy", "power", "speed"))
"""What a thing has so much of that it may be told in front of it."""


def find_size_end(tokens: Tokens, index: int) -> int | None:
    """Return the token behind the size that begins at token `index`, where its numeral is hyphened to a unit.

    Args:
        tokens: The text.
        index: The token behind a number; a size that names a class of things (12-inch wafers) is none.
    """
    words, hyphen = tokens.words, index + 1
    if not words[index][:1].isdecimal() or words[hyphen] != "-" or not tokens.glued(hyphen):
        return None
    if find_size_class(tokens, index) is not None:
        return None
    if words[hyphen + 1] in SCALES and words[hyphen + 2] == "-":
        currency = find_suffix(tokens, hyphen + 3, Decimal(1), True)
        return currency.last if currency is not None else None
    unit = find_unit(tokens, hyphen)
    return unit.last if unit is not None and unit.kind in _EXTENT else None
