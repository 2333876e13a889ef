"""Reads the percent sign or the unit of measure behind a number."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.money import find_suffix
from pipelines.extract.nouns import Noun, find_noun
from pipelines.extract.number_words import SCALES
from pipelines.extract.spelling_trees import Entry, find_right, grow_tree
from pipelines.extract.tokens import Tokens

_ROWS = sorted(read_lexicon(__file__), key=lambda row: not row["exact"])
_UNITS = grow_tree(
    (r["spelling"], Entry(r["kind"], r["code"], r["exact"])) for r in _ROWS if r["code"] and r["kind"] != "named_before"
)
PERCENT_ENDS = tuple({row["spelling"] for row in _ROWS if row["code"] == "percent"})
"""How the words of a percentage end: %, percent, per cent, pct."""
_SPACED = frozenset(row["spelling"] for row in _ROWS if row["kind"] == "spaced")
"""Units that a hyphen with spaces round it still joins to the number: "30 - year bonds", as old wires print it."""
_TIMES_FOLLOWERS = frozenset(row["spelling"] for row in _ROWS if row["kind"] == "compares")
_NAMED_BEFORE = {row["spelling"]: row["code"] for row in _ROWS if row["kind"] == "named_before"}
_LONGEST_MEASURE_PHRASE = 3


class Unit(NamedTuple):
    """A unit of measure in tokens `[first, last)`."""

    kind: str
    code: str
    first: int
    last: int


def find_unit(tokens: Tokens, index: int) -> Unit | None:
    """Return the unit of measure that begins at token `index`, directly behind a number.

    A hyphen between the two is read along ("a 3-inch pipe"), as are brackets around a symbol ("20 (kg)").
    """
    words = tokens.words
    first = index
    if words[index] == "-" and (tokens.glued(index + 1) or words[index + 1] in _SPACED):
        first = index + 1
    if words[first] not in _UNITS:
        return _bracketed_unit(tokens, index)
    found = find_right(_UNITS, tokens, first)
    if found is None:
        return None
    entry, last = found
    if not _fits(tokens, first, last, index):
        return None
    return Unit(entry.role, entry.code, first, last)


def find_unit_before(tokens: Tokens, index: int) -> str | None:
    """Return the unit that is named before its number, which begins at token `index`: "a PUE of 1.25", "pH 6"."""
    words = tokens.words
    name = words[index - 2] if words[index - 1] in ("of", "at") and index > 1 else words[index - 1]
    return _NAMED_BEFORE.get(name) if index else None


def find_measure_head(tokens: Tokens, noun: Noun) -> Unit | None:
    """Return the measure that heads a noun phrase: "16 consecutive months", "517 rushing yards"."""
    if noun.last - noun.first > _LONGEST_MEASURE_PHRASE:
        return None
    found = find_right(_UNITS, tokens, noun.last - 1)
    if found is None or found[1] != noun.last or found[0].role not in ("duration", "length"):
        return None
    return Unit(found[0].role, found[0].code, noun.first, noun.last)


def _bracketed_unit(tokens: Tokens, index: int) -> Unit | None:
    words = tokens.words
    if words[index] not in ("(", "[") or words[index + 2] not in (")", "]"):
        return None
    found = find_right(_UNITS, tokens, index + 1)
    if found is None or found[1] != index + 2 or found[0].role in ("duration", "percent", "multiple"):
        return None
    return Unit(found[0].role, found[0].code, index + 1, index + 2)


def _fits(tokens: Tokens, first: int, last: int, index: int) -> bool:
    """Keep words and signs that are something else as well from being read as units."""
    words = tokens.words
    word = words[first]
    if word in ('"', "'"):
        return _is_inch_mark(tokens, first)
    if tokens.glued(last) and words[last][:1].isalnum() and words[last - 1].isalnum():
        return False
    if (
        word.isalpha()
        and words[last] == "-"
        and tokens.glued(last)
        and words[last + 1][:1].isdecimal()
        and tokens.glued(last + 1)
    ):
        return False
    if word in ("x", "×", "fold", "pc"):
        return (tokens.glued(first) or first > index) and not words[last][:1].isdecimal()
    if word == "mp":
        return words[index - 1][:1].isdecimal()  # one MP sits in a parliament
    return not (len(word) == 1 and word.isalpha() and last == first + 1) or _is_letter_unit(tokens, first, index)


def _is_letter_unit(tokens: Tokens, first: int, index: int) -> bool:
    """Tell a unit of one letter from the 1990s, from the A of A-shares and from initials."""
    words, last = tokens.words, first + 1
    if tokens.names_a_class(first) or (words[first] == "s" and tokens.glued(first) and words[index - 1].isdecimal()):
        return False
    return words[last] not in (".", "&") or not tokens.glued(last) or not words[last + 1].isalpha()


def _is_inch_mark(tokens: Tokens, index: int) -> bool:
    """Tell an inch or foot mark from a closing quotation mark: no such mark stands open in the words before."""
    text, start = tokens.text, tokens.starts[index]
    before = text[max(0, start - 200) : start]
    return before.count(text[start]) % 2 == 0 and not text[start + 1 : start + 2].isalpha()


def is_multiple(tokens: Tokens, index: int) -> bool:
    """Tell whether "times" before token `index` compares ("5 times faster", "5 times supply"), or counts occasions."""
    words = tokens.words
    owns = words[index].endswith(("'s", "’s"))  # ten times America's number
    return words[index] in _TIMES_FOLLOWERS or owns or find_noun(tokens, index) is not None


def has_measure(tokens: Tokens, index: int) -> bool:
    """Tell whether a scale, a unit or a currency begins at token `index`."""
    if tokens.words[index] in SCALES or find_unit(tokens, index) is not None:
        return True
    return find_suffix(tokens, index, Decimal(1), True) is not None
