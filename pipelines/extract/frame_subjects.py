"""Finds whose a number is where its own verb does not tell: behind the comma, before `with`, the object that moves."""

from __future__ import annotations

from pipelines.extract.clause_verbs import clause_start, following_verb
from pipelines.extract.clauses import main_subject, subject_of
from pipelines.extract.frame_phrases import holds_verb
from pipelines.extract.frame_places import SUMMED
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range, extended_left, extended_right, holds_amount, left_of
from pipelines.extract.tagging import Tagged

_WORDS = read_word_sets(__file__)
_INCLUDING = _WORDS["including"]


def verbal_subject(tagged: Tagged, word: int) -> Range | None:
    """`…, which exceeded 5,000`, `sales in May exceeded`: what stands before the verb that the number holds."""
    before = left_of(tagged, word, "RYP")
    opening = tagged.tags.rfind(",", 0, max(0, before)) if before > 0 and tagged.tags[before] == "," else -1
    if opening > 0 and tagged.tags[opening + 1] == "P" and set("VAMWQ;").isdisjoint(tagged.tags[opening:before]):
        before = opening - 1  # sales, by contrast, doubled
    if before >= 0 and tagged.tags[before] == "H":
        before = left_of(tagged, before, ",")
    phrase = tagged.phrase_at(before) if before >= 0 else None
    return extended_left(tagged, phrase) if phrase else main_subject(tagged, word)


def owner_before(tagged: Tagged, preposition: int) -> Range | None:
    """Whose measure it is, before `with`: the noun right before (`a firm with sales of`), else the main subject."""
    before = preposition - (2 if tagged.lower[preposition - 1 : preposition] == ("each",) else 1)
    if before >= 0 and tagged.tags[before] in "NE":
        phrase = tagged.phrase_at(before)
        is_change = "change" in noun_classes(tagged.lower[before])
        if phrase is not None and not is_change and "Q" not in tagged.tags[phrase[0] : phrase[1]]:
            return phrase
    if not preposition:
        return subject_ahead(tagged)
    owner = main_subject(tagged, preposition)
    # `The third phase of the fund, with a capital of …, is larger`: the subject whose verb is still to come.
    opening = tagged.phrase_ending(before) if owner is None and tagged.tags[before : before + 1] == "," else None
    return extended_left(tagged, opening) if opening is not None and opening[1] == before else owner


def subject_ahead(tagged: Tagged) -> Range | None:
    """`With sales of 5 million, the firm is larger`: the subject behind the comma that closes the opening."""
    comma = tagged.tags.find(",")
    verb = following_verb(tagged, comma + 1) if comma > 0 else None
    subject = subject_of(tagged, verb) if verb is not None else None
    return subject if subject is not None and subject[0] > comma else None


def subject_of_number(tagged: Tagged, before: int) -> Range | None:
    """`Exports tripled in three years to 4.9 million`: the subject of a verb that a number before holds."""
    place = tagged.tags.rfind("Q", clause_start(tagged, before), before)
    return verbal_subject(tagged, place) if place > 0 and holds_verb(tagged, place) else None


def moved(tagged: Tagged, verb: int, word: int) -> Range | None:
    """What moves: the object of a verb that moves something (`raised output to`), else the verb's subject."""
    behind = tagged.phrase_starting(verb + 1)
    if behind and behind[0] == verb + 1 and behind[1] <= word and not holds_amount(tagged, behind):
        whole = extended_right(tagged, behind)
        return behind if tagged.lower[whole[1] - 2 : whole[1]] in SUMMED else whole  # raised prices by an average of
    return subject_of(tagged, verb)


def _only_compares(tagged: Tagged, phrase: Range) -> bool:
    """`faster`, `than expected`: words that tell how something stands, and are nobody's name."""
    tags = set(tagged.tags[slice(*phrase)])
    if tagged.word_before(phrase) == "than":
        return "E" not in tags and "agent" not in noun_classes(tagged.lower[phrase[1] - 1])
    return tags <= {"T", "J"} and tagged.tags[phrase[0] - 1] in "AR"


def before_aside(tagged: Tagged, phrase: Range | None) -> Range | None:
    """`total capacity, including small hydro, at`: what stands before an aside that only says what is in it.

    Nothing is there in `was slower, at`, `was slower than forecast, at`.
    """
    if phrase is not None and _only_compares(tagged, phrase):
        return None
    if phrase is None or tagged.tags[max(0, phrase[0] - 2) : phrase[0]] != ",P":
        return phrase
    return tagged.phrase_ending(phrase[0] - 2) if tagged.lower[phrase[0] - 1] in _INCLUDING else phrase


def set_off(tagged: Tagged, first: int, last: int) -> Range | None:
    """`The goal, for years a modest 3 percent, was cut`: what an aside of nothing but time and number describes."""
    if tagged.tags[last : last + 1] not in (",", ")", ";"):
        return None
    opening = left_of(tagged, first, "NJTRYP")
    described = tagged.phrase_ending(opening) if opening > 0 and tagged.tags[opening] in ",(;" else None
    if described is None or described[1] != opening or holds_amount(tagged, described):
        return None
    return extended_left(tagged, described)
