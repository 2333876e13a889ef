"""What is looked at before a DuckDB file is published: that every reference points to a row, that no view drops one."""

import duckdb

from schemas.errors import StoreError
from schemas.tables import TABLES
from warehouse.contracts import sql_name, table_columns
from warehouse.duckdb_changes import HALF_MADE, lost_by_changes
from warehouse.lake import Snapshot
from warehouse.published import LEFT_OUT

_SHOWN = 3
_ROWS_OF_VIEWS = {
    "bi.v_claims": "core.core_claims",
    "bi.v_receipts": "core.core_claims",
    "bi.v_observations": "core.core_observations",
    "bi.v_rejects": "core.core_rejects",
    "bi.dim_article": "core.core_documents",
    "bi.dim_sentence": "core.core_sentences",
    "bi.v_target_progress": "core.core_target_outcomes",
    "bi.v_growth_check": "core.core_growth_checks",
    "bi.v_fx_check": "core.core_fx_checks",
    "bi.v_disagreements": "core.core_disagreements",
    "bi.v_series": "mart.mart_series",
}
"""View -> the table it has a row for each row of; a join that multiplies rows would break sums without a word."""


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
    """Raise StoreError where a view has more or fewer rows than the table it shows.

    DuckDB would turn the left joins of a view round, and hold what is joined so far of all of them in memory at once:
    more than a publication may take, from some million claims on. As they are written they go to files.
    """
    database.execute("SET disabled_optimizers = 'build_side_probe_side'")
    for view, table in _ROWS_OF_VIEWS.items():
        query = f"SELECT (SELECT count(*) FROM {view}), (SELECT count(*) FROM {table})"  # noqa: S608 - constants
        found, expected = database.execute(query).fetchone() or (0, 0)
        if found != expected:
            raise StoreError(
                f"{view} has {found} rows for the {expected} of {table}: a join in it multiplies or drops rows, mend "
                "its SQL. Nothing was published, the file there stays"
            )
    database.execute("RESET disabled_optimizers")
