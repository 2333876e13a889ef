"""The DuckDB file that BI tools read: built aside from the lake, checked, and published by one rename.

It is never opened for writing while it is published: a reader would keep the writer out, and the writer the readers.
Whoever holds the old file keeps the old data; whoever opens the path sees the old file or the new, whole.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from schemas.errors import StoreError
from schemas.tables import TABLES, Table
from warehouse.contracts import arrow_schema, duckdb_ddl, relation_of, sql_name, sql_text
from warehouse.dimensions import create_dimensions
from warehouse.duckdb_changes import HALF_MADE, require_keys
from warehouse.duckdb_checks import require_grain, require_references
from warehouse.duckdb_refresh import attach, is_refreshable, parts_of, refresh, tell_parts
from warehouse.duckdb_starts import Start, possible_starts, put_in_place
from warehouse.durable import make_folder
from warehouse.lake import Lake, Snapshot
from warehouse.limits import limit_of
from warehouse.locks import exclusive_lock
from warehouse.parquet import read_parquet
from warehouse.published import LEFT_OUT, PUBLISHED_MANIFEST, PUBLISHED_PARTS, site_address
from warehouse.views import view_scripts

STORAGE_VERSION = "v1.2.0"
"""DuckDB 2.0's own format is unreadable to every earlier client; this one is read by all since 1.2 (February 2025)."""
_BATCH_ROWS = 20_480
"""Rows that a thread takes at a time: ten of DuckDB's own vectors."""


@dataclass(frozen=True, slots=True)
class PublishSummary:
    """What was published: where, how large, rows of each table, and the manifest of the lake it was built from."""

    path: Path
    bytes: int
    rows: dict[str, int]
    manifest_number: int


def publish_duckdb(
    lake: Lake, path: Path, *, receipts_url: str | None = None, wait_seconds: float = 60.0
) -> PublishSummary:
    """Build a DuckDB file of the lake as it stands and put it at `path`, in place of the one there.

    Schemas: `core` holds the tables under their one name, the dimensions and `published_manifest`; `mart` and `bi`
    hold views. `receipts_url` is where the receipts site is published: links of the views lead there. Raises
    StoreError, and leaves the old file, where a file of the lake is damaged, a reference points nowhere, a key names
    two rows, or another publication holds on for longer than `wait_seconds`.
    """
    staging = path.with_name(f".{path.name}-staging")
    make_folder(path.parent)
    with exclusive_lock(path.with_name(f".{path.name}.lock"), wait_seconds):
        # Whoever built here before is dead: the lock is ours.
        shutil.rmtree(staging, ignore_errors=True)
        make_folder(staging)
        try:
            snapshot = lake.snapshot()
            built = staging / path.name
            starts = possible_starts(path)
            rows = _refreshed_or_built(snapshot, starts, built, site_address(receipts_url))
            # A log left by someone who opened the published file for writing does not belong to the new one.
            path.with_name(path.name + ".wal").unlink(missing_ok=True)
            put_in_place(built, path, is_anew=not starts)
        except duckdb.OutOfMemoryException as error:
            raise StoreError(
                f"The DuckDB file could not be built in {limit_of('publish_bytes')} bytes of memory: give "
                "NUMTRAIL_MAX_PUBLISH_BYTES more and run again. Nothing was published, the file there stays"
            ) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    return PublishSummary(path, path.stat().st_size, rows, snapshot.manifest.number)


def _refreshed_or_built(
    snapshot: Snapshot, starts: list[Start], built: Path, receipts_url: str | None
) -> dict[str, int]:
    """Write the database to `built`, from a file published before where that is less work; the rows of each table."""
    names = {table.name for table in stored_tables()}
    for held, bring in starts:
        if is_refreshable(held, snapshot, names):
            try:
                bring(held, built)
                return _build(snapshot, built, built.parent, receipts_url, is_refreshed=True)
            except duckdb.Error:  # damaged, or a spare that is read: nothing of it is taken over
                for left in built.parent.glob(f"{built.name}*"):
                    left.unlink()
    return _build(snapshot, built, built.parent, receipts_url)


def published_number(path: Path) -> int | None:
    """The number of the lake's state that the published file was built from; null where there is no readable file."""
    if not path.is_file():
        return None
    try:
        with duckdb.connect(str(path), read_only=True) as database:
            row = database.execute("SELECT manifest_number FROM core.published_manifest").fetchone()
    except duckdb.Error:
        return None  # made by an older version, or damaged: it is published anew
    return None if row is None else int(row[0])


def _build(
    snapshot: Snapshot, path: Path, scratch: Path, receipts_url: str | None, *, is_refreshed: bool = False
) -> dict[str, int]:
    """Write the whole database to `path` and check it; returns the rows of each table.

    `is_refreshed` where a database published before lies there, whose rows are kept where the lake still has them.
    """
    names = {table.name for table in stored_tables()}
    with duckdb.connect() as database:
        database.execute(f"SET temp_directory = {sql_text(str(scratch))}")
        bound_memory(database)
        # Rows of a table have no order: so all threads may write them, and none has to hold back what comes later.
        database.execute("SET preserve_insertion_order = false")
        if is_refreshed:
            attach(database, path)
            refresh(database, snapshot, names)
            database.execute("DELETE FROM core.published_manifest")
        else:
            attach(database, path, f"(STORAGE_VERSION {sql_text(STORAGE_VERSION)})")
            create_tables_and_views(database)
            for table in stored_tables():
                _fill(database, snapshot, table)
                require_keys(database, table.name)
            tell_parts(database, parts_of(snapshot, names))
        _tell_manifest(database, snapshot, receipts_url)
        require_references(database, snapshot, is_refreshed=is_refreshed)
        if not is_refreshed:  # views are joined by keys, whose rows are looked at wherever some changed
            require_grain(database)
        rows = {name: count_rows(database, name) for name in sorted(names)}
        database.execute("USE memory")
        database.execute("DETACH warehouse")
    return rows


def bound_memory(database: duckdb.DuckDBPyConnection) -> None:
    """Let a connection take the memory of a publication and no more: by itself DuckDB takes most of the machine's."""
    database.execute(f"SET memory_limit = '{limit_of('publish_bytes')}B'")


def count_rows(database: duckdb.DuckDBPyConnection, name: str) -> int:
    """How many rows a table of a DuckDB file has."""
    (count,) = database.execute(f"SELECT count(*) FROM core.{sql_name(name)}").fetchone() or (0,)  # noqa: S608 - quoted
    return int(count)


def create_tables_and_views(database: duckdb.DuckDBPyConnection) -> None:
    """Make all that the file holds but its rows: schemas, tables, filled dimensions, views, comments."""
    # One transaction: each would wait for the disk.
    database.execute("BEGIN")
    for schema in ("core", "mart", "bi"):
        database.execute(f"CREATE SCHEMA {schema}")
    for table in stored_tables():
        database.execute(duckdb_ddl(relation_of(table), is_keyed=False))
    database.execute(duckdb_ddl(PUBLISHED_MANIFEST))
    database.execute(duckdb_ddl(PUBLISHED_PARTS))
    create_dimensions(database)
    for script in view_scripts("duckdb"):
        database.execute(script)
    database.execute("COMMIT")


def stored_tables() -> list[Table]:
    """The tables of the lake that the file holds, in flow order."""
    return [table for table in TABLES.values() if table.name not in LEFT_OUT]


def _fill(database: duckdb.DuckDBPyConnection, snapshot: Snapshot, table: Table) -> None:
    """Put the lake's rows into a table: a file is in memory at a time, and all threads write what is read of it."""
    damage: list[StoreError] = []
    rows = pa.RecordBatchReader.from_batches(arrow_schema(table), _batches(snapshot, table, damage))
    database.register("rows", rows)
    try:
        database.execute(f"INSERT INTO core.{sql_name(table.name)} SELECT * FROM rows")  # noqa: S608 - quoted
    except duckdb.ConstraintException as error:
        raise StoreError(f"{table.name}: {error}; {HALF_MADE}") from error
    except duckdb.Error as error:
        if damage:
            raise damage[0] from error
        raise
    finally:
        database.unregister("rows")


def _batches(snapshot: Snapshot, table: Table, damage: list[StoreError]) -> Iterator[pa.RecordBatch]:
    """The rows of a table, file by file; what is wrong with one goes to `damage`: DuckDB tells it in its own words."""
    try:
        for entry in snapshot.entries(table.name):
            yield from read_parquet(table, [snapshot.root / entry.path]).to_batches(max_chunksize=_BATCH_ROWS)
    except StoreError as error:
        damage.append(error)
        raise


def _tell_manifest(database: duckdb.DuckDBPyConnection, snapshot: Snapshot, receipts_url: str | None) -> None:
    """Store which state of the lake this file was built from."""
    manifest = snapshot.manifest
    database.execute(
        "INSERT INTO core.published_manifest VALUES (?, ?, ?, ?)",
        [manifest.number, manifest.committed_at, manifest.run_id, receipts_url],
    )
