"""What a stretch of a page's source says: the words between its tags, each tied to its place in the source.

A quote of an HTML page spans source text, `raw[start:end]`, tags and entities included; `text_of_markup` says which
words stand there, as a browser would show them. It is the one definition by which quotes are stored and checked.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from schemas.values import value_class
from schemas.views import Run, TextView, joined

HTML = "text/html"
PLAIN = "text/plain"

_TAG = re.compile(
    r"<!--(?:>|->|.*?(?:--!?>|\Z))"
    r"|<[!?][^>]*+(?:>|\Z)"
    # An attribute's quoted value may hold ">"; a tag that never closes takes the rest, as the HTML standard has it.
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:=\s*+\"[^\"]*+\"|=\s*+'[^']*+'|[^>])*+)(?:>|\Z)",
    re.DOTALL,
)
_CHARACTER_REFERENCE = re.compile(r"&(?:#[0-9]{1,8};?|#[xX][0-9a-fA-F]{1,7};?|[a-zA-Z][a-zA-Z0-9]{1,31};?)")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BREAKS = re.compile(f"{_SPACE.pattern}|{_CHARACTER_REFERENCE.pattern}")
_UNSHOWN = frozenset(
    ["script", "style", "template", "noscript", "iframe", "noframes", "xmp", "svg", "select", "object"]
)
"""Elements whose content no reader sees as text of the page."""
_TEXTUAL = frozenset({"textarea", "title"})
INLINE = frozenset([
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
])  # fmt: skip
"""Elements that stand within a line of text; any other one breaks it."""


@value_class
class TextNode:
    """A stretch of source text between two tags: its span, and the tags since the node before."""

    start: int
    end: int
    tags: tuple[tuple[str, bool, str], ...]


def find_text_nodes(source: str) -> Iterator[TextNode]:
    """Yield the stretches of a page's source that a browser shows as text, in order.

    Comments, scripts, styles and the like are passed over. `tags` are those between the last node and this one, each
    a name in lower case, whether it closes, and its attributes as they stand. Linear in the length of the source,
    whatever it holds.
    """
    position, length = 0, len(source)
    tags: list[tuple[str, bool, str]] = []
    while position < length:
        match = _TAG.search(source, position)
        stop = match.start() if match else length
        if stop > position:
            yield TextNode(position, stop, tuple(tags))
            tags = []
        if match is None:
            return
        position = match.end()
        name = match["name"]
        if name is None:
            continue
        name = name.lower()
        is_closing = match["close"] == "/"
        tags.append((name, is_closing, match["rest"]))
        if not is_closing and not match["rest"].endswith("/") and (name in _UNSHOWN or name in _TEXTUAL):
            position = _end_of_element(source, name, position)


def _end_of_element(source: str, name: str, position: int) -> int:
    """Where the closing tag of an element begins whose content is not markup."""
    closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, position)
    return closing.start() if closing else len(source)


def view_of_markup(source: str, offset: int = 0) -> TextView:
    """What a stretch of source says, as text with its way back: tags out, entities read, white space closed up.

    Args:
        source: The stretch; it begins and ends outside tags.
        offset: Added to every place in the view's runs.
    """
    pieces: list[str] = []
    runs: list[Run] = []
    length = 0
    is_open = False  # whether a space is due before the next word
    space_at = (0, 0)
    for node in find_text_nodes(source):
        if length and not is_open and breaks_line(node.tags):
            is_open, space_at = True, (node.start, node.start)
        for start, end, text in split_text_node(source, node.start, node.end):
            if text is None:
                if length and not is_open:
                    is_open, space_at = True, (start, end)
                continue
            if is_open:
                pieces.append(" ")
                runs.append(Run(length, length + 1, space_at[0] + offset, space_at[1] + offset))
                length += 1
                is_open = False
            pieces.append(text)
            runs.append(Run(length, length + len(text), start + offset, end + offset))
            length += len(text)
    return TextView("".join(pieces), joined(runs))


def text_of_markup(source: str) -> str:
    """The words that a stretch of a page's source shows: what a quote with this span must say."""
    if "<" not in source and "&" not in source:
        return " ".join(word for word in _SPACE.split(source) if word)
    return view_of_markup(source).text


def quoted_text(source: str, media_type: str) -> str:
    """The words that a stretch of raw text stands for: of a page its visible text, of plain text the stretch itself."""
    return text_of_markup(source) if media_type == HTML else source


def breaks_line(tags: tuple[tuple[str, bool, str], ...]) -> bool:
    """Whether any of these tags ends a line of text."""
    return any(name not in INLINE for name, _, _ in tags)


def split_text_node(source: str, start: int, end: int) -> Iterator[tuple[int, int, str | None]]:
    """Yield the words, entities and (as None) white space of a text node, each with its span in the source."""
    position = start
    for match in _BREAKS.finditer(source, start, end):
        if match.start() > position:
            yield position, match.start(), source[position : match.start()]
        position = match.end()
        if match[0][0] != "&":
            yield match.start(), position, None
            continue
        character = html.unescape(match[0])
        yield match.start(), position, None if not character.strip(" \t\n\r\f") else character
    if position < end:
        yield position, end, source[position:end]
