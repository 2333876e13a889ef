"""Tells how a number sits in its sentence: which verb, which noun, which phrase beside it.

A frame is the grammar alone; what it means (`subjects`, `metrics`, `roles`, `directions`) is decided from it.
"""

from __future__ import annotations

from dataclasses import replace

from pipelines.extract.clause_verbs import VERBAL, following_verb, governing_verb, lemma_senses
from pipelines.extract.clauses import before_comma, main_subject, subject_of
from pipelines.extract.frame_nouns import (
    before_span,
    behind_joint,
    is_extreme,
    multiplied,
    names_nothing,
    other_end,
    second_object,
)
from pipelines.extract.frame_phrases import Around, around_number, holds_verb, is_told_by_next, names_before
from pipelines.extract.frame_places import (
    DIRECTION_WORDS,
    OPENING,
    does_nothing,
    first_of_two,
    is_told,
    is_who_said,
    left_of_number,
    over_aside,
    over_bracket,
    over_judge,
)
from pipelines.extract.frame_subjects import (
    before_aside,
    moved,
    owner_before,
    set_off,
    subject_ahead,
    subject_of_number,
    verbal_subject,
)
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.phrases import Range, extended_left, left_of, without_leading
from pipelines.extract.ratios import MULTIPLES
from pipelines.extract.tagging import Tagged
from schemas.values import value_class

_WORDS = read_word_sets(__file__)
_WITHIN = _WORDS["within"]
NAMING = _WORDS["naming"]
"""Prepositions between a number and the noun before it that tells what it is: `a fund of`, `debts, worth`."""


@value_class
class Frame:
    """The surroundings of one number, as ranges of words.

    role: `subject` (the number's phrase is the subject of `verb`), `object` (governed by `verb`), `of` (hangs on the
        noun `tied`), `apposition` (stands behind a comma, dash or bracket), `fragment` (alone in its sentence).
    word: the number's word. verb: the verb that governs it. subject: that verb's subject. counted: the nouns it counts
    or describes, behind it in its own phrase. tied: the noun phrase it is the size of. of: the phrase behind `of`.
    tail: the prepositional phrase behind the number (and its `of`), preposition included.
    """

    role: str
    word: int
    verb: int | None = None
    subject: Range | None = None
    counted: Range | None = None
    tied: Range | None = None
    of: Range | None = None
    tail: Range | None = None
    preposition: str | None = None


def stands_at(tagged: Tagged, frame: Frame) -> bool:
    """`grow at a rate of 5%`: whether `at` leads the noun that the number is of."""
    return frame.tied is not None and tagged.word_before(frame.tied) == "at"


def read_frame(tagged: Tagged, word: int) -> Frame:
    """Tell how the number at `word` sits in its sentence.

    Args:
        tagged: The sentence.
        word: The index of the number's word.
    """
    first, last = tagged.phrase_at(word) or (word, word + 1)
    named = tagged.phrase_at(word - 1) if first == word and word and tagged.tags[word - 1] in "NE" else None
    first = named[0] if named else first
    around = around_number(tagged, word, last)
    if holds_verb(tagged, word):
        return _verbal(tagged, word, around)
    place = left_of_number(tagged, first)
    if place < 0 and not names_before(tagged, first, word):
        return _leading(tagged, word, last, around)
    shared = _joined(tagged, word, place) if place > 0 and tagged.tags[place] == "C" else None
    if shared is not None and around["counted"] is not None:
        return replace(shared, word=word, **around)
    tag = tagged.tags[place] if place >= 0 else "."
    if tag in "OPI":
        return _behind_with(tagged, word, (first, last), place, around) or _prepositional(tagged, word, place, around)
    # `gave it 5 billion`: a pronoun may stand between.
    verb = place - 1 if tag == "U" and place and tagged.tags[place - 1] in VERBAL else place
    verb = second_object(tagged, (first, last), place) or verb
    if verb != place or tag in "VWXAM":
        return _governed(tagged, word, verb, last, around)
    alternative = tag == "C" and tagged.lower[place] == "or" and place > 1
    if (tag in ",;(" or alternative) and not names_before(tagged, first, word):
        return _apposition(tagged, word, place, last, around)
    if names_before(tagged, first, word):
        return Frame("of", word, governing_verb(tagged, first), None, tied=(first, word), **around)
    return _leading(tagged, word, last, around)


def _behind_with(tagged: Tagged, word: int, phrase: Range, place: int, around: Around) -> Frame | None:
    """`with prices as low as 0.68 euros`: what it is; `with 5,300 firms getting some`: who does what."""
    first, last = phrase
    if tagged.lower[place] != "with" or place != first - 1:
        return None
    if names_before(tagged, first, word):
        verb = governing_verb(tagged, first)
        return Frame("of", word, verb, owner_before(tagged, place), tied=(first, word), **around)
    does = around["counted"] is not None and tagged.tags[last : last + 1] == "X"
    return Frame("subject", word, last, None, **around) if does else None


def _governed(tagged: Tagged, word: int, verb: int, last: int, around: Around) -> Frame:
    """Behind its verb; of `said 30 million of support would be given` it is the subject of what is said."""
    behind = around["of"][1] if around["of"] else last
    if (around["of"] or around["counted"]) and is_told(tagged, verb, behind):
        return _leading(tagged, word, last, around)
    return Frame("object", word, verb, subject_of(tagged, verb), **around)


def _joined(tagged: Tagged, word: int, conjunction: int) -> Frame | None:
    """`attract 65 firms and 20,000 workers`: how the number of the phrase before `and` sits, where it has a verb."""
    before = tagged.phrase_ending(conjunction)
    if before is None or before[1] != conjunction or tagged.tags[word - 1] != "C":
        return None
    number = tagged.tags.find("Q", before[0], before[1])
    if number < 0 or tagged.tags[number + 1 : before[1]].strip("JNE") or number + 1 == before[1]:
        return None
    frame = read_frame(tagged, number)
    return frame if frame.role in ("object", "of") and frame.verb is not None else None


def _verbal(tagged: Tagged, word: int, around: Around) -> Frame:
    """`<noun> exceeded 5,000`, `with output exceeding 100 billion`: the noun before the number is what it measures."""
    if tagged.tags[max(0, word - 2) : word] == "MA":
        return Frame("object", word, word - 2, subject_of(tagged, word - 2), **around)  # should have exceeded
    if word and tagged.tags[word - 1] in "MI":
        tied = multiplied(tagged, word)
        return Frame("object", word, word - 1, subject_of(tagged, word - 1), tied=tied, **around)
    tied = tagged.phrase_at(word - 1) if word else None
    moved_thing = multiplied(tagged, word) if tagged.lower[word].rpartition(" ")[2] in MULTIPLES else None
    if moved_thing is not None and word:
        subject = verbal_subject(tagged, word) if tagged.tags[word - 1] not in "TGJ" else None  # the doubled budget
        return Frame("object", word, None, subject, tied=moved_thing, **around)
    if tied is not None and tied[1] > word:
        tied = (tied[0], word)
    if tied is not None and set(tagged.tags[slice(*tied)]) == {"R"}:
        tied = None  # effectively doubling
    if tied is None or tied[0] == word:
        return Frame("object", word, None, verbal_subject(tagged, word), **around)
    participle = tagged.lower[word].split()[0].endswith("ing")
    whole = extended_left(tagged, tied, _INSIDE) if participle else extended_left(tagged, tied)
    before = left_of(tagged, whole[0])
    if before >= 0 and tagged.tags[before] in "PI":
        return Frame("of", word, None, owner_before(tagged, before), tied=whole, **around)
    return Frame("object", word, None, whole, tied=whole, **around)


_INSIDE = frozenset({"in", "for"})


def _leading(tagged: Tagged, word: int, last: int, around: Around) -> Frame:
    """At the head of a clause: the subject of the verb that follows, or alone; or in an aside of time and number."""
    described = set_off(tagged, (tagged.phrase_at(word) or (word, 0))[0], last)
    if described is not None:
        return Frame("object", word, None, described, **around)
    behind = around["of"]
    verb = following_verb(tagged, behind[1] if behind else last)
    if verb is None or is_who_said(tagged, verb, word):
        return Frame("fragment", word, None, None, **around)
    return Frame("subject", word, verb, None, **around)


def _prepositional(tagged: Tagged, word: int, place: int, around: Around) -> Frame:
    """Behind a preposition: governed by the verb or noun before it."""
    place = first_of_two(tagged, place)
    outer = before_span(tagged, place)
    place = place if outer is None else outer
    preposition = tagged.lower[place]
    preposition = preposition if outer is None or preposition in OPENING else "at"
    before = left_of(tagged, place, "RY")
    if before > 0 and preposition == "worth" and tagged.lower[before] == "each":
        things = tagged.phrase_at(before - 1)
        return Frame("object", word, governing_verb(tagged, place), things, preposition="each worth", **around)
    if preposition in DIRECTION_WORDS and (before < 0 or tagged.tags[before] in ",;C)("):
        subject = main_subject(tagged, place) or before_comma(tagged, before)
        return Frame("apposition", word, None, subject, preposition=preposition, **around)
    before = over_bracket(tagged, before, preposition)
    if before < 0:
        owner = subject_ahead(tagged) if preposition == "with" and around["tail"] is None else None
        return Frame("apposition", word, None, owner, preposition=preposition, **around)
    before = over_judge(tagged, before) if preposition == "at" else before
    before = over_aside(tagged, before, place)
    tag = tagged.tags[before]
    if tag in VERBAL or tag in "AM":
        return Frame("object", word, before, subject_of(tagged, before), preposition=preposition, **around)
    if tag in "NEJQS":
        return _on_noun(tagged, word, before, preposition, around)
    if tag in ',;)("':
        return _detached(tagged, word, before, preposition, around)
    verb = governing_verb(tagged, place)
    subject = subject_of(tagged, verb) if verb is not None else None
    return Frame("object" if verb is not None else "apposition", word, verb, subject, preposition=preposition, **around)


def _on_noun(tagged: Tagged, word: int, before: int, preposition: str, around: Around) -> Frame:
    """`a target of 4.8 million`, `growth of 5%`; `from 35th to 12th` looks past the other end for verb and noun."""
    tied = behind_joint(tagged, tagged.phrase_at(before))
    other = other_end(tagged, tied) if preposition == "to" and tied else None
    if other is not None:
        return replace(read_frame(tagged, other), word=word, preposition=preposition, **around)
    verb = governing_verb(tagged, tied[0] if tied else before)
    if tied and set(tagged.tags[tied[0] : tied[1]]).isdisjoint("NEQ") and tied[0]:
        linked = left_of(tagged, tied[0], "RP")
        verb = linked if linked >= 0 and tagged.tags[linked] in "AVW" else verb
        subject = subject_of(tagged, verb) if verb is not None else None
        return Frame("object", word, verb, subject, preposition=preposition, **around)
    preposition = "to" if tied and is_extreme(tagged, tied) else preposition
    if preposition in ("to", "from", "by") and verb is not None and lemma_senses(tagged, verb) & {"change", "cause"}:
        subject = moved(tagged, verb, word)
        return Frame("object", word, verb, subject, preposition=preposition, **around)
    if tied and tagged.tags[before] == "Q" and holds_verb(tagged, before):
        return Frame("object", word, None, verbal_subject(tagged, before), preposition=preposition, **around)
    if preposition == "by" and tied and tagged.tags[tied[0] - 1 : tied[0]] in ",C" and tagged.tags[tied[0]] == "E":
        return Frame("object", word, verb, tied, preposition=preposition, **around)
    if tied and names_nothing(tagged, tied, verb):
        subject = subject_of(tagged, verb) if verb is not None else subject_of_number(tagged, tied[0])
        leads = preposition if "Q" in tagged.tags[slice(*tied)] else None
        return Frame("object", word, verb, subject, tied=None, preposition=leads, **around)
    whole = extended_left(tagged, tied, _WITHIN) if tied else None
    led = tagged.word_before(whole) if whole else ""
    if whole and led in ("with", "according to"):
        owner, verb = (owner_before(tagged, whole[0] - 1), verb) if led == "with" else (whole, None)
        return Frame("of", word, verb, owner, tied=whole, preposition=preposition, **around)
    subject = subject_of(tagged, verb) if verb is not None else None
    return Frame("of", word, verb, subject, tied=whole, preposition=preposition, **around)


def _detached(tagged: Tagged, word: int, before: int, preposition: str, around: Around) -> Frame:
    """Behind a comma and a preposition: `own funds, at 10 billion yuan`; `… trillion (…) from 400 billion`."""
    verb = governing_verb(tagged, before)
    subject = subject_of(tagged, verb) if verb is not None else None
    if (
        verb is None
        and preposition == "to"
        and before
        and tagged.tags[before - 1] == "Q"
        and holds_verb(tagged, before - 1)
    ):
        subject = verbal_subject(tagged, before - 1)  # the number doubled, to 3,451
    if tagged.tags[before] == "," and preposition in NAMING:
        tied = before_aside(tagged, tagged.phrase_at(before - 1))
        if tied and tagged.tags[slice(*tied)].lstrip("T")[:1] == "Q" and tagged.tags[tied[1] - 1] == "N":
            tied = without_leading(tagged, tied)  # two funds, of 50 billion each
        if tied and "Q" not in tagged.tags[tied[0] : tied[1]]:
            return Frame("of", word, verb, subject, tied=extended_left(tagged, tied), preposition=preposition, **around)
    if verb is not None and preposition in ("from", "to") and lemma_senses(tagged, verb) & {"change", "cause"}:
        subject = moved(tagged, verb, word)
    return Frame("object", word, verb, subject, preposition=preposition, **around)


def _apposition(tagged: Tagged, word: int, place: int, last: int, around: Around) -> Frame:
    """Behind a comma, dash or bracket: the subject of a verb that follows, else an addition to what came before."""
    behind = around["of"]
    of_which = tagged.tags[word + 1 : word + 3] == "OH"
    verb = following_verb(tagged, word + 3 if of_which else behind[1] if behind else last)
    verb = None if does_nothing(tagged, word, last) else verb
    joined = place - (tagged.tags[place - 1 : place] == ",")
    named = tagged.phrase_ending(joined if tagged.tags[place] == "C" else place)
    if named is not None and tagged.tags[max(0, named[0] - 2) : named[0]] == "QO":
        named = None  # the whole of a share has no such amount
    if is_told_by_next(tagged, word):
        return Frame("apposition", word, None, main_subject(tagged, place), **around)
    aside = tagged.tags[place] in "(C" or tagged.tags[word + 1 : word + 3].lstrip("J")[:1] == ","
    aside = aside or tagged.tags[place] + tagged.tags[word + 1 : word + 4] == ",PY,"  # its margins, 2.6% in 2022,
    closes = not around["counted"] or tagged.tags[around["counted"][1] : around["counted"][1] + 1] == ")"
    if aside and named and named[1] in (place, joined) and "Q" not in tagged.tags[named[0] : named[1]] and closes:
        return Frame("object", word, None, extended_left(tagged, named), **around)
    if verb is not None and tagged.tags[place] != "(" and tagged.tags[place + 1 : word].strip("TGRJ") == "":
        return Frame("subject", word, verb, None, **around)
    return Frame("apposition", word, None, main_subject(tagged, place), **around)
