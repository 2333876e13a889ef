"""What the audits share: facts looked up by claim, by series and by period, and the words of their verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from pipelines.conform.intervals import Interval
from pipelines.conform.matching import ObservedClaim, series_key
from pipelines.conform.naming import without_growth, without_intent
from pipelines.conform.observations import Fact
from schemas.values import value_class

CONSISTENT = "consistent"
WITHIN_ROUNDING = "within_rounding"
INCONSISTENT = "inconsistent"
NOT_COMPARABLE = "not_comparable"

LEVELS = frozenset({"money", "count", "area", "length", "mass", "energy", "power", "volume", "data", "index"})
"""Kinds of number that a percentage of change can be told of."""

PLACES = Decimal("1e-9")
"""Computed values are kept to the nine places of their columns."""


@value_class
class Link:
    """One relation between two claims of an article, as `core_claim_relations` has it."""

    kind: str
    from_claim_id: str
    to_claim_id: str


class SentencePlaces:
    """The claims of one article by the sentence they stand in."""

    def __init__(self) -> None:
        """Begin with none."""
        self._by_start: dict[int, list[str]] = {}

    def add(self, sent_start: int, claim_id: str) -> None:
        """Take a claim."""
        self._by_start.setdefault(sent_start, []).append(claim_id)

    def around(self, sent_start: int) -> list[str]:
        """The claims of a sentence; where there is one alone, those of the last sentence before that has any."""
        own = self._by_start[sent_start]
        before = [start for start in self._by_start if start < sent_start]
        return own if len(own) > 1 or not before else self._by_start[max(before)]


class FactIndex:
    """The facts of the world, ready to be asked for."""

    def __init__(self, facts: Sequence[Fact], links: Iterable[Link] = ()) -> None:
        """Take all facts and all relations between their claims."""
        self.facts = tuple(facts)
        self.links = tuple(links)
        self.by_claim: dict[str, tuple[Fact, ObservedClaim]] = {
            claim.claim_id: (fact, claim) for fact in facts for claim in fact.claims
        }
        self._levels: dict[tuple[tuple[str, ...], date | None], list[Fact]] = {}
        self._things: dict[tuple[str, ...], list[Fact]] = {}
        self._metrics: dict[tuple[tuple[str, str], date | None], list[Fact]] = {}
        self._places: dict[str, SentencePlaces] = {}
        for fact in facts:
            for claim in fact.claims:
                self._places.setdefault(claim.article_id, SentencePlaces()).add(claim.sent_start, claim.claim_id)
            if not fact.chosen.is_change:
                self._take_level(fact)

    def _take_level(self, fact: Fact) -> None:
        """Put a level where it is asked for; by the end of its period too, because a series may have very many."""
        level = fact.chosen
        self._things.setdefault(thing_key(level), []).append(fact)
        self._levels.setdefault((series_key(level, prices=""), level.period_end), []).append(fact)
        if level.kind in LEVELS:
            self._metrics.setdefault((_changing(level), level.period_end), []).append(fact)

    def levels_like(self, claim: ObservedClaim, end: date) -> list[Fact]:
        """The levels of the series that a claim belongs to whose period ends on a day, whatever role and prices."""
        return self._levels.get((series_key(claim, prices=""), end), [])

    def levels_of_thing(self, claim: ObservedClaim) -> list[Fact]:
        """The levels of what a claim counts or measures, also where one of the two is worded as a goal."""
        return self._things.get(thing_key(claim), [])

    def around(self, claim: ObservedClaim) -> list[str]:
        """The claims of a claim's sentence; where it is alone there, those of the sentence before."""
        return self._places[claim.article_id].around(claim.sent_start)

    def levels_behind(self, change: ObservedClaim) -> list[Fact]:
        """The levels of the quantity that a change is told of, in any unit, of periods that end when its own does."""
        wanted = _changing(change)
        return self._metrics.get((wanted, change.period_end), []) if all(wanted) and change.period_end else []

    def linked(self, kind: str) -> Mapping[str, str]:
        """The relations of a kind: claim -> the claim it depends on."""
        return {link.from_claim_id: link.to_claim_id for link in self.links if link.kind == kind}


def thing_key(claim: ObservedClaim) -> tuple[str, ...]:
    """Who and what a level is of, goal or outcome; with kind and unit, of a count without."""
    scope, name = claim.thing
    thing = without_intent(name)
    if not thing or not claim.subject:
        return ("", claim.claim_id)
    return (scope, thing, claim.kind, "" if claim.kind == "count" else claim.unit or "", claim.per or "")


def _changing(claim: ObservedClaim) -> tuple[str, str]:
    """Who and what it is that changes, or that is the level of."""
    scope, name = claim.thing
    return scope, without_growth(name)


def kept(value: Decimal | None) -> Decimal | None:
    """A computed value to the places of its column, or None where it has none or too many digits before the point."""
    if value is None or abs(value) >= Decimal("1e28"):
        return None
    return value.quantize(PLACES)


def kept_interval(interval: Interval) -> tuple[Decimal | None, Decimal | None]:
    """Both ends to the places of their columns."""
    return kept(interval.low), kept(interval.high)


def a_year_before(day: date) -> date:
    """The same day of the year before; 28 February for a 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def months_before(day: date, months: int) -> date:
    """The first of the month so many months before a first of a month; other days keep their number up to 28."""
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, min(day.day, 28))
