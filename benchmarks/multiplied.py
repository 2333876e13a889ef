"""A lake as large as wanted: every article of a small one many times over, each copy under ids of its own.

Copies are spread over the months given, so that a month's files have the size that they would have. The text, spans
and values are those of the originals, and every copy names the file that the original was read from.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

import pyarrow as pa

from schemas.tables import TABLES
from warehouse.lake import ALL, Lake, Snapshot
from warehouse.trail_ids import ID_PATTERN

Part = tuple[str, pa.Table]
"""A partition and its rows."""

_UNCOPIED = ("ref_fx_rates",)
_LEFT_OUT = ("core_rejects",)
_PARTS_A_COMMIT = 60
"""Each commit keeps a whole manifest: one a month would make more of these than of rows."""


def multiply(source: Lake, target: Lake, copies: int, months: int) -> dict[str, int]:
    """Fill `target` with `copies` of each article of `source`, spread over `months` months; returns rows by table."""
    snapshot, now = source.snapshot(), datetime.now(UTC)
    names = [f"{2000 + month // 12}-{month % 12 + 1:02d}" for month in range(months)]
    counts: dict[str, int] = {}
    for name, table in TABLES.items():
        if name in _LEFT_OUT:
            continue
        rows = snapshot.read(name)
        if name in _UNCOPIED:
            parts = iter([(ALL, rows)])
        elif table.is_monthly:
            parts = _by_month(rows, copies, names)
        else:
            made = pa.concat_tables(_copied(rows, copy, names[copy % months]) for copy in range(copies))
            parts = iter([(ALL, made)])
        for batch in batched(parts, _PARTS_A_COMMIT):
            counts[name] = counts.get(name, 0) + sum(data.num_rows for _, data in batch)
            changes = {(name, partition, ALL): data.combine_chunks() for partition, data in batch}
            target.replace(changes, run_id="multiplied", code_version="1", now=now)
    return counts


def ids_of(snapshot: Snapshot, table: str, key: str, count: int) -> list[str]:
    """Ids evenly spread over a table."""
    column = snapshot.read(table, columns=[key]).column(0)
    step = max(1, len(column) // count)
    return [column[place].as_py() for place in range(0, len(column), step)][:count]


def batched(parts: Iterator[Part], size: int) -> Iterator[list[Part]]:
    """The parts, `size` at a time."""
    while batch := list(islice(parts, size)):
        yield batch


def _by_month(rows: pa.Table, copies: int, names: list[str]) -> Iterator[Part]:
    for number, month in enumerate(names):
        made = [_copied(rows, copy, month) for copy in range(number, copies, len(names))]
        if made:
            yield month, pa.concat_tables(made)


def _copied(rows: pa.Table, copy: int, month: str) -> pa.Table:
    columns = []
    for field in rows.schema:
        column = rows.column(field.name)
        if field.name == "partition_month":
            column = pa.array([month] * rows.num_rows, field.type)
        elif field.name.endswith("_id") and field.type == pa.string() and copy:
            column = pa.array([_renamed(value, copy) for value in column.to_pylist()], field.type)
        columns.append(column)
    return pa.Table.from_arrays(columns, schema=rows.schema)


def _renamed(value: str | None, copy: int) -> str | None:
    if value is None or not ID_PATTERN.fullmatch(value):
        return value
    digest = hashlib.blake2b(f"{value}{copy}".encode(), digest_size=10).digest()
    return value[:2] + base64.b32encode(digest).decode().lower()
