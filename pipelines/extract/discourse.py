"""Remembers what an article has named so far, so that `it`, `she` and `the company` find whom they mean.

Sentences are tagged when someone asks for them, once: a sentence without numbers costs nothing unless a pronoun or an
open quotation behind it points back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extract.attributions import Attribution, find_attributions
from pipelines.extract.clauses import subject_of
from pipelines.extract.currency_signs import CurrencyEvidence
from pipelines.extract.memory import Memory
from pipelines.extract.namings import (
    COMPANY_NOUNS,
    ORGANISATION_NOUNS,
    PLACE_KINDS,
    generic_in,
    governed,
    is_someone,
    is_titled,
    kind_of_generic,
    kind_of_name,
    led_by,
    may_own,
    name_in,
    only_counts,
    only_speaks,
    stands_as_place,
)
from pipelines.extract.phrases import Range
from pipelines.extract.tagging import Tagged, number_spans, tag_sentence
from pipelines.extract.turns import find_turns
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording, wording
from schemas.codes.entities import entity_of
from schemas.spans import SentenceReading

_REACH = 15
_NEAR = 3
LONGEST_SENTENCE = 400
"""Words in the longest sentence that is read; the longest of 8 000 news sentences measured had 140."""


class Discourse(Memory):
    """The sentences of one article and what they name, with what its last claims told.

    currencies: what its words tell of a currency sign that several share.
    title: what it is called, where that is known. turns: for each sentence, who speaks in a transcript.
    """

    def __init__(self, readings: Sequence[SentenceReading], title: str | None = None) -> None:
        super().__init__()
        self.readings = readings
        self.title = title
        self.currencies = CurrencyEvidence(readings)
        self.turns = find_turns([reading.sentence for reading in readings])
        self._tagged: dict[int, Tagged] = {}
        self._attributions: dict[int, tuple[Attribution, ...]] = {}
        self._topics: dict[int, Wording | None] = {}
        self._places: dict[str, bool] = {}
        self._titled: Wording | None = None
        self._is_title_read = False

    def tagged(self, index: int) -> Tagged:
        """The tagged words of a sentence, its quantities and dates in their places."""
        found = self._tagged.get(index)
        if found is None:
            reading = self.readings[index]
            start = reading.sentence.start
            found = self._tagged[index] = tag_sentence(
                reading.sentence.text,
                number_spans(reading.quantities, start),
                [(date.start - start, date.end - start) for date in reading.dates],
            )
        return found

    def attributions(self, index: int) -> tuple[Attribution, ...]:
        """Who is credited with what in a sentence."""
        found = self._attributions.get(index)
        if found is None:
            tagged = self.tagged(index)
            found = find_attributions(tagged) if len(tagged.tags) <= LONGEST_SENTENCE else ()
            self._attributions[index] = found
        return found

    def entity(self, index: int, kind: str | None = None) -> Wording | None:
        """Whom `it`, or with a kind `the city`, means in a sentence: the nearest named subject, up to 15 back.

        A nearer `the government` waits for the name that it stands for; where none is found it is the answer itself.

        Args:
            index: The sentence to start from, going back.
            kind: `place`, `company` or `office`, where the words ask for one.
        """
        generic: Wording | None = None
        for earlier in range(index, max(-1, index - _REACH), -1):
            topic = self.topic(earlier)
            if topic is None:
                continue
            last = topic.text.split()[-1]
            if last.islower():
                if (kind is None or kind_of_generic(last) == kind) and index - earlier <= _NEAR:
                    generic = generic or topic
                    kind = kind or kind_of_generic(last)
                if topic.text.count(" ") and generic is topic:
                    return generic
            elif kind is None or kind_of_name(topic.text) == kind or (kind == "place" and self.is_place(topic.text)):
                return governed(topic, generic.text.split()[-1]) if generic else topic
        if kind == "place" and (generic is None or generic.text.islower()):
            return self._first_place(index) or generic
        return generic

    def _first_place(self, index: int) -> Wording | None:
        """What `the city` means where no name is known for a place: the name that the article speaks of first."""
        for earlier in range(min(index + 1, _REACH)):
            topic = self.topic(earlier)
            if topic is not None and not topic.text.split()[-1].islower():
                known = entity_of(topic.text)
                words = topic.text.split()
                if any(self.tagged(earlier).slice(*item.speaker) == topic.text for item in self.attributions(earlier)):
                    return None  # who says something is no place
                is_other = known is not None or words[-1].lower() in ORGANISATION_NOUNS or len(words) > 1
                return None if is_other or topic.text.isupper() else topic
        return None

    def owner(self, index: int) -> Wording | None:
        """Whose a measure without an owner most likely is: the nearest named subject that does not report on others.

        Where all do, the nearest of them that does more than count. In a transcript it is whose meeting it is.
        """
        if self.turns[index] is not None and self.titled() is not None:
            return self.titled()
        for earlier in range(index, max(-1, index - _REACH), -1):
            topic = self.topic(earlier)
            if topic is not None and not topic.text.split()[-1].islower() and may_own(topic.text):
                return topic
        named = self.entity(index)
        return self.titled() if named is None or is_titled(named.text) or only_counts(named.text) else named

    def titled(self) -> Wording | None:
        """Who the title names first, where a name stands at its head: `Northlake Foundry's third quarter`."""
        if not self._is_title_read:
            self._titled = self._name_in_title(self.title) if self.title else None
            self._is_title_read = True
        return self._titled

    def _name_in_title(self, title: str) -> Wording | None:
        """The name at the head of a title: one of the table of entities, or a company's by its last word."""
        words = title.replace("’", "'").split()
        words = words[1:] if words[:1] in (["The"], ["At"], ["In"]) else words
        last = 0
        while (
            last < min(len(words), _LONGEST_NAME) and words[last][:1].isupper() and not _ENDS_NAME.search(words[last])
        ):
            last += 1
            if words[last - 1][-1] in ",:":
                words[last - 1] = words[last - 1][:-1]
                break
        owns = words[last : last + 1] and words[last][:1].isupper() and words[last].endswith("'s")
        names = [" ".join(words[:length]) for length in range(last, 0, -1)]
        if owns:
            names.insert(0, " ".join([*words[:last], words[last][:-2]]))
        for name in names:
            if entity_of(name) or (name.split()[-1].lower() in COMPANY_NOUNS and " " in name):
                return Wording(name)
        return None

    def is_place(self, name: str) -> bool:
        """Whether a name is a place: the table says so, or the article says that something is in it."""
        if name not in self._places:
            known = entity_of(name)
            if known is not None:
                self._places[name] = known.kind in PLACE_KINDS
            else:
                inside = (f" in {name}", f" of {name}", f"In {name}")
                texts = (reading.sentence.text for reading in self.readings)
                self._places[name] = " " not in name and any(
                    stands_as_place(text, phrase) for text in texts for phrase in inside if phrase in text
                )
        return self._places[name]

    def topic(self, index: int) -> Wording | None:
        """The first named subject of a sentence, or the name that owns it (`Nio` of `Nio's share price`)."""
        if index not in self._topics:
            self._topics[index] = self._find_topic(index)
        return self._topics[index]

    def _find_topic(self, index: int) -> Wording | None:
        tagged = self.tagged(index)
        if len(tagged.tags) > LONGEST_SENTENCE:
            return None
        offset = self.readings[index].sentence.start
        for place, tag in enumerate(tagged.tags):
            if tag not in "VAMW":
                continue
            phrase = subject_of(tagged, place)
            if phrase is None or phrase[0] > place:
                continue
            named = name_in(tagged, phrase)
            generic = generic_in(tagged, phrase) if named is None else None
            if generic is not None:
                return wording(tagged, generic, offset)
            speaks = "speech" in verb_of(tagged.lower[place]).senses
            named = self._not_told_by(index, phrase, named) if named is not None and speaks else named
            if named is not None:
                return wording(tagged, named, offset)
            if not speaks and tag != "W":
                return None
        return None

    def _not_told_by(self, index: int, phrase: Range, named: Range) -> Range | None:
        """Who says something of itself: whom a person who speaks leads, no person, no office."""
        tagged = self.tagged(index)
        led = led_by(tagged, phrase)
        if led is not None:
            return led if may_own(tagged.slice(*led)) else None
        return None if self._only_tells(index, phrase, named) else named

    def _only_tells(self, index: int, phrase: Range, named: Range) -> bool:
        """Whether a subject reports on others: a person, an office, `as the Daily Ledger reported`."""
        tagged = self.tagged(index)
        first, last = named
        is_aside = tagged.word_before(phrase) == "as"
        name = tagged.slice(first, last)
        is_letters = last == first + 1 and tagged.word_before(named) == "the" and name.isupper()  # the EIA, the EU
        is_agency = is_letters and not self.is_place(name)
        return is_aside or is_agency or only_speaks(tagged, named) or self._is_surname(index, named)

    def _is_surname(self, index: int, phrase: Range) -> bool:
        """Whether a single name is that of a person credited before by more of it: `Liu` behind `Liu Liehong said`."""
        first, last = phrase
        if last - first != 1:
            return False
        name = self.tagged(index).lower[first]
        for earlier in range(index - 1, max(-1, index - _REACH), -1):
            tagged = self.tagged(earlier)
            for item in self.attributions(earlier):
                words = tagged.lower[slice(*item.speaker)]
                if name in words and only_speaks(tagged, item.speaker):
                    return True
        return False

    def antecedent(self, index: int, noun: str) -> Wording | None:
        """What `the <noun>` stands for: the last longer phrase with that noun, up to 3 sentences back."""
        for earlier in range(index - 1, max(-1, index - 1 - _NEAR), -1):
            tagged = self.tagged(earlier)
            for first, last in reversed(tagged.phrases):
                start = next((place for place in range(first, last) if tagged.tags[place] not in "TGQ"), last)
                if tagged.lower[last - 1] == noun and last - start > 1:
                    return wording(tagged, (start, last), self.readings[earlier].sentence.start)
        return None

    def namesake(self, index: int, noun: str) -> Wording | None:
        """The last name that ends with the noun of `the <noun>`: `Baltic Growth Fund`, up to 15 sentences back."""
        for earlier in range(index, max(-1, index - _REACH), -1):
            # Not tagged for the asking; only of a word in ASCII are the small letters the same in any text.
            if noun.isascii() and noun not in self.readings[earlier].sentence.text.lower():
                continue
            tagged = self.tagged(earlier)
            if noun not in tagged.lower:
                continue
            for first, last in reversed(tagged.phrases):
                start = next((place for place in range(first, last) if tagged.tags[place] not in "TG"), last)
                if tagged.lower[last - 1] == noun and last - start > 1 and set(tagged.tags[start:last]) == {"E"}:
                    return wording(tagged, (start, last), self.readings[earlier].sentence.start)
        return None

    def person(self, index: int) -> Wording | None:
        """Whom `she` means in a sentence: the last person credited before it, up to 15 sentences back."""
        for earlier in range(index, max(-1, index - _REACH), -1):
            tagged = self.tagged(earlier)
            for item in reversed(self.attributions(earlier)):
                if not item.pronoun and is_someone(tagged, item.speaker):
                    return wording(tagged, item.speaker, self.readings[earlier].sentence.start)
        return None


_LONGEST_NAME = 6
_ENDS_NAME = re.compile(r"[\d';(]")
