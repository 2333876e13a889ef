"""A landed item, decoded and dated: its month, and what was refused of it. Dagster-free, so tests call it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.dating import date_page
from pipelines.normalise.decode import DecodedText, decode_text
from pipelines.rejections import reject_row
from schemas.errors import UnreadableInput
from schemas.markup import HTML
from schemas.spans import Publication
from warehouse.landed import LandedItem

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class ReadItem:
    """A landed item decoded and dated, its month, and what was refused of it (a sidecar's date)."""

    item: LandedItem
    decoded: DecodedText
    publication: Publication
    month: str
    rejects: tuple[Row, ...]


def read_item(item: LandedItem) -> ReadItem:
    """Decode a landed item and date it; a date in the sidecar that is none is refused and the text's own is used.

    Raises:
        UnreadableInput: The bytes are no text.
    """
    decoded = decode_item(item)
    stated = text_of(item, "published")
    rejects: tuple[Row, ...] = ()
    received = item.received_at.date()
    try:
        publication = date_page(decoded.text, stated_published=stated, received=received, media_type=item.media_type)
    except UnreadableInput as error:
        publication = date_page(decoded.text, received=received, media_type=item.media_type)
        rejects = (refused_item(item, error.reason, str(error), excerpt=stated),)
    return ReadItem(item, decoded, publication, _month(publication, received), rejects)


def decode_item(item: LandedItem) -> DecodedText:
    """The text of a landed item; raises UnreadableInput where its bytes are none."""
    if item.text is not None:
        return DecodedText(item.text, "utf-8")
    return decode_text(item.data, declared=item.charset, is_markup=item.media_type == HTML)


def text_of(item: LandedItem, name: str) -> str | None:
    """A field of the item's sidecar where it is text, else null."""
    value = item.sidecar.get(name)
    return value.strip() or None if isinstance(value, str) else None


def refused_item(item: LandedItem, reason: str, message: str, excerpt: str | None = None) -> Row:
    """The row of `core_rejects` for an item that was landed and cannot be taken in."""
    number = item.record_number if item.locator is not None else None
    month = item.received_at.isoformat()[:7]
    return reject_row("ingest", reason, message, item.place, month, record_number=number, excerpt=excerpt)


def _month(publication: Publication, received: date) -> str:
    return (publication.start or received).isoformat()[:7]
