"""Finds whose turn it is in a transcript: `Jane Porter, chief executive: Revenue rose …`, `((Li Wei)) We built …`.

A label counts where it names an office, or where what follows speaks of `we` or `I`; else `Northern Region: 5%` would
speak. A turn lasts until the next label, or until a heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.wordings import Wording
from schemas.codes.metrics import METRIC_HEADS
from schemas.pages import Sentence

_WORDS = read_word_sets(__file__)
_OFFICES = _WORDS["office"]
_ENDING = _WORDS["ends a turn"]
_NAME = r"[A-Z][^\W\d_]*\.?(?:[ \-'’][A-Z][^\W\d_]*\.?){0,3}"
_LABEL = re.compile(
    rf"\s*(?:\(\(\s*(?P<framed>{_NAME})\s*\)\)|(?P<name>{_NAME})(?P<office>,[^:.;\d]{{2,60}}|\s\([^:.\d]{{2,60}}\))?:)"
)
_OWN = re.compile(r"\b(?:[Ww]e|[Oo]ur|I(?= [a-z]|['’])|[Mm]y)\b")
_LONGEST_LABEL = 110


def find_turns(sentences: Sequence[Sentence]) -> tuple[Wording | None, ...]:
    """For each sentence of an article, who is speaking in its transcript; null for a text that is none.

    Args:
        sentences: All sentences of one article in order.
    """
    if not any(":" in sentence.text[:_LONGEST_LABEL] or "((" in sentence.text[:3] for sentence in sentences):
        return (None,) * len(sentences)
    turns: list[Wording | None] = []
    current: Wording | None = None
    known: dict[str, Wording] = {}
    for index, sentence in enumerate(sentences):
        if sentence.region == "heading" or (index and sentence.heading != sentences[index - 1].heading):
            current = None
        if not index or sentence.paragraph != sentences[index - 1].paragraph:
            label = _label(sentence, _paragraph(sentences, index), known)
            current = current if label is _NO_LABEL else label
        turns.append(current)
    return tuple(turns)


_NO_LABEL = Wording("")


def _paragraph(sentences: Sequence[Sentence], first: int) -> str:
    last = first
    while last < len(sentences) and sentences[last].paragraph == sentences[first].paragraph:
        last += 1
    return " ".join(sentence.text for sentence in sentences[first:last])


def _label(sentence: Sentence, paragraph: str, known: dict[str, Wording]) -> Wording | None:
    """Who the label at the head of a paragraph names; null where it ends the turn; `_NO_LABEL` where none stands."""
    text = sentence.text[:_LONGEST_LABEL]
    found = _LABEL.match(text)
    if found is None:
        return None if _ends_turn(text) else _NO_LABEL
    name = found["framed"] or found["name"]
    if _ends_turn(text) or (name.isupper() and len(name) <= _LONGEST_INITIALS):
        return None
    surname = name.split()[-1]
    start, end = found.span("framed" if found["framed"] else "name")
    if found["framed"] or _is_office(found["office"]):
        known[surname] = Wording(name, sentence.start + start, sentence.start + end)
    elif surname not in known and not _may_speak(name, paragraph[found.end() :]):
        return _NO_LABEL
    return known.get(surname) or Wording(name, sentence.start + start, sentence.start + end)


def _may_speak(name: str, told: str) -> bool:
    """Whether a label without an office is a person's: two names, and what follows speaks of `we` or `I`."""
    return " " in name and name.split()[-1].lower() not in METRIC_HEADS and _OWN.search(told) is not None


def _ends_turn(text: str) -> bool:
    """Whether a question of the audience or a note of the editor begins here."""
    head, colon, _ = text.partition(":")
    return bool(colon) and not _ENDING.isdisjoint(head.lower().split()) and len(head.split()) < _SHORT


_SHORT = 6
_LONGEST_INITIALS = 4


def _is_office(words: str | None) -> bool:
    return words is not None and not _OFFICES.isdisjoint(re.findall(r"[a-z]+", words.lower()))
