"""Rules for what a subject went through: it saw a rise, brought growth to a figure, was something for years."""

from __future__ import annotations

from pipelines.extract.about import About, Setting, is_measure
from pipelines.extract.clause_verbs import BE, following_verb
from pipelines.extract.clauses import subject_of
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.metrics import predicate
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range, left_of
from pipelines.extract.subjects import is_entity, split_measure, whose
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording

_WORDS = read_word_sets(__file__)
_UNDERGOING = _WORDS["undergoing"]
_BRINGING = _WORDS["bringing"]


def undergone(at: Setting) -> About | None:
    """`exports saw an increase of 7%`, `exports kept growing, with a rise of 7%`: the change is the subject's own."""
    frame, subject = at.frame, at.frame.subject
    change = frame.tied
    if frame.role != "of" or change is None or subject is None or frame.tail or at.quantity.kind == "duration":
        return None
    if frame.counted is not None or "change" not in noun_classes(at.head(change)):
        return None
    if _is_brought(at, change):
        owner = split_measure(at.scene, subject)[0]
        return About(owner or at.scene.subject_before(), at.scene.say(change), "about: brings <change> to <number>")
    is_compound = change[1] - change[0] > 1 and at.tagged.tags[change[1] - 2] in "NE"
    if is_compound or not is_measure(at, subject) or is_entity(at.tagged, subject):
        return None
    led = at.tagged.word_before(change) == "with"
    verb = left_of(at.tagged, change[0]) if "," not in at.tagged.tags[frame.verb or 0 : change[0]] else -1
    saw = verb >= 0 and verb == frame.verb and verb_of(at.tagged.lower[verb]).lemma in _UNDERGOING
    return (
        About(*split_measure(at.scene, subject), "about: <measure> <see> a <change> of <number>")
        if led or saw
        else None
    )


def _is_brought(at: Setting, change: Range) -> bool:
    """`bringing average growth to 5.6%`, `putting it at 6.4%`: a figure of its own, whatever rose before."""
    frame = at.frame
    verb = at.verb
    tied = change == frame.tied and is_measure(at, change) and frame.preposition in ("to", "at")
    return tied and verb is not None and verb.lemma in _BRINGING


def took(at: Setting) -> About | None:
    """`it took Telemark Motor only 10 months to build …`: whom it took so long, and for what; `and 5 to sell it`."""
    frame, tagged = at.frame, at.tagged
    if at.quantity.kind != "duration" or tagged.tags[frame.word + 1 : frame.word + 3] != "IV":
        return None
    verb = _taking(tagged, frame.word)
    first = left_of(tagged, frame.word) + 1
    names = tagged.phrase_starting(verb + 1) if verb is not None else None
    if verb is None or names is None or (names[0] != verb + 1 and tagged.tags[first - 1] != "C"):
        return None
    who = (names[0], min(names[1], tagged.tags.find("Q", names[0])))
    if who[0] == who[1]:
        return None  # it took about five hours to douse it
    deed = tagged.slice(*predicate(tagged, frame.word + 1))
    return About(whose(at.scene, who), Wording(f"time taken {deed}"), "about: it took <who> <time>")


def _taking(tagged: Tagged, word: int) -> int | None:
    """The verb of the last `it took` before a number."""
    taking = (p for p in range(word - 1, 0, -1) if tagged.lower[p - 1] == "it")
    return next((p for p in taking if verb_of(tagged.lower[p]).lemma == "take"), None)


def spanned(at: Setting) -> About | None:
    """`will lend 4 million to small firms over three years`: how long that takes that a number before measures."""
    frame = at.frame
    if at.quantity.kind != "duration" or frame.preposition not in ("over", "for") or frame.counted is not None:
        return None
    is_sum = at.scene.measure_before() is not None and at.scene.discourse.metric_kind == "money"
    if frame.role not in ("object", "of") or not is_sum:
        return None
    return About(at.scene.subject_before(), at.scene.measure_before(), "about: <number> over <duration>")


def lasted(at: Setting) -> About | None:
    """`has been the world's largest maker for 14 years`: how long its subject was that."""
    frame, tagged = at.frame, at.tagged
    if at.quantity.kind != "duration" or frame.verb is None or frame.subject is None:
        return None
    if tagged.lower[frame.verb] not in BE | {"been"} or frame.preposition != "for":
        return None
    told = tagged.phrase_starting(frame.verb + 1)
    if frame.role != "of" or told is None or told[0] != frame.verb + 1:
        return None
    first, last = predicate(tagged, frame.verb)
    return About(
        whose(at.scene, frame.subject), Wording(f"time as {tagged.slice(first + 1, last)}"), "about: is <what> for"
    )


def duration_of_clause(at: Setting) -> About | None:
    """`within just 20 years, the economy has entered …`: how long its subject took for what it did."""
    frame, tagged = at.frame, at.tagged
    if at.quantity.kind != "duration" or frame.role not in ("apposition", "object") or frame.subject is not None:
        return None
    comma = tagged.tags[frame.word + 1 : frame.word + 2]
    verb = following_verb(tagged, frame.word + 2) if comma == "," else None
    subject = subject_of(tagged, verb) if verb is not None else None
    if verb is None or subject is None or subject[0] < frame.word:
        return None
    first, last = predicate(tagged, verb)
    deed = " ".join([verb_of(tagged.lower[verb]).lemma or tagged.lower[verb], tagged.slice(first + 1, last)]).strip()
    return About(whose(at.scene, subject), Wording(f"time taken to {deed}"), "about: in <duration>, <clause>")
