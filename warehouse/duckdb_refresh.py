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
from warehouse.contracts import key_columns, sql_name, sql_text, table_columns
from warehouse.lake import Snapshot
from warehouse.manifest import PartKey, file_path
from warehouse.parquet import read_parquet

LAYOUT = "(layout)"
"""The row of `published_parts` that tells by which code the file was laid out."""

MOST_CHANGED = 0.5
"""Share of rows in changed files above which building anew is faster: each of them is read twice to be compared."""

MOST_FREE = 0.3
"""Share of unused blocks from which a file is built anew: replaced rows leave holes behind."""

HALF_MADE = "its month is half made: run `numtrail run`. Nothing was published, the file there stays"
"""What has happened, and what to do, where rows of the lake do not fit together."""

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
    for name in tables:
        for what, columns in _noted(name).items():
            database.execute(f"CREATE TEMP TABLE {what}_{name} AS SELECT {columns} FROM core.{sql_name(name)} LIMIT 0")  # noqa: S608 - names of contracts
    changed = {key[:2] for key in held.keys() | now.keys() if held.get(key) != now.get(key)}
    # Rows go before others come: a key may move from one file to another.
    for step in (_take_out, _put_in):
        database.execute("BEGIN")
        for table, partition in sorted(changed):
            _with_both(database, snapshot, (table, partition), held, now, step)
        database.execute("COMMIT")
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
    if _keep(database, "gone", "SELECT * FROM was EXCEPT SELECT * FROM is_"):
        same = " AND ".join(f"old.{sql_name(key)} = gone.{sql_name(key)}" for key in key_columns(TABLES[name]))
        database.execute(f"DELETE FROM core.{sql_name(name)} AS old USING gone WHERE {same}")  # noqa: S608 - quoted
        _note(database, "gone", name)


def _put_in(database: duckdb.DuckDBPyConnection, name: str) -> None:
    if _keep(database, "came", "SELECT * FROM is_ EXCEPT SELECT * FROM was"):
        database.execute(f"INSERT INTO core.{sql_name(name)} SELECT * FROM came")  # noqa: S608 - quoted
        _note(database, "came", name)
        require_keys(database, name, "came")


def _keep(database: duckdb.DuckDBPyConnection, what: str, query: str) -> bool:
    """Keep the rows of a query as a table of this connection; whether there are any: then the many are looked at."""
    database.execute(f"CREATE OR REPLACE TEMP TABLE {what} AS {query}")
    return bool(database.execute(f"SELECT count(*) FROM {what}").fetchall()[0][0])  # noqa: S608 - names of ours


def _note(database: duckdb.DuckDBPyConnection, what: str, name: str) -> None:
    """Keep in mind what of the rows that came or went others point to, or they to others."""
    columns = _noted(name).get(what)
    if columns:
        database.execute(f"INSERT INTO {what}_{name} SELECT {columns} FROM {what}")  # noqa: S608 - names of contracts


@cache
def _noted(name: str) -> dict[str, str]:
    """Of rows that go the columns that others point to, of rows that come those and the ones that point; as SQL."""
    columns = [column.name for column in table_columns(TABLES[name])]
    pointing = {column.name for column in table_columns(TABLES[name]) if column.references is not None}
    targets = {column.references for table in TABLES.values() for column in table_columns(table)}
    pointed_to = {column for column in columns if f"{name}.{column}" in targets}
    noted = {"came": pointing | pointed_to, "gone": pointed_to}
    found = {what: ", ".join(sql_name(column) for column in columns if column in of) for what, of in noted.items()}
    return {what: told for what, told in found.items() if told}


def lost_by_changes(database: duckdb.DuckDBPyConnection, table: str, column: str, target: str, key: str) -> list[str]:
    """The values of a column that point to no row since `refresh`: of rows that came, or to rows that went.

    What neither came nor went was looked at when the file was published before. Few rows changed, so these are looked
    for among one another first, and what is left among the many.
    """
    child, pointer, pointed = (sql_name(name) for name in (table, column, key))
    came = f"SELECT {pointer} FROM came_{table} WHERE {pointer} IS NOT NULL"  # noqa: S608 - names of contracts
    gone = f"SELECT {pointed} FROM gone_{target}"  # noqa: S608 - names of contracts
    lost: set[str] = set()
    if _are_missing(database, came, target, key):
        lost.update(value for (value,) in database.execute("SELECT key FROM missing").fetchall())
    if _are_missing(database, gone, target, key):
        query = f"SELECT {pointer} FROM core.{child} AS child SEMI JOIN missing ON child.{pointer} = missing.key"  # noqa: S608 - quoted
        lost.update(value for (value,) in database.execute(query).fetchall())
    return sorted(lost)


def _are_missing(database: duckdb.DuckDBPyConnection, keys: str, table: str, column: str) -> bool:
    """Keep as `missing` those of some keys that no row of a table has; whether there are any."""
    name, key = sql_name(table), sql_name(column)
    query = f"SELECT * FROM ({keys}) AS told(key) EXCEPT SELECT {key} FROM came_{table}"  # noqa: S608 - quoted
    if not _keep(database, "wanted", query):
        return False
    held = f"SELECT held.{key} FROM core.{name} AS held SEMI JOIN wanted ON held.{key} = wanted.key"  # noqa: S608 - quoted
    return _keep(database, "missing", f"SELECT key FROM wanted EXCEPT {held}")  # noqa: S608 - quoted


def require_keys(database: duckdb.DuckDBPyConnection, name: str, among: str | None = None) -> None:
    """Raise StoreError where a key of a table names two rows; looks at all keys, or at those among some rows."""
    keys = ", ".join(map(sql_name, key_columns(TABLES[name])))
    looked_at = f"SEMI JOIN {among} USING ({keys})" if among else ""
    query = f"SELECT {keys} FROM core.{sql_name(name)} {looked_at} GROUP BY {keys} HAVING count(*) > 1 LIMIT 1"  # noqa: S608 - quoted
    repeated = database.execute(query).fetchone()
    if repeated is not None:
        shown = ", ".join(map(str, repeated))
        raise StoreError(f"{name}: duplicate key {shown} names several rows; {HALF_MADE}")


def attach(database: duckdb.DuckDBPyConnection, path: Path, options: str = "") -> None:
    """Attach a file as `warehouse` and use it."""
    database.execute(f"ATTACH {sql_text(str(path))} AS warehouse {options}")
    database.execute("USE warehouse")
