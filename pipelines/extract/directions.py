"""Reads up or down from the words beside a number: "rose 2%", "down 9.1%", "a 19% drop"."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.lexicons import read_lexicon, read_word_sets
from pipelines.extract.spelling_trees import Entry, find_left, find_right, grow_tree
from pipelines.extract.tokens import Tokens

_ROWS = read_lexicon(__file__)


_WORDS = read_word_sets(__file__)
_BEFORE = grow_tree(
    ((r["spelling"], Entry(r["place"], r["code"])) for r in _ROWS if r["place"] in ("before", "before_noun")),
    reverse=True,
)
_BEFORE_BY = grow_tree(
    (
        (r["spelling"], Entry("before" if r["place"] == "before_by" else r["place"], r["code"]))
        for r in _ROWS
        if r["place"] in ("before", "before_by", "before_noun")
    ),
    reverse=True,
)
_BEHIND = grow_tree(
    (r["spelling"], Entry(r["place"], r["code"])) for r in _ROWS if r["place"] in ("noun_after", "after")
)
_NOUNS = {r["spelling"]: r["code"] for r in _ROWS if r["place"] == "noun_after"}
_COMPARED = {r["spelling"]: r["code"] for r in _ROWS if r["place"] == "compared_after"}
_BRIDGES = _WORDS["bridge"]
_PERIODS = _WORDS["period"]
_BEHIND_COMPARATIVE = _WORDS["behind_comparative"]
_SUMMED = (["by", "an", "average", "of"], ["by", "a", "total", "of"])
"""Before a number, no more than `by` says."""
_LONGEST_BRIDGE = 5
_LONGEST_OBJECT = 8


class Direction(NamedTuple):
    """Up or down, the tokens that say so, and whether the number is the level reached ("rose to 5")."""

    code: str
    first: int
    last: int
    is_level: bool
    place: str


def find_direction_before(tokens: Tokens, index: int) -> Direction | None:
    """Return the direction that the words before token `index`, the first of a number, give it."""
    words = tokens.words
    index = _over_summing(words, index)
    position, is_level = index, False
    if words[index - 1] == "by" and index:
        return _direction_over_object(tokens, index)
    if words[index - 1] == "of" and index > 2 and words[index - 2] not in _NOUNS:
        over = _noun_over_object(tokens, index)
        if over:
            return over
    for _ in range(_LONGEST_BRIDGE + 1):
        found = find_left(_BEFORE, tokens, position)
        if found:
            if not found[0].code:
                return None
            return Direction(found[0].code, found[1], position, is_level, found[0].role)
        if position == 0 or words[position - 1] not in _BRIDGES:
            return None
        is_level = is_level or words[position - 1] in ("to", "at")
        position -= 1
    return None


def _over_summing(words: list[str], index: int) -> int:
    """`rose by an average of 5%`: where a number would stand right behind its `by`."""
    return index - 3 if words[index - 1] == "of" and words[max(0, index - 4) : index] in _SUMMED else index


def _direction_over_object(tokens: Tokens, index: int) -> Direction | None:
    """Read the verb before "by", over its object: "grow sales by 35%", "raised its output by 5%"."""
    words = tokens.words
    for position in range(index - 1, max(0, index - 1 - _LONGEST_OBJECT), -1):
        found = find_left(_BEFORE_BY, tokens, position)
        if found:
            if not found[0].code or found[0].role != "before":
                return None
            return Direction(found[0].code, found[1], position, False, found[0].role)
        if not words[position - 1][:1].isalpha() and not _is_of_name(tokens, position - 1):
            return None
    return None


def _is_of_name(tokens: Tokens, index: int) -> bool:
    """Tell whether a hyphen or numeral is part of a name: "its one-year rate", "the 7-day rate"."""
    word = tokens.words[index]
    return word == "-" or (word.isdecimal() and tokens.words[index + 1] == "-")


def _noun_over_object(tokens: Tokens, index: int) -> Direction | None:
    """Read the noun before "of", over its object: "growth in GDP of 3%", "a drop in orders of 9%"."""
    words = tokens.words
    for position in range(index - 2, max(0, index - 2 - _LONGEST_OBJECT), -1):
        if words[position] == "in" and words[position - 1] in _NOUNS:
            return Direction(_NOUNS[words[position - 1]], position - 1, position, False, "before_noun")
        if not words[position][:1].isalpha():
            return None
    return None


def find_direction_behind(tokens: Tokens, index: int) -> Direction | None:
    """Return the direction that the words from token `index` on, behind a percentage, give it."""
    words = tokens.words
    position = index
    while words[position] in _PERIODS or words[position] == "-":
        position += 1
        if position > index + 3:
            return None
    found = find_right(_BEHIND, tokens, position)
    if found:
        return Direction(found[0].code, position, found[1], False, found[0].role)
    code = _COMPARED.get(words[position])
    if code and words[position + 1] in _BEHIND_COMPARATIVE:
        return Direction(code, position, position + 1, False, "compared_after")
    return None
