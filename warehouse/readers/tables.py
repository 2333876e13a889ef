"""Tables of articles: a header line, then one article a row (CSV, TSV)."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from schemas.errors import UnreadableInput
from schemas.identity import bytes_hash
from schemas.markup import HTML, PLAIN
from warehouse.items import (
    HEAD_BYTES,
    LandedItem,
    Refused,
    Source,
    require_some,
    require_text,
    sidecar_fields,
    split_sidecar,
    take_text,
)

DELIMITERS = ",;\t|"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_rows(source: Source) -> Iterator[LandedItem | Refused]:
    """One item a row; a row without a text is refused and the next one read.

    The first line names the columns. The delimiter is the one of `, ; tab |` that stands most often in it.

    Raises:
        UnreadableInput: `malformed_csv` from the place where the table ends to be one, `unknown_encoding`.
    """
    head = source.stream.read(HEAD_BYTES)
    require_some(source.name, not head.strip())
    require_text(source.name, head)
    source.stream.seek(0)
    # A process-wide setting of the csv module; it only ever grows to what items may be.
    csv.field_size_limit(max(source.limit, csv.field_size_limit()))
    wrapper = io.TextIOWrapper(_Unclosed(source.stream), encoding=encoding_of(head), newline="")
    try:
        yield from _rows(source, csv.reader(wrapper, delimiter=delimiter_of(head), strict=True))
    except csv.Error as error:
        raise UnreadableInput(
            "malformed_csv", f"{source.name} is no table from here on ({error}); check its quotation marks"
        ) from error
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            "unknown_encoding",
            f"{source.name} is not {error.encoding} throughout (byte {error.start}); save it as UTF-8",
        ) from error
    finally:
        wrapper.detach()


class _Unclosed(io.BufferedReader):
    """A stream that stays open when the text wrapper around it is dropped."""

    def __init__(self, stream: Any) -> None:
        super().__init__(_Raw(stream))


class _Raw(io.RawIOBase):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _rows(source: Source, rows: Any) -> Iterator[LandedItem | Refused]:
    header = [name.strip() for name in next(rows, [])]
    if len(set(header)) < len(header) or not any(header):
        raise UnreadableInput("malformed_csv", f"{source.name}: its first line should name the columns, each once")
    shared, names = split_sidecar(source)
    for number, row in enumerate(rows):
        if any(cell.strip() for cell in row) and (source.only is None or number in source.only):
            yield _row(source, number, header, row, shared, names)


def _row(
    source: Source, number: int, header: list[str], row: list[str], shared: dict[str, Any], names: dict[str, str]
) -> LandedItem | Refused:
    where = f"{source.name}, row {number + 1}"
    if len(row) != len(header):
        message = f"{where} has {len(row)} cells, the header {len(header)}; check its quotation marks"
        return source.refused("malformed_csv", message, number, "|".join(row))
    record: dict[str, Any] = {name: cell for name, cell in zip(header, row, strict=True) if cell.strip()}
    data = json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    text, is_markup = take_text(record, names["text"])
    if text is None:
        message = f"{where} has no text in its column {names['text']!r}; name the column with --field text=…"
        return source.refused("no_text", message, number, "|".join(row))
    if len(data) > source.limit:
        return source.refused("too_large", f"{where} is larger than {source.limit / 1e6:g} MB; split it", number)
    return source.item(
        data,
        bytes_hash(data),
        record_number=number,
        sidecar={**shared, **sidecar_fields(record, names)},
        text=text,
        media_type=HTML if is_markup else PLAIN,
        locator=f"row {number + 1}",
    )


def encoding_of(head: bytes) -> str:
    """The encoding of a table, told from its first bytes."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError as error:
        # The last character may be cut by the end of the head; one further up is no UTF-8.
        return "cp1252" if error.start < len(head) - 8 else "utf-8"
    return "utf-8"


def delimiter_of(head: bytes) -> str:
    """The delimiter that stands most often in the first line, of which a file of nothing but zeros has none."""
    first = next(iter(head.replace(b"\x00", b"").splitlines()), b"").decode("utf-8", "replace")
    return max(DELIMITERS, key=first.count)
