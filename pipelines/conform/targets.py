"""Targets and plans beside the outcomes that answer them: how much of what was meant to be is there.

The outcome of a target is the one its text names beside it, else the latest outcome told of the same subject and thing
that is not later than the deadline (where no deadline is told, of the same article); of a flow only one of the target's
own period, or of its first part, counts. A target that does not name its thing ("against a target of 12", "the planners
had asked for 8 percent") is answered by the only thing of its kind and unit in its sentence; one that stands alone in
its sentence ("The aim was 20 percent.") by that of the sentence before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from pipelines.conform.audits import (
    CONSISTENT,
    INCONSISTENT,
    NOT_COMPARABLE,
    WITHIN_ROUNDING,
    FactIndex,
    SentencePlaces,
    kept,
    kept_interval,
)
from pipelines.conform.intervals import Interval, quotient
from pipelines.conform.matching import ObservedClaim
from pipelines.conform.naming import is_goal
from pipelines.conform.observations import Fact
from schemas.identity import content_id

INTENDED = frozenset({"target", "plan"})
CEILINGS = frozenset({"less_than", "at_most"})
"""Wordings of a target that is met by staying below it."""

MEASURED = frozenset({"area", "length", "mass", "energy", "power", "volume", "data"})
NUMBERED = MEASURED | {"money", "count", "percent", "ratio"}
"""Kinds of number of which one may be a share of another."""


def find_outcomes(index: FactIndex) -> list[tuple[object, ...]]:
    """Pair every target and plan with its outcome: rows of `core_target_outcomes`, without `row_hash`.

    A target without an outcome has a row too, with the state `no_outcome`.
    """
    answered = index.linked("target_of")
    rows = []
    for fact in index.facts:
        target = fact.chosen
        if target.status not in INTENDED or target.is_change or target.kind not in NUMBERED or target.is_restatement:
            continue
        outcome = (
            _linked_outcome(index, fact, answered) or _outcome_beside(index, target) or _latest_outcome(index, target)
        )
        rows.append(_row(fact, outcome))
    return rows


def claims_beside_goals(claims: Iterable[ObservedClaim]) -> dict[str, list[str]]:
    """Goals that name nothing -> the claims that tell what they are of: of their sentence, or of the one before."""
    claims = list(claims)
    places: dict[str, SentencePlaces] = {}
    for claim in claims:
        places.setdefault(claim.article_id, SentencePlaces()).add(claim.sent_start, claim.claim_id)
    return {
        claim.claim_id: places[claim.article_id].around(claim.sent_start)
        for claim in claims
        if claim.status == "target" and is_goal(claim.metric)
    }


def _linked_outcome(index: FactIndex, fact: Fact, answered: Mapping[str, str]) -> Fact | None:
    for claim in fact.claims:
        found = index.by_claim.get(answered.get(claim.claim_id, ""))
        if found is not None and found[1].kind == claim.kind and not found[1].is_change:
            return found[0]
    return None


def _outcome_beside(index: FactIndex, target: ObservedClaim) -> Fact | None:
    """The outcome that a target without a name of its own is said of: the only thing beside it that it can be of."""
    if target.status != "target" or not is_goal(target.metric):
        return None
    found = [index.by_claim[key] for key in index.around(target)]
    outcomes = [fact for fact, claim in found if claim.status == "actual" and _is_alike(fact.chosen, target)]
    if len({fact.chosen.thing for fact in outcomes}) != 1:
        return None
    return max((fact for fact in outcomes if _is_in_time(fact.chosen, target)), key=_lateness, default=None)


def _is_alike(done: ObservedClaim, target: ObservedClaim) -> bool:
    """Whether a level can be an outcome of a target by what is counted or measured, in which unit and for each what."""
    if done.is_change or done.is_restatement or done.kind != target.kind or done.per != target.per:
        return False
    return done.unit == target.unit or (done.kind == "count" and None in (done.unit, target.unit))


def _is_in_time(done: ObservedClaim, target: ObservedClaim) -> bool:
    return target.period_end is None or done.period_end is None or done.period_end <= target.period_end


def _latest_outcome(index: FactIndex, target: ObservedClaim) -> Fact | None:
    outcomes = [
        fact for fact in index.levels_of_thing(target) if fact.chosen.status == "actual" and _answers(fact, target)
    ]
    return max(outcomes, key=lambda fact: (fact.chosen.prices == target.prices, *_lateness(fact)), default=None)


def _answers(outcome: Fact, target: ObservedClaim) -> bool:
    done, due = outcome.chosen, target
    if _lies_ahead(done):
        return False
    if due.period_end is None:
        return any(claim.article_id == due.article_id for claim in outcome.claims)
    if done.period_end is None or done.period_end > due.period_end:
        return False
    if due.nature == "stock" or due.kind not in ("money", "count") or due.per is not None:
        return True
    return done.period_start is not None and due.period_start is not None and done.period_start >= due.period_start


def _lies_ahead(done: ObservedClaim) -> bool:
    """Whether a number is of a time after its article: then it is no outcome, whatever its words sound like."""
    start, published = done.period_start, done.published_start
    return start is not None and published is not None and start > published


def _lateness(fact: Fact) -> tuple[object, ...]:
    return (fact.chosen.period_end or date.min, fact.chosen.value is not None, fact.observation_id)


def _row(fact: Fact, outcome: Fact | None) -> tuple[object, ...]:
    target = fact.chosen
    done = outcome.chosen if outcome else None
    share, allowed = _progress(target, done)
    state, verdict, why = _state(target, done)
    return (
        content_id("t", fact.observation_id),
        fact.observation_id,
        target.claim_id,
        outcome.observation_id if outcome else None,
        done.claim_id if done else None,
        target.unit,
        kept(_number(target)),
        kept(_number(done)) if done else None,
        kept(share),
        *kept_interval(allowed),
        target.period_end,
        done.period_end if done else None,
        state,
        verdict,
        why,
    )


def _number(claim: ObservedClaim) -> Decimal | None:
    """The value, or the bound where that is all that is told."""
    if claim.value is not None:
        return claim.value
    return claim.value_low if claim.value_low is not None else claim.value_high


def _progress(target: ObservedClaim, done: ObservedClaim | None) -> tuple[Decimal | None, Interval]:
    """What the outcome is of the target, as a percentage, with what the rounding of both allows."""
    goal, reached = _number(target), None if done is None else _number(done)
    if done is None or done.prices != target.prices or reached is None or not goal:
        return None, Interval(None, None)
    meant = target.interval if target.value is not None else Interval(goal, goal)
    return reached / goal * 100, quotient(done.interval, meant).scaled(Decimal(100))


def _state(target: ObservedClaim, done: ObservedClaim | None) -> tuple[str, str, str]:
    """Where the target stands, whether the outcome agrees with it, and why."""
    if done is None:
        return "no_outcome", NOT_COMPARABLE, "no outcome is told"
    if done.prices != target.prices:
        terms = target.price_terms or done.price_terms
        return "unknown", NOT_COMPARABLE, f"target and outcome are not in the same prices: {terms}"
    reached = _reached(target, done)
    is_due = target.period_end is not None and done.period_end is not None and done.period_end >= target.period_end
    if reached is None and is_due:
        return "unknown", NOT_COMPARABLE, "the outcome is only bounded, on the wrong side to tell"
    if reached == WITHIN_ROUNDING:
        return "met", WITHIN_ROUNDING, "the outcome reaches the target to the digits told"
    if reached == CONSISTENT:
        return "met", CONSISTENT, "the outcome reaches the target"
    if is_due and _has_borrowed_deadline(target, done):
        return "unknown", NOT_COMPARABLE, "the outcome falls short of the target, whose own deadline is not told"
    if is_due:
        return "missed", INCONSISTENT, "at the deadline the outcome falls short of the target"
    return "under_way", NOT_COMPARABLE, "the outcome is of a time before the deadline, or the deadline is not told"


def _has_borrowed_deadline(target: ObservedClaim, done: ObservedClaim) -> bool:
    """Whether a goal without a name has no time but that of the outcome beside it: the goal may be for a later year."""
    spans = [(claim.period_start, claim.period_end) for claim in (target, done)]
    return target.article_id == done.article_id and is_goal(target.metric) and spans[0] == spans[1]


def _reached(target: ObservedClaim, done: ObservedClaim) -> str | None:
    """Whether the goal is reached, by what the outcome's words allow: a goal is a threshold and was not rounded."""
    goal, sign = _number(target), -1 if target.modifier in CEILINGS else 1
    worst, best = (done.interval.low, done.interval.high)[::sign]
    told = done.value if done.value is not None else worst
    if goal is None:
        return None
    if told is not None and sign * (told - goal) >= 0:
        return CONSISTENT
    if best is None:
        return None
    if done.value is not None and sign * (best - goal) >= 0:
        return WITHIN_ROUNDING
    return INCONSISTENT
