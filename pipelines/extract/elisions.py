"""Gives a bare number the unit that it leaves out: "wanted 12.8 trillion yuan; they had secured 7 trillion"."""

from __future__ import annotations

from dataclasses import replace

from pipelines.extract.about import AMOUNTS, is_that_figure
from pipelines.extract.cents import in_cents_too
from pipelines.extract.clause_verbs import BEING
from pipelines.extract.counted_nouns import noun_of_measure
from pipelines.extract.frames import Frame
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.movements import ends
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import head_of
from pipelines.extract.role_cues import AIMS, noun_role
from pipelines.extract.scenes import Scene
from pipelines.extract.tagging import Tagged
from pipelines.extract.told_again import is_told_again, is_told_alike, is_told_more, is_told_of_next
from pipelines.extract.verbs import verb_of
from schemas.spans import Quantity

_WORDS = read_word_sets(__file__)
_BOUNDS = _WORDS["bound"]
_MEANT = _WORDS["meant"]
_VALUING = _WORDS["valuing"]
_IN_MONEY = _WORDS["in money"]
_PAYING, _COMING_TO = _WORDS["paying"], _WORDS["coming to"]
_ANOTHER = _WORDS["another"]
_TOTAL, _AHEAD = ("the", "total"), ("ahead", "of")
_FARTHEST = 1
AS_BEFORE = "currency: as the number before"
"""The rule of an amount that leaves its currency out."""


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
    head = tagged.lower[head_of(tagged, told)] if told is not None else ""
    return head in _IN_MONEY or (head == "total" and frame.preposition == "to")  # bringing its total to 12 billion


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
    if noun_of_measure(tagged, frame.tied) or noun_of_measure(tagged, frame.subject):
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
