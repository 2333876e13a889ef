"""Finds how the claims of an article hang together, so that a chart neither adds nor compares what it may not.

    stated_conversion_of   the same amount in another currency       growth_of      a change, to the level it reached
    from_to                the end of a movement, to its beginning   share_of       a percentage, to what it is of
    part_of                some of a number of things, to all        target_of      a target, to the outcome beside it
    component_of           one of several amounts, to their sum      repeats        the same claim again, to the first

A relation runs from the claim that needs the other to the claim it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from pipelines.extract.lexicons import read_word_sets
from schemas.codes.entities import entity_of
from schemas.spans import Claim, ClaimRelation, SentenceReading

_INTENDED = frozenset({"target", "plan", "projected"})
_INCLUDING = tuple(f"{cue} " for cue in read_word_sets(__file__)["including"])
_LEVELS = frozenset({"money", "count", "index", "area", "length", "mass", "energy", "power", "volume", "data", "speed"})
_POINTS = frozenset({"percentage_point", "basis_point"})
_ADDITIVE = frozenset({"money", "count", "mass", "energy", "power", "area"})
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
        for relation in _within(reading) if reading.claims else ():
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
    yield from _sums(claims)
    for index, claim in enumerate(claims):
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
    """A change belongs to the level of the same metric: the one before it, else the one behind; never to its base."""
    claim = claims[index]
    in_points = claim.quantity.unit in _POINTS
    if claim.quantity.kind != "percent_change" and not (in_points and claim.context.direction):
        return
    left = {other.quantity.from_index for other in claims}
    before = range(index - 1, max(-1, index - 1 - _NEIGHBOURS), -1)
    for place in (*before, *range(index + 1, min(len(claims), index + 1 + _NEIGHBOURS))):
        other = claims[place]
        restates = other.paired_start is not None and other.paired_start < other.quantity.start
        if place in left or restates or other.context.metric != claim.context.metric:
            continue
        if other.quantity.kind in (("percent", "ratio") if in_points else _LEVELS):
            yield _relation("growth_of", claim, other, "level and its change in one sentence")
            return


def _pair(reading: SentenceReading, first: Claim, second: Claim) -> Iterator[ClaimRelation]:
    """What two claims of a sentence are to one another, by the words between them."""
    start = reading.sentence.start
    between = reading.sentence.text[first.quantity.end - start : second.quantity.start - start].lower()
    if len(between) > _LONGEST_GAP and not any(cue in between for cue in _INCLUDING):
        return
    counts = first.quantity.kind == "count" and second.quantity.kind == "count"
    if counts and (between.startswith(" of ") or " out of " in between):
        if first.context.status == "actual" and second.context.status in _INTENDED:
            yield _relation("target_of", second, first, "<number> out of its targeted <number>")
        else:
            yield _relation("part_of", first, second, "<number> of <number> <things>")
    elif first.quantity.kind in ("percent", "ratio") and between.startswith(" of ") and _is_whole(second, between):
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


def _is_whole(claim: Claim, between: str) -> bool:
    """Whether a share may be one of this number: it stands in the same phrase and is no share or change itself."""
    return "," not in between and claim.quantity.kind not in ("percent", "percent_change", "ratio", "multiple")


def _sums(claims: Sequence[Claim]) -> Iterator[ClaimRelation]:
    """Neighbours that add up to the amount before or behind them, to the digit, are its components."""
    exact = [claim for claim in claims if claim.quantity.modifier == "exact" and claim.quantity.kind in _ADDITIVE]
    for index, total in enumerate(exact):
        for parts in (exact[:index][::-1], exact[index + 1 :]):
            run: list[Claim] = []
            left = total.quantity.value_low or Decimal(0)
            for part in parts:
                value = part.quantity.value_low
                if part.quantity.unit != total.quantity.unit or value is None or not 0 < value <= left:
                    break
                run.append(part)
                left -= value
                if not left:
                    break
            if not left and len(run) > 1:
                yield from (_relation("component_of", part, total, "numbers that add up to <number>") for part in run)


def _told(claim: Claim) -> tuple[object, ...] | None:
    """What a claim says, to be found again; null where too little is known to call another the same."""
    quantity, context = claim.quantity, claim.context
    digits = (quantity.value_low or quantity.value_high or Decimal(0)).normalize().as_tuple().digits
    if context.metric is None or (context.subject is None and len(digits) < _TELLING):
        return None
    known = entity_of(context.subject)
    subject = known.entity_code if known else context.subject
    return quantity.kind, quantity.value_low, quantity.value_high, quantity.unit, subject, context.metric.lower()


_TELLING = 3
"""A number of three digits or more is hardly met twice by chance; 12 million is."""


def _repeats(readings: Sequence[SentenceReading]) -> Iterator[ClaimRelation]:
    """The same quote in the same words again: a duplicated lead, a pull quote, a headline that the text repeats.

    The same words of something else ("That was up 5 percent." of output, then of exports) are no repetition.
    """
    seen: dict[tuple[object, ...], Claim] = {}
    for reading in readings:
        if not reading.claims:
            continue
        words = " ".join(reading.sentence.text.split()).lower()
        for claim in reading.claims:
            quantity = claim.quantity
            place = quantity.start - reading.sentence.start
            value = (quantity.kind, quantity.value_low, quantity.value_high, quantity.unit)
            of = (claim.context.subject, claim.context.metric)
            key = (*value, *of, words[:200], len(reading.sentence.text[:place].split()))
            first = seen.setdefault(key, claim)
            if first is not claim:
                yield _relation("repeats", claim, first, "the same sentence again")
                continue
            told = _told(claim)
            if told is None:
                continue
            first = seen.setdefault(told, claim)
            if first is not claim and first.context.status == claim.context.status:
                yield _relation("repeats", claim, first, "the same number of the same metric again")
