"""Finds the noun of a bare number: "had built 80,000 out of its targeted 250,000", "it had over 1.2 million"."""

from __future__ import annotations

from dataclasses import replace

from pipelines.extract.about import AMOUNTS, is_that_figure
from pipelines.extract.cents import in_cents_too
from pipelines.extract.clause_verbs import BE, BEING
from pipelines.extract.frames import Frame
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.movements import ends
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.nouns import is_plural as is_plural_noun
from pipelines.extract.phrases import Range, head_of, without_leading
from pipelines.extract.role_cues import AIMS, noun_role
from pipelines.extract.scenes import Scene
from pipelines.extract.singulars import singular
from pipelines.extract.tagging import Tagged
from pipelines.extract.told_again import is_told_again, is_told_alike, is_told_more, is_told_of_next
from pipelines.extract.verbs import DEEDS, verb_of
from schemas.spans import Quantity

_WORDS = read_word_sets(__file__)
_BOUNDS = _WORDS["bound"]
_MEANT = _WORDS["meant"]
_EMPLOYING, _VALUING = _WORDS["employing"], _WORDS["valuing"]
_IN_MONEY = _WORDS["in money"]
PEOPLED = _WORDS["peopled"]
"""Places that are of so many people."""
_PAYING, _COMING_TO = _WORDS["paying"], _WORDS["coming to"]
_ANOTHER = _WORDS["another"]
_COUNTING = _WORDS["counting"]
_TOTAL, _AHEAD = ("the", "total"), ("ahead", "of")
_FARTHEST = 1
AS_BEFORE = "currency: as the number before"
"""The rule of an amount that leaves its currency out."""


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
    for rule, unit in (
        ("unit: inhabitants", "person" if _is_population(tagged, frame, quantity) else None),
        ("unit: noun behind", _singular(tagged, frame.counted) if frame.counted else None),
        ("unit: noun of the predicate", _predicated(scene.tagged, frame)),
        ("unit: noun of the whole", _whole(scene.tagged, frame)),
        ("unit: noun of the measure", _measure(scene.tagged, frame.tied) or _measure(scene.tagged, frame.subject)),
        ("unit: noun before", None if _is_fraction(quantity) or _is_of_people(tagged, frame) else _before(scene)),
        ("unit: deed before", _deed_before(scene, frame)),
    ):
        if unit:
            return replace(quantity, unit=unit, rule=f"{quantity.rule} + {rule}"), rule
    return quantity, None


def _with_ones(scene: Scene, quantity: Quantity) -> tuple[Quantity, str | None]:
    """`3 million cars, 1.5 million electric ones`: ones are of what was counted before."""
    kind, _, head = (quantity.unit or "").rpartition(" ")
    unit = _before(scene) if head == "one" and quantity.kind == "count" else None
    if unit is None:
        return quantity, None
    return replace(quantity, unit=f"{kind} {unit.split()[-1]}".strip(), rule=f"{quantity.rule} + {ONES}"), ONES


ONES = "unit: noun that ones stands for"
"""The rule of some of those that were counted before; what is counted goes on to be all of them."""


def amount_meant(scene: Scene, frame: Frame) -> Quantity | None:
    """The amount whose unit a number may leave out: the one before, else that which `they were 3.9 billion` means."""
    if scene.discourse.amount is None:
        return None
    amount, sentence = scene.discourse.amount
    is_money = _is_spent(scene.tagged, frame) or _is_of_money(scene.tagged, frame)
    is_meant = _refers_back(scene.tagged, frame) or (amount.kind == "money" and is_money)
    return amount if sentence == scene.index or (scene.index - sentence <= _FARTHEST and is_meant) else None


def _is_spent(tagged: Tagged, frame: Frame) -> bool:
    """`the firm put in 1.1 billion`, `another 72 billion went on tax breaks`: what is done with money alone."""
    if frame.role == "subject":
        is_part = tagged.tags[:1] == "O" and tagged.lower_at(1) in ("that", "this", "it")  # of that, 5 billion went
        return is_part or (frame.word > 0 and tagged.lower[frame.word - 1] in _ANOTHER)
    deed = verb_of(tagged.lower[frame.verb]).lemma if frame.verb is not None else ""
    ways = {tagged.lower_at((frame.verb or 0) + 1), frame.preposition}
    ways.add(tagged.lower[frame.tail[0]] if frame.tail else "")
    if frame.subject is not None and tagged.tags[frame.subject[1] - 1] == "S":
        return True  # Suzhou's has 60 billion
    is_deed = frame.role == "object" or frame.preposition == "for"
    return is_deed and not _PAYING.isdisjoint({deed} | {f"{deed} {way}" for way in ways})


def _is_of_money(tagged: Tagged, frame: Frame) -> bool:
    """`loans of 10.8 billion`, `revenue was up 5% at 55 billion`: of what is told in money alone."""
    told = frame.tied if frame.role == "of" else frame.subject if frame.preposition in (None, "at", "to") else None
    return told is not None and tagged.lower[head_of(tagged, told)] in _IN_MONEY


def _refers_back(tagged: Tagged, frame: Frame) -> bool:
    """`a year earlier they were 3.9 billion`, `the figure had been 3 million`: the same as what was told before."""
    if frame.subject is None or frame.verb is None:
        return False
    if tagged.lower[frame.verb] not in BEING and verb_of(tagged.lower[frame.verb]).lemma not in _COMING_TO:
        return False
    is_pronoun = frame.subject[1] == frame.subject[0] + 1 and tagged.lower[frame.subject[0]] in _MEANT
    return is_pronoun or is_that_figure(tagged, frame.subject)


def with_unit_before(
    before: Quantity | None, tagged: Tagged, frame: Frame, quantity: Quantity
) -> tuple[Quantity, str | None]:
    """`wanted 12.8 trillion yuan; they had secured 7 trillion`: an amount that leaves the sentence's unit out.

    Args:
        before: The amount before, in the same sentence; what share of it or by how much it changed is none.
        tagged: The sentence.
        frame: How the number sits in it.
        quantity: The number; only one with nothing to count, and with a scale or of another date, is taken for money,
            or for what is measured.
    """
    bare = quantity.kind == "count" and quantity.unit is None and frame.counted is None
    if before is None or not bare or not (frame.of is None or _is_next_of(tagged, frame.word)):
        return quantity, None
    scaled, word = quantity.is_scaled(), frame.word
    again = is_told_again(tagged, word) or is_told_more(tagged, word) or is_told_alike(tagged, word)
    is_full = scaled or (not before.is_scaled() and (quantity.value_low or 0) >= _WRITTEN_OUT)
    again = again or (is_full and before.kind == "money" and is_told_of_next(tagged, word))
    again = again or _is_cost(tagged, frame) or (is_full and _refers_back(tagged, frame))
    again = again and before.kind in _SHARED and not _leaves_scale_out(before, quantity)
    if not again and not (scaled and _is_of_kind(before.kind, tagged, frame)):
        return quantity, None
    rule = AS_BEFORE if before.kind == "money" else "unit: as the number before"
    same = replace(
        quantity,
        kind=before.kind,
        unit=before.unit,
        currency_codes=before.currency_codes,
        rule=f"{quantity.rule} + {rule}",
    )
    return same if scaled else in_cents_too(before, same), rule


def _leaves_scale_out(before: Quantity, quantity: Quantity) -> bool:
    """`54 million on the first, 11 on the second`: whether that is eleven or eleven million nobody says."""
    return before.is_scaled() and not quantity.is_scaled() and (quantity.value_low or 0) < _WRITTEN_OUT


_WRITTEN_OUT = 1000
"""From here on a number without a scale means what it says: 3 million tonnes, 200,000 fewer than last year."""


def _is_cost(tagged: Tagged, frame: Frame) -> bool:
    """`15,000 yuan off a car that costs less than 300,000`: what something costs is money."""
    if frame.role != "object" or frame.verb is None:
        return False
    is_object = frame.preposition is None and frame.verb == frame.word - 1
    ends_at = frame.preposition == "at" and ends(tagged, frame.verb)  # passed 100 yuan and ended the year at 97.5
    return ends_at or (is_object and verb_of(tagged.lower[frame.verb]).lemma == "cost")


def _is_next_of(tagged: Tagged, word: int) -> bool:
    """`1.8 billion yuan of rent and 600 million of fees`: sums of one thing and of another."""
    before = tagged.tags.rfind("Q", 0, word)
    return before >= 0 and tagged.tags[word - 1] == "C" and tagged.tags[before + 1] == "O"


def _is_of_kind(kind: str, tagged: Tagged, frame: Frame) -> bool:
    """Whether a bare number may be of a kind: money wherever a sum may stand, a measure as the size of one."""
    is_value = frame.verb is not None and verb_of(tagged.lower[frame.verb]).lemma in _VALUING
    if (frame.preposition == "at" and is_value) or (kind == "money" and _is_of_money(tagged, frame)):
        return kind == "money"  # which values the firm at 8 billion
    if frame.role == "of" and frame.tied is not None and "Q" in tagged.tags[frame.tied[0] : frame.word]:
        return kind == "money"  # the ministry put up 60 billion yuan, and six banks 114 billion
    if frame.role == "of" and frame.word > 1 and tagged.lower[frame.word - 2] == ",":
        return kind == "money"  # a second fund of 200 billion yuan, and a third, of 344 billion
    stands = frame.tied is not None and (frame.tied[1] == frame.word or frame.preposition == "with")
    is_name = stands and frame.tied is not None and set(tagged.tags[slice(*frame.tied)]) == {"E"}
    if frame.role == "of" and frame.tied is not None and not is_name:
        head = noun_classes(tagged.lower[frame.tied[1] - 1])
        is_held_against = "against" in tagged.lower[max(0, frame.tied[0] - 1) : frame.tied[1]]
        is_sum = bool(head & {"amount", "intent", "extreme"}) or is_held_against
        is_sum = is_sum or noun_role(tagged, frame.tied[1] - 1) in AIMS or tagged.lower[frame.tied[1] - 1] in _BOUNDS
        if frame.preposition in ("at", "with") and tagged.lower[max(0, frame.tied[0] - 2) : frame.tied[0]] == _AHEAD:
            return kind in _SHARED
        is_total = tagged.lower[frame.tied[0] : frame.tied[1]] == _TOTAL
        return kind in _SHARED and (is_total or (is_sum and "figure" not in head))
    if _measure(tagged, frame.tied) or _measure(tagged, frame.subject):
        return False  # the number of parcels passed 170 billion
    if kind in _SHARED and (is_name or _is_part_done(tagged, frame)):
        return True
    return kind == "money" and frame.role in ("object", "apposition", "subject", "fragment")


def _is_part_done(tagged: Tagged, frame: Frame) -> bool:
    """`90 million tonnes, with Japan making 40 million`: what one of several does of it."""
    is_done = frame.verb is not None and tagged.tags[frame.verb] == "X" and frame.preposition is None
    return is_done and frame.subject is not None and tagged.word_before(frame.subject) == "with"


_SHARED = AMOUNTS | {"money"}
"""Kinds whose unit a second amount of a sentence leaves out: `2.3 million tonnes, against demand of 1.5 million`."""


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


def _measure(tagged: Tagged, phrase: Range | None) -> str | None:
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


def _is_population(tagged: Tagged, frame: Frame, quantity: Quantity) -> bool:
    """`a city of 9.6 million`, `the town of 45,000`: its people."""
    if frame.role != "of" or frame.preposition != "of" or frame.tied is None or frame.counted is not None:
        return False
    return tagged.lower[frame.tied[1] - 1] in PEOPLED and (quantity.value_low or 0) >= _WRITTEN_OUT


def _is_of_people(tagged: Tagged, frame: Frame) -> bool:
    """`17 plants, the largest of which employs 4,100`: so many people, whatever was counted before."""
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
