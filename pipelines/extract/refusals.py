"""Decides whether a number is no claim: a date, a time, a score, a label, an idiom, a list number."""

from __future__ import annotations

from decimal import Decimal

from pipelines.extract.ages import find_age_bracket
from pipelines.extract.labels import (
    ADDRESS_WORDS,
    TAIL_WORDS,
    find_attached_name,
    find_label_head,
    find_named_phrase,
    find_nickname,
    find_size_class,
)
from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.modifiers import find_modifier_before
from pipelines.extract.moments import COUNTED, find_moment
from pipelines.extract.money import find_prefix, find_suffix
from pipelines.extract.nouns import find_noun
from pipelines.extract.number_words import SCALES, WORDS
from pipelines.extract.ones import is_number_one
from pipelines.extract.ranks import find_numbered_rank, is_ordinal
from pipelines.extract.sequences import find_sequence
from pipelines.extract.tokens import Tokens
from pipelines.extract.units import find_unit, has_measure

_SINGULAR_VERBS = frozenset(row["spelling"] for row in read_lexicon(__file__) if row["role"] == "singular_verb")
_YEAR_LENGTH = 4
_ALL_BUT = ["all", "but"]

RefusalReading = tuple[str, int, int, str, str]
"""Kind, first token, token behind the last, rule, reason."""


def find_refusal(tokens: Tokens, index: int) -> RefusalReading | None:
    """Return why the number at token `index` is no claim (kind, first, last, rule, reason), or None."""
    named = find_named_phrase(tokens, index)
    if named and not (tokens.words[named[2] - 1] in WORDS and tokens.words[named[2]] in SCALES):
        kind, first, last = named  # a scale goes on behind "one or two": that many thousand
        return kind, first, last, f"<{kind}>", "a fixed phrase"
    if index > 1 and tokens.words[index - 2 : index] == _ALL_BUT:
        return "idiom", index - 2, index + 1, "<all but number>", "how many are left out of all"
    word = tokens.words[index]
    if word == "one":
        return None if is_number_one(tokens, index) else _pronoun(index)
    if not word[0].isdecimal():
        return (
            _nickname(tokens, index)
            or _class_in_words(tokens, index)
            or _none_of(tokens, index)
            or _number_name(tokens, index)
        )
    return _numeral(tokens, index)


def _pronoun(index: int) -> RefusalReading:
    return "idiom", index, index + 1, "<one>", "one as a pronoun or an article"


def _nickname(tokens: Tokens, index: int) -> RefusalReading | None:
    last = find_nickname(tokens, index)
    return ("label", index, last, "<nickname>", "a quoted nickname that holds a number") if last else None


def _none_of(tokens: Tokens, index: int) -> RefusalReading | None:
    """`zero-interest loans`: what has none of something."""
    words, last = tokens.words, index + 1
    is_joined = words[index] == "zero" and words[last] == "-" and tokens.glued(last + 1)
    if not is_joined or not words[last + 1].isalpha() or has_measure(tokens, last):
        return None
    return "idiom", index, last + 2, "<zero-thing>", "that there is none of something"


def _number_name(tokens: Tokens, index: int) -> RefusalReading | None:
    """Refuse a number word in a name: "Kick Six", "category one"; a counted plural behind it is no name."""
    last = index + 1
    if tokens.words[last][:1].isdecimal() and tokens.glued(last):
        while tokens.glued(last) and tokens.words[last][:1].isalnum():
            last += 1
        return "label", index, last, "<Name><number>", "a number word that is part of a name"
    if index == 0 or tokens.words[index] not in WORDS:
        return None
    noun = find_noun(tokens, last)
    if noun and noun.is_plural:
        return None
    if noun is None and _is_or_two(tokens, index):
        return "vague", index - 1, last, "<or two>", "a vague few"
    before = index - 1
    if tokens.is_capitalised(index) and tokens.words[before].isalpha() and tokens.is_capitalised(before):
        return "label", before, last, "<Name> <Number>", "a number word that is part of a name"
    head = find_label_head(tokens, index)
    if head and not has_measure(tokens, last) and tokens.words[last] not in SCALES:
        return "label", head[1], last, "<name> <number>", "a number that names"
    return None


def _is_or_two(tokens: Tokens, index: int) -> bool:
    words = tokens.words
    follows_or = words[index] == "two" and words[index - 1] == "or" and words[index - 2] not in WORDS
    return follows_or and not has_measure(tokens, index + 1)


def _numeral(tokens: Tokens, index: int) -> RefusalReading | None:
    """Refuse a numeral written in digits."""
    words = tokens.words
    if words[index].endswith("00") and words[index + 1] == "s" and tokens.glued(index + 1):
        return "vague", index, index + 2, "<hundreds>", "a round number in the plural: a level, no one value"
    if find_prefix(tokens, index):
        return None
    attached = find_attached_name(tokens, index)
    if attached is not None:
        return "label", attached, index + 1, "<name><number>", "a numeral that is part of a name"
    last = index + 1
    if is_ordinal(tokens, index):
        moment = find_moment(tokens, index)
        return ("date", moment[1], moment[2], "<date>", "a calendar date") if moment else None
    if words[last].isalpha() and tokens.glued(last) and (not has_measure(tokens, last) or _is_model(tokens, index)):
        return "label", index, last + 1, "<number><letters>", "letters stand against the numeral: a name"
    return _timed(tokens, index) or _classed(tokens, index) or _headed(tokens, index) or find_sequence(tokens, index)


def _timed(tokens: Tokens, index: int) -> RefusalReading | None:
    """A numeral of a date or a time of day."""
    if len(tokens.words[index]) <= 3 and tokens.words[index + 1] in ("%", "percent"):
        return None
    moment = find_moment(tokens, index)
    if moment is None or _is_counted_after_all(tokens, index, moment[0]):
        return None
    kind, first, end = moment
    return kind, first, end, f"<{kind}>", "a calendar date" if kind == "date" else "a clock time"


def _classed(tokens: Tokens, index: int) -> RefusalReading | None:
    """A numeral that tells which things or people are meant, not how many."""
    size = find_size_class(tokens, index)
    if size:
        return "label", index, size, "<size class>", "a size that names a class of things"
    bracket = find_age_bracket(tokens, index)
    if bracket:
        return "label", index, bracket, "<age bracket>", "ages that define a group"
    return None


def _class_in_words(tokens: Tokens, index: int) -> RefusalReading | None:
    """`391,000 eight-inch wafers`."""
    size = find_size_class(tokens, index) if tokens.words[index] in WORDS else None
    return ("label", index, size, "<size class>", "a size that names a class of things") if size else None


def _is_model(tokens: Tokens, index: int) -> bool:
    """Tell a model number from a scale: "Block 1B" is a name, "worth 1B" is a billion."""
    words = tokens.words
    is_scale = len(words[index + 1]) == 1 and words[index + 1] in SCALES
    return is_scale and tokens.is_capitalised(index - 1) and index > 1 and tokens.is_capitalised(index + 1)


def _is_counted_after_all(tokens: Tokens, index: int, kind: str) -> bool:
    """Tell whether what looks like a year is a count: "2000 people", "more than 2000 shops", "2000 rpm"."""
    if kind != "date" or len(tokens.words[index]) != _YEAR_LENGTH or tokens.words[index + 1] == "s":
        return False
    unit = find_unit(tokens, index + 1)
    if unit is not None and tokens.words[index + 1] != "-":
        return True
    if tokens.words[index + 1] in SCALES or find_suffix(tokens, index + 1, Decimal(2000), False):
        return True
    modifier = find_modifier_before(tokens, index)
    if modifier and modifier.code in ("more_than", "less_than", "at_least", "at_most", "approx", "nearly"):
        noun = find_noun(tokens, index + 1)
        return noun is not None and noun.is_plural
    return False


def _headed(tokens: Tokens, index: int) -> RefusalReading | None:
    """Refuse "Section 12", "iPhone 15": a numeral behind a word that numbers its things."""
    words = tokens.words
    last = index + 1
    if not words[index].isdecimal() and "." not in words[index]:
        return None
    head = find_label_head(tokens, index)
    if head:
        return None if _is_counted_behind_head(tokens, index, head[0]) else _label_behind_head(tokens, index, head[1])
    if words[index - 1] == "the" and index and words[last] in _SINGULAR_VERBS:
        return "label", index - 1, last, "<the number>", "a number that names: it is spoken of as one thing"
    if _is_address(tokens, last):
        return "label", index, last, "<house number>", "the number of a house"
    if words[last] in TAIL_WORDS and tokens.is_capitalised(last):
        return "label", index, last + 1, "<number> <Name>", "the number of a model"
    return _after_name(tokens, index)


def _is_address(tokens: Tokens, index: int) -> bool:
    """Tell whether a street begins at token `index`: "Downing Street"."""
    if not tokens.is_capitalised(index):
        return False
    return any(
        tokens.words[position] in ADDRESS_WORDS and tokens.is_capitalised(position)
        for position in range(index + 1, index + 4)
    )


def _is_counted_behind_head(tokens: Tokens, index: int, firmness: str) -> bool:
    """Tell whether a number behind "Section" or "day" counts after all: it ranks, is measured, or has a plural."""
    last = index + 1
    if find_numbered_rank(tokens, index) or tokens.words[last] in SCALES:
        return True
    unit = find_unit(tokens, last)
    if unit and unit.kind != "duration":
        return True
    noun = find_noun(tokens, last) if firmness == "weak" else None
    return noun is not None and noun.is_plural


def _label_behind_head(tokens: Tokens, index: int, first: int) -> RefusalReading:
    """Refuse the number with the groups that a hyphen joins to it: "ISBN 978-3-16-148410-0"."""
    words, last = tokens.words, index + 1
    while words[last] == "-" and words[last + 1][:1].isdecimal() and tokens.glued(last) and last < index + 12:
        last += 2
    return "label", first, last, "<name> <number>", "a number that names"


def _after_name(tokens: Tokens, index: int) -> RefusalReading | None:
    """Refuse a numeral behind a capitalised name and with nothing to count behind it: "Qihoo 360"."""
    words, last = tokens.words, index + 1
    before = index - 1
    if before < 0 or not words[before].isalpha() or not tokens.is_capitalised(before) or words[last] in (",", "-", "%"):
        return None
    if before == 0 or words[before] in COUNTED or len(words[before]) < 2 or find_modifier_before(tokens, index):
        return None
    if words[last] in SCALES or find_unit(tokens, last) or find_suffix(tokens, last, Decimal(1000), False):
        return None
    noun = find_noun(tokens, last) if words[last].isalpha() else None
    if noun is not None and (noun.is_plural or words[index] == "1"):
        return None
    return "label", before, last, "<Name> <number>", "a numeral that is part of a name"
