"""The code location: every asset, check, job, sensor, schedule and resource of Numtrail; nothing is defined here."""

import dagster as dg

from assets import (
    alerts,
    automation,
    checks,
    facts,
    ingest,
    lineage_events,
    months,
    presentation,
    publish,
    rate_checks,
    receipts,
    upkeep,
    verification,
)
from assets.jobs import JOBS
from assets.resources import Home

ASSETS = (
    *ingest.ASSETS,
    *months.ASSETS,
    *facts.ASSETS,
    *publish.ASSETS,
    *receipts.ASSETS,
    *verification.ASSETS,
    *upkeep.ASSETS,
)

defs = dg.Definitions(
    assets=presentation.presented(ASSETS),
    asset_checks=(*checks.CHECKS, *rate_checks.CHECKS),
    jobs=JOBS,
    sensors=(*automation.SENSORS, *alerts.SENSORS, *lineage_events.SENSORS),
    schedules=automation.SCHEDULES,
    resources={"home": Home()},
    executor=dg.in_process_executor,
)
