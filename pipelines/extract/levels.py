"""Rules for where something stands: `At 1.4 percent of GDP, the budget is small`, `ended down 0.8% at 38,471`."""

from __future__ import annotations

from pipelines.extract.about import About, Setting, is_measure
from pipelines.extract.clause_verbs import BE, following_verb
from pipelines.extract.clauses import subject_of
from pipelines.extract.counted_nouns import PEOPLED, TOTALLING, tells_amount
from pipelines.extract.metrics import share_metric
from pipelines.extract.movements import ends
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import without_leading
from pipelines.extract.subjects import split_measure, whose
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS


def at_level(at: Setting) -> About | None:
    """`At <number>, <measure> is …`: the subject behind the comma is what the number measures."""
    frame, tagged = at.frame, at.tagged
    if frame.preposition != "at" or tagged.lower[:1] != ("at",):
        return None
    if (tagged.phrase_at(frame.word) or (frame.word,))[0] > 1:
        return None
    comma = tagged.tags.find(",", frame.word)
    verb = following_verb(tagged, comma + 1) if comma >= 0 else None
    subject = subject_of(tagged, verb) if verb is not None else None
    if subject is None or subject[0] < comma:
        return None
    if is_measure(at, subject):
        return About(*split_measure(at.scene, subject), "about: at <number>, <measure>")
    return About(whose(at.scene, subject), Wording("level"), "about: at <number>, <who>") if frame.of is None else None


def is_reached(at: Setting, senses: frozenset[str]) -> bool:
    """`rose 32 points, or 0.6%, to 5,130.95`, `ended down 0.8% at 38,471`: where somebody stands that had moved."""
    frame, tagged = at.frame, at.tagged
    if frame.counted or frame.verb is None or at.quantity.kind not in ("money", "count", "index"):
        return False
    places = "to" if "change" in senses else "at"
    is_told = ends(tagged, frame.verb) or "Q" in tagged.tags[frame.verb : frame.word]
    return frame.preposition == places and is_told


def at_extreme(at: Setting, head: str, subject: Wording | None) -> About | None:
    """`exports reached a high of 5 million`, `copper hit a record of $10,845`: no measure of its own, but where."""
    frame, is_extreme = at.frame, "extreme" in noun_classes(head)
    is_other = is_extreme or ("change" in noun_classes(head) and frame.preposition != "of")
    if not is_other or frame.subject is None:
        return None
    if is_measure(at, frame.subject):
        return About(*split_measure(at.scene, frame.subject), "about: <measure> <verb> a high of <number>")
    is_price = is_extreme and subject is not None and at.quantity.kind == "money"
    return About(subject, Wording("value"), "about: <who> <verb> a high of <money>") if is_price else None


def top_spot(at: Setting) -> About | None:
    """`took the top spot with 17%`, `is the largest, with 17%`: what share it leads with."""
    frame, tagged = at.frame, at.tagged
    if at.quantity.kind != "percent" or frame.preposition != "with" or frame.subject is None or frame.counted:
        return None
    is_spot = frame.tied is not None and tagged.lower[frame.tied[1] - 1] in _SPOTS
    is_told = frame.verb is not None and tagged.lower[frame.verb] in BE
    behind = " ".join(tagged.lower[frame.verb or frame.word : frame.word])
    if not is_spot and not (is_told and any(word in behind for word in _LARGEST)):
        return None
    return About(whose(at.scene, frame.subject), share_metric(tagged, frame), "about: leads with <percent>")


_SPOTS = frozenset({"spot", "place", "lead", "position"})
_LARGEST = ("largest", "biggest")


def population(at: Setting, head: str, subject: Wording | None) -> About | None:
    """`Hefei, a city of 9.6 million`: so many live there."""
    if at.quantity.unit != "person" or at.frame.counted is not None or at.frame.tied is None or head not in PEOPLED:
        return None
    first = at.frame.tied[0]
    named = at.tagged.phrase_ending(first - 1) if at.tagged.tags[max(0, first - 1) : first] == "," else None
    place = named or without_leading(at.tagged, at.frame.tied, "TGQ")
    return About(subject or at.scene.say(place), Wording("population"), "about: <place> of <number>")


def of_goal(at: Setting, head: str, subject: Wording | None) -> About | None:
    """`a goal of 20 percent annual revenue growth`: what stands behind the number is what is aimed at."""
    counted = at.frame.counted
    if counted is None or "intent" not in noun_classes(head) or at.head(counted) not in METRIC_HEADS:
        return None
    return About(subject, at.scene.say(counted), "about: <goal> of <number> <measure>")


def numbered(at: Setting) -> About | None:
    """`high-tech firms numbered 19,000`: the subject is what is counted."""
    frame, verb = at.frame, at.verb
    if verb is None or verb.lemma not in TOTALLING or frame.role != "object" or frame.subject is None or frame.counted:
        return None
    head = at.head(frame.subject)
    are_many = at.quantity.kind == "count" and head.endswith("s") and not tells_amount(head)
    if at.tagged.tags[frame.subject[1] - 1] not in "NE" or not are_many:
        return None
    owner, things = split_measure(at.scene, frame.subject)
    return About(owner, things and Wording(f"number of {things.text}"), "about: <things> number <number>")
