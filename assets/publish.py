"""The DuckDB file that BI tools read, built anew from Parquet and published whole."""

import os

import dagster as dg

from assets.resources import Home
from assets.tables import OWNER
from schemas.tables import TABLES
from warehouse.duckdb_file import publish_duckdb


@dg.asset(
    deps=[name for name in TABLES if name != "raw_articles"],
    group_name="publish",
    kinds={"duckdb"},
    owners=[OWNER],
    code_version="1",
    tags={"layer": "bi"},
    description="The warehouse as one DuckDB file: every core table, the dimensions, and the bi views for dashboards.",
)
def duckdb_warehouse(context: dg.AssetExecutionContext, home: Home) -> dg.MaterializeResult:
    """Build the DuckDB file beside the old one and put it in its place; readers see the old or the new, never a mix."""
    summary = publish_duckdb(home.lake, home.duckdb_path, receipts_url=os.environ.get("NUMTRAIL_RECEIPTS_URL"))
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(summary.rows.values()),
            "rows_by_table": dg.MetadataValue.json(summary.rows),
            "path": dg.MetadataValue.path(str(home.duckdb_path)),
            "bytes": home.duckdb_path.stat().st_size,
        }
    )


ASSETS = (duckdb_warehouse,)
