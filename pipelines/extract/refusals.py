"""Decides whether a number is no claim: a date, a time, a score, a label, an idiom, a list number."""

from __future__ import annotations

from pipelines.extract.ages import find_age_bracket
from pipelines.extract.labels import find_attached_name, find_label_head, find_named_phrase, find_nickname, TAIL_WORDS
from pipelines.extract.modifiers import find_modifier_before
from pipelines.extract.moments import COUNTED, find_moment
from pipelines.extract.money import find_prefix, find_suffix
from pipelines.extract.nouns import find_noun
from pipelines.extract.number_words import SCALES, WORDS
from pipelines.extract.ranks import is_ordinal
from pipelines.extract.ratios import PARTS
from pipelines.extract.tokens import Tokens
from pipelines.extract.units import find_unit
from decimal import Decimal

RefusalReading = tuple[str, int, int, str, str]
_DASHES = frozenset("-–‑")
_BEFORE_LIST_NUMBER = frozenset(("—", "–", "-", "and", "or", ";", ":", ","))
_SINGULAR_VERBS = frozenset(("is", "was", "has", "will", "can"))
_SCORE_WORDS = frozenset("win won wins winning beat beaten lost lose loss draw drew drawn down up lead leads led leading victory defeat score scored scoreline record tie tied ties behind ahead triumph game series thrashing thrashed advantage".split())


def find_refusal(tokens: Tokens, index: int) -> RefusalReading | None:
    """Return why the number at token `index` is no claim (kind, first, last, rule, reason), or None."""
    named = find_named_phrase(tokens, index)
    if named:
        kind, first, last = named
        return kind, first, last, f"<{kind}>", "a fixed phrase"
    word = tokens.words[index]
    if word == "one":
        return _lone_one(tokens, index)
    if not word[0].isdecimal():
        return _nickname(tokens, index) or _number_name(tokens, index)
    return _numeral(tokens, index)


def _nickname(tokens: Tokens, index: int) -> RefusalReading | None:
    last = find_nickname(tokens, index)
    return ("label", index, last, "<nickname>", "a quoted nickname that holds a number") if last else None


def _number_name(tokens: Tokens, index: int) -> RefusalReading | None:
    """Refuse a number word in a name: "Kick Six", "category one"; a counted plural behind it is no name."""
    last = index + 1
    if index == 0 or tokens.words[index] not in WORDS:
        return None
    noun = find_noun(tokens, last)
    if noun and noun.is_plural:
        return None
    before = index - 1
    if tokens.is_capitalised(index) and tokens.words[before].isalpha() and tokens.is_capitalised(before):
        return "label", before, last, "<Name> <Number>", "a number word that is part of a name"
    head = find_label_head(tokens, index)
    if head and not _has_unit(tokens, last) and tokens.words[last] not in SCALES:
        return "label", head[1], last, "<name> <number>", "a number that names"
    return None


def _numeral(tokens: Tokens, index: int) -> RefusalReading | None:
    """Refuse a numeral written in digits."""
    words = tokens.words
    if find_prefix(tokens, index):
        return None
    attached = find_attached_name(tokens, index)
    if attached is not None:
        return "label", attached, index + 1, "<name><number>", "a numeral that is part of a name"
    last = index + 1
    if is_ordinal(tokens, index):
        moment = find_moment(tokens, index)
        return ("date", moment[1], moment[2], "<date>", "a calendar date") if moment else None
    if words[last].isalpha() and tokens.glued(last) and not _has_unit(tokens, last) and words[last] not in SCALES:
        return "label", index, last + 1, "<number><letters>", "letters stand against the numeral: a name"
    if len(words[index]) > 3 or words[last] not in ("%", "percent"):
        moment = find_moment(tokens, index)
        if moment and not _is_counted_after_all(tokens, index, moment[0]):
            kind, first, end = moment
            return kind, first, end, f"<{kind}>", "a calendar date" if kind == "date" else "a clock time"
    bracket = find_age_bracket(tokens, index)
    if bracket:
        return "label", index, bracket, "<age bracket>", "ages that define a group"
    return _listed(tokens, index) or _score(tokens, index) or _headed(tokens, index)


def _has_unit(tokens: Tokens, last: int) -> bool:
    words = tokens.words
    return find_unit(tokens, last) is not None or words[last] in SCALES or find_suffix(tokens, last, Decimal(1), True) is not None


def _is_counted_after_all(tokens: Tokens, index: int, kind: str) -> bool:
    """Tell whether what looks like a year is a count: "2000 people", "more than 2000 shops", "2000 rpm"."""
    if kind != "date" or len(tokens.words[index]) != 4 or tokens.words[index + 1] == "s":
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


def _listed(tokens: Tokens, index: int) -> RefusalReading | None:
    """Refuse the numbers of a list, of a telephone, of a version."""
    words, last = tokens.words, index + 1
    word = words[index]
    if index == 0 or "\n" in tokens.text[tokens.ends[index - 1] : tokens.starts[index]] or words[index - 1] in ("(", "•"):
        if words[last] in (")", ".") and tokens.glued(last) and len(word) <= 2 and words[last + 1][:1].isalpha():
            return "enumeration", index, last + 1, "<list number>", "the number of a list item"
    if words[last] == ":" and tokens.glued(last) and words[last + 1][:1].isdecimal() and tokens.glued(last + 1):
        return "score", index, last + 2, "<n:m>", "a proportion or a score written with a colon"
    if words[last] == ")" and tokens.glued(last) and len(word) <= 2 and words[index - 1] in _BEFORE_LIST_NUMBER and index:
        if "(" not in words[max(0, index - 12) : index]:
            return "enumeration", index, last + 1, "<list number>", "the number of a list item"
    if words[index - 1] == "[" and index and words[last] == "]" and len(word) <= 3:
        return "furniture", index - 1, last + 1, "<note mark>", "the mark of a footnote"
    if words[index - 1] in ("#", "№") and index:
        return "label", index - 1, last, "<# number>", "a number that names"
    if word.count(".") >= 2 and not all(len(group) == 3 for group in word.split(".")[1:]):
        return "label", index, last, "<version>", "a version or section number"
    return _phone(tokens, index)


def _phone(tokens: Tokens, index: int) -> RefusalReading | None:
    words = tokens.words
    position, groups, digits = index, 1, len(words[index])
    while words[position + 1] in _DASHES and words[position + 2].isdecimal() and tokens.glued(position + 2):
        position += 2
        groups += 1
        digits += len(words[position])
    if groups >= 3 and digits >= 7:
        return "phone", index, position + 1, "<phone number>", "groups of digits joined by hyphens"
    return None


def _score(tokens: Tokens, index: int) -> RefusalReading | None:
    """Refuse "2-1": two small numbers, a hyphen between them, and neither unit nor noun."""
    words = tokens.words
    word = words[index]
    if words[index + 1] not in _DASHES or len(word) > 2 or not word.isdecimal() or not tokens.glued(index + 1):
        return None
    second = words[index + 2]
    if not second.isdecimal() or len(second) > 2 or not tokens.glued(index + 2):
        return None
    last = index + 3
    if _has_unit(tokens, last) or words[last] in COUNTED:
        return None
    near = words[max(0, index - 4) : index] + words[last : last + 2]
    noun = find_noun(tokens, last)
    if int(word) > 20 or int(second) > 20 or (noun and noun.is_plural and not _SCORE_WORDS.intersection(near)):
        return None
    return "score", index, last, "<score>", "two small numbers joined by a hyphen: a score"


def _headed(tokens: Tokens, index: int) -> RefusalReading | None:
    """Refuse "Section 12", "iPhone 15": a numeral behind a word that numbers its things."""
    words = tokens.words
    last = index + 1
    if not words[index].isdecimal() and "." not in words[index]:
        return None
    head = find_label_head(tokens, index)
    if head:
        unit = find_unit(tokens, last)
        if words[last] in SCALES or (unit and unit.kind != "duration"):
            return None
        if head[0] == "weak":
            noun = find_noun(tokens, last)
            if noun and noun.is_plural:
                return None
        return "label", head[1], last, "<name> <number>", "a number that names"
    if words[index - 1] == "the" and index and words[last] in _SINGULAR_VERBS:
        return "label", index - 1, last, "<the number>", "a number that names: it is spoken of as one thing"
    if words[last] in TAIL_WORDS and tokens.is_capitalised(last):
        return "label", index, last + 1, "<number> <Name>", "the number of a model"
    return _after_name(tokens, index)


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


def _lone_one(tokens: Tokens, index: int) -> RefusalReading | None:
    """Refuse "one" unless something bounds, scales or measures it."""
    words = tokens.words
    last = index + 1
    follower = words[last]
    if follower in SCALES or follower == "-" or _has_unit(tokens, last) or follower in ("and", "in", "out") or follower in PARTS:
        if follower != "and" or words[last + 1] == "a":
            if follower not in ("in", "out") or words[last + 1] in ("every",) or _is_small(words[last + 1]) or words[last + 1] == "of":
                return None
    modifier = find_modifier_before(tokens, index)
    if modifier and modifier.code in ("at_least", "more_than", "at_most", "exact") and words[index - 1] not in ("the", "this"):
        return None
    if follower == "to" and WORDS.get(words[last + 1], 0) > 1:
        return None
    return "idiom", index, last, "<one>", "one as a pronoun or an article"


def _is_small(word: str) -> bool:
    return word[:1].isdecimal() or word in ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "hundred", "twelve", "twenty")
