"""Which country's currency an amount is in, where its sign or word is shared by several: by evidence, or not at all.

The grammar lists every code a spelling allows. One code needs no evidence. Several are told apart by the amount beside
it in another currency (only one reading fits the exchange rate of the day) or by the article naming exactly one of them
elsewhere. What neither tells stays `XXX`: ¥500 million is 3 or 70 million dollars, and no average of the two is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pipelines.conform.money_claims import UNRESOLVED
from pipelines.conform.rates import ReferenceRates
from schemas.values import value_class

LIKELIEST = frozenset({"USD", "CNY", "GBP", "RUB", "CHF"})
"""Codes believed without evidence where the spelling names them first: in English-language news "pounds", "rubles" and
"francs" are theirs in all but a few texts, which name the other country."""

FITS = Decimal("0.05")
"""How far an implied rate may be from the reference rate to count as fitting: official fixings and market rates differ
by up to 2 %, a stated amount of two digits by up to 5 %; the candidates (yen and yuan, pesos) lie many times apart."""

_DAY = timedelta(days=1)


@value_class
class StatedAmount:
    """A money claim as evidence: what its words allow, its number, and the claim that states it in another currency."""

    claim_id: str
    article_id: str
    unit: str
    currency_codes: tuple[str, ...]
    value: Decimal | None
    paired_claim_id: str | None
    published_end: date | None

    @property
    def is_ambiguous(self) -> bool:
        """Whether the words allow several currencies, none of which is meant in nearly every text."""
        is_told_dollar = "USD" in self.currency_codes and self.unit == self.currency_codes[0]
        return len(self.currency_codes) > 1 and self.currency_codes[0] not in LIKELIEST and not is_told_dollar


def resolve_currencies(amounts: Sequence[StatedAmount], rates: ReferenceRates) -> dict[str, tuple[str, str]]:
    """The currency of each amount and the rule that told it.

    Args:
        amounts: All money claims of whole articles.
        rates: The reference rates by which pairs are judged.

    Returns:
        Claim id -> (ISO 4217 code or `XXX`, rule).
    """
    by_id = {amount.claim_id: amount for amount in amounts}
    named: dict[str, set[str]] = {}
    for amount in amounts:
        if not amount.is_ambiguous:
            named.setdefault(amount.article_id, set()).add(amount.unit)
    return {
        amount.claim_id: _resolved(amount, by_id, named.get(amount.article_id, frozenset()), rates)
        for amount in amounts
    }


def fitting_codes(
    value: Decimal, codes: Iterable[str], other: Decimal, other_code: str, day: date, rates: ReferenceRates
) -> list[str]:
    """Those of `codes` in which `value` is worth what `other` is in its currency, to 5 %, by the rate of the day."""
    fitting = []
    for code in codes:
        answer = rates.on(other_code, code, day)
        if answer.rate is not None and abs(value / other / answer.rate - 1) <= FITS:
            fitting.append(code)
    return fitting


def _resolved(
    amount: StatedAmount, by_id: Mapping[str, StatedAmount], named: Iterable[str], rates: ReferenceRates
) -> tuple[str, str]:
    if not amount.is_ambiguous:
        if len(amount.currency_codes) < 2:  # one code is no doubt
            return amount.unit or UNRESOLVED, "stated"
        is_first = amount.unit in ("USD", *LIKELIEST)
        return amount.unit, "likeliest of the currencies of that name" if is_first else "told by the article"
    fitting = _fitting_pair(amount, by_id.get(amount.paired_claim_id or ""), rates)
    if len(fitting) == 1:
        return fitting[0], "the only one that fits the amount beside it"
    elsewhere = [code for code in amount.currency_codes if code in named]
    if len(elsewhere) == 1:
        return elsewhere[0], "the only one of that name in the article"
    return UNRESOLVED, "not told by the article: " + ", ".join(amount.currency_codes)


def _fitting_pair(amount: StatedAmount, other: StatedAmount | None, rates: ReferenceRates) -> list[str]:
    if other is None or other.is_ambiguous or not amount.value or not other.value or amount.published_end is None:
        return []
    day = amount.published_end - _DAY
    return fitting_codes(amount.value, amount.currency_codes, other.value, other.unit, day, rates)
