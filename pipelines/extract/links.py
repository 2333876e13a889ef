"""Links and completes neighbours: lists that share a unit, restated amounts, shared bounds, from-to pairs."""

from __future__ import annotations

from pipelines.extract.cents import join_cents
from pipelines.extract.drafts import Draft
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.ranges import PERCENTS, is_bare, join_ranges, may_share_scale, scale_left
from pipelines.extract.tokens import Tokens
from pipelines.extract.verbs import VERB_FORMS
from pipelines.extract.words import DETERMINERS, WORD_TAGS

_WORDS = read_word_sets(__file__)
_COMPARISONS = frozenset(tuple(words.split()) for words in _WORDS["comparison"])
_AGAINST = [words.split() for words in _WORDS["against"]]
_LIST_GAPS = _WORDS["list_gap"]
_LONGEST_LINK = 14
_RESTATED = frozenset(("length", "area", "mass", "volume", "speed", "power", "energy", "other_measure"))
_SHARED_BOUNDS = frozenset(("at_most", "at_least", "more_than", "less_than"))
_LONGEST_AUDIENCE = 5
_LONGEST_PART = 6
_YEAR = 4
_LARGEST_SHARE = 1000
"""Percents from here on are named together with others of their size alone: "1,200 or 1,300 percent"."""
_DIFFERING = _WORDS["differing"]
_RESTATING = [words.split() for words in _WORDS["restating"]]
_BRACKETS = frozenset("([（")
_LONGEST_BRACKET = 3


def join_drafts(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """Apply every joining rule, in reading order, and return the drafts that remain."""
    if len(drafts) < 2:
        return drafts
    drafts = join_ranges(tokens, join_cents(tokens, drafts))
    if len(drafts) > 1:
        _share_units(tokens, drafts)
        _pair_restatements(tokens, drafts)
        _share_direction(tokens, drafts)
        _share_bounds(tokens, drafts)
        _link_from_to(tokens, drafts)
    return drafts


def _gap(tokens: Tokens, left: Draft, right: Draft) -> list[str]:
    """Return the words between two drafts, `["too far"]` where there are many."""
    first, last = left.end, right.first
    return tokens.words[first:last] if last - first <= _LONGEST_LINK else ["…"] * _LONGEST_LINK


def _share_units(tokens: Tokens, drafts: list[Draft]) -> None:
    """Give a bare number of a list the unit of its neighbour: "27,055, 60,803 and 56,190 units"."""
    for position in range(len(drafts) - 2, -1, -1):
        left, right = drafts[position], drafts[position + 1]
        if is_bare(left) and right.unit is not None and right.kind not in ("rank", "multiple"):
            _take_from_next(tokens, left, right)
    for position in range(1, len(drafts)):
        left, right = drafts[position - 1], drafts[position]
        if is_bare(right) and left.unit is not None and left.kind not in ("rank", "multiple", "ratio"):
            _take_from_before(tokens, left, right)


def _take_from_next(tokens: Tokens, left: Draft, right: Draft) -> None:
    """Give a number the unit of the next: "80,000 and 90,000 units", "5- and 10-year"; not "eight of 5.5 percent"."""
    gap = _gap(tokens, left, right)
    if gap[:1] == ["-"] and tokens.glued(left.end):
        gap = gap[1:]
    if _is_no_share(left, right) or (gap == ["of"] and right.kind in PERCENTS):
        return
    if gap == [","] and (_is_told(tokens, right.first) or _is_difference(tokens, right)):
        return  # the new three, surpassed 1 trillion yuan; at 7.19 per dollar, 0.1% weaker
    if _is_list_gap(gap) or gap == ["to"] or _is_part_of(gap):
        _inherit(left, right, "shared unit", shares_scale=gap in (["or"], ["to"]))


def _is_told(tokens: Tokens, first: int) -> bool:
    """Tell whether a number's bound is itself a verb ("surpassed", not "close to"): the one before is its subject's."""
    word, behind = tokens.words[first : first + 2]
    return word in VERB_FORMS and word not in WORD_TAGS and WORD_TAGS.get(behind) not in ("P", "I")


def _is_difference(tokens: Tokens, right: Draft) -> bool:
    """Tell whether a percentage says by how much the number before it differs from another: "54, 3% more than"."""
    return right.kind in PERCENTS and tokens.words[right.end] in _DIFFERING


def _take_from_before(tokens: Tokens, left: Draft, right: Draft) -> None:
    """Give a number the unit of the one before: "to 90", "compared with 90", "100 GW in 2017 and 600 in 2023"."""
    gap = _gap(tokens, left, right)
    if tokens.words[right.end] == "worth":
        return  # 147 projects worth 1.3 trillion yuan, compared with 109 worth 1.5
    near = len(gap) <= 4 and gap[-1:] in (["from"], ["to"]) and left.kind not in PERCENTS
    near = near or (gap == ["to"] and left.kind == "percent" and tokens.words[left.first - 1] == "from")
    # Of "the six-month total to 9 million" the months are those of the total.
    near = near and not (left.kind == "duration" and right.number.factor > 1)
    is_later = _is_of_another_year(tokens, gap, right)
    if near or is_later or (_is_compared(gap) and not _is_no_share(right, left)):
        _inherit(right, left, "shared unit", shares_scale=is_later)


def _is_of_another_year(tokens: Tokens, gap: list[str], right: Draft) -> bool:
    """Tell whether two numbers are told of two years: "100 gigawatts in 2017 and 600 in 2023"."""
    words, last = tokens.words, right.end
    if gap[:1] not in (["in"], ["by"]) or gap[2:] not in (["and"], [","], [",", "and"]):
        return False
    return words[last] == gap[0] and all(len(year) == _YEAR and year.isdecimal() for year in (gap[1], words[last + 1]))


def _is_no_share(draft: Draft, percent: Draft) -> bool:
    """Tell whether a number is too large to share a percent sign: it is the count that the percent restates."""
    return percent.kind in PERCENTS and (draft.number.factor > 1 or draft.value >= _LARGEST_SHARE > percent.value)


def _is_compared(gap: list[str]) -> bool:
    """Tell whether the words between set the second number against the first: "compared with", "up from"."""
    if any(word in (".", ";") for word in gap):
        return False
    if gap in _AGAINST or (gap[-1:] in _AGAINST and gap[-2:-1] == [","]):
        return True  # 4.6 years to build one, against 9.5 in Peru
    pairs = list(zip(gap, gap[1:], strict=False))
    return any(pair in _COMPARISONS for pair in pairs[-4:])


def _is_list_gap(gap: list[str]) -> bool:
    return bool(gap) and len(gap) <= 3 and all(word in _LIST_GAPS for word in gap)


def _is_part_of(gap: list[str]) -> bool:
    """Tell whether a number is of the next: "80,000 of its targeted 250,000", not "11 of them lost 250,000"."""
    if gap[:1] != ["of"] or len(gap) > _LONGEST_PART or any(word in (".", ",", ";") for word in gap):
        return False
    opens = len(gap) == 1 or gap[1] in DETERMINERS or gap[1].endswith("ed")
    return opens and not any(word in VERB_FORMS and word not in WORD_TAGS for word in gap[3:])


def _inherit(draft: Draft, source: Draft, note: str, shares_scale: bool = False) -> None:
    draft.kind, draft.unit, draft.per, draft.codes = source.kind, source.unit, draft.per or source.per, source.codes
    factor = source.number.factor
    if (
        draft.number.factor == 1
        and draft.value == draft.number.value
        and factor >= 1000
        and may_share_scale(draft, source)
        and (shares_scale or source.kind == "money")
    ):
        draft.value *= factor
        draft.decimals = draft.number.decimals - factor.adjusted()
        draft.number = draft.number._replace(factor=factor)  # and so for the one before it: 5, 3 and 2 billion yuan
    draft.notes.append(note)


def _pair_restatements(tokens: Tokens, drafts: list[Draft]) -> None:
    """Link an amount to the same amount in another currency: "RMB 10 trillion (US$1.4 trillion)"."""
    for position in range(1, len(drafts)):
        left, right = drafts[position - 1], drafts[position]
        if not _is_restatement(left, right):
            continue
        gap = _gap(tokens, left, right)
        is_restated = gap in _RESTATING or (0 < len(gap) <= _LONGEST_BRACKET and gap[0] in _BRACKETS)
        if is_restated and left.paired_with is None:
            left.paired_with, right.paired_with = position, position - 1
            right.direction = right.direction or left.direction
            right.notes.append("same amount in another currency" if right.codes else "same amount in another unit")


def _is_restatement(left: Draft, right: Draft) -> bool:
    """Tell whether two amounts differ in their currency or their unit alone."""
    if left.kind != right.kind:
        return False
    if left.kind == "money":
        return not set(left.codes) & set(right.codes) or _names_another(left, right)
    return left.kind in _RESTATED and left.unit != right.unit


def _names_another(left: Draft, right: Draft) -> bool:
    """Tell whether one of two amounts names its currency and the other, under a sign of many, means another one.

    So in "HK$35.7 billion ($4.6 billion)"; a bare dollar behind one of the United States is the same dollar.
    """
    is_one_named = min(len(left.codes), len(right.codes)) == 1 < max(len(left.codes), len(right.codes))
    return is_one_named and left.codes != ("USD",) and left.value != right.value


def _share_direction(tokens: Tokens, drafts: list[Draft]) -> None:
    """Give "or 0.6%" the direction of "lost 190 points", and "Burlington by 2.6%" that of the change before it."""
    words = tokens.words
    for position in range(1, len(drafts)):
        left, right = drafts[position - 1], drafts[position]
        if right.direction or not left.direction or right.kind not in (*PERCENTS, left.kind) or right.codes:
            continue
        gap = _gap(tokens, left, right)
        is_list = left.kind == "percent_change" and gap[-1:] == ["by"] and "." not in gap
        if gap in ([",", "or"], ["or"]) or is_list:
            right.direction = left.direction
            right.notes.append("shared direction")
            if right.kind == "percent" and words[left.first - 1] != "to":
                right.kind = "percent_change"


def _share_bounds(tokens: Tokens, drafts: list[Draft]) -> None:
    """Give a later item of a list the bound of the first: "up to 50%, for startups 60%"."""
    for position in range(1, len(drafts)):
        left, right = drafts[position - 1], drafts[position]
        if right.modifier != "exact" or left.modifier not in _SHARED_BOUNDS or right.kind != left.kind:
            continue
        gap = _gap(tokens, left, right)
        if gap[:2] == [",", "for"] and len(gap) <= _LONGEST_AUDIENCE and right.unit == left.unit:
            right.modifier = left.modifier
            right.notes.append("shared bound")


def _link_from_to(tokens: Tokens, drafts: list[Draft]) -> None:
    """Link a number to the one it moves away from: "from 16.4 billion to 19.2 billion", "to 5, up from 4"."""
    words = tokens.words
    for position in range(1, len(drafts)):
        left, right = drafts[position - 1], drafts[position]
        origin = position - 1
        if left.paired_with is not None and left.paired_with == origin - 1 and origin:
            left, origin = drafts[origin - 1], origin - 1
        if not (left.kind == right.kind or {left.kind, right.kind} <= {"percent", "percent_change"}):
            continue
        if left.kind != "rank" and left.unit != right.unit and not is_bare(left):
            continue
        gap = words[drafts[position - 1].end : right.first]
        if len(gap) > _LONGEST_LINK or any(word in (".", ";") for word in gap):
            continue
        before = words[left.first - 1] if left.first else ""
        if before == "from" and gap[-1:] == ["to"]:
            _link(left, right, origin)
        elif gap[-1:] == ["from"] and left.from_index is None and right.from_index is None:
            left.from_index = position
            left.notes.append("from")


def _link(left: Draft, right: Draft, origin: int) -> None:
    right.from_index = origin
    right.notes.append("from-to")
    if right.number.factor > 1 and left.value == left.number.value:
        scaled = scale_left(left, right)
        if scaled != left.value:
            left.value, left.decimals = scaled, left.number.decimals - right.number.factor.adjusted()
    if is_bare(left) and right.unit is not None:
        _inherit(left, right, "shared unit")
    right.per = right.per or left.per
    if right.kind == "rank":
        right.direction = "up" if right.value < left.value else "down"
    elif right.direction is None and left.direction is not None:
        right.direction = left.direction
