"""A page's source as the text that it shows, white space aside, and the way from each character back to the source."""

from __future__ import annotations

import html
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from schemas.markup import TextNode, breaks_line, find_text_nodes, split_text_node
from schemas.values import value_class

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
_HEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@value_class
class Line:
    """A line of the page's text: its nodes, by number, and where it stands."""

    first: int
    last: int
    landmark: str | None
    element: str | None


class CompactPage:
    """The page's text without white space, and the way from its characters to the source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.nodes: list[TextNode] = []
        self.starts: list[int] = []
        self.lines: list[Line] = []
        pieces: list[str] = []
        length = 0
        walk = _Walk()
        for node in find_text_nodes(source):
            is_new = walk.step(node.tags)
            text = _shown(source[node.start : node.end])
            if not text or walk.is_head:
                walk.is_broken = walk.is_broken or is_new
                continue
            number = len(self.nodes)
            if is_new or walk.is_broken or not self.lines:
                self.lines.append(Line(number, number, walk.landmark, walk.heading))
            else:
                line = self.lines[-1]
                self.lines[-1] = Line(line.first, number, line.landmark, line.element)
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


def page_lines(source: str) -> list[tuple[int, int]]:
    """The spans of a page's lines of text in its source, in order, whatever they are there for."""
    compact = CompactPage(source)
    return [compact.raw_span(compact.starts[line.first], compact.line_end(n)) for n, line in enumerate(compact.lines)]


def _shown(source: str) -> str:
    """A text node's characters as shown, without white space."""
    return squeezed(html.unescape(source) if "&" in source else source)


def squeezed(text: str) -> str:
    """A text without white space and marks of no width."""
    bare = "".join(text.split())
    return bare if bare.isascii() else bare.translate(_IGNORED)


def _characters(source: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Words and entities of a text node with their spans; their texts joined are the node's squeezed text."""
    for left, right, text in split_text_node(source, start, end):
        bare = squeezed(text or "")
        if not bare:
            continue
        if len(bare) == right - left or source[left] == "&":
            yield left, right, bare
            continue
        for place in range(left, right):
            one = squeezed(source[place])
            if one:
                yield place, place + 1, one
