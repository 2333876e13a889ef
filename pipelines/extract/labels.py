"""Refuses numbers that are part of a name or an idiom: 5G, Covid-19, Made in China 2025, on the one hand."""

from __future__ import annotations

import re

from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.number_words import ROLES
from pipelines.extract.spelling_trees import Entry, Tree, find_left, find_right, grow_tree
from pipelines.extract.tokens import Tokens
from pipelines.extract.units import find_unit

_ROWS = read_lexicon(__file__)


def _words(place: str) -> frozenset[str]:
    return frozenset(row["spelling"] for row in _ROWS if row["place"] == place)


_NUMBER_ROLES = frozenset(("small", "teen", "ten", "scale", "fraction"))
_MULTIPLYING = frozenset({"double", "doubled", "doubles", "doubling", "triple"})
_URL = re.compile(
    r"(?:https?://|www\.)\S{1,2000}|\b[\w.-]{1,80}\.(?:com|org|net|cn|gov|edu|co|html?)/\S{1,2000}|\S{1,80}@\S{1,80}"
)
_ATTACHED = _words("attached")
_AGE_CLASSES = _words("age_class")
_NICKNAMES = _words("nickname_lead")
_SIZE_CLASSES = _words("size_class")
_SCALE_ROLES = frozenset(("short", "glued", "money_short"))
_QUOTES = frozenset("“\"„‘'«”’")


def _is_number_word(word: str) -> bool:
    return word[:1].isdecimal() or ROLES.get(word) in _NUMBER_ROLES or word in _MULTIPLYING


def _phrase_trees() -> dict[str, list[tuple[int, Tree]]]:
    """Sort the phrases by their number word and by how many words stand before it."""
    groups: dict[tuple[str, int], list[tuple[str, Entry]]] = {}
    for row in _ROWS:
        if row["place"] != "phrase":
            continue
        words = Tokens(row["spelling"]).words
        offset = next((k for k, word in enumerate(words) if _is_number_word(word)), None)
        if offset is not None:
            groups.setdefault((words[offset], offset), []).append((row["spelling"], Entry("label", row["kind"])))
    trees: dict[str, list[tuple[int, Tree]]] = {}
    for (word, offset), phrases in groups.items():
        trees.setdefault(word, []).append((offset, grow_tree(phrases)))
    return trees


_PHRASES = _phrase_trees()
_HEADS = grow_tree(
    ((r["spelling"], Entry("weak" if r["note"] else "head", r["kind"])) for r in _ROWS if r["place"] == "head"),
    reverse=True,
)
_HEAD_WORDS = frozenset(_HEADS)
TAIL_WORDS = frozenset(r["spelling"] for r in _ROWS if r["place"] == "tail")
"""Words that follow the number of a model: "Pro", "Max"."""
ADDRESS_WORDS = frozenset(r["spelling"] for r in _ROWS if r["place"] == "address")
"""Words that end the name of a street."""


def find_named_phrase(tokens: Tokens, index: int) -> tuple[str, int, int] | None:
    """Return the kind and extent of the fixed phrase that the number at token `index` belongs to, if any."""
    for offset, tree in _PHRASES.get(tokens.words[index], ()):
        if offset > index:
            continue
        found = find_right(tree, tokens, index - offset)
        if found and found[1] > index:
            return found[0].code, index - offset, found[1]
    return None


def find_size_class(tokens: Tokens, index: int) -> int | None:
    """Return the token behind a size that names a class of things, "12-inch wafers", "8.6-generation".

    Its numeral stands at `index`.
    """
    words = tokens.words
    position = index + 1 + (words[index + 1] == "-")
    if words[position] == "bit" and words[index + 1] == "-" and words[index].isdecimal():
        return position + 1
    if words[position] == "generation" and words[index + 1] == "-":
        return position + 1
    if words[position] != "inch":
        return None
    behind = position + 1
    return position + 1 if words[behind] in _SIZE_CLASSES or words[behind + 1] in _SIZE_CLASSES else None


def find_label_head(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Return how firmly the word before token `index` makes its number a label ("Section 12"), and its first token."""
    if index == 0:
        return None
    words = tokens.words
    found = find_left(_HEADS, tokens, index) if words[index - 1] in _HEAD_WORDS else None
    if found is None and words[index - 1] == "." and index > 1:
        found = find_left(_HEADS, tokens, index - 1)
    return (found[0].role, found[1]) if found else None


def find_attached_name(tokens: Tokens, index: int) -> int | None:
    """Return the first token of a name that a numeral is glued to ("A380", "PLX-R18", "Covid-19"), if it is."""
    words = tokens.words
    if not tokens.glued(index):
        return None
    before = words[index - 1]
    if before.isalpha():
        return index - 1
    if before in ("-", "‑", "–") and index > 1 and tokens.glued(index - 1):
        name = words[index - 2]
        if name.isdecimal() and index > 2 and tokens.glued(index - 2) and words[index - 3].isalpha():
            return index - 3
        is_scale = ROLES.get(name) in _SCALE_ROLES and words[index - 3][:1].isdecimal() and tokens.glued(index - 2)
        if _is_age_class(tokens, index):
            return index - 2
        if name.isalpha() and name not in _ATTACHED and ROLES.get(name) not in _NUMBER_ROLES and not is_scale:
            return index - 2
    if before in ("_", "/", "@", "\\", ".") and index > 1 and words[index - 2].isalpha() and tokens.glued(index - 1):
        return None if _is_other_measure(tokens, index) else index - 2
    return None


def _is_other_measure(tokens: Tokens, index: int) -> bool:
    """Tell whether a slash joins two measures of one thing: "a 100 MW/200 MWh battery" has 100 MW and 200 MWh."""
    words, unit = tokens.words, index - 2
    number = unit - 1 - (words[unit - 1] == "-")
    if words[index - 1] != "/" or number < 0 or not words[number][:1].isdecimal():
        return False
    return find_unit(tokens, unit) is not None and find_unit(tokens, index + 1) is not None


def _is_age_class(tokens: Tokens, index: int) -> bool:
    """Tell whether "under-" makes the numeral the name of a team's or pupils' age class: the under-12 girls."""
    words = tokens.words
    if words[index - 2] not in ("under", "over") or not words[index].isdecimal() or len(words[index]) > 2:
        return False
    return words[index + 1] in _AGE_CLASSES


def find_nickname(tokens: Tokens, index: int) -> int | None:
    """Return the token behind a quoted nickname that begins with its number: known as the "six little dragons"."""
    words = tokens.words
    if index < 2 or words[index - 1] not in _QUOTES:
        return None
    position = index - 2
    if words[position] == "the" and position:
        position -= 1
    if words[position] not in _NICKNAMES:
        return None
    for last in range(index + 1, index + 8):
        if words[last] in _QUOTES:
            return last
    return None


def find_urls(text: str) -> list[tuple[int, int]]:
    """Return the spans of web and mail addresses, in which no number is a claim."""
    if "://" not in text and "www." not in text and "@" not in text and "/" not in text:
        return []
    return [match.span() for match in _URL.finditer(text)]
