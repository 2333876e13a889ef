"""The raw articles of a month, as the ledger lists them, in parts of bounded size. Dagster-free, so tests call it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from assets.ingesting import ReadItem, Row, read_item, text_of
from pipelines.records import spans_text
from pipelines.rejections import reject_row
from schemas.identity import raw_article_id
from schemas.rows import table_of
from warehouse.lake import Snapshot
from warehouse.landed import LandedFile, LandedItem, read_items

PART_BYTES = 16_000_000
"""Bytes of landed articles in one part. Memory is bounded by the part and not by the month: what is made of one part
takes some ten times as much while it is made. All but a few months of a newspaper fit in one."""

Part = tuple[pa.Table, list[Row]]
"""Raw articles, and what was refused instead."""


@dataclass(slots=True)
class _Batch:
    """Rows being gathered for a part, and the bytes they were read from."""

    rows: list[Row] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)
    bytes: int = 0

    def take(self, row: Row, byte_count: int) -> bool:
        """Add a row; whether the part is full."""
        self.rows.append(row)
        self.bytes += byte_count
        return self.bytes >= PART_BYTES


def raw_article_parts(snapshot: Snapshot, files: dict[str, LandedFile], month: str) -> Iterator[Part]:
    """Yield the raw articles of a month as the ledger lists them, read from the landing folder; at least one part.

    A file that is gone or changed since is answered from the lake, where its text is kept; where it never got there it
    is refused with the reason.
    """
    columns = ["place", "record_number", "sha256"]
    ledger = snapshot.read("raw_ledger", columns=columns, where=pc.field("partition_month") == month)
    ledger = ledger.sort_by([(name, "ascending") for name in columns])
    batch, missing = _Batch(), {}
    for place in ledger.column("place").unique().to_pylist():
        wanted = _wanted(ledger.filter(pc.field("place") == place))
        for item in read_items(files[place]) if place in files else ():
            if not isinstance(item, LandedItem) or wanted.pop(bytes.fromhex(item.sha256), None) is None:
                continue
            if batch.take(_raw_article_row(read_item(item), month), len(item.data)):
                yield _part(batch)
                batch = _Batch()
        missing.update({digest.hex(): (place, number) for digest, number in wanted.items()})
    for row, digest, byte_count in _kept_rows(snapshot, month, missing):
        del missing[digest]
        if batch.take(row, byte_count):
            yield _part(batch)
            batch = _Batch()
    batch.rejects.extend(
        reject_row(
            "ingest",
            "landed_file_missing",
            "The ledger lists this file but it is gone or changed and its text was never kept: land it again.",
            place,
            month,
            record_number=number,
        )
        for place, number in missing.values()
    )
    yield _part(batch)


def _wanted(ledger: pa.Table) -> dict[bytes, int]:
    """The items of one file that belong to the month: hash -> record number."""
    hashes, numbers = ledger.column("sha256"), ledger.column("record_number")
    return {
        bytes.fromhex(digest): number
        for some, theirs in zip(hashes.chunks, numbers.chunks, strict=True)
        for digest, number in zip(some.to_pylist(), theirs.to_pylist(), strict=True)
    }


def _kept_rows(snapshot: Snapshot, month: str, missing: dict[str, object]) -> Iterator[tuple[Row, str, int]]:
    """Rows of items that the landing folder no longer holds, as the lake holds them: row, hash, size in bytes."""
    if not missing:
        return
    wanted = pc.field("sha256").isin(sorted(missing))
    for part in snapshot.parts("raw_articles", month):
        stored = snapshot.read("raw_articles", month, where=wanted, part=part).drop_columns(["row_hash"])
        for row in stored.to_pylist():
            if row["sha256"] in missing:
                yield tuple(row.values()), row["sha256"], row["byte_count"]


def _part(batch: _Batch) -> Part:
    return table_of("raw_articles", batch.rows), batch.rejects


def _raw_article_row(read: ReadItem, month: str) -> Row:
    item, publication = read.item, read.publication
    return (
        raw_article_id(item.sha256),
        item.file,
        item.place,
        item.record_number,
        item.locator,
        item.sha256,
        len(item.data),
        read.decoded.encoding,
        item.media_type,
        read.decoded.text,
        " ".join(map(str, item.page_starts)) or None,
        text_of(item, "title"),
        text_of(item, "byline"),
        text_of(item, "publisher"),
        text_of(item, "url"),
        text_of(item, "published"),
        publication.start,
        publication.end,
        publication.reference_start,
        publication.reference_end,
        publication.method,
        publication.confidence,
        publication.rule,
        spans_text(publication.evidence),
        item.received_at,
        month,
    )
