"""What changed in a DuckDB file that is brought up to date, kept in mind: its keys and references are looked at again.

What neither came nor went was looked at when the file was published before. So the few rows that changed are looked for
among one another first, and only what is left among the many: keys of ten million rows are some gigabytes to read.
"""

from collections.abc import Iterable
from functools import cache

import duckdb

from schemas.errors import StoreError
from schemas.tables import OWNERS, TABLES
from warehouse.contracts import key_columns, sql_name, table_columns

HALF_MADE = "its month is half made: run `numtrail run`. Nothing was published, the file there stays"
"""What has happened, and what to do, where rows of the lake do not fit together."""


def begin_notes(database: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> None:
    """Make the tables in which is kept what came to each table, `came_<table>`, and what went, `gone_<table>`."""
    for name in tables:
        for what, columns in _noted(name).items():
            query = f"SELECT {columns} FROM core.{sql_name(name)} LIMIT 0"  # noqa: S608 - names of contracts
            database.execute(f"CREATE TEMP TABLE {what}_{name} AS {query}")


def note(database: duckdb.DuckDBPyConnection, what: str, name: str) -> None:
    """Keep in mind the rows of the table `came` or `gone`: their keys, and what they point to or others point to."""
    columns = _noted(name).get(what)
    if columns:
        database.execute(f"INSERT INTO {what}_{name} SELECT {columns} FROM {what}")  # noqa: S608 - names of contracts


@cache
def _noted(name: str) -> dict[str, str]:
    """Of rows that go the columns that others point to, of rows that come those, their key and what points; as SQL."""
    columns = [column.name for column in table_columns(TABLES[name])]
    pointing = {column.name for column in table_columns(TABLES[name]) if column.references is not None}
    targets = {column.references for table in TABLES.values() for column in table_columns(table)}
    pointed_to = {column for column in columns if f"{name}.{column}" in targets}
    noted = {"came": pointing | pointed_to | set(key_columns(TABLES[name])), "gone": pointed_to}
    found = {what: ", ".join(sql_name(column) for column in columns if column in of) for what, of in noted.items()}
    return {what: told for what, told in found.items() if told}


def keep(database: duckdb.DuckDBPyConnection, what: str, query: str) -> bool:
    """Keep the rows of a query as a table of this connection; whether there are any."""
    database.execute(f"CREATE OR REPLACE TEMP TABLE {what} AS {query}")
    return bool(database.execute(f"SELECT count(*) FROM {what}").fetchall()[0][0])  # noqa: S608 - names of ours


def require_keys(database: duckdb.DuckDBPyConnection, name: str) -> None:
    """Raise StoreError where a key of a table names two rows."""
    _require_distinct(database, name, f"core.{sql_name(name)}")


def require_keys_of_changes(database: duckdb.DuckDBPyConnection, name: str) -> None:
    """Raise StoreError where a row that came has the key of another one.

    A row of a new article cannot have the key of one that was there: that would be of a new article too (`OWNERS`).
    """
    _require_distinct(database, name, f"came_{name}")
    keys = ", ".join(map(sql_name, key_columns(TABLES[name])))
    if keep(database, "wanted", f"SELECT {keys} FROM came_{name} AS came {_of_no_new_owner(name)}"):  # noqa: S608 - quoted
        _require_distinct(database, name, f"core.{sql_name(name)} SEMI JOIN wanted USING ({keys})")


def _of_no_new_owner(name: str) -> str:
    """The join that leaves of the rows that came those whose article or claim was there before."""
    owner = OWNERS.get(name)
    references = {column.name: column.references for column in table_columns(TABLES[name])}
    if owner is None or references[owner] is None:
        return ""
    target, key = str(references[owner]).split(".")
    new = f"SELECT {sql_name(key)} FROM came_{target} EXCEPT SELECT {sql_name(key)} FROM gone_{target}"  # noqa: S608 - quoted
    return f"ANTI JOIN ({new}) AS new ON came.{sql_name(owner)} = new.{sql_name(key)}"


def _require_distinct(database: duckdb.DuckDBPyConnection, name: str, rows: str) -> None:
    keys = ", ".join(map(sql_name, key_columns(TABLES[name])))
    query = f"SELECT {keys} FROM {rows} GROUP BY {keys} HAVING count(*) > 1 LIMIT 1"  # noqa: S608 - quoted
    repeated = database.execute(query).fetchone()
    if repeated is not None:
        shown = ", ".join(map(str, repeated))
        raise StoreError(f"{name}: duplicate key {shown} names several rows; {HALF_MADE}")


def lost_by_changes(database: duckdb.DuckDBPyConnection, table: str, column: str, target: str, key: str) -> list[str]:
    """The values of a column that point to no row since `begin_notes`: of rows that came, or to rows that went."""
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
    if not keep(database, "wanted", query):
        return False
    held = f"SELECT held.{key} FROM core.{name} AS held SEMI JOIN wanted ON held.{key} = wanted.key"  # noqa: S608 - quoted
    return keep(database, "missing", f"SELECT key FROM wanted EXCEPT {held}")  # noqa: S608 - quoted
