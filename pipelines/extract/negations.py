"""Turns a bound around where the sentence denies it: "failed to reach 5" is less than 5, "did not exceed 5" at most 5.

Only verbs of reaching and passing are read so; any other denial ("did not invest 5 billion yuan") leaves the number as
it is written, with the rule named, for a reader to judge.
"""

from __future__ import annotations

from dataclasses import replace

from pipelines.extract.frames import Frame
from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.tag_guesses import is_verbal
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of
from schemas.spans import Quantity

_BOUNDS: dict[str, str] = {row["verb"]: row["modifier"] for row in read_lexicon(__file__)}
_LONGEST_GROUP = 5


def with_denial(tagged: Tagged, frame: Frame, quantity: Quantity) -> tuple[Quantity, str | None]:
    """The number with the bound that a denied verb gives it, and the rule; unchanged where nothing is denied.

    Args:
        tagged: The sentence.
        frame: How the number sits in it.
        quantity: The number; only one value or a lower bound can be turned around.
    """
    verbal = is_verbal(tagged.lower[frame.word])
    verb = frame.word if verbal else frame.verb
    if verb is None or frame.role == "subject" or quantity.value_low is None or not _is_denied(tagged, verb):
        return quantity, None
    bound = _BOUNDS.get(verb_of(tagged.lower[verb].split()[0]).lemma)
    single = quantity.value_high is None or quantity.value_high == quantity.value_low
    if bound is None or frame.preposition is not None or not single:
        return quantity, "denied"
    rule = f"denied: not <verb> <number> is {bound.replace('_', ' ')}"
    turned = replace(
        quantity,
        value_low=None,
        value_high=quantity.value_low,
        modifier=bound,
        rule=f"{quantity.rule} + {rule}",
    )
    return turned, rule


def _is_denied(tagged: Tagged, verb: int) -> bool:
    """Whether `not`, `never` or `failed to` stands in the verb's own group."""
    for place in range(verb - 1, max(-1, verb - 1 - _LONGEST_GROUP), -1):
        tag = tagged.tags[place]
        if tag == "K" or tagged.lower[place].endswith(("n't", "n’t")):
            return True
        if tag in "VW":
            return verb_of(tagged.lower[place]).lemma == "fail"
        if tag not in "AMIR":
            return False
    return False
