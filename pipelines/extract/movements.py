"""Decides which way a number moves, from the whole sentence, and what it is compared with.

Where the words beside the number tell (`directions.py`), that stands. Else the verb that governs it (rose, cut), a
word beside it (5% higher), or the noun it measures (growth of 5%). `movements.lexicon.csv` lists what is no verb.
"""

from __future__ import annotations

import re
from calendar import month_name

from pipelines.extract.frames import Frame, stands_at
from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.off_levels import level_beside
from pipelines.extract.phrases import Range
from pipelines.extract.ratios import MULTIPLE_BASES, MULTIPLES
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import VERB_FORMS, verb_of
from schemas.spans import Quantity

_ROWS = read_lexicon(__file__)
_WORDS: dict[tuple[str, str], str] = {(row["place"], row["word"]): row["direction"] for row in _ROWS}
_NOUNS: dict[str, str] = {row["word"]: row["noun"] for row in _ROWS if row["place"] == "after" and row["noun"]}
_ENDING = frozenset(row["word"] for row in _ROWS if row["place"] == "ending")
_DIMENSIONS: dict[str, str] = {row["word"]: row["noun"] for row in _ROWS if row["place"] == "dimension"}
_COMPARED = frozenset(row["word"] for row in _ROWS if row["place"] == "base")


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
    for found, rule in (
        ("up" if tagged.lower[frame.word][0] == "+" else None, "direction: sign"),
        (_multiplied(tagged, frame), "direction: multiple that is the verb"),
        (_before(tagged, frame.word), "direction: <up/down> <number>"),
        (_after(tagged, frame.word), "direction: <number> <comparative>"),
        (_on_noun(tagged, frame), "direction: noun of change"),
    ):
        if found:
            return found, rule
    paced = quantity.kind == "percent_change" and stands_at(tagged, frame)  # grow at a rate of 5%
    if frame.verb is not None and frame.role in ("object", "of") and (paced or not (frame.role == "of" and frame.tied)):
        verb = verb_of(tagged.lower[frame.verb])
        is_moved = frame.preposition not in (None, "including")  # raised 9 million, including 2 million from a fund
        moved = "cause" not in verb.senses or is_moved or quantity.kind in ("percent", "percent_change")
        way = tagged.lower_at(frame.verb + 1)
        if verb.direction and way in ("up", "down"):
            return way, "direction: verb of change"  # edged down 5 percent to 80 million
        if verb.direction and moved and frame.preposition not in _BESIDE:
            return verb.direction, "direction: verb of change"
    return None, None


_BESIDE = frozenset({"with", "on", "in", "for", "among", "across"})
"""Before a number that did not move: orders rose, with half of them from abroad; fell to zero on 74% of goods."""


def _multiplied(tagged: Tagged, frame: Frame) -> str | None:
    """`will double`, `tripled to 3 million`: which way a multiple goes that is the verb, and what it reaches."""
    place = frame.word
    if frame.preposition == "to":
        place = tagged.tags.rfind("Q", 0, place)
        between = set(tagged.tags[place + 1 : frame.word])
        if place < 0 or not between <= (_UP_TO | _MOVED if place and tagged.tags[place - 1] in "MI" else _UP_TO):
            return None
    elif not place or tagged.tags[place - 1] not in "MI":
        return None
    word = tagged.lower[place].rpartition(" ")[2]
    value = MULTIPLES.get(word, MULTIPLE_BASES.get(word)) if word in VERB_FORMS else None
    return ("up" if value > 1 else "down") if value is not None else None


_UP_TO = frozenset("YPRI,")
"""Between a multiple that is the verb and what it reaches: dates, and `to` itself."""
_MOVED = frozenset("TGJNE")
"""And what it moves: to triple output to 600,000 tonnes."""


def _before(tagged: Tagged, word: int) -> str | None:
    """`up 5%`, `down 3 million`."""
    found = _WORDS.get(("before", tagged.lower[word - 1])) if word else None
    return found if found and _is_movement(tagged, word - 1) else None


def _is_movement(tagged: Tagged, word: int) -> bool:
    """Whether `up` or `down` moves the number, and is no part of another verb (`makes up 15%`, `set up 50`)."""
    place = word - 1
    if place < 0 or tagged.tags[place] not in "VWX":
        return True
    return bool(verb_of(tagged.lower[place]).senses & {"change", "cause"}) or ends(tagged, place)


def ends(tagged: Tagged, verb: int) -> bool:
    """Whether what trades ends, opens or settles: it moves then, though the verb says no way (closed down 5%)."""
    return tagged.lower[verb] in _ENDING


def _after(tagged: Tagged, word: int) -> str | None:
    for place in range(word + 1, min(word + 3, len(tagged.tags))):
        found = _WORDS.get(("after", tagged.lower[place]))
        level = tagged.tags[place - 1] == "," and tagged.lower[place] in ("higher", "lower")
        if found and level and "Y" not in tagged.tags[place + 1 : place + 4]:
            return None  # `was 7.4%, higher than the average`: not than it was itself
        if found:
            return found
    return None


def compared_noun(tagged: Tagged, word: int) -> str | None:
    """What a comparative behind the number compares: `faster` speed, `larger` size; none where there is none."""
    for place in range(word + 1, min(word + 3, len(tagged.tags))):
        found = _NOUNS.get(tagged.lower[place])
        if found:
            return found
    return None


def dimension_noun(tagged: Tagged, word: int) -> str | None:
    """What an adjective behind the number measures: `long` length, `tall` height; none where there is none."""
    return _DIMENSIONS.get(tagged.lower[word + 1]) if word + 1 < len(tagged.tags) else None


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
    off = level_beside(tagged, frame.word)
    if off is not None:
        return off
    tags = tagged.tags
    for place in range(frame.word + 1, len(tags)):
        tag, word = tags[place], tagged.lower[place]
        if tag in ".;BQC" or (tag == "," and tagged.lower[place + 1 : place + 2] != ("compared",)):
            return None
        if tag in "RY" and ("-on-" in word or " on " in word or "-over-" in word or " over " in word):
            return place, place + 1
        if word in _COMPARED or (word == "on" and _ON.fullmatch(tagged.lower_at(place + 1))):
            return _compared_with(tagged, place + 1)
    return None


_MONTHS = "|".join(month_name[1:]).lower()
_ON = re.compile(
    r"\d{4}|last year|(?:the|a) (?:(?:previous|prior) )?(?:year|quarter|month|week)(?: (?:earlier|before|ago))?"
    rf"|(?:{_MONTHS})(?: \d{{4}}| last year| a year (?:earlier|before|ago))?"
)
"""What a change is on where `on` leads to no day: down 5% on 2019, up 3% on the month, up 2% on May."""
_SPANS = ("years", "decades", "quarters", "months", "weeks", "days")
"""How a stretch of time ends that a change goes on over: 20% over the previous two years, 5% from 2015 to 2019."""


def _compared_with(tagged: Tagged, place: int) -> Range | None:
    """What stands behind `from`, `than`, `compared with`; a number is a claim of its own and no base."""
    while place < len(tagged.tags) and tagged.tags[place] in "PIR":
        place += 1
    if place < len(tagged.tags) and tagged.tags[place] == "Y":
        is_span = " to " in tagged.lower[place] or tagged.lower[place].endswith(_SPANS)
        return None if is_span else (place, place + 1)
    phrase = tagged.phrase_starting(place)
    return phrase if phrase and "Q" not in tagged.tags[phrase[0] : phrase[1]] else None
