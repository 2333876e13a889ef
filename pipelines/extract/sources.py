"""Rules for a sum told by the clause behind it: `comes out of 300 million euros that the state has set aside`."""

from __future__ import annotations

from dataclasses import replace

from pipelines.extract.about import About, Setting
from pipelines.extract.clause_verbs import BE, following_verb
from pipelines.extract.frame_phrases import around_number
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.metrics import deed_metric
from pipelines.extract.subjects import whose
from pipelines.extract.verbs import verb_of

_COMING = read_word_sets(__file__)["coming"]


def set_aside(at: Setting) -> About | None:
    """`<money> that the state has set aside for shipyards`: who did so, and what, where the verb before tells less."""
    frame, tagged = at.frame, at.tagged
    bare = frame.counted is None and frame.of is None and at.quantity.kind == "money"
    if not bare or tagged.lower_at(frame.word + 1) not in ("that", "which") or not _only_comes(at):
        return None
    doer = tagged.phrase_starting(frame.word + 2)
    if doer is None and tagged.tags[frame.word + 2 : frame.word + 3] == "U":
        doer = (frame.word + 2, frame.word + 3)
    verb = following_verb(tagged, doer[1]) if doer is not None and doer[0] == frame.word + 2 else None
    if verb is None or doer is None or "move" not in verb_of(tagged.lower[verb]).senses:
        return None
    last = verb + 1 + (tagged.tags[verb + 1 : verb + 2] == "R")
    tail = around_number(tagged, last - 1, last)["tail"]
    told = replace(frame, role="object", verb=verb, subject=doer, tail=tail, tied=None, preposition=None)
    return About(whose(at.scene, doer), deed_metric(at.scene, told), "about: <money> that <who> <verb>")


def _only_comes(at: Setting) -> bool:
    """Whether the verb before the sum says no more than that there is one, or where money is from; or there is none."""
    verb = at.frame.verb
    return verb is None or at.tagged.lower[verb] in BE or verb_of(at.tagged.lower[verb]).lemma in _COMING
