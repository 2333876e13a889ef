"""Web archives (WARC 1.0 and 1.1, gzip or not), streamed record by record."""

from collections.abc import Iterator
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from schemas.errors import UnreadableInput
from schemas.identity import bytes_hash
from schemas.markup import HTML, PLAIN
from warehouse.items import LandedItem, Refused, Source
from warehouse.readers.http_bodies import body_as_meant

MEDIA_TYPES = {"text/html": HTML, "application/xhtml+xml": HTML, "text/plain": PLAIN}
"""Content types that are read as articles."""

PAGES = (WarcRecordType.response, WarcRecordType.resource)
"""Types of records that hold what a server sent."""
_GZIP = b"\x1f\x8b"


def read_warc(source: Source) -> Iterator[LandedItem | Refused]:
    """One item a successful response that holds a page or a text; other records are counted in one refusal.

    Raises:
        UnreadableInput: `malformed_warc` for a file that is none, `truncated` for one that ends in mid-record.
    """
    head = source.stream.read(5)
    source.stream.seek(0)
    if not head.startswith((_GZIP, b"WARC/")):
        raise UnreadableInput("malformed_warc", f"{source.name} is no WARC file; fetch it again or rename it")
    shared = source.sidecar()
    passed, number, is_empty = 0, 0, True
    for record in _records(source):
        is_empty = False
        if record.record_type not in PAGES:
            continue
        media_type = page_media_type(record)
        if media_type is None:
            passed += 1
            continue
        yield _page(source, number, record, media_type, shared)
        number += 1
    if is_empty:
        raise UnreadableInput("truncated", f"{source.name} holds no whole record; fetch it again")
    if passed:
        yield source.refused(
            "not_an_article",
            f"{source.name}: {passed} records passed over: no success, or neither page nor text (images, styles …)",
        )


def _records(source: Source) -> Iterator[Any]:
    """The records of a file; raises UnreadableInput where it breaks off."""
    try:
        yield from ArchiveIterator(source.stream, parse_http=True, strict_mode=False)
    except (OSError, EOFError, ValueError, RuntimeError) as error:
        raise UnreadableInput(
            "truncated", f"{source.name} is damaged or ends too early ({error}); fetch it again"
        ) from error


def page_media_type(record: Any) -> str | None:
    """The media type of a record that holds a page or a text, null for one that is passed over."""
    headers = record.http_headers
    if headers is not None and headers.status_code not in (200, 203, None):
        return None
    stated = record.http_content_type if headers is not None else record.headers.get("Content-Type", "")
    return MEDIA_TYPES.get((stated or "").split(";")[0].strip().lower())


def _page(source: Source, number: int, record: Any, media_type: str, shared: dict[str, Any]) -> LandedItem | Refused:
    address = record.headers.get("WARC-Target-URI", "").strip("<>")
    where = f"record {record.record_id} at byte {record.stream_pos}"
    length = record.content_length
    if length > source.limit:
        message = f"{source.name}, {where} is larger than {source.limit / 1e6:g} MB; land the page by itself"
        return source.refused("too_large", message, number, address)
    data = record.reader.read(source.limit + 1)
    if len(data) < length:
        raise UnreadableInput("truncated", f"{source.name} ends inside {where}; fetch it again")
    if record.http_headers is not None:
        headers = {name.lower(): value for name, value in record.http_headers.items()}
        try:
            data = body_as_meant(f"{source.name}, {where}", data, headers, source.limit)
        except UnreadableInput as error:
            return source.refused(error.reason, str(error), number, address)
    if not data.strip():
        return source.refused("empty_file", f"{source.name}, {where} holds no text", number, address)
    return source.item(
        data,
        bytes_hash(data),
        record_number=number,
        sidecar={**({"url": address} if address else {}), **shared},
        media_type=media_type,
        charset=record.http_charset if record.http_headers is not None else None,
        locator=where,
    )
