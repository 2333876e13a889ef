"""Rules for a number that a noun measures: `output rose to`, `a target of`, `the plant cost`, `55 kilometers long`."""

from __future__ import annotations

from pipelines.extract.about import AMOUNTS, PERCENT, RELATIVE, About, Setting, is_measure
from pipelines.extract.clause_verbs import lemma_senses
from pipelines.extract.clauses import subject_of
from pipelines.extract.deals import priced, valued
from pipelines.extract.frame_phrases import compares
from pipelines.extract.frames import NAMING
from pipelines.extract.levels import at_extreme, is_reached, of_goal, population
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.metrics import counted_metric, is_bounded, object_before
from pipelines.extract.movements import dimension_noun, ends
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range, extended_left, head_of, left_of, without_leading
from pipelines.extract.pointing import refers_back, same_of_another, what_it_is
from pipelines.extract.shares import HELD, is_relied_on, is_won_by
from pipelines.extract.subjects import is_entity, measure_meant, split_measure, whose
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS

_WORDS = read_word_sets(__file__)
_SEEING = _WORDS["seeing"]
"""Verbs whose subject owns what they saw happen: `the sector saw output grow`."""
_SHARES = _WORDS["share"]
_OF_DEEDS = tuple(_WORDS["ending of a deed"])
_JUDGING = _WORDS["judging"]
_TOLD_IN = _WORDS["told in"]
"""What a change is told in and not of: down 10 percent in number."""
_OF_LEVELS = _WORDS["of a level"]
_AIMS = _WORDS["aim"]


def of_noun(at: Setting) -> About | None:
    """`a target of <number>`, `growth rate of`, `a fund of`, `with earnings nearing`: the noun is what is measured."""
    frame, tagged = at.frame, at.tagged
    if frame.role != "of" or frame.tied is None or _has_its_own(at):
        return None
    head = at.head(frame.tied)
    is_put = frame.verb is not None and verb_of(tagged.lower[frame.verb]).lemma == "put"
    subject = _whose_measure(at, frame.subject) if frame.subject and not is_put else None
    apart = tagged.tags[frame.tied[1] : frame.tied[1] + 1] == ","
    is_agent = not apart and frame.tied[1] == left_of(tagged, frame.word, "TRG") and "agent" in noun_classes(head)
    # Plants, with 6,400 workers; firms with fewer than 250 employees.
    has = frame.preposition == "with" and (is_agent or (apart and (subject is None or "thing" in noun_classes(head))))
    goes = _goes_to(frame.preposition, head)
    if frame.counted is not None and at.quantity.kind == "count" and (goes or has or not _is_own_measure(head)):
        subject = whose(at.scene, frame.tied) if has else subject
        counted = tagged.slice(*frame.counted)
        things = Wording(f"number of {counted}") if has or goes else _things(at, head, counted)
        return About(subject, things, "about: <noun> of <number> <things>")
    if "thing" in noun_classes(head) and at.quantity.kind not in PERCENT:
        thing = without_leading(tagged, tagged.phrase_at(frame.tied[1] - 1) or frame.tied, "TQ")
        if tagged.tags[thing[0]] == "G":
            own = Wording(f"size of {tagged.slice(thing[0] + 1, thing[1])}")
            return About(subject, own, "about: <own thing> of <number>")
        size = Wording(f"size of the {tagged.lower[thing[1] - 1]}")
        return About(at.scene.say(thing), size, "about: <thing> of <number>")
    special = population(at, head, subject) or of_goal(at, head, subject) or at_extreme(at, head, subject)
    if special is not None:
        return special
    owner, metric = split_measure(at.scene, frame.tied)
    if (
        frame.tail
        and "intent" in noun_classes(head)
        and tagged.lower[frame.tail[0]] == "in"
        and head not in METRIC_HEADS - _AIMS
    ):
        metric = at.scene.say((frame.tail[0] + 1, frame.tail[1]))
    elif frame.tail and metric:
        metric = Wording(f"{metric.text} {tagged.slice(*frame.tail)}")
    return About(owner or subject, metric, "about: <noun> of <number>")


def _goes_to(preposition: str | None, head: str) -> bool:
    """`loans for three plants`, `subsidies to 190 firms`: how many get it; not a rise to 190 firms."""
    return preposition == "for" or (preposition == "to" and "change" not in noun_classes(head))


def _whose_measure(at: Setting, phrase: Range) -> Wording | None:
    """`net profit fell on sales of <number>`: a measure has no measure of its own; both are of the same owner."""
    head = at.tagged.lower[head_of(at.tagged, phrase)]
    before = at.scene.measure_before()
    if before is None or head not in METRIC_HEADS or "thing" in noun_classes(head) or head != before.text.split()[-1]:
        return whose(at.scene, phrase)
    return at.scene.subject_before()


def _has_its_own(at: Setting) -> bool:
    """`action against the 5 billion of subsidies`, `won by 70% of the vote`: it tells itself what it is."""
    is_sum = at.quantity.kind == "money" and at.frame.preposition not in NAMING
    return at.frame.of is not None and (is_sum or is_relied_on(at) or is_won_by(at))


def _things(at: Setting, head: str, things: str) -> Wording:
    """`the establishment of three hubs`, `missed its goal of three`: how many; `a total of three`: what was done."""
    if "intent" in noun_classes(head) or (not noun_classes(head) and head.endswith(_OF_DEEDS)):
        return Wording(f"number of {things}")
    return counted_metric(at.scene, at.frame, things)


def _is_own_measure(head: str) -> bool:
    """A noun that measures by itself (capacity, output), not one that announces what is counted (target, total)."""
    classes = noun_classes(head)
    return head in METRIC_HEADS and (classes.isdisjoint({"intent", "figure"}) or classes == _OF_CAPACITY)


_OF_CAPACITY = frozenset({"amount", "intent"})


def measured(at: Setting) -> About | None:
    """`<measure> rose to / stood at / exceeded <number>`: the verb's subject is what is measured."""
    frame = at.frame
    if frame.role not in ("object", "apposition") or frame.subject is None:
        return None
    senses = lemma_senses(at.tagged, frame.verb) if frame.verb is not None else frozenset({"level"})
    is_plain = is_measure(at, frame.subject)
    senses |= {"level"} if frame.preposition == "at" and is_plain else set()
    if frame.of is not None and not (frame.preposition == "to" and "change" in senses and is_plain):
        return None
    of_object = _of_object(at, senses)
    if of_object is not None:
        return of_object
    is_of_them = at.tagged.tags[frame.word + 1 : frame.word + 3] == "OU"
    if at.quantity.kind in PERCENT and (is_of_them or (frame.counted and at.head(frame.counted) in HELD)):
        return None  # a third of them; took a 24% stake in a brewery
    is_sum = at.quantity.kind not in RELATIVE or compares(at.tagged, frame.word)
    deals = "cause" in senses and not frame.preposition and is_sum
    counts = at.quantity.kind in ("count", "duration") and frame.counted and not is_plain
    counts = counts or (frame.preposition in ("for", "with") and frame.counted is not None)
    counts = counts or (frame.preposition == "by" and frame.counted is not None and "change" not in senses)
    if not senses & {"level", "change", "cause"} or deals or counts or _is_deed(at):
        return None
    if refers_back(at):
        return About(at.scene.discourse.subject, what_it_is(at), "about: that number")
    return same_of_another(at) or _of_subject(at, measure_meant(at.tagged, frame.subject) or frame.subject, senses)


def _is_deed(at: Setting) -> bool:
    """`put 7 billion into a firm`, `accounts for 5%`: the subject does so, and does not stand there."""
    verb, tail = at.verb, at.frame.tail
    if verb is None:
        return False
    into = tail is not None and at.tagged.lower[tail[0]] == "into"
    into = into or at.tagged.lower_at((at.frame.verb or 0) + 1) == "in"
    return (verb.lemma == "put" and into) or (verb.noun == "share" and at.quantity.kind in PERCENT)


def _of_object(at: Setting, senses: frozenset[str]) -> About | None:
    """`puts the cost at 5 million`, `pushed debt above 60 percent`: what stands between verb and number."""
    thing = object_before(at.tagged, at.frame)
    if thing is None:
        return None
    if at.frame.preposition == "at":
        return priced(at)
    if at.quantity.kind == "rank" and at.frame.preposition is None and is_entity(at.tagged, thing):
        return About(whose(at.scene, thing), Wording("ranking"), "about: ranks <who> <number>")
    if "cause" in senses and at.quantity.kind == "multiple":
        return About(whose(at.scene, at.frame.subject), at.scene.say(thing), "about: moves <measure> <multiple>")
    if "cause" in senses and is_bounded(at.tagged, at.frame, at.quantity.kind):
        return About(whose(at.scene, at.frame.subject), at.scene.say(thing), "about: moves <measure> beyond <percent>")
    return None


def _of_subject(at: Setting, phrase: Range, senses: frozenset[str]) -> About | None:
    """What the subject says about the number: it is the measure, or someone or something that has one."""
    frame = at.frame
    is_plain = is_measure(at, phrase)
    moved = _moved_number(at, phrase)
    if moved is not None:
        return moved
    if is_entity(at.tagged, phrase):
        return _entity_moved(at, senses)
    is_owned = not {"S", "G"}.isdisjoint(at.tagged.tags[phrase[0] : phrase[1]])
    costs = at.verb is not None and at.verb.lemma == "cost"  # the delay cost the city 6 billion yuan
    if at.quantity.kind == "money" and (costs or "sized" in noun_classes(at.head(phrase))) and not is_owned:
        return valued(at, phrase)
    if at.quantity.kind in PERCENT and "change" in senses and not is_plain and not _is_level(at):
        return _grown(at, phrase)
    whole = _told_as(at, phrase)
    if whole is not None:
        return About(at.scene.say(whole), at.scene.say(phrase), "about: <what> as a <share> <level or change> <number>")
    subject, metric = split_measure(at.scene, phrase)
    if subject is None and not is_plain and _moves(at):
        subject = whose(at.scene, phrase)
    is_nameless = not is_plain and (subject is None or frame.preposition == "worth") and not _is_level(at)
    if (costs and not is_plain) or (is_nameless and not _stands_at_amount(at, phrase)):
        return valued(at, phrase)
    return About(subject or _owner_around(at, phrase, senses), metric, "about: <measure> <level or change> <number>")


def _moved_number(at: Setting, phrase: Range) -> About | None:
    """`its 90-odd makers will shrink to 12`: what the number of the subject counts."""
    number, head = at.tagged.tags.find("Q", *phrase), head_of(at.tagged, phrase)
    is_counted = number >= phrase[0] and set(at.tagged.tags[number + 1 : head]) <= set("JNE") and number < head
    is_of = number > phrase[0] and at.tagged.tags[number - 1] == "O" and at.frame.preposition is None
    moves = (at.frame.preposition == "to" and is_counted) or is_of  # capacity of 7 million will be 8 million
    if not moves or at.scene.discourse.metric_kind != at.quantity.kind:
        return None
    return About(at.scene.subject_before(), at.scene.measure_before(), "about: <number> moves to <number>")


def _told_as(at: Setting, phrase: Range) -> Range | None:
    """`value added as a proportion of GDP rose to 10%`: what is told as a share."""
    tagged = at.tagged
    told = tagged.phrase_ending(phrase[0] - 1) if tagged.word_before(phrase) == "as" else None
    is_share = tagged.lower[head_of(tagged, phrase)] in _SHARES
    return extended_left(tagged, told) if told is not None and is_share else None


def _owner_around(at: Setting, phrase: Range, senses: frozenset[str]) -> Wording | None:
    """Whose a measure is that names no owner: who moved it, who saw it move, where the number went."""
    frame, subject = at.frame, None
    if "cause" in senses and frame.verb is not None:
        subject = whose(at.scene, subject_of(at.tagged, frame.verb))
    subject = subject or _seen_by(at, phrase)
    if subject is None and frame.verb is not None and left_of(at.tagged, phrase[0], "TJ") == frame.verb:
        subject = whose(at.scene, subject_of(at.tagged, frame.verb))  # brands gained market share, rising to 58%
    is_place = frame.verb is not None and ends(at.tagged, frame.verb)  # closed at 41 dollars in New York
    is_figure = frame.tail is not None and at.head(frame.tail) in _TOLD_IN
    in_place = frame.tail is not None and at.tagged.lower[frame.tail[0]] in ("for", "in") and not is_place
    if subject is None and frame.tail and in_place and not is_figure:
        subject = at.scene.say((frame.tail[0] + 1, frame.tail[1]))
    return subject


def _seen_by(at: Setting, phrase: Range) -> Wording | None:
    """`the mining sector saw output increase by 5%`: whose it is, who saw it."""
    seeing = left_of(at.tagged, phrase[0], "TG")
    if seeing < 0 or at.tagged.tags[seeing] not in "VW" or verb_of(at.tagged.lower[seeing]).lemma not in _SEEING:
        return None
    return whose(at.scene, subject_of(at.tagged, seeing))


def _is_level(at: Setting) -> bool:
    """`utilization recovered from 72% to 84%`: a share that stands somewhere, not a growth."""
    return at.quantity.kind == "percent" and at.frame.preposition in _OF_LEVELS


def _moves(at: Setting) -> bool:
    """`installation increased from 72 to 90 gigawatts`: so much of what rises is what it is."""
    verb = at.verb
    is_change = verb is not None and "change" in verb.senses and at.frame.preposition in ("from", "to")
    return is_change and at.quantity.kind in AMOUNTS


def _stands_at_amount(at: Setting, phrase: Range) -> bool:
    """`the caps stood at 7,976 tonnes`: a noun that no table knows, and so much of it; also of what rose to it."""
    verb = at.verb
    stands = verb is not None and verb.senses == {"level"} and verb.noun is None
    return (stands or _moves(at)) and at.quantity.kind in AMOUNTS and "thing" not in noun_classes(at.head(phrase))


def _grown(at: Setting, phrase: Range) -> About | None:
    """`the economy grew 5%`: who grew is the subject, the growth the metric."""
    verb = at.verb
    if verb is None or not verb.direction:
        return None
    noun = verb.noun or ("growth" if verb.direction == "up" else "decline")
    owner, _ = split_measure(at.scene, phrase)
    return About(owner or whose(at.scene, phrase), Wording(noun), "about: <who> <change> <percent>")


def _entity_moved(at: Setting, senses: frozenset[str]) -> About | None:
    """`Tencent rose 5%`, `the company ranked 12th`: an entity with a verb that names the metric."""
    frame = at.frame
    if frame.verb is None or frame.subject is None:
        return None
    if is_reached(at, senses):
        metric = Wording("value" if at.quantity.kind == "money" else "level")
        return About(whose(at.scene, frame.subject), metric, "about: <who> <level or change> to <number>")
    way = frame.preposition if ends(at.tagged, frame.verb) and frame.preposition in ("up", "down") else None
    if way is None and "change" not in senses and at.quantity.kind != "rank":
        return None
    verb = verb_of(at.tagged.lower[frame.verb])
    way = way or verb.direction
    noun = verb.noun or ("ranking" if at.quantity.kind == "rank" else f"{way or 'change'}ward move")
    tail = f" {at.tagged.slice(*frame.tail)}" if frame.tail else ""
    return About(whose(at.scene, frame.subject), Wording(noun + tail), "about: <who> <change> <number>")


def dimension(at: Setting) -> About | None:
    """`is 55 kilometers long`: the adjective behind the number names the metric."""
    frame = at.frame
    noun = dimension_noun(at.tagged, frame.word) if at.quantity.kind in _EXTENDED else None
    noun = None if at.quantity.kind == "duration" and noun not in _LASTING else noun  # a five-year high
    before = at.scene.subject_before() if frame.subject is None else None
    if noun is None or frame.subject is None and before is None:
        return None
    return About(before or whose(at.scene, frame.subject), Wording(noun), "about: <thing> <number> <dimension>")


_EXTENDED = frozenset({"length", "duration", "mass", "age", "other_measure"})
"""Kinds of number that an adjective behind them names: 5 meters tall, 3 years old."""
_LASTING = frozenset({"length", "age", "duration"})
"""What a span of time may be of what it is told of: 3 years long, not a five-year high."""
