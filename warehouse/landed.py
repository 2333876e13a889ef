"""What lies in the landing folder, item by item: bytes, where they lie, what their sidecar says, or why not.

A `.txt`, `.md`, `.html` or `.pdf` file is one item; the others hold many: a line, row, entry, record or member each.
Text and markup are not decoded here: which encoding the bytes are in is for `pipelines.normalise` to tell.
"""

from collections.abc import Container, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from schemas.errors import UnreadableInput
from warehouse.items import (
    MAX_FILE_ITEMS,
    MAX_ITEM_BYTES,
    Format,
    LandedFile,
    LandedItem,
    Refused,
    Source,
    identity,
)
from warehouse.readers.archives import read_tar, read_zip
from warehouse.readers.feeds import read_feed
from warehouse.readers.pdf import read_pdf
from warehouse.readers.records import read_records
from warehouse.readers.tables import read_rows
from warehouse.readers.text import read_html, read_text
from warehouse.readers.warc import read_warc
from warehouse.sidecars import open_regular, read_sidecar, storable_name

__all__ = ["FORMATS", "MAX_ITEM_BYTES", "LandedFile", "LandedItem", "Refused", "format_of", "landed_file", "read_items"]


def landed_file(path: Path, landing: Path | None = None) -> LandedFile:
    """The file at `path`, its place told from the folder `landing` (its base name where there is none)."""
    place = storable_name(path.relative_to(landing) if landing is not None else Path(path.name))
    try:
        seconds = int(path.lstat().st_mtime)
    except OSError:
        seconds = 0
    return LandedFile(path, place, datetime.fromtimestamp(seconds, UTC))


def read_items(
    file: LandedFile,
    *,
    text_field: str = "text",
    max_item_bytes: int = MAX_ITEM_BYTES,
    only: Container[int] | None = None,
) -> Iterator[LandedItem | Refused]:
    """Every item of a landed file in order, or why it is none; never raises for what a file holds or lacks.

    `text_field` names the field of a record that holds the article. `only` names the records that are asked for: what
    else a file holds may be passed over, which saves reading a file of many months once for each of them.
    """
    try:
        with open_regular(file.path) as stream:
            ending, form = format_of(file.path)
            sidecar = partial(read_sidecar, file.path)
            source = Source(file, stream, file.place, ending[1:], sidecar, text_field, max_item_bytes, only=only)
            before = identity(stream)
            if form.holds_many:
                yield from _counted(source, form.reader(source))
                _require_unchanged(source, before)
            else:
                items = list(form.reader(source))
                _require_unchanged(source, before)
                yield from items
    except UnreadableInput as error:
        yield Refused(error.reason, str(error), file.place, file.received_at)
    except OSError as error:
        message = f"{file.place} cannot be read ({error.strerror or error}); check that it is there and its permissions"
        yield Refused("unreadable", message, file.place, file.received_at)


def format_of(path: Path) -> tuple[str, Format]:
    """The ending by which a file's format is known, and how it is read.

    Raises UnreadableInput where no reader knows its ending.
    """
    name = path.name.lower()
    ending = max((ending for ending in FORMATS if name.endswith(ending)), key=len, default=None)
    if ending is None:
        known = ", ".join(FORMATS)
        message = f"{storable_name(Path(path.name))}: files ending in {path.suffix!r} are not read; these are: {known}"
        raise UnreadableInput("unsupported_format", message)
    return ending, FORMATS[ending]


def _counted(source: Source, items: Iterator[LandedItem | Refused]) -> Iterator[LandedItem | Refused]:
    """The items of a file, as far as they are read."""
    for number, item in enumerate(items):
        if number == MAX_FILE_ITEMS:
            message = f"{source.name} holds more than {MAX_FILE_ITEMS} articles; split it: what follows is not read"
            raise UnreadableInput("too_many_items", message)
        yield item


def _require_unchanged(source: Source, before: tuple[int, int]) -> None:
    if identity(source.stream) != before:
        raise UnreadableInput("changed_while_read", f"{source.name} changed while it was read; run again")


_MEMBERS: dict[str, Format] = {
    ".txt": Format(read_text),
    ".md": Format(read_text),
    ".html": Format(read_html),
    ".htm": Format(read_html),
    ".xhtml": Format(read_html),
    ".jsonl": Format(read_records, holds_many=True),
    ".ndjson": Format(read_records, holds_many=True),
    ".csv": Format(read_rows, holds_many=True),
    ".tsv": Format(read_rows, holds_many=True),
    ".rss": Format(read_feed, holds_many=True),
    ".atom": Format(read_feed, holds_many=True),
    ".xml": Format(read_feed, holds_many=True),
    ".warc": Format(read_warc, is_text=False, holds_many=True),
    ".warc.gz": Format(read_warc, is_text=False, holds_many=True),
    ".pdf": Format(read_pdf, is_text=False),
}
"""Formats that may also lie in an archive."""

FORMATS: dict[str, Format] = {
    **_MEMBERS,
    ".zip": Format(partial(read_zip, formats=_MEMBERS), is_text=False, holds_many=True),
    ".tar": Format(partial(read_tar, formats=_MEMBERS), is_text=False, holds_many=True),
    ".tar.gz": Format(partial(read_tar, formats=_MEMBERS), is_text=False, holds_many=True),
    ".tgz": Format(partial(read_tar, formats=_MEMBERS), is_text=False, holds_many=True),
}
"""File name ending -> how its items are read; a new format is a line here."""
