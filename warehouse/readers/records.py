"""Files of records, one JSON object a line."""

from collections.abc import Iterator
from typing import IO, Any

from schemas.errors import UnreadableInput
from schemas.identity import bytes_hash
from schemas.markup import HTML, PLAIN
from warehouse.items import (
    HEAD_BYTES,
    LandedItem,
    Refused,
    Source,
    excerpt_of,
    require_size,
    require_some,
    require_text,
    sidecar_fields,
    split_sidecar,
    take_text,
)
from warehouse.sidecars import json_object


def read_records(source: Source) -> Iterator[LandedItem | Refused]:
    """One item a line; a line that is no record with a text is refused and the next one read."""
    require_text(source.name, source.stream.read(HEAD_BYTES))
    source.stream.seek(0)
    shared, names = split_sidecar(source)
    is_blank = True
    for number, line in enumerate(_bounded_lines(source.stream, source.limit)):
        if line is None or line.strip():
            is_blank = False
            if source.only is not None and number not in source.only:
                continue
            yield _record(source, number, line, shared, names)
    require_some(source.name, is_blank)


def _record(
    source: Source, number: int, line: bytes | None, shared: dict[str, Any], names: dict[str, str]
) -> LandedItem | Refused:
    where = f"{source.name}, line {number + 1}"
    try:
        if line is None:
            require_size(where, source.limit + 1, source.limit)
        record = json_object(line or b"")
        text, is_markup = take_text(record, names["text"])
        if text is None:
            raise UnreadableInput(
                "no_text",
                f"{where}: the record has no text in its field {names['text']!r}; name the field with --field text=…",
            )
    except ValueError as error:
        message = f"{where} is no JSON object ({error}); put one record a line"
        return source.refused("malformed_json", message, number, excerpt_of(line))
    except UnreadableInput as error:
        return source.refused(error.reason, str(error), number, excerpt_of(line))
    return source.item(
        line or b"",
        bytes_hash(line or b""),
        record_number=number,
        sidecar={**shared, **sidecar_fields(record, names)},
        text=text,
        media_type=HTML if is_markup else PLAIN,
        locator=f"line {number + 1}",
    )


def _bounded_lines(stream: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """The lines of a file without their ends; None in place of a line longer than `limit` bytes."""
    while line := stream.readline(limit + 2):
        whole = line.rstrip(b"\r\n")
        if len(whole) <= limit:
            yield whole
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit + 2)
        yield None
