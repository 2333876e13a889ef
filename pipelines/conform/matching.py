"""What a claim is about: two claims tell of one fact of the world where these keys agree.

A key says whose thing it is and its name (`naming.py`), role, measure (level or change), prices (of the day, or of one
year), unit of comparison, denominator, and period: of a flow its first and last day, of a stock the day it stands at. A
claim that lacks one of these has a key of its own, which no other shares.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipelines.conform.intervals import POINT_MODIFIERS, Interval, rounding_interval
from pipelines.conform.naming import folded, is_bare, scope_of, thing_name
from pipelines.conform.price_terms import price_year
from pipelines.conform.units import conform_value
from pipelines.lexicons import read_word_sets
from schemas.values import value_class

CHANGES = frozenset({"percent_change", "percentage_point", "basis_point"})
"""Kinds and units that tell of a change, whatever their sentence says."""

_YEAR_ON_YEAR = read_word_sets(__file__)["year on year"]

LONG_WINDOW_DAYS = 731
"""Windows beyond two years ("the past decade", told on different days) are the same where their years are."""


@value_class
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


def series_of(claims: Iterable[ObservedClaim]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Of each claim of some whole articles the series of its own words, and that of the fact that it joins.

    The two differ where a claim repeats another one, and may then be of two topics. What is of one series is of one
    topic, the first two of its parts; here it is told apart by no prices, because audits hold levels at different ones
    against one another.
    """
    compared = {claim.claim_id: conformed(claim) for claim in claims}
    own = {key: series_key(claim, prices="") for key, claim in compared.items()}
    joined = dict(own)
    for key, claim in compared.items():
        if claim.repeats_claim_id in joined:
            joined[key] = joined[claim.repeats_claim_id]
    return {key: (own[key], joined[key]) for key in own}


def _is_year_on_year(claim: ObservedClaim) -> bool:
    """Whether a change is against the year before: what is meant where nothing else is said."""
    base = folded(claim.base)
    if not base or base in _YEAR_ON_YEAR:
        return True
    return claim.period_start is not None and base == str(claim.period_start.year - 1)


def fact_key(claim: ObservedClaim) -> tuple[str, ...]:
    """What claims of one fact have in common: what is of one series, in one role, going one way, in one period."""
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


def conformed(claim: ObservedClaim) -> ObservedClaim:
    """The claim in the unit of comparison of its quantity."""
    if claim.kind == "money":
        return claim
    made = conform_value(claim.unit, claim.value_low, claim.value_high, claim.decimals)
    if made is None or made.unit == (claim.unit or ""):
        return claim
    return replace(claim, unit=made.unit, value_low=made.value_low, value_high=made.value_high, decimals=made.decimals)
