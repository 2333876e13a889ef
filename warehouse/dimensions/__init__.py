"""The dimensions of the warehouse: what the codes in the tables stand for. `columns.csv` declares their columns."""

import csv
import hashlib
from functools import cache
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

import schemas
from schemas.errors import StoreError
from warehouse.contracts import Column, Relation, duckdb_ddl, sql_name
from warehouse.dimensions.days import days

CODES = Path(schemas.__file__).parent / "codes"
_DECLARED = Path(__file__).with_name("columns.csv")
_DESCRIPTIONS = {
    "dim_currency": "One row for each currency.",
    "dim_date": "One row for each day from 1 October 1949 to the end of 2100.",
    "dim_entity": "One row for each entity that claims are linked to: places, companies, offices, funds.",
    "dim_euro_predecessor": "One row for each currency that the euro replaced, with its irrevocable rate.",
    "dim_metric": "One row for each metric concept: what may be done with values of it.",
    "dim_unit": "One row for each unit of measure.",
}
DIMENSION_REFERENCES = {
    ("core_claim_conversions", "base_currency_code"): "dim_currency.code",
    ("core_claim_conversions", "to_currency_code"): "dim_currency.code",
    ("core_claim_measures", "stated_unit"): "dim_unit.code",
    ("core_observations", "metric_code"): "dim_metric.metric_code",
    ("core_observations", "subject_code"): "dim_entity.entity_code",
}
"""Table and column -> the column of a dimension that holds all its values."""
_TYPES = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "DECIMAL(28, 12)": pa.decimal128(28, 12),
    "DOUBLE": pa.float64(),
}


@cache
def dimension_relations() -> tuple[Relation, ...]:
    """The dimensions that are tables of their own, with their columns as declared."""
    found = []
    for name, declared in groupby(_declared(), key=lambda row: row["dimension"]):
        columns = tuple(_column(row) for row in declared)
        found.append(Relation(name, _DESCRIPTIONS[name], columns))
    return tuple(found)


def dimension_rows(relation: Relation, codes: Path = CODES) -> pa.Table:
    """The rows of a dimension, from its code list in the folder `codes` or, for the days, by the calendar.

    Raises StoreError where the list lacks a declared column, has another one, or a value does not fit its type.
    """
    schema = pa.schema([(column.name, column.type) for column in relation.columns])
    source = next(row["source"] for row in _declared() if row["dimension"] == relation.name)
    if not source:
        return days().cast(schema)
    with (codes / source).open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    if names != schema.names:
        raise StoreError(f"{source}: its columns are {names}, but {_DECLARED.name} declares {schema.names}: mend one")
    try:
        return pa.table(
            [
                pa.array([cell or None for cell in cells], pa.string()).cast(field.type)
                for field, cells in zip(schema, zip(*rows, strict=True), strict=True)
            ],
            schema,
        )
    except (pa.ArrowInvalid, ValueError) as error:
        raise StoreError(f"{source}: {error}; mend the value, or its type in {_DECLARED.name}") from error


def dimension_digest(relation: Relation) -> str:
    """A hash of all that the rows of a dimension are made from: its declaration, and its code list or the calendar."""
    source = next(row["source"] for row in _declared() if row["dimension"] == relation.name)
    made_from = CODES / source if source else Path(__file__).with_name("days.py")
    return hashlib.sha256(repr(relation).encode() + made_from.read_bytes()).hexdigest()


def create_dimensions(database: duckdb.DuckDBPyConnection, codes: Path = CODES) -> None:
    """Make and fill every dimension in the schema `core` of a DuckDB file, every column commented.

    Raises StoreError where a code list has wrong columns, a value does not fit its type or a code stands twice.
    """
    for relation in dimension_relations():
        database.execute(duckdb_ddl(relation))
        database.register("dimension", dimension_rows(relation, codes))
        try:
            database.execute(f"INSERT INTO core.{sql_name(relation.name)} SELECT * FROM dimension")  # noqa: S608 - quoted
        except duckdb.Error as error:
            raise StoreError(f"{relation.name}: {error}; mend its list in schemas/codes/") from error
        finally:
            database.unregister("dimension")


def _declared() -> list[dict[str, str]]:
    with _DECLARED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _column(row: dict[str, str]) -> Column:
    is_key = bool(row["is_key"])
    return Column(
        name=row["column"],
        type=_TYPES[row["type"]],
        is_nullable=not is_key,
        is_key=is_key,
        description=row["description"],
        unit=None,
        references=None,
        allowed=(),
        limits=(),
    )
