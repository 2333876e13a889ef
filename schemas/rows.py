"""Rows to Arrow: the one place where tuples become a table in the columns and types of their contract."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from schemas.tables import TABLES

NOT_HASHED = frozenset({"code_version", "partition_month"})
"""Columns that may change while the row says the same: they do not enter its `row_hash`."""

_SEPARATOR = pa.scalar("\x1f", pa.large_string())
_NULL = pa.scalar("\x00", pa.large_string())


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
    given = [field for field in schema if field.name != "row_hash"]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(given)
    if len(columns) != len(given):
        raise ValueError(f"{name}: rows of {len(columns)} values, {len(given)} columns")
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, given, strict=True)]
    if "row_hash" in schema.names:
        hashed = [array for array, field in zip(arrays, given, strict=True) if field.name not in NOT_HASHED]
        arrays.append(_row_hashes(hashed))
    return pa.table(arrays, schema)


def _row_hashes(columns: Sequence[pa.Array]) -> pa.Array:
    """A fingerprint of each row: its values as Arrow writes them, so that equal values give equal fingerprints."""
    texts = [pc.fill_null(column.cast(pa.large_string()), _NULL) for column in columns]
    lines = pc.binary_join_element_wise(*texts, _SEPARATOR).cast(pa.large_binary()).to_pylist()
    return pa.array([hashlib.blake2b(line, digest_size=10).hexdigest() for line in lines], pa.string())
