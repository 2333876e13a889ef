"""Facts of the world behind the claims of all months, and what these facts say of one another."""

import dagster as dg

from assets.auditing import audit_all
from assets.commits import commit
from assets.freshness import STEPS, fingerprint
from assets.observing import observe_all
from assets.resources import Home
from assets.tables import asset_spec


@dg.multi_asset(specs=[asset_spec(name, STEPS["observe"].reads) for name in STEPS["observe"].makes])
def observe(context: dg.AssetExecutionContext, home: Home):
    """Match the claims of all months to facts of the world.

    Not kept by month: the articles that tell of one fact appear in many months.
    """
    snapshot = home.lake.snapshot()
    observations, bridges = observe_all(snapshot)
    commit(
        context,
        home,
        {"core_observations": observations, "core_observation_claims": bridges},
        code_version=fingerprint(snapshot, STEPS["observe"], None),
    )


@dg.multi_asset(specs=[asset_spec(name, STEPS["audit"].reads) for name in STEPS["audit"].makes])
def audit(context: dg.AssetExecutionContext, home: Home):
    """Hold the facts against one another: targets and outcomes, growth and levels, claims that disagree."""
    snapshot = home.lake.snapshot()
    commit(context, home, audit_all(snapshot), code_version=fingerprint(snapshot, STEPS["audit"], None))


ASSETS = (observe, audit)
