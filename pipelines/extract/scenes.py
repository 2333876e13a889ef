"""One sentence as the rules see it: its words, its place, and whom its pronouns mean."""

from __future__ import annotations

from pipelines.extract.discourse import Discourse
from pipelines.extract.namings import kind_of_name
from pipelines.extract.nounclasses import noun_classes
from pipelines.extract.phrases import Range, without_leading
from pipelines.extract.singulars import plural
from pipelines.extract.wordings import Wording, wording

_NEXT = 1


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

    def is_place(self, named: Wording) -> bool:
        """Whether someone named is a country, a city, a region."""
        return kind_of_name(named.text) == "place" or self.discourse.is_place(named.text)

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

    def several(self, *, at_head: bool) -> Wording | None:
        """Whom `they` means: the last claim's subject where it is of several and no name (`equipment makers`)."""
        discourse = self.discourse
        named, index = discourse.several or (None, -_NEXT - 1)
        if named is not None and self.index - index <= _NEXT:
            return named
        return self._many_before() or self._counted_before() if at_head else None

    def _many_before(self) -> Wording | None:
        """What heads the sentence before, where it is several, or those in it who act: `Do the firms do better?`."""
        if not self.index:
            return None
        before = Scene(self.discourse, self.index - 1)
        tagged = before.tagged
        many = [
            part for part in tagged.phrases if tagged.tags[part[1] - 1] == "N" and tagged.lower[part[1] - 1][-1:] == "s"
        ]
        does = [part for part in many if not part[0] and tagged.tags[part[1] : part[1] + 1] in ("V", "W", "A", "M")]
        acts = [part for part in many if "agent" in noun_classes(tagged.lower[part[1] - 1])]
        found = next(iter(does + acts), None)
        return before.say(without_leading(tagged, found, "TGQ")) if found is not None else None

    def _counted_before(self) -> Wording | None:
        """Those who were counted in the sentence before: `it had named 12,950`."""
        discourse = self.discourse
        many = plural(discourse.unit) if discourse.unit and self.index - discourse.unit_sentence == _NEXT else ""
        return Wording(many) if "agent" in noun_classes(many.rpartition(" ")[2]) else None

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
            if led is None or led[0] != office[1] + 1:
                continue
            if tagged.tags[led[1] - 1] == "E":
                return self.say(led)
            if "agent" in noun_classes(tagged.lower[led[1] - 1]):
                return self.say(without_leading(tagged, led))
        return None

    def turn(self) -> Wording | None:
        """Who speaks here in a transcript."""
        return self.discourse.turns[self.index]
