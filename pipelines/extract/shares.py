"""Rules for a number that is a part of a whole: `75% of companies will adopt`, `dominate 70% of the market`."""

from __future__ import annotations

from pipelines.extract.about import PERCENT, About, Setting, is_that_figure
from pipelines.extract.clause_verbs import BE
from pipelines.extract.clauses import main_subject, subject_of
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.metrics import share_metric
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range, extended_right, head_of, left_of, without_leading
from pipelines.extract.subjects import whose
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS

_WORDS = read_word_sets(__file__)
HELD = _WORDS["held"]
"""What somebody has: took a 24% stake in a brewery."""
_FOR_SHARE = "about: <who> pays for <share>"
_MAKING_UP = _WORDS["making up"]
_HOLDING = _WORDS["holding"]
_SET = _WORDS["set"]
_WINNING = _WORDS["winning"]


def share_as_subject(at: Setting) -> About | None:
    """`75% of European companies will adopt …`: the whole is the subject, the predicate the metric.

    Beside an amount it is that amount's share: `debt stood at 40 billion yuan, or 35% of GDP`.
    """
    frame = at.frame
    if at.quantity.kind not in PERCENT or frame.of is None or frame.role == "object":
        return None
    if is_relied_on(at) or is_won_by(at):
        return None
    last = frame.tail[1] if frame.tail and frame.tail[0] == frame.of[1] else frame.of[1]
    metric = share_metric(at.tagged, frame)
    if _is_next_share(at):
        return About(at.scene.subject_before(), metric, "about: and <percent> of <whole>")
    joined = frame.role == "apposition" or (_is_joined(at) and at.head(frame.of) in METRIC_HEADS)
    measure = at.scene.measure_before() if joined else None
    if measure is not None:
        return About(at.scene.subject_before() or measure, metric, "about: <amount>, <percent> of <whole>")
    described = _described(at, last)
    if described is not None:
        return About(whose(at.scene, described), metric, "about: <thing>, <percent> of <whole>,")
    shared = at.scene.measure_before()
    if shared is not None and shared.text.startswith("share of") and _is_that_of(at, frame.of):
        return About(at.scene.say(frame.of), shared, "about: the <percent> of <another>")
    first = frame.of[0] + (at.tagged.tags[frame.of[0]] == "G")  # nearly half of its components
    return About(at.scene.say((first, last)), metric, "about: <percent> of <whole> <predicate>")


def _is_that_of(at: Setting, of: Range) -> bool:
    """`holds 38% of the market, above the 17% of Borsa`: a name that has such a share, and is not shared."""
    return at.tagged.lower[at.frame.word - 1] == "the" and set(at.tagged.tags[slice(*of)]) == {"E"}


def is_won_by(at: Setting) -> bool:
    """Whether a share is what something was won by: `won the seat with 52% of the vote`."""
    frame, verb = at.frame, at.verb
    by = frame.preposition in ("by", "with") and frame.of is not None and frame.subject is not None
    return by and at.quantity.kind in PERCENT and verb is not None and verb.lemma in _WINNING


def is_relied_on(at: Setting) -> bool:
    """Whether a share is what something is relied on for: `depended on subsidies for 80 percent of its profit`."""
    relies = at.verb is not None and at.verb.lemma in ("depend", "rely")
    return relies and at.frame.preposition == "for" and at.quantity.kind in PERCENT


def _described(at: Setting, last: int) -> Range | None:
    """`The debt, 124 percent of GDP, is large`: what an aside of nothing but a share describes."""
    tags, word = at.tagged.tags, at.frame.word
    is_aside = at.frame.role == "apposition" and tags[word - 1 : word] == tags[last : last + 1] == ","
    named = at.tagged.phrase_ending(word - 1) if is_aside else None
    return named if named is not None and named[1] == word - 1 and tags[named[1] - 1] in "NE" else None


def _is_joined(at: Setting) -> bool:
    """`and 60 percent of its buses`, `but only 15 percent of output`: one more number, joined to one before."""
    joint = left_of(at.tagged, at.frame.word, "R")
    return at.frame.role == "fragment" and joint >= 0 and at.tagged.tags[joint] == "C"


def _is_next_share(at: Setting) -> bool:
    """`makes 80 percent of the ferries and 60 percent of its buses`: a share of the one before."""
    before = at.scene.measure_before()
    return _is_joined(at) and before is not None and before.text.startswith("share of ")


def share_held(at: Setting) -> About | None:
    """`a 10 percent stake held by the state railway`: who holds it is the subject, the stake the metric."""
    frame, tagged = at.frame, at.tagged
    if at.quantity.kind not in PERCENT or frame.of is not None:
        return None
    held = frame.counted[1] if frame.counted else frame.word + 1
    holder = tagged.phrase_starting(held + 2)
    if tagged.tags[held : held + 2] != "WP" or tagged.lower[held + 1] != "by" or holder is None:
        return None
    if verb_of(tagged.lower[held]).lemma not in _HOLDING or holder[0] != held + 2:
        return None
    metric = at.scene.say(frame.counted) if frame.counted else at.scene.measure_before() or Wording("share")
    return About(whose(at.scene, extended_right(tagged, holder)), metric, "about: <share> held by")


def share_taken(at: Setting) -> About | None:
    """`Asia took the largest share, 38%, of the money`: who took it, and of what, which may stand behind the number."""
    frame, tagged = at.frame, at.tagged
    if at.quantity.kind not in PERCENT or frame.verb is not None or frame.subject is None or frame.role != "object":
        return None
    first, last = frame.subject
    head = head_of(tagged, frame.subject)
    verb = left_of(tagged, first, "TGJ")
    if tagged.lower[head] != "share" or tagged.tags[head - 1] != "J" or verb < 0 or tagged.tags[verb] not in "VW":
        return None
    whole = (head + 2, last) if head + 1 < last else tagged.phrase_starting(frame.word + 3)
    is_told = head + 1 < last or tagged.tags[frame.word + 1 : frame.word + 3] == ",O"
    metric = f"share of {tagged.slice(*extended_right(tagged, whole))}" if is_told and whole is not None else "share"
    return About(
        whose(at.scene, subject_of(tagged, verb)), Wording(metric), "about: takes the largest share, <percent>"
    )


def share_within(at: Setting) -> About | None:
    """`accounted for 19% in the world market`: the verb's subject has that share of what stands behind `in`."""
    frame = at.frame
    if at.quantity.kind not in ("percent", "ratio") or frame.of is not None or frame.counted is not None:
        return None
    verb = at.verb
    if verb is None or verb.noun != "share" or frame.tail is None or at.tagged.lower[frame.tail[0]] != "in":
        return None
    share = Wording(f"share {at.tagged.slice(*frame.tail)}")
    return About(whose(at.scene, frame.subject), share, "about: accounts for <percent> in <whole>")


def share_with(at: Setting) -> About | None:
    """`is the largest shareholder with a 21 percent stake`, `a bank, with a 10% stake`: who has it, and what."""
    frame, tagged = at.frame, at.tagged
    if at.quantity.kind not in PERCENT or frame.counted is None or frame.tied is None:
        return None
    if tagged.tags[frame.word - 1] != "T" or frame.preposition not in ("for", "with"):
        return None
    if frame.preposition == "for":
        is_bought = frame.verb is not None and at.head(frame.counted) in HELD
        return About(whose(at.scene, frame.subject), at.scene.say(frame.counted), _FOR_SHARE) if is_bought else None
    first, last = frame.counted
    joint = tagged.tags.find("C", first, last)
    held = (first, joint if joint > first else last)
    if noun_classes(tagged.lower[held[1] - 1]) & {"change", "intent"}:
        return None
    led = tagged.lower[frame.tied[0] - 1] if frame.tied[0] else ""
    is_what_it_is = led == "as" or led in BE | {"been", "be"}
    owner = frame.subject or main_subject(tagged, frame.tied[0]) if is_what_it_is else frame.tied
    return About(whose(at.scene, owner), at.scene.say(held), "about: <who> with <share>")


def share_alone(at: Setting) -> About | None:
    """`Of the 610 deals, 40 percent involved …`; `…, of which China accounted for 47%`."""
    frame, tagged = at.frame, at.tagged
    if at.quantity.kind not in ("percent", "ratio") or frame.of is not None:
        return None
    if tagged.tags[frame.word + 1 : frame.word + 3] == "OU" and frame.role != "subject":
        things = without_leading(tagged, frame.subject, "TQ") if frame.subject else (0, 0)
        who = things if things[0] < things[1] else frame.subject
        return About(whose(at.scene, who), Wording("share"), "about: <verb> <share> of them")
    if frame.role == "subject":
        part_of = tagged.phrase_starting(frame.word + 1)
        if part_of is not None and part_of[0] == frame.word + 1 and tagged.tags[part_of[0]] in "TG":
            return _half(at, part_of)
        whole = tagged.phrase_at(1) if tagged.tags[:1] == "O" else None
        whole = whole or frame.counted
        before = at.scene.measure_before()
        goes_on = before is not None and before.text.startswith("share")
        subject = at.scene.say(whole) if whole else at.scene.subject_before() if goes_on else None
        return About(subject, share_metric(tagged, frame), "about: <percent> <predicate>")
    verb = at.verb
    makes_up = verb is not None and frame.verb is not None and tagged.lower_at(frame.verb + 1) == "up"
    if verb is None or not (verb.noun == "share" or verb.lemma in _MAKING_UP or (verb.lemma == "make" and makes_up)):
        return None
    before = at.scene.measure_before() if "OH" in tagged.tags[: frame.word] else None
    metric = Wording(f"share of {before.text}") if before else Wording("share")
    return About(whose(at.scene, frame.subject), metric, "about: <who> accounts for <percent>")


def of_what_it_was(at: Setting) -> About | None:
    """`have slipped to 0.3 yuan, a quarter of what they were in 2022`: the same, as it was."""
    behind = at.tagged.lower[at.frame.word + 1 : at.frame.word + 4]
    measure = at.scene.measure_before()
    if measure is None or behind[:2] != ("of", "what") or behind[2:] not in (("it",), ("they",)):
        return None
    return About(at.scene.subject_before(), measure, "about: <share> of what it was")


def _half(at: Setting, part_of: Range) -> About:
    """`60,000 tonnes, half the quota set for 2018`: a share of what was set; `half the staff were women`: of whom."""
    frame, tagged = at.frame, at.tagged
    is_told_beside = at.scene.measure_before() is not None and at.head(part_of) in _SET
    if frame.verb is None or is_told_beside:
        metric = Wording(f"share of {tagged.slice(*part_of)}")
        return About(at.scene.subject_before(), metric, "about: half <whole>")
    whole = (part_of[0] + (tagged.tags[part_of[0]] == "G"), part_of[1])
    return About(at.scene.say(whole), share_metric(tagged, frame), "about: half <whole> <predicate>")


def share_as_object(at: Setting) -> About | None:
    """`dominate 70% of the market`: the verb's subject has that share of the whole."""
    frame = at.frame
    if at.quantity.kind not in PERCENT or frame.of is None:
        return None
    if frame.verb is not None and at.tagged.lower[frame.verb - 1] == "which" and at.scene.subject_before():
        return About(at.scene.subject_before(), share_metric(at.tagged, frame), "about: which is <percent> of <whole>")
    subject = whose(at.scene, frame.subject)
    if is_that_figure(at.tagged, frame.subject):
        subject = at.scene.discourse.subject or subject
    if subject is None and frame.subject is not None:
        subject = at.scene.say(frame.of)
    return About(subject, share_metric(at.tagged, frame), "about: <verb> <percent> of <whole>")
