"""Refuses digits in a sequence of signs: list numbers, scores, proportions, telephone and version numbers."""

from __future__ import annotations

from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.moments import COUNTED
from pipelines.extract.nouns import find_noun
from pipelines.extract.tokens import Tokens
from pipelines.extract.units import has_measure

_ROWS = read_lexicon(__file__)
_SCORE_WORDS = frozenset(row["spelling"] for row in _ROWS if row["role"] == "score_word")
_BEFORE_LIST_NUMBER = frozenset(row["spelling"] for row in _ROWS if row["role"] == "before_list_number")
_DASHES = frozenset("-–‑")
_LONGEST_LIST_NUMBER = 2
_LONGEST_BRACKET = 12
_HIGHEST_SCORE = 20
_LONGEST_SCORE = 3
_MOST_PHONE_GROUPS = 8
_FEWEST_PHONE_GROUPS, _FEWEST_PHONE_DIGITS = 3, 7

SequenceReading = tuple[str, int, int, str, str]
"""Kind, first token, token behind the last, rule, reason."""


def find_sequence(tokens: Tokens, index: int) -> SequenceReading | None:
    """Return the sequence that the numeral at token `index` belongs to, with the reason why it is no claim."""
    return (
        _list_number(tokens, index)
        or _bracketed(tokens, index)
        or _proportion(tokens, index)
        or _mark(tokens, index)
        or _phone(tokens, index)
        or _score(tokens, index)
    )


def _list_number(tokens: Tokens, index: int) -> SequenceReading | None:
    """Read "1." and "(2)" at the head of a line, and "1)" within one."""
    words, last = tokens.words, index + 1
    if len(words[index]) > _LONGEST_LIST_NUMBER:
        return None
    if index == 0 and (tokens.count == 1 or (tokens.count == 2 and words[1] in (".", ")"))):
        return "enumeration", 0, tokens.count, "<list number>", "a small number that stands alone"
    if words[last] not in (")", ".") or not tokens.glued(last):
        return None
    before = words[index - 1] if index else ""
    gap = tokens.text[tokens.ends[index - 1] : tokens.starts[index]] if index else "\n"
    heads_line = "\n" in gap or before in ("(", "•")
    within = words[last] == ")" and before in _BEFORE_LIST_NUMBER
    if within and "(" in words[max(0, index - _LONGEST_BRACKET) : index]:
        within = False
    if within or (heads_line and words[last + 1][:1].isalpha()):
        return "enumeration", index, last + 1, "<list number>", "the number of a list item"
    return None


def _bracketed(tokens: Tokens, index: int) -> SequenceReading | None:
    """Read "(13)" and "(14, 15)": numbers and nothing else in brackets point at a note, a page, a shirt."""
    words = tokens.words
    if not index or words[index - 1] != "(":
        return None
    last = index + 1
    while words[last] == "," and words[last + 1].isdecimal() and last < index + _LONGEST_BRACKET:
        last += 2
    if words[last] != ")" or not words[index].isdecimal():
        return None
    return "furniture", index - 1, last + 1, "<note mark>", "nothing but numbers in brackets"


def _proportion(tokens: Tokens, index: int) -> SequenceReading | None:
    words, last = tokens.words, index + 1
    while words[last] == ":" and words[last + 1][:1].isdecimal() and tokens.glued(last) and tokens.glued(last + 1):
        last += 2
    if last == index + 1:
        return None
    return "score", index, last, "<n:m>", "a proportion or a score written with a colon"


def _mark(tokens: Tokens, index: int) -> SequenceReading | None:
    """Read "[3]", "#5", "600519.SS", "3+1" and "3.14.2"."""
    words, last = tokens.words, index + 1
    word, before = words[index], words[index - 1] if index else ""
    if before == "[" and words[last] == "]":
        return "furniture", index - 1, last + 1, "<note mark>", "the mark of a footnote"
    if before in ("#", "№"):
        return "label", index - 1, last, "<# number>", "a number that names"
    if words[last] == "." and tokens.glued(last) and tokens.glued(last + 1) and tokens.is_acronym(last + 1):
        return "label", index, last + 2, "<listing code>", "the code of a listed share"
    if words[last] == "+" and tokens.glued(last) and tokens.glued(last + 1) and words[last + 1][:1].isalnum():
        return "label", index, last + 2, "<n+m>", "a formula that names"
    groups = word.split(".")
    if len(groups) > 2 and not all(len(group) == 3 for group in groups[1:]):
        return "label", index, last, "<version>", "a version or section number"
    return None


def _phone(tokens: Tokens, index: int) -> SequenceReading | None:
    """Read "010-6552-7788", "+86 10 6552 7788" and "(010) 6552-7788"."""
    words = tokens.words
    begins = index > 0 and words[index - 1] == "+" and not tokens.glued(index - 1) and tokens.glued(index)
    is_bracketed = index > 2 and words[index - 1] == ")" and words[index - 2].isdecimal() and words[index - 3] == "("
    position, groups, digits = index, 1 + is_bracketed, len(words[index])
    while groups < _MOST_PHONE_GROUPS:
        step = 1 if begins and words[position + 1].isdecimal() else 2
        if step == 2 and words[position + 1] not in _DASHES:
            break
        if not words[position + step].isdecimal():
            break
        position += step
        groups += 1
        digits += len(words[position])
    if groups >= _FEWEST_PHONE_GROUPS and digits >= _FEWEST_PHONE_DIGITS:
        return "phone", index, position + 1, "<phone number>", "groups of digits, as telephones have"
    return None


def _score(tokens: Tokens, index: int) -> SequenceReading | None:
    """Refuse "2-1" and "112-107": a hyphen between two numbers that are small or fall, and neither unit nor noun."""
    words = tokens.words
    word, second = words[index], words[index + 2]
    if words[index + 1] not in _DASHES or not (tokens.glued(index + 1) and tokens.glued(index + 2)):
        return None
    if not (word.isdecimal() and second.isdecimal()) or max(len(word), len(second)) > _LONGEST_SCORE:
        return None
    last = index + 3
    if has_measure(tokens, last) or words[last] in COUNTED or (words[last] == "/" and tokens.glued(last)):
        return None  # 3-1/2 hours
    near = words[max(0, index - 4) : index] + words[last : last + 2]
    noun = find_noun(tokens, last)
    if max(int(word), int(second)) > _HIGHEST_SCORE and int(word) <= int(second):
        return None
    if noun and noun.is_plural and not _SCORE_WORDS.intersection(near):
        return None
    return "score", index, last, "<score>", "two small numbers joined by a hyphen: a score"
