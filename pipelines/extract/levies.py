"""Rules for a percentage that names its own measure: a tariff on someone, a rate, what a share has reached."""

from __future__ import annotations

from pipelines.extract.about import About, Setting
from pipelines.extract.clause_verbs import following_verb
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import extended_right
from pipelines.extract.subjects import whose
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS

_WORDS = read_word_sets(__file__)
_LEVIES = _WORDS["levy"]
_LEVYING = _WORDS["levying"]
_LAID_ON = _WORDS["laid on"]
_LENT = _WORDS["lent"]


def levied(at: Setting) -> About | None:
    """`a tariff of 35% will be applied to Tesla`, `…, 18% to Geely`: whom it meets is the subject."""
    if at.quantity.kind != "percent":
        return None
    frame, tagged, before = at.frame, at.tagged, at.scene.measure_before()
    if before is not None and _head(before.text) in _LEVIES and frame.tail and tagged.lower[frame.tail[0]] in _LAID_ON:
        return About(at.scene.say((frame.tail[0] + 1, frame.tail[1])), before, "about: and <percent> to <who>")
    levy = frame.counted or (frame.tied if frame.role == "of" else None)
    if levy is None or at.head(levy) not in _LEVIES:
        return None
    verb = following_verb(tagged, max(frame.word + 1, levy[1]))
    if verb is None or verb_of(tagged.lower[verb]).lemma not in _LEVYING or tagged.lower_at(verb + 1) not in _LAID_ON:
        does = frame.role == "subject" and frame.counted is not None
        return (
            About(None, at.scene.say(extended_right(tagged, levy)), "about: <percent> <levy> <verb>") if does else None
        )
    met = tagged.phrase_starting(verb + 2)
    if met is None or met[0] != verb + 2:
        return None
    return About(whose(at.scene, extended_right(tagged, met)), at.scene.say(levy), "about: <levy> on <who>")


def lent_at(at: Setting) -> About | None:
    """`cheap loans at 2.9 percent`: what is lent has a rate."""
    tied = at.frame.tied if at.frame.role == "of" and at.frame.preposition == "at" else None
    if at.quantity.kind != "percent" or tied is None or at.head(tied) not in _LENT:
        return None
    return About(at.scene.say(tied), Wording("interest rate"), "about: <loan> at <percent>")


def _head(metric: str) -> str:
    return metric.lower().split()[-1]


def named_share(at: Setting) -> About | None:
    """`a 90% production rate`, `reached 50% self-sufficiency`: the noun behind a share is what it measures."""
    frame = at.frame
    if at.quantity.kind != "percent" or frame.counted is None or frame.preposition not in ("of", "on top of", None):
        return None
    head = at.head(frame.counted)
    if noun_classes(head) & {"change", "intent", "agent", "thing"} or at.tagged.tags[frame.counted[1] - 1] != "N":
        return None
    is_rate = head in METRIC_HEADS and (frame.role == "of" or frame.preposition == "on top of")
    verb = at.verb
    reached = frame.role == "object" and verb is not None and verb.senses == {"level"} and verb.noun is None
    if not is_rate and not (reached and not head.endswith("s")):
        return None
    last = frame.tail[1] if frame.tail and frame.tail[0] == frame.counted[1] else frame.counted[1]
    return About(whose(at.scene, frame.subject), at.scene.say((frame.counted[0], last)), "about: <percent> <measure>")
