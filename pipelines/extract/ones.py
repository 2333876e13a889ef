"""Tells "one" as a number ("one million", "at least one delegate") from one as a pronoun or an article."""

from __future__ import annotations

from pipelines.extract.modifiers import find_modifier_before
from pipelines.extract.number_words import NUMERIC_WORDS, SCALES, WORDS, find_and_a_half
from pipelines.extract.ratios import PARTS, is_one_thing_in
from pipelines.extract.tokens import Tokens
from pipelines.extract.units import has_measure

_BOUNDS = frozenset(("at_least", "more_than", "at_most", "exact"))


def is_number_one(tokens: Tokens, index: int) -> bool:
    """Tell whether the "one" at token `index` counts: it is scaled, measured, bounded or part of a fraction."""
    words = tokens.words
    follower, after = words[index + 1], words[index + 2]
    if follower in SCALES or follower == "-" or follower in PARTS or has_measure(tokens, index + 1):
        return True
    if follower == "and":
        is_joined = after == "a" or find_and_a_half(tokens, index + 1) is not None
        return is_joined or (words[index - 1] == "between" and WORDS.get(after, 0) > 1)
    if follower == "or":
        return WORDS.get(after, 0) > 1 and words[index + 3] in SCALES
    if follower == "to":
        return WORDS.get(after, 0) > 1
    if is_one_thing_in(tokens, index):
        return True
    if follower in ("in", "out") and (after in ("every", "of") or _is_denominator(after)):
        return True
    modifier = find_modifier_before(tokens, index)
    return modifier is not None and modifier.code in _BOUNDS and words[index - 1] not in ("the", "this")


def _is_denominator(word: str) -> bool:
    return word[:1].isdecimal() or word in NUMERIC_WORDS
