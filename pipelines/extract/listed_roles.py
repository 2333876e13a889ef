"""Gives the numbers of a list the role that its heading or lead-in tells: `Targets for 2027:`, `… the following goals`.

The role reaches the list and no further: the items right below, each a fragment of one sentence; or, where the lead-in
and its list are one sentence, what stands behind the colon. What the grammar reads in the item itself wins, and an item
with a past verb tells what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipelines.extract.frames import Frame
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.role_cues import noun_role
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import VERB_FORMS
from schemas.spans import SentenceReading

LONGEST_LEAD = 30
"""Words of a heading or lead-in; longer sentences before a list are prose that may name a goal in passing."""

LONGEST_LIST = 30
"""Items that one lead-in reaches."""

_STATED = frozenset({"target", "projected", "estimate"})
"""What a list can be of; `plan` is left out: a heading with that noun names a document as often as its content."""

_WORDS = read_word_sets(__file__)
_OUTCOMES = _WORDS["outcome"]
_POINTING = _WORDS["pointing"]


def find_listed_role(
    readings: Sequence[SentenceReading], index: int, tagged_of: Callable[[int], Tagged], frame: Frame
) -> str | None:
    """The role that the heading or lead-in of a list gives a number in it.

    Args:
        readings: The sentences of one article, in order.
        index: The sentence with the number.
        tagged_of: The tagged words of a sentence, by its index.
        frame: How the number sits in its sentence.

    Returns:
        target, projected or estimate; nothing where no such list holds the number, or the item itself tells a past.
    """
    tagged = tagged_of(index)
    if _is_past(tagged, frame):
        return None
    colon = next((place for place in range(frame.word) if tagged.lower[place] == ":"), None)
    role = role_of_lead(tagged, colon) if colon else None
    if role is not None or not _is_item(readings, index, tagged):
        return role
    for above in range(index - 1, max(-1, index - 1 - LONGEST_LIST), -1):
        words = tagged_of(above)
        role = role_of_lead(words, len(words.tags)) if _may_lead(readings, above) else None
        if role is not None or not _is_item(readings, above, words):
            return role
    return None


def role_of_lead(tagged: Tagged, last: int) -> str | None:
    """The role that words `[0, last)` give what they lead in.

    A phrase without a verb gives what it names (`Main targets for 2027`); a sentence gives what it ends with (`The plan
    sets three goals:`) or what it points at (`Its goals are as follows:`). `Goals missed` tells an outcome: none.
    """
    tags, lower = tagged.tags[:last], tagged.lower[:last]
    is_level = any(tag == "Q" and tags[place + 1 : place + 2] not in ("N", "J") for place, tag in enumerate(tags))
    if last > LONGEST_LEAD or is_level or not _OUTCOMES.isdisjoint(lower):
        return None
    nouns = [place for place in range(last) if tags[place] in "NJ"]
    is_whole = _POINTING.isdisjoint(lower) and any(tag in "VWAM" for tag in tags)
    roles = (noun_role(tagged, place) for place in (nouns[-1:] if is_whole else nouns))
    return next((role for role in roles if role in _STATED), None)


def _is_past(tagged: Tagged, frame: Frame) -> bool:
    verb = frame.verb
    return verb is not None and tagged.tags[verb] == "V" and VERB_FORMS.get(tagged.lower[verb], ("", ""))[1] == "past"


def _may_lead(readings: Sequence[SentenceReading], index: int) -> bool:
    """A heading, or what ends its paragraph without a full stop."""
    sentence = readings[index].sentence
    if readings[index + 1].sentence.paragraph == sentence.paragraph:
        return False
    return sentence.region == "heading" or sentence.text.rstrip()[-1:] not in ".!?"


def _is_item(readings: Sequence[SentenceReading], index: int, tagged: Tagged) -> bool:
    """A paragraph of one sentence that is a fragment: no full stop, or no verb; a heading only if it has a number."""
    sentence = readings[index].sentence
    neighbours = (place for place in (index - 1, index + 1) if 0 <= place < len(readings))
    if any(readings[place].sentence.paragraph == sentence.paragraph for place in neighbours):
        return False
    end = sentence.text.rstrip()[-1:]
    is_fragment = end not in ".!?:" or (end != ":" and not any(tag in "VWAM" for tag in tagged.tags))
    return is_fragment and (sentence.region != "heading" or "Q" in tagged.tags)
