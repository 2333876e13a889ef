"""What arrived, into the ledger: each item once, with its month; what is known, corrected or refused. Dagster-free."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

from assets.ingesting import ReadItem, Row, read_item, refused_item
from assets.versions import stage_version
from pipelines.article_records import publication_values
from pipelines.rejections import reject_row
from schemas.errors import UnreadableInput
from schemas.identity import content_id, raw_article_id
from warehouse.lake import Snapshot
from warehouse.landed import LandedFile, LandedItem, Refused, read_items
from warehouse.manifest import Entry
from warehouse.sidecars import sidecar_hash
from warehouse.tombstones import FORGOTTEN, Tombstone

BATCH_ROWS = 20_000
"""New items and refusals of one part of the ledger: some tens of megabytes while they are made."""

OUT_OF_RANGE = "month_out_of_range"
"""Refused for a setting and not for what it holds: looked at again each time, because the setting may have changed."""


@dataclass(slots=True)
class LandingScan:
    """A batch of what a look at the landing folder found: new items as ledger rows, refusals, and counts of each.

    corrected: ledger rows to be put in place of those with the same id, because a sidecar was corrected or newer code
    dates the item otherwise; null where the item may no longer be taken in.
    """

    ledger_rows: list[Row] = field(default_factory=list)
    rejects: dict[str, Row] = field(default_factory=dict)
    corrected: dict[str, Row | None] = field(default_factory=dict)
    known: int = 0
    refused: int = 0
    new_bytes: int = 0

    @property
    def batch_name(self) -> str:
        """The name of the ledger part that holds the new items: a hash of their ids."""
        return content_id("batch", *sorted(str(row[0]) for row in self.ledger_rows))

    @property
    def is_full(self) -> bool:
        """Whether the batch is large enough to be stored."""
        return len(self.ledger_rows) + len(self.rejects) + len(self.corrected) >= BATCH_ROWS


class Ledger:
    """What the ledger and the refusals of the last look hold, as far as the next look needs them.

    Args:
        rows: The ledger.
        rejects: What was refused of landed files the last time.
        dated_before: Places whose articles were dated by older code; they are read again, and may change their month.
    """

    def __init__(self, rows: pa.Table, rejects: pa.Table, dated_before: Collection[str] = ()) -> None:
        self._rows, self._rejects, self._dated_before = rows, rejects, dated_before
        files = rows.select(["place", "received_at", "sidecar_sha256"]).group_by(
            ["place", "received_at", "sidecar_sha256"]
        )
        self._files: dict[str, set[tuple[datetime, str | None]]] = {}
        for place, received_at, sidecar in zip(*files.aggregate([]).to_pydict().values(), strict=True):
            self._files.setdefault(place, set()).add((received_at, sidecar))
        self._refused_places = set(rejects.column("place").unique().to_pylist())

    @cached_property
    def hashes(self) -> set[bytes]:
        """The SHA-256 of every item taken in; those of new ones are added."""
        return {bytes.fromhex(value) for batch in self._rows.column("sha256").chunks for value in batch.to_pylist()}

    def is_known(self, file: LandedFile, sidecar: str | None) -> bool:
        """Whether a file was read as it stands, with its sidecar as it stands, and nothing may be otherwise now."""
        if (file.received_at, sidecar) not in self._files.get(file.place, ()) or file.place in self._dated_before:
            return False
        return not any(row[2] == OUT_OF_RANGE for row in self.refusals(file.place))

    def was_refused(self, place: str) -> bool:
        """Whether something of a file was refused the last time."""
        return place in self._refused_places

    def refusals(self, place: str) -> list[Row]:
        """What was refused of a file the last time, as rows of `core_rejects`."""
        if not self.was_refused(place):
            return []
        return _rows_of(self._rejects.filter(pc.field("place") == place))

    def items(self, place: str) -> dict[str, Row]:
        """The ledger's rows of a file, by the hash of the item."""
        if place not in self._files:
            return {}
        return {str(row[1]): row for row in _rows_of(self._rows.filter(pc.field("place") == place))}


def scan_landing(
    files: Iterable[LandedFile],
    at_the_door: Iterable[Refused],
    ledger: Ledger,
    *,
    first_month: str,
    last_month: str,
    forgotten: Mapping[str, Tombstone] = MappingProxyType({}),
) -> Iterator[LandingScan]:
    """Look through the landing folder for what the ledger does not hold yet, a batch at a time; at least one batch.

    `at_the_door` is what `numtrail ingest` refused to copy in; it is reported along. `forgotten` holds, by SHA-256,
    what must not be taken in again.

    A file whose place, time and sidecar the ledger knows is not read again; what was refused of it stays refused. One
    whose sidecar was corrected, or that older code dated, is read again, and its rows are replaced. What cannot be
    taken in is refused, with its reason, in the month in which it landed; it is looked at anew each time, so that a
    mended file gets in.
    """
    look = _Look(ledger, first_month, last_month)
    for refused in at_the_door:
        look.refuse(refused)
    for file in files:
        sidecar = sidecar_hash(file.path)
        if ledger.is_known(file, sidecar):
            look.scan.known += 1
            look.keep_refusals(ledger.refusals(file.place))
            continue
        held = ledger.items(file.place)
        for item in read_items(file):
            look.take(_unless_forgotten(item, forgotten), held, sidecar)
            if look.scan.is_full:
                yield look.scan
                look.scan = LandingScan()
    yield look.scan


def _unless_forgotten(item: LandedItem | Refused, forgotten: Mapping[str, Tombstone]) -> LandedItem | Refused:
    """The item, or why it is refused where its bytes have to stay forgotten, without a word of its text."""
    if isinstance(item, Refused) or item.sha256 not in forgotten:
        return item
    number = item.record_number if item.locator is not None else None
    return Refused(FORGOTTEN, forgotten[item.sha256].message, item.place, item.received_at, number)


class _Look:
    """One look through the landing folder: what is being gathered, and what it is held against."""

    def __init__(self, ledger: Ledger, first_month: str, last_month: str) -> None:
        self.ledger, self.first_month, self.last_month = ledger, first_month, last_month
        self.scan = LandingScan()

    def take(self, item: LandedItem | Refused, held: dict[str, Row], sidecar: str | None) -> None:
        """Take an item in, or note why not; `held` are the ledger's rows of its file, by hash."""
        if isinstance(item, Refused):
            self.refuse(item)
            return
        old, digest = held.get(item.sha256), bytes.fromhex(item.sha256)
        is_known = digest in self.ledger.hashes
        if is_known and old is None and not self.ledger.was_refused(item.place):
            self.scan.known += 1  # the same bytes as another file's, whose sidecar holds
            return
        try:
            read = read_item(item)
        except UnreadableInput as error:
            self._reject(refused_item(item, error.reason, str(error)))
            return
        for row in read.rejects:
            self.scan.rejects[str(row[0])] = row
        if old is not None:
            self._correct(read, old, sidecar)
        elif is_known:
            self.scan.known += 1
        elif self._is_in_range(read):
            self.ledger.hashes.add(digest)
            self.scan.ledger_rows.append(_ledger_row(read, sidecar))
            self.scan.new_bytes += len(item.data)

    def refuse(self, refused: Refused) -> None:
        """Note a refusal."""
        self._reject(
            reject_row(
                "ingest",
                refused.reason,
                refused.message,
                refused.place,
                refused.received_at.isoformat()[:7],
                record_number=refused.record_number,
                excerpt=refused.excerpt,
            )
        )

    def keep_refusals(self, rows: Iterable[Row]) -> None:
        """Note again what was refused of a file that need not be read again."""
        for row in rows:
            self._reject(row)

    def _correct(self, read: ReadItem, old: Row, sidecar: str | None) -> None:
        """Note the ledger's new row for an item that it knows, where sidecar or code make it another one."""
        self.scan.known += 1
        row = _ledger_row(read, sidecar)
        if row != old:
            self.scan.corrected[str(row[0])] = row if self._is_in_range(read) else None

    def _is_in_range(self, read: ReadItem) -> bool:
        if self.first_month <= read.month <= self.last_month:
            return True
        message = (
            f"Published {read.month}, but months run from {self.first_month} to {self.last_month}: set "
            "NUMTRAIL_FIRST_MONTH to an earlier month, or correct the date in the sidecar."
        )
        self._reject(refused_item(read.item, OUT_OF_RANGE, message))
        return False

    def _reject(self, row: Row) -> None:
        self.scan.refused += 1
        self.scan.rejects[str(row[0])] = row


def dated_by_older_code(snapshot: Snapshot) -> list[Entry]:
    """The parts of the ledger whose articles were dated by other code than the present one."""
    return [entry for entry in snapshot.entries("raw_ledger") if entry.code_version != stage_version("ingest")]


def corrected_part(part: pa.Table, corrected: dict[str, Row | None]) -> list[Row] | None:
    """The rows of a part of the ledger with corrected ones in place of the old; null where none of it changes."""
    ids = part.column("raw_article_id").to_pylist()
    if not any(name in corrected for name in ids):
        return None
    rows = (corrected.get(name, row) for name, row in zip(ids, _rows_of(part), strict=True))
    return [row for row in rows if row is not None]


def _rows_of(table: pa.Table) -> list[Row]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _ledger_row(read: ReadItem, sidecar: str | None) -> Row:
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
        *publication_values(publication),
        sidecar,
        read.month,
    )
