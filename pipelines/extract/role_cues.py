"""Words that tell a role, and what they tell beside the verb they stand with: `will`, `vow`, `target`, `forecast`.

`role_cues.lexicon.csv` lists them and where each may stand.
"""

from __future__ import annotations

from pipelines.extract.clauses import main_subject
from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.phrases import left_of
from pipelines.extract.tagging import Tagged
from pipelines.extract.units import PERCENT_ENDS
from pipelines.extract.verbs import VERB_FORMS, verb_of

_ROWS = read_lexicon(__file__)
_OTHERS = ("undertaking", "settled", "opining")
CUES: dict[str, tuple[str, str]] = {
    row["word"]: (row["status"], row["place"]) for row in _ROWS if row["place"] not in _OTHERS
}
_UNDERTAKINGS = frozenset(row["word"] for row in _ROWS if row["place"] == "undertaking")
_PURCHASES = frozenset(row["word"] for row in _ROWS if row["status"] == "purchase")
_OPINING = frozenset(row["word"] for row in _ROWS if row["status"] == "opinion")
"""Verbs of those who foresee what others do: analysts think it will ship 5 million."""
_SETTLED = frozenset(row["word"] for row in _ROWS if row["place"] == "settled")
AIMS = frozenset({"target", "projected", "estimate"})
"""Roles that a noun may give to what its verb tells: `the goal is reaching`."""


def cue_at(tagged: Tagged, word: int, place: str) -> str | None:
    """What a word tells where it is one of the list and may stand so: as `noun`, `verb`, `clause`."""
    found = CUES.get(tagged.lower[word])
    if not found or found[1] not in (place, "any") or tagged.tags[word] == "Y":
        return None  # a plan in May to spend
    return "plan" if found[0] == "vow" and place == "noun" else found[0]


def noun_role(tagged: Tagged, word: int) -> str | None:
    """The role that a noun or adjective names, whatever number stands beside it: `target`, `forecast`."""
    return cue_at(tagged, word, "noun")


def resolved(tagged: Tagged, cue: int, verb: int, status: str) -> str | None:
    """`will` is a plan where someone acts, projected where something happens; `would` asks for a reporting verb."""
    if status in ("want", "vow"):
        return _wished(tagged, cue, verb, status)
    if status not in ("will", "would"):
        return status
    senses = verb_of(tagged.lower[verb]).senses
    behind = tagged.lower_at(verb + 1)
    is_bare = tagged.tags[verb + 1 : verb + 2] in ("P", "I") or behind.endswith(PERCENT_ENDS)
    happens = "change" in senses and tagged.tags[verb] == "V" and is_bare  # the economy will expand 5%
    acts = (not happens and bool(senses & {"move", "cause"})) or tagged.tags[verb] == "M"
    if status == "would":
        reported = any(
            "speech" in verb_of(tagged.lower[place]).senses for place in range(cue) if tagged.tags[place] in "VW"
        )
        if not (reported or _under_plan(tagged, cue)) or tagged.lower[cue + 1 : cue + 2] == ("have",):
            return "hypothetical"
    foreseen = any(verb_of(tagged.lower[place]).lemma in _OPINING for place in range(cue) if tagged.tags[place] in "VW")
    return "plan" if acts and not foreseen and main_subject(tagged, verb + 1) is not None else "projected"


def _under_plan(tagged: Tagged, cue: int) -> bool:
    """`Under the plan, 50 parks would be built`: what a plan provides for is reported of it."""
    for word in range(cue):
        is_under = tagged.lower[word] in ("under", "according to")
        phrase = tagged.phrase_starting(word + 1) if is_under else None
        if phrase is not None and phrase[0] == word + 1 and tagged.lower[phrase[1] - 1] in _SETTLED:
            return True
    return False


def _wished(tagged: Tagged, cue: int, verb: int, status: str) -> str | None:
    """Wishes and vows: a figure wished for is a target, an undertaking a plan, a sum already pledged a fact."""
    lemma = verb_of(tagged.lower[verb]).lemma
    if status == "want":
        return "plan" if lemma in _UNDERTAKINGS else "target"
    if verb == cue:
        before = left_of(tagged, cue, "RK")
        return "plan" if not is_past(tagged.lower[cue]) or tagged.tags[before : before + 1] == "A" else None
    if tagged.lower[cue] == "agreed" and lemma in _PURCHASES:
        return None
    return "target" if lemma in ("have", "reach") else "plan"


def is_past(word: str) -> bool:
    """Whether a word is the past or the past participle of a verb."""
    return word in VERB_FORMS and VERB_FORMS[word][1] in ("past", "past_participle")
