"""What arrived, into the ledger and the month it belongs to. Dagster-free, so tests call it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from assets.rejections import reject_row
from pipelines.normalise.decode import DecodedText, decode_text
from pipelines.reading import date_page
from schemas.errors import UnreadableInput
from schemas.identity import content_id, raw_article_id
from schemas.markup import HTML
from schemas.rows import table_of
from schemas.spans import Publication
from warehouse.lake import Snapshot
from warehouse.landed import LandedFile, LandedItem, Refused, format_of, read_items

Row = tuple[object, ...]


@dataclass(slots=True)
class LandingScan:
    """What a look at the landing folder found: new items as ledger rows, refusals by month, and counts of each."""

    ledger_rows: list[Row] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)
    known: int = 0
    refused: int = 0

    @property
    def batch_name(self) -> str:
        """The name of the ledger part that holds the new items: a hash of their ids."""
        return content_id("batch", *sorted(str(row[0]) for row in self.ledger_rows))


@dataclass(frozen=True, slots=True)
class ReadItem:
    """A landed item decoded and dated, its month, and what was refused of it (a sidecar's date)."""

    item: LandedItem
    decoded: DecodedText
    publication: Publication
    month: str
    rejects: tuple[Row, ...]


def scan_landing(
    files: Iterable[LandedFile],
    at_the_door: Iterable[Refused],
    ledger: pa.Table,
    refused_places: frozenset[str] = frozenset(),
    *,
    first_month: str,
    last_month: str,
) -> LandingScan:
    """Look through the landing folder for what the ledger does not hold yet.

    `at_the_door` is what `numtrail ingest` refused to copy in; it is reported along.

    A file whose place and time the ledger knows is not read again, save where something of it (its sidecar's date) was
    refused: `refused_places`. What cannot be taken in is refused, with its
    reason, in the month in which it landed; it is looked at anew each time, so that a mended file gets in.
    """
    known = ledger.select(["sha256", "place", "received_at"]).to_pydict()
    seen_places = set(zip(known["place"], known["received_at"], strict=True))
    seen = set(known["sha256"])
    scan = LandingScan()
    for refused in at_the_door:
        _take(scan, refused, seen, first_month, last_month)
    for file in files:
        is_known = (file.place, file.received_at) in seen_places
        if is_known and file.place not in refused_places and not _has_records(file):
            scan.known += 1
            continue
        for item in read_items(file):
            _take(scan, item, seen, first_month, last_month)
    return scan


def _has_records(file: LandedFile) -> bool:
    """Whether a file holds many records, of which some may have been refused before."""
    try:
        return format_of(file.path)[1].holds_many
    except UnreadableInput:
        return False


def _take(scan: LandingScan, item: LandedItem | Refused, seen: set[str], first_month: str, last_month: str) -> None:
    if isinstance(item, Refused):
        scan.refused += 1
        scan.rejects.append(_refusal(item))
        return
    try:
        read = read_item(item)
    except UnreadableInput as error:
        scan.refused += 1
        scan.rejects.append(_refused_item(item, error.reason, str(error)))
        return
    scan.rejects.extend(read.rejects)
    if item.sha256 in seen:
        scan.known += 1
    elif not first_month <= read.month <= last_month:
        scan.refused += 1
        message = (
            f"Published {read.month}, but months run from {first_month} to {last_month}: set NUMTRAIL_FIRST_MONTH "
            "to an earlier month, or correct the date in the sidecar."
        )
        scan.rejects.append(_refused_item(item, "month_out_of_range", message))
    else:
        seen.add(item.sha256)
        scan.ledger_rows.append(_ledger_row(read))


def read_item(item: LandedItem) -> ReadItem:
    """Decode a landed item and date it; a date in the sidecar that is none is refused and the text's own is used.

    Raises:
        UnreadableInput: The bytes are no text.
    """
    if item.text is not None:
        decoded = DecodedText(item.text, "utf-8")
    else:
        decoded = decode_text(item.data, declared=item.charset, is_markup=item.media_type == HTML)
    stated = text_of(item, "published")
    title, received, rejects = text_of(item, "title"), item.received_at.date(), ()
    try:
        publication = date_page(
            decoded.text, title=title, stated_published=stated, received=received, media_type=item.media_type
        )
    except UnreadableInput as error:
        publication = date_page(decoded.text, title=title, received=received, media_type=item.media_type)
        rejects = (_refused_item(item, error.reason, str(error), excerpt=stated),)
    return ReadItem(item, decoded, publication, _month(publication, received), rejects)


def text_of(item: LandedItem, name: str) -> str | None:
    """A field of the item's sidecar where it is text, else null."""
    value = item.sidecar.get(name)
    return value.strip() or None if isinstance(value, str) else None


def raw_articles_month(snapshot: Snapshot, files: dict[str, LandedFile], month: str) -> tuple[pa.Table, list[Row]]:
    """The raw articles of a month as the ledger lists them, read from the landing folder.

    A file that is gone or changed since is answered from the lake, where its text is kept; where it never got there it
    is refused with the reason.
    """
    ledger = [row for row in snapshot.read("raw_ledger").to_pylist() if row["partition_month"] == month]
    wanted: dict[str, set[str]] = {}
    for row in ledger:
        wanted.setdefault(row["place"], set()).add(row["sha256"])
    rows: dict[str, Row] = {}
    for place, hashes in wanted.items():
        if place in files:
            for item in read_items(files[place]):
                if isinstance(item, LandedItem) and item.sha256 in hashes:
                    rows[item.sha256] = _raw_article_row(read_item(item), month)
    kept = _kept_rows(snapshot, month, {row["sha256"] for row in ledger} - rows.keys())
    rejects = [
        reject_row(
            "ingest",
            "landed_file_missing",
            "The ledger lists this file but it is gone or changed and its text was never kept: land it again.",
            row["place"],
            month,
            record_number=row["record_number"],
        )
        for row in ledger
        if row["sha256"] not in rows and row["sha256"] not in kept
    ]
    return table_of("raw_articles", [*rows.values(), *kept.values()]), rejects


def _kept_rows(snapshot: Snapshot, month: str, hashes: set[str]) -> dict[str, Row]:
    if not hashes:
        return {}
    stored = snapshot.read("raw_articles", month).drop_columns(["row_hash"]).to_pylist()
    return {row["sha256"]: tuple(row.values()) for row in stored if row["sha256"] in hashes}


def _month(publication: Publication, received: date) -> str:
    return (publication.start or received).isoformat()[:7]


def _ledger_row(read: ReadItem) -> Row:
    item, publication = read.item, read.publication
    return (
        raw_article_id(item.sha256),
        item.sha256,
        len(item.data),
        item.place,
        item.record_number,
        item.locator,
        item.format,
        item.received_at,
        publication.start,
        publication.end,
        publication.method,
        read.month,
    )


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
        " ".join(f"{start}-{end}" for start, end in publication.evidence) or None,
        item.received_at,
        month,
    )


def _refusal(refused: Refused) -> Row:
    return reject_row(
        "ingest",
        refused.reason,
        refused.message,
        refused.place,
        refused.received_at.isoformat()[:7],
        record_number=refused.record_number,
        excerpt=refused.excerpt,
    )


def _refused_item(item: LandedItem, reason: str, message: str, excerpt: str | None = None) -> Row:
    number = item.record_number if item.locator is not None else None
    month = item.received_at.isoformat()[:7]
    return reject_row("ingest", reason, message, item.place, month, record_number=number, excerpt=excerpt)
