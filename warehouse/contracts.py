"""One contract, many forms: from a table's pandera model its Arrow schema, SQL, dictionary page and checks follow.

`schemas/` declares each column once; nothing here adds a fact about a column, it only says it in another language.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandera.pandas as pandera
import pyarrow as pa

from schemas.tables import Table

DICTIONARY_KEY = "numtrail.dictionary"
"""Key of the file metadata under which each Parquet file carries its own dictionary page, as JSON."""

_SQL_TYPES: dict[pa.DataType, str] = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    pa.timestamp("us", "UTC"): "TIMESTAMPTZ",
}
_LIMITS = {
    "greater_than_or_equal_to": ("at least", "min_value"),
    "greater_than": ("more than", "min_value"),
    "less_than_or_equal_to": ("at most", "max_value"),
    "less_than": ("less than", "max_value"),
    "str_matches": ("matches", "pattern"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, as every form of its contract needs it.

    `allowed` lists all the values it may hold (empty: no such list); `limits` are its other limits, in words;
    `references` names the column it points to, `table.column`.
    """

    name: str
    type: pa.DataType
    is_nullable: bool
    is_key: bool
    description: str
    unit: str | None
    references: str | None
    allowed: tuple[str, ...]
    limits: tuple[str, ...]

    @property
    def sql_type(self) -> str:
        """The column's type in SQL; raises TypeError for an Arrow type no contract column may have."""
        if pa.types.is_decimal128(self.type):
            return f"DECIMAL({self.type.precision}, {self.type.scale})"
        if self.type not in _SQL_TYPES:
            raise TypeError(f"{self.name}: no SQL type for {self.type}; add it to warehouse.contracts")
        return _SQL_TYPES[self.type]


@dataclass(frozen=True, slots=True)
class Relation:
    """A table as a database sees it: its name, what one row is, its columns in order; keys are marked in these."""

    name: str
    description: str
    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The names of the columns that tell one row from another."""
        return tuple(column.name for column in self.columns if column.is_key)


@cache
def table_columns(table: Table) -> tuple[Column, ...]:
    """The columns of a table in order."""
    return tuple(_column(name, column) for name, column in table.contract.to_schema().columns.items())


@cache
def key_columns(table: Table) -> tuple[str, ...]:
    """The names of the columns that tell one row from another."""
    return tuple(column.name for column in table_columns(table) if column.is_key)


def unique_columns(table: Table) -> list[tuple[str, ...]]:
    """The columns that are unique together, the key among them where the contract says so."""
    contract = table.contract.to_schema()
    together = tuple(contract.unique or ())
    alone = [(name,) for name, column in contract.columns.items() if column.unique]
    return [names for names in dict.fromkeys([together, *alone]) if names]


def row_rules(table: Table) -> tuple[str, ...]:
    """What holds between the columns of a row, a sentence each."""
    return tuple(str(check.description or check.name) for check in table.contract.to_schema().checks)


def table_description(table: Table) -> str:
    """What one row of the table is."""
    return str(table.contract.to_schema().description)


def relation_of(table: Table) -> Relation:
    """The table as a database sees it."""
    return Relation(table.name, table_description(table), table_columns(table))


@cache
def arrow_schema(table: Table) -> pa.Schema:
    """The table's Arrow schema: types, nullability, description and unit of each column.

    The file-level metadata carry the same as one JSON dictionary, for readers (DuckDB) that do not see field metadata;
    they hold nothing of a run, so that equal rows give equal bytes.
    """
    fields = [
        pa.field(column.name, column.type, nullable=column.is_nullable, metadata=_field_metadata(column))
        for column in table_columns(table)
    ]
    dictionary = {
        "table": table.name,
        "description": table_description(table),
        "key": key_columns(table),
        "columns": {column.name: _field_metadata(column) for column in table_columns(table)},
    }
    text = json.dumps(dictionary, ensure_ascii=False, sort_keys=True)
    return pa.schema(fields, metadata={DICTIONARY_KEY: text})


def duckdb_ddl(relation: Relation, schema: str = "core", *, is_keyed: bool = True) -> str:
    """CREATE TABLE and COMMENT ON statements for DuckDB: types, NOT NULL, the primary key, a comment each column.

    Foreign keys are left out: DuckDB refuses to replace a parent row in one transaction where they stand; they are
    checked before the file is published. So is the primary key where `is_keyed` is false: its index, of texts, is
    larger than the rows.
    """
    name = f"{sql_name(schema)}.{sql_name(relation.name)}"
    columns = relation.columns
    lines = [
        f"    {sql_name(column.name)} {column.sql_type}{'' if column.is_nullable else ' NOT NULL'}"
        for column in columns
    ]
    key = ", ".join(map(sql_name, relation.key))
    comments = [
        f"COMMENT ON COLUMN {name}.{sql_name(column.name)} IS {sql_text(described_with_unit(column))};"
        for column in columns
    ]
    return "\n".join(
        [
            f"CREATE TABLE {name} (",
            ",\n".join([*lines, *([f"    PRIMARY KEY ({key})"] if is_keyed else [])]),
            ");",
            f"COMMENT ON TABLE {name} IS {sql_text(relation.description)};",
            *comments,
            "",
        ]
    )


def described_with_unit(column: Column) -> str:
    """The column's description, its unit in brackets where it has one."""
    return f"{column.description} [{column.unit}]" if column.unit else column.description


def sql_name(name: str) -> str:
    """A quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def sql_text(text: str) -> str:
    """A quoted SQL string."""
    return "'" + text.replace("'", "''") + "'"


def _column(name: str, column: pandera.Column) -> Column:
    metadata = column.metadata or {}
    return Column(
        name=name,
        type=column.dtype.type.pyarrow_dtype,
        is_nullable=column.nullable,
        is_key=bool(metadata.get("key")),
        description=str(column.description or ""),
        unit=metadata.get("unit"),
        references=metadata.get("references"),
        allowed=tuple(
            str(value) for check in column.checks for value in (check.statistics or {}).get("allowed_values", ())
        ),
        limits=tuple(
            _limit(str(check.name), check.statistics or {}) for check in column.checks if check.name in _LIMITS
        ),
    )


def _limit(check: str, statistics: Mapping[str, Any]) -> str:
    words, statistic = _LIMITS[check]
    return f"{words} {statistics[statistic]}"


def _field_metadata(column: Column) -> dict[str, str]:
    metadata = {"description": column.description, "unit": column.unit, "references": column.references}
    return {name: value for name, value in metadata.items() if value}
