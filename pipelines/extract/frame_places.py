"""Finds the word that a number hangs on, over what may stand between: an aside, a bracket, who judges."""

from __future__ import annotations

import re

from pipelines.extract.clause_verbs import VERBAL, after_aside, behind_aside
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.phrases import left_of
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of

SUMMED = (("a", "total"), ("an", "average"))
"""Before `of`, what only says that a number comes."""
_WORDS = read_word_sets(__file__)
DIRECTION_WORDS = _WORDS["direction"]
"""Prepositions that say which way something moved: up, down."""
_JUDGING = _WORDS["judging"]
OPENING = _WORDS["opening"]
"""Prepositions before "between": by between 10 and 15 euros."""
_TOTAL = ("a", "total", "of")
"""How a sentence opens that says no more of its number than that there are so many."""


def left_of_number(tagged: Tagged, first: int) -> int:
    """The word that a number hangs on: of `is now below 110 billion` the `is`; none behind `A total of`."""
    place = left_of(tagged, first)
    if place > 0 and tagged.tags[place] == '"' and tagged.tags[first + 1 : first + 2] == '"':
        place = left_of(tagged, place)  # growth of "over 6%"
    if tagged.lower[max(0, place - 2) : place + 1] == _TOTAL and tagged.tags[place - 3 : place - 2] in ("", ","):
        return -1
    return place - 1 if place > 0 and tagged.tags[place] == "Y" and tagged.tags[place - 1] == "A" else place


def is_told(tagged: Tagged, verb: int, behind: int) -> bool:
    """`said 30 miners died in May`, `reported 30 miners left the pit`; not `reported 30 deaths linked to the leak`."""
    known, tag = verb_of(tagged.lower[verb]), tagged.tags[behind : behind + 1]
    if "speech" not in known.senses:
        return False
    if tag == ",":
        behind = after_aside(tagged.tags, behind)
        return tagged.tags[behind : behind + 1] in ("M", "A")  # said 12 firms, including Ford, had joined
    if tag not in tuple("MAVW"):
        return False
    return tag != "W" or known.lemma == "say" or tagged.tags[behind + 1 : behind + 2] in tuple("TGNEJQU.")


def is_who_said(tagged: Tagged, verb: int, word: int) -> bool:
    """`…, and 69,000 vans, up 5%, the federation said`: a verb of saying behind a comma has a subject of its own."""
    if tagged.tags[verb - 1] == "," and tagged.tags[verb] == "V":
        return "speech" in verb_of(tagged.lower[verb]).senses  # …, estimates the bank
    who = tagged.phrase_at(verb - 1)
    if who is None or who[0] <= word or tagged.tags[who[0] - 1] != ",":
        return False
    return tagged.tags[verb + 1 : verb + 2] in ("", ".", "P", "Y") and "speech" in verb_of(tagged.lower[verb]).senses


def first_of_two(tagged: Tagged, place: int) -> int:
    """The one of two prepositions that tells: `up by 5%`, `prices by between 10 and 15 euros`, `by an average of`."""
    if tagged.lower[place] == "of" and tagged.lower[max(0, place - 2) : place] in SUMMED and place > 2:
        place = place - 3 if tagged.lower[place - 3] == "by" else place
    first, second = tagged.lower[place - 1], tagged.lower[place]
    is_pair = second == "by" and first in DIRECTION_WORDS or second == "between" and first in OPENING
    return place - 1 if place and is_pair else place


def over_bracket(tagged: Tagged, before: int, preposition: str) -> int:
    """Where to look on: before a second preposition, before a bracket (`from 21 gigawatts (GW) to 40 GW`)."""
    if before >= 0 and tagged.tags[before] in "PI":
        return left_of(tagged, before, "RY")
    if before >= 0 and tagged.tags[before] == ")" and preposition == "to":
        return max(0, tagged.tags.rfind("(", 0, before) - 1)
    return before


def over_judge(tagged: Tagged, before: int) -> int:
    """`the damage is estimated by the audit office at 45 billion`: from who judges to the verb; else `before`."""
    judge = tagged.phrase_at(before)
    if judge is None or judge[0] < 2 or tagged.word_before(judge) != "by" or tagged.tags[judge[0] - 2] != "W":
        return before
    return judge[0] - 2 if verb_of(tagged.lower[judge[0] - 2]).lemma in _JUDGING else before


def over_aside(tagged: Tagged, before: int, place: int) -> int:
    """`rose, for the third month, to`: from the comma before a preposition to the verb behind which an aside stands."""
    opening = tagged.tags.rfind(",", 0, before) if tagged.tags[before] == "," else -1
    verb = left_of(tagged, opening, "RY") if opening > 0 else -1
    is_verb = verb >= 0 and tagged.tags[verb] in VERBAL
    return verb if is_verb and behind_aside(tagged, verb) == place else before


def does_nothing(tagged: Tagged, word: int, last: int) -> bool:
    """Whether a number, whose words end here, has no verb: `300 in its second and is put at`, `900 for each it sold`.

    What is done behind it is done by another.
    """
    if tagged.lower[word].startswith(_COMPARING):
        return True  # grew 5.2%, faster than 4.9% in the third quarter
    goes_on = _GOES_ON.match(tagged.tags, last)
    return goes_on is not None and tagged.lower[goes_on.end() - 2] != "who"


_COMPARING = ("faster than ", "slower than ", "higher than ", "lower than ")
_GOES_ON = re.compile("[PIGTJNEYR]{0,6}(?:C[AMV]|U[AVW])")
"""What is done is another's: that of the subject before, or of `it`."""
