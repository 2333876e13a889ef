"""Finds how the claims of an article hang together, so that a chart neither adds nor compares what it may not.

    stated_conversion_of   the same amount in another currency       growth_of      a change, to the level it reached
    from_to                the end of a movement, to its beginning   share_of       a percentage, to what it is of
    part_of                some of a number of things, to all        target_of      a target, to the outcome beside it
    component_of           one of several amounts, to their sum      repeats        the same claim again, to the first

A relation runs from the claim that needs the other to the claim it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schemas.spans import Claim, ClaimRelation, SentenceReading

_INTENDED = frozenset({"target", "plan", "projected"})
_INCLUDING = ("including ", "of which ", "of whom ", "of these, ", "consisting of ", "comprising ")
_OF_WHOLE = (" of ", " out of ", " of the ", " out of the ")
_LONGEST_GAP = 40
_NEIGHBOURS = 8


def find_relations(readings: Sequence[SentenceReading]) -> tuple[ClaimRelation, ...]:
    """Find the pairs of claims of one article that belong together.

    Args:
        readings: The sentences of the article with their claims, as `bind_claims` returns them.

    Returns:
        Relations between claims, each named by the raw-text offset where its number begins; no pair twice in a kind.
    """
    found: dict[tuple[str, int, int], ClaimRelation] = {}
    for reading in readings:
        for relation in _within(reading):
            found.setdefault((relation.kind, relation.from_start, relation.to_start), relation)
    for relation in _repeats(readings):
        found.setdefault((relation.kind, relation.from_start, relation.to_start), relation)
    return tuple(found.values())


def _within(reading: SentenceReading) -> Iterator[ClaimRelation]:
    claims = reading.claims
    for index, claim in enumerate(claims):
        yield from _conversion(claim)
        if claim.quantity.from_index is not None and claim.quantity.from_index < len(claims):
            yield _relation("from_to", claim, claims[claim.quantity.from_index], "from <number> to <number>")
        yield from _growth(claims, index)
        for other in claims[index + 1 : index + 1 + _NEIGHBOURS]:
            yield from _pair(reading, claim, other)


def _relation(kind: str, of: Claim, to: Claim, rule: str) -> ClaimRelation:
    return ClaimRelation(kind, of.quantity.start, to.quantity.start, rule)


def _conversion(claim: Claim) -> Iterator[ClaimRelation]:
    if claim.paired_start is not None and claim.paired_start < claim.quantity.start:
        yield ClaimRelation(
            "stated_conversion_of", claim.quantity.start, claim.paired_start, "<amount> (<amount in another currency>)"
        )


def _growth(claims: Sequence[Claim], index: int) -> Iterator[ClaimRelation]:
    """A percentage of change belongs to the level of the same metric: the one before it, else the one behind."""
    claim = claims[index]
    if claim.quantity.kind != "percent_change":
        return
    before = claims[max(0, index - _NEIGHBOURS) : index]
    for other in (*reversed(before), *claims[index + 1 : index + 1 + _NEIGHBOURS]):
        level = other.quantity.kind in ("money", "count", "index") or other.quantity.unit not in ("percent", None)
        if level and other.quantity.kind != "percent_change" and other.context.metric == claim.context.metric:
            yield _relation("growth_of", claim, other, "level and its change in one sentence")
            return


def _pair(reading: SentenceReading, first: Claim, second: Claim) -> Iterator[ClaimRelation]:
    """What two claims of a sentence are to one another, by the words between them."""
    start = reading.sentence.start
    between = reading.sentence.text[first.quantity.end - start : second.quantity.start - start].lower()
    if len(between) > _LONGEST_GAP and not any(cue in between for cue in _INCLUDING):
        return
    if first.quantity.kind == "count" and second.quantity.kind == "count" and between.startswith((" of ", " out of ")):
        if first.context.status == "actual" and second.context.status in _INTENDED:
            yield _relation("target_of", second, first, "<number> out of its targeted <number>")
        else:
            yield _relation("part_of", first, second, "<number> of <number> <things>")
    elif first.quantity.kind in ("percent", "ratio") and between.startswith(" of "):
        yield _relation("share_of", first, second, "<percent> of <number>")
    elif any(cue in between for cue in _INCLUDING) and first.quantity.unit == second.quantity.unit:
        yield _relation("component_of", second, first, "<number>, including <number>")
    elif (
        first.context.metric == second.context.metric
        and first.quantity.unit == second.quantity.unit
        and (first.context.status in _INTENDED) != (second.context.status in _INTENDED)
        and first.context.status != "hypothetical"
    ):
        target, outcome = (first, second) if first.context.status in _INTENDED else (second, first)
        if target.context.status == "target":
            yield _relation("target_of", target, outcome, "target and outcome of one metric")


def _repeats(readings: Sequence[SentenceReading]) -> Iterator[ClaimRelation]:
    """The same quote in the same words again: a duplicated lead, a pull quote, a headline that the text repeats."""
    seen: dict[tuple[object, ...], Claim] = {}
    for reading in readings:
        words = " ".join(reading.sentence.text.split()).lower()
        for claim in reading.claims:
            quantity = claim.quantity
            place = quantity.start - reading.sentence.start
            value = (quantity.kind, quantity.value_low, quantity.value_high, quantity.unit)
            key = (*value, words[:200], len(reading.sentence.text[:place].split()))
            first = seen.setdefault(key, claim)
            if first is not claim:
                yield _relation("repeats", claim, first, "the same sentence again")
                continue
            told = (*value, claim.context.subject, claim.context.metric)
            if claim.context.metric is None or claim.context.subject is None:
                continue
            first = seen.setdefault(told, claim)
            if first is not claim and first.context.status == claim.context.status:
                yield _relation("repeats", claim, first, "the same number of the same metric again")
