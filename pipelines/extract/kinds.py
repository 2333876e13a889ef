"""Corrects what kind of percentage a number is where only the sentence tells: a level, or a change of one."""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.extract.frames import Frame
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of
from schemas.spans import Quantity, Sentence

_LEVELS = ("above ", "below ", "beyond ", "past ", "as high ", "as low ")


def with_kind(tagged: Tagged, frame: Frame, quantity: Quantity) -> tuple[Quantity, str | None]:
    """The number as a percentage of change or as a level, and the rule; unchanged where the sentence does not tell.

    "revenue to increase 13%", "growth stood at 5%" are changes; "the rate rose to 5%" is a level.
    """
    if quantity.kind not in ("percent", "percent_change") or quantity.unit != "percent":
        return quantity, None
    kind = _kind(tagged, frame)
    if kind is None or kind == quantity.kind:
        return quantity, None
    rule = f"kind: {kind.replace('_', ' ')} by the sentence"
    return replace(quantity, kind=kind, rule=f"{quantity.rule} + {rule}"), rule


def with_change(sentence: Sentence, before: Quantity, quantity: Quantity) -> tuple[Quantity, str | None]:
    """`up 12% sequentially and 34% from a year ago`: the second is the same change over another stretch.

    Args:
        sentence: The sentence of both; spans of the numbers are offsets into the raw text.
        before: The number before, with its direction.
        quantity: The percentage to judge.
    """
    if before.kind != "percent_change" or before.direction is None or quantity.unit != "percent":
        return quantity, None
    text, start = sentence.text, sentence.start
    between, behind = text[before.end - start : quantity.start - start], text[quantity.end - start :][:_LONGEST_BASE]
    if len(between) > _LONGEST_JOINT or not _JOINT.fullmatch(between) or not _BASE.match(behind):
        return quantity, None
    rule = "kind: percent change, as the number before"
    return replace(quantity, kind="percent_change", direction=before.direction, rule=f"{quantity.rule} + {rule}"), rule


_JOINT = re.compile(r"[\w\s-]*(?:,|,? and|,? but) ")
_BASE = re.compile(r" (?:from|compared|year|month|quarter|on|over|versus|against|annually|quarterly)\b")
_LONGEST_JOINT = 40
_LONGEST_BASE = 20


def _kind(tagged: Tagged, frame: Frame) -> str | None:
    if frame.of is not None or tagged.lower[frame.word].startswith(_LEVELS):
        return "percent"
    senses = verb_of(tagged.lower[frame.verb]).senses if frame.verb is not None else frozenset()
    if frame.role == "object" and senses & {"change", "cause"}:
        if _is_change(tagged, frame.counted):
            return "percent_change"
        if frame.preposition in (None, "by") and frame.counted is None and "move" not in senses:
            return "percent_change"
        if frame.preposition in ("to", "from") and not _is_change(tagged, frame.subject):
            return "percent"
    if _is_change(tagged, frame.counted) or (frame.role == "of" and _is_change(tagged, frame.tied)):
        return "percent_change"
    if frame.role == "object" and frame.counted is None and "level" in senses and _is_change(tagged, frame.subject):
        return "percent_change"
    return None


def _is_change(tagged: Tagged, phrase: Range | None) -> bool:
    """Whether a phrase is headed by a noun of change: growth, annual growth rate, increase in exports."""
    if phrase is None:
        return False
    end = next((place for place in range(phrase[0] + 1, phrase[1]) if tagged.tags[place] in "OPI"), phrase[1])
    words = tagged.lower[max(phrase[0], end - 2) : end]
    if "change" in noun_classes(words[-1]):
        return True
    return len(words) > 1 and "change" in noun_classes(words[0]) and words[1] in ("rate", "target", "rates", "forecast")
