"""Makes claims of numbers: what each is about, who says it, in which role, which way it moves.

Reads the sentences of one article in order, because `it`, `she` and `that number` point back and a headline fragment
points forward. Only sentences that hold a number are read, and those beside them where a pronoun asks for it.

`confidence` starts at 1 and is multiplied by each of these that holds; it orders claims for review, it is no
probability:

    0.6   no metric was found                       0.7   no subject was found
    0.8   the subject is the last entity named      0.8   the noun of a bare number came from an earlier sentence
    0.7   the amount is vague (`billions of yuan`)  0.7   the currency is ambiguous
    0.9   the role is hypothetical                  0.8   the heading or a fragment's next sentence told the context
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.extract.clauses import Range, main_subject
from pipelines.extract.contexts import About, Setting, find_about
from pipelines.extract.discourse import Discourse, Wording
from pipelines.extract.fragments import explained, explaining_frame
from pipelines.extract.frames import Frame, read_frame
from pipelines.extract.movements import find_base, find_movement
from pipelines.extract.roles import find_status
from pipelines.extract.speakers import Attribution, attribution_for, find_attributions
from pipelines.extract.subjects import is_entity, wording
from pipelines.extract.tagging import Tagged, tag_sentence
from pipelines.extract.verbs import VERB_FORMS
from schemas.spans import Claim, Context, Quantity, Sentence, SentenceReading

_FACTORS = {
    "no metric": 0.6,
    "no subject": 0.7,
    "about: last named": 0.8,
    "unit: noun before": 0.8,
    "vague": 0.7,
    "ambiguous currency": 0.7,
    "hypothetical": 0.9,
    "about: explained by the next sentence": 0.8,
}


def bind_claims(readings: Sequence[SentenceReading]) -> tuple[SentenceReading, ...]:
    """Turn the numbers of an article into claims, each with what it measures, who says it and in which role.

    Args:
        readings: All sentences of one article in order, with their dates and quantities; offsets into the raw text.

    Returns:
        The same readings with `claims` filled, one claim a quantity, in the same order. Periods stay empty:
        `pipelines.conform.periods` binds them.
    """
    discourse = Discourse()
    bound: list[SentenceReading] = []
    for index, reading in enumerate(readings):
        if not reading.quantities:
            bound.append(reading)
            _note_quotes(discourse, reading.sentence)
            continue
        binder = _Binder(readings, index, discourse)
        bound.append(replace(reading, claims=binder.claims()))
        _note_quotes(discourse, reading.sentence)
    return tuple(bound)


def tag_reading(reading: SentenceReading) -> Tagged:
    """The tagged words of a sentence, its quantities and dates in their places."""
    start = reading.sentence.start
    return tag_sentence(
        reading.sentence.text,
        [(quantity.start - start, quantity.end - start) for quantity in reading.quantities],
        [(date.start - start, date.end - start) for date in reading.dates],
    )


def _note_quotes(discourse: Discourse, sentence: Sentence) -> None:
    """Keep whether a quotation is still open where the sentence ends."""
    text = sentence.text
    opened = max(text.rfind("“"), text.rfind("„"))
    if opened >= 0 or "”" in text:
        discourse.quote_open = opened > text.rfind("”")


@dataclass(slots=True)
class _Read:
    """One number of the sentence while it becomes a claim."""

    quantity: Quantity
    frame: Frame
    about: About
    status: str
    rules: list[str]


class _Binder:
    """Makes the claims of one sentence; `discourse` is what the article named before, and is moved on."""

    def __init__(self, readings: Sequence[SentenceReading], index: int, discourse: Discourse) -> None:
        self.readings = readings
        self.index = index
        self.reading = readings[index]
        self.discourse = discourse
        self.tagged = tag_reading(self.reading)
        self.offset = self.reading.sentence.start
        self.words = {mark: word for word, mark in enumerate(self.tagged.marks) if self.tagged.tags[word] == "Q"}

    def claims(self) -> tuple[Claim, ...]:
        """One claim a quantity."""
        self._look_back()
        attributions = find_attributions(self.tagged)
        self._note_person(attributions)
        found: list[Claim] = []
        for number, quantity in enumerate(self.reading.quantities):
            found.append(self._claim(number, quantity, attributions, found))
        self._move_on(found)
        return tuple(found)

    def _look_back(self) -> None:
        """Let the subject of the sentence before, or of this one, be what `it` means."""
        if self.index and not self.readings[self.index - 1].quantities:
            before = self.readings[self.index - 1]
            tagged = tag_reading(before)
            self._name(tagged, main_subject(tagged, len(tagged.tags)), before.sentence.start)
        self._name(self.tagged, main_subject(self.tagged, len(self.tagged.tags)), self.offset)

    def _name(self, tagged: Tagged, phrase: Range | None, offset: int) -> None:
        if phrase is not None and is_entity(tagged, phrase) and tagged.tags[phrase[0]] not in "UG":
            self.discourse.entity = wording(tagged, phrase, offset)

    def _note_person(self, attributions: tuple[Attribution, ...]) -> None:
        for item in attributions:
            if not item.pronoun:
                self.discourse.person = wording(self.tagged, item.speaker, self.offset)

    def _claim(
        self, number: int, quantity: Quantity, attributions: tuple[Attribution, ...], found: list[Claim]
    ) -> Claim:
        partner = self._partner(number)
        word = self.words.get(number)
        if partner is not None and partner < len(found):
            return self._restated(quantity, found[partner])
        if word is None:
            return Claim(quantity, Context(), self.reading.sentence, confidence=0.4, rules=("about: unread",))
        quantity, rules = self._with_unit(quantity, word)
        read = self._read(quantity, word, rules)
        speaker, span, speaker_rule = self._speaker(attributions, word)
        direction, direction_rule = find_movement(self.tagged, read.frame, quantity)
        base = find_base(self.tagged, read.frame)
        all_rules = [*read.rules, speaker_rule, direction_rule]
        subject, metric = read.about.subject, read.about.metric
        context = Context(
            subject=subject.text if subject else None,
            metric=metric.text if metric else None,
            speaker=speaker,
            status=read.status,
            direction=direction,
            base=self.tagged.slice(*base) if base else None,
            subject_span=subject.span if subject else None,
            metric_span=metric.span if metric else None,
            speaker_span=span,
            rules=tuple(rule for rule in all_rules if rule),
        )
        self.discourse.subject, self.discourse.metric = subject, metric
        return Claim(
            read.quantity,
            context,
            self.reading.sentence,
            paired_start=self.reading.quantities[partner].start if partner is not None else None,
            confidence=_confidence(read, context),
            rules=(quantity.rule, *context.rules),
        )

    def _read(self, quantity: Quantity, word: int, rules: list[str]) -> _Read:
        frame = read_frame(self.tagged, word, self._is_verbal(quantity))
        if frame.role == "fragment" and self.index + 1 < len(self.readings):
            following = self.readings[self.index + 1]
            tagged = tag_reading(following)
            how = explaining_frame(tagged)
            if how is not None:
                return self._explained(quantity, tagged, how, following.sentence.start, rules)
        about = find_about(Setting(self.tagged, frame, quantity, self.discourse, self.offset, quantity.unit))
        status, status_rule = find_status(self.tagged, frame)
        return _Read(quantity, frame, about, status, [*rules, about.rule, status_rule])

    def _explained(self, quantity: Quantity, tagged: Tagged, how: int, offset: int, rules: list[str]) -> _Read:
        subject, metric, noun, frame = explained(tagged, how, self.discourse, offset)
        status, status_rule = find_status(tagged, frame)
        about = About(subject, metric, "about: explained by the next sentence")
        if noun and not quantity.unit:
            quantity = replace(quantity, unit=noun, rule=quantity.rule + " + unit from the next sentence")
        return _Read(quantity, Frame("fragment", 0), about, status, [*rules, about.rule, status_rule])

    def _is_verbal(self, quantity: Quantity) -> bool:
        start = quantity.start - self.offset
        words = self.reading.sentence.text[start : quantity.end - self.offset].split(None, 1)
        return bool(words) and words[0].lower() in VERB_FORMS

    def _partner(self, number: int) -> int | None:
        """The index of the quantity that states this amount in another currency, whichever names the other."""
        quantities = self.reading.quantities
        if quantities[number].paired_with is not None:
            return quantities[number].paired_with
        return next((other for other, item in enumerate(quantities) if item.paired_with == number), None)

    def _restated(self, quantity: Quantity, first: Claim) -> Claim:
        """The same amount in another currency says the same about the same."""
        rules = (*first.context.rules, "about: stated in another currency")
        return Claim(
            quantity,
            replace(first.context, rules=rules),
            self.reading.sentence,
            paired_start=first.quantity.start,
            confidence=first.confidence,
            rules=(quantity.rule, *rules),
        )

    def _with_unit(self, quantity: Quantity, word: int) -> tuple[Quantity, list[str]]:
        """A bare number counts what was named before it: "built 80,000 out of its targeted 250,000"."""
        if quantity.unit is not None or quantity.kind != "count":
            return quantity, []
        if self.discourse.unit is None:
            return quantity, []
        rule = "unit: noun before"
        return replace(quantity, unit=self.discourse.unit, rule=f"{quantity.rule} + {rule}"), [rule]

    def _speaker(
        self, attributions: tuple[Attribution, ...], word: int
    ) -> tuple[str | None, tuple[int, int] | None, str | None]:
        item = attribution_for(attributions, word)
        if item is None:
            return self._quoted_speaker()
        named = self._speaker_wording(item)
        if named is None:
            return None, None, None
        self.discourse.speaker = named
        self.discourse.speaker_paragraph = self.reading.sentence.paragraph
        return named.text, named.span, item.rule

    def _speaker_wording(self, item: Attribution) -> Wording | None:
        if not item.pronoun:
            return wording(self.tagged, item.speaker, self.offset)
        if self.tagged.lower[item.speaker[0]] in ("he", "she"):
            return self.discourse.person
        return self.discourse.entity or self.discourse.person

    def _quoted_speaker(self) -> tuple[str | None, tuple[int, int] | None, str | None]:
        """Inside an open quotation: whoever spoke last in this paragraph."""
        if self.discourse.quote_open and self.discourse.person is not None:
            return self.discourse.person.text, self.discourse.person.span, "speaker: quotation goes on"
        return None, None, None

    def _move_on(self, found: list[Claim]) -> None:
        for claim in found:
            if claim.quantity.kind == "count" and claim.quantity.unit:
                self.discourse.unit = claim.quantity.unit


def _confidence(read: _Read, context: Context) -> float:
    """The product of the factors that hold; the table stands at the head of this module."""
    marks = set(read.rules)
    if context.metric is None:
        marks.add("no metric")
    if context.subject is None:
        marks.add("no subject")
    if context.status == "hypothetical":
        marks.add("hypothetical")
    if read.quantity.value_high is None and "vague" in read.quantity.rule:
        marks.add("vague")
    if len(read.quantity.currency_codes) > 1:
        marks.add("ambiguous currency")
    confidence = 1.0
    for mark in marks:
        confidence *= _FACTORS.get(mark, 1.0)
    return round(confidence, 4)
