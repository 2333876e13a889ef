"""Conversions of each month, facts and their audits over all months, and the sum of what was refused."""

import dagster as dg

from assets.auditing import audit_all, fx_checks_month
from assets.commits import commit
from assets.conforming import codes_needed, conform_month, reference_rates
from assets.freshness import MONTHLY_STEPS, STEPS, fingerprint
from assets.observing import observe_all
from assets.partitions import BACKFILLS, key_of, month_of
from assets.resources import Home
from assets.tables import asset_spec, materialisation_metadata
from pipelines.conform.stated_rates import USUAL

_MONTHLY_TABLES = tuple(dict.fromkeys(name for step in MONTHLY_STEPS for name in step.makes))


@dg.multi_asset(
    specs=[asset_spec(name, STEPS["convert"].reads) for name in STEPS["convert"].makes], backfill_policy=BACKFILLS
)
def convert(context: dg.AssetExecutionContext, home: Home):
    """Put the money claims of each month into each currency, with the rate or the reason why there is none.

    The same step puts measures into the unit in which their quantity is compared, corrects known errors, and checks
    the exchange rates that the articles imply.
    """
    months = [month_of(key) for key in context.partition_keys]
    snapshot = home.lake.snapshot()
    rates = reference_rates(snapshot, {*USUAL, *codes_needed(snapshot, months, home.currencies)})
    settings = ",".join(home.currencies)
    for month in months:
        snapshot = home.lake.snapshot()
        tables = conform_month(snapshot, month, rates, home.currencies)
        tables["core_fx_checks"] = fx_checks_month(snapshot, month, rates)
        version = fingerprint(snapshot, STEPS["convert"], month, settings)
        commit(context, home, tables, code_version=version, month=month, rejects=("conform", []))


@dg.multi_asset(specs=[asset_spec("core_rejects", ("raw_ledger", *_MONTHLY_TABLES))], backfill_policy=BACKFILLS)
def core_rejects(context: dg.AssetExecutionContext, home: Home) -> None:
    """Sum up what each step refused in each month; the steps write these rows together with what they made."""
    snapshot = home.lake.snapshot()
    for key in context.partition_keys:
        rejects = snapshot.read("core_rejects", month_of(key))
        context.add_asset_metadata(
            materialisation_metadata(rejects), asset_key="core_rejects", partition_key=key_of(month_of(key))
        )


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


ASSETS = (convert, core_rejects, observe, audit)
