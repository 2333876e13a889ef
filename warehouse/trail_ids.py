"""Which row an id names: the letter tells the table, the rest the row; the first characters will do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import duckdb
import pyarrow.compute as pc

from schemas.columns import ID_LETTER
from schemas.errors import SettingsError, StoreError
from schemas.tables import TABLES, Table
from warehouse.contracts import sql_name, table_columns
from warehouse.lake import Snapshot

Row = Mapping[str, Any]
"""A row of a table, by column name; the table's contract says what stands in it."""

ID_PATTERN = re.compile(r"\b[a-z]_[a-z2-7]{16}\b")
"""A whole id, wherever it stands in a value."""

CLAIM = "c"
_BEGINNING = re.compile(r"[a-z]_[a-z2-7]{0,16}")
_SHOWN = 5
_MOST_ALIKE = 1_000


@dataclass(frozen=True, slots=True)
class Named:
    """The row an id names: its table, its whole id, and the month it is kept in (null for a table without months)."""

    table: str
    row_id: str
    month: str | None
    row: Row = field(default_factory=dict)


@cache
def keys_by_letter() -> dict[str, tuple[str, str]]:
    """The first letter of an id -> its table and key column: the first in the flow that is keyed by it alone.

    Of a landed item it is the table that holds its text.
    """
    keys: dict[str, tuple[str, str]] = {}
    for table in TABLES.values():
        columns = [column for column in table_columns(table) if column.is_key]
        letters = [match[1] for limit in columns[0].limits if (match := ID_LETTER.search(limit))] if columns else []
        if len(columns) == 1 and letters and table.name != "raw_ledger":
            keys.setdefault(letters[0], (table.name, columns[0].name))
    return keys


def find_named(snapshot: Snapshot, given: str) -> Named:
    """The one row whose id begins with `given`; without a letter in front a claim is meant.

    Raises SettingsError where no row or more than one has such an id.
    """
    beginning = _beginning(given)
    table, key = keys_by_letter()[beginning[0]]
    found = _named_so(snapshot, table, key, beginning)
    if not found:
        raise SettingsError(
            f"no id of {table} begins with {beginning}; ids stand in the views of the schema bi and in the summary of "
            "a run"
        )
    if len(found) > 1:
        shown = ", ".join(sorted(named.row_id for named in found)[:_SHOWN])
        raise SettingsError(
            f"{len(found)}{' or more' if len(found) == _MOST_ALIKE else ''} ids of {table} begin with {beginning}: "
            f"{shown} …; give more characters of the id"
        )
    return replace(found[0], row=one(snapshot, table, found[0].month, **{key: found[0].row_id}))


def claims_with(snapshot: Snapshot, claim_ids: Sequence[str], month: str | None = None) -> list[Row]:
    """The rows of claims anywhere in the lake, in the order given; those that are not there are left out.

    `month` is where they are likely to be; for those that are not, the months that hold one are looked up.
    """
    found = _claims_of(snapshot, [month] if month else [], claim_ids)
    lost = [key for key in claim_ids if key not in found]
    if lost:
        condition = f"claim_id IN ({', '.join('?' * len(lost))})"
        months = {of for _, of in look_up(snapshot, "core_claims", "claim_id", condition, lost)}
        found |= _claims_of(snapshot, sorted(filter(None, months)), lost)
    return [found[key] for key in claim_ids if key in found]


def _claims_of(snapshot: Snapshot, months: Sequence[str], claim_ids: Sequence[str]) -> dict[str, Row]:
    of_months = (rows(snapshot, "core_claims", month, claim_id=list(claim_ids)) for month in months if claim_ids)
    return {row["claim_id"]: row for found in of_months for row in found}


def facts_with(snapshot: Snapshot, fact_ids: Sequence[str]) -> dict[str, Row]:
    """The rows of facts by their id; those that are not there are left out.

    Read by DuckDB, which unpacks the columns of the rows that are wanted alone: a third of the time.
    """
    condition = f"observation_id IN ({', '.join('?' * len(fact_ids))})"
    columns = [column.name for column in table_columns(TABLES["core_observations"])]
    found = asked(snapshot, "core_observations", "*", condition, fact_ids)
    return {row["observation_id"]: {name: row.get(name) for name in columns} for row in found}


def rows(snapshot: Snapshot, table: str, month: str | None, **equal: Any) -> list[Row]:
    """The rows of a table (of a month) in which the columns named hold the values given, or one of a list of them."""
    where = None
    for name, value in equal.items():
        is_listed = isinstance(value, list | tuple | set | frozenset)
        condition = pc.field(name).isin(sorted(value)) if is_listed else pc.field(name) == value
        where = condition if where is None else where & condition
    found: list[Row] = snapshot.read(table, month, None, where).to_pylist()
    return found


def one(snapshot: Snapshot, table: str, month: str | None, **equal: Any) -> Row:
    """The one row with these values; StoreError where there is none or there are several."""
    found = rows(snapshot, table, month, **equal)
    if len(found) != 1:
        raise StoreError(
            f"{table}, {month}: {len(found)} rows with {equal}, expected one; its month is half made: "
            "run `numtrail run`"
        )
    return found[0]


def _beginning(given: str) -> str:
    text = given.strip().lower()
    text = text if text[1:2] == "_" else f"{CLAIM}_{text}"
    if len(text) < 3 or not _BEGINNING.fullmatch(text) or text[0] not in keys_by_letter():
        letters = ", ".join(f"{letter}_ of {table}" for letter, (table, _) in sorted(keys_by_letter().items()))
        raise SettingsError(
            f"{given!r} is no id: an id is a letter, _ and 16 of the characters a to z and 2 to 7; its first "
            f"characters will do. Letters: {letters}"
        )
    return text


def _named_so(snapshot: Snapshot, table: str, key: str, beginning: str) -> list[Named]:
    """The rows of a table whose id begins so; more than a few are of no use and left out."""
    condition = f"{sql_name(key)} >= ? AND {sql_name(key)} < ? LIMIT {_MOST_ALIKE}"
    found = look_up(snapshot, table, key, condition, [beginning, beginning + "~"])
    return [Named(table, row_id, month) for row_id, month in found]


def look_up(
    snapshot: Snapshot, table: str, column: str, condition: str, values: Sequence[str]
) -> list[tuple[str, str | None]]:
    """The values of a column of ids, and the months, of the rows for which a condition in SQL holds.

    Ids are random, so that every file of the table has to be looked through; DuckDB does that for 240 months of a
    million claims in a fifth of a second, five times as fast as opening each file as a data set.
    """
    month = "partition_month" if _has_month(TABLES[table]) else "NULL"
    found = asked(snapshot, table, f"{sql_name(column)} AS id, {month} AS month", condition, values)
    return [(row["id"], row["month"]) for row in found]


def asked(snapshot: Snapshot, table: str, wanted: str, condition: str, values: Sequence[Any]) -> list[Row]:
    """What DuckDB finds in the files of a table; `wanted` and `condition` are SQL of our own."""
    paths = [str(path) for path in snapshot.paths(table)]
    if not paths or not values:
        return []
    query = f"SELECT {wanted} FROM read_parquet(?, hive_partitioning = false) WHERE {condition}"  # noqa: S608 - see above
    try:
        with duckdb.connect() as database:
            found: list[Row] = database.sql(query, params=[paths, *values]).to_arrow_table().to_pylist()
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        told = f"{table}: a file is missing or damaged ({first}); `numtrail doctor` names it"
        raise StoreError(told) from error
    return found


def _has_month(table: Table) -> bool:
    return table.is_monthly and any(column.name == "partition_month" for column in table_columns(table))
