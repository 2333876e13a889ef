"""What a commit of the lake is given and what it did."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from schemas.errors import ContractViolation, StoreError
from warehouse.lake_snapshot import Snapshot, table_named
from warehouse.manifest import ALL, MONTH_PATTERN, PART_PATTERN, Entry, Manifest, PartKey, utc_text


@dataclass(frozen=True, slots=True)
class StoredPart:
    """Rows that lie in the lake already but do not count until `Lake.replace` names them: how many, how large, hash."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CommitSummary:
    """What a commit did: the manifest now current, the parts written, left as they were, and removed."""

    manifest_number: int
    written: tuple[PartKey, ...]
    unchanged: tuple[PartKey, ...]
    removed: tuple[PartKey, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the rows of the lake differ from before."""
        return bool(self.written or self.removed)


def changed_entries(
    current: Manifest,
    parts: Mapping[PartKey, StoredPart | None],
    *,
    run_id: str,
    committed_at: str,
    code_version: str | Mapping[PartKey, str],
) -> dict[PartKey, Entry]:
    """The entries of a manifest once parts were put in place of what they hold now; see `Lake.replace`."""
    entries = dict(current.entries)
    for key, part in parts.items():
        old = entries.pop(key, None)
        if part is None:
            continue
        version = code_version if isinstance(code_version, str) else code_version[key]
        new = Entry(*key, part.rows, part.bytes, part.sha256, run_id, committed_at, version)
        # The same rows by newer rules: with their old version the month would count as made by the old ones.
        is_same = old is not None and old.sha256 == part.sha256
        entries[key] = replace(old, code_version=version) if old is not None and is_same else new
    return entries


def with_parts(
    snapshot: Snapshot, parts: Mapping[PartKey, StoredPart | None], *, run_id: str, now: datetime, code_version: str
) -> Snapshot:
    """The lake as it would stand with some stored parts, for who goes on from them before they are committed."""
    made = changed_entries(
        snapshot.manifest, parts, run_id=run_id, committed_at=utc_text(now), code_version=code_version
    )
    return Snapshot(snapshot.root, replace(snapshot.manifest, entries=made))


def summarised(current: Manifest, entries: dict[PartKey, Entry], changes: Mapping[PartKey, object]) -> CommitSummary:
    """What became of each part that was to be changed."""
    written = tuple(key for key in changes if key in entries and not _holds_same_rows(entries[key], current))
    removed = tuple(key for key in changes if key in current.entries and key not in entries)
    return CommitSummary(
        manifest_number=current.number + (entries != current.entries),
        written=written,
        unchanged=tuple(key for key in changes if key not in written and key not in removed),
        removed=removed,
    )


def _holds_same_rows(entry: Entry, current: Manifest) -> bool:
    old = current.entries.get(entry.key)
    return old is not None and old.sha256 == entry.sha256


def require_fits(key: PartKey, data: pa.Table | None) -> None:
    """Raise unless table, partition and part are well named and every row belongs to the partition."""
    name, partition, part = key
    table = table_named(name)
    expected = "a month, YYYY-MM" if table.is_monthly else repr(ALL)
    if not (MONTH_PATTERN.match(partition) if table.is_monthly else partition == ALL):
        raise StoreError(f"{name}: partition {partition!r} should be {expected}")
    if not PART_PATTERN.match(part):
        raise StoreError(f"{name}/{partition}: part {part!r} should be lower-case letters, digits and underscores")
    if data is not None and table.is_monthly and "partition_month" in data.column_names:
        strays = sorted(set(map(str, pc.unique(data.column("partition_month")).to_pylist())) - {partition})
        if strays:
            raise ContractViolation(
                f"{name}/{partition}: rows of other months: {', '.join(strays[:5])}; put each in its own"
            )
