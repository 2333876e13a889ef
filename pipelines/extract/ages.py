"""Reads ages ("Ms. Chen, 45, said"; "65-year-old"); refuses brackets that define a group ("aged 18 to 34")."""

from __future__ import annotations

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.number_words import WORDS
from pipelines.extract.tokens import Tokens

_WORDS = read_word_sets(__file__)
_BEING = _WORDS["being"]
_PERSONS = _WORDS["person"]
_ENDS = _WORDS["end"] | {""}
_TITLES = _WORDS["title"]
_ABBREVIATED = _WORDS["abbreviated"]

_TAILS = (("-", "old"), ("-", "olds"), ("old",), ("of", "age"), ("-", "olds"), ("olds",))
_BRACKET_LEADS = frozenset(("aged", "ages"))
_YOUNGEST, _OLDEST = 3, 119
_CLOSERS = frozenset((",", ")", "."))


def find_age_tail(tokens: Tokens, index: int) -> int | None:
    """Return the token behind "old" or "of age" where these follow a span of time that ends at token `index`."""
    words = tokens.words
    for tail in _TAILS:
        if tuple(words[index : index + len(tail)]) == tail:
            return index + len(tail)
    return None


def is_age(tokens: Tokens, index: int) -> bool:
    """Tell whether the bare number at token `index` is the age of the person named before it."""
    words = tokens.words
    word = words[index]
    if word in WORDS:
        return index > 0 and words[index - 1] == "aged"
    if not (word.isdecimal() and len(word) <= 3 and _YOUNGEST <= int(word) <= _OLDEST):
        return False
    before = words[index - 1] if index else ""
    if before in ("aged", "age"):
        return True
    if before in _BEING and index > 1 and words[index - 2] in _PERSONS and words[index + 1] in _ENDS:
        return True
    if before != "," or index < 2 or words[index + 1] not in _CLOSERS or tokens.glued(index):
        return False
    name = index - 3 if words[index - 2] == "." else index - 2
    if words[name] in _TITLES and words[index + 1] == ",":
        return True
    if not (words[name].isalpha() and tokens.is_capitalised(name) and len(words[name]) > 1):
        return False
    return words[index + 1] == "," or words[index + 2] == ""


def find_age_bracket(tokens: Tokens, index: int) -> int | None:
    """Return the token behind an age bracket, "aged 18 to 34", whose first number stands at token `index`."""
    words = tokens.words
    if not index or words[index - 1] not in _BRACKET_LEADS:
        return None
    position = index + 1
    if words[position] in ("to", "-", "–", "and") and words[position + 1].isdecimal():
        return position + 2
    return None


def is_abbreviated_age(word: str) -> bool:
    """Tell whether a word behind a number is "yo", years old."""
    return word in _ABBREVIATED
