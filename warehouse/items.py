"""What a reader is given and what it gives: an open file, its items, its refusals, and the limits they keep."""

import os
import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO, Any

from schemas.errors import UnreadableInput
from schemas.markup import PLAIN
from warehouse.limits import limit_of

MAX_ITEM_BYTES = limit_of("item_bytes")
"""The largest text file or record taken in; what is longer is a dump of many articles in one file, which belongs in
JSONL, a record each."""
MAX_FILE_ITEMS = limit_of("file_items")
HEAD_BYTES = 8192
_EXCERPT_CHARACTERS = 200
_CONTROL_SHARE = 0.02
"""Share of control characters from which bytes are taken for binary: prose has none, compressed data about 0.1."""
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\b\x1b") + b"\x7f"
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_BINARY_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
)
_ISO_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?:[T /].*)?$")

RECORD_FIELDS = ("text", "title", "byline", "published", "url", "publisher")
"""What is read of a record; `fields` in the sidecar of its file may say by which name, or path of names with dots."""
FIELDS = "fields"

TEXT_FIELDS = ("content", "body", "article", "article_text", "maintext", "full_text", "html")
"""Fields that hold the article where the configured one is absent, as corpora name them; `html` holds markup."""
OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "title": ("headline",),
    "byline": ("author", "authors", "creator"),
    "published": ("date", "published_at", "date_published", "date_publish", "publish_date", "pub_date", "pubdate"),
    "url": ("link",),
    "publisher": ("source", "source_name", "site", "site_name"),
}
"""What records call the fields of a sidecar, read where the field itself is absent."""


@dataclass(frozen=True, slots=True)
class LandedFile:
    """A file of the landing folder: where it is, its place below the landing, when it came (UTC, whole seconds)."""

    path: Path
    place: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class LandedItem:
    """One article, or one page of them, as it came.

    data: its bytes; for a JSONL record the line without its end. text: the record's text, null for a file of text or
    markup, whose bytes are still to be decoded. sidecar: what came along about it (published, url, publisher, title …).
    media_type: `text/html` where data or text are a page's source. charset: the encoding that came along with the
    bytes (the header of a web server), null where none did. locator: where in the file the item stands, null for a
    file that is one item. page_starts: where the pages of a PDF begin in `text`.
    """

    data: bytes
    sha256: str
    file: str
    place: str
    record_number: int
    format: str
    received_at: datetime
    sidecar: dict[str, Any]
    text: str | None = None
    media_type: str = PLAIN
    charset: str | None = None
    locator: str | None = None
    page_starts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or record that cannot be taken in: a short code, what happened and what to do, where, the first words."""

    reason: str
    message: str
    place: str
    received_at: datetime
    record_number: int | None = None
    excerpt: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An open file whose items are to be read: a landed file, or a member of one that is an archive.

    name: what messages call it. format: its ending without the dot. sidecar: reads what came along about it, and
    raises UnreadableInput where that cannot be read. text_field: the field of a record that holds the article.
    limit: the largest item, in bytes. depth: how many archives it lies in. only: the records asked for, null for all.
    """

    file: LandedFile
    stream: IO[bytes]
    name: str
    format: str
    sidecar: Callable[[], dict[str, Any]] = field(repr=False)
    text_field: str = "text"
    limit: int = MAX_ITEM_BYTES
    depth: int = 0
    only: Container[int] | None = None

    def item(self, data: bytes, sha256: str, **fields: Any) -> LandedItem:
        """An item of this file; `fields` are those of `LandedItem` that the file itself does not tell."""
        defaults: dict[str, Any] = {"record_number": 0, "format": self.format, "sidecar": {}}
        return LandedItem(
            data=data,
            sha256=sha256,
            file=self.file.place.rsplit("/", 1)[-1],
            place=self.file.place,
            received_at=self.file.received_at,
            **{**defaults, **fields},
        )

    def refused(self, reason: str, message: str, number: int | None = None, excerpt: str | None = None) -> Refused:
        """A refusal of this file, or of its record `number`."""
        shown = excerpt[:_EXCERPT_CHARACTERS] if excerpt else None
        return Refused(reason, message, self.file.place, self.file.received_at, number, shown)


Reader = Callable[[Source], Iterator[LandedItem | Refused]]
"""Reads the items of an open file, one after the other; raises UnreadableInput where the rest of it cannot be read."""


@dataclass(frozen=True, slots=True)
class Format:
    """How files of one ending are read.

    is_text: whether their bytes must be those of a text. holds_many: whether they hold many items, so that they may be
    large and some of their items refused.
    """

    reader: Reader
    is_text: bool = True
    holds_many: bool = False


def require_text(name: str, head: bytes) -> None:
    """Raise UnreadableInput where the first bytes of a file cannot be those of a text."""
    if _is_binary(head):
        raise UnreadableInput(
            "binary_file", f"{name} holds binary data, not text; export its text and land that as .txt or .jsonl"
        )


def require_some(name: str, is_blank: bool) -> None:
    """Raise UnreadableInput for a file without any text in it."""
    if is_blank:
        raise UnreadableInput("empty_file", f"{name} holds no text; remove it, or land the full article")


def require_size(name: str, byte_count: int, limit: int) -> None:
    """Raise UnreadableInput for what is larger than `limit` bytes."""
    if byte_count > limit:
        raise UnreadableInput(
            "too_large",
            f"{name} is larger than {limit / 1e6:g} MB; split it, or land its articles as records of a .jsonl file",
        )


def identity(stream: IO[bytes]) -> tuple[int, int]:
    """Size and modification time of an open file; equal ones before and after tell that nobody wrote in between."""
    status = os.fstat(stream.fileno())
    return status.st_size, status.st_mtime_ns


def whole(source: Source) -> bytes:
    """All bytes of a file; raises UnreadableInput where they are more than the limit or none."""
    data = source.stream.read(source.limit + 1)
    require_size(source.name, len(data), source.limit)
    require_some(source.name, not data.strip())
    return data


def excerpt_of(data: bytes | None) -> str | None:
    """The first characters of what was refused."""
    return data[: 4 * _EXCERPT_CHARACTERS].decode("utf-8", "replace")[:_EXCERPT_CHARACTERS] if data else None


def split_sidecar(source: Source) -> tuple[dict[str, Any], dict[str, str]]:
    """What the sidecar of a file of records says of all of them, and by which names their fields go.

    Raises UnreadableInput (`bad_sidecar`) where its `fields` are no such names.
    """
    shared = dict(source.sidecar())
    names = shared.pop(FIELDS, {})
    is_fit = isinstance(names, dict) and all(isinstance(name, str) and name for name in names.values())
    unknown = sorted(set(names) - set(RECORD_FIELDS)) if is_fit else []
    if not is_fit or unknown:
        raise UnreadableInput(
            "bad_sidecar",
            f"{source.name}: {FIELDS!r} in its sidecar should name the fields of its records, such as "
            f'{{"text": "body", "published": "date"}}; known are {", ".join(RECORD_FIELDS)}',
        )
    return shared, {"text": source.text_field, **names}


def sidecar_fields(record: dict[str, Any], names: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A record's fields with those of a sidecar under their own names, dates in ISO form where they can be."""
    fields = dict(record)
    for name in RECORD_FIELDS[1:]:
        path = (names or {}).get(name)
        if path is not None:
            fields[name] = looked_up(record, path)
        elif not fields.get(name):
            others = (record.get(other) for other in OTHER_NAMES.get(name, ()))
            fields[name] = next((value for value in others if value and isinstance(value, str | list)), None)
        if isinstance(fields[name], list):
            fields[name] = ", ".join(entry for entry in fields[name] if isinstance(entry, str))
        if not isinstance(fields[name], str) or not fields[name]:
            del fields[name]
    if "published" in fields:
        fields["published"] = iso_date(fields["published"])
    return fields


def looked_up(record: Mapping[str, Any], path: str) -> Any:
    """The value of a field, or of one inside others (`article.body`); null where it is not there."""
    if path in record:
        return record[path]
    value: Any = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def iso_date(stated: str) -> str:
    """A date as feeds and corpora write it, in ISO form; what is no such date is given back as it stands."""
    text = stated.strip()
    if _ISO_DAY.match(text):
        return text[:10] if len(text) > 10 and text[4:5] == "-" and text[10] in "T " else text
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return stated


def take_text(record: dict[str, Any], text_field: str) -> tuple[str | None, bool]:
    """Take the article out of a record: its text, or null where it has none, and whether it is markup."""
    names = (text_field, *TEXT_FIELDS) if looked_up(record, text_field) is None else (text_field,)
    for name in names:
        value = looked_up(record, name)
        if isinstance(value, str) and value.strip():
            record.pop(name, None)
            return value, name.rpartition(".")[2] == "html"
    return None, False


def _is_binary(head: bytes) -> bool:
    """Whether the first bytes are no text in any encoding that is read, UTF-16 and UTF-32 included."""
    if head.startswith(_BYTE_ORDER_MARKS):
        return False
    if head.startswith(_BINARY_SIGNATURES):
        return True
    # UTF-16 without its mark: Latin text has a NUL in every other place and nowhere else.
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) == 0 and max(even, odd) > 0.3 * len(head) / 2:
        return False
    return len(head) - len(head.translate(None, _CONTROLS)) > _CONTROL_SHARE * len(head)
