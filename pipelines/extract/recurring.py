"""Reads how often an amount comes again where that is told apart from it: "every year since 2018 it spent 3 billion".

What stands right behind an amount ("3 billion yuan a year") is read with it, in `denominators.py`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.extract.lexicons import read_lexicon, read_word_sets
from pipelines.extract.tagging import Tagged
from schemas.spans import Quantity

_SPANS = {row["word"]: row["unit"] for row in read_lexicon(__file__) if row["unit"]}
_WORDS = read_word_sets(__file__)
_EACH = _WORDS["each"]
_SUMMED = _WORDS["summed"]
_NO_SUM = frozenset({"duration", "age", "rank", "ratio", "multiple", "index", "percent"})
"""Kinds that are no sum of a stretch of time."""
_BEHIND = re.compile(r"[VW]?[NEJTGOSPXR]{0,8}\Z")
"""What may stand between an amount and how often it comes again: 2,000 people, 3 billion yuan on new roads."""
_AHEAD = re.compile(r"(?:P?Y|[PO]T[NE]{1,3})?,?[TGJNESROAMUKPVWI]*\Z")
"""What may stand between how often and its amount: since 2018, of the plan, who does what; no other clause."""
_AT_HEAD = re.compile(r"[PTR]*\Z")
"""What may stand before it at the head of a sentence: in, for."""
_RULE = "per: told apart"
_AS_BEFORE = "per: as the number before"
_NEAR = 4
"""Words around a number in which it is called a sum: in total, so far, over ten years."""


def with_recurrence(tagged: Tagged, word: int, quantity: Quantity) -> tuple[Quantity, str | None]:
    """The number with the time that it comes again in, and the rule; unchanged where nothing tells one.

    Args:
        tagged: The sentence.
        word: The number's word.
        quantity: The number.
    """
    if quantity.per is not None or quantity.kind in _NO_SUM or "Y" not in tagged.tags:
        return quantity, None
    for place, tag in enumerate(tagged.tags):
        unit = _unit_at(tagged, place) if tag == "Y" else None
        if unit is not None and (_leads(tagged, place, word) or _closes(tagged, place, word)):
            return replace(quantity, per=unit, rule=f"{quantity.rule} + {_RULE}"), _RULE
    return quantity, None


def with_per_before(
    last: Quantity | None, quantity: Quantity, tagged: Tagged, word: int
) -> tuple[Quantity, str | None]:
    """The number per what the number before it is: `40 yuan a kilo, up from 30 yuan`.

    Args:
        last: The number before in the sentence, told of the same metric of the same subject.
        quantity: The number; only one of the same kind, unit and size in words takes it over, and no sum.
        tagged: The sentence.
        word: The number's word.
    """
    if last is None or quantity.per is not None or last.per is None or last.kind in _NO_SUM | {"percent_change"}:
        return quantity, None
    is_alike = (last.kind, last.unit) == (quantity.kind, quantity.unit) and last.is_scaled() == quantity.is_scaled()
    near = tagged.lower[max(0, word - _NEAR) : word + _NEAR]
    if not is_alike or (last.per in _SPANS.values() and not _SUMMED.isdisjoint(near)):
        return quantity, None
    return replace(quantity, per=last.per, rule=f"{quantity.rule} + {_AS_BEFORE}"), _AS_BEFORE


def _unit_at(tagged: Tagged, place: int) -> str | None:
    """`every year`, `yearly`, `each of the past three years`: the unit of time, as denominators name it."""
    words = tagged.lower[place].split()
    unit = _SPANS.get(words[-1])
    if unit is None or tagged.tags[place + 1 : place + 2] == "S":
        return None
    is_each = words[0] in _EACH or _is_each_of(tagged, place) or (len(words) == 1 and words[0].endswith("ly"))
    return unit if is_each else None


def _is_each_of(tagged: Tagged, place: int) -> bool:
    return place > 1 and tagged.lower[place - 1] == "of" and tagged.lower[place - 2] in _EACH


def _first_of(tagged: Tagged, place: int) -> int:
    """Where the words begin that tell it: at `each` of `each of the past three years`."""
    return place - 2 if _is_each_of(tagged, place) else place


def _leads(tagged: Tagged, place: int, word: int) -> bool:
    """`Every year since 2018 the state has spent`: at the head of the sentence, the first number behind it."""
    if place >= word or not _AT_HEAD.match(tagged.tags[: _first_of(tagged, place)]):
        return False
    return _AHEAD.match(tagged.tags, place + 1, word) is not None


def _closes(tagged: Tagged, place: int, word: int) -> bool:
    """`spends 3 billion yuan on chips every year`: behind the amount and what it is of, nothing else between."""
    first = _first_of(tagged, place)
    return first > word and _BEHIND.match(tagged.tags, word + 1, first) is not None
