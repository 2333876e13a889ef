"""Where sentences end, as nupunkt says, and quickly: what nupunkt is certain of need not be asked of it.

nupunkt weighs what stands around every stop. Most stops leave nothing to weigh: behind a whole word that is no
abbreviation and opens no collocation of its model, behind a figure before a capital, behind a question, there a
sentence ends; behind an abbreviation before a small letter none does. The certain ends part a text into pieces; those
with no other stop in them are one sentence, and nupunkt is asked of the rest alone. The spans are those that it gives
for the whole text, save behind words that it takes for abbreviations though news writes them out ("released on bail.
Shortly after"): `sentence_ends.lexicon.csv` has each `word`, in small letters, and each `name`, in any.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

import nupunkt

from pipelines.lexicons import read_lexicon

_ENDS = re.compile(r"(?<!\S)[^\s.!?\u2026]*[.!?\u2026]\S*\s+\S")
"""What stands between any two sentences; a text without it is one and need not be split. Looked for from the beginning
of a word alone: from each stop of a row of stops it would be the square of their number."""

_STOPS = re.compile(r"[.!?\u2026]")
_TAIL = re.compile(r"[\"\u201d\u2019)\]]?\s*")
"""What may stand behind the last stop of a piece."""

_NEXT = re.compile(r"([\"\u201d\u2019)\]]?)\s+(?=[\"\u201c]?([^\W_][^\s.!?\u2026]*)\s)")
"""Behind a stop: a closing mark at most, and another word. That word has no stop in it: behind this one nupunkt would
weigh it, and in a piece of its own it might be the number of a list."""

_GOES_ON = frozenset(",-\u2013\u2014/")
_WORD = re.compile(r"[^\W\d_](?:['\u2019-]?[^\W\d_])+")
_FIGURE = re.compile(r"\d[\d,]*")
_ABBREVIATION = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")
_INITIALS = re.compile(r"(?:[^\W\d_]+-)?(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_ANY_FIGURE = "##number##"
"""What nupunkt's collocations call every figure."""
_ROWS = read_lexicon(__file__)
_WRITTEN_OUT = frozenset(row["text"] for row in _ROWS if row["match"] == "word")
_NAMES = frozenset(row["text"] for row in _ROWS if row["match"] == "name")
_SPACE = re.compile(r"\s")
ASKED_MAX, ASKED_PAIRS = 60, 16_384
"""Longest pair of neighbours asked of nupunkt, in code points, and how many answers are kept; some 3 MB."""
LONGEST_WORD = 200
"""How far back the beginning of a word is looked for, in code points, so that text without spaces costs no more."""
_CLOSED = ('"', "\u201d", ")", "]")


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text, half-open; they tile it.

    What `nupunkt.sent_spans` gives where any stop has white space and more behind it, words written out aside; else the
    text is one.
    """
    spans: list[tuple[int, int]] = []
    start, is_one = 0, True
    for place in _stops_of(text):
        is_one = is_one and place > start
        after = text[place + 1 : place + 2]
        if text[place] == "." and (after.isalnum() or after in _GOES_ON):
            continue  # within a figure or a name, or before a comma
        following = _NEXT.match(text, place + 1)
        if following is None or text[place] == "\u2026":
            is_one = is_one and _TAIL.fullmatch(text, place + 1) is not None
            continue
        space = text.rfind(" ", max(0, place - LONGEST_WORD), place)
        # A word or figure that opens a line may be the number of a list ("IV.", "12.").
        is_inside = space > 0 and not text[space - 1].isspace()
        is_end = _is_end(text[space + 1 : place], following) if is_inside else None
        if is_end:
            end = following.end()
            spans.extend([(start, end)] if is_one else _asked(text, start, end))
            start, is_one = end, True
        elif is_end is None:
            is_one = False
    if is_one or (not spans and not _may_part(text)):
        spans.append((start, len(text)))
    else:
        spans.extend(_asked(text, start, len(text)))
    return spans


def _stops_of(text: str) -> list[int]:
    """Where the stops of a text stand; most texts have full stops alone, which are found in a third of the time."""
    if "!" in text or "?" in text or "\u2026" in text:
        return [match.start() for match in _STOPS.finditer(text)]
    places = []
    place = text.find(".")
    while place >= 0:
        places.append(place)
        place = text.find(".", place + 1)
    return places


def _asked(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a piece as nupunkt says."""
    return [(start + left, start + right) for left, right in nupunkt.sent_spans(text[start:end])]


def _may_part(text: str) -> bool:
    """Whether anything stands in a text that may part two sentences."""
    stop = _STOPS.search(text)
    return stop is not None and _ENDS.search(text, max(0, text.rfind(" ", 0, stop.start()))) is not None


def _is_end(word: str, following: re.Match[str]) -> bool | None:
    """Whether a sentence ends with a word and its stop; null where more than the next word may decide it.

    Args:
        word: What stands before the stop, up to white space.
        following: What stands behind it, as `_NEXT` reads it.
    """
    closing, next_word = following.groups()
    stop = following.string[following.start() - 1]
    if _is_certain(word, stop, closing, next_word):
        return True
    if stop == "." and _is_no_end(word, next_word):
        return False
    gap = following.string[following.end(1) : following.end()]
    if "\n" in gap or len(word) + len(next_word) > ASKED_MAX or _SPACE.search(word):
        return None
    return _parts(word + stop + closing, following.string[following.end() : following.end(2)])


@lru_cache(maxsize=ASKED_PAIRS)
def _parts(before: str, after: str) -> bool:
    """Whether nupunkt sees the end of a sentence between two neighbours: these two are all that it looks at."""
    return len(nupunkt.sent_spans(f"so {before} {after} so")) > 1


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
    if word.isalpha() or _WORD.fullmatch(word):
        lowered = word.lower()
        if following[0].isupper() and (word in _WRITTEN_OUT or lowered in _NAMES):
            return True
        return len(word) > 1 and lowered not in _abbreviations() and not _is_collocation(lowered, following)
    if closing:
        return False
    if _FIGURE.fullmatch(word):
        return following[0].isupper() and not _is_collocation(_ANY_FIGURE, following)
    return word.endswith(_CLOSED) and word[-2:-1].isalnum() and _STOPS.search(word) is None and not _seconds().get(".")


def _is_no_end(word: str, following: str) -> bool:
    """Whether a word with a stop is an abbreviation in the midst of a sentence: a small letter follows."""
    if not following[0].islower():
        return False
    is_known = word.lower() in _abbreviations() and _ABBREVIATION.fullmatch(word) is not None
    return is_known or _INITIALS.fullmatch(word) is not None


def _is_collocation(first: str, following: str) -> bool:
    """Whether two words may belong together in spite of the stop between them."""
    seconds = _seconds().get(first)
    return seconds is not None and (following[0].isdigit() or following.lower().startswith(seconds))


@cache
def _seconds() -> Mapping[str, tuple[str, ...]]:
    """What makes a collocation with a word: the beginnings of the next one, by the first; small letters."""
    found: dict[str, list[str]] = {}
    for first, second in nupunkt.load("default").parameters.collocations:
        found.setdefault(first, []).append(second)
    return {first: tuple(seconds) for first, seconds in found.items()}


@cache
def _abbreviations() -> frozenset[str]:
    """Words with a stop behind them that nupunkt weighs; small letters."""
    return frozenset(nupunkt.load("default").abbreviations)
