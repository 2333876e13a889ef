"""Jobs by the names an operator looks for."""

import dagster as dg

from assets.freshness import MONTHLY_STEPS, STEPS

_MONTHLY = [name for step in MONTHLY_STEPS for name in step.makes]
_OVER_ALL_MONTHS = [name for step in STEPS.values() if step not in MONTHLY_STEPS for name in step.makes]

ingest_landing = dg.define_asset_job(
    "ingest_landing",
    selection=dg.AssetSelection.assets("raw_ledger", "ref_fx_rates"),
    description="Look through the landing folder, take in what is new, and read the exchange rates.",
)
rebuild_months = dg.define_asset_job(
    "rebuild_months",
    selection=dg.AssetSelection.assets(*_MONTHLY, "core_rejects"),
    description="Make every table of the chosen months again, from the raw articles on.",
)
publish_warehouse = dg.define_asset_job(
    "publish_warehouse",
    selection=dg.AssetSelection.assets(*_OVER_ALL_MONTHS, "duckdb_warehouse"),
    description="Match claims to facts over all months, hold them against one another, and publish the DuckDB file.",
)

JOBS = (ingest_landing, rebuild_months, publish_warehouse)
