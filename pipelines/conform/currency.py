"""Money claims to other currencies, each with the rate, its days and its source, or with the reason why not.

Which rate: a flow (spent, earned, invested over a period) takes the mean of the daily rates in its period; a stock (a
balance, a fund's size as of a day) the last rate of the period; a plan, target or projection, and whatever has no
period, the rate of the day of publication. A period still running when the article appeared ends, for this, at the
publication: a rate after the words were written is never used. (GFSM 2014, 3.132 and BPM6, 3.104 prescribe the same for
national accounts.) Percentages and shares have no currency and cannot come here: only claims of kind money do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal

from pipelines.conform.rates import RateAnswer, RateBook
from schemas.identity import content_id

FORWARD_LOOKING = frozenset({"target", "plan", "projected", "hypothetical"})
"""Roles of a number whose period lies ahead: no average rate of the future exists."""

UNRESOLVED = "XXX"
"""ISO 4217's code for no currency: a dollar or yuan whose country the article does not tell."""

VALUE_PLACES = Decimal("1e-6")
"""Converted amounts are kept to six places; how many of them mean anything is told by `decimals`."""

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class MoneyClaim:
    """What conversion needs to know of a money claim."""

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


def convert_claims(claims: Sequence[MoneyClaim], book: RateBook, targets: Sequence[str]) -> list[tuple[object, ...]]:
    """Convert each money claim to each target currency: rows of `core_claim_conversions`, without `row_hash`.

    A claim already in the target currency gives no row. A bound stays a bound: an open end stays open. Where no rate
    can be had the row says why, and holds no value.
    """
    rows = []
    for claim in claims:
        for target in targets:
            if claim.currency_code != target:
                rows.append(_converted(claim, book, target))
    return rows


def choose_rate(claim: MoneyClaim, book: RateBook, target: str) -> tuple[str, RateAnswer]:
    """The method for a claim and the rate it gives: (`period_average` | `period_end` | `spot_published`, answer)."""
    known_by = claim.published_end or claim.period_end
    start, end = claim.period_start, claim.period_end
    if claim.status not in FORWARD_LOOKING and end is not None and known_by is not None:
        end = min(end, known_by)
        if claim.nature == "stock" or start is None:
            return "period_end", book.on(claim.currency_code, target, end - timedelta(days=1))
        if start < end:
            return "period_average", book.average(claim.currency_code, target, start, end)
    if claim.published_end is not None:
        return "spot_published", book.on(claim.currency_code, target, claim.published_end - timedelta(days=1))
    return "none", RateAnswer(None, reason="neither a past period nor a publication date is known")


def _converted(claim: MoneyClaim, book: RateBook, target: str) -> tuple[object, ...]:
    if claim.currency_code == UNRESOLVED:
        method, answer = "none", RateAnswer(None, reason="the article does not tell which country's currency is meant")
    else:
        method, answer = choose_rate(claim, book, target)
    rate = answer.rate
    return (
        content_id("v", claim.claim_id, target),
        claim.claim_id,
        target,
        method if rate is not None else "none",
        _times(claim.value_low, rate),
        _times(claim.value_high, rate),
        _carried_decimals(claim.decimals, rate),
        rate,
        answer.start,
        answer.end,
        answer.days,
        book.source if rate is not None else None,
        book.snapshot_id if rate is not None else None,
        answer.reason,
        claim.partition_month,
    )


def _times(value: Decimal | None, rate: Decimal | None) -> Decimal | None:
    if value is None or rate is None:
        return None
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
