"""Does the growth that an article reports fit the levels it grew from and to? One check for each reported percentage.

Real growth has inflation taken out, levels at current prices have not: the two cannot be compared, and a difference is
no error. Which of the two a percentage is, the nearest of the words in `growth.lexicon.csv` tells, else the amount that
it is told of, where that is in real terms, else the convention of its statistic. Levels in real terms are compared with
real growth, where both are in the prices of one year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from pipelines.conform.audits import (
    CONSISTENT,
    INCONSISTENT,
    LEVELS,
    NOT_COMPARABLE,
    WITHIN_ROUNDING,
    FactIndex,
    a_year_before,
    kept,
    kept_interval,
    months_before,
)
from pipelines.conform.intervals import Interval, growth, quotient, rounded
from pipelines.conform.matching import ObservedClaim
from pipelines.conform.naming import folded, thing_name, without_growth
from pipelines.conform.observations import Fact
from pipelines.lexicons import read_lexicon
from schemas.identity import content_id
from schemas.values import value_class

_ROWS = read_lexicon(__file__)
_WORDS = tuple((row["words"], row["role"]) for row in _ROWS if row["role"] in ("real", "nominal"))
_REAL_BY_CONVENTION = frozenset(thing_name("", row["words"], None, "") for row in _ROWS if row["role"] == "convention")
_AVERAGES = tuple(row["words"] for row in _ROWS if row["role"] == "average")

REACH = 60
"""How far from a percentage a word may stand that tells its prices, in characters: about a clause."""

_MONTHS_BACK = {"month on month": 1, "month over month": 1, "previous month": 1, "quarter on quarter": 3,
                "quarter over quarter": 3, "previous quarter": 3}  # fmt: skip


@value_class
class GrowthWording:
    """The sentence of a reported growth, and where in it the number stands."""

    sentence: str
    start: int
    end: int


def check_growth(index: FactIndex, wordings: Mapping[str, GrowthWording]) -> list[tuple[object, ...]]:
    """Compare every reported percentage of change with the levels it belongs to.

    Args:
        index: All facts and the relations of their claims.
        wordings: Claim id of a percentage -> its sentence.

    Returns:
        Rows of `core_growth_checks` (without `row_hash`), one for each percentage whose level is told; where only the
        level reached is told, what the level before must have been.
    """
    level_of, begins = index.linked("growth_of"), index.linked("from_to")
    rows = []
    for fact in index.facts:
        for claim in fact.claims:
            if claim.kind != "percent_change" or _signed(claim) is None:
                continue
            wording = wordings.get(claim.claim_id)
            current = _current(index, claim, level_of, wording)
            if current is not None:
                base = _base(index, claim, current, begins)
                rows.append(_row(fact, claim, current, base, wording))
    return rows


def price_basis(claim: ObservedClaim, wording: GrowthWording | None, level: ObservedClaim) -> str:
    """Whether a growth is `real` or `nominal`: by the nearest word, else as its level is, else by convention."""
    return _own_basis(claim, wording) or ("real" if level.prices else "nominal")


def _own_basis(claim: ObservedClaim, wording: GrowthWording | None) -> str | None:
    """What the words of a growth, or the convention of its statistic, say of its prices."""
    found = min(_marks(wording), default=None) if wording is not None else None
    if found is not None:
        return found[1]
    name = without_growth(thing_name("", claim.metric, None, ""))
    return "real" if name in _REAL_BY_CONVENTION else None


def _marks(wording: GrowthWording) -> Iterator[tuple[int, str]]:
    """Each word that tells prices, with its distance from the number; what stands before it counts as nearer."""
    text = wording.sentence.casefold()
    if len(text) != len(wording.sentence):
        text = wording.sentence.lower()
    for words, role in _WORDS:
        place = text.find(words)
        while place >= 0:
            after = place >= wording.end
            distance = place - wording.end if after else max(0, wording.start - place - len(words))
            if distance <= REACH:
                yield 2 * distance + after, role
            place = text.find(words, place + 1)


def _current(
    index: FactIndex, claim: ObservedClaim, level_of: Mapping[str, str], wording: GrowthWording | None
) -> tuple[Fact, ObservedClaim] | None:
    """The level that the change led to: the one the text ties to it, else the one of its subject, metric and period.

    Of a level in real terms and one at current prices it is the one whose prices are those of the growth.
    """
    linked = index.by_claim.get(level_of.get(claim.claim_id, ""))
    if linked is not None and linked[1].kind in LEVELS:
        return linked
    levels = [fact for fact in index.levels_behind(claim) if _begins(fact.chosen, claim.period_start)]
    is_real = _own_basis(claim, wording) == "real"
    fact = min(levels, key=lambda fact: bool(fact.chosen.prices) != is_real, default=None)
    return (fact, fact.chosen) if fact is not None else None


def _begins(level: ObservedClaim, start: date | None) -> bool:
    """Whether a level whose end is right is of the period with that start; a stock is of its last day alone."""
    return level.nature == "stock" or level.period_start == start


def _base(
    index: FactIndex, claim: ObservedClaim, current: tuple[Fact, ObservedClaim], begins: Mapping[str, str]
) -> tuple[Fact, ObservedClaim] | None:
    """The level that the change began from: "from X to Y", else the same series a year (quarter, month) before."""
    level = current[1]
    linked = index.by_claim.get(begins.get(level.claim_id, ""))
    if linked is not None and linked[1].unit == level.unit:
        return linked
    period = _base_period(claim, level)
    if period is None:
        return None
    start, end = period
    candidates = [fact for fact in index.levels_like(level, end) if _begins(fact.chosen, start)]
    candidates.sort(
        key=lambda fact: (
            fact.chosen.prices != level.prices,
            fact.chosen.status != "actual",
            fact.chosen.value is None,
            fact.observation_id,
        )
    )
    return (candidates[0], candidates[0].chosen) if candidates else None


def _base_period(claim: ObservedClaim, level: ObservedClaim) -> tuple[date | None, date] | None:
    start, end, base = level.period_start, level.period_end, folded(claim.base)
    if end is None:
        return None
    months = _MONTHS_BACK.get(base)
    if months is not None:
        return (months_before(start, months) if start else None), months_before(end, months)
    years = 1
    if base.isdigit() and len(base) == 4 and start is not None:
        years = start.year - int(base)
        if not 0 < years < 100:
            return None
    for _ in range(years):
        start, end = (a_year_before(start) if start else None), a_year_before(end)
    return start, end


def _signed(claim: ObservedClaim) -> Decimal | None:
    value = claim.value if claim.value is not None else claim.value_low or claim.value_high
    if value is None:
        return None
    return -value if claim.direction == "down" else value


def _reported(claim: ObservedClaim) -> Interval:
    found = claim.interval
    if claim.direction != "down":
        return found
    return Interval(*(None if end is None else -end for end in (found.high, found.low)))


def _row(
    fact: Fact,
    claim: ObservedClaim,
    current: tuple[Fact, ObservedClaim],
    base: tuple[Fact, ObservedClaim] | None,
    wording: GrowthWording | None,
) -> tuple[object, ...]:
    level, reported = current[1], _reported(claim)
    prices = price_basis(claim, wording, level)
    implied, allowed, verdict, why = None, Interval(None, None), NOT_COMPARABLE, "no earlier level is told"
    if base is not None:
        implied, allowed = _implied(level, base[1])
        apart = _other_prices(prices, level, base[1])
        verdict, why = (NOT_COMPARABLE, apart) if apart else _verdict(claim, implied, allowed, wording)
    before = _level_before(level, reported)
    return (
        content_id("w", claim.claim_id),
        claim.claim_id,
        level.claim_id,
        base[1].claim_id if base else None,
        fact.observation_id,
        current[0].observation_id,
        base[0].observation_id if base else None,
        prices,
        _signed(claim),
        *kept_interval(reported),
        kept(implied),
        *kept_interval(allowed),
        kept(_point_before(level, claim)),
        *kept_interval(before),
        level.unit,
        verdict,
        why,
    )


def _implied(level: ObservedClaim, base: ObservedClaim) -> tuple[Decimal | None, Interval]:
    point = None
    if level.value is not None and base.value is not None and base.value > 0:
        point = (level.value / base.value - 1) * 100
    return point, growth(level.interval, base.interval)


def _level_before(level: ObservedClaim, reported: Interval) -> Interval:
    """What the level before must have been for the reported growth to be right."""
    factor = Interval(*(None if end is None else 1 + end / 100 for end in (reported.low, reported.high)))
    return quotient(level.interval, factor)


def _point_before(level: ObservedClaim, claim: ObservedClaim) -> Decimal | None:
    change = _signed(claim)
    if level.value is None or claim.value is None or change is None or change <= -100:
        return None
    return level.value / (1 + change / 100)


def _other_prices(prices: str, level: ObservedClaim, base: ObservedClaim) -> str | None:
    """Why a growth and the two levels are not in the same prices, null where they are."""
    if level.kind != "money":
        return None
    if bool(level.prices) != bool(base.prices):
        return f"one level is in real terms ({level.price_terms or base.price_terms}), the other at current prices"
    if level.prices != base.prices:
        return f"levels in the prices of different years: {base.price_terms}, {level.price_terms}"
    if level.prices and prices == "nominal":
        return f"nominal growth, against levels in real terms ({level.price_terms})"
    if prices == "real" and not level.prices:
        return "real growth, against levels at current prices"
    return None


def _verdict(
    claim: ObservedClaim, implied: Decimal | None, allowed: Interval, wording: GrowthWording | None
) -> tuple[str, str]:
    reported = _reported(claim)
    if wording is not None and any(words in wording.sentence.casefold() for words in _AVERAGES):
        return NOT_COMPARABLE, "an average rate over several years, against one step of levels"
    if implied is None or claim.value is None:
        if allowed.low is None and allowed.high is None:
            return NOT_COMPARABLE, "the levels are only bounded"
        if not allowed.meets(reported):
            return INCONSISTENT, "the bounds of the levels do not admit the growth reported"
        return NOT_COMPARABLE, "a bound and no value: the numbers do not contradict one another"
    signed = _signed(claim)
    if claim.decimals is not None and rounded(implied, claim.decimals) == signed:
        return CONSISTENT, "the levels give the growth reported, to its last digit"
    if allowed.meets(reported):
        return WITHIN_ROUNDING, "the rounding of the levels admits the growth reported"
    places = max(0, claim.decimals if claim.decimals is not None else 2)
    return INCONSISTENT, f"the levels give {implied:.2f} %, reported is {signed:.{places}f} %"
