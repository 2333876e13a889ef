"""Claims to facts of the world: the same subject, metric, role, unit and period is one fact, however often it is told.

Matching is exact on the key after folding case, articles ("the") and spaces; a claim whose subject or metric or period
is unknown matches no other and stands as its own fact. Of several claims one is chosen to speak for the fact; the
others support it where their rounding intervals meet its own, else they contradict it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schemas.identity import content_id

POINT_MODIFIERS = frozenset({"exact", "approx", "nearly"})
"""Wordings that name a value; the others give a bound or a range, and no value that could be charted or summed."""

ADDITIVE_KINDS = frozenset({"money", "count"})
"""Kinds that may be summed at all: shares, growth rates, ranks and multiples never."""

CHOSEN_RULE = "surest reading, then most digits, then earliest publication, then id"

_LEADING = ("the ", "a ", "an ", "its ", "their ")


@dataclass(frozen=True, slots=True)
class ObservedClaim:
    """What matching needs to know of a claim."""

    claim_id: str
    article_id: str
    subject: str | None
    metric: str | None
    status: str
    kind: str
    unit: str | None
    per: str | None
    direction: str | None
    period_start: date | None
    period_end: date | None
    modifier: str
    value_low: Decimal | None
    value_high: Decimal | None
    decimals: int | None
    confidence: float
    published_start: date | None
    restates: bool
    additivity: str | None

    @property
    def value(self) -> Decimal | None:
        """The value the words name, or None where they give a bound or a range."""
        return self.value_low if self.modifier in POINT_MODIFIERS else None


def observe_claims(
    claims: Iterable[ObservedClaim],
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Group claims into facts.

    Returns:
        Rows of `core_observations` (without `row_hash`) and of `core_observation_claims`; every claim is in exactly
        one fact. The order of the claims does not matter.
    """
    groups: dict[tuple[str, ...], list[ObservedClaim]] = {}
    for claim in claims:
        groups.setdefault(_key(claim), []).append(claim)
    observations, bridges = [], []
    for key, members in groups.items():
        observation_id = content_id("o", *key)
        members.sort(key=_preference)
        roles = _roles(members)
        observations.append(_observation(observation_id, members, roles))
        bridges.extend((observation_id, claim.claim_id, role) for claim, role in zip(members, roles, strict=True))
    return observations, bridges


def rounding_interval(claim: ObservedClaim) -> tuple[Decimal | None, Decimal | None]:
    """The values a claim's words allow: half a unit of the last digit either way (XBRL), open where it is a bound.

    "approx" and "nearly" allow ten half units: "about 400 billion" was not counted to the billion.
    """
    if claim.modifier not in POINT_MODIFIERS or claim.decimals is None:
        return claim.value_low, claim.value_high
    half = Decimal(5).scaleb(-claim.decimals - 1)
    if claim.modifier != "exact":
        half *= 10
    low = None if claim.value_low is None else claim.value_low - half
    high = None if claim.value_high is None else claim.value_high + half
    return low, high


def _key(claim: ObservedClaim) -> tuple[str, ...]:
    known = claim.subject is not None and claim.metric is not None and claim.period_end is not None
    own = "" if known else claim.claim_id
    words = (claim.subject, claim.metric, claim.status, claim.kind, claim.unit, claim.per, claim.direction)
    return (*map(_folded, words), str(claim.period_start), str(claim.period_end), own)


def _folded(words: str | None) -> str:
    """A phrase for comparison: lower case, single spaces, straight apostrophes, no leading article."""
    text = " ".join((words or "").replace("’", "'").casefold().split())
    for lead in _LEADING:
        text = text.removeprefix(lead)
    return text


def _preference(claim: ObservedClaim) -> tuple[object, ...]:
    named = claim.value is not None
    digits = -999 if claim.decimals is None else claim.decimals
    return (not named, -claim.confidence, -digits, claim.published_start or date.max, claim.claim_id)


def _roles(members: Sequence[ObservedClaim]) -> list[str]:
    chosen = rounding_interval(members[0])
    others = [_meets(chosen, rounding_interval(claim)) for claim in members[1:]]
    return ["chosen", *("supporting" if meets else "conflicting" for meets in others)]


def _meets(first: tuple[Decimal | None, Decimal | None], second: tuple[Decimal | None, Decimal | None]) -> bool:
    """Whether two intervals share a value; None is an open end."""
    low = max((end for end in (first[0], second[0]) if end is not None), default=None)
    high = min((end for end in (first[1], second[1]) if end is not None), default=None)
    return low is None or high is None or low <= high


def _observation(observation_id: str, members: Sequence[ObservedClaim], roles: Sequence[str]) -> tuple[object, ...]:
    chosen = members[0]
    consistency = "single" if len(members) == 1 else "conflict" if "conflicting" in roles else "consistent"
    return (
        observation_id,
        chosen.subject,
        chosen.metric,
        chosen.status,
        chosen.kind,
        chosen.unit,
        chosen.per,
        chosen.direction,
        chosen.period_start,
        chosen.period_end,
        chosen.modifier,
        chosen.value,
        chosen.value_low,
        chosen.value_high,
        _additive(chosen),
        len(members),
        len({claim.article_id for claim in members}),
        len({(claim.value_low, claim.value_high) for claim in members}),
        consistency,
        chosen.claim_id,
        CHOSEN_RULE,
    )


def _additive(claim: ObservedClaim) -> Decimal | None:
    """The value where a sum over it means something: an outcome of an additive metric that restates no other amount."""
    may_add = claim.status == "actual" and claim.kind in ADDITIVE_KINDS and claim.additivity == "additive"
    return claim.value if may_add and not claim.restates else None
