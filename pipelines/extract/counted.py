"""Rules for a number of things, or of money for a thing: `built 80 plants`, `a 5 million euro fund`."""

from __future__ import annotations

from pipelines.extract.about import PERCENT, About, Setting, is_measure
from pipelines.extract.clause_verbs import BE, BEING, is_passive, lemma_senses
from pipelines.extract.frame_phrases import compares
from pipelines.extract.labelled import whose_line
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.metrics import counted_metric, deed_metric, predicate
from pipelines.extract.movements import dimension_noun
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range, extended_right, without_leading
from pipelines.extract.pointing import told_beside
from pipelines.extract.singulars import plural
from pipelines.extract.subjects import is_entity, split_measure, whose
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS


def sized(at: Setting) -> About | None:
    """`a 30-hectare site`, `the 2 gigawatt plant`: the thing is the subject, its size the metric."""
    frame, tagged = at.frame, at.tagged
    if frame.counted is not None and tagged.lower[frame.counted[0]] == "strong" and at.quantity.kind == "count":
        return _manned(at, frame.counted)
    name = _SIZES.get(at.quantity.kind)
    if name is None or frame.counted is None:
        return None
    is_one = tagged.tags[frame.word - 1 : frame.word] == "T" and not is_measure(at, frame.counted)
    if "-" not in tagged.lower[frame.word] and not is_one:
        return None
    if at.quantity.kind == "duration" and noun_classes(at.head(frame.counted)) & {"amount", "figure"}:
        return None
    first, last = frame.counted
    dimension = dimension_noun(tagged, frame.word) if last > first + 1 else None
    thing = (first + (dimension is not None), last)
    told = dimension or name
    is_named = set(tagged.tags[slice(*thing)]) == {"E"}  # 28-year-old Anna Berg
    metric = Wording(told if is_named else f"{told} of the {tagged.slice(*thing)}")
    owner = whose(at.scene, frame.subject) if frame.subject and told == "duration" else None
    return About(owner or at.scene.say(thing), metric, "about: <size> <thing>")


def _manned(at: Setting, counted: Range) -> About:
    """`its 12,000-strong workforce`: how many are in it, and whose it is."""
    thing = counted[0] + 1, counted[1]
    phrase = at.tagged.phrase_at(at.frame.word) or counted
    owner, _ = split_measure(at.scene, (phrase[0], thing[1])) if phrase[0] < at.frame.word else (None, None)
    return About(owner, Wording(f"size of the {at.tagged.slice(*thing)}"), "about: <number> strong <group>")


def each_worth(at: Setting) -> About | None:
    """`clusters each worth <money>`: the things are the subject, their value the metric."""
    if at.frame.preposition != "each worth" or at.frame.subject is None:
        return None
    return About(
        at.scene.say(without_leading(at.tagged, at.frame.subject)),
        Wording("value"),
        "about: <things> each worth <money>",
    )


def attributive(at: Setting) -> About | None:
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
    if _is_told_to_be(at):
        thing = whose(at.scene, frame.subject) or thing
    return About(thing, Wording(f"{name} of the {at.tagged.slice(*frame.counted)}"), "about: <money> <thing>")


def _is_told_to_be(at: Setting) -> bool:
    """`Ursus was said to be a 5 billion project`: who it is, where a name stands before."""
    frame, tagged = at.frame, at.tagged
    is_be = frame.verb is not None and tagged.lower[frame.verb] in BEING and frame.role == "object"
    return is_be and frame.subject is not None and tagged.tags[frame.subject[1] - 1] == "E"


def possessed(at: Setting) -> About | None:
    """`the code's 1,260 articles`, `its 5,000 employees`: the owner is the subject, the things are the metric."""
    frame, tagged = at.frame, at.tagged
    phrase = tagged.phrase_at(frame.word)
    if phrase is None:
        return None
    if tagged.tags[: frame.word].endswith("S") and frame.counted is None and at.quantity.kind in _OWNED:
        return _owned(at, (phrase[0], frame.word - 1))
    if frame.counted is None or at.quantity.kind != "count":
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


_OWNED = frozenset({"money", "count", "percent", "percent_change"})


def _owned(at: Setting, owner: Range) -> About | None:
    """`second only to Lyon's 6.8 percent`, `behind Apple's $3 billion`: as much of the same, of another."""
    measure = at.scene.measure_before()
    if owner[1] <= owner[0] or (at.quantity.kind in PERCENT and measure is None):
        return None
    name = at.tagged.lower[owner[1] - 1]
    sized = at.quantity.kind == "money" and "sized" in noun_classes(name)
    metric = Wording(f"size of the {name}") if sized else measure
    return About(whose(at.scene, owner), metric, "about: <owner>'s <number>")


def counted(at: Setting) -> About | None:
    """`built 80,000 base stations`, `160 companies have been given …`: the counted things and what was done."""
    frame = at.frame
    if not _counts(at):
        return None
    quantity = _QUANTITIES.get(at.quantity.unit or "")
    if quantity is not None:
        of_what = f" of the {at.head(frame.counted)}" if frame.counted else ""
        return About(whose(at.scene, frame.subject), Wording(quantity + of_what), "about: <number> of a unit")
    many = at.quantity.value_high is None or abs(at.quantity.value_high) > 1
    bare = plural(at.noun) if at.noun and many else at.noun
    noun = at.tagged.slice(*frame.counted) if frame.counted else bare or _things_ahead(at)
    if noun is None:
        return _so_many(at)
    if _is_what_they_are(at, noun):
        return About(None, Wording(f"number of {noun}"), "about: <number> are <things>")
    metric = counted_metric(at.scene, frame, noun)
    if noun in _ANY and frame.subject and _stands_at_units(at, frame.subject):
        owner, told = split_measure(at.scene, frame.subject)
        return About(owner or whose(at.scene, frame.subject), told, "about: <what> <verb> <number> units")
    if frame.role == "subject":
        subject = _owner_of_counted(at)
        agent = at.scene.owner() if subject is None and is_passive(at.tagged, frame.verb) else None
        subject = subject or agent or (at.scene.say(frame.counted) if frame.counted else Wording(noun))
        return About(subject, metric, "about: <number> <things> <verb>", is_owner_guessed=agent is not None)
    line = whose_line(at) if frame.subject is None else None
    subject = line or whose(at.scene, frame.subject)
    if subject is None and frame.subject is not None and frame.counted:
        subject = at.scene.say(frame.counted)
    return About(subject, metric, "about: <verb> <number> <things>")


def _counts(at: Setting) -> bool:
    """Whether a number tells of things: how many, or by how much more or fewer of them."""
    if at.quantity.kind in ("count", "other_measure"):
        return True
    return at.frame.counted is not None and (at.quantity.unit is None or compares(at.tagged, at.frame.word))


def _stands_at_units(at: Setting, subject: Range) -> bool:
    """`installations amounted to 542,000 units`: what stands at a number or moves to it, and is nobody."""
    senses = lemma_senses(at.tagged, at.frame.verb) if at.frame.verb is not None else frozenset()
    told = bool(senses & {"level", "change"}) and "move" not in senses
    return at.frame.role == "object" and told and not is_entity(at.tagged, subject)


def _so_many(at: Setting) -> About | None:
    """`Twenty years ago there were 100`: as many of what the sentence before counted."""
    discourse, subject = at.scene.discourse, at.frame.subject or (0, 0)
    is_next = at.scene.index - discourse.metric_sentence == 1 and discourse.metric_kind == "count"
    near = is_next and at.tagged.lower[slice(*subject)] == ("there",)
    return About(discourse.subject, discourse.metric, "about: there are <number>") if near else None


def _is_what_they_are(at: Setting, noun: str) -> bool:
    """`eight are women`: what is counted is told behind the verb."""
    frame, tagged = at.frame, at.tagged
    if frame.role != "subject" or frame.verb is None or tagged.lower[frame.verb] not in BE:
        return False
    return not (frame.counted or frame.of) and tagged.slice(*predicate(tagged, frame.verb)).endswith(noun)


def _thing_told(at: Setting) -> str | None:
    """`1.1 million were tax refunds`: what stands behind a form of be, where the amount is that."""
    frame, tagged = at.frame, at.tagged
    if frame.verb is None or tagged.lower[frame.verb] not in BE or frame.of is not None:
        return None
    thing = tagged.phrase_starting(frame.verb + 1)
    if thing is None or thing[0] != frame.verb + 1 or tagged.tags[thing[1] - 1] != "N":
        return None
    return tagged.slice(frame.verb + 1, predicate(tagged, frame.verb)[1])


_WORDS = read_word_sets(__file__)
_ANY = _WORDS["any"]
_QUANTITIES = {
    unit: told.removeprefix("quantity ")
    for told, units in _WORDS.items()
    if told.startswith("quantity ")
    for unit in units
}
"""Unit -> what a number with it tells: °C is a temperature, and not so many of something."""


def _owner_of_counted(at: Setting) -> Wording | None:
    """`5,000 employees of Tencent`, `10 of the code's 1,260 articles`: whose they are; none where nothing says so."""
    frame, tagged = at.frame, at.tagged
    if frame.of is not None:
        owner, _ = split_measure(at.scene, frame.of)
        return owner or at.scene.say(frame.of)
    whole = _whole_ahead(at)
    if whole is not None:
        return at.scene.say(whole)
    if frame.tail and "E" in tagged.tags[frame.tail[0] : frame.tail[1]]:
        return at.scene.say((frame.tail[0] + 1, frame.tail[1]))
    return None


def _whole_ahead(at: Setting) -> Range | None:
    """`Of the firms, 14 make robots`: what the number is a part of, where it leads the sentence."""
    tagged = at.tagged
    whole = tagged.phrase_starting(1) if tagged.tags[:1] == "O" else None
    if whole is None or whole[0] != 1:
        return None
    last = extended_right(tagged, whole)[1]
    if tagged.tags[last : last + 1] != "," or at.frame.word <= last:
        return None
    return without_leading(tagged, whole)


def _things_ahead(at: Setting) -> str | None:
    """`Of the firms, 14 make robots`: what a number without a noun counts."""
    whole = _whole_ahead(at) if at.frame.role == "subject" else None
    return at.tagged.slice(*whole) if whole is not None and at.head(whole).endswith("s") else None


def _of_sum(at: Setting) -> Wording | None:
    """`Of the fund's 98.7 billion yuan, 36 billion came from …`: whose the whole is."""
    return at.scene.subject_before() if at.tagged.tags[:1] == "O" else None


def done(at: Setting) -> About | None:
    """`invested <money> into …`, `poured <money> of state capital into …`: who does it, and what the money was for."""
    if at.frame.verb is None and at.frame.subject is None:
        return None
    if at.frame.role == "subject" and at.frame.verb is not None and at.quantity.kind == "money":
        thing = _thing_told(at)
        if thing is not None:
            return About(_of_sum(at), Wording(thing), "about: <amount> are <things>")
        is_sum = at.frame.of is None or "Q" in at.tagged.tags[slice(*at.frame.of)]
        joint = at.tagged.slice(*at.frame.of) if at.frame.of and not is_sum else "amount"
        bare = at.tagged.tags[at.frame.verb : at.frame.verb + 2] in ("W", "W,", "W.")  # 5 million euros raised
        joint += "" if bare or is_passive(at.tagged, at.frame.verb) else " that"
        told = at.tagged.slice(*predicate(at.tagged, at.frame.verb))
        return About(_of_sum(at), Wording(f"{joint} {told}"), "about: <amount> <verb>")
    metric = deed_metric(at.scene, at.frame, at.quantity.kind)
    is_sum = at.quantity.kind == "count" and at.quantity.is_scaled()
    extent = None if is_sum else _EXTENTS.get(at.quantity.kind)
    if metric is not None and extent and metric.text.split()[0] in ("amount", "value") and metric.span is None:
        metric = Wording(extent + metric.text.removeprefix("amount").removeprefix("value"))
    metric = told_beside(at, metric)
    if metric is None and at.quantity.kind != "money":
        metric = at.scene.measure_before()
    if at.frame.preposition == "including" and at.scene.subject_before() is not None:
        return About(at.scene.subject_before(), metric, "about: including <amount>")
    given = _given_by(at) if at.frame.subject is None or at.frame.role == "of" else None
    return About(given or whose(at.scene, at.frame.subject), metric, "about: <verb> <amount>")


def _given_by(at: Setting) -> Wording | None:
    """`5 billion of subsidies granted by the city`: who gave them."""
    behind = at.frame.of[1] if at.frame.of else len(at.tagged.tags)
    giver = at.tagged.phrase_starting(behind + 2)
    if at.tagged.tags[behind : behind + 2] != "WP" or at.tagged.lower[behind + 1] != "by" or giver is None:
        return None
    return whose(at.scene, giver) if giver[0] == behind + 2 else None


_SIZES = {
    "area": "area",
    "length": "length",
    "mass": "weight",
    "power": "capacity",
    "energy": "capacity",
    "duration": "duration",
}
"""What a size that stands before its thing is called: `a 30-hectare site`."""
_EXTENTS = {"area": "area", "length": "length", "duration": "time", "percent": "share", "count": "number"}
"""What `covers 12 square kilometers` gives: an area, not an amount; of a bare `7 billion` it may be a sum."""
