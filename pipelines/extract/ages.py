"""Reads ages ("Ms. Chen, 45, said"; "65-year-old"); refuses brackets that define a group ("aged 18 to 34")."""

from __future__ import annotations

from dataclasses import replace

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.number_words import WORDS
from pipelines.extract.tokens import Tokens
from schemas.spans import Quantity

_WORDS = read_word_sets(__file__)
_BEING = _WORDS["being"]
_PERSONS = _WORDS["person"]
_ENDS = _WORDS["end"] | {""}
_TITLES = _WORDS["title"]
_PEOPLE = _WORDS["people"]
_BOUNDS = _WORDS["bound"]
_BEING_SEVERAL = _BEING | {"are", "were"}
_ABBREVIATED = _WORDS["abbreviated"]

_TAILS = (("-", "old"), ("-", "olds"), ("old",), ("of", "age"), ("olds",))
_LEADS = frozenset(("aged", "age", "ages"))
_YOUNGEST, _OLDEST = 3, 119
_CLOSERS = frozenset((",", ")", "."))
_UNTIL = frozenset(("to", "-", "–"))
_UNTIL_OR, _UNTIL_OR_AND = _UNTIL | {"or"}, _UNTIL | {"and"}
_JOINTS = frozenset((",", "and", "or"))
_LONGEST_LIST = 24
"""Tokens looked back over in a list of ages."""


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
        return _is_told_as_age(tokens, index)
    if not (word.isdecimal() and len(word) <= 3 and _YOUNGEST <= int(word) <= _OLDEST):
        return False
    if _is_told_as_age(tokens, index) or _bounds_a_group(tokens, index):
        return True
    before = words[index - 1] if index else ""
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


def _bounds_a_group(tokens: Tokens, index: int) -> bool:
    """Whether people are told by how old they are: `people over 65`, `half of the workers are under 30`."""
    words = tokens.words
    place, behind = index - 2, words[index + 1]
    if index < _SHORTEST_LEAD or words[index - 1] not in _BOUNDS or _is_plural(behind):
        return False
    if words[place] in _LEADS or words[place] in _PEOPLE:
        return True
    told = words[max(0, place - _LONGEST_LEAD) : place]
    is_told = words[place] in _BEING_SEVERAL or words[place - 1 : place + 1] == ["of", "them"]
    return is_told and behind in _ENDS and any(word in _PEOPLE | _PERSONS for word in told)


def _is_plural(word: str) -> bool:
    """Whether a word behind a number may be what is counted: `men over 60 visits`; not `people over 65 is`."""
    return word.endswith("s") and word.isalpha() and len(word) > len("has")


_SHORTEST_LEAD, _LONGEST_LEAD = 2, 14
"""Tokens before a bound and its age: who is so old, or who are."""


def _is_told_as_age(tokens: Tokens, index: int) -> bool:
    """Whether a word of age leads to a number: `aged 45`, `at the age of 45`, `age is 45`, `aged 19, 22 and 45`."""
    words = tokens.words
    if words[index + 1] in _UNTIL_OR and words[index + 2].isdecimal():
        return False  # the age of 17 or 18 is a range
    position = index - 1
    if words[index + 1] in _ENDS:
        position = _before_list(tokens, position)
    before = words[position] if position >= 0 else ""
    if before in _LEADS or position < index - 1:
        return before in _LEADS
    return (before == "of" or before in _BEING) and position > 0 and words[position - 1] == "age"


def _before_list(tokens: Tokens, position: int) -> int:
    """The token before the first number of a list that goes on behind `position`: of `aged 19, 22 and` the `aged`."""
    words = tokens.words
    first = max(0, position - _LONGEST_LIST)
    while position > first and words[position] in _JOINTS:
        if words[position - 1] in _JOINTS:
            position -= 1
        elif words[position - 1].isdecimal() or words[position - 1] in WORDS:
            position -= 2
        else:
            break
    return position


def find_age_bracket(tokens: Tokens, index: int) -> int | None:
    """Return the token behind an age bracket whose first number stands at token `index`.

    "aged 18 to 34", "of the ages of 18 to 34", "between the ages of 18 and 34", "aged between 18 and 34".
    """
    words = tokens.words
    leads, joints = words[index - 1] in _LEADS, _UNTIL
    if words[index - 1] in ("of", "between"):
        leads, joints = words[index - 2] in _LEADS, _UNTIL_OR_AND
    return index + 3 if leads and words[index + 1] in joints and words[index + 2].isdecimal() else None


def with_age(quantity: Quantity, metric: str | None) -> tuple[Quantity, str | None]:
    """`raise the retirement age from 60 to 63`: a bare number that measures an age counts years."""
    if quantity.kind != "count" or quantity.unit or metric is None or metric.split()[-1].lower() != "age":
        return quantity, None
    return replace(quantity, kind="duration", unit="year"), "kind: years of an age"


def is_abbreviated_age(word: str) -> bool:
    """Tell whether a word behind a number is "yo", years old."""
    return word in _ABBREVIATED
