"""Remembers what an article has named so far, so that `it`, `she` and `the company` find whom they mean.

Sentences are tagged when someone asks for them, once: a sentence without numbers costs nothing unless a pronoun or an
open quotation behind it points back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extract.attributions import Attribution, find_attributions
from pipelines.extract.clauses import Range, subject_of
from pipelines.extract.currency_signs import CurrencyEvidence
from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.tagging import Tagged, number_spans, tag_sentence
from pipelines.extract.turns import find_turns
from pipelines.extract.verbs import verb_of
from pipelines.extract.wordings import Wording, wording
from schemas.codes.entities import entity_of
from schemas.spans import SentenceReading

_REACH = 15
_NEAR = 3
_NEXT = 1
LONGEST_SENTENCE = 400
"""Words in the longest sentence that is read; the longest of 8 000 news sentences measured had 140."""


def _words(name: str) -> frozenset[str]:
    return frozenset(row["word"] for row in read_lexicon(__file__) if row["class"] == name)


_PLACES = _words("place")
_PLACE_NOUNS = _words("place noun")
_OFFICES = _words("office")
_OFFICE_NOUNS = _words("office noun")
_PLACE_KINDS = frozenset({"country", "region", "province", "city", "county", "union"})
_GOVERNING = frozenset({"government", "authorities", "administration"})
_COMPANY_NOUNS = _words("company noun")
_ORGANISATION_NOUNS = _words("organisation noun")


class Discourse:
    """The sentences of one article and what they name.

    currencies: what its words tell of a currency sign that several share.
    title: what it is called, where that is known. turns: for each sentence, who speaks in a transcript.
    subject, metric, metric_sentence: of the last claim, and where it stood. unit, unit_sentence: the last counted noun.
    """

    def __init__(self, readings: Sequence[SentenceReading], title: str | None = None) -> None:
        self.readings = readings
        self.title = title
        self.currencies = CurrencyEvidence(readings)
        self.turns = find_turns([reading.sentence for reading in readings])
        self.subject: Wording | None = None
        self.metric: Wording | None = None
        self.metric_sentence = -_REACH
        self.unit: str | None = None
        self.unit_sentence = -_REACH
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
            elif kind is None or kind_of_name(topic.text) == kind or (kind == "place" and self._is_place(topic.text)):
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
                is_other = known is not None or words[-1].lower() in _ORGANISATION_NOUNS or len(words) > 1
                return None if is_other or topic.text.isupper() else topic
        return None

    def owner(self, index: int) -> Wording | None:
        """Whose a measure without an owner most likely is: the nearest named subject that does not only report.

        In a transcript it is whose meeting it is.
        """
        if self.turns[index] is not None and self.titled() is not None:
            return self.titled()
        for earlier in range(index, max(-1, index - _REACH), -1):
            topic = self.topic(earlier)
            if topic is not None and not topic.text.split()[-1].islower() and kind_of_name(topic.text) != "office":
                return topic
        return self.entity(index) or self.titled()

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
            if entity_of(name) or (name.split()[-1].lower() in _COMPANY_NOUNS and " " in name):
                return Wording(name)
        return None

    def _is_place(self, name: str) -> bool:
        """Whether a name is a place: the table says so, or the article says that something is in it."""
        if name not in self._places:
            known = entity_of(name)
            if known is not None:
                self._places[name] = known.kind in _PLACE_KINDS
            else:
                inside = (f" in {name}", f" of {name}", f"In {name}")
                texts = (reading.sentence.text for reading in self.readings)
                self._places[name] = " " not in name and any(
                    _stands_as_place(text, phrase) for text in texts for phrase in inside if phrase in text
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
            named = _named(tagged, phrase)
            generic = _generic(tagged, phrase) if named is None else None
            if generic is not None:
                return wording(tagged, generic, offset)
            speaks = "speech" in verb_of(tagged.lower[place]).senses
            if named is not None and not (speaks and _only_speaks(tagged, named)):
                return wording(tagged, named, offset)
            if not speaks and tag != "W":
                return None
        return None

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
                if not item.pronoun and _is_someone(tagged, item.speaker):
                    return wording(tagged, item.speaker, self.readings[earlier].sentence.start)
        return None


def _stands_as_place(text: str, phrase: str) -> bool:
    """`in Yibin,`, `the city of Yibin`: a name alone behind the word for a place; not `in Yibin Steel`."""
    behind = text[text.find(phrase) + len(phrase) :]
    if " of " in phrase:
        before = text[: text.find(phrase)].lower().split()
        return bool(before) and before[-1] in _PLACE_NOUNS
    return not behind[:1].isalnum() and not behind[1:2].isupper()


_LONGEST_NAME = 6
_ENDS_NAME = re.compile(r"[\d';(]")


def governed(place: Wording, noun: str) -> Wording:
    """`The government` of an article on a city is that city's; `the city` is the city itself."""
    return Wording(f"{place.text} {noun}") if noun in _GOVERNING else place


def kind_of_generic(word: str) -> str | None:
    """Whether `the <word>` means a place (the city), an office (the ministry) or a company (the carmaker)."""
    if word in _PLACE_NOUNS:
        return "place"
    if word in _OFFICE_NOUNS:
        return "office"
    return "company" if "agent" in noun_classes(word) else None


def only_reports(name: str) -> bool:
    """Whether a phrase names people or an office that count and foresee what is others': analysts, a bureau."""
    return not _OFFICES.isdisjoint(name.lower().split())


def kind_of_name(name: str) -> str:
    """Whether a name is a place, an office that counts and reports, or a company, as far as its words tell."""
    words = name.lower().replace("’s", "").replace("'s", "").split()
    if words[-1] in _PLACES:
        return "place"
    return "office" if not _OFFICES.isdisjoint(words) else "company"


def _named(tagged: Tagged, phrase: Range) -> Range | None:
    """The name in a subject: the whole phrase, or who owns it; none for `exports` or `the company`."""
    first, last = phrase
    while first < last and tagged.tags[first] in "TR":
        first += 1
    possessive = tagged.tags.find("S", first, last)
    if possessive > first and "E" in tagged.tags[first:possessive]:
        owner = max(tagged.tags.rfind(tag, first, possessive) for tag in "OPIT") + 1
        return max(first, owner), possessive
    end = next((place for place in range(first, last) if tagged.tags[place] in "OPI"), last)
    return (first, end) if tagged.tags[end - 1] == "E" else None


def _generic(tagged: Tagged, phrase: Range) -> Range | None:
    """`The government`, `the Dutch chipmaker` of `the Dutch chipmaker's sales`: someone, not by name."""
    first, last = phrase
    possessive = tagged.tags.find("S", first, last)
    last = possessive if possessive > first else last
    if tagged.tags[first] != "T" or tagged.lower[first] in ("a", "an") or set(tagged.tags[first:last]) & set("OPIQC"):
        return None
    head = tagged.lower[last - 1]
    plural = head.endswith("s") and not head.endswith("ss")
    return (first, last) if not plural and tagged.tags[last - 1] == "N" and kind_of_generic(head) else None


def _is_someone(tagged: Tagged, phrase: Range) -> bool:
    """A name, or one person by office: `Li Wei`, `the minister`; not `police`, `the ministry`, `analysts`."""
    head = tagged.lower[phrase[1] - 1]
    if tagged.tags[phrase[1] - 1] == "E":
        return True
    return tagged.tags[phrase[0] - 1 : phrase[0]] == "T" and not head.endswith("s") and not kind_of_generic(head)


def _only_speaks(tagged: Tagged, phrase: Range) -> bool:
    """A person or an office that reports on others: who says `exports rose` does not own the exports."""
    words = tagged.lower[phrase[0] : phrase[1]]
    if not _OFFICES.isdisjoint(words):
        return True
    names = tagged.tags[phrase[0] : phrase[1]].count("E")
    return names >= 2 and "T" not in tagged.tags[phrase[0] - 1 : phrase[1]] and _ORGANISATION_NOUNS.isdisjoint(words)


class Scene:
    """One sentence where it stands: its words, its place in the raw text, and the article around it."""

    __slots__ = ("discourse", "index", "offset", "tagged")

    def __init__(self, discourse: Discourse, index: int) -> None:
        self.discourse = discourse
        self.index = index
        self.tagged = discourse.tagged(index)
        self.offset = discourse.readings[index].sentence.start

    def say(self, part: Range) -> Wording:
        """The words of a range with their place; an amount of money at the head of a thing is not part of its name."""
        first, last = part
        while first < last - 1 and self._is_amount(first):
            first += 1
        return wording(self.tagged, (first, last), self.offset)

    def _is_amount(self, word: int) -> bool:
        if self.tagged.tags[word] == "T":
            return self.tagged.tags[word + 1] == "Q" and self._is_amount(word + 1)
        mark = self.tagged.marks[word]
        if self.tagged.tags[word] != "Q" or mark < 0:
            return False
        return self.discourse.readings[self.index].quantities[mark].kind == "money"

    def entity(self, kind: str | None = None, *, before: bool = False) -> Wording | None:
        """The named subject that a pronoun here means; with `before`, one of an earlier sentence."""
        return self.discourse.entity(self.index - before, kind)

    def owner(self) -> Wording | None:
        """Whose a measure without an owner most likely is here."""
        return self.discourse.owner(self.index)

    def antecedent(self, noun: str) -> Wording | None:
        """What `the <noun>` stands for."""
        return self.discourse.antecedent(self.index, noun)

    def namesake(self, noun: str) -> Wording | None:
        """The name that `the <noun>` is short for."""
        return self.discourse.namesake(self.index, noun)

    def person(self) -> Wording | None:
        """The person that `she` means here."""
        return self.discourse.person(self.index)

    def measure_before(self) -> Wording | None:
        """What the number before measures, where that number is of this sentence."""
        return self.discourse.metric if self.discourse.metric_sentence == self.index else None

    def subject_before(self) -> Wording | None:
        """Of whom the number before tells, where that number is of this sentence."""
        return self.discourse.subject if self.discourse.metric_sentence == self.index else None

    def several(self) -> Wording | None:
        """Whom `they` means: the last claim's subject where it is of several and no name (`equipment makers`)."""
        discourse = self.discourse
        named = discourse.subject
        if named is None or self.index - discourse.metric_sentence > _NEXT:
            return None
        head = named.text.split()[-1]
        return named if head.islower() and head.endswith("s") and not head.endswith("ss") else None

    def us(self) -> Wording | None:
        """Whom `we` means: in a transcript whose meeting it is, else the last company named before."""
        discourse = self.discourse
        titled = discourse.titled() if discourse.turns[self.index] is not None else None
        return titled or self._led() or self.entity("company", before=True)

    def _led(self) -> Wording | None:
        """The company that the one who speaks here leads: `said Anna Berg, founder of Hesai Optics`."""
        tagged = self.tagged
        for item in self.discourse.attributions(self.index):
            office = tagged.phrase_starting(item.speaker[1] + 1)
            if office is None or tagged.tags[item.speaker[1] : item.speaker[1] + 1] != ",":
                continue
            led = (
                tagged.phrase_starting(office[1] + 1) if tagged.tags[office[1] : office[1] + 1] in ("O", "P") else None
            )
            if led is not None and led[0] == office[1] + 1 and tagged.tags[led[1] - 1] == "E":
                return self.say(led)
        return None

    def turn(self) -> Wording | None:
        """Who speaks here in a transcript."""
        return self.discourse.turns[self.index]
