"""Reads the words that bound a number: "more than", "exceeding", "up to", "80%+", "or more"."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.lexicons import read_lexicon, read_word_sets
from pipelines.extract.spelling_trees import Entry, find_left, find_right, grow_tree
from pipelines.extract.tokens import Tokens
from pipelines.extract.words import DETERMINERS

_ROWS = read_lexicon(__file__)
_SETS = read_word_sets(__file__)
_BEFORE = grow_tree(
    ((r["spelling"], Entry("modifier", r["code"])) for r in _ROWS if r["place"] == "left"), reverse=True
)
_BEHIND = grow_tree((r["spelling"], Entry("modifier", r["code"])) for r in _ROWS if r["place"] == "right")
_INTENSIFIERS = _SETS["intensifier"]
_FILLERS = _SETS["filler"]
_GOALS = _SETS["goal"]
_GRANTED = _SETS["granted"]
_LASTING = _SETS["lasting"]
_UPWARD = _SETS["upward"]
_OWN = _SETS["own"]
_MEASURED = _SETS["measured"]
_LEVELS = _SETS["level"]
_TIMES = _SETS["times"]
_LONGEST_FILLING = 3


class Modifier(NamedTuple):
    """The words that bound a number, in tokens `[first, last)`, and what they say."""

    code: str
    first: int
    last: int


def find_modifier_before(tokens: Tokens, index: int) -> Modifier | None:
    """Return the bound that ends at token `index`, or a few words before it ("more than a staggering 5 million")."""
    words = tokens.words
    position = index
    for _ in range(_LONGEST_FILLING):
        found = find_left(_BEFORE, tokens, position)
        if found:
            entry, first = found
            if words[first] == "as" and first and words[first - 1] in _TIMES:
                return None  # four times as many as five years before
            while first and words[first - 1] in _INTENSIFIERS and words[first - 1] not in ("now", "already"):
                first -= 1
                if words[first] in ("little", "bit") and first and words[first - 1] == "a":
                    first -= 1
            return Modifier(entry.code, first, position)
        if position == 0 or words[position - 1] not in _FILLERS:
            return None
        position -= 1
    return None


def bounds(tokens: Tokens, modifier: Modifier, last: int, kind: str) -> bool:
    """Tell whether words before a number, which ends at token `last`, bound it, or bound what is held against it.

    "below the 70% target", "short of its 70% goal" is below 70%, yet the goal is 70%, and so is the credit in "less
    than the $7,500 credit"; "paid over three years" lasts them, no longer; what "edged up to 5%" is at 5%.
    """
    words = tokens.words
    before = words[modifier.first - 1] if modifier.first else ""
    if before in _UPWARD and words[modifier.first : modifier.last] == ["up", "to"]:
        return False
    if before in _MEASURED and words[modifier.first] in _LEVELS:
        return False
    compared = words[modifier.last - 1 : modifier.last + 1] == ["than", "the"]
    if (compared and words[last] in _GRANTED) or (words[modifier.last] in DETERMINERS and words[last] in _GOALS):
        return False
    if words[modifier.first] == "under" and words[modifier.first + 1] in _OWN:
        return False  # left under its 5 billion programme
    is_over = kind == "duration" and words[modifier.first : modifier.last] == ["over"]
    return not is_over or modifier.first == 0 or before in _LASTING


def find_modifier_behind(tokens: Tokens, index: int) -> Modifier | None:
    """Return the bound that begins at token `index`: "or more", "+", "at least"."""
    word = tokens.words[index]
    if word not in _BEHIND:
        return None
    if word == "+" and not (tokens.glued(index) and not tokens.words[index + 1][:1].isdecimal()):
        return None
    found = find_right(_BEHIND, tokens, index)
    if found is None:
        return None
    entry, last = found
    follower = tokens.words[last]
    if word == "plus" and (follower[:1].isalnum()):
        return None
    if word in ("or", "and") and entry.code == "at_least" and follower == "than":
        return None
    return Modifier(entry.code, index, last)
