"""Finds what a bare number counts: the noun behind it, of its predicate, of its measure, of the number before.

`counted_nouns.lexicon.csv` lists words of places that are of so many people, and verbs that tell of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipelines.extract.clause_verbs import BE
from pipelines.extract.frames import Frame
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.nouns import is_plural as is_plural_noun
from pipelines.extract.phrases import Range, without_leading
from pipelines.extract.scenes import Scene
from pipelines.extract.singulars import singular
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import DEEDS, verb_of
from schemas.codes.metrics import metric_of
from schemas.spans import Quantity

_WORDS = read_word_sets(__file__)
_EMPLOYING = _WORDS["employing"]
_COUNTING = _WORDS["counting"]
_STAFF = _WORDS["staff"]
PEOPLED = _WORDS["peopled"]
"""Places that are of so many people."""
TOTALLING = frozenset({"number", "total"})
"""Verbs that tell how many of its subject there are."""
_FARTHEST = 1
_PEOPLE = 1000
"""A place has no fewer inhabitants than this: a city of 9 million, not one of three."""


def with_unit(scene: Scene, frame: Frame, quantity: Quantity) -> tuple[Quantity, str | None]:
    """The number with the noun it counts, and the rule that found it; unchanged where it has one or none is near.

    The noun is the one behind its `of` ("10 of the code's 1,260 articles"); the one its measure counts ("the number of
    enterprises rose to 2.4 million"); else the one counted last, in this sentence or the one before.
    """
    if quantity.unit is not None or quantity.kind != "count":
        return _with_ones(scene, quantity)
    if (quantity.per or "").isdecimal():
        return quantity, None  # "the rate was 7.9 per thousand": of what is in the name of the rate
    tagged = scene.tagged
    if frame.counted is not None and tagged.lower[frame.counted[0]] == "strong":
        return quantity, None  # of a 12,000-strong workforce no word says what is counted
    for rule, unit in _nouns(scene, frame, quantity):
        if unit:
            return replace(quantity, unit=unit, rule=f"{quantity.rule} + {rule}"), rule
    return quantity, None


def _nouns(scene: Scene, frame: Frame, quantity: Quantity) -> Iterator[tuple[str, str | None]]:
    """The nouns that may be what is counted, the likeliest first; each is looked for only where none before it is."""
    tagged = scene.tagged
    yield "unit: inhabitants", "person" if _is_population(tagged, frame, quantity) else None
    yield "unit: noun behind", _singular(tagged, frame.counted) if frame.counted else None
    yield "unit: of which there were", _of_which_there(tagged, frame)
    yield "unit: noun of the subject", _numbered(tagged, frame)
    yield "unit: noun of the predicate", _predicated(tagged, frame)
    yield "unit: noun of the whole", _whole(tagged, frame)
    yield "unit: noun of the measure", noun_of_measure(tagged, frame.tied) or noun_of_measure(tagged, frame.subject)
    yield "unit: noun before", None if _is_fraction(quantity) or _is_of_people(tagged, frame) else _before(scene)
    yield "unit: deed before", _deed_before(scene, frame)


def _with_ones(scene: Scene, quantity: Quantity) -> tuple[Quantity, str | None]:
    """`3 million cars, 1.5 million electric ones`: ones are of what was counted before."""
    kind, _, head = (quantity.unit or "").rpartition(" ")
    unit = _before(scene) if head == "one" and quantity.kind == "count" else None
    if unit is None:
        return quantity, None
    return replace(quantity, unit=f"{kind} {unit.split()[-1]}".strip(), rule=f"{quantity.rule} + {ONES}"), ONES


ONES = "unit: noun that ones stands for"
"""The rule of some of those that were counted before; what is counted goes on to be all of them."""


def _predicated(tagged: Tagged, frame: Frame) -> str | None:
    """`1.06 million were electric cars`: what so many are."""
    if frame.role != "subject" or frame.verb is None or tagged.lower[frame.verb] not in BE or frame.of is not None:
        return None
    things = tagged.phrase_starting(frame.verb + 1)
    is_plural = things is not None and things[0] == frame.verb + 1 and is_plural_noun(tagged.lower[things[1] - 1])
    return _singular(tagged, things) if things is not None and is_plural else None


def _whole(tagged: Tagged, frame: Frame) -> str | None:
    if frame.of is None:
        return None
    first = frame.of[0]
    for place in range(frame.of[0], frame.of[1]):
        if tagged.tags[place] in "QSTG":
            first = place + 1
    return _singular(tagged, (first, frame.of[1])) if first < frame.of[1] else None


def noun_of_measure(tagged: Tagged, phrase: Range | None) -> str | None:
    """`the number of <things>`; `deliveries` itself where it is plural and no amount."""
    if phrase is None:
        return None
    first, last = phrase
    for place in range(first, last):
        if tagged.tags[place] == "O" and singular(tagged.lower[place - 1]) in _COUNTING:
            behind = tagged.phrase_starting(place + 1)
            return _singular(tagged, behind) if behind else None
    return None


def _is_fraction(quantity: Quantity) -> bool:
    """`an efficiency of 1.04`: no number of things."""
    value = quantity.value_low if quantity.value_low is not None else quantity.value_high
    broken = quantity.decimals is not None and quantity.decimals > 0
    return broken and quantity.per is None and value is not None and abs(value) < _FEW


_FEW = 10
"""A broken number below this is a ratio or an index sooner than a count of things."""


def _of_which_there(tagged: Tagged, frame: Frame) -> str | None:
    """`guidance funds, of which there were 2,086`: what stands before the comma."""
    word = frame.word
    if tagged.lower[word - 4 : word - 1] != ("of", "which", "there") or tagged.tags[word - 5 : word - 4] != ",":
        return None
    things = tagged.phrase_ending(word - 5)
    return _singular(tagged, things) if things is not None else None


def _numbered(tagged: Tagged, frame: Frame) -> str | None:
    """`high-tech firms numbered 19,000`: the subject is what is counted."""
    verb = verb_of(tagged.lower[frame.verb]).lemma if frame.verb is not None and frame.role == "object" else ""
    if verb not in TOTALLING or frame.subject is None or frame.preposition is not None:
        return None
    head = tagged.lower[frame.subject[1] - 1]
    if tells_amount(head) or not head.endswith("s"):
        return None
    first = max(frame.subject[0], tagged.tags.rfind("S", *frame.subject) + 1)
    unit = _singular(tagged, (first, frame.subject[1]))
    return unit if first or tagged.tags[0] == "E" else unit[:1].lower() + unit[1:]


def tells_amount(noun: str) -> bool:
    """Whether a noun is told in money or volume, so that it is no number of anything: exports totalled 5 million."""
    metric = metric_of(noun)
    return metric is not None and metric.price_basis is not None


def _is_population(tagged: Tagged, frame: Frame, quantity: Quantity) -> bool:
    """`a city of 9.6 million`, `the town of 45,000`: its people."""
    if frame.role != "of" or frame.preposition != "of" or frame.tied is None or frame.counted is not None:
        return False
    return tagged.lower[frame.tied[1] - 1] in PEOPLED and (quantity.value_low or 0) >= _PEOPLE


def _is_of_people(tagged: Tagged, frame: Frame) -> bool:
    """`17 plants, the largest of which employs 4,100`: so many people, whatever was counted before."""
    if frame.subject is not None and tagged.lower[frame.subject[1] - 1] in _STAFF:
        return True
    return frame.verb is not None and verb_of(tagged.lower[frame.verb]).lemma in _EMPLOYING


def _before(scene: Scene) -> str | None:
    discourse = scene.discourse
    return discourse.unit if scene.index - discourse.unit_sentence <= _FARTHEST else None


def _deed_before(scene: Scene, frame: Frame) -> str | None:
    """`5G base station deployments` before `had built 80,000`: what a deed was done with, up to 2 sentences back."""
    if frame.verb is None or not verb_of(scene.tagged.lower[frame.verb]).senses & {"move", "level"}:
        return None
    for index in range(scene.index, max(-1, scene.index - 3), -1):
        tagged = scene.discourse.tagged(index)
        for first, last in reversed(tagged.phrases):
            if index == scene.index and last > frame.word:
                continue
            is_deed = tagged.lower[last - 1] in DEEDS and tagged.tags[last : last + 1] != "O"  # not sales of cars
            is_deed = is_deed and tagged.tags[last - 1] != "E"  # nor Legend Capital
            is_deed = is_deed and "change" not in noun_classes(tagged.lower[last - 1])  # nor revenue growth
            is_deed = is_deed and "agent" not in noun_classes(tagged.lower[last - 2])  # nor group sales
            if is_deed and last - first > 1 and tagged.tags[last - 2] in "NE":
                owner = tagged.tags.rfind("S", first, last - 1)
                return _singular(tagged, (max(first, owner + 1), last - 1))
    return None


def _singular(tagged: Tagged, phrase: Range) -> str:
    """The noun phrase without article and number, its last noun singular."""
    first, last = without_leading(tagged, phrase)
    words = tagged.slice(first, last).split()
    words[0] = words[0].lower() if first == 0 and tagged.tags[0] == "N" else words[0]  # Car exports
    words[-1] = singular(words[-1])
    return " ".join(words)
