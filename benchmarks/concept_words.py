"""Names the concepts of a number as the bare content words of its phrases, for comparison with other tools.

Claims carry subject and metric as phrases (`contexts.py`); research corpora list the same as unordered words of the
sentence, without articles and prepositions and without resolving pronouns. This module gives that view of one sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.extract.clauses import subject_of
from pipelines.extract.frames import Frame, read_frame
from pipelines.extract.metrics import object_before
from pipelines.extract.phrases import Range, extended_right
from pipelines.extract.tagging import Tagged, number_spans, tag_sentence
from pipelines.extract.verbs import verb_of
from schemas.spans import DateExpression, Quantity

_CONTENT = frozenset("JNEYXW")
_EMPTY = frozenset({"total", "own", "&"})
_SHARES = frozenset({"percent", "percent_change", "ratio"})


def find_concepts(
    text: str, quantities: Sequence[Quantity], dates: Sequence[DateExpression] = ()
) -> tuple[tuple[str, ...], ...]:
    """Return, for each number of a sentence, the words it is about; empty where the sentence names nothing.

    Args:
        text: The sentence.
        quantities: Its numbers in order, offsets into `text`.
        dates: Its date expressions, offsets into `text`.
    """
    spans = number_spans(quantities)
    tagged = tag_sentence(text, spans, [(date.start, date.end) for date in dates])
    words = {mark: word for word, mark in enumerate(tagged.marks) if tagged.tags[word] == "Q"}
    found: list[tuple[str, ...]] = []
    last: tuple[str, ...] = ()
    for number, quantity in enumerate(quantities):
        partner = quantity.paired_with
        word = words.get(number)
        if partner is not None and partner < number:
            found.append(found[partner])
        elif word is None:
            found.append(())
        else:
            frame = read_frame(tagged, word)
            concepts = _concepts(tagged, frame, quantity)
            joined = tagged.tags[word - 1 : word] == "C"
            follows = joined and number > 0 and quantities[number - 1].kind not in ("money", "percent")
            if not concepts and (quantity.kind != "count" or follows):
                concepts = last
            found.append(concepts)
            last = concepts or last
    return tuple(found)


def _concepts(tagged: Tagged, frame: Frame, quantity: Quantity) -> tuple[str, ...]:
    """The nearest phrase first: the thing described, the noun measured, the whole; then the clause's subject."""
    parts, is_all = _nearest(tagged, frame, quantity)
    subject = None if is_all else _named(tagged, frame)
    return _words(tagged, [*parts, subject] if subject is not None else parts)


def _nearest(tagged: Tagged, frame: Frame, quantity: Quantity) -> tuple[list[Range], bool]:
    """The phrase beside the number, and whether it says all: `5 km of track`, `sells the phone for 900 euros` do."""
    tied = [frame.tied] if frame.role == "of" and frame.tied is not None else []
    alone = _alone(tagged, frame, quantity)
    if alone is not None:
        return [alone], True
    if quantity.kind == "count":
        return tied + (_of_counted(tagged, frame) or _done_to(tagged, frame)), False
    if frame.of is not None and quantity.kind != "ratio":
        return [extended_right(tagged, frame.of, closed=True)], quantity.kind not in _SHARES
    if frame.counted is not None:
        phrase = tagged.phrase_at(frame.word) or (frame.word, frame.word + 1)
        return [_described(tagged, extended_right(tagged, phrase))], False
    return (tied, frame.preposition == "for") if tied else _acted_on(tagged, frame, quantity)


def _acted_on(tagged: Tagged, frame: Frame, quantity: Quantity) -> tuple[list[Range], bool]:
    """`sells the phone for 900 euros`, `spent 5 billion in research`: what the verb acts on, what money goes into."""
    if frame.verb is not None and "change" not in verb_of(tagged.lower[frame.verb]).senses:
        thing = object_before(tagged, frame)
        if thing is not None:
            return [extended_right(tagged, thing)], True
    if quantity.kind == "money" and frame.tail is not None and tagged.lower[frame.tail[0]] == "in":
        return [(frame.tail[0] + 1, frame.tail[1])], False
    return [], False


_SIDES = (("lower",), ("higher",))


def _done_to(tagged: Tagged, frame: Frame) -> list[Range]:
    """`Seven bedrooms finish off the floor plan`: what counted things that act act on."""
    if frame.role != "subject" or frame.verb is None or tagged.tags[frame.verb] not in "VW":
        return []
    first = frame.verb + 1 + (tagged.lower[frame.verb + 1 : frame.verb + 2] in (("off",), ("up",), ("out",)))
    thing = tagged.phrase_starting(first)
    named = thing is not None and thing[0] == first and tagged.tags[first] == "T"
    return [thing] if thing is not None and named and "Q" not in tagged.tags[thing[0] : thing[1]] else []


def _described(tagged: Tagged, phrase: Range) -> Range:
    """`a heavy 1.6 liter engine`: adjectives before the number describe the thing behind it."""
    first = phrase[0]
    while first > 0 and tagged.tags[first - 1] == "J" and tagged.tags[first] in "JQ":
        first -= 1
    return first, phrase[1]


def _alone(tagged: Tagged, frame: Frame, quantity: Quantity) -> Range | None:
    """The phrase that says all: `$52,000 for CN`, `wiped $3 million from its value`, `pulled the index 5% lower`."""
    each = _each_for(tagged, frame)
    if each is not None:
        return each
    if quantity.kind == "money":
        return _touched(tagged, frame)
    pulled = quantity.kind in _SHARES and tagged.lower[frame.word + 1 : frame.word + 2] in _SIDES
    thing = tagged.phrase_at(frame.word - 1) if pulled and frame.word else None
    return (thing[0], frame.word) if thing is not None else None


def _each_for(tagged: Tagged, frame: Frame) -> Range | None:
    """`$52,000 for CN and $75,000 for CP`: each has its own."""
    if frame.tail is None or tagged.lower[frame.tail[0]] != "for" or frame.tail[0] != frame.word + 1:
        return None
    first, last = frame.tail
    beside = tagged.tags[last : last + 2] == "CQ" and tagged.lower[last + 2 : last + 3] == ("for",)
    before = (
        tagged.tags[frame.word - 1 : frame.word] == "C" and "for" in tagged.lower[max(0, frame.word - 4) : frame.word]
    )
    return (first + 1, last) if beside or before else None


def _touched(tagged: Tagged, frame: Frame) -> Range | None:
    """`wiping $340 million from the company's value`, `adding dollars to the price`: what gains or loses."""
    if frame.verb is None or frame.tail is None or frame.of is not None or frame.counted is not None:
        return None
    joins = _TOUCHING.get(verb_of(tagged.lower[frame.verb]).lemma)
    return (frame.tail[0] + 1, frame.tail[1]) if joins and tagged.lower[frame.tail[0]] in joins else None


_TOUCHING = {
    "add": ("to",),
    "wipe": ("from", "off"),
    "cut": ("from",),
    "knock": ("off", "from"),
    "shave": ("from", "off"),
    "trim": ("from",),
    "erase": ("from",),
}


def _of_counted(tagged: Tagged, frame: Frame) -> list[Range]:
    """`Five new seasons of the show will air`: the show."""
    owner = tagged.tags.find("S", *frame.of) if frame.of is not None and frame.role == "subject" else -1
    if frame.of is not None and owner > 0:
        return [(frame.of[0], owner)]
    if frame.counted is None or frame.role != "subject" or tagged.tags[frame.counted[1] : frame.counted[1] + 1] != "O":
        return []
    behind = tagged.phrase_starting(frame.counted[1] + 1)
    return [behind] if behind is not None else []


def _named(tagged: Tagged, frame: Frame) -> Range | None:
    """The clause's subject; where that is `it` or `they`, the first subject of the sentence that is no pronoun."""
    if frame.subject is None or tagged.tags[frame.subject[0]] not in "UH":
        return frame.subject
    if tagged.lower[frame.subject[0]] not in ("it", "they", "he", "she", "which", "that", "who"):
        return None
    for place in range(frame.subject[0]):
        subject = subject_of(tagged, place) if tagged.tags[place] in "VAMW" else None
        if subject is not None and subject[1] <= place and tagged.tags[subject[0]] not in "UH":
            return subject
    return None


def _is_time(tagged: Tagged, place: int) -> bool:
    """`this year's`, `last week's` before a noun: a time, not a thing, also where its apostrophe was lost."""
    word = tagged.lower[place].rstrip("s")
    return word in ("year", "month", "week", "quarter") and tagged.lower[place - 1] in ("this", "last", "next")


def _words(tagged: Tagged, parts: Iterable[Range]) -> tuple[str, ...]:
    """The content words of some ranges, each place once, in the order of the ranges."""
    seen: set[int] = set()
    words: list[str] = []
    for first, last in parts:
        for place in range(first, last):
            if place > first and tagged.lower[place] == "with":
                break
            if _is_time(tagged, place):
                continue
            if place not in seen and tagged.tags[place] in _CONTENT and tagged.lower[place] not in _EMPTY:
                seen.add(place)
                words.extend(tagged.slice(place, place + 1).replace("/", " ").split())
    return tuple(words)
