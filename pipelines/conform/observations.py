"""Claims to facts of the world: the same subject, metric, role, unit and period is one fact, however often it is told.

Two claims tell of one fact where their keys agree (`matching.py`). Of an article that gives several values for one key
the first stands for the fact and each other one alone: an article does not contradict itself, it speaks of several
things. The id of a fact is the hash of its key: new claims join it, none can rename it.

Of several claims one is chosen to speak for the fact; the others support it where their rounding intervals meet its
own, else they contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from pipelines.conform.intervals import Interval
from pipelines.conform.matching import ObservedClaim, conformed, fact_key, series_key
from pipelines.lexicons import read_choices
from schemas.identity import content_id
from schemas.values import value_class

ADDITIVE_KINDS = frozenset({"money", "count"})
"""Kinds that may be summed at all: shares, growth rates, ranks and multiples never."""

CHOSEN_RULE = (
    "a named value before a bound, then the surest reading, then most digits, then the latest publication, then id"
)

CONFIDENCE_STEPS = 10
"""Readings whose confidence differs by less than a tenth are equally sure: the figure is a rule's average."""

_SINGLE = "single"
_OF_EACH = re.compile(rf"\b(?:{read_choices(__file__)['of each']})\b", re.IGNORECASE)


@value_class
class Fact:
    """One fact of the world: its key, its claims with the chosen one first, and what each does for it."""

    observation_id: str
    series_id: str
    claims: tuple[ObservedClaim, ...]
    roles: tuple[str, ...]

    @property
    def chosen(self) -> ObservedClaim:
        """The claim that speaks for the fact."""
        return self.claims[0]

    @property
    def consistency(self) -> str:
        """Whether there is one claim, or all agree within rounding, or not."""
        if len(self.claims) == 1:
            return _SINGLE
        return "conflict" if "conflicting" in self.roles else "consistent"


def find_facts(claims: Iterable[ObservedClaim]) -> tuple[Fact, ...]:
    """Group claims into facts, ordered by id; each claim is in exactly one, whatever the order they come in."""
    compared = [conformed(claim) for claim in claims]
    keys = {claim.claim_id: fact_key(claim) for claim in compared}
    for claim in compared:
        # What is said twice in the same words is said once, also where its key is not complete.
        if claim.repeats_claim_id in keys:
            keys[claim.claim_id] = keys[claim.repeats_claim_id]
    groups: dict[tuple[str, ...], list[ObservedClaim]] = {}
    for claim in compared:
        groups.setdefault(keys[claim.claim_id], []).append(claim)
    facts = []
    for key, members in groups.items():
        together, alone = _parted(members)
        facts.append(_fact(key, together))
        facts.extend(_fact((*key, first), told) for first, told in _by_first_telling(alone).items())
    return tuple(sorted(facts, key=lambda fact: fact.observation_id))


def observation_rows(facts: Iterable[Fact]) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Rows of `core_observations` (without `row_hash`) and of `core_observation_claims`."""
    observations: list[tuple[object, ...]] = []
    bridges: list[tuple[object, ...]] = []
    for fact in facts:
        observations.append(_row(fact))
        bridges.extend(
            (fact.observation_id, claim.claim_id, role) for claim, role in zip(fact.claims, fact.roles, strict=True)
        )
    return observations, bridges


def _parted(members: Sequence[ObservedClaim]) -> tuple[list[ObservedClaim], list[ObservedClaim]]:
    """Of each article the first value and what agrees with it, and what does not and so tells of something else."""
    together, alone = [], []
    first: dict[str, Interval] = {}
    in_order = sorted(members, key=lambda claim: (claim.article_id, claim.value is None, claim.start, claim.claim_id))
    for claim in in_order:
        if first.setdefault(claim.article_id, claim.interval).meets(claim.interval):
            together.append(claim)
        else:
            alone.append(claim)
    return together, alone


def _by_first_telling(claims: Iterable[ObservedClaim]) -> dict[str, list[ObservedClaim]]:
    told: dict[str, list[ObservedClaim]] = {}
    for claim in claims:
        told.setdefault(claim.first_claim_id, []).append(claim)
    return told


def _fact(key: tuple[str, ...], members: Sequence[ObservedClaim]) -> Fact:
    ordered = sorted(members, key=_preference)
    chosen = ordered[0].interval
    others = ["supporting" if chosen.meets(claim.interval) else "conflicting" for claim in ordered[1:]]
    series = content_id("i", *series_key(ordered[0]))
    return Fact(content_id("o", *key), series, tuple(ordered), ("chosen", *others))


def _preference(claim: ObservedClaim) -> tuple[object, ...]:
    published = claim.published_start or date.min
    digits = -999 if claim.decimals is None else claim.decimals
    sureness = round(claim.confidence * CONFIDENCE_STEPS)
    return (claim.value is None, -sureness, -digits, -published.toordinal(), claim.claim_id)


def _row(fact: Fact) -> tuple[object, ...]:
    chosen = fact.chosen
    return (
        fact.observation_id,
        fact.series_id,
        chosen.subject,
        chosen.subject_code,
        chosen.metric,
        chosen.metric_code,
        chosen.nature,
        "change" if chosen.is_change else "level",
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
        chosen.decimals,
        _additive(chosen),
        all(claim.is_restatement for claim in fact.claims),
        len(fact.claims),
        len({claim.article_id for claim in fact.claims}),
        len({(claim.value_low, claim.value_high) for claim in fact.claims}),
        fact.consistency,
        chosen.claim_id,
        CHOSEN_RULE,
    )


def _additive(claim: ObservedClaim) -> Decimal | None:
    """The value where a sum over it means something: an outcome of an additive metric, no part and no restatement.

    Amounts in real terms are summed with none: sums are of money of the day.
    """
    may_add = (
        claim.status == "actual"
        and claim.kind in ADDITIVE_KINDS
        and claim.additivity == "time"
        and claim.per is None
        and not _is_of_each(claim)
        and not claim.is_change
        and not claim.prices
    )
    return claim.value if may_add and not claim.is_restatement and not claim.is_component else None


def _is_of_each(claim: ObservedClaim) -> bool:
    """Whether its words give an amount for each of many: "output per person", "each hour", "an average fee"."""
    return bool(_OF_EACH.search(claim.metric or "") or _OF_EACH.search(claim.subject or ""))
