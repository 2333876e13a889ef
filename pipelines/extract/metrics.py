"""Words what a number measures: a short phrase of the text, or one put together from noun and verb."""

from __future__ import annotations

import re

from pipelines.extract.about import AMOUNTS, PERCENT
from pipelines.extract.clause_verbs import lemma_senses
from pipelines.extract.frames import Frame
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.phrases import Range, holds_amount, without_leading
from pipelines.extract.scenes import Scene
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import Verb, verb_of
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS

_WORDS = read_word_sets(__file__)
PARTICLES = _WORDS["particle"]
"""Belong to the verb before them: bought out the heirs."""
_HOLDING = _WORDS["holding"]
_TRADED = _WORDS["traded"]
"""`sells for <money>`: a price, not sales."""
_FILLERS = _WORDS["filler"]
_AIMING = _WORDS["aim"]
_RECEIVING = _WORDS["recipient"]
_KEPT = _WORDS["kept particle"]
_OF_MONEY = _WORDS["of money"]
_NO_MONEY = AMOUNTS | {"duration"}
_PLACING = _WORDS["placing"]
_BOUNDING = tuple(f"{word} " for word in _WORDS["bounding"])
_DESTINED = _WORDS["destined"]
"""Deeds whose `in` tells where money goes, and not what it is: `earned 5 million in fees`."""

_DOING = frozenset({"move", "cause", "change"})
_LONGEST_PREDICATE = 9


_NEXT_CLAUSE = re.compile("CT[JNE]{1,5}[AMVW]")
"""`jobs are to be created and the jobless rate kept at`"""


def predicate(tagged: Tagged, verb: int) -> Range:
    """The verb and what follows it in its clause, up to a comma, a number or a date, at most 9 words."""
    last = verb + 1
    limit = min(len(tagged.tags), verb + _LONGEST_PREDICATE)
    while last < limit and tagged.tags[last] not in ',;.()"QYHB' and not _NEXT_CLAUSE.match(tagged.tags, last):
        last += 1
    while last > verb + 1 and tagged.tags[last - 1] in "TGOPICRB" and tagged.lower[last - 1] not in PARTICLES:
        last -= 1
    aside = tagged.phrase_ending(last) if tagged.tags[last : last + 2] == "OQ" else None
    if aside is not None and aside[0] - 1 > verb and tagged.lower[aside[0] - 1] == "with":
        last = aside[0] - 1  # set up with a target of 5 billion
    if tagged.tags[last - 2 : last] == "CV" and "level" in verb_of(tagged.lower[last - 1]).senses:
        last -= 2  # took 11 years to dig and cost 9 billion
    return verb, last - 2 * (tagged.lower[last - 2 : last] == ("a", "total"))


def counted_metric(scene: Scene, frame: Frame, noun: str) -> Wording:
    """What was done with the counted things: `5G base stations built`; `tech companies given access to …`."""
    tagged = scene.tagged
    deed = verb_of(tagged.lower[frame.verb]) if frame.verb is not None and tagged.tags[frame.verb] == "X" else None
    if frame.role == "subject" and deed is not None and deed.noun == "share":
        return Wording(f"number of {noun}")  # with 352 projects accounting for half of it
    if frame.role == "subject" and frame.verb is not None:
        first, last = predicate(tagged, frame.verb)
        joint = " " if tagged.tags[frame.verb] in "WX" and tagged.tags[frame.verb - 1] in "ARNE" else " that "
        joint = " that " if tagged.tags[frame.verb - 1] in "NE" and tagged.tags[frame.verb] == "W" else joint
        while joint != " " and first > frame.word + 1 and tagged.tags[first - 1] in "AMK":
            first -= 1
        return Wording(noun + joint + tagged.slice(first, last))
    if frame.verb is not None and tagged.tags[frame.verb] in "VWX":
        verb = verb_of(tagged.lower[frame.verb])
        senses = verb.senses | lemma_senses(tagged, frame.verb)
        is_level = _tells_level(senses, frame) or (_only_changes(verb) and frame.preposition in ("to", "from"))
        behind = tagged.lower_at(frame.verb + 1)
        is_where = frame.preposition in _PLACING or frame.preposition == "for"  # received 1,200 bids for 40 licences
        is_where = is_where and frame.role == "object" and behind != frame.preposition
        is_where = is_where or (frame.preposition == behind == "for" and verb.lemma in ("call", "ask"))
        is_where = is_where or (frame.preposition == behind == "to" and not verb.senses & _DOING)  # the rules apply to
        if verb.lemma and not is_where and verb.lemma not in _HOLDING and not is_level and not _only_says(verb):
            particle = behind if behind in _KEPT or behind == frame.preposition in _PLACING else ""
            return Wording(f"{noun} {verb.participle} {particle}".rstrip())
    return Wording(f"number of {noun}")


def _tells_level(senses: frozenset[str], frame: Frame) -> bool:
    """Whether a verb tells how many there are: `totals 12 shops`; not one that does something to them: `opens 3`."""
    return "level" in senses and not ("move" in senses and frame.role == "object" and frame.preposition is None)


def _only_says(verb: Verb) -> bool:
    """Whether a verb tells of the number and does nothing with it: said, reported; not accused."""
    return "speech" in verb.senses and "move" not in verb.senses


def _only_changes(verb: Verb) -> bool:
    """Whether a verb tells that the subject itself is more or less than before: climbed, went from; not raised."""
    return verb.lemma == "go" or ("change" in verb.senses and not verb.senses & {"cause", "move"})


def share_metric(tagged: Tagged, frame: Frame) -> Wording:
    """What share it is: `share of the cloud market in Europe`; `share that will adopt cloud services`."""
    if frame.role == "subject" and frame.verb is not None:
        first, last = predicate(tagged, frame.verb)
        while first > frame.word + 1 and tagged.tags[first - 1] in "AMK":
            first -= 1
        return Wording("share that " + tagged.slice(first, last))
    whole = _whole(tagged, frame)
    return Wording("share of " + whole) if whole else Wording("share")


def _whole(tagged: Tagged, frame: Frame) -> str | None:
    if frame.of is None:
        return None
    last = frame.tail[1] if frame.tail and frame.tail[0] == frame.of[1] else frame.of[1]
    first, joint = frame.of[0], tagged.tags.rfind("C", frame.of[0], last)
    if joint > first and tagged.tags[last : last + 2] == "TN":
        last = joint  # 85 percent of the cost and provinces the rest
    while first < last and tagged.tags[first] in "G":
        first += 1
    return tagged.slice(first, last)


def deed_metric(scene: Scene, frame: Frame, kind: str = "money") -> Wording | None:
    """What money was for: `state capital into strategic industries`; what was done with as much of another kind."""
    if frame.of and not holds_amount(scene.tagged, frame.of):
        last = frame.tail[1] if frame.tail and frame.tail[0] == frame.of[1] else frame.of[1]
        return scene.say((frame.of[0], last))
    if frame.counted:
        joined = frame.tail is not None and frame.tail[0] == frame.counted[1]
        return scene.say((frame.counted[0], frame.tail[1] if joined and frame.tail else frame.counted[1]))
    return _verb_metric(scene, frame, frame.verb, kind) if frame.verb is not None else None


def _verb_metric(scene: Scene, frame: Frame, place: int, kind: str) -> Wording | None:
    """What was done, as a noun: `investment into new plants`, `fine for Meituan`, `amount donated`."""
    tagged = scene.tagged
    verb = verb_of(tagged.lower[place])
    infinitive = _infinitive(tagged, frame)
    settled = _settled_metric(tagged, frame, verb, infinitive, kind)
    if settled is not None:
        return settled
    is_deed = verb.lemma and tagged.tags[place] != "A" and not _only_says(verb) and not _only_changes(verb)
    noun = None if verb.noun in _OF_MONEY and kind in _NO_MONEY and not frame.preposition else verb.noun
    deed = noun or (_deed(tagged, frame, place) if is_deed else "")
    between = object_before(tagged, frame)
    if between:
        is_beside = between[1] >= (tagged.phrase_at(frame.word) or (frame.word, 0))[0] and not frame.preposition
        if is_beside and deed and kind != "multiple" and not is_bounded(tagged, frame, kind):
            return Wording(f"{deed} for {scene.say(between).text}")
        return scene.say(without_leading(tagged, between, "G"))
    is_kind = frame.tail is not None and tagged.lower[frame.tail[0]] == "in" and verb.noun not in _DESTINED
    if frame.tail and is_kind and tagged.lower[frame.tail[1] - 1] in METRIC_HEADS:
        return scene.say((frame.tail[0] + 1, frame.tail[1]))
    leads = _AIMING | _RECEIVING if "move" in verb.senses else _AIMING
    if frame.tail and is_deed and not verb.noun and tagged.lower[frame.tail[0]] in leads:
        return Wording(f"{deed} {tagged.slice(*frame.tail)}")
    if frame.tail and not verb.noun and tagged.lower[frame.tail[0]] == "from":
        return Wording(deed) if deed else None
    if frame.tail and not verb.noun:
        return scene.say((frame.tail[0] + 1, frame.tail[1]))
    more = tagged.slice(*frame.tail) if frame.tail else infinitive
    return Wording(f"{deed} {more}".rstrip()) if deed else None


def is_bounded(tagged: Tagged, frame: Frame, kind: str) -> bool:
    """`keep unemployment below 5 percent`: the number is where something is kept, and nothing that it is given."""
    return kind in PERCENT and tagged.lower[frame.word].startswith(_BOUNDING)


def _settled_metric(tagged: Tagged, frame: Frame, verb: Verb, infinitive: str, kind: str) -> Wording | None:
    """What a verb with its particle always measures: `took 5 billion to build`, `put into`, `sells for`."""
    if verb.lemma == "take" and infinitive:
        return Wording(f"amount taken {infinitive}")
    if verb.lemma == "put" and kind == "money" and frame.tail and tagged.lower[frame.tail[0]] == "into":
        return Wording(f"investment {tagged.slice(*frame.tail)}")
    return Wording("price") if verb.lemma in _TRADED and frame.preposition in ("for", "at") else None


def _deed(tagged: Tagged, frame: Frame, place: int) -> str:
    """`amount donated`, `amount put in`; of what only tells where its subject stands (`amounts to`): its value."""
    verb, behind = verb_of(tagged.lower[place]), tagged.lower_at(place + 1)
    if verb.senses == {"level"} and (behind in ("to", "at") or place + 1 == (tagged.phrase_at(frame.word) or (0,))[0]):
        return "value"
    stays = behind in PARTICLES - {"home"} or (verb.lemma in ("bring", "put") and behind == "in")
    particle = f" {behind}" if stays else ""
    return f"amount {verb.participle}{particle}"


def _infinitive(tagged: Tagged, frame: Frame) -> str:
    """`to catch up` behind the number; empty where none follows."""
    place = frame.word + 1
    while place < min(len(tagged.tags), frame.word + 4) and tagged.tags[place] in "YQPR":
        place += 1
    if tagged.tags[place : place + 2] != "IV":
        return ""
    return tagged.slice(*predicate(tagged, place))


def object_before(tagged: Tagged, frame: Frame) -> Range | None:
    """`cut prices by 5%`: a phrase between the verb and the number."""
    phrase = tagged.phrase_starting((frame.verb or 0) + 1)
    if frame.verb is None or phrase is None or phrase[0] != frame.verb + 1 or phrase[0] >= frame.word:
        return None
    last = min(phrase[1], frame.word)
    is_thing = (
        tagged.tags[last - 1] in "NE"
        and tagged.lower[last - 1] not in _FILLERS
        and not holds_amount(tagged, (phrase[0], last))
    )
    return (phrase[0], last) if is_thing else None
