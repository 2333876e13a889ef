"""Lets rules read sentences as views and puts what they found in its place in the raw text: both in one place.

Most sentences are read as they stand. Where one is not (a page's markup, a word joined over a line's end, a column put
together again), the rules see its view at a made-up place behind all that came before, so that spans stay in order;
afterwards every span is taken back through the view.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from schemas.pages import Sentence
from schemas.spans import Claim, ClaimRelation, DateExpression, Part, Quantity, Refusal, SentenceReading

RECONSTRUCTED_CONFIDENCE = 0.8
"""What a claim's confidence is multiplied by where its sentence was put together from torn columns. A judgement: joints
are chosen by overlap and wording, and a few come out wrong."""


class Placement:
    """Where sentences stand while they are read, and the way back to the raw text."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = tuple(sentences)
        self.is_needed = any(sentence.view is not None for sentence in self.sentences)
        """Whether any sentence is read otherwise than it stands."""
        self.shown = tuple(self._shown()) if self.is_needed else self.sentences
        self._starts = [sentence.start for sentence in self.shown]

    def placed(self, readings: Sequence[SentenceReading]) -> tuple[SentenceReading, ...]:
        """The readings with every span in the raw text, each with its own sentence."""
        return tuple(
            replace(
                reading,
                sentence=sentence,
                dates=tuple(self._date(expression) for expression in reading.dates),
                quantities=tuple(self._quantity(quantity) for quantity in reading.quantities),
                refusals=tuple(self._refusal(refusal) for refusal in reading.refusals),
                claims=tuple(self._claim(claim, sentence) for claim in reading.claims),
            )
            for reading, sentence in zip(readings, self.sentences, strict=True)
        )

    def placed_relations(self, relations: Sequence[ClaimRelation]) -> tuple[ClaimRelation, ...]:
        """The relations with the places of their claims in the raw text."""
        return tuple(
            replace(relation, from_start=self._start(relation.from_start), to_start=self._start(relation.to_start))
            for relation in relations
        )

    def _shown(self) -> list[Sentence]:
        shown: list[Sentence] = []
        for sentence in self.sentences:
            text = sentence.view.text if sentence.view is not None else sentence.text
            start = max(sentence.start, shown[-1].end + 1) if shown else sentence.start
            shown.append(sentence._replace(start=start, end=start + len(text), text=text, source=None, view=None))
        return shown

    def _span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the raw text of words that stand at `start` to `end` of the shown sentences."""
        number = max(0, bisect_right(self._starts, start) - 1)
        sentence, shown = self.sentences[number], self.shown[number]
        if sentence.view is None:
            return start - shown.start + sentence.start, end - shown.start + sentence.start
        return sentence.view.raw_span(start - shown.start, end - shown.start)

    def _start(self, start: int) -> int:
        return self._span(start, start + 1)[0]

    def _optional(self, span: tuple[int, int] | None) -> tuple[int, int] | None:
        return None if span is None else self._span(*span)

    def _date(self, expression: DateExpression) -> DateExpression:
        start, end = self._span(expression.start, expression.end)
        return replace(expression, start=start, end=end)

    def _refusal(self, refusal: Refusal) -> Refusal:
        start, end = self._span(refusal.start, refusal.end)
        return replace(refusal, start=start, end=end)

    def _quantity(self, quantity: Quantity) -> Quantity:
        start, end = self._span(quantity.start, quantity.end)
        parts = []
        for part in quantity.parts:
            first, last = self._span(part.start, part.end)
            parts.append(Part(part.role, first, last, part.text, part.code))
        return replace(quantity, start=start, end=end, parts=tuple(parts))

    def _claim(self, claim: Claim, sentence: Sentence) -> Claim:
        context = replace(
            claim.context,
            subject_span=self._optional(claim.context.subject_span),
            metric_span=self._optional(claim.context.metric_span),
            speaker_span=self._optional(claim.context.speaker_span),
        )
        return replace(
            claim,
            quantity=self._quantity(claim.quantity),
            context=context,
            sentence=sentence,
            paired_start=None if claim.paired_start is None else self._start(claim.paired_start),
            confidence=claim.confidence * (RECONSTRUCTED_CONFIDENCE if sentence.region == "reconstructed" else 1),
        )
