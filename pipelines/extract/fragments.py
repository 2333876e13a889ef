"""Reads headline fragments: a number alone in its sentence, told about by the next one.

"5,100. That's how many startups the fund backed" is one claim in two sentences.
"""

from __future__ import annotations

from pipelines.extract.clause_verbs import following_verb
from pipelines.extract.frames import Frame
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.scenes import Scene
from pipelines.extract.subjects import whose
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording

_WORDS = read_word_sets(__file__)


def explaining_frame(tagged: Tagged) -> int | None:
    """The word `how` of a sentence that begins `That's how many/much/long`; none for any other sentence."""
    for word in range(1, min(5, len(tagged.tags) - 2)):
        if tagged.tags[word] in "VWXK":
            return None
        if tagged.lower[word] == "how" and tagged.lower[word + 1] in _WORDS["how"]:
            return word if tagged.lower[0] in _WORDS["pointing"] else None
    return None


def explained(scene: Scene, how: int) -> tuple[Wording | None, Wording | None, str | None, Frame]:
    """Subject, metric, counted noun and frame of the number that the sentence after it explains.

    Args:
        scene: The explaining sentence.
        how: Its word `how`.
    """
    tagged = scene.tagged
    kind = tagged.lower[how + 1]
    phrase = tagged.phrase_at(how + 2)
    first = how + 2
    verb = following_verb(tagged, first)
    verb = _last_of_chain(tagged, verb) if verb is not None else None
    noun = None
    if kind == "many" and phrase:
        noun_end = _noun_end(tagged, first, phrase[1])
        noun, first = tagged.slice(first, noun_end), noun_end
    if kind == "long":
        return _taken(scene, verb)
    subject_phrase = tagged.phrase_at(first) if first < len(tagged.tags) else None
    part = (first, subject_phrase[1]) if subject_phrase else None
    subject = whose(scene, part)
    frame = Frame("object", how, verb, part)
    if verb is None:
        return subject, Wording(noun) if noun else None, noun, frame
    known = verb_of(tagged.lower[verb])
    if noun:
        return subject, Wording(f"{noun} {known.participle or tagged.lower[verb]}"), noun, frame
    tail = _tail(tagged, verb + 1)
    return subject, Wording(f"{known.noun or tagged.lower[verb]} {tail}".strip()), None, frame


def _noun_end(tagged: Tagged, first: int, last: int) -> int:
    """Where the counted noun ends and the name of who counts begins: `startups | China`."""
    place = first + 1
    while place < last and not (tagged.tags[place] in "ETG" and tagged.tags[place - 1] == "N"):
        place += 1
    return place


def _last_of_chain(tagged: Tagged, verb: int) -> int:
    """`planning to pump` -> `pump`; `is` -> the verb behind it."""
    place = verb
    if tagged.tags[place] == "A" and tagged.tags[place + 1 : place + 2] in ("X", "W"):
        place += 1
    while tagged.tags[place + 1 : place + 3] == "IV":
        place += 2
    return place


def _tail(tagged: Tagged, first: int) -> str:
    """The prepositional phrase behind the verb."""
    if first + 1 >= len(tagged.tags) or tagged.tags[first] not in "PIO":
        return ""
    place = first + 1
    while place < len(tagged.tags) and tagged.tags[place] == '"':
        place += 1
    phrase = tagged.phrase_at(place) if place < len(tagged.tags) else None
    return f"{tagged.lower[first]} {tagged.slice(place, phrase[1])}" if phrase else ""


def _taken(scene: Scene, verb: int | None) -> tuple[Wording | None, Wording | None, str | None, Frame]:
    """`how long it's taken China to develop its first civil code`."""
    tagged = scene.tagged
    frame = Frame("object", 0, verb)
    if verb is None:
        return scene.entity(before=True), Wording("time taken"), None, frame
    phrase = tagged.phrase_starting(verb + 1)
    subject = scene.say(phrase) if phrase else scene.entity(before=True)
    rest = phrase[1] if phrase else verb + 1
    last = rest
    while last < len(tagged.tags) and tagged.tags[last] not in ",;.()HB":
        last += 1
    return subject, Wording(f"time taken {tagged.slice(rest, last)}".strip()), None, frame
