"""Rules for a number of who comes next: `followed by Chile with 4 million`, `ahead of Peru`, `Oslo led with 5`."""

from __future__ import annotations

from pipelines.extract.about import About, Setting, is_measure
from pipelines.extract.tagging import Tagged
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS


def followed(at: Setting) -> About | None:
    """`holds 17%, followed by a bank at 10%`, `higher than Japan at 31%`: the same of who comes next."""
    tied, measure = at.frame.tied, at.scene.measure_before()
    if at.frame.subject is not None and _leads(at) and not (tied and _is_named_next(at.tagged, tied[0])):
        return About(at.scene.say(at.frame.subject), _led_in(at), "about: <who> led with <number>")
    if measure is None and at.scene.index - at.scene.discourse.metric_sentence == 1 and _follows(at):
        measure = _led_in(at)  # firms spent 9 million on research. Institutes followed with 4 million
    if measure is not None and at.frame.subject is not None and _follows(at):
        return About(at.scene.say(at.frame.subject), measure, "about: <who> followed with <number>")
    if measure is None or tied is None or at.frame.preposition not in ("at", "with"):
        return None
    if at.tagged.lower[max(0, tied[0] - 1)] != "than" and not _is_named_next(at.tagged, tied[0]):
        return None
    return About(at.scene.say(tied), measure, "about: followed by <who> at <number>")


def _is_named_next(tagged: Tagged, place: int) -> bool:
    """Whether a name comes behind another: `ahead of Chile`, `followed by Chile with 4 million and Peru with 3`."""
    words = " ".join(tagged.lower[:place])
    goes_on = tagged.tags[place - 1] in ",C" and any(lead in words for lead in _FOLLOWED)
    return goes_on or words.endswith(_NEXT)


_NEXT = ("followed by", "ahead of", "led by", "overtaking", "surpassing")
_FOLLOWED = (*_NEXT, "followed with", " than ")


def _leads(at: Setting) -> bool:
    """`Oslo led the country with 5 billion`: as much of what the sentence before measures."""
    if at.frame.preposition != "with":
        return False
    verb = at.verb
    near = at.scene.index - at.scene.discourse.metric_sentence <= 1 and at.scene.discourse.metric is not None
    bare = at.frame.counted is None and at.frame.of is None
    alone = bare and not (at.frame.tied and is_measure(at, at.frame.tied))
    return (
        near and alone and verb is not None and verb.lemma == "lead" and at.quantity.kind in ("money", "mass", "power")
    )


def _led_in(at: Setting) -> Wording | None:
    """What the sentence before measures in numbers of this kind, or as a share of it; else nothing."""
    discourse = at.scene.discourse
    told = discourse.metric.text if discourse.metric is not None else ""
    whole = told.removeprefix("share of ").removeprefix("the ")
    is_share = told.startswith("share of ") and not METRIC_HEADS.isdisjoint(whole.lower().split())
    return Wording(whole) if is_share or discourse.metric_kind == at.quantity.kind else None


def _follows(at: Setting) -> bool:
    """`and the second phase followed with 204 billion`: the same of who came next."""
    verb = at.verb
    alone = at.frame.counted is None and at.frame.tied is None and at.frame.preposition in ("with", "at")
    return alone and verb is not None and verb.lemma == "follow"


def had_by_name(at: Setting) -> About | None:
    """`ahead of Chile with 421 million`: whose name stands before its number, of what is measured before."""
    tied = at.frame.tied
    is_bare = at.quantity.kind == "count" and at.noun is None and at.quantity.unit is None
    is_aside = tied is not None and at.frame.preposition == "at" and at.tagged.tags[tied[1] : tied[1] + 1] == ","
    is_joined = tied is not None and at.tagged.tags[tied[0] - 1 : tied[0]] == "C"
    is_next = is_aside or (is_joined and at.frame.preposition is None)
    if at.frame.role != "of" or tied is None or not (is_next or at.frame.preposition == "with"):
        return None
    if at.quantity.kind != "money" and not is_bare and not is_next:
        return None
    if set(at.tagged.tags[slice(*tied)]) != {"E"} or at.frame.counted is not None or at.frame.of is not None:
        return None
    is_same = at.scene.discourse.metric_kind == at.quantity.kind or not is_bare
    return About(at.scene.say(tied), at.scene.measure_before() if is_same else None, "about: <name> with <number>")
