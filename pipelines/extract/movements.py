"""Decides which way a number moves, from the whole sentence, and what it is compared with.

Where the words beside the number tell (`directions.py`), that stands. Else the verb that governs it (rose, cut), a
word beside it (5% higher), or the noun it measures (growth of 5%). `movements.lexicon.csv` lists what is no verb.
"""

from __future__ import annotations

from pipelines.extract.clauses import Range
from pipelines.extract.frames import Frame
from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of
from schemas.spans import Quantity

_WORDS: dict[tuple[str, str], str] = {(row["place"], row["word"]): row["direction"] for row in read_lexicon(__file__)}
_COMPARED = frozenset({"from", "than", "compared", "versus", "vs", "against", "over"})


def find_movement(tagged: Tagged, frame: Frame, quantity: Quantity) -> tuple[str | None, str | None]:
    """Which way the number moves, `up` or `down`, and the rule; nothing where the sentence tells none.

    Args:
        tagged: The sentence.
        frame: How the number sits in it.
        quantity: The number; its own direction, read from the words beside it, is kept.
    """
    if quantity.direction:
        return quantity.direction, "direction: beside the number"
    if frame.preposition == "from":
        return None, None
    before = _WORDS.get(("before", tagged.lower[frame.word - 1])) if frame.word else None
    if before:
        return before, "direction: <up/down> <number>"
    after = _after(tagged, frame.word)
    if after:
        return after, "direction: <number> <comparative>"
    noun = _on_noun(tagged, frame)
    if noun:
        return noun, "direction: noun of change"
    if frame.verb is not None and frame.role in ("object", "of") and not (frame.role == "of" and frame.tied):
        direction = verb_of(tagged.lower[frame.verb]).direction
        if direction:
            return direction, "direction: verb of change"
    return None, None


def _after(tagged: Tagged, word: int) -> str | None:
    for place in range(word + 1, min(word + 3, len(tagged.tags))):
        found = _WORDS.get(("after", tagged.lower[place]))
        if found:
            return found
    return None


def _on_noun(tagged: Tagged, frame: Frame) -> str | None:
    """`growth of 5%`, `a 5% drop`."""
    for phrase in (frame.counted, frame.tied):
        if phrase is None:
            continue
        for place in range(phrase[1] - 1, phrase[0] - 1, -1):
            found = _WORDS.get(("noun", tagged.lower[place]))
            if found:
                return found
    return None


def find_base(tagged: Tagged, frame: Frame) -> Range | None:
    """The words that say what a change is compared with: `year on year`, `2018` of `from 2018`, `a year earlier`."""
    tags, place = tagged.tags, frame.word + 1
    while place < len(tags) and (tags[place] in "NJ" or ("after", tagged.lower[place]) in _WORDS):
        place += 1
    if place < len(tags) and tags[place] == "R" and ("on" in tagged.lower[place] or "over" in tagged.lower[place]):
        return (place, place + 1) if len(tagged.lower[place]) > 8 else None
    if place + 1 < len(tags) and tagged.lower[place] in _COMPARED:
        place += 1
        while place < len(tags) and tags[place] in "PI":
            place += 1
        if place < len(tags) and tags[place] == "Y":
            return place, place + 1
        return tagged.phrase_starting(place)
    return None
