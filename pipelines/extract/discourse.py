"""Remembers what an article has named so far, so that `it`, `she` and `the company` find whom they mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """A short phrase and where it stands in the raw text; no span where it was put together from several places."""

    text: str
    start: int | None = None
    end: int | None = None

    @property
    def span(self) -> tuple[int, int] | None:
        """The half-open span, or none."""
        return None if self.start is None or self.end is None else (self.start, self.end)


@dataclass(slots=True)
class Discourse:
    """What was last named, in the order of reading.

    entity: the last organisation or place that was a subject. person: the last person who spoke. speaker: the last one
    credited; speaker_paragraph: where. quote_open: whether a quotation runs on. subject, metric: of the last claim.
    counted, unit: what was last counted.
    """

    entity: Wording | None = None
    person: Wording | None = None
    speaker: Wording | None = None
    speaker_paragraph: int = -1
    quote_open: bool = False
    subject: Wording | None = None
    metric: Wording | None = None
    counted: Wording | None = None
    unit: str | None = None
