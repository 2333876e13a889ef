"""Mentions, claims and their links of each month."""

import dagster as dg

from assets.commits import commit
from assets.freshness import STEPS, fingerprint
from assets.partitions import BACKFILLS, month_of
from assets.resources import Home
from assets.steps import extract_month
from assets.tables import asset_spec
from assets.versions import stage_version


@dg.multi_asset(
    specs=[asset_spec(name, STEPS["extract"].reads) for name in STEPS["extract"].makes], backfill_policy=BACKFILLS
)
def extract(context: dg.AssetExecutionContext, home: Home):
    """Read every number, date and claim in the sentences of each month."""
    for key in context.partition_keys:
        month, snapshot = month_of(key), home.lake.snapshot()
        tables, rejects = extract_month(snapshot, month, stage_version("extract"), home.runner)
        version = fingerprint(snapshot, STEPS["extract"], month)
        commit(context, home, tables, code_version=version, month=month, rejects=("extract", rejects))


ASSETS = (extract,)
