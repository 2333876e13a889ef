"""Makes claims of numbers: what each is about, who says it, in which role, which way it moves.

Reads the sentences of one article in order, because `it`, `she` and `that number` point back and a headline fragment
points forward.

`confidence` starts at 1 and is multiplied by each of these that holds; it orders claims for review, it is no
probability:

    0.6   no metric was found                       0.7   no subject was found
    0.8   nothing beside it names the subject       0.8   the noun of a bare number came from an earlier sentence
    0.7   the amount is vague (`billions of yuan`)  0.7   the currency is ambiguous
    0.95  a bare $ is taken for the US dollar       0.7   … though the article is on another dollar's country
    0.9   the role is hypothetical                  0.8   the next sentence told what a fragment is about
    0.9   of several subjects, together or each?    0.5   the sentence denies it, and how the number stands is open
    0.4   the sentence is no sentence (a table, a list: more words than any has) and was not read
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipelines.extract.about import RELATIVE, About, Setting
from pipelines.extract.ages import with_age
from pipelines.extract.contexts import find_about
from pipelines.extract.counted_nouns import ONES, with_unit
from pipelines.extract.currency_signs import BY_DEFAULT, DOUBTFUL_DEFAULT, TOLD_DOLLAR
from pipelines.extract.discourse import LONGEST_SENTENCE, Discourse
from pipelines.extract.elisions import amount_meant, with_unit_before
from pipelines.extract.fragments import explained, explaining_frame
from pipelines.extract.frames import Frame, read_frame
from pipelines.extract.kinds import number_reached, with_kind, with_percent_before, with_rise
from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.listed_roles import find_listed_role
from pipelines.extract.movements import find_base, find_movement
from pipelines.extract.negations import with_denial
from pipelines.extract.recurring import with_per_before, with_recurrence
from pipelines.extract.repeated_changes import is_further, with_change
from pipelines.extract.respective import distributed
from pipelines.extract.roles import STATED_AS_FACT, find_status, goes_on, is_listed_on
from pipelines.extract.scenes import Scene
from pipelines.extract.speakers import find_speaker
from schemas.spans import Claim, Context, Quantity, SentenceReading

_SETTLING = read_word_sets(__file__)["settling"]

_LEFT_OUT = ("its verb left out", "<change> to <number>")  # ends of rules by which a verb is shared
_AIMED = frozenset({"target", "projected"})
"""Roles that one word gives a whole row of numbers."""

_FACTORS = {
    "no metric": 0.6,
    "no subject": 0.7,
    "subject guessed": 0.8,
    "unit: noun before": 0.8,
    "vague": 0.7,
    "ambiguous currency": 0.7,
    BY_DEFAULT: 0.95,
    DOUBTFUL_DEFAULT: 0.7,
    TOLD_DOLLAR: 0.7,
    "hypothetical": 0.9,
    "doubt": 0.9,
    "denied": 0.5,
    "about: explained by the next sentence": 0.8,
}
_UNREAD = 0.4
DOUBT = "collective_or_distributive"
"""What stands with a claim of several whose number may be each one's or all together."""


def bind_claims(readings: Sequence[SentenceReading], title: str | None = None) -> tuple[SentenceReading, ...]:
    """Turn the numbers of an article into claims, each with what it measures, who says it and in which role.

    Args:
        readings: All sentences of one article in order, with their dates and quantities; offsets into the raw text.
        title: The article's title where it has one: whom it names is whose a measure without an owner is.

    Returns:
        The same readings with `claims` filled, one claim a quantity, in the same order. Periods stay empty:
        `pipelines.conform.periods` binds them.
    """
    discourse = Discourse(readings, title)
    return tuple(
        reading.claiming(_SentenceBinder(discourse, index).claims()) if reading.quantities else reading
        for index, reading in enumerate(readings)
    )


@dataclass(slots=True)
class _Read:
    """One number of the sentence while it becomes a claim."""

    quantity: Quantity
    frame: Frame
    about: About
    status: str
    rules: list[str]


class _SentenceBinder:
    """Makes the claims of one sentence; `discourse` is the article, and is told what was claimed."""

    def __init__(self, discourse: Discourse, index: int) -> None:
        self.discourse = discourse
        self.reading = discourse.readings[index]
        self.scene = Scene(discourse, index)
        tagged = self.scene.tagged
        self.partners: dict[int, int] = {}  # of an amount the one that states it in another currency
        for number, quantity in enumerate(self.reading.quantities):
            if quantity.paired_with is not None:
                self.partners[number] = quantity.paired_with
                self.partners.setdefault(quantity.paired_with, number)
        self.last: Quantity | None = None
        self.change: Quantity | None = None
        self.last_status: str | None = None
        self.words = {mark: word for word, mark in enumerate(tagged.marks) if tagged.tags[word] == "Q"}

    def claims(self) -> tuple[Claim, ...]:
        """One claim a quantity."""
        found: list[Claim] = []
        for number, quantity in enumerate(self.reading.quantities):
            partner = self.partners.get(number)
            word = self.words.get(number)
            if partner is not None and partner < len(found):
                found.append(self._restated(quantity, found[partner]))
            elif word is None or len(self.scene.tagged.tags) > LONGEST_SENTENCE:
                found.append(Claim(quantity, Context(), self.reading.sentence, confidence=_UNREAD))
            else:
                found.append(self._claim(quantity, word, partner))
        return distributed(self.scene.tagged, self.words, tuple(found))

    def _claim(self, quantity: Quantity, word: int, partner: int | None) -> Claim:
        read = self._read(quantity, word)
        about, frame = read.about, read.frame
        speaker, speaker_rule = find_speaker(self.scene, word)
        direction, direction_rule = find_movement(self.scene.tagged, frame, read.quantity)
        is_change = direction is not None or quantity.kind in ("percent_change", "multiple")
        base = find_base(self.scene.tagged, frame) if is_change and frame.role != "explained" else None
        context = Context(
            subject=about.subject.text if about.subject else None,
            metric=about.metric.text if about.metric else None,
            speaker=speaker.text if speaker else None,
            status=read.status,
            direction=direction,
            base=self.scene.tagged.slice(*base) if base else None,
            subject_span=about.subject.span if about.subject else None,
            metric_span=about.metric.span if about.metric else None,
            speaker_span=speaker.span if speaker else None,
            doubt=self._doubt(read),
            rules=tuple(rule for rule in (*read.rules, speaker_rule, direction_rule) if rule),
        )
        self._remember(read)
        self.last_status = read.status
        is_told = direction is None or direction == read.quantity.direction
        self.last = read.quantity if is_told else replace(read.quantity, direction=direction)
        if self.last.kind == "percent_change":
            self.change = self.last
        if read.quantity.kind not in RELATIVE:
            self.discourse.remember_amount(read.quantity, self.scene.index, about.subject, about.metric)
        return Claim(
            read.quantity,
            context,
            self.reading.sentence,
            paired_start=self.reading.quantities[partner].start if partner is not None else None,
            confidence=_confidence(read, context),
            rules=(read.quantity.rule, *context.rules),
        )

    def _read(self, quantity: Quantity, word: int) -> _Read:
        tagged = self.scene.tagged
        frame = read_frame(tagged, word)
        if frame.role == "fragment" and self.scene.index + 1 < len(self.discourse.readings):
            following = Scene(self.discourse, self.scene.index + 1)
            how = explaining_frame(following.tagged)
            if how is not None:
                return _explained(quantity, following, how)
        quantity, sign_rule = self.discourse.currencies.decided(quantity)
        quantity, kind_rule = with_kind(tagged, frame, quantity)
        if kind_rule is None and quantity.kind in ("percent", "index") and self.last is not None:
            quantity, kind_rule = self._repeated(quantity, self.last, word)
        if kind_rule is None:
            quantity, kind_rule = with_rise(self.last, quantity, self._following(word), tagged, word)
        if kind_rule is None:
            quantity, kind_rule = with_percent_before(self.last, tagged, frame, quantity)
        quantity, unit_rule = with_unit_before(amount_meant(self.scene, frame), tagged, frame, quantity)
        if unit_rule is None:
            quantity, unit_rule = with_unit(self.scene, frame, quantity)
        quantity, denial_rule = with_denial(tagged, frame, quantity)
        quantity, per_rule = with_recurrence(tagged, word, quantity)
        about = find_about(Setting(self.scene, tagged, frame, quantity, quantity.unit))
        quantity, again_rule = self._per_as_before(about, quantity, word)
        quantity, age_rule = with_age(quantity, about.metric.text if about.metric else None)
        status, status_rule = self._status(frame)
        if status_rule == STATED_AS_FACT and about.rule.endswith(_LEFT_OUT) and self.last_status:
            status, status_rule = self.last_status, "status: as the number before"
        rules = (sign_rule, kind_rule, unit_rule, per_rule, again_rule, age_rule, denial_rule, about.rule, status_rule)
        return _Read(quantity, frame, about, status, [rule for rule in rules if rule])

    def _per_as_before(self, about: About, quantity: Quantity, word: int) -> tuple[Quantity, str | None]:
        before = (self.scene.subject_before(), self.scene.measure_before())
        if about.metric is None or before != (about.subject, about.metric):
            return quantity, None
        amount = self.discourse.amount
        last = amount[0] if amount is not None and amount[1] == self.scene.index else self.last
        return with_per_before(last, quantity, self.scene.tagged, word)

    def _repeated(self, quantity: Quantity, last: Quantity, word: int) -> tuple[Quantity, str | None]:
        """A percentage as a change like the number before, or like the change before the amount it led to."""
        tagged, change = self.scene.tagged, self.change
        before = change if change is not None and is_further(tagged, word) else last
        told, rule = with_change(self.reading.sentence, before, quantity, tagged, word)
        if rule is not None or change is None or last.kind in RELATIVE:
            return told, rule
        return with_change(self.reading.sentence, change, quantity, tagged, word)

    def _following(self, word: int) -> Quantity | None:
        """The number that a move at a word reaches: `82 million` of `12% to 82 million`."""
        reached = number_reached(self.scene.tagged, word)
        return self.reading.quantities[self.scene.tagged.marks[reached]] if reached is not None else None

    def _status(self, frame: Frame) -> tuple[str, str]:
        status, rule = find_status(self.scene.tagged, frame)
        if rule == STATED_AS_FACT:
            listed = find_listed_role(self.discourse.readings, self.scene.index, self.discourse.tagged, frame)
            if listed is not None:
                return listed, "status: told above the list"
            goes = self.last_status is not None and goes_on(self.scene.tagged, frame)
            if goes or (self.last_status in _AIMED and is_listed_on(self.scene.tagged, frame)):
                return self.last_status or status, "status: as the number before"
        return status, rule

    def _restated(self, quantity: Quantity, first: Claim) -> Claim:
        """The same amount in another currency says the same about the same."""
        quantity, sign_rule = self.discourse.currencies.decided(quantity)
        about = (rule for rule in first.context.rules if not rule.startswith("currency: "))
        rules = (*about, "about: stated in another currency", *((sign_rule,) if sign_rule else ()))
        return Claim(
            quantity,
            replace(first.context, rules=rules),
            self.reading.sentence,
            paired_start=first.quantity.start,
            confidence=first.confidence,
            rules=(quantity.rule, *rules),
        )

    def _doubt(self, read: _Read) -> str | None:
        """`Beijing and Shenzhen set up funds, at 10 billion yuan`: together, or each?"""
        subject = read.about.subject
        if subject is None or read.quantity.kind not in ("money", "count") or " and " not in subject.text:
            return None
        return DOUBT if _SETTLING.isdisjoint(self.scene.tagged.lower) else None

    def _remember(self, read: _Read) -> None:
        about, index = read.about, self.scene.index + (read.frame.role == "explained")
        if about.metric is not None and not self._only_counts(read):
            told = about.subject, about.metric, read.quantity.kind, index
            self.discourse.remember_measure(*told, is_guessed=about.is_owner_guessed)
        if read.quantity.kind == "count" and read.quantity.unit:
            self.discourse.remember_unit(None if ONES in read.rules else read.quantity.unit, self.scene.index)

    def _only_counts(self, read: _Read) -> bool:
        """`60 million and six state banks 114 million`: how many they are is not what the next number measures."""
        beside = self.last is not None and self.last.kind == "money" and read.frame.verb is None
        return beside and read.quantity.kind == "count" and read.frame.counted is not None


def _explained(quantity: Quantity, following: Scene, how: int) -> _Read:
    """A headline fragment with the sentence that says what it is about."""
    subject, metric, noun, frame = explained(following, how)
    status, status_rule = find_status(following.tagged, frame)
    about = About(subject, metric, "about: explained by the next sentence")
    if noun and not quantity.unit:
        quantity = replace(quantity, unit=noun, rule=quantity.rule + " + unit from the next sentence")
    return _Read(quantity, Frame("explained", 0), about, status, [about.rule, status_rule])


def _is_open(quantity: Quantity) -> bool:
    """Whether the words allow several currencies; dollars have factors of their own."""
    return len(quantity.currency_codes) > 1 and "USD" not in quantity.currency_codes


def _confidence(read: _Read, context: Context) -> float:
    """The product of the factors that hold; the table stands at the head of this module."""
    marks = {
        *read.rules,
        "no metric" if context.metric is None else "",
        "no subject" if context.subject is None else "",
        "subject guessed" if read.about.is_owner_guessed and context.subject is not None else "",
        "doubt" if context.doubt else "",
        "hypothetical" if context.status == "hypothetical" else "",
        "vague" if read.quantity.value_high is None and "vague" in read.quantity.rule else "",
        "ambiguous currency" if _is_open(read.quantity) else "",
    }
    confidence = 1.0
    for mark in marks:
        confidence *= _FACTORS.get(mark, 1.0)
    return round(confidence, 4)
