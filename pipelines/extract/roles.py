"""Decides a claim's role: actual, target, plan, projected, estimate or hypothetical.

A cue counts only where the grammar ties it to the number: on the noun the number measures ("a target of"), on the
number's own phrase ("its targeted 250,000"), in the governing verb's group ("is projected to drop to"), on what that
group hangs on ("announced plans to invest", "expressed hopes that"), or at the head of the clause ("if"). The nearest
wins. `role_cues.py` has the cues and where each may stand, `role_verbs.py` what the verbs over the number tell.
"""

from __future__ import annotations

import re

from pipelines.extract.clause_verbs import BE
from pipelines.extract.clauses import subject_of
from pipelines.extract.frame_phrases import is_told_by_next
from pipelines.extract.frames import Frame
from pipelines.extract.levels_left import FROM_BEFORE, is_base, is_whole, went_before
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.phrases import head_of, left_of, only_measures
from pipelines.extract.role_cues import AIMS, CUES, cue_at
from pipelines.extract.role_verbs import in_predicate, in_verb_group
from pipelines.extract.suppositions import supposed
from pipelines.extract.tagging import Tagged
from pipelines.extract.verbs import verb_of
from schemas.vocabularies import HAPPENED, LEFT

_WORDS = read_word_sets(__file__)
_THINGS_TO_COME = _WORDS["thing to come"]

_GOALS = frozenset({"target", "goal"})
_ANNOUNCED = frozenset({"announce", "unveil"})


def find_status(tagged: Tagged, frame: Frame) -> tuple[str, str]:
    """The role of a number in its sentence, and the name of the rule that decided.

    Args:
        tagged: The sentence.
        frame: How the number sits in it.

    Returns:
        One of actual, target, plan, projected, estimate, hypothetical; and the rule.
    """
    if is_base(tagged, frame):
        return "actual", LEFT
    if is_whole(tagged, frame):
        return "actual", "status: a whole of which a part is told"
    if went_before(tagged, frame):
        return "actual", HAPPENED
    for find in _RULES:
        status = find(tagged, frame)
        if status is not None:
            return status, f"status: {find.__name__.strip('_').replace('_', ' ')}"
    return "actual", STATED_AS_FACT


STATED_AS_FACT = "status: stated as fact"
"""The rule of a number whose own sentence names no role."""


def _with_preposition(tagged: Tagged, frame: Frame) -> str | None:
    """`asks for 12 million ports`, `a cost that the ministry puts at 520 billion`."""
    if frame.preposition is None:
        return None
    first = max(0, frame.word - _LONGEST_RELATIVE)
    verb = next((place for place in range(frame.word - 1, first - 1, -1) if tagged.tags[place] in "VWX"), None)
    if verb is None:
        return None
    before = tagged.lower[frame.tied[0] - 1] if frame.tied and frame.tied[0] else frame.preposition
    lemma = verb_of(tagged.lower[verb]).lemma or tagged.lower[verb]
    is_active = tagged.tags[left_of(tagged, verb, "RK")] != "A" if verb else True
    subject = subject_of(tagged, verb) if lemma == "put" and is_active else None
    if tagged.tags[verb] == "X" and lemma == "put" or subject and only_measures(tagged, head_of(tagged, subject)):
        return None  # `output rose, putting growth at 6.4%`: told, and not estimated
    found = CUES.get(f"{lemma} {frame.preposition}") or CUES.get(f"{lemma} {before}")
    return found[0] if found else None


def _nearest(tagged: Tagged, last: int, first: int, place: str) -> str | None:
    """The cue nearest to the left end, from word `last - 1` down to `first`."""
    for word in range(last - 1, first - 1, -1):
        status = cue_at(tagged, word, place)
        if status is not None:
            return status
    return None


def _on_phrase(tagged: Tagged, frame: Frame) -> str | None:
    """`its targeted 250,000`, `an estimated 5,000`, `a planned 460 million yuan facility`."""
    first = frame.word
    stop = frame.verb if frame.verb is not None and cue_at(tagged, frame.verb, "noun") is None else None
    while first > 0 and tagged.tags[first - 1] in "TGJNWS" and first - 1 != stop:
        first -= 1
    if first < frame.word and tagged.tags[first] == "W" and CUES.get(tagged.lower[first], ("",))[0] == "vow":
        first += 1
    status = _nearest(tagged, frame.word, first, "noun")
    if status is None and frame.counted:
        first, last = frame.counted
        describing = (
            place for place in range(last - 1, first - 1, -1) if place == last - 1 or tagged.tags[place] in "WJX"
        )
        status = next((named for place in describing if (named := cue_at(tagged, place, "noun"))), None)
    return status or _described(tagged, frame) or _in_relative(tagged, frame)


def _described(tagged: Tagged, frame: Frame) -> str | None:
    """`200 of the 500 stations planned for 2025`: a participle behind what is counted, whose verb is another."""
    if frame.counted is None or tagged.tags[frame.counted[1] : frame.counted[1] + 1] != "W":
        return None
    word = frame.counted[1]
    behind = tagged.tags[word + 1 : word + 2]
    is_participle = behind in ("", ",", ".", "P", "A", "M", "Y") and tagged.lower[word + 1 : word + 2] != ("to",)
    return cue_at(tagged, word, "noun") if is_participle else None


def _in_relative(tagged: Tagged, frame: Frame) -> str | None:
    """`the 980 million yuan that analysts had predicted`."""
    first = frame.counted[1] if frame.counted else frame.word + 1
    foreseen = _FORESEEN.match(tagged.tags, first)
    if foreseen is not None and cue_at(tagged, foreseen.end() - 1, "verb") == "projected":
        return cue_at(tagged, foreseen.end() - 2, "noun") or "projected"
    if tagged.tags[first : first + 1] != "H" and not is_told_by_next(tagged, frame.word):
        return None
    for word in range(first + 1, min(first + _LONGEST_RELATIVE, len(tagged.tags))):
        if tagged.tags[word] in ",;.":
            break
        status = cue_at(tagged, word, "verb") if tagged.tags[word] in "VW" else None
        if status in ("projected", "estimate", "target"):
            return status
    return None


_LONGEST_RELATIVE = 10
_FORESEEN = re.compile("[TG][JN]{0,2}N[VW]")
"""`the 40,000 the plan foresees`: who foresees it, with no `that`."""


def _on_tied_noun(tagged: Tagged, frame: Frame) -> str | None:
    """`a target of`, `a budget of`, `the target is growth of`."""
    if frame.tied:
        for word in range(frame.tied[1] - 1, frame.tied[0] - 1, -1):
            heads = word == frame.tied[1] - 1 or tagged.tags[word + 1] in "OPI" or tagged.tags[word] in "WJX"
            status = cue_at(tagged, word, "noun") if heads else None
            status = status or ("target" if tagged.lower[word] in _GOALS else None)  # a target size of
            if status is not None:
                return status
    is_told = frame.verb is not None and tagged.lower[frame.verb] in BE
    if frame.subject and (frame.role == "object" and not frame.tied or is_told):
        status = cue_at(tagged, head_of(tagged, frame.subject, "OPI"), "noun")
        if status in AIMS or (is_told and frame.preposition == "for"):
            return status  # the plan is for 12 plants
    return None


def _on_subject(tagged: Tagged, frame: Frame) -> str | None:
    """`the planned investment is 4 billion yuan`: what describes what stands at a number."""
    if frame.subject is None or frame.verb is None:
        return None
    verb = tagged.lower[frame.verb]
    if verb not in BE and "level" not in verb_of(verb).senses:
        return None  # the targeted firms have 3,000 staff
    head = head_of(tagged, frame.subject, "OPI")
    describing = (place for place in range(head - 1, frame.subject[0] - 1, -1) if tagged.tags[place] in "WJX")
    return next((told for place in describing if (told := cue_at(tagged, place, "noun"))), None)


def _announced(tagged: Tagged, frame: Frame) -> str | None:
    """`unveiled a fund of 5 billion`: what is announced or unveiled and has no being yet."""
    if frame.verb is None or verb_of(tagged.lower[frame.verb]).lemma not in _ANNOUNCED:
        return None
    noun = frame.counted or frame.tied or frame.tail
    return "plan" if noun and _THINGS_TO_COME & set(tagged.lower[noun[0] : noun[1]]) else None


def goes_on(tagged: Tagged, frame: Frame) -> bool:
    """`to 20 percent by 2025 and 25 percent by 2030`: joined to a number before it, with nothing of its own."""
    joins = frame.role == "fragment" and tagged.tags[frame.word - 1 : frame.word] == "C"
    joins = joins and not _has_own_past(tagged, frame.word)
    joins = joins or _is_kept_too(tagged, frame)
    joins = joins or tagged.tags[max(0, frame.word - 4) : frame.word] == "Q,HA"
    return joins and "Q" in tagged.tags[: frame.word]


def is_listed_on(tagged: Tagged, frame: Frame) -> bool:
    """`a growth target of 5%, a deficit of 3% and 12 million jobs`: one more of a row that one verb or noun leads."""
    first = frame.tied[0] if frame.tied else (tagged.phrase_at(frame.word) or (frame.word, 0))[0]
    before = tagged.tags.rfind("Q", 0, first)
    if before < 0 or tagged.tags[first - 1] not in ",C" or not _ROW.fullmatch(tagged.tags, before + 1, first):
        return False
    return FROM_BEFORE.isdisjoint(tagged.lower[max(0, before - _LONGEST_LEAD) : before])


def _has_own_past(tagged: Tagged, word: int) -> bool:
    """`against an expected 8% and 10% in November`: a time of its own, where the number before has none."""
    before = tagged.tags.rfind("Q", 0, word)
    own = tagged.tags[word + 1 : word + 3] == "PY" and tagged.lower[word + 1] in ("in", "on")
    return own and "Y" not in tagged.tags[before:word] and not any(sign.isdecimal() for sign in tagged.lower[word + 2])


def _is_kept_too(tagged: Tagged, frame: Frame) -> bool:
    """`jobs are to be created and the jobless rate kept at 5.5 percent`: a participle that shares the verb before."""
    verb, subject = frame.verb, frame.subject
    if verb is None or subject is None or tagged.tags[verb] != "W" or subject[1] != verb:
        return False
    return tagged.tags[subject[0] - 1 : subject[0]] == "C" and "AW" in tagged.tags[: subject[0]]


_ROW = re.compile("[NEJOTGPSY]*,?C?")
_LONGEST_LEAD = 5


def _at_clause_head(tagged: Tagged, frame: Frame) -> str | None:
    """`if`, `unless`, `assuming` to the left in the sentence; `Had the subsidy been kept, …` at its head."""
    if tagged.lower[:1] in (("had",), ("were",), ("should",)) and "would" in tagged.lower:
        return "hypothetical"
    for word in range(frame.word - 1, -1, -1):
        if tagged.tags[word] in ".;":
            break
        if tagged.tags[word] in "BX":
            status = cue_at(tagged, word, "clause")
            if status is not None:
                return status
    return None


def _estimated(tagged: Tagged, frame: Frame) -> str | None:
    """`an estimated 5,000`, `estimated at 8 billion`: the number's own words say so."""
    return "estimate" if "estimated" in tagged.lower[frame.word].split() else None


def _estimated_behind(tagged: Tagged, frame: Frame) -> str | None:
    """`sold 30 million units, analysts estimate.`: who says so does not know, but estimates."""
    told = _SAYS_WHO.search(tagged.tags, frame.word)
    verb = told.start(told.lastgroup or 0) if told is not None else -1
    is_all = told is not None and ",C" not in tagged.tags[frame.word : told.start()]  # not of the clause before
    return "estimate" if is_all and cue_at(tagged, verb, "verb") == "estimate" else None


_SAYS_WHO = re.compile(r",(?:[TGJNE]{1,6}(?P<last>V)|(?P<first>V)[TGJNEOSP]{1,8})\.?$")
_RULES = (
    _on_phrase,
    _on_tied_noun,
    _on_subject,
    _announced,
    _with_preposition,
    in_predicate,
    in_verb_group,
    supposed,
    _at_clause_head,
    _estimated,
    _estimated_behind,
)
"""What may tell a role, the nearest to the number first."""
