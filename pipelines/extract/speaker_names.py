"""Finds the name in the words for a speaker, and whose report or data it is that speaks."""

from __future__ import annotations

from pipelines.extract.lexicons import read_lexicon, read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range
from pipelines.extract.tagging import Tagged

SPEAKER_CLASSES: dict[str, str] = {row["word"]: row["class"] for row in read_lexicon(__file__) if row["part"] == "noun"}
"""Noun -> what it is where it says something: data that is nobody's, a document that has an owner."""

_OWNING = read_word_sets(__file__)["owning"]


def speaker_name(tagged: Tagged, phrase: Range) -> Range | None:
    """The name in a speaker's phrase: without an office in small letters before it; none for data nobody owns."""
    first, last = phrase
    while last < len(tagged.tags) and tagged.tags[last] == "O" and tagged.tags[last - 1] in "NE":
        of_phrase = tagged.phrase_starting(last + 1)
        if of_phrase is None or tagged.lower[last - 1] in SPEAKER_CLASSES:
            break
        last = of_phrase[1]
    if tagged.lower_at(last) == "for" and tagged.tags[last - 1] == tagged.tags[last + 1 : last + 2] == "E":
        last = (tagged.phrase_starting(last + 1) or (0, last))[1]  # the Center for Strategic Studies
    while first < last and tagged.tags[first] in "TG":
        first += 1
    end = next((place for place in range(first, last) if tagged.tags[place] in "OPI"), last)
    if first < end and SPEAKER_CLASSES.get(tagged.lower[end - 1]) in ("nobody", "document"):
        return _owner(tagged, first, end)
    names = last
    while names > first and tagged.tags[names - 1] in "E":
        names -= 1
    if first < names < last and tagged.tags[names - 1] == "N":
        return names, last
    return (first, last) if first < last else None


def _owner(tagged: Tagged, first: int, last: int) -> Range | None:
    """Whose report or data it is: `data from the NBS`, `a report by Xinhua`, `Reuters data`."""
    if last < len(tagged.tags) and tagged.lower[last] in _OWNING:
        phrase = tagged.phrase_starting(last + 1)
        is_own = phrase is not None and phrase[0] == last + 1 and tagged.lower[phrase[1] - 1] not in SPEAKER_CLASSES
        if phrase is not None and is_own and may_own(tagged, phrase):
            return speaker_name(tagged, phrase)
    made = last + (tagged.tags[last : last + 2] == "RW")  # a notice jointly issued by …
    if made + 1 < len(tagged.tags) and tagged.tags[made] == "W" and tagged.lower[made + 1] == "by":
        phrase = tagged.phrase_starting(made + 2)
        return speaker_name(tagged, phrase) if phrase else None
    possessive = tagged.tags.find("S", first, last)
    if possessive > first:
        return first, possessive
    end = first
    while end < last and tagged.tags[end] == "E":
        end += 1
    return (first, end) if end > first else None


def may_own(tagged: Tagged, phrase: Range) -> bool:
    """Tell whether a phrase may be who made something: a name, or a noun that is someone.

    `An analysis by types of ownership` was made by nobody that is named.
    """
    agent = "agent" in noun_classes(tagged.lower[phrase[1] - 1])
    if "Q" in tagged.tags[slice(*phrase)]:
        return False  # an audit of 25 provinces
    return agent or tagged.lower[phrase[0] - 1] != "by" or "E" in tagged.tags[slice(*phrase)]
