"""Adds cents to their dollars: "3 dollars 50 cents", "thirteen dollars and forty-five cents", "15 dollars 50"."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipelines.extract.drafts import Draft
from pipelines.extract.money import FACTORS
from pipelines.extract.tokens import Tokens
from schemas.spans import Quantity

_MOST_CENTS = 99


def join_cents(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """Merge an amount in whole units with the hundredths that follow it; the rest stays as it is."""
    joined: list[Draft] = []
    for draft in drafts:
        cents = _cents(tokens, joined[-1], draft) if joined else None
        if cents is None:
            joined.append(draft)
            continue
        whole = joined[-1]
        whole.value += cents / 100
        whole.decimals = 2
        whole.pieces += [piece for piece in draft.pieces if piece.role != "noun"]
        whole.last = whole.end = draft.last
        whole.notes.append("cents")
    return joined


def _cents(tokens: Tokens, whole: Draft, draft: Draft) -> Decimal | None:
    """Return the number of cents that `draft` adds to `whole`, or None where it stands for itself."""
    if whole.kind != "money" or whole.number.factor != 1 or whole.value != whole.value.to_integral_value():
        return None
    currency = whole.piece("currency")
    if currency is None or currency.first < whole.number.first or draft.modifier != "exact":
        return None
    gap = tokens.words[whole.end : draft.first]
    if gap not in ([], ["and"]) or draft.number.factor != 1:
        return None
    if draft.kind == "money" and draft.codes[0] == whole.codes[0] and abs(draft.value) < 1:
        return draft.value * 100
    is_bare = draft.kind == "count" and draft.unit is None and tokens.words[draft.end] in (".", ",", "", ")", "!", "?")
    return draft.value if is_bare and 0 < draft.value <= _MOST_CENTS and draft.value == int(draft.value) else None


def in_cents_too(before: Quantity, quantity: Quantity) -> Quantity:
    """The amount in the hundredths of the amount before, whose name it leaves out: "8 cents there but 30 here".

    Args:
        before: The amount before.
        quantity: An amount without a scale: "it costs 8 cents, and has brought in 3 million" is in no cents.
    """
    names = (part.text.lower() for part in before.parts if part.role == "currency")
    factor = next((FACTORS[name] for name in names if name in FACTORS), None)
    if factor is None:
        return quantity
    low, high = (None if value is None else value * factor for value in (quantity.value_low, quantity.value_high))
    decimals = None if quantity.decimals is None else quantity.decimals - factor.adjusted()
    return replace(quantity, value_low=low, value_high=high, decimals=decimals)
