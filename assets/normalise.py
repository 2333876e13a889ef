"""Documents, regions and sentences of each month."""

import dagster as dg

from assets.commits import commit
from assets.freshness import STEPS, fingerprint
from assets.partitions import BACKFILLS, month_of
from assets.resources import Home
from assets.steps import normalise_month
from assets.tables import asset_spec


@dg.multi_asset(
    specs=[asset_spec(name, ("raw_articles",)) for name in STEPS["normalise"].makes], backfill_policy=BACKFILLS
)
def normalise(context: dg.AssetExecutionContext, home: Home):
    """Find articles, regions and sentences in the raw text of each month."""
    for key in context.partition_keys:
        month, snapshot = month_of(key), home.lake.snapshot()
        tables, rejects = normalise_month(snapshot, month)
        version = fingerprint(snapshot, STEPS["normalise"], month)
        commit(context, home, tables, code_version=version, month=month, rejects=("normalise", rejects))


ASSETS = (normalise,)
