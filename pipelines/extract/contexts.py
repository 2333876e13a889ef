"""Decides what a number is about, subject and metric, from how it sits in its sentence.

One rule a configuration, tried in the order of `_RULES`; the first that answers decides, and its name goes with the
claim. The rules know kinds of number and positions, never particular words of an article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.extract.clauses import lemma_senses
from pipelines.extract.discourse import Discourse, Wording
from pipelines.extract.frames import Frame
from pipelines.extract.metrics import counted_metric, deed_metric, share_metric
from pipelines.extract.subjects import is_entity, noun_classes, split_measure, whose, wording
from pipelines.extract.tagging import Tagged
from schemas.codes.metrics import METRIC_HEADS
from schemas.spans import Quantity

_PERCENT = frozenset({"percent", "percent_change", "ratio"})
_COUNTED = frozenset({"count", "duration"})


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a rule may look at: the sentence, the number's frame, the number and what was named before."""

    tagged: Tagged
    frame: Frame
    quantity: Quantity
    discourse: Discourse
    offset: int
    noun: str | None


@dataclass(frozen=True, slots=True)
class About:
    """Subject and metric of a claim and the rule that found them."""

    subject: Wording | None
    metric: Wording | None
    rule: str


def find_about(setting: Setting) -> About:
    """Say what a number is about.

    Args:
        setting: The number in its sentence, with what the article named before it.

    Returns:
        Subject and metric, each a short phrase or nothing, and the rule that decided.
    """
    for rule in _RULES:
        about = rule(setting)
        if about is not None and (about.subject or about.metric):
            return about
    fallback = setting.discourse.entity
    return About(fallback, None, "about: last named")


def _attributive(at: Setting) -> About | None:
    """`a <money> facility in Pingfang`, `a <money> fund`: the thing is the subject, its cost or size the metric."""
    frame = at.frame
    if at.quantity.kind != "money" or frame.counted is None:
        return None
    head = at.tagged.lower[frame.counted[1] - 1]
    last = frame.tail[1] if frame.tail and frame.tail[0] == frame.counted[1] else frame.counted[1]
    if head in METRIC_HEADS and "thing" not in noun_classes(head):
        return About(
            whose(at.tagged, frame.subject, at.discourse, at.offset),
            wording(at.tagged, (frame.counted[0], last), at.offset),
            "about: <money> <metric>",
        )
    thing = wording(at.tagged, (frame.counted[0], last), at.offset)
    name = "size" if "sized" in noun_classes(head) else "cost"
    return About(thing, Wording(f"{name} of the {at.tagged.slice(*frame.counted)}"), "about: <money> <thing>")


def _of_noun(at: Setting) -> About | None:
    """`a target of <number>`, `growth rate of`, `a fund of`, `with earnings nearing`: the noun is what is measured."""
    frame, tagged = at.frame, at.tagged
    if frame.role != "of" or frame.tied is None:
        return None
    head = frame.tied[1] - 1
    if at.quantity.kind == "count" and (at.noun or frame.counted):
        noun = tagged.slice(*frame.counted) if frame.counted else at.noun or ""
        return About(
            whose(tagged, frame.subject, at.discourse, at.offset),
            counted_metric(tagged, frame, noun, at.offset)
            if frame.counted and tagged.lower[head] not in METRIC_HEADS
            else wording(tagged, frame.counted or frame.tied, at.offset),
            "about: <noun> of <number> <things>",
        )
    if "thing" in noun_classes(tagged.lower[head]):
        thing = _innermost(tagged, frame.tied)
        return About(
            wording(tagged, thing, at.offset),
            Wording(f"size of the {tagged.slice(head, head + 1)}"),
            "about: <thing> of <number>",
        )
    subject, metric = split_measure(tagged, frame.tied, at.discourse, at.offset)
    if frame.subject is not None and subject is at.discourse.entity:
        subject = whose(tagged, frame.subject, at.discourse, at.offset)
    if frame.tail and metric and metric.end is not None:
        metric = Wording(f"{metric.text} {tagged.slice(*frame.tail)}")
    return About(subject, metric, "about: <noun> of <number>")


def _innermost(tagged: Tagged, phrase: tuple[int, int]) -> tuple[int, int]:
    """The last noun phrase of a chain: `the unveiling of a guidance fund` -> `a guidance fund`."""
    return tagged.phrase_at(phrase[1] - 1) or phrase


def _measured(at: Setting) -> About | None:
    """`<measure> rose to / stood at / exceeded <number>`: the verb's subject is what is measured."""
    frame, tagged = at.frame, at.tagged
    if frame.role not in ("object", "apposition") or frame.subject is None:
        return None
    senses = lemma_senses(tagged, frame.verb) if frame.verb is not None else frozenset({"level"})
    if not senses & {"level", "change", "cause"} or frame.of is not None:
        return None
    if at.quantity.kind in _COUNTED and frame.counted is not None:
        return None
    if tagged.tags[frame.subject[0]] in "UT" and frame.subject[1] - frame.subject[0] <= 2 and _refers_back(at):
        return About(at.discourse.subject, at.discourse.metric, "about: that number")
    if is_entity(tagged, frame.subject):
        return None
    subject, metric = split_measure(tagged, frame.subject, at.discourse, at.offset)
    return About(subject, metric, "about: <measure> <level or change> <number>")


def _refers_back(at: Setting) -> bool:
    """`that number`, `the figure`, `this`: the measure of the claim before."""
    first, last = at.frame.subject or (0, 0)
    words = at.tagged.lower[first:last]
    if words[0] in ("that", "this", "which") and len(words) == 1:
        return at.discourse.metric is not None
    return words[-1] in ("number", "figure", "amount", "total", "sum") and at.discourse.metric is not None


def _share_as_subject(at: Setting) -> About | None:
    """`75% of European companies will adopt …`: the whole is the subject, the predicate the metric."""
    frame = at.frame
    if at.quantity.kind not in _PERCENT or frame.of is None or frame.role == "object":
        return None
    last = frame.tail[1] if frame.tail and frame.tail[0] == frame.of[1] else frame.of[1]
    return About(
        wording(at.tagged, (frame.of[0], last), at.offset),
        share_metric(at.tagged, frame),
        "about: <percent> of <whole> <predicate>",
    )


def _share_as_object(at: Setting) -> About | None:
    """`dominate 70% of the market`: the verb's subject has that share of the whole."""
    frame = at.frame
    if at.quantity.kind not in _PERCENT or frame.of is None:
        return None
    return About(
        whose(at.tagged, frame.subject, at.discourse, at.offset),
        share_metric(at.tagged, frame),
        "about: <verb> <percent> of <whole>",
    )


def _counted(at: Setting) -> About | None:
    """`built 80,000 base stations`, `160 companies have been given …`: the counted things and what was done."""
    frame = at.frame
    if at.quantity.kind not in ("count", "other_measure") and frame.counted is None:
        return None
    noun = at.tagged.slice(*frame.counted) if frame.counted else at.noun
    if noun is None:
        return None
    metric = counted_metric(at.tagged, frame, noun, at.offset)
    if frame.role == "subject":
        return About(
            wording(at.tagged, frame.counted, at.offset) if frame.counted else Wording(noun),
            metric,
            "about: <number> <things> <verb>",
        )
    return About(whose(at.tagged, frame.subject, at.discourse, at.offset), metric, "about: <verb> <number> <things>")


def _done(at: Setting) -> About | None:
    """`invested <money> into …`, `poured <money> of state capital into …`: who does it, and what the money was for."""
    if at.frame.verb is None and at.frame.subject is None:
        return None
    metric = deed_metric(at.tagged, at.frame, at.offset)
    subject = whose(at.tagged, at.frame.subject, at.discourse, at.offset)
    return About(subject, metric or at.discourse.metric, "about: <verb> <amount>")


_RULES: tuple[Callable[[Setting], About | None], ...] = (
    _attributive,
    _of_noun,
    _measured,
    _share_as_subject,
    _share_as_object,
    _counted,
    _done,
)
