"""Documents, regions and sentences of each month."""

import dagster as dg

from assets.commits import commit_parts
from assets.freshness import STEPS, fingerprint
from assets.partitions import BACKFILLS, month_of
from assets.resources import Home
from assets.steps import normalise_parts
from assets.tables import asset_spec


@dg.multi_asset(
    specs=[asset_spec(name, ("raw_articles",)) for name in STEPS["normalise"].makes], backfill_policy=BACKFILLS
)
def normalise(context: dg.AssetExecutionContext, home: Home):
    """Find articles, regions and sentences in the raw text of each month."""
    step = STEPS["normalise"]
    for key in context.partition_keys:
        month, snapshot = month_of(key), home.lake.snapshot()
        parts, version = normalise_parts(snapshot, month, home.runner), fingerprint(snapshot, step, month)
        commit_parts(context, home, parts, names=step.makes, code_version=version, month=month, step="normalise")


ASSETS = (normalise,)
