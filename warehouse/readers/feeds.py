"""Feeds: RSS 0.9 to 2.0, RDF and Atom, one item an entry.

An entry's text is what the feed carries of the article, often a summary. XML that declares entities is refused: no
feed needs them, and nested ones grow to gigabytes.
"""

import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from schemas.errors import UnreadableInput
from schemas.identity import bytes_hash
from schemas.markup import HTML, PLAIN
from warehouse.items import LandedItem, Refused, Source, iso_date, whole
from warehouse.limits import limit_of

MAX_FEED_BYTES = limit_of("feed_bytes")

ENTRIES = frozenset({"item", "entry"})
BODIES = ("encoded", "content", "description", "summary")
"""Elements that carry an entry's text, the fullest first."""


def read_feed(source: Source) -> Iterator[LandedItem | Refused]:
    """One item an entry; an entry without a text is refused and the next one read.

    Raises:
        UnreadableInput: `entity_declaration`, `malformed_xml`, or `no_entries` for XML that is no feed.
    """
    data = whole(Source(**{**_fields(source), "limit": MAX_FEED_BYTES}))
    if b"<!ENTITY" in data[:1_000_000].replace(b"\x00", b""):
        raise UnreadableInput(
            "entity_declaration",
            f"{source.name} declares XML entities, which no feed needs; save it without its DOCTYPE",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableInput("malformed_xml", f"{source.name} is no XML ({error.msg}); save the feed again") from error
    shared = {**_feed_fields(root), **source.sidecar()}
    number = -1
    for number, entry in enumerate(element for element in root.iter() if _name(element) in ENTRIES):
        yield _entry(source, number, entry, shared)
    if number < 0:
        raise UnreadableInput(
            "no_entries", f"{source.name} is XML without entries of RSS or Atom; land the articles as .txt or .html"
        )


def _fields(source: Source) -> dict[str, Any]:
    return {name: getattr(source, name) for name in source.__slots__}


def _feed_fields(root: Any) -> dict[str, Any]:
    """What a feed says of itself that holds for all its entries: whose it is."""
    channel = next((element for element in root.iter() if _name(element) in ("channel", "feed")), None)
    title = _text(channel, "title") if channel is not None else None
    return {"publisher": title} if title else {}


def _entry(source: Source, number: int, entry: Any, shared: dict[str, Any]) -> LandedItem | Refused:
    where = f"{source.name}, entry {number + 1}"
    text, media_type = _body(entry)
    if text is None:
        return source.refused(
            "no_text", f"{where} carries no text; land the article it points to", number, _text(entry, "title")
        )
    published = _text(entry, "pubdate") or _text(entry, "published") or _text(entry, "date") or _text(entry, "issued")
    own = {
        "title": _text(entry, "title"),
        "url": _link(entry),
        "byline": _text(entry, "creator") or _text(entry, "author"),
        "published": iso_date(published) if published else None,
    }
    known = {name: value for name, value in own.items() if value}
    data = json.dumps({"text": text, **known}, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    if len(data) > source.limit:
        return source.refused(
            "too_large", f"{where} is larger than {source.limit / 1e6:g} MB; land it in parts", number
        )
    return source.item(
        data,
        bytes_hash(data),
        record_number=number,
        sidecar={**shared, **known},
        text=text,
        media_type=media_type,
        locator=f"entry {number + 1}",
    )


def _body(entry: Any) -> tuple[str | None, str]:
    for name in BODIES:
        element = next((child for child in entry if _name(child) == name), None)
        if element is None:
            continue
        if element.get("type") == "xhtml":
            return "".join(etree.tostring(child, encoding="unicode") for child in element) or None, HTML
        text = "".join(element.itertext())
        if text.strip():
            return text, HTML if "<" in text or "&" in text else PLAIN
    return None, PLAIN


def _text(parent: Any, name: str) -> str | None:
    element = next((child for child in parent if _name(child) == name), None)
    return " ".join("".join(element.itertext()).split()) or None if element is not None else None


def _link(entry: Any) -> str | None:
    for child in entry:
        if _name(child) == "link" and child.get("rel", "alternate") == "alternate":
            return child.get("href") or (child.text or "").strip() or None
    return None


def _name(element: Any) -> str:
    """An element's name in lower case without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""
