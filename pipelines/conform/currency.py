"""Money claims to other currencies, each with the rate, its days and its source, or with the reason why not.

Which rate: a flow (spent, earned, invested over a period) takes the mean of the daily rates in its period; a stock (a
balance, a fund's size as of a day) the last rate of the period; a plan, target or projection, and whatever has no
period, the rate of the day of publication. A period still running when the article appeared ends, for this, at the
publication: a rate after the words were written is never used. (GFSM 2014, 3.132 and BPM6, 3.104 prescribe the same for
national accounts.) Only a `MoneyClaim` can be converted, and only an amount with a currency makes one: a percentage, a
share or a rate of growth in real terms has none, so there is nothing it could be multiplied with.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal

from pipelines.conform.rates import RateAnswer, ReferenceRates
from schemas.identity import content_id

FORWARD_LOOKING = frozenset({"target", "plan", "projected", "hypothetical"})
"""Roles of a number whose period lies ahead: no average rate of the future exists."""

UNRESOLVED = "XXX"
"""ISO 4217's code for no currency: a dollar or yuan whose country the article does not tell."""

VALUE_PLACES = Decimal("1e-6")
"""Converted amounts are kept to six places; how many of them mean anything is told by `decimals`."""

LARGEST = Decimal("1e29")
"""What a column of 38 digits with nine places holds; no amount of money on earth comes near it."""

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_DAY = timedelta(days=1)
_OWN = RateAnswer(Decimal(1))


@dataclass(frozen=True, slots=True)
class MoneyClaim:
    """What conversion needs to know of a money claim; `currency_rule` says how its currency was found."""

    claim_id: str
    currency_code: str
    value_low: Decimal | None
    value_high: Decimal | None
    decimals: int | None
    status: str
    nature: str
    period_start: date | None
    period_end: date | None
    published_start: date | None
    published_end: date | None
    partition_month: str
    currency_rule: str = "stated"


def convert_claims(
    claims: Sequence[MoneyClaim], rates: ReferenceRates, targets: Sequence[str]
) -> list[tuple[object, ...]]:
    """Convert each money claim to each target currency: rows of `core_claim_conversions`, without `row_hash`.

    Each claim has a row for each target; in its own currency that is what it states, at a rate of 1. A bound stays a
    bound: an open end stays open. Where no rate can be had the row says why, and holds no value.
    """
    return [_converted(claim, rates, target) for claim in claims for target in targets]


def choose_rate(claim: MoneyClaim, rates: ReferenceRates, target: str) -> tuple[str, RateAnswer]:
    """The method for a claim and the rate it gives, e.g. (`period_average`, answer); see `CONVERSION_METHODS`."""
    if claim.currency_code == UNRESOLVED:
        return "none", RateAnswer(None, reason=f"which currency is meant is {claim.currency_rule}")
    if claim.currency_code == target:
        return "own_currency", _OWN
    known_by = claim.published_end or claim.period_end
    start, end = claim.period_start, claim.period_end or claim.published_end
    is_dated = claim.period_start is not None or claim.period_end is not None
    if is_dated and claim.status not in FORWARD_LOOKING and end is not None and known_by is not None:
        end = min(end, known_by)
        if claim.nature == "stock" or start is None:
            return "period_end", rates.on(claim.currency_code, target, end - _DAY)
        if start < end:
            return "period_average", rates.average(claim.currency_code, target, start, end)
    return _at_publication(claim, rates, target)


def _at_publication(claim: MoneyClaim, rates: ReferenceRates, target: str) -> tuple[str, RateAnswer]:
    """The rate of the day of publication, or the mean over the interval in which that day lies."""
    start, end = claim.published_start, claim.published_end
    if end is None:
        return "none", RateAnswer(None, reason="neither a past period nor a publication date is known")
    if start is None or end - start <= _DAY:
        return "spot_published", rates.on(claim.currency_code, target, end - _DAY)
    return "spot_published", rates.average(claim.currency_code, target, start, end)


def _converted(claim: MoneyClaim, rates: ReferenceRates, target: str) -> tuple[object, ...]:
    method, answer = choose_rate(claim, rates, target)
    low, high, rate = claim.value_low, claim.value_high, answer.rate
    if rate is not None and max(high or 0, low or 0) * rate >= LARGEST:
        rate, answer = None, RateAnswer(None, reason="the converted amount has more digits than the column holds")
    made_low = _times(low, rate)
    return (
        content_id("v", claim.claim_id, target),
        claim.claim_id,
        claim.currency_code,
        f"{claim.currency_rule}; {answer.note}" if answer.note else claim.currency_rule,
        target,
        "none" if rate is None else method,
        made_low,
        made_low if low == high else _times(high, rate),
        _carried_decimals(claim.decimals, rate),
        rate,
        answer.start,
        answer.end,
        answer.days,
        answer.source,
        answer.snapshot_id,
        answer.reason,
        claim.partition_month,
    )


def _times(value: Decimal | None, rate: Decimal | None) -> Decimal | None:
    """The product to six places; what is stated in the currency itself stays as it was stated."""
    if value is None or rate is None or rate is _OWN.rate:
        return value if rate is not None else None
    return _EXACT.multiply(value, rate).quantize(VALUE_PLACES, context=_EXACT)


def _carried_decimals(decimals: int | None, rate: Decimal | None) -> int | None:
    """Decimals after conversion: the largest d whose unit in the last place is not finer than the claim's, converted.

    Half a unit of the claim's last place, 0.5·10^-decimals, becomes rate times as wide.
    """
    if decimals is None or rate is None:
        return None
    return decimals - _ceiling_log10(rate)


def _ceiling_log10(rate: Decimal) -> int:
    """The smallest whole number n with rate <= 10^n."""
    digits = rate.adjusted()
    return digits if rate == Decimal(1).scaleb(digits) else digits + 1
