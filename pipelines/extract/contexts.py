"""Decides what a number is about, subject and metric, from how it sits in its sentence.

One rule a configuration, tried in the order of `_RULES`; the first that answers decides, and its name goes with the
claim. The rules know kinds of number and positions, never particular words of an article.
"""

from __future__ import annotations

from collections.abc import Callable

from pipelines.extract.about import PERCENT, About, Setting
from pipelines.extract.changes import (
    attained,
    beside,
    change_of,
    compared,
    each_for,
    goal_of_before,
    of_another,
    part_of_before,
)
from pipelines.extract.clause_verbs import VERBAL, governing_verb
from pipelines.extract.counted import attributive, counted, done, each_worth, possessed, sized
from pipelines.extract.courses import duration_of_clause, lasted, spanned, took, undergone
from pipelines.extract.deals import dealt, endowed, exchanged, told_in, valued_at, worth
from pipelines.extract.followers import followed, had_by_name
from pipelines.extract.labelled import labelled, whose_line
from pipelines.extract.levels import at_level, numbered, top_spot
from pipelines.extract.levies import lent_at, levied, named_share
from pipelines.extract.measured import dimension, measured, of_noun
from pipelines.extract.namings import is_titled, only_reports
from pipelines.extract.owners import guessed_owner
from pipelines.extract.pointing import (
    by_others,
    meant_again,
    moved_again,
    or_amount,
    or_share,
    part_moved,
    points_of_share,
    put_again,
    that_of_another,
    told_of_before,
)
from pipelines.extract.shares import (
    of_what_it_was,
    share_alone,
    share_as_object,
    share_as_subject,
    share_held,
    share_taken,
    share_with,
    share_within,
)
from pipelines.extract.sources import set_aside
from pipelines.extract.verbless import reached, without_verb
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS


def find_about(setting: Setting) -> About:
    """Say what a number is about.

    Args:
        setting: The number in its sentence, with what the article named before it.

    Returns:
        Subject and metric, each a short phrase or nothing, and the rule that decided. Where the sentence names no
        subject, the one that the article last named stands in.
    """
    for rule in _FIRST_RULES if setting.scene.measure_before() is None else _RULES:
        about = rule(setting)
        if about is not None and (about.subject or about.metric):
            break
    else:
        about = _of_things(setting) or About(None, None, "about: nothing found")
    scene = setting.scene
    is_same = setting.quantity.kind != "count" or _is_of_another_time(setting)
    measure = scene.measure_before() if about.metric is None and is_same else None
    if measure is not None and setting.frame.of is not None and setting.quantity.kind not in PERCENT:
        return About(about.subject or scene.subject_before(), scene.say(setting.frame.of), about.rule + ", of its own")
    if measure is not None:
        measure = _amount_of_share(setting, measure)
        return About(about.subject or scene.subject_before(), measure, about.rule + ", as the number before")
    if about.subject is not None and _only_tells(setting, about.subject, about.metric):
        about = About(None, about.metric, about.rule)
    if about.subject is None:
        before = scene.measure_before()
        if before is not None and about.metric is not None and before.text == about.metric.text:
            owner = scene.subject_before() or guessed_owner(scene, about.metric)
        else:
            owner = whose_line(setting) or guessed_owner(scene, about.metric) or _who_is_meant(setting)
        return About(owner, about.metric, about.rule, is_owner_guessed=True)
    return about


def _of_things(at: Setting) -> About | None:
    """`Of the 2 billion of bonds, 1 billion …`: what there is so much of, where nothing else is told of it."""
    if at.frame.of is None or at.quantity.kind in PERCENT or at.scene.measure_before() is not None:
        return None
    return About(None, at.scene.say(at.frame.of), "about: <number> of <things>")


def _is_of_another_time(at: Setting) -> bool:
    """`49.0 in January (December: 48.0)`: a bare number behind a time and a colon."""
    return at.noun is None and at.tagged.lower[at.frame.word - 1 : at.frame.word] == (":",)


def _only_tells(at: Setting, subject: Wording, metric: Wording | None) -> bool:
    """Whether a subject tells of what is not its own: an office that foresees it, a minister who aims at it."""
    reports = only_reports(subject.text) and _is_foreseen(at)
    return reports or (is_titled(subject.text) and _is_plain_measure(metric))


def _is_plain_measure(metric: Wording | None) -> bool:
    """`Chairman Berg aims for revenue of 5 million`: revenue is no chairman's."""
    return metric is not None and metric.span is not None and metric.text.lower().split()[-1] in METRIC_HEADS


def _who_is_meant(at: Setting) -> Wording | None:
    """`He was 64`: the last one named, where nobody else owns what is measured."""
    first, last = at.frame.subject or (0, 0)
    return at.scene.entity() if at.tagged.lower[first:last] in (("he",), ("she",)) else None


def _amount_of_share(at: Setting, measure: Wording) -> Wording:
    """`spent 1.7 percent of GDP, about 25 billion kroner`: an amount is no share, nor a count of things given to."""
    is_counted = at.scene.discourse.metric_kind == "count"
    if at.quantity.kind != "money" or not (is_counted or measure.text.startswith(("share", "number of "))):
        return measure
    verb = governing_verb(at.tagged, at.frame.word)
    if verb is None:  # behind a dash
        verb = next((place for place in range(at.frame.word - 1, -1, -1) if at.tagged.tags[place] in VERBAL), None)
    deed = verb_of(at.tagged.lower[verb]) if verb is not None else None
    if deed is not None and deed.noun and deed.noun != "share":
        return Wording(deed.noun)
    if is_counted and deed is not None and "move" in deed.senses:
        return Wording(f"amount {deed.participle}")
    return Wording("value") if measure.text.startswith("number of ") else measure


def _is_foreseen(at: Setting) -> bool:
    """Whether the verb beside the number says or expects it: `Analysts had expected growth of 5%`."""
    verb = at.verb
    return verb is not None and bool(verb.senses & {"speech", "forecast"}) and "plan" not in verb.senses


_RULES: tuple[Callable[[Setting], About | None], ...] = (
    exchanged,
    meant_again,
    told_of_before,
    followed,
    reached,
    without_verb,
    of_another,
    that_of_another,
    at_level,
    labelled,
    levied,
    set_aside,
    spanned,
    each_for,
    part_of_before,
    goal_of_before,
    put_again,
    moved_again,
    part_moved,
    points_of_share,
    by_others,
    or_amount,
    or_share,
    attained,
    told_in,
    each_worth,
    sized,
    beside,
    attributive,
    possessed,
    duration_of_clause,
    lasted,
    took,
    of_what_it_was,
    share_with,
    share_within,
    named_share,
    compared,
    dimension,
    undergone,
    change_of,
    worth,
    had_by_name,
    dealt,
    endowed,
    top_spot,
    share_taken,
    valued_at,
    lent_at,
    numbered,
    of_noun,
    measured,
    share_held,
    share_as_subject,
    share_alone,
    share_as_object,
    counted,
    done,
)
_OF_THE_NUMBER_BEFORE = frozenset(
    {
        reached,
        without_verb,
        spanned,
        that_of_another,
        each_for,
        part_of_before,
        goal_of_before,
        put_again,
        moved_again,
        part_moved,
        points_of_share,
        by_others,
        or_amount,
        or_share,
        attained,
        beside,
    }
)
"""Rules that tell of what a number before in the sentence measures: none of them has an answer without one."""
_FIRST_RULES = tuple(rule for rule in _RULES if rule not in _OF_THE_NUMBER_BEFORE)
