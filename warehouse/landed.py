"""What lies in the landing folder, item by item: bytes, where they lie, what their sidecar says, or why not.

A `.txt` or `.md` file is one item; each line of a `.jsonl` or `.ndjson` file is one. Text files are not decoded here:
which encoding the bytes are in is for `pipelines.normalise` to tell.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from schemas.errors import UnreadableInput
from schemas.identity import bytes_hash
from warehouse.sidecars import json_object, open_regular, read_sidecar, storable_name

MAX_ITEM_BYTES = 20_000_000
"""The largest text file or record taken in. The longest articles known are near 1 MB; what is longer is a dump of many
articles in one file, which belongs in JSONL, a record each."""
_HEAD_BYTES = 8192
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


@dataclass(frozen=True, slots=True)
class LandedFile:
    """A file of the landing folder: where it is, its place below the landing, when it came (UTC, whole seconds)."""

    path: Path
    place: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class LandedItem:
    """One article, or one page of them, as it came.

    data: its bytes; for a JSONL record the line without its end. text: the record's text, null for a text file, whose
    bytes are still to be decoded. sidecar: what came along about it (published, url, publisher, title …).
    replaced_characters: lone surrogates of the JSON that became U+FFFD, because no file can hold them.
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
    replaced_characters: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or record that cannot be taken in: a short code, what happened and what to do, where, the first words."""

    reason: str
    message: str
    place: str
    received_at: datetime
    record_number: int | None = None
    excerpt: str | None = None


Reader = Callable[[LandedFile, BinaryIO, str, int], Iterator[LandedItem | Refused]]
"""Reads the items of an open file: the file, its bytes, the field of a record's text, the largest item."""


def landed_file(path: Path, landing: Path | None = None) -> LandedFile:
    """The file at `path`, its place told from the folder `landing` (its base name where there is none)."""
    place = storable_name(path.relative_to(landing) if landing is not None else Path(path.name))
    try:
        seconds = int(path.lstat().st_mtime)
    except OSError:
        seconds = 0
    return LandedFile(path, place, datetime.fromtimestamp(seconds, UTC))


def read_items(
    file: LandedFile, *, text_field: str = "text", max_item_bytes: int = MAX_ITEM_BYTES
) -> Iterator[LandedItem | Refused]:
    """Every item of a landed file in order, or why it is none; never raises for what a file holds or lacks.

    `text_field` names the field of a JSONL record that holds the article.
    """
    try:
        with open_regular(file.path) as stream:
            reader = require_format(file.path)
            yield from reader(file, stream, text_field, max_item_bytes)
    except UnreadableInput as error:
        yield Refused(error.reason, str(error), file.place, file.received_at)
    except OSError as error:
        message = f"{file.place} cannot be read ({error.strerror}); check that it is there and its permissions"
        yield Refused("unreadable", message, file.place, file.received_at)


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


def require_format(path: Path) -> Reader:
    """How the items of a file are read, by its name; raises UnreadableInput where no reader knows its ending."""
    reader = FORMATS.get(path.suffix.lower())
    if reader is None:
        name, known = storable_name(Path(path.name)), ", ".join(FORMATS)
        message = f"{name}: files ending in {path.suffix!r} are not read; these are: {known}"
        raise UnreadableInput("unsupported_format", message)
    return reader


def _identity(stream: BinaryIO) -> tuple[int, int]:
    status = os.fstat(stream.fileno())
    return status.st_size, status.st_mtime_ns


def _require_unchanged(file: LandedFile, stream: BinaryIO, before: tuple[int, int]) -> None:
    if _identity(stream) != before:
        raise UnreadableInput("changed_while_read", f"{file.place} changed while it was read; run again")


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


def _text_item(file: LandedFile, stream: BinaryIO, text_field: str, limit: int) -> Iterator[LandedItem | Refused]:
    """The one item of a text file."""
    before = _identity(stream)
    data = stream.read(limit + 1)
    _require_unchanged(file, stream, before)
    require_size(file.place, len(data), limit)
    require_some(file.place, not data.strip())
    require_text(file.place, data[:_HEAD_BYTES])
    sidecar = read_sidecar(file.path)
    yield LandedItem(
        data=data,
        sha256=bytes_hash(data),
        file=file.place.rsplit("/", 1)[-1],
        place=file.place,
        record_number=0,
        format=_format_name(file),
        received_at=file.received_at,
        sidecar=sidecar,
    )


def _records(file: LandedFile, stream: BinaryIO, text_field: str, limit: int) -> Iterator[LandedItem | Refused]:
    """One item a line; a line that is no record with a text is refused and the next one read."""
    before = _identity(stream)
    require_text(file.place, stream.read(_HEAD_BYTES))
    stream.seek(0)
    shared = read_sidecar(file.path)
    is_blank = True
    for number, line in enumerate(_bounded_lines(stream, limit)):
        if line is None or line.strip():
            is_blank = False
            yield _record(file, number, line, shared, text_field, limit)
    require_some(file.place, is_blank)
    _require_unchanged(file, stream, before)


def _record(
    file: LandedFile, number: int, line: bytes | None, shared: dict[str, Any], text_field: str, limit: int
) -> LandedItem | Refused:
    where = f"{file.place}, line {number + 1}"
    try:
        if line is None:
            require_size(where, limit + 1, limit)
        record, replaced = json_object(line or b"")
        text = record.pop(text_field, None)
        if not isinstance(text, str) or not text.strip():
            raise UnreadableInput("no_text", f"{where}: the record has no text in its field {text_field!r}")
    except ValueError as error:
        message = f"{where} is no JSON object ({error}); put one record a line"
        return Refused("malformed_json", message, file.place, file.received_at, number, _excerpt(line))
    except UnreadableInput as error:
        return Refused(error.reason, str(error), file.place, file.received_at, number, _excerpt(line))
    return LandedItem(
        data=line or b"",
        sha256=bytes_hash(line or b""),
        file=file.place.rsplit("/", 1)[-1],
        place=file.place,
        record_number=number,
        format=_format_name(file),
        received_at=file.received_at,
        sidecar={**shared, **record},
        text=text,
        replaced_characters=replaced,
    )


def _bounded_lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The lines of a file without their ends; None in place of a line longer than `limit` bytes."""
    while line := stream.readline(limit + 2):
        whole = line.rstrip(b"\r\n")
        if len(whole) <= limit:
            yield whole
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit + 2)
        yield None


def _excerpt(line: bytes | None) -> str | None:
    return line[: 4 * _EXCERPT_CHARACTERS].decode("utf-8", "replace")[:_EXCERPT_CHARACTERS] if line else None


def _format_name(file: LandedFile) -> str:
    return file.path.suffix.lower().removeprefix(".")


FORMATS: dict[str, Reader] = {
    ".txt": _text_item,
    ".md": _text_item,
    ".jsonl": _records,
    ".ndjson": _records,
}
"""File name ending -> how its items are read; a new format is a line here."""
