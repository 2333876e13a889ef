"""The dimensions of the DuckDB file: what the codes in the tables stand for. `columns.csv` declares their columns."""

import csv
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import duckdb

import schemas
from schemas.errors import StoreError
from warehouse.contracts import sql_name, sql_text

_HERE = Path(__file__).parent
CODES = Path(schemas.__file__).parent / "codes"
_DESCRIPTIONS = {
    "dim_currency": "One row for each currency.",
    "dim_euro_predecessor": "One row for each currency that the euro replaced, with its irrevocable rate.",
    "dim_metric": "One row for each metric concept: what may be done with values of it.",
    "dim_unit": "One row for each unit of measure.",
}


def create_dimensions(database: duckdb.DuckDBPyConnection, codes: Path = CODES) -> None:
    """Make `dim_date` and a table for each code list in `codes`, in the schema `core`, every declared column commented.

    A column that `columns.csv` does not declare is text without a comment (a test finds it). Raises StoreError where a
    value does not fit its type or a code stands twice.
    """
    for script in sorted(_HERE.glob("*.sql")):
        database.execute(script.read_text(encoding="utf-8"))
    for dimension, columns in _declared():
        _create(database, dimension, columns, codes / columns[0]["source"])


def _declared() -> Iterator[tuple[str, list[dict[str, str]]]]:
    with (_HERE / "columns.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for dimension, columns in groupby(rows, key=lambda row: row["dimension"]):
        yield dimension, list(columns)


def _create(database: duckdb.DuckDBPyConnection, dimension: str, columns: list[dict[str, str]], source: Path) -> None:
    with source.open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    declared = {column["column"]: column for column in columns}
    table = f"core.{sql_name(dimension)}"
    database.execute(f"CREATE TABLE {table} ({', '.join(_column(name, declared.get(name)) for name in names)})")
    database.execute(f"COMMENT ON TABLE {table} IS {sql_text(_DESCRIPTIONS[dimension])}")
    for name in names:
        if name in declared:
            comment = sql_text(declared[name]["description"])
            database.execute(f"COMMENT ON COLUMN {table}.{sql_name(name)} IS {comment}")
    insert = f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - the name is quoted
    try:
        database.executemany(insert, [[cell or None for cell in row] for row in rows])
    except duckdb.Error as error:
        raise StoreError(f"{source.name}: {error}") from error


def _column(name: str, declared: dict[str, str] | None) -> str:
    if declared is None:
        return f"{sql_name(name)} VARCHAR"
    return f"{sql_name(name)} {declared['type']}{' PRIMARY KEY' if declared['is_key'] else ''}"
