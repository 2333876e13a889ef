"""Tells how far off what a percentage is: `5 percent above its 2019 level`, `12 percent below 4.7 million`."""

from __future__ import annotations

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.phrases import Range
from pipelines.extract.tagging import Tagged
from pipelines.extract.units import PERCENT_ENDS

_WORDS = read_word_sets(__file__)
_UP, _DOWN, _LEVELS, _POINTING = (_WORDS[name] for name in ("up", "down", "level", "pointing"))
_UP_FROM_AMOUNT = _UP | _WORDS["up from amount"]
_LONGEST = 5
"""Words of a level, without its determiner and its time: the average of the past five years."""


def way_off_amount(tagged: Tagged, word: int) -> str | None:
    """`12 percent below the 4.7 million of 2022`: which way it is from another amount; none where it is from none."""
    behind, leads = tagged.tags[word + 2 : word + 4], tagged.lower_at(word + 1)
    if not (behind[:1] == "Q" or behind == "TQ") or not tagged.lower_at(word).endswith(PERCENT_ENDS):
        return None
    return "up" if leads in _UP_FROM_AMOUNT else "down" if leads in _DOWN else None


def way_off(tagged: Tagged, word: int) -> str | None:
    """Which way a percentage lies from another level, `up` or `down`; none where it is told from none."""
    if level_beside(tagged, word) is None:
        return None
    return "up" if tagged.lower[word + 1] in _UP else "down"


def level_beside(tagged: Tagged, word: int) -> Range | None:
    """The level that a percentage is told from: the time it is of, where that says all, else its own words."""
    is_short = tagged.lower_at(word + 1) == "short" and tagged.lower_at(word + 2) == "of"
    if not is_short and tagged.lower_at(word + 1) not in _UP | _DOWN:
        return None
    first = word + 2 + is_short
    if tagged.lower_at(first) in _POINTING:
        time = first + 2
        return (time, time + 1) if tagged.tags[first + 1 : time + 1] in ("OY", "PY") else None
    start = first + (tagged.tags[first : first + 1] in ("T", "G", "U"))
    if tagged.tags[start : start + 1] != "Y":
        return _named_level(tagged, first, start)
    behind = start + 1 + (tagged.tags[start + 1 : start + 2] == "S")
    is_of_another = tagged.tags[behind : behind + 1] in ("N", "J", "E") and tagged.lower[behind] not in _LEVELS
    return None if is_of_another else (start, start + 1)  # above 2019, its 2019 level; not above the 2019 plan


def _named_level(tagged: Tagged, first: int, start: int) -> Range | None:
    """`pre-pandemic levels`, `their peak`, `the average of the past five years`, `the level of 2019`."""
    last = start
    while last < start + _LONGEST and tagged.tags[last : last + 1] and tagged.tags[last] in "JNE":
        last += 1
    if last == start or tagged.lower[last - 1] not in _LEVELS:
        return None
    if tagged.tags[last : last + 2] in ("OY", "PY"):
        is_bare = last == start + 1 and tagged.lower[start] in ("level", "levels", "figure")
        return (last + 1, last + 2) if is_bare else (start, last + 2)
    return first, last
