"""Tells numbers that were there before what is planned or foreseen: what something moves from, a whole, what went on.

`levels_left.lexicon.csv` lists the words before them.
"""

from __future__ import annotations

from pipelines.extract.clause_verbs import lemma_senses
from pipelines.extract.frame_phrases import is_told_by_next
from pipelines.extract.frames import Frame
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.number_words import SCALES
from pipelines.extract.phrases import left_of
from pipelines.extract.role_cues import cue_at
from pipelines.extract.tagging import Tagged
from pipelines.extract.units import PERCENT_ENDS
from pipelines.extract.verbs import verb_of

_WORDS = read_word_sets(__file__)
FROM_BEFORE = _WORDS["from before"]
"""Before a level that was left."""
_DISTANT = _WORDS["distant"]
_BEHIND = _WORDS["behind"]
_PARTS = (*PERCENT_ENDS, *_WORDS["part"])
_LONGEST_RELATIVE = 10


def is_base(tagged: Tagged, frame: Frame) -> bool:
    """`should reach 12, against 6.3 in 2020`, `10%, up from 7.8%`, `to 4.3 trillion, from 2.64 trillion`.

    What a goal or forecast is measured from has happened. `from` alone may name a source, so it needs a partner: a
    direction before it, or the other end of the same move.
    """
    if _shrinks(tagged, frame) or _is_of_last(tagged, frame.word):
        return True
    if _is_revised(tagged, frame) or (frame.preposition not in FROM_BEFORE and not _is_compared(tagged, frame)):
        return False
    place = frame.word - 1
    while place > 0 and tagged.lower[place] != frame.preposition:
        place -= 1
    nearest = left_of(tagged, place, "R")
    if frame.preposition == "from" and nearest >= 0 and tagged.lower[nearest] in ("up", "down"):
        return True
    before = left_of(tagged, place, ",RYP")
    if frame.preposition != "from":
        return before >= 0 and tagged.tags[before] in "QNEJ" and "Q" in tagged.tags[:place]
    if before >= 0 and (tagged.tags[before] == "Q" or lemma_senses(tagged, before) & {"change"}):
        return True
    behind = tagged.tags.find("I", frame.word)
    return behind > 0 and tagged.tags[behind + 1 : behind + 3].strip("TR")[:1] == "Q"


def _is_of_last(tagged: Tagged, word: int) -> bool:
    """`wants return of 7% (6.6% last year)`: in brackets what it was."""
    told = tagged.tags[word - 1 : word] == "(" and tagged.tags[word + 1 : word + 3] == "Y)"
    return told and tagged.lower[word + 1].startswith(("last ", "a year "))


def _is_revised(tagged: Tagged, frame: Frame) -> bool:
    """Whether a number was a forecast or goal itself, or one from which something is still far."""
    if tagged.lower[left_of(tagged, frame.word, "TGJP")] in _DISTANT or is_told_by_next(tagged, frame.word):
        return True  # far from the 40,000 that the plan foresees; versus the 8 billion analysts had expected
    forecast = any(
        cue_at(tagged, place, "noun") == "projected" for place in range(frame.word) if tagged.tags[place] in "NJ"
    )
    return forecast or any(cue_at(tagged, place, "noun") == "target" for place in range(*(frame.subject or (0, 0))))


def _shrinks(tagged: Tagged, frame: Frame) -> bool:
    """`its 90-odd makers will shrink to 12`: so many there are before what is foreseen of them."""
    if frame.role != "subject" or frame.verb is None or tagged.tags[frame.verb + 1 : frame.verb + 3] != "IQ":
        return False
    return "change" in verb_of(tagged.lower[frame.verb]).senses


def _is_compared(tagged: Tagged, frame: Frame) -> bool:
    """`will spend 5 million, compared with 3 million in the previous programme`."""
    if frame.preposition not in ("with", "to"):
        return False
    near = range(frame.word - 1, max(0, frame.word - _LONGEST_RELATIVE), -1)
    place = next((place for place in near if tagged.lower[place] == frame.preposition), 0)
    return place > 0 and tagged.lower[place - 1] == "compared"


def is_whole(tagged: Tagged, frame: Frame) -> bool:
    """`will lay off 30 percent of its 80,000 workers`: what a share is taken of is there already.

    So are those who were asked: `will grow 5%, according to a poll of 62 economists`.
    """
    if frame.tied and tagged.word_before(frame.tied) == "according to":
        return True
    first = (tagged.phrase_at(frame.word) or (frame.word, frame.word))[0]
    if tagged.tags[first : frame.word] != "G" or tagged.tags[max(0, first - 2) : first] != "QO":
        return False
    return tagged.lower[first - 2].endswith(_PARTS)


def went_before(tagged: Tagged, frame: Frame) -> bool:
    """`will cut 10 million tonnes after a reduction of 32 million`, `is to grow 5% after 5.2%`: that has happened."""
    last = place = frame.word - 1
    while place >= 0 and _leads_on(tagged, place):
        place -= 1
    if place < 0 or tagged.lower[place] not in _BEHIND:
        return False
    if frame.counted is None:
        is_row = tagged.tags[max(0, last - 1) : last] == ","  # expects 95,000, after 88,400 in the months before
        is_named = is_row or _is_sum(tagged.lower[frame.word])
    else:
        is_named = "change" in noun_classes(tagged.lower[frame.counted[1] - 1])
    return is_named or any(tag in "NX" for tag in tagged.tags[place + 1 : frame.word])


def _is_sum(words: str) -> bool:
    """Whether a number is a percentage, or in millions and more: after 5.2%, after 5 billion; not after three years."""
    return words.endswith(PERCENT_ENDS) or any(word in SCALES for word in words.split())


def _leads_on(tagged: Tagged, place: int) -> bool:
    """Whether a word may stand between `after` and a change: `edging up`, `a further drop of`; not `an expected`."""
    is_led = tagged.tags[place] in "TGJRNXO" or tagged.lower[place] in ("up", "down")
    return is_led and cue_at(tagged, place, "noun") is None
