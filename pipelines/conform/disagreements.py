"""The same fact, different numbers: each claim that differs from the one chosen, and whether rounding explains it."""

from __future__ import annotations

from decimal import Decimal

from pipelines.conform.audits import INCONSISTENT, WITHIN_ROUNDING, FactIndex, kept
from pipelines.conform.matching import ObservedClaim
from pipelines.conform.observations import Fact
from schemas.identity import content_id

REVISED_AFTER_DAYS = 60
"""From so many days between two publications on a revision is likely: national accounts are first revised a quarter
after the first count."""


def find_disagreements(index: FactIndex) -> list[tuple[object, ...]]:
    """Every claim of a fact that gives another number than the chosen one: rows of `core_disagreements`."""
    return [
        _row(fact, claim, role)
        for fact in index.facts
        for claim, role in zip(fact.claims[1:], fact.roles[1:], strict=True)
        if (claim.value_low, claim.value_high) != (fact.chosen.value_low, fact.chosen.value_high)
    ]


def _row(fact: Fact, claim: ObservedClaim, role: str) -> tuple[object, ...]:
    gap = _gap(fact.chosen, claim)
    number = fact.chosen.value if fact.chosen.value is not None else fact.chosen.value_low or fact.chosen.value_high
    verdict, why = _verdict(fact.chosen, claim, role)
    return (
        content_id("d", fact.observation_id, claim.claim_id),
        fact.observation_id,
        fact.chosen.claim_id,
        claim.claim_id,
        claim.unit,
        kept(gap),
        kept(gap / abs(number) * 100) if gap is not None and number else None,
        verdict,
        why,
    )


def _gap(chosen: ObservedClaim, claim: ObservedClaim) -> Decimal | None:
    """The number of the other claim less that of the chosen one; of bounds, of the ends both have."""
    pairs = (
        (chosen.value, claim.value),
        (chosen.value_low, claim.value_low),
        (chosen.value_high, claim.value_high),
    )
    return next((second - first for first, second in pairs if first is not None and second is not None), None)


def _verdict(chosen: ObservedClaim, claim: ObservedClaim, role: str) -> tuple[str, str]:
    if role == "supporting":
        return WITHIN_ROUNDING, "the two differ, but both may stand for one number"
    first, second = chosen.published_start, claim.published_start
    apart = 0 if first is None or second is None else abs((first - second).days)
    if apart >= REVISED_AFTER_DAYS:
        return INCONSISTENT, f"no one number is both; {apart} days lie between the articles: perhaps a revision"
    return INCONSISTENT, "no one number is both"
