"""Joins two numbers that are the ends of one range: "10-20%", "1.5 to 2 billion yuan", "between 6,000 and 10,000"."""

from __future__ import annotations

from decimal import Decimal

from pipelines.extract.drafts import Draft, Piece
from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.tokens import Tokens

_RANGE_LEADS = frozenset(row["spelling"] for row in read_lexicon(__file__) if row["role"] == "range_lead")
_DASHES = frozenset("-–‑~")
_HYPHENED = (["-", "to"], ["to", "-"], ["-", "to", "-"])
_TOLERANCES = (["±"], ["plus", "or", "minus"])
_LONGEST_GAP = 3
_OPEN_BOUNDS = frozenset(("at_most", "at_least", "more_than", "less_than"))
_FARTHEST = 10
"""How many times the lower end the upper may be for "$10 to $15 billion" to share its scale."""
_DEEPEST = 50
"""How many times the other numeral may be that of "from 25 to 2 million" to share its scale; 500 would be too many."""
_LARGEST_SCALED = 1000
PERCENTS = frozenset(("percent", "percent_change"))


def is_bare(draft: Draft) -> bool:
    """Tell whether a number has neither unit nor noun beside it."""
    return draft.kind == "count" and draft.unit is None


def join_ranges(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts with each pair of neighbours that makes a range joined into one."""
    joined: list[Draft] = []
    for draft in drafts:
        gap = tokens.words[joined[-1].last : draft.first] if joined else []
        if not joined or not 0 < len(gap) <= _LONGEST_GAP or not _may_join(joined[-1], draft):
            joined.append(draft)
        elif gap in _TOLERANCES:
            joined[-1] = _with_tolerance(joined[-1], draft)
        elif _is_to_one(tokens, joined[-1], draft, gap):
            joined[-1] = _as_ratio(joined[-1], draft)
        elif _is_range(tokens, joined[-1], draft, gap) or (gap == ["to"] and _was_range(tokens, joined)):
            is_level = tokens.words[joined[-1].first - 1] in ("to", "at")
            joined[-1] = _merge(joined[-1], draft)
            if joined[-1].kind == "percent" and joined[-1].direction and not is_level:
                joined[-1].kind = "percent_change"
        else:
            joined.append(draft)
    return joined


def _may_join(left: Draft, right: Draft) -> bool:
    if left.high is not None or right.high is not None or right.modifier in _OPEN_BOUNDS:
        return False
    return _compatible(left, right)


def _is_to_one(tokens: Tokens, left: Draft, right: Draft, gap: list[str]) -> bool:
    """Tell a ratio from a range: "1.6-to-1", "by 3 to 1"."""
    is_ratio = tokens.words[right.first : right.last] == ["1"] and left.value > 1 and is_bare(left) and is_bare(right)
    return is_ratio and (gap in _HYPHENED or (gap == ["to"] and tokens.words[left.first - 1] != "from"))


def _as_ratio(left: Draft, right: Draft) -> Draft:
    """Make one ratio of two numbers of which the second is one."""
    left.kind, left.unit, left.end, left.last = "ratio", "share", right.end, right.last
    left.pieces = [piece for piece in left.pieces if piece.role != "noun"]
    left.pieces.append(Piece("number", right.first, right.last))
    return left


def _is_range(tokens: Tokens, left: Draft, right: Draft, gap: list[str]) -> bool:
    """Tell whether the words between two numbers make them the ends of one range."""
    before = tokens.words[left.first - 1] if left.first else ""
    if gap == ["to"]:
        return _is_range_with_to(tokens, left, right, before)
    if gap == ["and"]:
        return before == "between"
    if gap == ["or"]:
        follows = _shared(left, right)[0] - left.number.numeral == 1 and left.number.factor == 1
        return follows and is_bare(left) and right.first == right.number.first
    return gap in _HYPHENED or (len(gap) == 1 and gap[0] in _DASHES)


def _is_range_with_to(tokens: Tokens, left: Draft, right: Draft, before: str) -> bool:
    """Tell "5 to 10%" from a tally ("47 percent to 42 percent"), a level ("rose $2 to $9") and a change (from … to)."""
    if before == "by" and left.kind not in PERCENTS and (not is_bare(left) or _outgrows(left, right)):
        return False  # by 12 billion yuan to 31 billion, by 40 to 512
    if before == "from":
        return tokens.words[left.first - 2] in _RANGE_LEADS
    if left.kind in ("count", *PERCENTS) and scale_left(left, right) > right.value:
        return False
    is_open = is_bare(left) and left.number.factor == 1
    return left.direction is None or is_open or left.kind in PERCENTS


def _outgrows(left: Draft, right: Draft) -> bool:
    """Tell whether what stands behind "to" is too much for the other end of a range."""
    return right.value > scale_left(left, right) * _FARTHEST


def _was_range(tokens: Tokens, joined: list[Draft]) -> bool:
    """Tell what a range was before from a change: "raised to 4% to 4.5% from 3% to 4%"."""
    left = joined[-1]
    told = joined[-2] if len(joined) > 1 else left
    return (
        told.high is not None
        and _compatible(told, left)
        and 0 < left.first - told.end <= _LONGEST_GAP
        and (tokens.words[left.first - 1] == "from" and tokens.words[told.end] in _BEFORE_FROM)
    )


_BEFORE_FROM = frozenset(("from", ",", "up", "down"))
"""Right behind a range, before what it was: to 4% to 4.5%, up from 3% to 4%."""


def _compatible(left: Draft, right: Draft) -> bool:
    if left.kind == right.kind == "ratio":
        return True  # between a quarter and a third
    if left.kind in ("rank", "ratio") or right.kind in ("rank", "ratio"):
        return False
    if is_bare(left):
        return True
    if left.codes and right.codes:
        return bool(set(left.codes) & set(right.codes))
    if left.codes and is_bare(right):
        return True
    if left.kind in PERCENTS and right.kind in PERCENTS:
        return left.unit == right.unit
    return left.kind == right.kind and left.unit == right.unit


def may_share_scale(draft: Draft, source: Draft) -> bool:
    """Tell whether a numeral is small enough to be meant in the scale of its neighbour."""
    numeral = draft.number.numeral
    return numeral < _LARGEST_SCALED and numeral <= source.number.numeral * _DEEPEST


def scale_left(left: Draft, right: Draft) -> Decimal:
    """Return the lower end with the scale of the upper: "1.5-2 billion", "$10 to $15 billion"."""
    numeral = left.number.numeral
    upper, factor = _shared(left, right)
    if left.number.factor != 1 or factor == 1 or not may_share_scale(left, right) or left.number.is_vague:
        return left.value
    if is_bare(left) or numeral <= upper <= numeral * _FARTHEST:
        return left.value * factor
    return left.value


def _shared(left: Draft, right: Draft) -> tuple[Decimal, Decimal]:
    """The upper end as numeral and scale: "hundred" is of the scale in "two to three hundred", not in "fifty to" it."""
    number = right.number
    hundreds = number.numeral / 100
    if number.is_hundreds and left.number.numeral < hundreds:
        return hundreds, number.factor * 100
    return number.numeral, number.factor


def _with_tolerance(left: Draft, right: Draft) -> Draft:
    """Read "1,010 ± 195 light years" as about 1,010 light years."""
    left.kind, left.unit, left.codes = right.kind, right.unit, right.codes
    left.last, left.end, left.modifier = right.last, right.end, "approx"
    left.pieces += [piece for piece in right.pieces if piece.role in ("unit", "currency", "scale")]
    left.notes.append("tolerance")
    return left


def _merge(left: Draft, right: Draft) -> Draft:
    """Make one range of two drafts; the unit is that of the end that has one."""
    low = scale_left(left, right)
    carrier = right if not is_bare(right) else left
    merged = Draft(
        number=right.number,
        first=left.first,
        last=right.last,
        end=right.end,
        value=low,
        high=right.value,
        kind=carrier.kind,
        unit=carrier.unit if carrier.unit else left.unit,
        modifier="range",
        decimals=min(left.number.decimals if low == left.value else right.number.decimals, right.number.decimals),
        per=right.per or left.per,
        direction=left.direction or right.direction,
        codes=left.codes or right.codes,
        pieces=[p for p in left.pieces if p.role != "noun"] + right.pieces,
        notes=[*left.notes, *right.notes, "range"],
    )
    if left.codes and not right.codes:
        merged.kind, merged.unit = left.kind, left.unit
        merged.pieces = [p for p in merged.pieces if p.role != "noun"]
    if merged.value > right.value:
        merged.value, merged.high = right.value, low
        merged.notes[-1] = "descending range"
    return merged
