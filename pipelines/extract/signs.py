"""Reads a minus before an amount: a sign that touches the number, or the word."""

from __future__ import annotations

from pipelines.extract.drafts import Draft, Piece
from pipelines.extract.tokens import Tokens

_MINUS = frozenset("-−–")


def add_sign(tokens: Tokens, draft: Draft) -> None:
    """Read a minus before the number or before its currency; a hyphen between words is none."""
    for position in (draft.number.first, draft.first):
        sign = _sign_before(tokens, position, draft.kind) if position > tokens.floor else None
        if sign is not None:
            draft.value = -draft.value
            draft.pieces.append(Piece("sign", sign, sign + 1, "-"))
            draft.first = min(draft.first, sign)
            return


def _sign_before(tokens: Tokens, index: int, kind: str) -> int | None:
    """Return the token of the minus before token `index`: a sign that touches the number alone, or the word."""
    words, before = tokens.words, index - 1
    if words[before] in _MINUS and tokens.glued(index):
        joins = before > 0 and tokens.glued(before) and words[before - 1] not in ("(", "$", "minus")
        if not joins:
            return before
    start = before - 1 if words[before] == "-" and before else before
    if words[start] == "minus" and words[start - 1] == "or":
        return None
    is_negative = words[start] == "minus" or (words[start] == "negative" and kind != "count")
    return start if is_negative else None
