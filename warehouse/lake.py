"""The lake: every table as immutable Parquet files, and one manifest whose swap makes a change visible all at once.

Readers take a snapshot (the manifest of a moment) and read its files, which nobody ever changes; they never lock.
A committer writes new files aside, moves them to names made of their content, and swaps the manifest.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from schemas.errors import StoreError
from warehouse.durable import publish_bytes, publish_file, remove_unfinished, staged_file
from warehouse.lake_changes import CommitSummary, StoredPart, changed_entries, require_fits, summarised
from warehouse.lake_snapshot import Snapshot, damages, sha256_of, table_named
from warehouse.locks import exclusive_lock
from warehouse.manifest import (
    ALL,
    MANIFEST_NAME,
    Entry,
    Manifest,
    PartKey,
    file_path,
    kept_numbers,
    kept_path,
    load_manifest,
    remembered,
    utc_text,
)
from warehouse.parquet import write_parquet

__all__ = ["ALL", "CommitSummary", "Lake", "Snapshot", "StoredPart"]


class Lake:
    """The Parquet files below `root` and their manifest; `root` need not exist yet.

    `wait_seconds` bounds how long a commit waits for another process's commit.
    """

    def __init__(self, root: Path, *, wait_seconds: float = 60.0) -> None:
        self.root = root
        self.wait_seconds = wait_seconds

    @property
    def staging(self) -> Path:
        """Where files are written before they count: beside the lake, so that no reader's pattern finds them."""
        return self.root.with_name(f".{self.root.name}-staging")

    def snapshot(self, number: int | None = None) -> Snapshot:
        """The lake as it stands, or as it stood after commit `number` while that manifest is kept."""
        return Snapshot(self.root, load_manifest(self.root, number))

    def history(self) -> list[Manifest]:
        """The manifests that are kept, oldest first."""
        return [load_manifest(self.root, number) for number in kept_numbers(self.root)]

    def as_of(self, moment: datetime) -> Snapshot:
        """The lake as it stood at a moment; raises StoreError where no state that old is kept."""
        history = self.history()
        earlier = [manifest for manifest in history if datetime.fromisoformat(str(manifest.committed_at)) <= moment]
        if not earlier:
            oldest = (
                f"the oldest is of {history[0].committed_at}" if history else "the lake is empty, run `numtrail run`"
            )
            raise StoreError(f"{self.root}: no state of {utc_text(moment)} is kept; {oldest}")
        return Snapshot(self.root, earlier[-1])

    def read(
        self,
        table: str,
        partition: str | None = None,
        columns: Sequence[str] | None = None,
        where: pc.Expression | None = None,
    ) -> pa.Table:
        """The rows of a table, or of one partition, as they stand now; see `Snapshot.read`."""
        return self.snapshot().read(table, partition, columns, where)

    def partitions(self, table: str) -> list[str]:
        """The partitions of a table that were ever written, sorted; one with no rows counts."""
        return self.snapshot().partitions(table)

    def entries(self, table: str | None = None, partition: str | None = None) -> list[Entry]:
        """The files of the lake, of a table or of a partition, as they stand now."""
        return self.snapshot().entries(table, partition)

    def store(self, key: PartKey, data: pa.Table) -> StoredPart:
        """Write the rows of a part without making them count: for changes too large to be held in memory at once.

        What no later `replace` names is cleared away by `vacuum`. Raises as `replace` does.
        """
        require_fits(key, data)
        return StoredPart(data.num_rows, *self._put(key, data))

    def replace(
        self,
        changes: Mapping[PartKey, pa.Table | StoredPart | None],
        *,
        run_id: str,
        code_version: str | Mapping[PartKey, str],
        now: datetime,
    ) -> CommitSummary:
        """Put the given rows in place of each part (table, partition, part), all in one swap of the manifest.

        Rows are a table, or what `store` gave for one. A table without rows is kept as a part with no rows: it was made
        and is empty. None removes a part. A part that already holds exactly these rows keeps its file, run and time,
        and takes on `code_version` alone (one for all parts, or each its own); where that is the same too nothing is
        written, not even a manifest. Raises
        ContractViolation for rows that are not the table's or the partition's, StoreError where another commit holds
        the lake too long.
        """
        for key, data in changes.items():
            require_fits(key, data if isinstance(data, pa.Table) else None)
            if isinstance(data, StoredPart) and not (self.root / file_path(key, data.sha256)).is_file():
                raise StoreError(f"{key}: its stored file is gone before it was committed; run again")
        # What is written does not count yet and is named by its content: that needs no lock, and takes longest.
        parts = {key: self.store(key, data) if isinstance(data, pa.Table) else data for key, data in changes.items()}
        committed_at = utc_text(now)
        with exclusive_lock(self.root.with_name(f".{self.root.name}.lock"), self.wait_seconds):
            remove_unfinished(self.staging, now)
            current = load_manifest(self.root)
            entries = changed_entries(
                current, parts, run_id=run_id, committed_at=committed_at, code_version=code_version
            )
            summary = summarised(current, entries, changes)
            if summary.manifest_number != current.number:
                self._swap(Manifest(summary.manifest_number, committed_at, run_id, entries))
        return summary

    def restore(self, number: int, *, now: datetime) -> None:
        """Make the state after commit `number` current again, as a new commit; works where the manifest is damaged.

        Raises StoreError where that manifest or one of its files is gone.
        """
        with exclusive_lock(self.root.with_name(f".{self.root.name}.lock"), self.wait_seconds):
            kept = load_manifest(self.root, number)
            gone = [entry.path for entry in kept.entries.values() if not (self.root / entry.path).is_file()]
            if gone:
                raise StoreError(
                    f"manifest {number} cannot be restored: {len(gone)} of its files are gone, first {gone[0]}; "
                    "choose a newer one (`numtrail lake log`)"
                )
            latest = max(kept_numbers(self.root))
            self._swap(replace(kept, number=latest + 1, committed_at=utc_text(now)))

    @contextmanager
    def reserved(self, partition: str, wait_seconds: float) -> Iterator[None]:
        """Let one process at a time make a partition, from first step to last; raises StoreError after the wait.

        The guard behind the run queue: it also holds between the command line and Dagster's own runs.
        """
        with exclusive_lock(self.root.with_name(f".{self.root.name}-months") / f"{partition}.lock", wait_seconds):
            yield

    def verify(
        self, tables: Sequence[str] | None = None, partition: str | None = None, *, is_history_too: bool = False
    ) -> list[str]:
        """Every file that is missing or no longer what was written, a line each; empty where all is well.

        Looks at all files, or at those of some tables or of one partition; `is_history_too` takes in those of all
        states that are kept.
        """
        history = self.history() if is_history_too else ()
        states = [self.snapshot(), *(Snapshot(self.root, kept) for kept in history)]
        return damages(self.root, (entry for state in states for entry in state.entries(partition=partition)), tables)

    def vacuum(self, older_than_days: int, now: datetime, *, is_dry_run: bool = False) -> list[Path]:
        """Remove manifests superseded for more than that many days, and files that none left names; returns what went.

        `is_dry_run` tells what would go and removes nothing. What the current manifest names stays, however old; a file
        that no manifest names stays until it is that old.
        """
        if older_than_days < 0:
            raise ValueError(f"older_than_days is {older_than_days}; give 0 or more")
        limit = now - timedelta(days=older_than_days)
        with exclusive_lock(self.root.with_name(f".{self.root.name}.lock"), self.wait_seconds):
            current = load_manifest(self.root)
            kept = [load_manifest(self.root, number) for number in kept_numbers(self.root)]
            superseded = [
                manifest
                for manifest, successor in zip(kept, kept[1:], strict=False)
                if manifest.number < current.number and datetime.fromisoformat(str(successor.committed_at)) < limit
            ]
            living = [current, *(manifest for manifest in kept if manifest not in superseded)]
            named = {self.root / entry.path for manifest in living for entry in manifest.entries.values()}
            removed = [kept_path(self.root, manifest.number) for manifest in superseded]
            removed += [
                path
                for path in sorted(self.root.glob("*/*/*.parquet"))
                if path not in named and path.stat().st_mtime < limit.timestamp()
            ]
            for path in removed if not is_dry_run else ():
                path.unlink()
        return removed

    def _put(self, key: PartKey, data: pa.Table) -> tuple[int, str]:
        """Write the rows to the file named by their content, unless it is there whole; returns its size and hash."""
        with staged_file(self.staging, ".parquet") as staged:
            write_parquet(table_named(key[0]), data, staged)
            sha256, size = sha256_of(staged), staged.stat().st_size
            target = self.root / file_path(key, sha256)
            if not target.is_file() or sha256_of(target) != sha256:
                publish_file(staged, target)
        return size, sha256

    def _swap(self, manifest: Manifest) -> None:
        """Keep the manifest, then make it the current one: from here on every new reader sees the new state."""
        text = manifest.to_json()
        publish_bytes(text.encode(), kept_path(self.root, manifest.number), self.staging)
        publish_bytes(text.encode(), self.root / MANIFEST_NAME, self.staging)
        remembered(text, manifest)
