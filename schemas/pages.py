"""The parts of a page: its articles, their regions, their sentences. Standard library only.

Spans are half-open, `[start, end)`, in Unicode code points of the raw text. What a page has most of, regions and
sentences, are named tuples: they are made in a fifth of the time.
"""

from __future__ import annotations

from typing import NamedTuple

from schemas.markup import text_of_markup
from schemas.values import value_class
from schemas.views import TextView


class Region(NamedTuple):
    """A stretch of the raw text and what it is there for.

    `kind`: body heading reconstructed title byline dateline bio caption pull_quote related advertisement furniture
    comment_form copyright duplicate garbled. Only `body`, `heading` and `reconstructed` may hold claims.
    insertions: pieces torn from a reconstructed stretch and the places in the raw text where they belong, in order.
    """

    kind: str
    start: int
    end: int
    rule: str
    insertions: tuple[tuple[int, str], ...] = ()


class Sentence(NamedTuple):
    """A sentence of the body, where it stands, and the heading it stands under.

    text: the words that stand at [start, end): of plain text the stretch itself, of a page's source what it shows.
    source: the stretch of raw text, where that is not `text`. view: the sentence as rules read it, with the way back
    to the raw text, where that is not `text` character by character.
    """

    start: int
    end: int
    text: str
    region: str
    paragraph: int
    heading: str | None = None
    source: str | None = None
    view: TextView | None = None

    def words(self, start: int, end: int) -> str:
        """The words that stand at a span of the raw text inside this sentence: what a quote of it must say."""
        if self.source is None:
            return self.text[start - self.start : end - self.start]
        return text_of_markup(self.source[start - self.start : end - self.start])


@value_class
class Article:
    """One article of a page: its extent in the raw text, its title and byline where it has them, and its regions.

    publisher, url, language: what the page's own metadata says, null where it says nothing; `language` is the code of
    ISO 639-1 that the words are in. unplaced: sentences of the article that were not found in the page's source.
    """

    index: int
    start: int
    end: int
    title: str | None
    byline: str | None
    regions: tuple[Region, ...] = ()
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    unplaced: tuple[str, ...] = ()
