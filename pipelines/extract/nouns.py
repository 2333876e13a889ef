"""Reads the noun that a number counts: the head noun behind it, with the words that stand between."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.number_words import WORDS
from pipelines.extract.singulars import singular
from pipelines.extract.tokens import Tokens

_WORDS = read_word_sets(__file__)
_STOPS = _WORDS["stop"]
_NO_PLURALS = _WORDS["singular_s"]
_MODIFIERS = _WORDS["modifier_s"]
_PLURALS = _WORDS["plural"]
_NO_HEADS = tuple(_WORDS["no_head"])
_NO_PARTICIPLES = tuple(_WORDS["no_participle"])
MEANING_TO = _WORDS["meaning to"]
"""What so many do and are not: 120 plan to hire."""
_ALWAYS_MODIFY = _WORDS["modifier_always"]
_JOINERS = frozenset(("and", "or", "&", ","))
_LONGEST_PHRASE = 7
_NO_THINGS = _WORDS["participle"] | _WORDS["adverb"]
_SET_APART = _WORDS["set_apart"]
"""Words that say that there are others, and not what is counted."""
_READINGS = _WORDS["reading"]
_SUPERLATIVES = _WORDS["superlative"]
_BOUNDS = frozenset(("above", "below", "over", "under"))
_QUOTES = frozenset('"“”')
_HYPHENS = frozenset("-‑")
_LONGEST_SINGULAR = 3
_SHORTEST_PARTICIPLE = 5


class Noun(NamedTuple):
    """A counted noun phrase in tokens `[first, last)`, its singular, and whether a plural was there."""

    first: int
    last: int
    unit: str
    is_plural: bool


def is_plural(word: str) -> bool:
    """Tell whether a lower-cased word looks like a plural noun."""
    if word in _PLURALS:
        return True
    return (
        word[-1:] == "s" and len(word) > 3 and word[-2] not in "s'’" and word not in _NO_PLURALS and word[-2:] != "us"
    )


def find_noun(tokens: Tokens, index: int) -> Noun | None:
    """Return the noun phrase that begins at token `index`, directly behind a number, in quotation marks or not."""
    words = tokens.words
    if index > 2 and words[index - 2] in _BOUNDS and words[index - 3] in _READINGS:
        return None  # a reading above 50 signals growth
    noun = _quoted_noun(tokens, index) if words[index] in _QUOTES else _plain_noun(tokens, index)
    return None if noun is not None and not noun.is_plural and _is_of_them(words, index) else noun


def _is_of_them(words: list[str], index: int) -> bool:
    """`of whom 120 live in the village`, `of 300 firms 120 plan to hire`: what so many do, and not what they are."""
    is_deed = words[index - 2 : index - 1] == [","] and "of" in words[:1] and words[index].endswith("ed")
    is_meant = words[index] in MEANING_TO and words[index + 1] == "to"
    return is_deed or is_meant or "whom" in words[max(0, index - 3) : index]


def _plain_noun(tokens: Tokens, index: int) -> Noun | None:
    """Return the noun phrase that begins at token `index`.

    The phrase ends with its first plural noun; where there is none ("a 24-member body", "one delegate") it ends
    before the first word that cannot belong to it, after three words at most.
    """
    words = tokens.words
    first = index + 1 if words[index] == "-" and tokens.glued(index + 1) else index
    if first > index and not words[first].isalpha():
        return None
    position, taken, limit = first, 0, first + 2 * _LONGEST_PHRASE
    last = first
    while position < limit and taken < _LONGEST_PHRASE:
        word = words[position]
        step = _step(tokens, position, first)
        if step == 0:
            break
        last = position + step
        taken += word not in _HYPHENS
        if step == 1 and _ends_phrase(tokens, last, word):
            return Noun(first, last, _unit(tokens, first, last), True)
        if first > index and step == 1 and words[last] != "-":
            break
        position = last
        if words[position] in _JOINERS and taken and first == index:
            joined = _joined_plural(tokens, first, position)
            if joined:
                return joined
    return _singular_phrase(tokens, first, last)


def _quoted_noun(tokens: Tokens, index: int) -> Noun | None:
    """Read a name in quotation marks: `5,100 "little giants"`; of `900 "little giant" firms` the firms are counted."""
    if tokens.words[index + 2] in _QUOTES:
        return _plain_noun(tokens, index + 3)  # 100,000 "specialised" firms
    inner = _plain_noun(tokens, index + 1)
    if inner is None or tokens.words[inner.last] not in _QUOTES:
        return None
    return inner if inner.is_plural else _plain_noun(tokens, inner.last + 1)


def _ends_phrase(tokens: Tokens, last: int, word: str) -> bool:
    """Tell whether a plural ends the phrase: not "sports" of "sports cars", nor the first half of "systems-level"."""
    words = tokens.words
    if not is_plural(word) or (words[last] == "-" and tokens.glued(last)):
        return False
    if word in _ALWAYS_MODIFY and words[last].isalpha() and words[last] not in _STOPS:
        return False  # data development institutions
    may_modify = word in _MODIFIERS or word in _PLURALS
    if may_modify and words[last].isalpha() and words[last] not in _STOPS and is_plural(words[last + 1]):
        return False  # data centre hubs
    return not may_modify or not is_plural(words[last]) or words[last] in _STOPS


def _joined_plural(tokens: Tokens, first: int, index: int) -> Noun | None:
    """Read on behind "and" to the plural that both words share: "digital and physical sales"."""
    words = tokens.words
    for position in range(index + 1, index + 6):
        word = words[position]
        if word == "-" and tokens.glued(position) and position > index + 1:
            continue
        if not word.isalpha() or word in _STOPS:
            return None
        if is_plural(word):
            return Noun(first, position + 1, _unit(tokens, first, position + 1), True)
    return None


def _step(tokens: Tokens, position: int, first: int) -> int:
    """Return how many tokens of the phrase stand at `position`: 0 where it ends."""
    words = tokens.words
    word = words[position]
    if word.isalpha():
        is_stop = word in _STOPS and not tokens.is_acronym(position) and not tokens.names_a_class(position)
        if (is_stop and not _is_joined(tokens, position, first)) or word in WORDS or word[-3:] == "n't":
            return 0
        if words[position + 1][:1].isdecimal() and tokens.glued(position + 1):
            return 0
        return 1
    if word[:1].isdecimal():
        if words[position + 1] == "-" and words[position + 2].isalpha() and tokens.glued(position + 1):
            return 3 if tokens.glued(position + 2) else 0
        is_label = tokens.glued(position + 1) or (position > first and tokens.is_capitalised(position - 1))
        return 2 if words[position + 1].isalpha() and is_label else 0
    if word in ("-", "‑", "&", "–") and position > first and tokens.glued(position) and tokens.glued(position + 1):
        return 1
    return 0


def _is_joined(tokens: Tokens, position: int, first: int) -> bool:
    """Tell whether hyphens make a small word part of a longer one: plug-in cars, off-road tyres."""
    words = tokens.words
    if position > first and words[position - 1] in _HYPHENS and tokens.glued(position):
        return True
    if words[position - 1] in _HYPHENS or words[position + 1] not in _HYPHENS:
        return False  # one-to-two hundred
    return tokens.glued(position + 1) and tokens.glued(position + 2) and words[position + 2].isalpha()


def _singular_phrase(tokens: Tokens, first: int, last: int) -> Noun | None:
    words = tokens.words
    while last > first and not words[last - 1].isalpha():
        last -= 1
    if last == first:
        return None
    count = sum(1 for word in words[first:last] if word.isalpha())
    while count > _LONGEST_SINGULAR:
        last -= 1
        count -= words[last].isalpha()
    while last > first and not _may_head(words[last - 1]):
        last -= 1
    is_more = last - first == 1 and words[first] in _SET_APART
    if last == first or is_more or words[first] in _SUPERLATIVES or words[last] in ("than", "by"):
        return None  # 98 run by the state
    return Noun(first, last, _unit(tokens, first, last), False)


def _may_head(word: str) -> bool:
    """Tell whether a singular word may be what is counted: no adverb, no participle, no sign."""
    if not word.isalpha() or word in _NO_THINGS or word in _SUPERLATIVES:
        return False
    return len(word) < _SHORTEST_PARTICIPLE or not word.endswith(_NO_HEADS) or word.endswith(_NO_PARTICIPLES)


def _unit(tokens: Tokens, first: int, last: int) -> str:
    text = tokens.text
    if tokens.words[first] in _SET_APART and last - first > 1:
        first += 1
    start, head = tokens.starts[first], tokens.starts[last - 1]
    return " ".join((text[start:head] + singular(text[head : tokens.ends[last - 1]])).split())
