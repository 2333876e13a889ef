"""Reads rates of exchange: "7.2 yuan per dollar", "the rupee fell to 83.4 to the dollar"."""

from __future__ import annotations

from decimal import Decimal

from pipelines.extract.denominators import Denominator
from pipelines.extract.drafts import Draft, Piece
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.money import Currency, find_suffix
from pipelines.extract.tokens import Tokens
from pipelines.extract.units import find_unit
from schemas.spans import Quantity

_WORDS = read_word_sets(__file__)
_TOWARDS = _WORDS["towards"]
_EACH = _WORDS["each"]
_DIVIDING = _WORDS["dividing"]
_NO_RATE = _WORDS["no rate"]
NAMED_BEFORE = "currency named before"
"""The note of a rate whose own currency only a name before it tells."""
_ANY = Decimal(100)
"""A number before which all names of currencies stand, that of the won too."""
_REACH = 24
"""How many words before a rate its currency may be named: the sentence of a market report is not longer."""


def add_rate(tokens: Tokens, draft: Draft) -> bool:
    """Give a number what one of another currency costs, and its own currency where only a name before it tells.

    Args:
        tokens: The text.
        draft: A number without a scale, with its currency or with nothing to count; it is changed in place.

    Returns:
        Whether it is a rate: its `per` is then the ISO 4217 code of the other currency.
    """
    is_bare = draft.kind == "count" and draft.unit is None
    if draft.number.factor != 1 or not (is_bare or draft.kind == "money"):
        return False
    other = _find_other(tokens, draft.end)
    if other is None or other.code == draft.unit:
        return False
    if is_bare:
        own = _named_before(tokens, draft.first, other.code)
        if own is not None:
            draft.kind, draft.codes, draft.unit = "money", own.codes, own.codes[0]
            draft.notes.append(NAMED_BEFORE)
    draft.per, draft.end = other.code, other.last
    draft.pieces.append(Piece("per", other.first, other.last, other.code))
    return True


def is_rate(quantity: Quantity) -> bool:
    """Whether a number is what one of another currency costs."""
    return quantity.kind == "money" and quantity.per is not None and quantity.per.isupper() and len(quantity.per) == 3


def _find_other(tokens: Tokens, index: int) -> Denominator | None:
    """Return the currency of "per dollar", "to the dollar", "against the euro", "for one pound"."""
    words = tokens.words
    position = index + 1
    if words[index] in _TOWARDS and words[position] in _EACH:
        position += 1
    elif words[index] not in _DIVIDING or find_unit(tokens, position) is not None:
        return None  # 2 dollars per pound of coffee
    found = find_suffix(tokens, position, _ANY, False)
    if found is None or found.first != position or found.factor != 1 or words[found.last] in _NO_RATE:
        return None
    return Denominator(found.codes[0], index, found.last)


def _named_before(tokens: Tokens, index: int, other: str) -> Currency | None:
    """Return the nearest currency that the words before name as a thing: "the yuan", "the offshore yuan"."""
    words = tokens.words
    for position in range(index - 1, max(0, index - _REACH), -1):
        if words[position] in (".", ";"):
            return None
        found = find_suffix(tokens, position, _ANY, False) if words[position].isalpha() else None
        is_thing = found is not None and "the" in words[max(0, position - 2) : position]
        if found is not None and is_thing and found.factor == 1 and found.codes[0] != other:
            return found
    return None
