"""The values that the rules of `contexts.py` share: a number in its setting, and what it is about."""

from __future__ import annotations

from pipelines.extract.frames import Frame
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range
from pipelines.extract.scenes import Scene
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import Verb, verb_of
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS
from schemas.spans import Quantity
from schemas.values import value_class

PERCENT = frozenset({"percent", "percent_change", "ratio"})
RELATIVE = PERCENT | {"multiple"}
"""Kinds that say how an amount stands to another, and are none themselves."""
AMOUNTS = frozenset({"mass", "area", "volume", "power", "energy", "length"})
"""Kinds of number that tell how much there is of something: `the caps stood at 7,976 tonnes`."""


@value_class
class Setting:
    """All that a rule may look at: the sentence in its article, its words, the number's frame, it, what it counts."""

    scene: Scene
    tagged: Tagged
    frame: Frame
    quantity: Quantity
    noun: str | None

    @property
    def verb(self) -> Verb | None:
        """What is known of the number's verb; null where it has none."""
        return verb_of(self.tagged.lower[self.frame.verb]) if self.frame.verb is not None else None

    def head(self, phrase: Range) -> str:
        """The last word of a phrase, in lower case."""
        return self.tagged.lower[phrase[1] - 1]


@value_class
class About:
    """Subject and metric of a claim and the rule that found them; `is_owner_guessed` where nothing near names one."""

    subject: Wording | None
    metric: Wording | None
    rule: str
    is_owner_guessed: bool = False


def is_measure(at: Setting, phrase: Range) -> bool:
    """Whether a phrase holds a noun that measures: output, price, number."""
    tagged = at.tagged
    named = (
        place for place in range(*phrase) if tagged.tags[place] == "E" and not tagged.slice(place, place + 1).isupper()
    )
    words = set(tagged.lower[phrase[0] : phrase[1]]) - {tagged.lower[place] for place in named}  # the STAR Market
    joined = (word.rpartition(" ")[2] for word in words if " " in word)  # value added of …
    return not METRIC_HEADS.isdisjoint(words) or any(head in METRIC_HEADS for head in joined)


def is_that_figure(tagged: Tagged, phrase: Range | None) -> bool:
    """`that number`, `the figure`, `this total`: what the number before measured."""
    if phrase is None or phrase[1] != phrase[0] + 2 or tagged.tags[phrase[0]] not in "TUH":
        return False
    return "figure" in noun_classes(tagged.lower[phrase[0] + 1])
