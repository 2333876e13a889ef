"""Files that are one item: plain text, Markdown, the source of an HTML page."""

from collections.abc import Iterator

from schemas.identity import bytes_hash
from schemas.markup import HTML, PLAIN
from warehouse.items import HEAD_BYTES, LandedItem, Refused, Source, require_text, whole


def read_text(source: Source) -> Iterator[LandedItem | Refused]:
    """The one item of a text file."""
    yield _item(source, PLAIN)


def read_html(source: Source) -> Iterator[LandedItem | Refused]:
    """The one item of a page's source."""
    yield _item(source, HTML)


def _item(source: Source, media_type: str) -> LandedItem:
    data = whole(source)
    require_text(source.name, data[:HEAD_BYTES])
    return source.item(data, bytes_hash(data), sidecar=source.sidecar(), media_type=media_type)
