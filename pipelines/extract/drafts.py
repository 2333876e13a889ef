"""A number while it is being read: tokens, unit, bounds, until it is complete and becomes a Quantity."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

from pipelines.extract.numbers import Number
from pipelines.extract.tokens import Tokens
from schemas.spans import Part, Quantity

_FIRST = attrgetter("first")
_LOW_ONLY = frozenset(("more_than", "at_least"))
_HIGH_ONLY = frozenset(("less_than", "at_most"))
_LARGEST_WHOLE = Decimal(10) ** 27
"""A whole number beyond this does not fit the 28 digits of the decimal context with its decimals cut."""
_ROUNDED = frozenset(("approx", "nearly"))


@dataclass(slots=True)
class Piece:
    """A part of a draft, in tokens `[first, last)`."""

    role: str
    first: int
    last: int
    code: str | None = None


@dataclass(slots=True)
class Draft:
    """A number being read; token positions, not characters.

    `[first, last)` is the span of the quantity, `end` the token after everything read with it (its noun too).
    """

    number: Number
    first: int
    last: int
    end: int
    value: Decimal
    kind: str = "count"
    unit: str | None = None
    high: Decimal | None = None
    modifier: str = "exact"
    decimals: int | None = None
    per: str | None = None
    direction: str | None = None
    codes: tuple[str, ...] = ()
    pieces: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    paired_with: int | None = None
    from_index: int | None = None

    def piece(self, role: str) -> Piece | None:
        """Return the first part that plays a role."""
        return next((piece for piece in self.pieces if piece.role == role), None)


_NAMES: dict[tuple[str, ...], str] = {}


def _rule_name(draft: Draft) -> str:
    roles = tuple([piece.role for piece in draft.pieces])
    name = _NAMES.get(roles)
    if name is None:
        name = _NAMES.setdefault(roles, " ".join(f"<{role}>" for role in roles))
    return " + ".join([name, *draft.notes]) if draft.notes else name


def _bounds(draft: Draft) -> tuple[Decimal | None, Decimal | None]:
    if draft.high is not None:
        return _plain(draft.value), _plain(draft.high)
    value = _plain(draft.value)
    if draft.number.is_vague or draft.modifier in _LOW_ONLY:
        return value, None
    if draft.modifier in _HIGH_ONLY:
        return None, value
    return value, value


def _plain(value: Decimal) -> Decimal:
    """Write a whole number without decimals or exponent: 1.4E+12 and 1400000000000.0 become 1400000000000."""
    if value.as_tuple().exponent == 0:
        return value
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value and abs(whole) < _LARGEST_WHOLE else value


def _claimed_decimals(draft: Draft) -> int:
    """The place of the last digit claimed; "about 5,000" claims no digit below the thousands."""
    decimals = draft.number.decimals if draft.decimals is None else draft.decimals
    if decimals == 0 and draft.modifier in _ROUNDED and draft.value == draft.value.to_integral_value():
        digits = str(int(draft.value))
        return -(len(digits) - len(digits.rstrip("0"))) if draft.value else 0
    return decimals


def build_quantity(tokens: Tokens, draft: Draft) -> Quantity:
    """Turn a finished draft into a Quantity with offsets into the text."""
    starts, ends, text = tokens.starts, tokens.ends, tokens.text
    pieces = draft.pieces
    if len(pieces) > 1:
        pieces.sort(key=_FIRST)
    parts = []
    for piece in pieces:
        start, end = starts[piece.first], ends[piece.last - 1]
        parts.append(Part(piece.role, start, end, text[start:end], piece.code))
    low, high = _bounds(draft)
    return Quantity(
        starts[draft.first],
        ends[draft.last - 1],
        draft.kind,
        low,
        high,
        draft.modifier,
        _claimed_decimals(draft),
        draft.unit,
        _rule_name(draft),
        tuple(parts),
        draft.per,
        draft.direction,
        draft.codes,
        draft.paired_with,
        draft.from_index,
    )
