"""Words what a number measures: a short phrase of the text, or one put together from noun and verb."""

from __future__ import annotations

from pipelines.extract.clauses import Range, lemma_senses
from pipelines.extract.discourse import Wording
from pipelines.extract.frames import Frame
from pipelines.extract.subjects import wording
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of

_LONGEST_PREDICATE = 14
_HOLDING = frozenset({"have", "own", "hold", "possess", "be", "include", "contain", "feature", "employ"})


def predicate(tagged: Tagged, verb: int) -> Range:
    """The verb and what follows it in its clause, up to a comma, a number or a date, at most 14 words."""
    last = verb + 1
    limit = min(len(tagged.tags), verb + _LONGEST_PREDICATE)
    while last < limit and tagged.tags[last] not in ',;.()"QYHB':
        last += 1
    while last > verb + 1 and tagged.tags[last - 1] in "TGOPICRB":
        last -= 1
    return verb, last


def counted_metric(tagged: Tagged, frame: Frame, noun: str, offset: int) -> Wording:
    """What was done with the counted things: `5G base stations built`; `tech companies given access to …`."""
    if frame.role == "subject" and frame.verb is not None:
        first, last = predicate(tagged, frame.verb)
        joint = " " if tagged.tags[frame.verb] in "WX" and tagged.tags[frame.verb - 1] in "AR" else " that "
        return Wording(noun + joint + tagged.slice(first, last))
    if frame.verb is not None and tagged.tags[frame.verb] in "VWX":
        verb = verb_of(tagged.lower[frame.verb])
        if verb.lemma and verb.lemma not in _HOLDING and "level" not in verb.senses | lemma_senses(tagged, frame.verb):
            return Wording(f"{noun} {verb.participle}")
    if frame.counted:
        return wording(tagged, frame.counted, offset)
    return Wording(noun)


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
    first = frame.of[0]
    while first < last and tagged.tags[first] in "G":
        first += 1
    return tagged.slice(first, last)


def deed_metric(tagged: Tagged, frame: Frame, offset: int) -> Wording | None:
    """What money was for: `state capital into strategic industries`; `investment into new infrastructure`."""
    if frame.of:
        last = frame.tail[1] if frame.tail and frame.tail[0] == frame.of[1] else frame.of[1]
        return wording(tagged, (frame.of[0], last), offset)
    if frame.counted:
        return wording(tagged, frame.counted, offset)
    if frame.verb is None:
        return None
    verb = verb_of(tagged.lower[frame.verb])
    noun = verb.noun or (tagged.lower[frame.verb] if verb.lemma and tagged.tags[frame.verb] != "A" else None)
    if frame.tail and (noun or frame.tail):
        tail = tagged.slice(*frame.tail)
        if noun and verb.noun:
            return Wording(f"{noun} {tail}")
        return wording(tagged, (frame.tail[0] + 1, frame.tail[1]), offset)
    between = _object_before(tagged, frame)
    if between:
        return wording(tagged, between, offset)
    return Wording(noun) if noun else None


def _object_before(tagged: Tagged, frame: Frame) -> Range | None:
    """`spent on science and technology …`: a phrase between the verb and the number."""
    phrase = tagged.phrase_starting((frame.verb or 0) + 1)
    if frame.verb is not None and phrase and phrase[0] == frame.verb + 1 and phrase[1] <= frame.word:
        return phrase if "Q" not in tagged.tags[phrase[0] : phrase[1]] else None
    return None
