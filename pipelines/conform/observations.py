"""Claims to facts of the world: the same subject, metric, role, unit and period is one fact, however often it is told.

Two claims tell of one fact where their keys agree: whose thing it is and its name (`naming.py`), role, measure (level
or change), prices (of the day, or of one year), unit of comparison, denominator, and period: of a flow its first and
last day, of a stock the day it stands at. A claim that lacks one of these matches no other and stands as its own fact.
Of an article that gives several values for one key the first stands for the fact and each other one alone: an article
does not contradict itself, it speaks of several things. The id of a fact is the hash of its key: new claims join it,
none can rename it.

Of several claims one is chosen to speak for the fact; the others support it where their rounding intervals meet its
own, else they contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pipelines.conform.intervals import POINT_MODIFIERS, Interval, rounding_interval
from pipelines.conform.naming import folded, is_bare, scope_of, thing_name
from pipelines.conform.price_terms import price_year
from pipelines.conform.units import conform_value
from schemas.identity import content_id

ADDITIVE_KINDS = frozenset({"money", "count"})
"""Kinds that may be summed at all: shares, growth rates, ranks and multiples never."""

CHANGES = frozenset({"percent_change", "percentage_point", "basis_point"})
"""Kinds and units that tell of a change, whatever their sentence says."""

CHOSEN_RULE = (
    "a named value before a bound, then the surest reading, then most digits, then the latest publication, then id"
)

CONFIDENCE_STEPS = 10
"""Readings whose confidence differs by less than a tenth are equally sure: the figure is a rule's average."""

LONG_WINDOW_DAYS = 731
"""Windows beyond two years ("the past decade", told on different days) are the same where their years are."""

_SINGLE = "single"
_OF_EACH = re.compile(r"\b(?:per|each|every|average|mean|median|unit (?:price|cost))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ObservedClaim:
    """What matching needs to know of a claim; unit and values are as corrected, `subject_code` where it is known."""

    claim_id: str
    article_id: str
    start: int
    subject: str | None
    subject_code: str | None
    metric: str | None
    metric_code: str | None
    nature: str
    additivity: str | None
    status: str
    kind: str
    unit: str | None
    per: str | None
    direction: str | None
    base: str | None
    period_start: date | None
    period_end: date | None
    modifier: str
    value_low: Decimal | None
    value_high: Decimal | None
    decimals: int | None
    confidence: float
    published_start: date | None
    sent_start: int = 0
    subject_start: int | None = None
    is_restatement: bool = False
    is_component: bool = False
    repeats_claim_id: str | None = None
    original_article_id: str | None = None
    """Of a copied article the one that it repeats."""
    original_claim_id: str | None = None
    """Of a claim in a copied article the same words in the original."""
    price_terms: str | None = None
    """Of an amount in real terms the words that say so."""

    @property
    def value(self) -> Decimal | None:
        """The value the words name, or None where they give a bound or a range."""
        return self.value_low if self.modifier in POINT_MODIFIERS else None

    @property
    def interval(self) -> Interval:
        """The values its words allow."""
        return rounding_interval(self.value_low, self.value_high, self.modifier, self.decimals)

    @property
    def story_id(self) -> str:
        """The article that told it first: its own, or the one that its article is a copy of."""
        return self.original_article_id or self.article_id

    @property
    def first_claim_id(self) -> str:
        """The claim that told it first: itself, or the same words in the original of a copy."""
        return self.original_claim_id or self.claim_id

    @property
    def thing(self) -> tuple[str, str]:
        """Whose thing it is about and the thing's name (see `pipelines.conform.naming`)."""
        opens = self.subject_start is None or self.subject_start <= self.sent_start
        scope, words = scope_of(self.subject, self.subject_code, opens)
        return self.story_id if scope is None else scope, thing_name(words, self.metric, self.unit, self.kind)

    @property
    def prices(self) -> str:
        """The prices that an amount in real terms is in; empty for what is at prices of its own time.

        Where the year is not told only the same article's amounts are known to be in the same prices.
        """
        if self.price_terms is None:
            return ""
        return f"prices of {price_year(self.price_terms) or self.story_id}"

    @property
    def is_change(self) -> bool:
        """Whether it tells by how much something changed and not what it came to."""
        return self.kind in CHANGES or self.unit in CHANGES


@dataclass(frozen=True, slots=True)
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
    conformed = [_conformed(claim) for claim in claims]
    keys = {claim.claim_id: _key(claim) for claim in conformed}
    for claim in conformed:
        # What is said twice in the same words is said once, also where its key is not complete.
        if claim.repeats_claim_id in keys:
            keys[claim.claim_id] = keys[claim.repeats_claim_id]
    groups: dict[tuple[str, ...], list[ObservedClaim]] = {}
    for claim in conformed:
        groups.setdefault(keys[claim.claim_id], []).append(claim)
    facts = []
    for key, members in groups.items():
        together, alone = _parted(members)
        facts.append(_fact(key, together))
        facts.extend(_fact((*key, first), told) for first, told in _by_first_telling(alone).items())
    return tuple(sorted(facts, key=lambda fact: fact.observation_id))


def series_of(claims: Iterable[ObservedClaim]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Of each claim of some whole articles the series of its own words, and that of the fact that it joins.

    The two differ where a claim repeats another one. What is of one series is of one subject, the first of its parts;
    here it is told apart by no prices, because audits hold levels at different ones against one another.
    """
    conformed = {claim.claim_id: _conformed(claim) for claim in claims}
    own = {key: series_key(claim, prices="") for key, claim in conformed.items()}
    joined = dict(own)
    for key, claim in conformed.items():
        if claim.repeats_claim_id in joined:
            joined[key] = joined[claim.repeats_claim_id]
    return {key: (own[key], joined[key]) for key in own}


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


def is_whole(claim: ObservedClaim) -> bool:
    """Whether a claim says enough to be matched: of whom, what, and when."""
    tells_what = not is_bare(claim.metric) or (claim.kind == "count" and bool(claim.unit))
    return bool(folded(claim.subject)) and tells_what and bool(claim.thing[1]) and claim.period_end is not None


def series_key(claim: ObservedClaim, prices: str | None = None) -> tuple[str, ...]:
    """What a claim is about apart from its period and its role: claims of one key can be drawn as one line.

    The unit of a count is the noun counted, which is in the name already. An amount in real terms is in no line with
    money of the day, unless `prices` says at which to look.
    """
    is_change = claim.is_change
    at = claim.prices if prices is None else prices
    return (
        *claim.thing,
        "change" if is_change else f"level at {at}" if at else "level",
        claim.kind,
        "" if claim.kind == "count" else claim.unit or "",
        claim.per or "",
        folded(claim.base) if is_change and not _is_year_on_year(claim) else "",
        "" if is_whole(claim) else claim.first_claim_id,
    )


def _is_year_on_year(claim: ObservedClaim) -> bool:
    """Whether a change is against the year before: what is meant where nothing else is said."""
    base = folded(claim.base)
    if not base or base in ("year on year", "year over year", "yoy", "previous year", "year earlier", "last year"):
        return True
    return claim.period_start is not None and base == str(claim.period_start.year - 1)


def _key(claim: ObservedClaim) -> tuple[str, ...]:
    return (*series_key(claim), claim.status, _sign(claim), *_period_key(claim))


def _sign(claim: ObservedClaim) -> str:
    """The way a change goes; up where nothing is said, as growth rates are told."""
    return (claim.direction or "up") if claim.is_change else ""


def _period_key(claim: ObservedClaim) -> tuple[str, str]:
    start, end = claim.period_start, claim.period_end
    if claim.nature == "stock" and not claim.is_change:
        return "", str(end)
    if start is not None and end is not None and (end - start).days > LONG_WINDOW_DAYS:
        return f"{_nearest_year(start)}", f"{_nearest_year(end)}"
    return str(start), str(end)


def _nearest_year(day: date) -> int:
    return day.year + (day.month > 6)


def _conformed(claim: ObservedClaim) -> ObservedClaim:
    """The claim in the unit of comparison of its quantity."""
    if claim.kind == "money":
        return claim
    made = conform_value(claim.unit, claim.value_low, claim.value_high, claim.decimals)
    if made is None or made.unit == (claim.unit or ""):
        return claim
    values = {name: getattr(claim, name) for name in claim.__slots__}
    values |= {
        "unit": made.unit,
        "value_low": made.value_low,
        "value_high": made.value_high,
        "decimals": made.decimals,
    }
    return ObservedClaim(**values)


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
