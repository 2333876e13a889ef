"""Jobs by the names an operator looks for."""

import dagster as dg

from assets.freshness import MONTHLY_STEPS, STEPS
from assets.ingest import RatesConfig

_MONTHLY = dg.AssetSelection.assets(*(name for step in MONTHLY_STEPS for name in step.makes), "core_rejects")
_FACTS = dg.AssetSelection.assets(
    *(name for step in STEPS.values() if step not in MONTHLY_STEPS for name in step.makes)
)
_PUBLISHED = _FACTS | dg.AssetSelection.groups("publish")

ingest_landing = dg.define_asset_job(
    "ingest_landing",
    selection=dg.AssetSelection.assets("raw_ledger", "ref_fx_rates"),
    description="Look through the landing folder, enter what is new in the ledger, and read the exchange rates.",
)
ingest_and_publish = dg.define_asset_job(
    "ingest_and_publish",
    selection=dg.AssetSelection.assets("raw_ledger") | _MONTHLY | _PUBLISHED,
    description="Take in what landed, make the chosen months where they are due, match facts, and publish.",
)
rebuild_months = dg.define_asset_job(
    "rebuild_months",
    selection=_MONTHLY,
    description="Make the tables of the chosen months where they are due, from the raw articles on; `force`: all.",
)
publish_warehouse = dg.define_asset_job(
    "publish_warehouse",
    selection=_PUBLISHED,
    description="Match claims to facts over all months, hold them against one another, and publish the warehouse.",
)
refresh_rates = dg.define_asset_job(
    "refresh_rates",
    selection=dg.AssetSelection.assets("ref_fx_rates"),
    config=dg.RunConfig(ops={"ref_fx_rates": RatesConfig(fetch=True)}),
    description="Fetch the exchange rates of the ECB and keep them if they are newer; needs internet.",
)
verify_trail = dg.define_asset_job(
    "verify_trail",
    selection=dg.AssetSelection.assets("verification", "lake_upkeep"),
    description="Derive every number again from the landed bytes, name what differs, and remove superseded files.",
)

JOBS = (ingest_and_publish, rebuild_months, refresh_rates, verify_trail, ingest_landing, publish_warehouse)
