"""A short phrase of an article and where it stands."""

from __future__ import annotations

from pipelines.extract.phrases import Range
from pipelines.extract.tagging import Tagged
from schemas.values import value_class


@value_class
class Wording:
    """A short phrase and where it stands in the raw text; no place where it was put together from several."""

    text: str
    start: int | None = None
    end: int | None = None

    @property
    def span(self) -> tuple[int, int] | None:
        """The half-open span, or none."""
        return None if self.start is None or self.end is None else (self.start, self.end)


_ARTICLES = frozenset(("the", "a", "an", "a combined"))


def wording(tagged: Tagged, part: Range, offset: int) -> Wording:
    """The words of a range, without a leading article, with their place in the raw text (`offset` + sentence place)."""
    first, last = part
    while first < last - 1 and tagged.tags[first] == "T" and tagged.lower[first] in _ARTICLES:
        first += 1
    if tagged.tags[first : first + 4] == "TTTE" and first + 3 < last:
        first += 3  # south China's Guangdong Province
    start, end = tagged.starts[first], tagged.ends[last - 1]
    return Wording(tagged.text[start:end], offset + start, offset + end)
