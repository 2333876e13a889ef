"""Tells a claim's role from the verbs over its number: their group, what they hang on, the `that` before them."""

from __future__ import annotations

from dataclasses import replace

from pipelines.extract.clause_verbs import BE, VERBAL, clause_start, following_verb, governing_verb
from pipelines.extract.clauses import subject_of
from pipelines.extract.frames import Frame
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.namings import is_place
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.parts_of_speech import BOUND
from pipelines.extract.phrases import head_of, left_of
from pipelines.extract.role_cues import AIMS, cue_at, is_past, resolved
from pipelines.extract.tag_guesses import is_verbal
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import VERB_FORMS, verb_of
from schemas.codes.metrics import METRIC_HEADS

_WORDS = read_word_sets(__file__)
_PERCEPTION = _WORDS["perceiving"]
_MOVING = _WORDS["moving"]
_FORESEEING = _WORDS["foreseeing"]
_VIEWING = _FORESEEING | {"set"}
_UNSETTABLE = _WORDS["unsettable"]


def in_predicate(tagged: Tagged, frame: Frame) -> str | None:
    """Where the number is the subject: `75% of companies will adopt`; before that, `hopes that by 2030, 75%`."""
    if frame.role == "of" and frame.verb is None:
        frame = _leading_its_verb(tagged, frame)
    if frame.role != "subject" or frame.verb is None:
        return None
    status = _before_that(tagged, frame.word)
    if status is not None:
        return status
    start = frame.verb
    while start > frame.word and tagged.tags[start - 1] in "AMKRI":
        start -= 1
    for word in range(frame.verb, start - 1, -1):
        status = cue_at(tagged, word, "verb")
        if status is not None:
            does = word == frame.verb and tagged.tags[word] == "V"  # 62% expect sales to drop: so many do expect it
            return None if does else resolved(tagged, word, frame.verb, status)
        if tagged.tags[word] == "I" and tagged.lower[word - 1] in BE:
            return "plan" if tagged.tags[frame.verb] == "W" else _meant(tagged, frame.verb)
    wanting = governing_verb(tagged, frame.word) if tagged.tags[start] == "I" else None
    return _group_cue(tagged, wanting, frame.word) if wanting is not None else None


def _leading_its_verb(tagged: Tagged, frame: Frame) -> Frame:
    """`a tariff of 35% will be applied`: the noun of a number whose verb follows, with nothing between."""
    behind = frame.counted[1] if frame.counted else frame.word + 1
    if frame.tied is None or left_of(tagged, frame.tied[0]) >= 0 or tagged.tags[behind : behind + 1] not in ("M", "A"):
        return frame
    verb = following_verb(tagged, behind)
    is_now = verb is not None and tagged.tags[verb + 1 : verb + 2] == "Q" and tagged.lower[verb] in ("be", *BE)
    return frame if is_now else replace(frame, role="subject", verb=verb)  # capacity of 7 million will be 8 million


def in_verb_group(tagged: Tagged, frame: Frame) -> str | None:
    """`is planning to pump`, `is projected to drop to`; a participle takes the role of its main clause."""
    verb = frame.verb if frame.role != "subject" else None
    multiplying = _multiplying(tagged, frame.word)
    if verb is None or multiplying == frame.word:
        verb = multiplying
    if verb is None and frame.role in ("apposition", "of", "object"):
        start = clause_start(tagged, frame.word) - 1 if is_verbal(tagged.lower[frame.word]) else -1
        verb = next((place for place in range(frame.word - 1, start, -1) if tagged.tags[place] in VERBAL), None)
    if verb is not None and tagged.tags[verb] == "I":
        above = governing_verb(tagged, verb)  # `wants its revenue to exceed`; `is likely to exceed`
        if tagged.lower[verb - 1] in BE:
            return "target"  # is to exceed
        verb = verb if above is None or tagged.tags[above] == "A" else above
    for _ in range(4):
        if verb is None:
            return None
        status = _group_cue(tagged, verb, frame.word) or _of_goal(tagged, verb) or _of_view(tagged, verb)
        if status is not None:
            return status
        verb = _verb_above(tagged, verb)
    return None


_SET_OUT = (("set", "out"), ("sets", "out"), ("setting", "out"))
"""Before what is meant to be done: it set out to find 600 firms."""


def _multiplying(tagged: Tagged, word: int) -> int | None:
    """`is to triple to 5 million`, `will double`: a multiple that is its clause's verb, for itself and its level."""
    for place in range(word, clause_start(tagged, word) - 1, -1):
        if tagged.tags[place] == "Q" and tagged.lower[place].rpartition(" ")[2] in VERB_FORMS:
            return place if tagged.tags[place - 1 : place] in ("I", "M") else None
    return None


def _of_goal(tagged: Tagged, verb: int) -> str | None:
    """`the goals include raising output to 5 million`, `the target is reaching …`: what is aimed at is a deed."""
    if tagged.tags[verb] != "X" or verb == 0 or tagged.tags[verb - 1] not in "VA":
        return None
    subject = subject_of(tagged, verb - 1)
    status = cue_at(tagged, subject[1] - 1, "noun") if subject is not None and subject[1] <= verb else None
    return status if status in AIMS or status == "plan" else None


def _of_view(tagged: Tagged, verb: int) -> str | None:
    """`the chipmaker sees sales of 2 billion` is its view; `sets growth at 5%` a target, for nobody can set growth.

    What a country sees has come about: `Peru sees exports rise`.
    """
    known = verb_of(tagged.lower[verb])
    if known.lemma not in _VIEWING or tagged.tags[verb] != "V":
        return None
    phrase, subject = tagged.phrase_starting(verb + 1), subject_of(tagged, verb)
    if phrase is None or subject is None or phrase[0] != verb + 1 or subject[1] > verb:
        return None
    head = head_of(tagged, phrase)
    if known.lemma == "set":
        return "target" if tagged.lower[head] in _UNSETTABLE else None
    bare = tagged.tags[phrase[1] : phrase[1] + 1] == "V"
    is_told = tagged.lower[head] in METRIC_HEADS or "change" in noun_classes(tagged.lower[head])
    is_view = is_told and not bare and not is_past(tagged.lower[verb])
    return "projected" if is_view and not is_place(tagged, subject) else None


def _group_cue(tagged: Tagged, verb: int, word: int) -> str | None:
    """The nearest cue in the verb group that ends at `verb`, through `plans to` and an object before `to`."""
    status = cue_at(tagged, verb, "verb")
    if status is not None:
        return None if _describes(tagged, verb, word) else resolved(tagged, verb, verb, status)
    place = verb - 1
    while place >= 0:
        place = _over_joint(tagged, place)
        tag = tagged.tags[place]
        meant = _meant_to(tagged, place, verb) if tag == "I" and place else None
        if meant is not None:
            return meant
        if _is_to_come(tagged, place, verb):
            return "projected"
        if tag == "W" and tagged.tags[verb] == "V" and place == verb - 1 and is_past(tagged.lower[verb]):
            break
        linked = "I" in tagged.tags[place:verb] or (tagged.tags[verb] == "X" and tagged.tags[verb - 1] in "OP")
        if tag not in "VWXAMKRIJ" and not (tag in "NETGJOPSY" and linked):
            break
        status = cue_at(tagged, place, "verb" if tag not in "N" else "noun")
        status = status or (cue_at(tagged, place, "over infinitive") if tag in "VW" and linked else None)
        if status is not None:
            return None if _describes(tagged, place, word) else resolved(tagged, place, verb, status)
        place -= 1
    return _before_that(tagged, place + 1)


def _over_joint(tagged: Tagged, place: int) -> int:
    """`wants to double exports and to triple them`: from the `and` before an infinitive to the one that it goes on."""
    if tagged.tags[place : place + 2] != "CI":
        return place
    before = (at for at in range(place - 1, -1, -1) if tagged.tags[at] == "I")
    return next((at for at in before if tagged.lower[at + 1].rpartition(" ")[2] in VERB_FORMS), place)


def _is_to_come(tagged: Tagged, place: int, verb: int) -> bool:
    """`is set to grow`; `is seen slowing to 2%`, of what moves or stands somewhere."""
    if tagged.tags[place] == "I":
        return tagged.lower[place - 1] in BOUND and tagged.tags[place - 1] == "W"
    is_seen = tagged.tags[place - 1 : place + 2] == "AWX" and verb_of(tagged.lower[place]).lemma in _FORESEEING
    return is_seen and place == verb - 1 and bool(verb_of(tagged.lower[verb]).senses & {"change", "level"})


def _describes(tagged: Tagged, participle: int, word: int) -> bool:
    """`set up a fund aimed at backing firms, with a capital of 5 billion`: the aim is the fund's, not the number's."""
    told = tagged.tags[clause_start(tagged, participle) : participle]
    behind_noun = tagged.tags[participle] == "W" and told[-1:] in ("N", "E") and not set("VAM").isdisjoint(told)
    return behind_noun and "," in tagged.tags[participle:word]


def _noun_before(tagged: Tagged, be: int) -> str | None:
    """The cue that the subject of `is to` carries itself: `the aim was to lift`."""
    return cue_at(tagged, be - 1, "noun") if be and tagged.tags[be - 1] == "N" else None


def _meant_to(tagged: Tagged, to: int, verb: int) -> str | None:
    """What `is to grow`, `set out to find` tells; nothing of any other `to`."""
    if tagged.lower[to - 2 : to] in _SET_OUT:
        return "target"
    is_be = tagged.lower[to - 1] in BE and _noun_before(tagged, to - 1) is None
    return _meant(tagged, verb) if is_be else None


def _meant(tagged: Tagged, verb: int) -> str:
    """`is to grow by 7%` sets a target for a figure; `is to cost 7 billion` tells a plan."""
    word = tagged.lower[verb]
    moves = verb_of(word).senses & {"change"} or verb_of(word).lemma in _MOVING
    return "target" if moves else "plan"


def _verb_above(tagged: Tagged, verb: int) -> int | None:
    """The verb whose role another shares: `will invest 5 billion, creating 300 jobs`, `… and (to) create 300 jobs`.

    So it is with what somebody sees done: `could see half of the boats packed into a harbour 2 kilometres wide`.
    """
    before = left_of(tagged, verb, "RI")
    bare = tagged.tags[verb] == "V" and verb_of(tagged.lower[verb]).lemma == tagged.lower[verb]
    if tagged.tags[verb] == "X" or (bare and before >= 0 and tagged.tags[before] in "C,"):
        for place in range(verb - 1, -1, -1):
            if tagged.tags[place] in "VW" or (tagged.tags[place] == "Q" and is_verbal(tagged.lower[place])):
                return place
    if tagged.tags[verb] == "W" and before >= 0 and tagged.tags[before] in "NEQ;":
        if tagged.tags[before] == ";":
            before = tagged.tags.rfind(";", 0, before)  # an aside, set off on both sides
        place = next((place for place in range(before - 1, -1, -1) if tagged.tags[place] in "VWXAMH."), 0)
        if verb_of(tagged.lower[place]).lemma in _PERCEPTION:
            return place
    return None


def _before_that(tagged: Tagged, word: int) -> str | None:
    """The cue before the `that` which opens this clause: `expects that`, `expressed hopes that`."""
    start = max(0, word - 12)
    for place in range(word - 1, start - 1, -1):
        if tagged.tags[place] == "H" and tagged.lower[place] == "that" and place:
            status = cue_at(tagged, place - 1, "verb")
            return resolved(tagged, place - 1, place - 1, status) if status else None
        if tagged.tags[place] in ".;":
            break
    return None
