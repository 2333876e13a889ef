"""Tells what is only imagined: `it is easy to imagine`, `one can picture`, `suppose a ferry carried`, `let us say`."""

from __future__ import annotations

from pipelines.extract.frames import Frame
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.tagging import Tagged

_WORDS = read_word_sets(__file__)
_HARD = _WORDS["hard"]
_AHEAD = _WORDS["ahead"]
_SUPPOSING = {word: place for place in ("any", "bidding", "let us") for word in _WORDS[place]}
_LET_US = (("let", "'s"), ("let", "’s"), ("let", "us"))


def supposed(tagged: Tagged, frame: Frame) -> str | None:
    """`hypothetical` for a number in what somebody bids to suppose or finds easy to imagine; else null.

    What is supposed reaches to the next comma; a number that is set off right behind it is still part of it.
    """
    place = frame.word - 1
    if frame.role != "subject" and place >= 0 and tagged.tags[place] in ",;(":
        place -= 1
    for word in range(place, -1, -1):
        if tagged.tags[word] in ".,;":
            break
        if tagged.lower[word] in _SUPPOSING and _is_supposing(tagged, word):
            return "hypothetical"
    return None


def _is_supposing(tagged: Tagged, word: int) -> bool:
    """Whether a verb asks to suppose: `let us say`, `Suppose a`, `easy to imagine`. What is hard to imagine is true."""
    before = tagged.lower[max(0, word - 2) : word]
    place = _SUPPOSING[tagged.lower[word]]
    if before in _LET_US:
        return True
    if not before or tagged.tags[word - 1] in ".;":
        return place != "let us" and tagged.tags[word + 1 : word + 2] in ("T", "H", "G", "B")
    if place != "any" or before[-1] not in _AHEAD:
        return False
    return before[0] not in _HARD or "not" in tagged.lower[max(0, word - 4) : word]
