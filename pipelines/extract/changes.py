"""Rules for a number that compares: a change of something, another time or another owner of the same, a multiple."""

from __future__ import annotations

from pipelines.extract.about import PERCENT, About, Setting, is_measure
from pipelines.extract.counted import possessed
from pipelines.extract.frame_phrases import compares
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.metrics import counted_metric, object_before, share_metric
from pipelines.extract.movements import compared_noun
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import left_of
from pipelines.extract.repeated_changes import is_attained
from pipelines.extract.role_cues import AIMS, noun_role
from pipelines.extract.singulars import plural
from pipelines.extract.subjects import is_entity, split_measure, whose
from pipelines.extract.tagging import Tagged
from pipelines.extract.told_again import is_told_more
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording

_WORDS = read_word_sets(__file__)
_COMPARING = _WORDS["comparing"]
_NARROWING = _WORDS["narrowing"]
_AGAINST = _WORDS["against"]
_SUMMING = _WORDS["summing"]
_MORE = _WORDS["more"]
_NEAR_TO = _WORDS["near to"]
_JUDGING = _WORDS["judging"]
_STATES = _WORDS["state"]
_GOALS = frozenset({"target", "targets", "goal", "goals"})


def each_for(at: Setting) -> About | None:
    """`5% for cars and 3% for trucks`: the same of another, or of another thing; `5 million on roads and 3 on rail`."""
    frame, tagged, measure = at.frame, at.tagged, at.scene.measure_before()
    if measure is None or frame.tail is None or frame.counted is not None:
        return None
    before = tagged.tags[max(0, frame.word - 2) : frame.word]
    if "C" not in before and before[-1:] != ",":
        return None
    preposition, other = tagged.lower[frame.tail[0]], (frame.tail[0] + 1, frame.tail[1])
    told, subject = _told_before(tagged, frame.word, preposition), at.scene.subject_before()
    if any(measure.text in text for text in told):
        owner, aim = split_measure(at.scene, other)
        return About(owner or subject, aim, "about: and <number> for <aim>")
    if preposition == "for" and " for " not in measure.text:
        return About(at.scene.say(other), measure, "about: and <number> for <who>")
    if subject is not None and any(subject.text in text for text in told):
        return About(at.scene.say(other), measure, "about: and <number> in <place>")
    deed, spent, _ = measure.text.partition(f" {preposition} ")
    what = Wording(f"{deed}{spent}{tagged.slice(*other)}") if spent else None
    return About(subject, what, "about: and <number> on <what>") if what else None


def _told_before(tagged: Tagged, number: int, preposition: str) -> list[str]:
    """`60% in Norway and 6% in other countries`: what stands behind the numbers before by the same preposition."""
    places = (place for place in range(number - 1) if tagged.tags[place] == "Q")
    behind = (tagged.phrase_starting(place + 2) for place in places if tagged.lower[place + 1] == preposition)
    return [tagged.slice(*phrase) for phrase in behind if phrase is not None]


def of_another(at: Setting) -> About | None:
    """`Peru's output shrank 1.6% and Chile's grew 0.9%`: the same of another owner."""
    subject, measure = at.frame.subject, at.scene.measure_before()
    owner = at.tagged.phrase_ending(at.frame.word - 2) if at.tagged.tags[: at.frame.word].endswith("S,") else None
    if measure is not None and owner is not None:
        whose = (owner[0], owner[1] - (at.tagged.tags[owner[1] - 1] == "S"))
        return About(at.scene.say(whose), measure, "about: <owner>'s, <number>")  # Oslo's is worth 5 million; Lyon's, 3
    if measure is None and at.scene.index - at.scene.discourse.metric_sentence == 1:
        measure = at.scene.discourse.metric if at.scene.discourse.metric_kind == at.quantity.kind else None
    if measure is None or subject is None or at.tagged.tags[subject[1] - 1] != "S":
        return None
    return About(at.scene.say((subject[0], subject[1] - 1)), measure, "about: <owner>'s <verb> <number>")


def part_of_before(at: Setting) -> About | None:
    """`…, of which <number> were power batteries`: a part of the number before, of the same owner and measure."""
    frame, tagged, measure = at.frame, at.tagged, at.scene.measure_before()
    if measure is None or frame.role != "subject":
        return None
    first = (tagged.phrase_at(frame.word) or (frame.word, 0))[0]
    behind = tagged.lower[frame.word + 1 : frame.word + 3]
    if tagged.lower[max(0, first - 2) : first] not in _OF_WHICH and behind not in _OF_WHICH:
        return None
    metric = Wording(f"number of {tagged.slice(*frame.counted)}") if frame.counted else measure
    if at.quantity.kind == "count" and at.noun is not None and frame.counted is None and frame.verb is not None:
        metric = counted_metric(at.scene, frame, plural(at.noun))  # of whom 400,000 make cars
    if at.quantity.kind in PERCENT:
        metric = share_metric(tagged, frame)
    if at.quantity.kind == "money" and frame.verb is not None and not _GOALS.isdisjoint(measure.text.lower().split()):
        metric = Wording(f"amount {verb_of(tagged.lower[frame.verb]).participle}")  # aimed at 5 billion, of which 3
    return About(at.scene.subject_before(), metric, "about: of which <number>")


_OF_WHICH = (("of", "which"), ("of", "whom"))


def attained(at: Setting) -> About | None:
    """`aimed for growth of 6% and got 5.2%`: what the number before measures, as it came to be."""
    measure, frame = at.scene.measure_before(), at.frame
    is_bare = frame.counted is None and frame.of is None and (at.noun is None or at.quantity.kind != "count")
    if measure is None or not is_bare or not is_attained(at.tagged, frame.word):
        return None
    return About(at.scene.subject_before(), measure, "about: aimed for <number> and got <number>")


def goal_of_before(at: Setting) -> About | None:
    """`met 16% of demand, far below the 70% target`: what the number before measures, as it was meant to be."""
    frame, measure = at.frame, at.scene.measure_before()
    named = frame.counted or (frame.tied if frame.role == "of" else None)
    if measure is None or named is None:
        return About(at.scene.subject_before(), measure, "about: beat <number>") if measure and _judges(at) else None
    place = left_of(at.tagged, frame.word if frame.counted else named[0], "TGR")
    inside = " the " in at.tagged.lower[frame.word] and at.tagged.lower[frame.word].startswith(("above ", "below "))
    goal = (inside or _is_held_against(at.tagged, place)) and (
        "intent" in noun_classes(at.head(named))
        or at.head(named) in _SUMMING
        or noun_role(at.tagged, named[1] - 1) in AIMS
    )
    if frame.counted is None:
        led = at.tagged.lower[place] != "of" or at.tagged.lower[place - 1] == "ahead"
        own = max(named[0], at.tagged.tags.rfind("S", *named) + 1)
        goal = goal and led and len(at.tagged.slice(own, named[1]).split()) <= _SHORT_GOAL
    return About(at.scene.subject_before(), measure, "about: against <goal>") if goal else None


def _is_held_against(tagged: Tagged, place: int) -> bool:
    """`below the`, `beating the`; what is done `under its 5 billion programme` is held against nothing."""
    if place < 0 or (tagged.lower[place] == "under" and tagged.tags[place + 1] == "G"):
        return False
    if tagged.lower[place] == "to" and tagged.lower[place - 1] in _NEAR_TO:
        return True
    return tagged.lower[place] in _AGAINST or verb_of(tagged.lower[place]).lemma in _JUDGING


def _judges(at: Setting) -> bool:
    """`…, beating the 980 million that analysts had predicted`: so much of the same, by a verb that tells no level."""
    verb = at.verb if at.frame.role == "object" and at.frame.preposition is None else None
    return verb is not None and verb.lemma in _JUDGING and "level" not in verb.senses


_SHORT_GOAL = 2
"""Words of a goal that names no measure of its own: `below the target of 11%`."""


def beside(at: Setting) -> About | None:
    """`…, compared with <number>`, `…, 14 times more than`: the same of another time."""
    frame, measure = at.frame, at.scene.measure_before()
    is_multiple = at.quantity.kind == "multiple" and at.tagged.tags[frame.word - 1 : frame.word] == ","
    if measure is not None and is_multiple and at.tagged.lower_at(frame.word + 1) in _MORE:
        return About(at.scene.subject_before(), measure, "about: <number> times as many")
    is_change = at.tagged.tags[frame.word - 1 : frame.word] == "," and compares(at.tagged, frame.word)
    if measure is not None and (is_change or is_told_more(at.tagged, frame.word)):
        return About(at.scene.subject_before(), measure, "about: <number> more than before")
    told = at.scene.discourse.told
    joined = at.tagged.tags[frame.word - 1 : frame.word] == "C" and compares(at.tagged, frame.word)
    if joined and measure is not None and measure.text.startswith("share") and told and told[1] == at.scene.index:
        return About(told[2], told[3], "about: <amount>, <share> and <number> more than before")
    place = _comparing_before(at.tagged, frame.word) if measure is not None else None
    if place is None:
        return None
    if frame.tied is not None and frame.tied[0] > place and at.head(frame.tied) not in _SUMMING:
        return None
    owned = possessed(at)
    if owned is not None:
        return owned
    index, subject, same = at.scene.discourse.measures.get(at.quantity.kind, (-1, None, measure))
    if index != at.scene.index or at.quantity.kind != "percent":
        subject, same = at.scene.subject_before(), measure  # a margin of 25% on sales of 28 billion, against 22%
    return About(_told_for(at) or subject, same, "about: compared with <number>")


def _told_for(at: Setting) -> Wording | None:
    """`versus 16 percent for Fiat`: whose the other number is."""
    tail, tagged = at.frame.tail, at.tagged
    if tail is None or tagged.lower[tail[0]] not in ("for", "in"):
        return None
    other = tail[0] + 1, tail[1]
    if tagged.lower[tail[0]] == "in":
        place = at.scene.say(other)
        return place if set(tagged.tags[slice(*other)]) == {"E"} and at.scene.is_place(place) else None
    return whose(at.scene, other) if is_entity(tagged, other) else at.scene.say(other)


def _comparing_before(tagged: Tagged, word: int) -> int | None:
    """The word that compares, shortly before the number: `compared with`, `versus an average of`, `up from`."""
    for place in range(word - 1, max(-1, word - _FARTHEST), -1):
        if tagged.tags[place] in ",;.QVW" and tagged.lower[place] not in _COMPARING:
            break
        if not _COMPARING.isdisjoint(tagged.lower[place].split()):
            return place
    first = (tagged.phrase_at(word) or (word, 0))[0]
    if tagged.lower[max(0, first - 2) : first] in (("up", "from"), ("down", "from")):
        return first - 2
    return None


_FARTHEST = 7


def compared(at: Setting) -> About | None:
    """`solves problems 10 times faster than …`: what is compared is named by the comparative."""
    frame, tagged = at.frame, at.tagged
    if at.quantity.kind not in ("multiple", "percent", "percent_change") or frame.verb is None:
        return None
    compared = compared_noun(tagged, frame.word)
    if compared is None:
        return None
    thing = object_before(tagged, frame)
    if thing is not None and is_measure(at, thing):
        return About(whose(at.scene, frame.subject), at.scene.say(thing), "about: has <measure> <number> <comparative>")
    if frame.subject is None or not is_entity(tagged, frame.subject) and is_measure(at, frame.subject):
        return None
    verb = verb_of(tagged.lower[frame.verb])
    deed = f" to {verb.lemma} {tagged.slice(*thing)}" if thing and verb.lemma else ""
    return About(whose(at.scene, frame.subject), Wording(compared + deed), "about: <number> times <comparative>")


def change_of(at: Setting) -> About | None:
    """`a rise of 6%`, `a 5% increase in exports`: the metric is what rises, not the rise."""
    frame = at.frame
    if at.quantity.kind == "duration":
        return None
    noun = frame.counted if frame.counted and frame.role != "subject" else frame.tied
    if noun is None or "change" not in noun_classes(at.head(noun)) or (at.quantity.kind == "count" and frame.counted):
        return None
    tail = frame.tail if frame.tail and at.tagged.lower[frame.tail[0]] in _NARROWING else None
    tail = None if tail and at.tagged.lower[tail[0] + 1] in _STATES else tail
    if tail is None and at.tagged.lower[noun[1] : noun[1] + 1] in (("in",), ("of",)) and noun is frame.counted:
        # `a 34% rise in third-quarter revenue`: when stands before what.
        place = noun[1] + 1 + (at.tagged.tags[noun[1] + 1 : noun[1] + 2] == "Y")
        behind = at.tagged.phrase_starting(place)
        tail = (place - 1, behind[1]) if behind and behind[0] == place else None
    if tail is not None and at.tagged.lower[tail[0]] == "for" and not is_measure(at, (tail[0] + 1, tail[1])):
        what = at.scene.measure_before() or at.scene.say(noun)
        return About(at.scene.say((tail[0] + 1, tail[1])), what, "about: <change> of <number> for <who>")
    if tail is not None:
        subject, metric = split_measure(at.scene, (tail[0] + 1, tail[1]))
        return About(subject, metric, "about: <change> of <number> in <measure>")
    if noun[1] - noun[0] > 1 and at.tagged.tags[noun[1] - 2] in "NE":
        return None
    measure = at.scene.measure_before()
    if measure is None:
        return None
    return About(at.scene.subject_before(), measure, "about: <measure>, a <change> of <number>")
