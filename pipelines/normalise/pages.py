"""An HTML page to its paragraphs: which of the source's text is the article, where each piece stands, what is not it.

trafilatura tells which words are the article's but not where they stand. Here its words are found again in the text
of the source, in order, white space aside, and exactly: what cannot be found is reported, never approximated.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from lxml.etree import _Element
from nupunkt import sent_spans
from trafilatura.settings import Document

from schemas.errors import UnreadableInput
from schemas.markup import TextNode, breaks_line, find_text_nodes, split_text_node

ANCHOR_MIN = 40
"""A piece this long, in characters without white space, that stands once in the page fixes the order of the others."""

LANDMARKS: dict[str, tuple[str, str]] = {
    "figcaption": ("caption", "<figcaption>"),
    "nav": ("furniture", "<nav>"),
    "footer": ("furniture", "<footer>"),
    "aside": ("related", "<aside>"),
    "form": ("furniture", "<form>"),
    "button": ("furniture", "<button>"),
    "dialog": ("furniture", "<dialog>"),
    "header": ("furniture", "<header>"),
}
"""Elements that say what stands in them, the telling ones first."""

_INDIRECT = frozenset(" \t\n\r\f\v\u00a0&\u00ad\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009\u202f\u3000\u2028\x85")
"""Characters that are not shown as themselves at the edge of a text: white space, references, marks of no width."""
_INDIRECT_END = _INDIRECT | {";"}
_IGNORED = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
_PAGE = re.compile(r"<(?:!doctype|html|head|body|title)[\s>]", re.IGNORECASE)
"""What tells a page from a piece of markup, such as a feed carries: of a piece, all is the article's."""
PAGE_WITHIN = 4_096
_NO_DATE = {"original_date": True, "extensive_search": False}
"""Dates are read on ingest; a search of the whole page for one would double the time."""
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line of the source's text, or the part of one that is the article's; `landmark` is the element it stands in.

    `kind` is `body` or `heading` where it is the article's, else null.
    """

    start: int
    end: int
    kind: str | None
    landmark: str | None
    element: str | None


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the page's text: its nodes, by number, and where it stands."""

    first: int
    last: int
    landmark: str | None
    element: str | None


class _Compact:
    """The page's text without white space, and the way from its characters to the source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.nodes: list[TextNode] = []
        self.starts: list[int] = []
        self.lines: list[_Line] = []
        pieces: list[str] = []
        length = 0
        walk = _Walk()
        for node in find_text_nodes(source):
            is_new = walk.step(node.tags)
            text = _squeezed(source[node.start : node.end])
            if not text or walk.is_head:
                walk.is_broken = walk.is_broken or is_new
                continue
            number = len(self.nodes)
            if is_new or walk.is_broken or not self.lines:
                self.lines.append(_Line(number, number, walk.landmark, walk.heading))
            else:
                line = self.lines[-1]
                self.lines[-1] = _Line(line.first, number, line.landmark, line.element)
            walk.is_broken = False
            self.nodes.append(node)
            self.starts.append(length)
            pieces.append(text)
            length += len(text)
        self.text = "".join(pieces)
        self.line_starts = [self.starts[line.first] for line in self.lines]

    def _node_end(self, number: int) -> int:
        return self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)

    def line_at(self, place: int) -> int:
        """The number of the line in which a character stands."""
        return bisect_right(self.line_starts, place) - 1

    def line_end(self, number: int) -> int:
        """Where a line ends in the compact text."""
        return self.line_starts[number + 1] if number + 1 < len(self.lines) else len(self.text)

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source of a stretch of the compact text."""
        return self._raw(start)[0], self._raw(end - 1)[1]

    def _raw(self, place: int) -> tuple[int, int]:
        number = bisect_right(self.starts, place) - 1
        node, wanted = self.nodes[number], place - self.starts[number]
        if wanted == 0 and self.source[node.start] not in _INDIRECT:
            return node.start, node.start + 1
        if place + 1 == self._node_end(number) and self.source[node.end - 1] not in _INDIRECT_END:
            return node.end - 1, node.end
        seen = 0
        for start, end, text in _characters(self.source, node.start, node.end):
            seen += len(text)
            if seen > wanted:
                if end - start == len(text):
                    at = start + wanted - (seen - len(text))
                    return at, at + 1
                return start, end
        return node.end, node.end


class _Walk:
    """Which landmarks and headings are open at a place of the source, and whether a new line begins there."""

    def __init__(self) -> None:
        self.open: Counter[str] = Counter()
        self.is_head = False
        self.is_broken = False

    def step(self, tags: tuple[tuple[str, bool, str], ...]) -> bool:
        """Take the tags before a text in; whether a new line begins."""
        for name, is_closing, _ in tags:
            if name == "head" or name == "title":
                self.is_head = not is_closing
            elif name == "body":
                self.is_head = False
            elif name in LANDMARKS or name in _HEADS:
                self.open[name] = max(0, self.open[name] + (-1 if is_closing else 1))
        return breaks_line(tags)

    @property
    def landmark(self) -> str | None:
        return next((name for name in LANDMARKS if self.open[name]), None)

    @property
    def heading(self) -> str | None:
        return next((name for name in _HEADS if self.open[name]), None)


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
    compact = _Compact(source)
    if not _PAGE.search(source, 0, PAGE_WITHIN):
        return PageText(tuple(_stretches(compact, [(0, len(compact.text), "body")])), ())
    document = _extracted(source)
    if document is None:
        return PageText(tuple(_stretches(compact, [])), ())
    chunks = [(_squeezed_plain(text), kind, text) for text, kind in _chunks(document.body)]
    placed, unplaced = _place(compact.text, [chunk for chunk in chunks if chunk[0]])
    return PageText(
        tuple(_stretches(compact, placed)),
        tuple(unplaced),
        _stated(document.title),
        _stated(document.author),
        _stated(document.sitename),
        _stated(document.url),
    )


def page_lines(source: str) -> list[tuple[int, int]]:
    """The spans of a page's lines of text in its source, in order, whatever they are there for."""
    compact = _Compact(source)
    return [compact.raw_span(compact.starts[line.first], compact.line_end(n)) for n, line in enumerate(compact.lines)]


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


def _place(text: str, chunks: list[tuple[str, str, str]]) -> tuple[list[tuple[int, int, str]], list[str]]:
    """Find each chunk in the compact text: (start, end, kind) in order, without overlaps; and what was not found."""
    anchors = _anchors(text, [chunk[0] for chunk in chunks])
    placed: list[tuple[int, int, str]] = []
    unplaced: list[str] = []
    cursor = 0
    bounds = _bounds(anchors, len(chunks), len(text))
    for number, (chunk, kind, words) in enumerate(chunks):
        found = anchors.get(number)
        if found is None:
            found = text.find(chunk, cursor, bounds[number])
        if found >= 0:
            placed.append((found, found + len(chunk), kind))
            cursor = max(cursor, found + len(chunk))
            continue
        for start, end, sentence in _by_sentence(text, words, cursor, bounds[number]):
            if start < 0:
                unplaced.append(sentence)
            else:
                placed.append((start, end, kind))
                cursor = max(cursor, end)
    return _without_overlaps(placed), unplaced


def _anchors(text: str, chunks: list[str]) -> dict[int, int]:
    """Long chunks that stand once in the text, as far as they stand there in their order: number -> place."""
    places: list[tuple[int, int]] = []
    for number, chunk in enumerate(chunks):
        if len(chunk) >= ANCHOR_MIN:
            first = text.find(chunk)
            if first >= 0 and text.find(chunk, first + 1) < 0:
                places.append((number, first))
    return dict(_longest_rising(places))


def _longest_rising(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs whose second members rise (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(places):
        pile = bisect_left(tops, place)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            ends.append(index)
        else:
            tops[pile], ends[pile] = place, index
    row = []
    at = ends[-1] if ends else -1
    while at >= 0:
        row.append(places[at])
        at = before[at]
    return row[::-1]


def _bounds(anchors: dict[int, int], count: int, length: int) -> list[int]:
    """For each chunk the place of the next anchor, before which it must end."""
    bounds = [length] * count
    limit = length
    for number in range(count - 1, -1, -1):
        bounds[number] = limit
        limit = anchors.get(number, limit)
    return bounds


def _by_sentence(text: str, words: str, cursor: int, bound: int) -> Iterator[tuple[int, int, str]]:
    """The sentences of a chunk that does not stand in the text as a whole, each found or with the place -1."""
    for left, right in sent_spans(words):
        sentence = words[left:right].strip()
        squeezed = _squeezed_plain(sentence)
        if not squeezed:
            continue
        found = text.find(squeezed, cursor, bound)
        if found < 0 and len(squeezed) >= ANCHOR_MIN:
            found = text.find(squeezed)
        yield found, found + len(squeezed), sentence
        cursor = max(cursor, found + len(squeezed)) if found >= 0 else cursor


def _without_overlaps(placed: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(placed):
        start = max(start, kept[-1][1]) if kept else start
        if start < end:
            kept.append((start, end, kind))
    return kept


def _stretches(compact: _Compact, placed: list[tuple[int, int, str]]) -> Iterator[Stretch]:
    """The placed pieces, cut where a line of the source ends, and the lines or parts of lines between them."""
    cursor = 0
    for start, end, kind in placed:
        yield from _cut(compact, cursor, start, None)
        yield from _cut(compact, start, end, kind)
        cursor = end
    yield from _cut(compact, cursor, len(compact.text), None)


def _cut(compact: _Compact, start: int, end: int, kind: str | None) -> Iterator[Stretch]:
    while start < end:
        number = compact.line_at(start)
        line = compact.lines[number]
        stop = min(end, compact.line_end(number))
        left, right = compact.raw_span(start, stop)
        is_heading = kind == "body" and line.element is not None
        yield Stretch(left, right, "heading" if is_heading else kind, line.landmark, line.element)
        start = stop


def _squeezed(source: str) -> str:
    """A text node's characters as shown, without white space."""
    return _squeezed_plain(html.unescape(source) if "&" in source else source)


def _squeezed_plain(text: str) -> str:
    squeezed = "".join(text.split())
    return squeezed if squeezed.isascii() else squeezed.translate(_IGNORED)


def _characters(source: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Words and entities of a text node with their spans; their texts joined are the node's squeezed text."""
    for left, right, text in split_text_node(source, start, end):
        squeezed = _squeezed_plain(text or "")
        if not squeezed:
            continue
        if len(squeezed) == right - left or source[left] == "&":
            yield left, right, squeezed
            continue
        for place in range(left, right):
            one = _squeezed_plain(source[place])
            if one:
                yield place, place + 1, one
