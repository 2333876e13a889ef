"""The warehouses that BI tools read, made from Parquet alone: the DuckDB file whole, a server where months changed."""

import time
from collections.abc import Iterator

import dagster as dg

from assets.resources import Home
from assets.tables import OWNER
from schemas.tables import TABLES
from warehouse.duckdb_file import publish_duckdb
from warehouse.postgres_connection import URL_VARIABLE


@dg.asset(
    deps=[name for name in TABLES if name != "raw_articles"],
    group_name="publish",
    kinds={"duckdb"},
    owners=[OWNER],
    code_version="1",
    tags={"layer": "bi"},
    description="The warehouse as one DuckDB file: every core table, the dimensions, and the bi views for dashboards.",
)
def duckdb_warehouse(context: dg.AssetExecutionContext, home: Home) -> dg.MaterializeResult[None]:
    """Build the DuckDB file beside the old one and put it in its place; readers see the old or the new, never a mix."""
    started = time.monotonic()
    summary = publish_duckdb(home.lake, home.duckdb_path, receipts_url=home.receipts_url)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": sum(summary.rows.values()),
            "rows_by_table": dg.MetadataValue.json(summary.rows),
            "path": dg.MetadataValue.path(str(home.duckdb_path)),
            "bytes": home.duckdb_path.stat().st_size,
            "seconds": round(time.monotonic() - started, 3),
            **home.receipts_told(),
        }
    )


@dg.asset(
    deps=[name for name in TABLES if name != "raw_articles"],
    group_name="publish",
    kinds={"postgres"},
    owners=[OWNER],
    code_version="1",
    tags={"layer": "bi"},
    output_required=False,
    description="The warehouse on a PostgreSQL server: the same tables and views, changed in one transaction.",
)
def postgres_warehouse(context: dg.AssetExecutionContext, home: Home) -> Iterator[dg.MaterializeResult[None]]:
    """Publish what changed in the lake to the server that NUMTRAIL_WAREHOUSE_URL names.

    Where it names none, nothing is materialised: a warning and an observation say that nothing was published.
    """
    url = home.warehouse_url
    if url is None:
        told = f"{URL_VARIABLE} is not set: nothing was published to PostgreSQL (docs/bi.md tells how to set it up)."
        context.log.warning(told)
        context.log_event(dg.AssetObservation(context.asset_key, description=told, metadata={"is_published": False}))
        return
    from warehouse.postgres import publish_postgres  # half a second of imports that most homes never need

    started = time.monotonic()
    summary = publish_postgres(home.lake, url, receipts_url=home.receipts_url)
    yield dg.MaterializeResult(
        metadata={
            "is_changed": summary.is_changed,
            "lake_commit": summary.manifest_number,
            "seconds": round(time.monotonic() - started, 3),
            **home.receipts_told(),
            "months": dg.MetadataValue.json(summary.months),
            "rows_written": dg.MetadataValue.json({n: change.written for n, change in summary.tables.items()}),
            "rows_deleted": dg.MetadataValue.json({n: change.deleted for n, change in summary.tables.items()}),
        }
    )


ASSETS = (duckdb_warehouse, postgres_warehouse)
