"""What is told over all months: copies of articles, facts behind the claims, what these facts say of one another."""

import time

import dagster as dg

from assets.bucket_commits import commit_buckets
from assets.commits import commit
from assets.copies import find_article_copies
from assets.freshness import STEPS, fingerprint
from assets.resources import Home
from assets.tables import asset_spec


@dg.multi_asset(specs=[asset_spec(name, STEPS["deduplicate"].reads) for name in STEPS["deduplicate"].makes])
def deduplicate(context: dg.AssetExecutionContext, home: Home) -> None:
    """Find the articles that repeat an earlier one, over all months: a copy may come years after its original."""
    started, snapshot = time.monotonic(), home.lake.snapshot()
    copies = find_article_copies(snapshot, home.sketches_folder, home.runner)
    version = fingerprint(snapshot, STEPS["deduplicate"], None)
    commit(context, home, {"core_article_copies": copies}, code_version=version, started=started)


@dg.multi_asset(specs=[asset_spec(name, STEPS["observe"].reads) for name in STEPS["observe"].makes])
def observe(context: dg.AssetExecutionContext, home: Home):  # type: ignore[no-untyped-def]  # Dagster: else a tuple
    """Match the claims of all months to facts of the world.

    Not kept by month: the articles that tell of one fact appear in many months.
    """
    commit_buckets(context, home, "observe")


@dg.multi_asset(specs=[asset_spec(name, STEPS["audit"].reads) for name in STEPS["audit"].makes])
def audit(context: dg.AssetExecutionContext, home: Home):  # type: ignore[no-untyped-def]  # Dagster: else a tuple
    """Hold the facts against one another: targets and outcomes, growth and levels, claims that disagree."""
    commit_buckets(context, home, "audit")


ASSETS = (deduplicate, observe, audit)
