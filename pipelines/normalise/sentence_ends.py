"""Where sentences end, as nupunkt says, and quickly: what nupunkt is certain of need not be asked of it.

nupunkt weighs what stands around every stop. Most stops leave nothing to weigh: behind a whole word that is no
abbreviation and opens no collocation of its model, behind a figure before a capital, behind a question, there a
sentence ends. Such ends part a text into pieces that are split each for itself; most pieces are one sentence, and
nupunkt is asked of the others alone. The spans are those that it gives for the whole text.
"""

from __future__ import annotations

import re
from functools import cache

import nupunkt

_ENDS = re.compile(r"(?<!\S)[^\s.!?\u2026]*[.!?\u2026]\S*\s+\S")
"""What stands between any two sentences; a text without it is one and need not be split. Looked for from the beginning
of a word alone: from each stop of a row of stops it would be the square of their number."""

_ONE = re.compile(r"[^.!?\u2026]+(?:\.(?=[^\W_])[^.!?\u2026]*)*(?:[.!?\u2026][\"\u201d\u2019)\]]?\s*)?")
"""A piece with no stop but the one that ends it, those within figures and names aside."""

_END = re.compile(r"([.!?])([\"\u201d\u2019)\]]?)\s+(?=\u201c?([^\W_][^\s.!?\u2026]*)\s)")
"""A stop, a closing mark at most, and another word. That word has no stop in it: behind this one nupunkt would weigh
it, and in a piece of its own it might be the number of a list."""

_WORD = re.compile(r"[^\W\d_](?:['\u2019-]?[^\W\d_])+")
_FIGURE = re.compile(r"\d[\d,]*")
_ANY_FIGURE = "##number##"
"""What nupunkt's collocations call every figure."""
_CLOSED = ('"', "\u201d", ")", "]")
_STOPS = re.compile(r"[.!?\u2026]")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text, half-open; they tile it.

    Exactly what `nupunkt.sent_spans` gives where any stop has white space and more behind it; else the text is one.
    """
    if not _may_part(text):
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    start = 0
    for end in (*_certain_starts(text), len(text)):
        if _ONE.fullmatch(text, start, end):
            spans.append((start, end))
        else:
            spans.extend((start + left, start + right) for left, right in nupunkt.sent_spans(text[start:end]))
        start = end
    return spans


def _may_part(text: str) -> bool:
    """Whether anything stands in a text that may part two sentences."""
    stop = _STOPS.search(text)
    return stop is not None and _ENDS.search(text, max(0, text.rfind(" ", 0, stop.start()))) is not None


def _certain_starts(text: str) -> list[int]:
    """Where sentences begin behind an end that nupunkt is certain of."""
    starts = []
    for match in _END.finditer(text):
        place = match.start()
        first = text.rfind(" ", 0, place) + 1
        # A word or figure that opens a line may be the number of a list ("IV.", "12.").
        if first >= 2 and not text[first - 2].isspace() and _is_certain(text[first:place], *match.groups()):
            starts.append(match.end())
    return starts


def _is_certain(word: str, stop: str, closing: str, following: str) -> bool:
    """Whether a sentence ends with a word, whatever nupunkt knows of the words around.

    Args:
        word: What stands before the stop, up to white space.
        stop: The stop.
        closing: The closing mark behind it, or nothing.
        following: The next word, without its opening quote.
    """
    if closing and following[0].islower():
        return False  # “Is it?” he asked
    if stop != ".":
        return word[-1:].isalnum() and _STOPS.search(word) is None
    if _WORD.fullmatch(word):
        return word.lower() not in _weighed()
    if closing:
        return False
    if _FIGURE.fullmatch(word):
        return following[0].isupper() and not following.lower().startswith(_behind_figures())
    return word.endswith(_CLOSED) and word[-2:-1].isalnum() and _STOPS.search(word) is None and "." not in _weighed()


@cache
def _behind_figures() -> tuple[str, ...]:
    """What makes a collocation of a figure with a stop and a word that begins with it; small letters."""
    return tuple(second for first, second in nupunkt.load("default").parameters.collocations if first == _ANY_FIGURE)


@cache
def _weighed() -> frozenset[str]:
    """Words with a stop behind them that nupunkt weighs: abbreviations, and what opens a collocation; small letters."""
    model = nupunkt.load("default")
    return frozenset(model.abbreviations).union(first for first, _ in model.parameters.collocations)
