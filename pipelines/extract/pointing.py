"""Rules for a number that is of what the number before measures: `that number`, `they`, `that of solar cells`."""

from __future__ import annotations

import re

from pipelines.extract.about import RELATIVE, About, Setting, is_measure, is_that_figure
from pipelines.extract.clause_verbs import BEING
from pipelines.extract.elisions import AS_BEFORE
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.scenes import Scene
from pipelines.extract.subjects import split_measure
from pipelines.extract.tagging import Tagged
from pipelines.extract.told_again import MORE
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS

_WORDS = read_word_sets(__file__)
_OF_ANOTHER = _WORDS["of another"]
_OF_ANOTHER_BEFORE = _WORDS["of another before"]
_ACROSS = _WORDS["of another across"]
_POINTING = _WORDS["pointing"]


def what_it_is(at: Setting) -> Wording | None:
    """What the number before measured; `1.7% of output; that is 24 billion`: an amount is no share, but its value."""
    metric = at.scene.discourse.metric
    if metric is None or not metric.text.startswith("share of") or at.quantity.kind not in ("money", "percent_change"):
        return metric
    return Wording("value") if at.quantity.kind == "money" else None


def refers_back(at: Setting) -> bool:
    """`that number`, `the figure`, `this`: the measure of the claim before."""
    if at.scene.discourse.metric is None or at.frame.subject is None:
        return False
    first, last = at.frame.subject
    came = at.frame.preposition == "at" and at.scene.measure_before() is not None  # growth; it came in at 5%
    came_to = AS_BEFORE in at.quantity.rule and at.tagged.lower[first] == "they"  # they had come to 120 billion
    points = at.tagged.lower[first] in _POINTING or (came and at.tagged.lower[first] == "it") or came_to
    alone = last == first + 1 and at.tagged.tags[first] in "TUH" and points
    again = at.frame.tied is not None and at.tagged.lower[at.frame.tied[0]] == "that"  # to double that number
    return alone or again or is_that_figure(at.tagged, at.frame.subject)


def same_of_another(at: Setting) -> About | None:
    """`that of solar cells surged by 54 percent`: the measure of the number before, of another."""
    first, last = at.frame.subject or at.frame.tied or (0, 0)
    words, before = at.tagged.lower[first:last], at.scene.measure_before()
    if len(words) < _THAT_OF or words[0] not in ("that", "those") or words[1] not in _OF_ANOTHER:
        place = first - 2
        told = at.tagged.lower[max(0, place) : first]
        if place < 0 or told[0] not in ("that", "those") or told[1] not in _OF_ANOTHER_BEFORE | _ACROSS:
            return None
        first = place
    if before is None:
        return None
    way = at.tagged.lower[first + 1]
    if way in _ACROSS:
        other = at.scene.subject_before()
        if other is not None and f"{before.text} {way} {other.text}" in at.tagged.text:
            return About(at.scene.say((first + 2, last)), before, "about: that to <whom>")
        what = before.text.split(f" {way} ")[0].split(" of ")[0]
        across = Wording(f"{what} {at.tagged.slice(first + 1, last)}")
        return About(at.scene.subject_before(), across, "about: those to <whom>")
    measure = before.text.split(" of ")[0]
    return About(at.scene.say((first + 2, last)), Wording(measure), "about: that of <who>")


_THAT_OF = 3


def that_of_another(at: Setting) -> About | None:
    """`with that in rail up 7%`: the same of another, with no verb."""
    frame = at.frame
    is_bare = frame.role == "of" and frame.subject is None and frame.verb is None
    return same_of_another(at) if is_bare and frame.preposition in ("up", "down", "at") else None


def meant_again(at: Setting) -> About | None:
    """`In 2018 they were only 1.1 million`, `It will be halved`: of what the sentence before told an amount."""
    frame, discourse = at.frame, at.scene.discourse
    first, last = frame.subject or (0, 0)
    word = at.tagged.lower[first] if last == first + 1 else ""
    if word not in ("it", "they") or frame.counted is not None or frame.of is not None or discourse.told is None:
        return None
    amount, index, subject, metric = discourse.told
    is_next = 0 < at.scene.index - index <= _FARTHEST and metric is not None and at.quantity.kind != "duration"
    if at.quantity.kind == "multiple":
        is_same = frame.verb is None or at.tagged.tags[frame.verb] in "AM"
    else:
        is_same = (amount.kind, amount.unit) == (at.quantity.kind, at.quantity.unit)
        is_same = (
            is_same
            and (at.quantity.kind != "count" or at.noun is None)
            and _stands_at(at, word, is_owned=subject is not None)
        )
    return About(subject, metric, "about: what it was before") if is_next and is_same else None


def told_of_before(at: Setting) -> About | None:
    """`The defenders show the sales. They rose by 93%`: a measure that the sentence before named, with no number."""
    frame, scene = at.frame, at.scene
    first, last = frame.subject or (0, 0)
    is_pronoun = last == first + 1 and at.tagged.lower[first] == "they" and frame.counted is None and frame.of is None
    verb = frame.verb if is_pronoun else None
    if verb is None or not scene.index or scene.index - scene.discourse.metric_sentence == 1:
        return None
    if "change" not in verb_of(at.tagged.lower[verb]).senses:
        return None
    before = Scene(scene.discourse, scene.index - 1)
    for phrase in reversed(before.tagged.phrases):
        head = before.tagged.lower[phrase[1] - 1]
        if head in METRIC_HEADS and head.endswith("s") and "agent" not in noun_classes(head):
            return About(*split_measure(before, phrase), "about: what the sentence before named")
    return None


def _stands_at(at: Setting, pronoun: str, *, is_owned: bool) -> bool:
    """Whether a verb says no more than that it was so much; where somebody had it, `it` may be who does something."""
    verb = at.frame.verb
    if verb is None or at.tagged.lower[verb] in BEING:
        return verb is not None and (pronoun == "they" or at.quantity.kind != "count")
    known = verb_of(at.tagged.lower[verb])
    return not is_owned and known.lemma != "cost" and bool(known.senses & {"level", "change"})


_FARTHEST = 2


_OR = re.compile("(?:[OP][TGJNEY]{1,4}){0,2},?C")
_OR_AT_ONCE = re.compile(",?C")


def _restates(tagged: Tagged, word: int, between: re.Pattern[str]) -> bool:
    """Whether `or` leads from the number before to this one, with no more between them than a pattern of tags."""
    number = tagged.tags.rfind("Q", 0, word)
    return tagged.lower[word - 1] == "or" and between.fullmatch(tagged.tags, number + 1, word) is not None


def or_share(at: Setting) -> About | None:
    """`1.4 billion yuan, or 64 percent`: the amount before as a share of what is not told."""
    frame, tagged = at.frame, at.tagged
    restates = _restates(tagged, frame.word, _OR) and MORE.isdisjoint(tagged.lower[frame.word + 1 : frame.word + 3])
    is_bare = frame.of is None and frame.counted is None and frame.tail is None and at.quantity.kind == "percent"
    if not (restates and is_bare) or at.scene.discourse.metric_kind not in ("money", "count", "power", "mass"):
        return None
    return About(at.scene.subject_before(), Wording("share"), "about: <amount>, or <percent>")


def part_moved(at: Setting) -> About | None:
    """`investment expanded 3%, with infrastructure up 5.9%`: the same of a part of it."""
    frame, tagged, measure = at.frame, at.tagged, at.scene.measure_before()
    if measure is None or frame.role != "of" or frame.tied is None or frame.preposition not in ("up", "down"):
        return None
    first = frame.tied[0]
    is_led = tagged.lower[first - 1 : first] in (("with",), ("and",)) and "with" in tagged.lower[:first]
    if not is_led or is_measure(at, frame.tied) or at.scene.discourse.metric_kind != at.quantity.kind:
        return None
    return About(at.scene.say(frame.tied), measure, "about: with <part> up <percent>")


def by_others(at: Setting) -> About | None:
    """`60% were set up by cities, 25% by provinces`: the same, done by others."""
    tagged, word, measure = at.tagged, at.frame.word, at.scene.measure_before()
    others = tagged.phrase_starting(word + 2) if tagged.lower_at(word + 1) == "by" else None
    if measure is None or others is None or others[0] != word + 2 or "Q" in tagged.tags[slice(*others)]:
        return None
    deed, by, _ = measure.text.partition(" by ")
    joined = by and tagged.tags[word - 1 : word] in (",", "C", "R")
    told = Wording(f"{deed} by {tagged.slice(*others)}")
    return About(at.scene.subject_before(), told, _BY_OTHERS) if joined else None


_BY_OTHERS = "about: and <number> by <others>"


def points_of_share(at: Setting) -> About | None:
    """`33 percent of all stations, up 4 percentage points`: points are of the percentage before."""
    frame, measure = at.frame, at.scene.measure_before()
    is_aside = frame.role == "apposition" and frame.preposition in ("up", "down")
    if measure is None or not is_aside or at.quantity.unit != "percentage_point":
        return None
    if at.scene.discourse.metric_kind != "percent":
        return None
    return About(at.scene.subject_before(), measure, "about: <share>, up <points>")


def or_amount(at: Setting) -> About | None:
    """`by a quarter, or 125,000 cars`: the same change told as an amount."""
    is_change = at.scene.discourse.metric_kind in ("ratio", "percent_change", "multiple")
    if at.quantity.kind in RELATIVE or not is_change or not _restates(at.tagged, at.frame.word, _OR_AT_ONCE):
        return None
    return About(at.scene.subject_before(), at.scene.measure_before(), "about: <change>, or <amount>")


def moved_again(at: Setting) -> About | None:
    """`with 98 billion, later raised to 138 billion`: what the number before measures, moved on."""
    frame, tagged, measure = at.frame, at.tagged, at.scene.measure_before()
    if measure is None or frame.verb is None or frame.preposition not in ("from", "to") or frame.counted is not None:
        return None
    before = tagged.tags[: frame.verb].rstrip("RY")
    is_aside = tagged.tags[frame.verb] == "W" and before.endswith((",", "Q"))
    if not is_aside or not verb_of(tagged.lower[frame.verb]).senses & {"cause", "change"}:
        return None
    return About(at.scene.subject_before(), measure, "about: <number>, moved to <number>")


def put_again(at: Setting) -> About | None:
    """`whereas Oslo puts it at 57 million`, `having cut it by 5%`: what the number before measures."""
    verb, measure = at.frame.verb, at.scene.measure_before()
    if verb is None or measure is None or at.tagged.tags[verb + 1 : verb + 2] != "U":
        return None
    moves = at.frame.preposition in ("by", "to") and "cause" in verb_of(at.tagged.lower[verb]).senses
    if not moves and at.frame.preposition != "at":
        return None
    return About(at.scene.subject_before(), measure, "about: puts it at <number>")


def told_beside(at: Setting, metric: Wording | None) -> Wording | None:
    """`to triple output`, `six times the size of`, `America spends 0.4 percent` of what was told of the one before."""
    measure = at.scene.measure_before() if at.quantity.kind == "multiple" else None
    if measure is not None and metric is not None and "figure" in noun_classes(metric.text.split()[-1].lower()):
        return measure  # ten times America's number
    if at.quantity.kind == "multiple" and at.frame.tied:
        return at.scene.say(at.frame.tied)
    if at.quantity.kind == "multiple" and at.tagged.tags.startswith("TNO", at.frame.word + 1):
        return at.scene.say((at.frame.word + 2, at.frame.word + 3))
    before = at.scene.measure_before() if at.quantity.kind in ("percent", "ratio") else None
    is_same = before is not None and before.text.startswith("share of") and at.frame.preposition is None
    return before if is_same and metric is not None and metric.span is None else metric
