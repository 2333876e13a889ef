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
    same = " AND ".join(f"old.{sql_name(key)} = gone.{sql_name(key)}" for key in key_columns(TABLES[name]))
    database.execute("CREATE OR REPLACE TEMP TABLE gone AS SELECT * FROM was EXCEPT SELECT * FROM is_")
    database.execute(f"DELETE FROM core.{sql_name(name)} AS old USING gone WHERE {same}")  # noqa: S608 - quoted
    _note(database, "gone", name)


def _put_in(database: duckdb.DuckDBPyConnection, name: str) -> None:
    database.execute("CREATE OR REPLACE TEMP TABLE came AS SELECT * FROM is_ EXCEPT SELECT * FROM was")
    database.execute(f"INSERT INTO core.{sql_name(name)} SELECT * FROM came")  # noqa: S608 - quoted
    _note(database, "came", name)
    require_keys(database, name, "is_")


def _note(database: duckdb.DuckDBPyConnection, what: str, name: str) -> None:
    """Keep in mind what of the rows that came or went others point to, or they to others."""
    columns = _noted(name).get(what)
    if columns:
        database.execute(f"INSERT INTO {what}_{name} SELECT {columns} FROM {what}")  # noqa: S608 - names of contracts


@cache
def _noted(name: str) -> dict[str, str]:
    """Of rows that come the columns that point to others, of rows that go those that others point to; as SQL."""
    pointing = [column.name for column in table_columns(TABLES[name]) if column.references is not None]
    targets = {column.references for table in TABLES.values() for column in table_columns(table)}
    pointed_to = [column.name for column in table_columns(TABLES[name]) if f"{name}.{column.name}" in targets]
    found = {"came": ", ".join(map(sql_name, pointing)), "gone": ", ".join(map(sql_name, pointed_to))}
    return {what: columns for what, columns in found.items() if columns}


def lost_by_changes(database: duckdb.DuckDBPyConnection, table: str, column: str, target: str, key: str) -> list[str]:
    """The values of a column that point to no row since `refresh`: of rows that came, or to rows that went.

    What neither came nor went was looked at when the file was published before. Few rows changed, so these are looked
    for among the many and not the many among themselves.
    """
    child, parent, pointer, pointed = (sql_name(name) for name in (table, target, column, key))
    query = f"""
        SELECT {pointer} FROM came_{table} WHERE {pointer} IS NOT NULL
        EXCEPT SELECT parent.{pointed} FROM core.{parent} AS parent
            SEMI JOIN came_{table} AS came ON parent.{pointed} = came.{pointer}
        UNION SELECT child.{pointer} FROM core.{child} AS child SEMI JOIN (
            SELECT {pointed} FROM gone_{target} EXCEPT SELECT parent.{pointed} FROM core.{parent} AS parent
                SEMI JOIN gone_{target} AS gone USING ({pointed})
        ) AS gone ON child.{pointer} = gone.{pointed}
        ORDER BY 1"""  # noqa: S608 - names of contracts, quoted
    return [value for (value,) in database.execute(query).fetchall()]


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
