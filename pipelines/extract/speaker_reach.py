"""Tells how far the credit of a speaker reaches: what is said, what is done, where the sentence ends."""

from __future__ import annotations

from pipelines.extract.lexicons import read_lexicon, read_word_sets
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of

VERB_CLASSES: dict[str, str] = {row["word"]: row["class"] for row in read_lexicon(__file__) if row["part"] == "verb"}
"""Verb of saying -> how it takes what is said."""
_TELLING = read_word_sets(__file__)["telling"]


def reach(tagged: Tagged, verb: int) -> int:
    """Where what is said ends: `police accused … and arrested …` tells the second verb as a deed, without `that`."""
    end = sentence_end(tagged, verb)
    if (
        "H" in tagged.tags[verb + 1 : verb + 4]
        or VERB_CLASSES.get(verb_of(tagged.lower[verb]).lemma) != "takes its news"
    ):
        return end
    for place in range(verb + 1, end - 1):
        if tagged.tags[place] == "C" and tagged.tags[place + 1] in "VW":
            return place
    return end


def opens_content(tagged: Tagged, verb: int, lemma: str) -> bool:
    """Whether what follows is said, not done: `that`, a colon, a quote; or the verb takes its news as object."""
    after = tagged.tags[verb + 1 : verb + 2]
    if not after or after in ',."H;I' or lemma in _TELLING:
        return True
    if VERB_CLASSES.get(lemma) == "takes its news":
        return True
    return "H" in tagged.tags[verb + 1 : verb + 6]


def trails(tagged: Tagged, verb: int, subject: int) -> bool:
    """Whether the saying stands behind what is said: `…, she said.`, `…,” the bank said`."""
    before = subject - 1
    while before >= 0 and tagged.tags[before] in "R":
        before -= 1
    if before < 0 or tagged.tags[before] not in ',"':
        return False
    if before and tagged.tags[before] == "," and set(tagged.tags[:before]).isdisjoint("VWAM"):
        return False
    # `…, the city boasts an array of …` has the array; `…, the bank told reporters` tells.
    if tagged.tags[verb + 1 : verb + 3] in ("JP", "JY"):
        return True  # said late on Sunday
    if tagged.tags[verb + 1 : verb + 2] in tuple("TGJNQ") and verb_of(tagged.lower[verb]).lemma != "tell":
        return False
    return tagged.tags[verb + 1 : verb + 2] not in ("H",)


def sentence_start(tagged: Tagged, word: int) -> int:
    """Where the sentence around a word begins: behind a semicolon, else its first word."""
    for place in range(word - 1, 0, -1):
        if tagged.tags[place] == ";" and tagged.lower[place] == ";":
            return place + 1
    return 0


def sentence_end(tagged: Tagged, word: int) -> int:
    """Where the sentence around a word ends: its semicolon, else its last word."""
    for place in range(word, len(tagged.tags)):
        if tagged.tags[place] == ";" and tagged.lower[place] == ";":
            return place
    return len(tagged.tags)
