"""Facts of the world behind the claims of all months, and what these facts say of one another."""

import dagster as dg

from assets.bucket_commits import commit_buckets
from assets.freshness import STEPS
from assets.resources import Home
from assets.tables import asset_spec


@dg.multi_asset(specs=[asset_spec(name, STEPS["observe"].reads) for name in STEPS["observe"].makes])
def observe(context: dg.AssetExecutionContext, home: Home):
    """Match the claims of all months to facts of the world.

    Not kept by month: the articles that tell of one fact appear in many months.
    """
    commit_buckets(context, home, "observe")


@dg.multi_asset(specs=[asset_spec(name, STEPS["audit"].reads) for name in STEPS["audit"].makes])
def audit(context: dg.AssetExecutionContext, home: Home):
    """Hold the facts against one another: targets and outcomes, growth and levels, claims that disagree."""
    commit_buckets(context, home, "audit")


ASSETS = (observe, audit)
