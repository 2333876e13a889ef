"""The lake as it stood after one commit: what readers take, and nobody ever changes."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from schemas.errors import StoreError
from schemas.tables import TABLES, Table
from warehouse.manifest import Entry, Manifest
from warehouse.parquet import read_parquet


@dataclass(frozen=True)
class Snapshot:
    """The lake as one manifest describes it: what is read through it fits together, whatever is committed meanwhile."""

    root: Path
    manifest: Manifest

    def entries(self, table: str | None = None, partition: str | None = None, part: str | None = None) -> list[Entry]:
        """The files of a table, partition or part, sorted by table, partition and part; all files without a table."""
        places = self.manifest.by_place
        if table is None:
            found = [entry for place, listed in places.items() if len(place) == 1 for entry in listed]
        else:
            found = places.get((table,) if partition is None else (table, partition), [])
        return [entry for entry in found if partition in (None, entry.partition) and part in (None, entry.part)]

    def partitions(self, table: str) -> list[str]:
        """The partitions of a table that were ever written, sorted; one with no rows counts."""
        return sorted({entry.partition for entry in self.entries(table_named(table).name)})

    def parts(self, table: str, partition: str) -> list[str]:
        """The parts of a partition in order: `all`, or several where its rows were too many for one."""
        return [entry.part for entry in self.entries(table_named(table).name, partition)]

    def paths(self, table: str, partition: str | None = None, part: str | None = None) -> list[Path]:
        """The Parquet files of a table (partition, part): exactly these are its rows, whatever else lies beside."""
        return [self.root / entry.path for entry in self.entries(table_named(table).name, partition, part)]

    def read(
        self,
        table: str,
        partition: str | None = None,
        columns: Sequence[str] | None = None,
        where: pc.Expression | None = None,
        part: str | None = None,
    ) -> pa.Table:
        """The rows of a table, of one partition or one part: an empty table with its schema where there are none.

        Raises StoreError for a missing or damaged file.
        """
        return read_parquet(table_named(table), self.paths(table, partition, part), columns, where)

    def damaged(self, tables: Sequence[str] | None = None, partition: str | None = None) -> list[str]:
        """Every file that is missing or no longer what was written, a line each; of all tables, or of some."""
        return damages(self.root, self.entries(partition=partition), tables)


def damages(root: Path, entries: Iterable[Entry], tables: Sequence[str] | None = None) -> list[str]:
    """What is wrong with the files of a lake, a line for each that is; one that several entries name is read once."""
    listed = {root / entry.path: entry.sha256 for entry in entries if tables is None or entry.table in tables}
    problems = []
    for path, sha256 in listed.items():
        if not path.is_file():
            problems.append(f"{path}: missing")
        elif sha256_of(path) != sha256:
            problems.append(f"{path}: its bytes are not those that were written")
    return problems


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def table_named(name: str) -> Table:
    """The table of that name; StoreError where there is none."""
    if name not in TABLES:
        raise StoreError(f"{name} is no table of the lake; the tables are: {', '.join(TABLES)}")
    return TABLES[name]
