"""Taking an item out of the landing folder, and out of the middle of a file that holds many, the others untouched.

What is taken out of a file leaves an empty place behind, so that the other items keep their numbers. Afterwards the
file is read again: where anything else in it would be read otherwise than before, nothing is changed.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from copy import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from fastwarc.warc import ArchiveIterator
from lxml import etree

from schemas.errors import StoreError, UnreadableInput
from schemas.identity import bytes_hash
from warehouse.durable import publish_file, staged_file, sync_folder
from warehouse.items import LandedFile, LandedItem, Source
from warehouse.landed import FORMATS, format_of, landed_file, read_items
from warehouse.landing import scan
from warehouse.readers.feeds import ENTRIES
from warehouse.readers.tables import delimiter_of, encoding_of
from warehouse.readers.warc import PAGES, page_media_type
from warehouse.sidecars import SIDECAR_ENDING, sidecar_path

_LINES = (".jsonl", ".ndjson")

Emptied = Callable[[bytes, frozenset[str], str, bool], bytes]
"""The bytes of a file without the items of these hashes; told the file's ending, and whether it lies in an archive.

There records are numbered through by what is read or refused, so that one taken out has to be refused; else its place
is left empty, which no reader tells of."""


def take_out(landing: Path, sha256: str) -> list[str]:
    """Remove every item with these bytes from the landing folder; returns the places of the files that it lay in.

    The whole folder is read: the same record may lie in several files. Raises StoreError, and leaves a file as it
    was, where the item cannot be taken out of it without changing others.
    """
    places = []
    for file in list(scan(landing)):
        held = _held(file)
        if any(found == sha256 for _, found in held):
            _take_out_of(file, held, sha256, landing)
            places.append(file.place)
    return places


def _held(file: LandedFile) -> list[tuple[int, str]]:
    """The number and hash of each item of a file."""
    return [(item.record_number, item.sha256) for item in read_items(file) if isinstance(item, LandedItem)]


def _take_out_of(file: LandedFile, held: list[tuple[int, str]], sha256: str, landing: Path) -> None:
    ending, form = format_of(file.path)
    if not form.holds_many or all(found == sha256 for _, found in held):
        for path in (sidecar_path(file.path), file.path):
            path.unlink(missing_ok=True)
        sync_folder(file.path.parent)
        _remove_empty(file.path.parent, landing)
        return
    before = file.path.stat()
    with staged_file(landing / ".staging", ending) as staged:
        if ending in _LINES:
            _copy_lines(file.path, staged, sha256)
        else:
            staged.write_bytes(_emptied(file.path.read_bytes(), frozenset((sha256,)), ending))
        os.utime(staged, ns=(before.st_atime_ns, before.st_mtime_ns))
        _require_others_same(file, held, sha256, staged)
        publish_file(staged, file.path)


def _copy_lines(source: Path, target: Path, sha256: str) -> None:
    """Copy a file of records line by line, however large it is."""
    with source.open("rb") as read, target.open("wb") as written:
        for line in read:
            written.write(b"\n" if bytes_hash(line.rstrip(b"\r\n")) == sha256 else line)


def _remove_empty(folder: Path, landing: Path) -> None:
    while folder != landing and folder.is_relative_to(landing) and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _require_others_same(file: LandedFile, held: list[tuple[int, str]], sha256: str, staged: Path) -> None:
    """Raise StoreError unless the file made anew holds just the other items, each under its number."""
    renamed = staged.with_name(f"{staged.name}-check{''.join(file.path.suffixes[-2:])}")
    renamed.hardlink_to(staged)
    try:
        left = _held(landed_file(renamed))
    finally:
        renamed.unlink()
    if left != [(number, found) for number, found in held if found != sha256]:
        raise StoreError(
            f"{file.place} holds {len(held)} items, and this one cannot be taken out without changing others; the "
            "file is as it was. Take the record out by hand, land the rest, and remove this file"
        )


def _emptied(data: bytes, hashes: frozenset[str], ending: str, *, is_inside: bool = False) -> bytes:
    """A file's bytes without the items of these hashes; empty for a file that is itself such an item."""
    if not FORMATS[ending].holds_many:
        return b""
    return _EMPTIED[ending](data, hashes, ending, is_inside)


def _numbers(data: bytes, hashes: frozenset[str], ending: str) -> set[int]:
    """Which records of a file have these hashes."""
    source = Source(_UNNAMED, io.BytesIO(data), "", ending[1:], dict)
    try:
        items = [item for item in FORMATS[ending].reader(source) if isinstance(item, LandedItem)]
    except UnreadableInput:
        return set()  # a member that was never read holds no item
    return {item.record_number for item in items if item.sha256 in hashes}


def _without_lines(data: bytes, hashes: frozenset[str], ending: str, is_inside: bool) -> bytes:
    numbers = _numbers(data, hashes, ending)
    lines = data.split(b"\n")
    return b"\n".join((b"{}" if is_inside else b"") if number in numbers else line for number, line in enumerate(lines))


def _without_rows(data: bytes, hashes: frozenset[str], ending: str, is_inside: bool) -> bytes:
    numbers, encoding, delimiter = _numbers(data, hashes, ending), encoding_of(data[:8192]), delimiter_of(data[:8192])
    read = csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter, strict=True)
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter)
    for number, row in enumerate(read, start=-1):  # the header is no record
        gone = ["-"] * (len(row) + 1) if is_inside else [""] * len(row)
        writer.writerow(gone if number in numbers else row)
    return written.getvalue().encode(encoding)


def _without_entries(data: bytes, hashes: frozenset[str], ending: str, is_inside: bool) -> bytes:
    numbers = _numbers(data, hashes, ending)
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    entries = [element for element in root.iter() if str(element.tag).rpartition("}")[2] in ENTRIES]
    for number in numbers:
        tail = entries[number].tail
        entries[number].clear()
        entries[number].tail = tail
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _without_pages(data: bytes, hashes: frozenset[str], ending: str, is_inside: bool) -> bytes:
    """A web archive in which the record of such a page is one of the same id with nothing in it."""
    numbers, found = _numbers(data, hashes, ending), []
    for record in ArchiveIterator(io.BytesIO(data), parse_http=True, strict_mode=False):
        is_page = record.record_type in PAGES and page_media_type(record) is not None
        found.append((record.stream_pos, record.record_id, is_page))
    ends = [place for place, _, _ in found[1:]] + [len(data)]
    pieces, number = [data[: found[0][0]]], -1
    for (start, name, is_page), end in zip(found, ends, strict=True):
        number += is_page
        is_gone = is_page and number in numbers
        pieces.append(
            _empty_record(name, is_packed=data[start : start + 2] == b"\x1f\x8b") if is_gone else data[start:end]
        )
    return b"".join(pieces)


def _empty_record(name: str | None, *, is_packed: bool) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"
    named = f"WARC-Record-ID: <{name.strip('<>')}>\r\n" if name else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\n{named}"
        f"WARC-Date: 1970-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    record = head.encode() + http + b"\r\n\r\n"
    return gzip.compress(record, mtime=0) if is_packed else record


def _without_zip_members(data: bytes, hashes: frozenset[str], ending: str, is_inside: bool) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        bare = {info.filename for info in read.infolist() if not info.is_dir()}
        members = {name: read.read(name) for name in bare}
        emptied = dict(_members_emptied(members, hashes))
        for info in read.infolist():
            written.writestr(info, emptied.get(info.filename, b""))
    return made.getvalue()


def _without_tar_members(data: bytes, hashes: frozenset[str], ending: str, is_inside: bool) -> bytes:
    made = io.BytesIO()
    mode: Literal["w:gz", "w:"] = "w:gz" if data[:2] == b"\x1f\x8b" else "w:"
    with (
        tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as read,
        tarfile.open(fileobj=made, mode=mode, format=tarfile.PAX_FORMAT) as written,
    ):
        infos = read.getmembers()
        members = {info.name: file.read() for info in infos if info.isfile() and (file := read.extractfile(info))}
        emptied = dict(_members_emptied(members, hashes))
        for info in infos:
            content = emptied.get(info.name, b"") if info.isfile() else b""
            changed = copy(info)
            changed.size = len(content)
            written.addfile(changed, io.BytesIO(content))
    return made.getvalue()


def _members_emptied(members: dict[str, bytes], hashes: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    """The members of an archive, those that are or hold such items emptied of them, and so their sidecars."""
    changed = {}
    for name, data in members.items():
        ending = max((ending for ending in _INSIDE if name.lower().endswith(ending)), key=len, default=None)
        if ending is not None and _numbers(data, hashes, ending):
            changed[name] = _emptied(data, hashes, ending, is_inside=True)
            if not FORMATS[ending].holds_many:
                changed[f"{name.removesuffix(Path(name).suffix)}{SIDECAR_ENDING}"] = b"{}"
    yield from ({**members, **{name: data for name, data in changed.items() if name in members}}).items()


_EMPTIED: dict[str, Emptied] = {
    **dict.fromkeys(_LINES, _without_lines),
    **dict.fromkeys((".csv", ".tsv"), _without_rows),
    **dict.fromkeys((".rss", ".atom", ".xml"), _without_entries),
    **dict.fromkeys((".warc", ".warc.gz"), _without_pages),
    ".zip": _without_zip_members,
    **dict.fromkeys((".tar", ".tar.gz", ".tgz"), _without_tar_members),
}
_INSIDE = tuple(ending for ending in FORMATS if ending not in (".zip", ".tar", ".tar.gz", ".tgz"))
_UNNAMED = LandedFile(Path(), "", datetime.fromtimestamp(0, UTC))
