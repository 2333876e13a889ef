"""An HTML page to its paragraphs: which of the source's text is the article, where each piece stands, what is not it.

trafilatura tells which words are the article's but not where they stand. Here its words are found again in the text
of the source, in order, white space aside, and exactly: what cannot be found is reported, never approximated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import trafilatura
from lxml.etree import _Element
from trafilatura.settings import Document

from pipelines.normalise.page_placing import place_chunks
from pipelines.normalise.page_source import CompactPage, squeezed
from schemas.errors import UnreadableInput
from schemas.values import value_class

_PAGE = re.compile(r"<(?:!doctype|html|head|body|title)[\s>]", re.IGNORECASE)
"""What tells a page from a piece of markup, such as a feed carries: of a piece, all is the article's."""
PAGE_WITHIN = 4_096
_NO_DATE = {"original_date": True, "extensive_search": False}
"""Dates are read on ingest; a search of the whole page for one would double the time."""


@value_class
class Stretch:
    """A line of the source's text, or the part of one that is the article's; `landmark` is the element it stands in.

    `kind` is `body` or `heading` where it is the article's, else null.
    """

    start: int
    end: int
    kind: str | None
    landmark: str | None
    element: str | None


@value_class
class PageText:
    """The text of a page in the order of its source, and the words of the article that do not stand there.

    title, author, publisher, url: what the page's metadata says, null where it says nothing.
    """

    stretches: tuple[Stretch, ...]
    unplaced: tuple[str, ...]
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None


def find_page_text(source: str) -> PageText:
    """Find the article's text in a page's source and all other text around it, in order.

    Args:
        source: The decoded page.

    Returns:
        Stretches that do not overlap and together hold every word of the page that a browser shows; those of the
        article have a kind.

    Raises:
        UnreadableInput: `nested_too_deep` for a page whose elements are nested beyond reason.
    """
    compact = CompactPage(source)
    if not _PAGE.search(source, 0, PAGE_WITHIN):
        return PageText(tuple(_stretches(compact, [(0, len(compact.text), "body")])), ())
    document = _extracted(source)
    if document is None:
        return PageText(tuple(_stretches(compact, [])), ())
    chunks = [(squeezed(text), kind, text) for text, kind in _chunks(document.body)]
    placed, unplaced = place_chunks(compact.text, [chunk for chunk in chunks if chunk[0]])
    return PageText(
        tuple(_stretches(compact, placed)),
        tuple(unplaced),
        _stated(document.title),
        _stated(document.author),
        _stated(document.sitename),
        _stated(document.url),
    )


def _extracted(source: str) -> Document | None:
    """What trafilatura takes for the article and its metadata; null where it finds no article."""
    try:
        document = trafilatura.bare_extraction(
            source, include_comments=False, with_metadata=True, date_extraction_params=_NO_DATE
        )
    except RecursionError:
        raise UnreadableInput(
            "nested_too_deep", "The page's elements are nested beyond reason. Land the article as text."
        ) from None
    return document if isinstance(document, Document) and document.body is not None else None


def _stated(value: str | None) -> str | None:
    """A field of the metadata in one line, or null where it is empty."""
    return " ".join(value.split()) or None if value else None


def _chunks(body: _Element) -> Iterator[tuple[str, str]]:
    """The pieces of the article's text, in order, and whether each is body or heading."""
    for element in body.iter():
        kind = "heading" if element.tag == "head" else "body"
        if element.text:
            yield element.text, kind
        if element.tail:
            parent = element.getparent()
            yield element.tail, "heading" if parent is not None and parent.tag == "head" else "body"


def _stretches(compact: CompactPage, placed: list[tuple[int, int, str]]) -> Iterator[Stretch]:
    """The placed pieces, cut where a line of the source ends, and the lines or parts of lines between them."""
    cursor = 0
    for start, end, kind in placed:
        yield from _cut(compact, cursor, start, None)
        yield from _cut(compact, start, end, kind)
        cursor = end
    yield from _cut(compact, cursor, len(compact.text), None)


def _cut(compact: CompactPage, start: int, end: int, kind: str | None) -> Iterator[Stretch]:
    while start < end:
        number = compact.line_at(start)
        line = compact.lines[number]
        stop = min(end, compact.line_end(number))
        left, right = compact.raw_span(start, stop)
        is_heading = kind == "body" and line.element is not None
        yield Stretch(left, right, "heading" if is_heading else kind, line.landmark, line.element)
        start = stop
