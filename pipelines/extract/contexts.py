"""Decides what a number is about, subject and metric, from how it sits in its sentence.

One rule a configuration, tried in the order of `_RULES`; the first that answers decides, and its name goes with the
claim. The rules know kinds of number and positions, never particular words of an article.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.extract.clauses import Range, extended_right, following_verb, lemma_senses, subject_of
from pipelines.extract.discourse import Scene
from pipelines.extract.frames import Frame
from pipelines.extract.metrics import counted_metric, deed_metric, object_before, predicate, share_metric
from pipelines.extract.movements import compared_noun, dimension_noun
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.subjects import is_entity, split_measure, whose
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS
from schemas.spans import Quantity

_PERCENT = frozenset({"percent", "percent_change", "ratio"})
_COMPARING = frozenset({"compared", "comparing", "versus", "vs", "against"})
_NARROWING = frozenset({"in", "for", "on", "of"})


@dataclass(frozen=True, slots=True)
class Setting:
    """All that a rule may look at: the sentence in its article, the number's frame, the number, what it counts."""

    scene: Scene
    frame: Frame
    quantity: Quantity
    noun: str | None

    @property
    def tagged(self) -> Tagged:
        """The words of the sentence."""
        return self.scene.tagged

    def head(self, phrase: Range) -> str:
        """The last word of a phrase, in lower case."""
        return self.scene.tagged.lower[phrase[1] - 1]


@dataclass(frozen=True, slots=True)
class About:
    """Subject and metric of a claim and the rule that found them; `is_owner_guessed` where nothing near names one."""

    subject: Wording | None
    metric: Wording | None
    rule: str
    is_owner_guessed: bool = False


def find_about(setting: Setting) -> About:
    """Say what a number is about.

    Args:
        setting: The number in its sentence, with what the article named before it.

    Returns:
        Subject and metric, each a short phrase or nothing, and the rule that decided. Where the sentence names no
        subject, the one that the article last named stands in.
    """
    for rule in _RULES:
        about = rule(setting)
        if about is not None and (about.subject or about.metric):
            break
    else:
        about = About(None, None, "about: nothing found")
    discourse = setting.scene.discourse
    same = discourse.metric_sentence == setting.scene.index and setting.quantity.kind != "count"
    if about.metric is None and same:
        return About(about.subject or discourse.subject, discourse.metric, about.rule + ", as the number before")
    if about.subject is None:
        return About(setting.scene.owner(), about.metric, about.rule, is_owner_guessed=True)
    return about


def _each(at: Setting) -> About | None:
    """`rose 5% for cars and 3% for trucks`: the same metric of another."""
    frame, tagged = at.frame, at.tagged
    discourse = at.scene.discourse
    if frame.tail is None or tagged.lower[frame.tail[0]] != "for" or discourse.metric_sentence != at.scene.index:
        return None
    before = tagged.tags[max(0, frame.word - 2) : frame.word]
    if "C" not in before and before[-1:] != "," or frame.counted is not None:
        return None
    return About(at.scene.say((frame.tail[0] + 1, frame.tail[1])), discourse.metric, "about: and <number> for <who>")


def _beside(at: Setting) -> About | None:
    """`…, compared with <number>`, `… versus <number>`: the same of another time."""
    frame, tagged = at.frame, at.tagged
    discourse = at.scene.discourse
    before = tagged.lower[max(0, frame.word - 3) : frame.word]
    if not _COMPARING & set(before):
        return None
    if discourse.metric_sentence != at.scene.index or frame.tied is not None:
        return None
    return About(discourse.subject, discourse.metric, "about: compared with <number>")


def _attributive(at: Setting) -> About | None:
    """`a <money> facility in Pingfang`, `a <money> fund`: the thing is the subject, its cost or size the metric."""
    frame = at.frame
    if at.quantity.kind != "money" or frame.counted is None:
        return None
    head = at.head(frame.counted)
    last = frame.tail[1] if frame.tail and frame.tail[0] == frame.counted[1] else frame.counted[1]
    if head in METRIC_HEADS and "thing" not in noun_classes(head):
        return About(whose(at.scene, frame.subject), at.scene.say((frame.counted[0], last)), "about: <money> <metric>")
    name = "size" if "sized" in noun_classes(head) else "cost"
    thing = at.scene.say((frame.counted[0], last))
    return About(thing, Wording(f"{name} of the {at.tagged.slice(*frame.counted)}"), "about: <money> <thing>")


def _possessed(at: Setting) -> About | None:
    """`the code's 1,260 articles`, `its 5,000 employees`: the owner is the subject, the things are the metric."""
    frame, tagged = at.frame, at.tagged
    phrase = tagged.phrase_at(frame.word)
    if phrase is None or frame.counted is None or at.quantity.kind != "count":
        return None
    owner = phrase[0], tagged.tags.rfind("S", phrase[0], frame.word)
    if owner[1] > owner[0]:
        metric = Wording(f"number of {tagged.slice(*frame.counted)}")
        return About(whose(at.scene, owner), metric, "about: <owner>'s <number> <things>")
    if tagged.tags[phrase[0]] == "G" and frame.role != "of":
        subject, _ = split_measure(at.scene, (phrase[0], frame.counted[1]))
        metric = at.scene.say(frame.counted)
        return About(subject, metric and Wording(f"number of {metric.text}"), "about: its <number> <things>")
    return None


def _duration_of_clause(at: Setting) -> About | None:
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


def _compared(at: Setting) -> About | None:
    """`solves problems 10 times faster than …`: what is compared is named by the comparative."""
    frame, tagged = at.frame, at.tagged
    compared = compared_noun(tagged, frame.word)
    if at.quantity.kind not in ("multiple", "percent", "percent_change") or compared is None or frame.verb is None:
        return None
    if frame.subject is None or not is_entity(tagged, frame.subject) and _is_measure(at, frame.subject):
        return None
    verb = verb_of(tagged.lower[frame.verb])
    thing = object_before(tagged, frame)
    deed = f" to {verb.lemma} {tagged.slice(*thing)}" if thing and verb.lemma else ""
    return About(whose(at.scene, frame.subject), Wording(compared + deed), "about: <number> times <comparative>")


def _change_of(at: Setting) -> About | None:
    """`a rise of 6%`, `a 5% increase in exports`: the metric is what rises, not the rise."""
    frame = at.frame
    noun = frame.counted if frame.counted and frame.role != "subject" else frame.tied
    if noun is None or "change" not in noun_classes(at.head(noun)) or (at.quantity.kind == "count" and frame.counted):
        return None
    tail = frame.tail if frame.tail and at.tagged.lower[frame.tail[0]] in _NARROWING else None
    if tail is None and at.tagged.lower[noun[1] : noun[1] + 1] in (("in",), ("of",)) and noun is frame.counted:
        behind = at.tagged.phrase_starting(noun[1] + 1)
        tail = (noun[1], behind[1]) if behind else None
    if tail is not None:
        subject, metric = split_measure(at.scene, (tail[0] + 1, tail[1]))
        return About(subject, metric, "about: <change> of <number> in <measure>")
    if noun[1] - noun[0] > 1 and at.tagged.tags[noun[1] - 2] in "NE":
        return None
    if at.scene.discourse.metric is not None and at.scene.discourse.metric_sentence == at.scene.index:
        return About(at.scene.discourse.subject, at.scene.discourse.metric, "about: <measure>, a <change> of <number>")
    return None


def _of_noun(at: Setting) -> About | None:
    """`a target of <number>`, `growth rate of`, `a fund of`, `with earnings nearing`: the noun is what is measured."""
    frame, tagged = at.frame, at.tagged
    if frame.role != "of" or frame.tied is None:
        return None
    head = at.head(frame.tied)
    subject = whose(at.scene, frame.subject) if frame.subject else None
    if frame.counted is not None and at.quantity.kind == "count" and not _is_own_measure(head):
        metric = counted_metric(at.scene, frame, tagged.slice(*frame.counted))
        return About(subject, metric, "about: <noun> of <number> <things>")
    if "thing" in noun_classes(head):
        thing = tagged.phrase_at(frame.tied[1] - 1) or frame.tied
        if tagged.tags[thing[0]] == "G":
            own = Wording(f"size of {tagged.slice(thing[0] + 1, thing[1])}")
            return About(subject, own, "about: <own thing> of <number>")
        metric = Wording(f"size of the {tagged.lower[thing[1] - 1]}")
        return About(at.scene.say(thing), metric, "about: <thing> of <number>")
    owner, metric = split_measure(at.scene, frame.tied)
    if frame.tail and metric:
        metric = Wording(f"{metric.text} {tagged.slice(*frame.tail)}")
    return About(owner or subject, metric, "about: <noun> of <number>")


def _measured(at: Setting) -> About | None:
    """`<measure> rose to / stood at / exceeded <number>`: the verb's subject is what is measured."""
    frame, tagged = at.frame, at.tagged
    if frame.role not in ("object", "apposition") or frame.subject is None:
        return None
    senses = lemma_senses(tagged, frame.verb) if frame.verb is not None else frozenset({"level"})
    if frame.of is not None and not (
        frame.preposition == "to" and "change" in senses and _is_measure(at, frame.subject)
    ):
        return None
    if frame.preposition == "at" and frame.verb is not None and object_before(tagged, frame):
        return _priced(at)
    moved = "cause" in senses and not frame.preposition and at.quantity.kind not in _PERCENT
    if not senses & {"level", "change", "cause"} or moved:
        return None
    if at.quantity.kind in ("count", "duration") and frame.counted and not _is_measure(at, frame.subject):
        return None
    if _refers_back(at):
        return About(at.scene.discourse.subject, at.scene.discourse.metric, "about: that number")
    if is_entity(tagged, frame.subject):
        return _entity_moved(at, senses)
    if at.quantity.kind in _PERCENT and "change" in senses and not _is_measure(at, frame.subject):
        return _grown(at, frame.subject)
    subject, metric = split_measure(at.scene, frame.subject)
    if not _is_measure(at, frame.subject) and (subject is None or frame.preposition == "worth"):
        return _valued(at, frame.subject)
    if subject is None and "cause" in senses and frame.verb is not None:
        subject = whose(at.scene, subject_of(tagged, frame.verb))
    if subject is None and frame.tail and tagged.lower[frame.tail[0]] in ("for", "in"):
        subject = at.scene.say((frame.tail[0] + 1, frame.tail[1]))
    return About(subject, metric, "about: <measure> <level or change> <number>")


def _is_own_measure(head: str) -> bool:
    """A noun that measures by itself (capacity, output), not one that announces what is counted (target, total)."""
    return head in METRIC_HEADS and noun_classes(head).isdisjoint({"intent", "figure"})


def _priced(at: Setting) -> About | None:
    """`values the start-up at 2.9 billion`, `puts the cost at 5 billion`: what stands between is measured."""
    verb = verb_of(at.tagged.lower[at.frame.verb]) if at.frame.verb is not None else None
    thing = object_before(at.tagged, at.frame)
    if verb is None or thing is None:
        return None
    thing = extended_right(at.tagged, thing)
    if _is_measure(at, thing):
        subject, metric = split_measure(at.scene, thing)
        return About(subject, metric, "about: puts <measure> at <number>")
    return About(whose(at.scene, thing), Wording(verb.noun or "value"), "about: values <thing> at <number>")


def _dimension(at: Setting) -> About | None:
    """`is 55 kilometers long`: the adjective behind the number names the metric."""
    frame, tagged = at.frame, at.tagged
    noun = dimension_noun(tagged, frame.word)
    if noun is None or frame.subject is None or at.quantity.kind in _PERCENT:
        return None
    return About(whose(at.scene, frame.subject), Wording(noun), "about: <thing> <number> <dimension>")


def _valued(at: Setting, phrase: Range) -> About | None:
    """`the plant cost 2 billion`, `the sector is worth 38 billion`: a thing, and its cost or value."""
    if at.quantity.kind != "money":
        return None
    verb = verb_of(at.tagged.lower[at.frame.verb]) if at.frame.verb is not None else None
    noun = "value" if at.frame.preposition == "worth" or verb is None else verb.noun or "value"
    return About(whose(at.scene, phrase), Wording(noun), "about: <thing> <cost or be worth> <money>")


def _is_measure(at: Setting, phrase: Range) -> bool:
    return bool(METRIC_HEADS & set(at.tagged.lower[phrase[0] : phrase[1]]))


def _grown(at: Setting, phrase: Range) -> About | None:
    """`the economy grew 5%`: who grew is the subject, the growth the metric."""
    verb = verb_of(at.tagged.lower[at.frame.verb]) if at.frame.verb is not None else None
    if verb is None or not verb.direction:
        return None
    noun = verb.noun or ("growth" if verb.direction == "up" else "decline")
    owner, _ = split_measure(at.scene, phrase)
    return About(owner or whose(at.scene, phrase), Wording(noun), "about: <who> <change> <percent>")


def _entity_moved(at: Setting, senses: frozenset[str]) -> About | None:
    """`Tencent rose 5%`, `the company ranked 12th`: an entity with a verb that names the metric."""
    frame = at.frame
    if frame.verb is None or frame.subject is None or "change" not in senses and at.quantity.kind != "rank":
        return None
    verb = verb_of(at.tagged.lower[frame.verb])
    noun = verb.noun or ("ranking" if at.quantity.kind == "rank" else f"{verb.direction or 'change'}ward move")
    tail = f" {at.tagged.slice(*frame.tail)}" if frame.tail else ""
    return About(whose(at.scene, frame.subject), Wording(noun + tail), "about: <who> <change> <number>")


def _refers_back(at: Setting) -> bool:
    """`that number`, `the figure`, `this`: the measure of the claim before."""
    first, last = at.frame.subject or (0, 0)
    words = at.tagged.lower[first:last]
    if at.scene.discourse.metric is None or at.tagged.tags[first] not in "TUH" or len(words) > 2:
        return False
    if len(words) == 1:
        return words[0] in ("that", "this", "it", "which") and words[0] != "it"
    return "figure" in noun_classes(words[1])


def _share_as_subject(at: Setting) -> About | None:
    """`75% of European companies will adopt …`: the whole is the subject, the predicate the metric."""
    frame = at.frame
    if at.quantity.kind not in _PERCENT or frame.of is None or frame.role == "object":
        return None
    last = frame.tail[1] if frame.tail and frame.tail[0] == frame.of[1] else frame.of[1]
    metric = share_metric(at.tagged, frame)
    return About(at.scene.say((frame.of[0], last)), metric, "about: <percent> of <whole> <predicate>")


def _share_alone(at: Setting) -> About | None:
    """`Of the 610 deals, 40 percent involved …`; `…, of which China accounted for 47%`."""
    frame, tagged = at.frame, at.tagged
    if at.quantity.kind not in ("percent", "ratio") or frame.of is not None:
        return None
    if frame.role == "subject":
        whole = tagged.phrase_at(1) if tagged.tags[:1] == "O" else None
        whole = whole or frame.counted
        subject = at.scene.say(whole) if whole else None
        return About(subject, share_metric(tagged, frame), "about: <percent> <predicate>")
    verb = verb_of(tagged.lower[frame.verb]) if frame.verb is not None else None
    if verb is None or verb.noun != "share":
        return None
    before = at.scene.discourse.metric
    same = at.scene.discourse.metric_sentence == at.scene.index and "OH" in tagged.tags[: frame.word]
    metric = Wording(f"share of {before.text}") if same and before else Wording("share")
    return About(whose(at.scene, frame.subject), metric, "about: <who> accounts for <percent>")


def _share_as_object(at: Setting) -> About | None:
    """`dominate 70% of the market`: the verb's subject has that share of the whole."""
    frame = at.frame
    if at.quantity.kind not in _PERCENT or frame.of is None:
        return None
    return About(whose(at.scene, frame.subject), share_metric(at.tagged, frame), "about: <verb> <percent> of <whole>")


def _counted(at: Setting) -> About | None:
    """`built 80,000 base stations`, `160 companies have been given …`: the counted things and what was done."""
    frame = at.frame
    if at.quantity.kind not in ("count", "other_measure") and (frame.counted is None or at.quantity.unit is not None):
        return None
    noun = at.tagged.slice(*frame.counted) if frame.counted else at.noun
    if noun is None:
        return None
    metric = counted_metric(at.scene, frame, noun)
    if frame.role == "subject":
        subject = _owner_of_counted(at) or (at.scene.say(frame.counted) if frame.counted else Wording(noun))
        return About(subject, metric, "about: <number> <things> <verb>")
    subject = whose(at.scene, frame.subject)
    if subject is None and frame.subject is not None and frame.counted:
        subject = at.scene.say(frame.counted)
    return About(subject, metric, "about: <verb> <number> <things>")


def _owner_of_counted(at: Setting) -> Wording | None:
    """`5,000 employees of Tencent`, `10 of the code's 1,260 articles`: whose they are; none where nothing says so."""
    frame, tagged = at.frame, at.tagged
    if frame.of is not None:
        owner, _ = split_measure(at.scene, frame.of)
        return owner or at.scene.say(frame.of)
    if frame.tail and "E" in tagged.tags[frame.tail[0] : frame.tail[1]]:
        return at.scene.say((frame.tail[0] + 1, frame.tail[1]))
    return None


def _done(at: Setting) -> About | None:
    """`invested <money> into …`, `poured <money> of state capital into …`: who does it, and what the money was for."""
    if at.frame.verb is None and at.frame.subject is None:
        return None
    metric = deed_metric(at.scene, at.frame)
    if at.quantity.kind == "multiple" and at.frame.tied:
        metric = at.scene.say(at.frame.tied)
    same = at.scene.discourse.metric_sentence == at.scene.index
    return About(
        whose(at.scene, at.frame.subject),
        metric or (at.scene.discourse.metric if same else None),
        "about: <verb> <amount>",
    )


_RULES: tuple[Callable[[Setting], About | None], ...] = (
    _each,
    _beside,
    _attributive,
    _possessed,
    _duration_of_clause,
    _compared,
    _dimension,
    _change_of,
    _of_noun,
    _measured,
    _share_as_subject,
    _share_alone,
    _share_as_object,
    _counted,
    _done,
)
