"""Which rows may enter the lake: a row that breaks its contract is refused with the rule's name, the rest goes on.

A contract that the whole table breaks (a missing column, a wrong type) is no matter of rows: that raises. What pointed
to a refused row is refused with it, so that no reference is left hanging.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy
import pandas as pd
import pandera.errors
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.rejections import reject_row
from schemas.errors import ContractViolation
from schemas.tables import TABLES, Table
from warehouse.contracts import key_columns, table_columns, validated

Row = tuple[object, ...]
REFUSABLE = 0.5
"""Above this share of refused rows the step is broken and not its input: the commit fails and nothing is written."""


def admitted(tables: Mapping[str, pa.Table], month: str | None) -> tuple[dict[str, pa.Table], list[Row]]:
    """The rows that keep their contracts, and one reject row for each that does not, naming the rule.

    Args:
        tables: Table name -> rows, parents before children, as one step made them.
        month: The partition; null for tables not kept by month: they have no place for rejects, every failure raises.

    Raises:
        ContractViolation: A table breaks its contract as a whole, or more than half of its rows do.
    """
    kept: dict[str, pa.Table] = {}
    refused: dict[str, set[object]] = {}
    rejects: dict[object, Row] = {}
    for name, data in tables.items():
        table = TABLES[name]
        found = _broken_rows(table, data) if month is not None else None
        broken = dict(found or {})
        for place, rule in _orphans(table, data, refused).items():
            broken.setdefault(place, rule)
        if len(broken) > REFUSABLE * data.num_rows:
            validated(table, data)
            raise ContractViolation(f"{name}: {len(broken)} of {data.num_rows} rows point to refused rows")
        if broken:
            # What is refused for one reason at one place is told once, however many rows it was.
            rejects.update((row[0], row) for row in _rejects(table, data, broken, str(month)))
            key = key_columns(table)
            if len(key) == 1:
                refused[f"{name}.{key[0]}"] = set(data.column(key[0]).take(pa.array(sorted(broken))).to_pylist())
            mask = numpy.ones(data.num_rows, dtype=bool)
            mask[sorted(broken)] = False
            data = data.filter(pa.array(mask))
        kept[name] = validated(table, data, is_checked=found == {})
    return kept, list(rejects.values())


def _broken_rows(table: Table, data: pa.Table) -> dict[int, str] | None:
    """Row number -> the first rule it breaks; None where the whole table breaks one, which is left to `validated`."""
    try:
        table.contract.to_schema().validate(data.to_pandas(types_mapper=pd.ArrowDtype), lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
        if cases["index"].isna().any():
            return None
        broken: dict[int, str] = {}
        for row, column, check in zip(cases["index"], cases["column"], cases["check"], strict=True):
            broken.setdefault(int(row), f"{column}: {check}")
        return broken
    return {}


def _orphans(table: Table, data: pa.Table, refused: Mapping[str, set[object]]) -> dict[int, str]:
    orphans: dict[int, str] = {}
    for column in table_columns(table):
        gone = refused.get(column.references or "")
        if gone:
            found = pc.is_in(data.column(column.name), value_set=pa.array(sorted(map(str, gone))))
            for place in numpy.flatnonzero(found.to_numpy()):
                orphans.setdefault(int(place), f"{column.name}: the row it points to was refused")
    return orphans


def _rejects(table: Table, data: pa.Table, broken: Mapping[int, str], month: str) -> list[Row]:
    rows = data.take(pa.array(sorted(broken))).to_pylist()
    key = key_columns(table)[0]
    return [
        reject_row(
            table.stage if table.stage != "everywhere" else "ingest",
            f"{table.name}_contract",
            f"{table.name}, {row[key]}: {rule}. The row was left out; report it with the article.",
            str(row.get("place") or row.get("file") or f"{table.name}/{row[key]}"),
            month,
            article_id=row.get("article_id"),
            start=row.get("start"),
            end=row.get("end"),
            excerpt=row.get("quote") or row.get("text"),
        )
        for (_, rule), row in zip(sorted(broken.items()), rows, strict=True)
    ]
