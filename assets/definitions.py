"""The code location: every asset, check, job and resource of Numtrail, combined; nothing is defined here."""

import dagster as dg

from assets import checks, facts, ingest, months, publish, rate_checks, receipts, verification
from assets.jobs import JOBS
from assets.resources import Home

ASSETS = (
    *ingest.ASSETS,
    *months.ASSETS,
    *facts.ASSETS,
    *publish.ASSETS,
    *receipts.ASSETS,
    *verification.ASSETS,
)

defs = dg.Definitions(
    assets=ASSETS,
    asset_checks=(*checks.CHECKS, *rate_checks.CHECKS),
    jobs=JOBS,
    resources={"home": Home()},
    executor=dg.in_process_executor,
)
