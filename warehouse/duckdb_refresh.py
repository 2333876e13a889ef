"""Brings a DuckDB file published before up to date: only rows that differ between the lake's old and new files.

Where it was laid out by other code, or too much has changed, it is built anew instead: that is always right, and this
is only faster.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

import schemas
import warehouse
from schemas.errors import StoreError
from schemas.tables import TABLES
from warehouse.contracts import key_columns, sql_name, sql_text
from warehouse.duckdb_changes import HALF_MADE, begin_notes, keep, note, require_keys_of_changes
from warehouse.lake import Snapshot
from warehouse.manifest import PartKey, file_path
from warehouse.parquet import read_parquet

LAYOUT = "(layout)"
"""The row of `published_parts` that tells by which code the file was laid out."""

MOST_CHANGED = 0.5
"""Share of rows in changed files above which building anew is faster: each of them is read twice to be compared."""

MOST_FREE = 0.3
"""Share of unused blocks from which a file is built anew: replaced rows leave holes behind."""

Parts = dict[PartKey, str]


def parts_of(snapshot: Snapshot, tables: set[str]) -> Parts:
    """The files of some tables as the lake has them now: table, partition and part -> hash."""
    return {entry.key: entry.sha256 for entry in snapshot.entries() if entry.table in tables}


def tell_parts(database: duckdb.DuckDBPyConnection, parts: Parts) -> None:
    """Store which files of the lake the database holds, and by which code it was laid out."""
    database.execute("DELETE FROM core.published_parts")
    rows = [(*key, sha256) for key, sha256 in sorted(parts.items())] + [(LAYOUT, "", "", layout_hash())]
    columns = zip(("table_name", "partition", "part", "sha256"), zip(*rows, strict=True), strict=True)
    database.register("told", pa.table({name: pa.array(values, pa.string()) for name, values in columns}))
    database.execute("INSERT INTO core.published_parts BY NAME SELECT * FROM told")
    database.unregister("told")


def is_refreshable(published: Path, snapshot: Snapshot, tables: set[str]) -> bool:
    """Whether the published file can be brought up to date at less cost than building it anew."""
    if not published.is_file():
        return False
    try:
        with duckdb.connect(str(published), read_only=True) as database:
            held = _held(database)
            sizes = database.execute("SELECT total_blocks, free_blocks FROM pragma_database_size()").fetchall()
    except duckdb.Error:
        return False  # laid out before parts were told, or damaged
    (total, free) = sizes[0]
    if held.pop((LAYOUT, "", ""), None) != layout_hash() or free > MOST_FREE * total:
        return False
    now = parts_of(snapshot, tables)
    rows = {entry.key: entry.rows for entry in snapshot.entries() if entry.table in tables}
    changed = [key for key in held.keys() | now.keys() if held.get(key) != now.get(key)]
    gone = [key for key in changed if key in held and not (snapshot.root / file_path(key, held[key])).is_file()]
    return not gone and sum(rows.get(key, 0) for key in changed) <= MOST_CHANGED * sum(rows.values())


def refresh(database: duckdb.DuckDBPyConnection, snapshot: Snapshot, tables: set[str]) -> None:
    """Bring the tables of an attached file to the state of the lake; raises StoreError where a key names two rows."""
    held = _held(database)
    held.pop((LAYOUT, "", ""), None)
    now = parts_of(snapshot, tables)
    begin_notes(database, tables)
    changed = {key[:2] for key in held.keys() | now.keys() if held.get(key) != now.get(key)}
    # Rows go before others come: a key may move from one file to another.
    for step in (_take_out, _put_in):
        database.execute("BEGIN")
        for table, partition in sorted(changed):
            _with_both(database, snapshot, (table, partition), held, now, step)
        database.execute("COMMIT")
    changed_tables = {table for table, _ in changed}
    for name in (name for name in TABLES if name in changed_tables):
        require_keys_of_changes(database, name)
    tell_parts(database, now)


@cache
def layout_hash() -> str:
    """A hash of all code and tables that lay out the file: contracts, dimensions, views, codes."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    for package in (schemas, warehouse):
        root = Path(package.__path__[0])
        for path in sorted(path for ending in ("py", "csv", "sql") for path in root.rglob(f"*.{ending}")):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _held(database: duckdb.DuckDBPyConnection) -> Parts:
    query = "SELECT table_name, partition, part, sha256 FROM core.published_parts"
    return {(table, partition, part): sha256 for table, partition, part, sha256 in database.execute(query).fetchall()}


def _with_both(
    database: duckdb.DuckDBPyConnection,
    snapshot: Snapshot,
    place: tuple[str, str],
    held: Parts,
    now: Parts,
    step: Callable[[duckdb.DuckDBPyConnection, str], None],
) -> None:
    """Call a step with the rows of a partition's changed files as they were and as they are, as tables `was`, `is_`."""
    name, partition = place
    sides = {"was": (held, now), "is_": (now, held)}
    for side, (these, those) in sides.items():
        keys = [key for key in sorted(these) if key[:2] == (name, partition) and those.get(key) != these[key]]
        database.register(side, read_parquet(TABLES[name], [snapshot.root / file_path(k, these[k]) for k in keys]))
    try:
        step(database, name)
    except duckdb.ConstraintException as error:
        raise StoreError(f"{name}: {error}; {HALF_MADE}") from error
    finally:
        for side in sides:
            database.unregister(side)


def _take_out(database: duckdb.DuckDBPyConnection, name: str) -> None:
    if keep(database, "gone", "SELECT * FROM was EXCEPT SELECT * FROM is_"):
        same = " AND ".join(f"old.{sql_name(key)} = gone.{sql_name(key)}" for key in key_columns(TABLES[name]))
        database.execute(f"DELETE FROM core.{sql_name(name)} AS old USING gone WHERE {same}")  # noqa: S608 - quoted
        note(database, "gone", name)


def _put_in(database: duckdb.DuckDBPyConnection, name: str) -> None:
    if keep(database, "came", "SELECT * FROM is_ EXCEPT SELECT * FROM was"):
        database.execute(f"INSERT INTO core.{sql_name(name)} SELECT * FROM came")  # noqa: S608 - quoted
        note(database, "came", name)


def attach(database: duckdb.DuckDBPyConnection, path: Path, options: str = "") -> None:
    """Attach a file as `warehouse` and use it."""
    database.execute(f"ATTACH {sql_text(str(path))} AS warehouse {options}")
    database.execute("USE warehouse")
