"""Remembers what an article has named so far, so that `it`, `she` and `the company` find whom they mean.

Sentences are tagged when someone asks for them, once: a sentence without numbers costs nothing unless a pronoun or an
open quotation behind it points back.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract.clauses import Range, subject_of
from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.attributions import Attribution, find_attributions
from pipelines.extract.tagging import Tagged, tag_sentence
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording, wording
from schemas.spans import SentenceReading

_REACH = 8
_PLACES: frozenset[str] = frozenset(
    row["word"] for row in read_lexicon(__file__) if row["class"] == "place"
)
_PLACE_NOUNS: frozenset[str] = frozenset(
    row["word"] for row in read_lexicon(__file__) if row["class"] == "place noun"
)


class Discourse:
    """The sentences of one article and what they name.

    subject, metric, metric_sentence: of the last claim, and where it stood. unit, unit_sentence: the last counted noun.
    """

    def __init__(self, readings: Sequence[SentenceReading]) -> None:
        self.readings = readings
        self.subject: Wording | None = None
        self.metric: Wording | None = None
        self.metric_sentence = -_REACH
        self.unit: str | None = None
        self.unit_sentence = -_REACH
        self._tagged: dict[int, Tagged] = {}
        self._attributions: dict[int, tuple[Attribution, ...]] = {}
        self._topics: dict[int, Wording | None] = {}

    def tagged(self, index: int) -> Tagged:
        """The tagged words of a sentence, its quantities and dates in their places."""
        found = self._tagged.get(index)
        if found is None:
            reading = self.readings[index]
            start = reading.sentence.start
            found = self._tagged[index] = tag_sentence(
                reading.sentence.text,
                [(quantity.start - start, quantity.end - start) for quantity in reading.quantities],
                [(date.start - start, date.end - start) for date in reading.dates],
            )
        return found

    def attributions(self, index: int) -> tuple[Attribution, ...]:
        """Who is credited with what in a sentence."""
        found = self._attributions.get(index)
        if found is None:
            found = self._attributions[index] = find_attributions(self.tagged(index))
        return found

    def entity(self, index: int, kind: str | None = None) -> Wording | None:
        """Whom `it`, or with kind `place` `the city`, means in a sentence: the nearest named subject, up to 8 back."""
        for earlier in range(index, max(-1, index - _REACH), -1):
            topic = self.topic(earlier)
            if topic is not None and (kind is None or (topic.text.split()[-1].lower() in _PLACES) == (kind == "place")):
                return topic
        return self.entity(index) if kind is not None else None

    def topic(self, index: int) -> Wording | None:
        """The first named subject of a sentence, or the name that owns it (`Nio` of `Nio's share price`)."""
        if index not in self._topics:
            self._topics[index] = self._find_topic(index)
        return self._topics[index]

    def _find_topic(self, index: int) -> Wording | None:
        tagged = self.tagged(index)
        offset = self.readings[index].sentence.start
        for place, tag in enumerate(tagged.tags):
            if tag not in "VAMW":
                continue
            phrase = subject_of(tagged, place)
            named = _named(tagged, phrase) if phrase is not None and phrase[0] < place else None
            if named is not None and not (_may_be_person(tagged, named) and "speech" in verb_of(tagged.lower[place]).senses):
                return wording(tagged, named, offset)
        return None

    def person(self, index: int) -> Wording | None:
        """Whom `she` means in a sentence: the last person credited before it, up to 8 sentences back."""
        for earlier in range(index, max(-1, index - _REACH), -1):
            tagged = self.tagged(earlier)
            for item in reversed(self.attributions(earlier)):
                if not item.pronoun and tagged.tags[item.speaker[1] - 1] == "E":
                    return wording(tagged, item.speaker, self.readings[earlier].sentence.start)
        return None


def kind_of_generic(word: str) -> str | None:
    """Whether `the <word>` means a place (the city, the province) or an organisation (the company)."""
    if word in _PLACE_NOUNS:
        return "place"
    return "organisation" if "agent" in noun_classes(word) else None


def _named(tagged: Tagged, phrase: Range) -> Range | None:
    """The name in a subject: the whole phrase, or who owns it; none for `exports` or `the company`."""
    first, last = phrase
    possessive = tagged.tags.find("S", first, last)
    if possessive > first and "E" in tagged.tags[first:possessive]:
        return first, possessive
    end = next((place for place in range(first, last) if tagged.tags[place] in "OPI"), last)
    return (first, end) if tagged.tags[end - 1] == "E" else None


def _may_be_person(tagged: Tagged, phrase: Range) -> bool:
    """Two or three capitalised words without an article: as likely a person as a firm."""
    tags = tagged.tags[phrase[0] : phrase[1]]
    return "T" not in tags and 2 <= tags.count("E") <= 3 and not any(
        tagged.lower[place] in _PLACES for place in range(*phrase)
    )


class Scene:
    """One sentence where it stands: its words, its place in the raw text, and the article around it."""

    __slots__ = ("discourse", "index", "offset", "tagged")

    def __init__(self, discourse: Discourse, index: int) -> None:
        self.discourse = discourse
        self.index = index
        self.tagged = discourse.tagged(index)
        self.offset = discourse.readings[index].sentence.start

    def say(self, part: Range) -> Wording:
        """The words of a range with their place."""
        return wording(self.tagged, part, self.offset)

    def entity(self, kind: str | None = None, *, before: bool = False) -> Wording | None:
        """The named subject that a pronoun here means; with `before`, one of an earlier sentence."""
        return self.discourse.entity(self.index - before, kind)

    def person(self) -> Wording | None:
        """The person that `she` means here."""
        return self.discourse.person(self.index)
