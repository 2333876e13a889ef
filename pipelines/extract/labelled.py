"""Rules for a number behind a label: `- Design houses: over 60 percent`, `Output: 12 million tonnes`."""

from __future__ import annotations

from pipelines.extract.about import PERCENT, About, Setting, is_measure
from pipelines.extract.clause_verbs import DASHES
from pipelines.extract.metrics import counted_metric, share_metric
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range
from pipelines.extract.subjects import split_measure
from pipelines.extract.tagging import Tagged
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS


def labelled(at: Setting) -> About | None:
    """`<label>: <number> …` at the head of a line: a label that measures is the metric, any other the subject."""
    label = _label(at.tagged, at.frame.word)
    if label is None or (at.frame.verb is not None and at.frame.verb >= label[1]):
        return None
    if is_measure(at, label):
        owner, metric = split_measure(at.scene, label)
        return About(owner, metric, "about: <measure>: <number>")
    subject = at.scene.say(label)
    if at.quantity.kind in PERCENT:
        discourse = at.scene.discourse
        near = at.scene.index - discourse.metric_sentence == 1 and discourse.metric is not None
        metric = share_metric(at.tagged, at.frame)
        if metric.text == "share" and near and discourse.metric is not None:
            metric = discourse.metric
        return About(subject, metric, "about: <who>: <percent>")
    if at.frame.counted is not None:
        metric = counted_metric(at.scene, at.frame, at.tagged.slice(*at.frame.counted))
        return About(subject, metric, "about: <who>: <number> <things>")
    sized = next((word for word in at.tagged.lower[slice(*label)] if "sized" in noun_classes(word)), None)
    if at.quantity.kind == "money" and sized is not None:
        return About(subject, Wording(f"size of the {sized}"), "about: <fund>: <money>")
    return None


def whose_line(at: Setting) -> Wording | None:
    """`Oslo Energi: gross margin 13.7%`: the name that a line without a verb begins with; `wind: 75 GW`: its label."""
    label, tags = _label(at.tagged, at.frame.word), at.tagged.tags
    if label is not None:
        return None if is_measure(at, label) else at.scene.say(label)
    colon = tags.find(";", 0, _LONGEST_LABEL)
    last = tags.find("(", 0, colon) if tags[max(0, colon - 1) : colon] == ")" else colon  # Big Fund II (2019):
    is_name = last > 0 and at.tagged.lower[colon] == ":" and tags[last - 1] == "E" and set(tags[:last]) <= {"E", "J"}
    return at.scene.say((0, last)) if is_name and set("VXA").isdisjoint(tags) else None


def _label(tagged: Tagged, word: int) -> Range | None:
    """The words from the head of the line, or from a semicolon, to the colon right before the number's phrase."""
    phrase = tagged.phrase_at(word)
    colon = (phrase[0] if phrase else word) - 1
    if colon < 1 or not (tagged.lower[colon] == ":" or _is_dash(tagged, colon)):
        return None
    first = next((place + 1 for place in range(colon - 1, -1, -1) if tagged.lower[place] == ";"), 0)
    while first < colon and tagged.tags[first] in ";.TY":
        first += 1
    if tagged.tags[colon - 1] == ")":
        colon = max(first, tagged.tags.rfind("(", first, colon))  # CPI (May): 0.3%
    # A plural at the end may look like a verb: `Design houses: …`.
    is_name = (
        first < colon and set(tagged.tags[first : colon - 1]) <= set("NEJCOPTSXQ") and tagged.tags[colon - 1] in "NEV"
    )
    return (first, colon) if is_name and colon - first <= _LONGEST_LABEL else None


def _is_dash(tagged: Tagged, place: int) -> bool:
    """`Steel exports - 9 million tonnes`: a dash behind a measure, in a line that has no verb."""
    if tagged.tags[place] != ";" or tagged.lower[place] not in DASHES | {"-"}:
        return False
    is_plural = tagged.tags[place - 1] == "V"  # exports may look like a verb
    told = tagged.tags[: place - is_plural] + tagged.tags[place + 1 :]
    return tagged.lower[place - 1] in METRIC_HEADS and set("VWAMX").isdisjoint(told)


_LONGEST_LABEL = 8
