"""Which columns each column is made from: the table `lineage.csv`, read for Dagster, OpenLineage and the terminal.

A line of the file says that each of `columns` is made from all of `source_columns` (`=` for the columns of the same
names) of one table that the step reads, or of a place outside the lake: `landing`, the files that arrived, and `rates`,
the files of exchange rates.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from schemas.tables import TABLES
from warehouse.contracts import table_columns

OUTSIDE: dict[str, tuple[str, ...]] = {
    "landing": ("bytes", "place", "sidecar", "modified_at"),
    "rates": ("bytes", "rows"),
}
"""What lies outside the lake, and what of it is read."""

_SAME = "="


@dataclass(frozen=True, slots=True)
class ColumnSource:
    """A column that another one is made from: the table it stands in (or a name of `OUTSIDE`), and how.

    how: in the terms of OpenLineage: `identity`, `transformation`, `aggregation`; or `join`, `filter`, `conditional`,
    which only steer which rows or values are taken.
    """

    table: str
    column: str
    how: str


def column_sources(table: str) -> dict[str, tuple[ColumnSource, ...]]:
    """For each column of a table the columns it is made from, in the order of the contract.

    `row_hash` is made of all other columns of its own row and has no source of its own.
    """
    found = _read().get(table, {})
    return {column.name: tuple(found.get(column.name, ())) for column in table_columns(TABLES[table])}


@cache
def _read() -> dict[str, dict[str, list[ColumnSource]]]:
    sources: dict[str, dict[str, list[ColumnSource]]] = {}
    with Path(__file__).with_name("lineage.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            of_table = sources.setdefault(line["table"], {})
            for column in line["columns"].split():
                names = [column] if line["source_columns"] == _SAME else line["source_columns"].split()
                of_table.setdefault(column, []).extend(
                    ColumnSource(line["source_table"], name, line["how"]) for name in names
                )
    return sources
