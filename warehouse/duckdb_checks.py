"""What is looked at before a DuckDB file is published: that every reference points to a row, that no view drops one."""

import duckdb

from schemas.errors import StoreError
from schemas.tables import TABLES
from warehouse.contracts import sql_name, table_columns
from warehouse.duckdb_refresh import HALF_MADE, lost_by_changes
from warehouse.lake import Snapshot
from warehouse.published import LEFT_OUT

_SHOWN = 3
_ROWS_OF_VIEWS = {
    "bi.v_claims": ("core.core_claims", "claim_id"),
    "bi.v_receipts": ("core.core_claims", "claim_id"),
    "bi.v_observations": ("core.core_observations", "observation_id"),
    "bi.v_rejects": ("core.core_rejects", "reject_id"),
    "bi.dim_article": ("core.core_documents", "article_id"),
    "bi.dim_sentence": ("core.core_sentences", "sentence_id"),
    "bi.v_target_progress": ("core.core_target_outcomes", "target_outcome_id"),
    "bi.v_growth_check": ("core.core_growth_checks", "growth_check_id"),
    "bi.v_fx_check": ("core.core_fx_checks", "fx_check_id"),
    "bi.v_disagreements": ("core.core_disagreements", "disagreement_id"),
    "bi.v_series": ("mart.mart_series", "observation_id"),
}
"""View -> the table it has a row for each row of, and its key; a join that multiplies rows would break sums without a
word."""

_MOST_SLICES = 64
"""A view that cannot be counted by 1/64 of its rows does not fail for their number."""


def require_references(database: duckdb.DuckDBPyConnection, snapshot: Snapshot, *, is_refreshed: bool) -> None:
    """Raise StoreError where a column points to a row that is not there; of a refreshed file by what changed in it."""
    for table in (table for table in TABLES.values() if table.name not in LEFT_OUT):
        for column in table_columns(table):
            if column.references is None:
                continue
            target, key = column.references.split(".")
            if is_refreshed and target not in LEFT_OUT:
                lost = lost_by_changes(database, table.name, column.name, target, key)
            else:
                lost = _lost(database, snapshot, table.name, column.name, target, key)
            if lost:
                shown = ", ".join(lost[:_SHOWN])
                raise StoreError(
                    f"{table.name}.{column.name}: {len(lost)} value(s) point to no row of {target} ({shown}); "
                    + HALF_MADE
                )


def _lost(
    database: duckdb.DuckDBPyConnection, snapshot: Snapshot, table: str, column: str, target: str, key: str
) -> list[str]:
    """The values of a column that point to no row."""
    parent = f"core.{sql_name(target)}"
    if target in LEFT_OUT:
        parent = "parents"
        database.register(parent, snapshot.read(target, columns=[key]))
    query = (
        f"SELECT DISTINCT child.{sql_name(column)} FROM core.{sql_name(table)} AS child "  # noqa: S608 - names quoted
        f"ANTI JOIN {parent} AS parent ON parent.{sql_name(key)} = child.{sql_name(column)} "
        f"WHERE child.{sql_name(column)} IS NOT NULL ORDER BY 1"
    )
    return [value for (value,) in database.execute(query).fetchall()]


def require_grain(database: duckdb.DuckDBPyConnection) -> None:
    """Raise StoreError where a view has more or fewer rows than the table it shows."""
    for view, (table, key) in _ROWS_OF_VIEWS.items():
        found, expected = count_within_memory(database, view, key), count_within_memory(database, table, key)
        if found != expected:
            raise StoreError(
                f"{view} has {found} rows for the {expected} of {table}: a join in it multiplies or drops rows, mend "
                "its SQL. Nothing was published, the file there stays"
            )


def count_within_memory(database: duckdb.DuckDBPyConnection, relation: str, key: str) -> int:
    """How many rows a view or table has; of a view whose joins do not fit into memory at once, slice by slice.

    Rows are cut by the hash of their key, which goes down to the table that the joins begin with.
    """
    slices = 1
    while True:
        where = f" WHERE hash({sql_name(key)}) % {slices} = ?" if slices > 1 else ""
        query = f"SELECT count(*) FROM {relation}{where}"  # noqa: S608 - constants
        try:
            counts = (database.execute(query, [number] if where else []).fetchall() for number in range(slices))
            return sum(int(count) for ((count,),) in counts)
        except duckdb.OutOfMemoryException:
            if slices >= _MOST_SLICES:
                raise
            slices *= 4
