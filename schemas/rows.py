"""Rows to Arrow: the one place where tuples become a table in the columns and types of their contract."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import itemgetter

import pyarrow as pa

from schemas.identity import row_hash
from schemas.tables import TABLES

NOT_HASHED = frozenset({"code_version", "partition_month"})
"""Columns that may change while the row says the same: they do not enter its `row_hash`."""


@cache
def bare_schema(name: str) -> pa.Schema:
    """The columns and Arrow types of a table, without descriptions."""
    columns = TABLES[name].contract.to_schema().columns.values()
    return pa.schema([(str(column.name), column.dtype.type.pyarrow_dtype) for column in columns])


def table_of(name: str, rows: Sequence[tuple[object, ...]]) -> pa.Table:
    """Rows of a table, in the order of its columns, as an Arrow table; `row_hash`, where it has one, is added here.

    Raises:
        ValueError: A row is longer or shorter than the contract.
        pyarrow.ArrowInvalid: A value does not fit its column (a decimal with more places than the column keeps).
    """
    schema = bare_schema(name)
    if "row_hash" in schema.names:
        hashed = [place for place, column in enumerate(schema.names[:-1]) if column not in NOT_HASHED]
        hashed_values = itemgetter(*hashed)
        rows = [(*row, row_hash(hashed_values(row))) for row in rows]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    if len(columns) != len(schema):
        raise ValueError(f"{name}: rows of {len(columns)} values, {len(schema)} columns")
    return pa.table([pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)], schema)
