"""Rules for what something is bought or sold for, costs or is worth: `bought the turbine unit for 7 billion`."""

from __future__ import annotations

from pipelines.extract.about import About, Setting, is_measure
from pipelines.extract.clause_verbs import following_verb
from pipelines.extract.clauses import subject_of
from pipelines.extract.exchange_rates import NAMED_BEFORE, is_rate
from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.metrics import PARTICLES, object_before
from pipelines.extract.phrases import Range, extended_right, head_of, left_of, without_leading
from pipelines.extract.subjects import split_measure, whose
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS

_ROWS = read_lexicon(__file__)
_DEALS = {row["word"]: row["noun"] for row in _ROWS if row["noun"]}
"""Verb -> the deal it tells."""
_FOUNDING = frozenset(row["word"] for row in _ROWS if row["role"] == "founds")
_MONEYS = frozenset(row["word"] for row in _ROWS if row["role"] == "money")
_STAKES = frozenset({"stake", "holding"})
"""What is taken for a sum is bought."""
_GOODS = {row["word"]: row["goods"] for row in _ROWS if row["goods"]}
"""Verb -> what goods are by it: imported, they are imports."""


def dealt(at: Setting) -> About | None:
    """`sold its stake in the port for <money>`: who did it, and the deal; a thing that `was bought for` has a price."""
    frame, tagged = at.frame, at.tagged
    if at.quantity.kind != "money" or frame.preposition not in ("for", "at") or frame.verb is None:
        return None
    lemma = verb_of(tagged.lower[frame.verb]).lemma
    deal = _DEALS.get(lemma or "")
    if deal is None or (lemma == "take" and _STAKES.isdisjoint(tagged.lower[frame.verb : frame.word])):
        return None
    thing = _thing(tagged, frame.verb, frame.word)
    if thing is not None and frame.preposition == "at":
        return None
    if thing is not None and (at.quantity.per is not None or _is_habit(tagged, frame.verb)):
        return About(whose(at.scene, thing), Wording("price"), "about: sells <thing> for <money>")
    subject = whose(at.scene, frame.subject or subject_of(tagged, frame.verb))
    if thing is None:
        return About(subject, Wording("price"), "about: <thing> bought for <money>")
    what = tagged.slice(*without_leading(tagged, thing, "TG"))
    return About(subject, Wording(f"{deal} of {what}"), "about: <who> buys <thing> for <money>")


def _is_habit(tagged: Tagged, verb: int) -> bool:
    """`sells the phone for 400 euros`, `can sell`: what it does again and again; not `will sell`, `agreed to sell`."""
    before = left_of(tagged, verb)
    is_once = tagged.tags[before] in "IC" or tagged.lower[before] == "will"
    return tagged.tags[verb] == "V" and not is_once


def _thing(tagged: Tagged, verb: int, word: int) -> Range | None:
    """What is bought or sold: the phrase right behind the verb, with what hangs on it."""
    behind = verb + 1 + (tagged.lower_at(verb + 1) in PARTICLES)
    thing = tagged.phrase_at(behind)
    if thing is None or not verb < thing[0] <= behind or thing[1] >= word:
        return None
    thing = behind, thing[1]
    whole = extended_right(tagged, thing)
    return whole if whole[1] < word else thing


def worth(at: Setting) -> About | None:
    """`imported chips worth 3 million`: its imports of chips; `robots worth 8 million were exported`: exports.

    Of other things worth so much at the head of a sentence it is their value.
    """
    frame, tagged = at.frame, at.tagged
    is_worth = frame.role == "of" and frame.preposition == "worth" and at.quantity.kind == "money"
    if not is_worth or frame.tied is None:
        return None
    leads = frame.verb is None
    is_stake = not leads and tagged.lower[head_of(tagged, frame.tied)] in _STAKES
    verb = following_verb(tagged, frame.word + 1) if leads else frame.verb
    goods = _GOODS.get(verb_of(tagged.lower[verb]).lemma or "") if verb is not None else None
    things = tagged.slice(*without_leading(tagged, frame.tied))
    if is_measure(at, frame.tied) and not is_stake:
        return None
    if is_stake:
        return About(whose(at.scene, frame.subject), Wording(things), "about: <stake> worth <number>")
    if goods and (leads or _is_object(tagged, frame.tied, frame.verb)):
        things = things if tagged.tags[frame.tied[0]] == "E" else things[:1].lower() + things[1:]
        subject = None if leads else whose(at.scene, frame.subject or subject_of(tagged, verb or 0))
        return About(subject, Wording(f"{goods} of {things}"), "about: <goods> worth <number>")
    if not leads or frame.subject is not None:
        return None
    return About(whose(at.scene, frame.tied), Wording("value"), "about: <things> worth <number>")


def _is_object(tagged: Tagged, things: Range, verb: int | None) -> bool:
    """Whether things stand right behind their verb, or behind how many there are of them."""
    between = tagged.tags[(verb or 0) + 1 : things[0]].strip("R")
    return verb is not None and between in ("", "QO")


def valued_at(at: Setting) -> About | None:
    """`The deal values the firm at 6 billion`: the firm's valuation, and nothing that the firm measures."""
    verb = at.verb if at.frame.preposition == "at" and at.frame.role == "of" else None
    return priced(at) if verb is not None and verb.lemma == "value" else None


def priced(at: Setting) -> About | None:
    """`values the start-up at 2.9 billion`, `puts the cost at 5 billion`: what stands between is measured."""
    verb = at.verb
    thing = object_before(at.tagged, at.frame)
    if verb is None or thing is None:
        return None
    thing = extended_right(at.tagged, thing)
    if is_measure(at, thing):
        subject, metric = split_measure(at.scene, thing)
        return About(subject, metric, "about: puts <measure> at <number>")
    return About(whose(at.scene, thing), Wording(verb.noun or "value"), "about: values <thing> at <number>")


def valued(at: Setting, phrase: Range) -> About | None:
    """`the plant cost 2 billion`, `the sector is worth 38 billion`: a thing, and its cost or value."""
    if at.quantity.kind != "money":
        return None
    verb, before = at.verb, at.scene.measure_before()
    owner = whose(at.scene, phrase)
    if verb is None and at.frame.role == "apposition" and before is not None and owner == at.scene.subject_before():
        return About(owner, before, "about: <thing> <cost or be worth> <money>, and once more")
    noun = "value" if at.frame.preposition == "worth" or verb is None else verb.noun or "value"
    return About(owner, Wording(noun), "about: <thing> <cost or be worth> <money>")


def exchanged(at: Setting) -> About | None:
    """`the rupee fell to 83.4 to the dollar`: a rate, of the currency named."""
    if not is_rate(at.quantity):
        return None
    phrase = at.frame.subject if NAMED_BEFORE in at.quantity.rule else None
    if phrase is None and at.frame.role != "apposition":
        return None  # a peg of 7.8 to the dollar
    return About(whose(at.scene, phrase), Wording("exchange rate"), "about: <currency> at <rate>")


def endowed(at: Setting) -> About | None:
    """`was set up with 138 billion yuan`, `launched with 5 billion`: what it began with is its capital."""
    frame, verb = at.frame, at.verb
    is_bare = frame.counted is None and frame.of is None and frame.tied is None
    if at.quantity.kind != "money" or frame.preposition != "with" or verb is None or not is_bare:
        return None
    lemma = verb.lemma if at.tagged.lower_at((frame.verb or 0) + 1) != "up" else f"{verb.lemma} up"
    if lemma not in _FOUNDING:
        return None
    return About(whose(at.scene, frame.subject), Wording("capital"), "about: founded with <money>")


def told_in(at: Setting) -> About | None:
    """`the plant, with 10 billion euros in subsidies`: what the money is, behind its `in`."""
    frame, tail = at.frame, at.frame.tail
    if at.quantity.kind != "money" or frame.preposition != "with" or tail is None or at.tagged.lower[tail[0]] != "in":
        return None
    if at.head(tail) not in METRIC_HEADS | _MONEYS:
        return None
    owner = frame.tied or frame.subject
    subject = whose(at.scene, owner) if owner is not None else at.scene.subject_before()
    return About(subject, at.scene.say((tail[0] + 1, tail[1])), "about: <who> with <money> in <what>")
