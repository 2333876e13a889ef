"""Reads the percent sign or the unit of measure behind a number, and the "per" that may follow it."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.nouns import Noun, find_noun
from pipelines.extract.number_words import NUMERIC_WORDS
from pipelines.extract.numbers import read_number
from pipelines.extract.spelling_trees import Entry, find_right, grow_tree
from pipelines.extract.tokens import Tokens

_UNITS = grow_tree(
    (r["spelling"], Entry(r["kind"], r["code"], r["exact"]))
    for r in sorted(read_lexicon(__file__), key=lambda row: not row["exact"])
)
_GLUED_ONLY = frozenset(("x", "fold", "pc", "pp", "t", "g", "h", "s", "l", "c", "a", "v", "n", "w", "j", "k", "mi"))
_UNGLUED_FINE = frozenset(("t", "g", "l", "c", "a", "v", "n", "w", "j", "k", "h", "s", "mi", "pp"))
_PERSON_UNITS = frozenset(("share", "barrel", "person", "head", "night", "piece", "unit", "ticket", "pop", "plate"))
_SPACED = frozenset(("year", "month", "week", "day", "hour", "minute", "mile", "inch", "foot", "point"))
"""Units that a hyphen with spaces round it still joins to the number: "30 - year bonds", as old wires print it."""
_TIMES_FOLLOWERS = frozenset("as more faster higher larger bigger greater that the its their his less longer better over".split())


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
    if not _fits(tokens, entry, first, last, index):
        return None
    return Unit(entry.role, entry.code, first, last)


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


def _fits(tokens: Tokens, entry: Entry, first: int, last: int, index: int) -> bool:
    """Keep words and signs that are something else as well from being read as units."""
    words = tokens.words
    word = words[first]
    if word in ('"', "'"):
        return _is_inch_mark(tokens, first)
    if tokens.glued(last) and words[last][:1].isalnum() and words[last - 1].isalnum():
        return False
    if word.isalpha() and words[last] == "-" and tokens.glued(last) and words[last + 1][:1].isdecimal() and tokens.glued(last + 1):
        return False
    if word in ("x", "×", "fold", "pc"):
        return (tokens.glued(first) or first > index) and not words[last][:1].isdecimal()
    if word == "s" and tokens.glued(first) and words[index - 1].isdecimal():
        return False
    if len(word) == 1 and word.isalpha() and last == first + 1:
        return words[last] not in (".", "&") or not tokens.glued(last) or not words[last + 1].isalpha()
    return True


def _is_inch_mark(tokens: Tokens, index: int) -> bool:
    """Tell an inch or foot mark from a closing quotation mark: no such mark stands open in the words before."""
    text, start = tokens.text, tokens.starts[index]
    before = text[max(0, start - 200) : start]
    return before.count(text[start]) % 2 == 0 and not text[start + 1 : start + 2].isalpha()


def is_multiple(tokens: Tokens, index: int) -> bool:
    """Tell whether "times" before token `index` compares ("5 times faster") and does not count ("won five times")."""
    return tokens.words[index] in _TIMES_FOLLOWERS


class Denominator(NamedTuple):
    """What an amount is per: "a year", "per kWh"; its code, and the token after it."""

    code: str
    first: int
    last: int


_TIME_SHIFTS = frozenset("ago earlier later before after old or and from".split())
_PER_CODES = {"annum": "year", "capita": "person", "head": "person", "yr": "year"}


def find_denominator(tokens: Tokens, index: int) -> Denominator | None:
    """Return the denominator that begins at token `index`: "per barrel", "a year", "/kWh", "-a-day", "annually"."""
    words = tokens.words
    position, word = index, words[index]
    if word == "-" and words[index + 1] in ("a", "per"):
        position, word = index + 1, words[index + 1]
    if word == "annually":
        return Denominator("year", index, index + 1)
    if word not in ("per", "a", "an", "/", "each", "every"):
        return None
    position += 1
    if words[position] == "-":
        position += 1
    if word == "/" and not tokens.glued(index):
        return None
    return _denominator_at(tokens, index, position, word)


def _counted_denominator(tokens: Tokens, index: int, position: int) -> Denominator | None:
    """Return the denominator of a rate: "per 100,000 people", "per million residents"."""
    number = read_number(tokens, position)
    if number is None:
        return None
    noun = find_noun(tokens, number.last)
    unit = find_unit(tokens, number.last)
    if unit and unit.kind not in ("percent", "multiple"):
        return Denominator(f"{number.value.normalize():f} {unit.code}", index, unit.last)
    if noun is None or not noun.is_plural:
        return Denominator(f"{number.value.normalize():f}", index, number.last)
    return Denominator(f"{number.value.normalize():f} {noun.unit}", index, noun.last)


def _denominator_at(tokens: Tokens, index: int, position: int, word: str) -> Denominator | None:
    words = tokens.words
    noun = words[position]
    if word in ("per", "every") and (noun[:1].isdecimal() or noun in NUMERIC_WORDS):
        return _counted_denominator(tokens, index, position)
    found = find_right(_UNITS, tokens, position)
    if found and found[0].role not in ("percent", "multiple", "index"):
        if word in ("each", "every") and found[0].role != "duration":
            return None
        if word in ("a", "an") and words[found[1]] in _TIME_SHIFTS:
            return None
        if word in ("a", "an") and found[0].code in ("century", "second", "decade", "quarter") and noun == "second":
            return None
        return Denominator(found[0].code, index, found[1])
    if noun in _PER_CODES:
        return Denominator(_PER_CODES[noun], index, position + 1)
    if word == "per" and noun.isalpha() and noun not in ("cent", "se"):
        return Denominator(noun, index, position + 1)
    if word in ("a", "an", "/") and noun in _PERSON_UNITS:
        return Denominator("person" if noun == "head" else noun, index, position + 1)
    return None
