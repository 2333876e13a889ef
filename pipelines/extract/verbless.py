"""Rules for a number whose verb is left out: `exports rose by 5% and imports by 6%`."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.extract.about import PERCENT, About, Setting, is_measure
from pipelines.extract.clauses import main_subject, subject_of
from pipelines.extract.frames import read_frame
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range, extended_left, holds_amount, left_of, without_leading
from pipelines.extract.subjects import split_measure
from pipelines.extract.tagging import Tagged
from pipelines.extract.told_again import is_told_again
from schemas.codes.metrics import METRIC_HEADS


def without_verb(at: Setting) -> About | None:
    """`exports rose by 5% and imports by 6%`, `subsidies took 4%, Lyon 3%`: as before, the verb left out."""
    tagged, measure = at.tagged, at.scene.measure_before()
    if measure is None or at.frame.counted:
        return None
    if _is_change_of_counted(at) or _is_change_beside(at) or _is_next_in_time(at) or _is_change_behind_list(at):
        return About(at.scene.subject_before(), measure, "about: of the number beside, its verb left out")
    phrase = _phrase_without_verb(at)
    if phrase is None:
        return None
    is_who = "agent" in noun_classes(at.head(phrase)) or not is_measure(at, phrase)
    if at.frame.preposition in ("up", "down") and is_who:
        return About(at.scene.say(phrase), measure, "about: <who>, its verb left out")
    earlier = _last_subject(tagged, phrase[0])
    left_out = (_phrase_before(tagged, number) for number in range(phrase[0]) if tagged.tags[number] == "Q")
    is_other = at.quantity.kind == "percent_change" and at.frame.preposition == "by"
    is_other = is_other and measure.text.split()[-1] in METRIC_HEADS and at.head(phrase) in METRIC_HEADS
    is_measured = (at.quantity.kind == "money" or is_other) and is_measure(at, phrase) and not is_who
    if is_measured or any(what and measure.text in tagged.slice(*what) for what in (earlier, *left_out)):
        owner, what = split_measure(at.scene, phrase)
        return About(owner or at.scene.subject_before(), what, "about: <what>, its verb left out")
    return About(at.scene.say(phrase), measure, "about: <who>, its verb left out")


def reached(at: Setting) -> About | None:
    """`and imports 13.9 percent to 85 million`: what a change led to is of what changed."""
    tagged, word, measure = at.tagged, at.frame.word, at.scene.measure_before()
    if measure is None or at.scene.discourse.metric_kind != "percent_change" or at.quantity.kind in PERCENT:
        return None
    number = tagged.tags.rfind("Q", 0, word)
    between = tagged.tags[number + 1 : word]
    of_what = _IN_MEASURE.fullmatch(between) is not None and "change" in noun_classes(tagged.lower[number + 1])
    if number < 0 or tagged.lower[word - 1] != "to" or not (between.lstrip("RY") == "I" or of_what):
        return None
    return About(at.scene.subject_before(), measure, "about: <change> to <number>")


_IN_MEASURE = re.compile("N[PO][TGJNES]{1,6}I")
"""`a 4 percent rise in farm spending to`."""
_REST = frozenset({"remaining", "other"})
"""Before a share: what the others have left."""
_AGAINST = frozenset({"up", "down", "above", "below"})


def _is_change_of_counted(at: Setting) -> bool:
    """`8.87 million cars were scrapped, up 35%`: what was counted measures it."""
    frame = at.frame
    if frame.role != "apposition" or frame.preposition not in _AGAINST or frame.subject is None:
        return False
    return holds_amount(at.tagged, frame.subject) and at.quantity.kind in PERCENT


def _is_change_behind_list(at: Setting) -> bool:
    """`5 billion went to makers of chips and cars, up 32%`: what stands before the comma measures nothing."""
    frame, tagged = at.frame, at.tagged
    if frame.role != "apposition" or frame.preposition not in ("up", "down") or frame.subject is None:
        return False
    is_led = any(tagged.tags[place] == "Q" for place in range(frame.subject[0]))
    return is_led and main_subject(tagged, frame.word - 1) is None


def _is_change_beside(at: Setting) -> bool:
    """`…, and wind power for 52 GW, up 18%`: a change of a number whose verb is left out."""
    tagged, word = at.tagged, at.frame.word
    number = tagged.tags.rfind("Q", 0, word)
    if number < 0 or tagged.tags[number + 1 : word] != ",P" or tagged.lower[word - 1] not in ("up", "down"):
        return False
    earlier = read_frame(tagged, number)
    if earlier.tied is not None and is_measure(at, earlier.tied):
        return True
    return _phrase_without_verb(replace(at, frame=earlier)) is not None


def _is_next_in_time(at: Setting) -> bool:
    """`raised 138 million, then 204 million in 2019`, `5 million in May and 6 million in June`: what was done again."""
    if at.frame.role in ("fragment", "apposition") and is_told_again(at.tagged, at.frame.word):
        return True
    before = at.tagged.tags[max(0, at.frame.word - 3) : at.frame.word]
    then = at.tagged.lower[at.frame.word - 1 : at.frame.word] == ("then",)
    alone = at.frame.preposition is None and at.frame.verb is None and at.frame.of is None
    return then and alone and before[-2:-1] in (",", "C")


def _phrase_without_verb(at: Setting) -> Range | None:
    """The phrase before the number and its preposition, where that stands before an earlier number too; or a name."""
    frame, tagged = at.frame, at.tagged
    if frame.preposition is None:
        phrase = frame.tied if frame.role == "of" and frame.tied and frame.tied[1] == frame.word else None
        phrase = extended_left(tagged, phrase, frozenset()) if phrase else None
        rest = tagged.phrase_ending(phrase[0]) if phrase and tagged.lower[phrase[1] - 1] in _REST else None
        phrase = rest or phrase
        phrase = phrase if phrase and _names_someone(at, phrase) else None
        if rest is not None and phrase is not None and tagged.tags[phrase[0] - 1] == "C":
            return phrase  # and insurers the remaining 45 percent
    else:
        place = left_of(tagged, frame.word, "RT")
        twins = (left_of(tagged, number, "RT") for number in range(place) if tagged.tags[number] == "Q")
        is_twin = tagged.tags[place] in "PI" and any(tagged.lower[twin] == tagged.lower[place] for twin in twins)
        phrase = _phrase_before(tagged, frame.word) if is_twin else None
    if phrase is None or "Q" in tagged.tags[slice(*_over_count(at, phrase))]:
        return None
    before = tagged.tags[max(0, phrase[0] - 2) : phrase[0]]
    is_joined = before[-1:] in (",", ";") or before in (",C", "QC", ")C")
    is_joined = is_joined or before[-1:] == "C" and frame.preposition is not None
    return phrase if is_joined else None


def _over_count(at: Setting, phrase: Range) -> Range:
    """`and six state banks 114 billion`: how many they are does not part them from what they gave."""
    are_many = at.quantity.kind != "count" and "agent" in noun_classes(at.head(phrase))
    return without_leading(at.tagged, phrase, "TQ") if are_many else phrase


def _names_someone(at: Setting, phrase: Range) -> bool:
    """`Lyon 3%`, `and the state banks 114 million`: a name, or those whose noun is someone."""
    tags = set(at.tagged.tags[slice(*_over_count(at, phrase))])
    before = at.scene.subject_before()
    if at.head(phrase) == "ones" or before is not None and before.text.split()[-1].lower() == at.head(phrase):
        return True  # the primary industry …; the secondary industry 2 billion
    return tags <= {"E", "O"} or (tags <= set("TGJNE") and "agent" in noun_classes(at.head(phrase)))


def _phrase_before(tagged: Tagged, number: int) -> Range | None:
    """The phrase before a number's preposition."""
    place = left_of(tagged, number, "RT")
    if place <= 0 or tagged.tags[place] not in "PI":
        return None
    before = left_of(tagged, place)  # over `alone`
    return tagged.phrase_at(before) if before >= 0 else None


def _last_subject(tagged: Tagged, word: int) -> Range | None:
    """The subject of the last verb before a word that has one."""
    for place in range(word - 1, 0, -1):
        if tagged.tags[place] in "VW":
            subject = subject_of(tagged, place)
            if subject is not None and subject[1] <= place:
                return subject
    return None
