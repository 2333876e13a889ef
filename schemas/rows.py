"""Rows to Arrow: the one place where tuples or columns become a table in the columns and types of their contract."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from schemas.identity import ID_LENGTH, content_ids, digests_of
from schemas.tables import TABLES
from schemas.values import value_class

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


@value_class
class Block:
    """Neighbouring columns of a table: those of its distinct rows, and which of these each row of the table has.

    Without `places` the rows are the table's own. What many rows have in common is so made, and written as text for
    their `row_hash`, once.
    """

    columns: tuple[Sequence[object] | pa.Array, ...]
    places: Sequence[int] | NDArray[numpy.integer[Any]] | None = None


def table_of_blocks(name: str, blocks: Sequence[Block]) -> pa.Table:
    """Columns of a table, in order, as an Arrow table; `row_hash` is added: the same table as `table_of` makes of rows.

    Raises:
        ValueError: There are more or fewer columns than the contract has.
        pyarrow.ArrowInvalid: A value does not fit its column (a decimal with more places than the column keeps).
    """
    schema = bare_schema(name)
    given = [field for field in schema if field.name != "row_hash"]
    if sum(len(block.columns) for block in blocks) != len(given):
        raise ValueError(f"{name}: {sum(len(block.columns) for block in blocks)} columns, not {len(given)}")
    arrays, texts, fields = [], [], iter(given)
    # Two columns of a table may be taken from one array: it is written as text once.
    written: dict[int, pa.Array] = {}
    for block in blocks:
        places = None if block.places is None else pa.array(block.places, pa.int64())
        hashed = []
        for column, field in zip(block.columns, fields, strict=False):
            array = column if isinstance(column, pa.Array) else pa.array(column, field.type)
            arrays.append(array if places is None else array.take(places))
            if field.name not in NOT_HASHED:
                if id(column) not in written:
                    written[id(column)] = _text(array)
                hashed.append(written[id(column)])
        if hashed:
            text = _joined(hashed)
            texts.append(text if places is None else text.take(places))
    arrays.append(_fingerprints(pc.binary_join_element_wise(*texts, _SEPARATOR)))
    return pa.table(arrays, schema)


def _row_hashes(columns: Sequence[pa.Array]) -> pa.Array:
    """A fingerprint of each row: its values as Arrow writes them, so that equal values give equal fingerprints."""
    return _fingerprints(_joined([_text(column) for column in columns]))


def _text(column: pa.Array) -> pa.Array:
    text = column.cast(pa.large_string())
    return pc.fill_null(text, _NULL) if text.null_count else text


def _joined(texts: Sequence[pa.Array]) -> pa.Array:
    return pc.binary_join_element_wise(*texts, _SEPARATOR)


def _fingerprints(lines: pa.Array) -> pa.Array:
    return fixed_texts(digests_of(lines.cast(pa.large_binary()).to_pylist()).hex(), 20)


def ids_of(prefix: str, columns: Sequence[pa.Array]) -> pa.Array:
    """The ids of rows: of each what `content_id` makes of its values in these columns, in which none is null."""
    texts = _joined([_text(column) for column in columns]).cast(pa.large_binary()).to_pylist()
    return fixed_texts(content_ids(prefix, texts), ID_LENGTH)


def fixed_texts(text: str, width: int) -> pa.Array:
    """ASCII texts of one width, written one after the other, as an array."""
    offsets = pa.array(numpy.arange(0, len(text) + 1, width, dtype=numpy.int32))
    return pa.Array.from_buffers(
        pa.string(), len(offsets) - 1, [None, offsets.buffers()[1], pa.py_buffer(text.encode())]
    )
