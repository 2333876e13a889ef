"""Blocking checks as Dagster shows them: every table keeps its contract, every stored quote stands where it says.

Tables kept by month are checked in the step that makes them (`assets.months`), month by month; the others here.
"""

import warnings

import dagster as dg

from assets.partitions import MONTHS
from assets.resources import Home
from assets.verdicts import CONTRACT, DESCRIPTIONS, Verdict, checks_of, judge
from schemas.tables import TABLES, Table

warnings.filterwarnings("ignore", category=dg.PreviewWarning, module=r"assets\.checks")
# Checks by partition are a preview feature of Dagster 1.13, chosen knowingly: without them a month has no verdict.

SHOWN_FAILURES = 10
"""Failing rows listed in the UI; their number is always given in full."""


def month_check_specs() -> list[dg.AssetCheckSpec]:
    """The blocking checks of all tables that are kept by month."""
    return [
        dg.AssetCheckSpec(name, asset=table.name, description=DESCRIPTIONS[name], blocking=True, partitions_def=MONTHS)
        for table in TABLES.values()
        if table.is_monthly
        for name in checks_of(table.name)
    ]


def verdict_metadata(verdict: Verdict) -> dict[str, dg.MetadataValue]:
    """What the UI shows of a check: how many rows were looked at, how many failed, and the first of these by name."""
    shown = "\n".join(f"- {line}" for line in verdict.failures[:SHOWN_FAILURES]) or "none"
    return {
        "rows": dg.MetadataValue.int(verdict.rows),
        "failures": dg.MetadataValue.int(len(verdict.failures)),
        "first_failures": dg.MetadataValue.md(shown),
    }


def _contract_check(table: Table) -> dg.AssetChecksDefinition:
    @dg.asset_check(asset=table.name, name=CONTRACT, description=DESCRIPTIONS[CONTRACT], blocking=True)
    def check(context: dg.AssetCheckExecutionContext, home: Home) -> dg.AssetCheckResult:
        (verdict,) = judge(home.lake.snapshot(), table.name, None, run_id=_maker(context, table))
        return dg.AssetCheckResult(
            passed=verdict.passed, severity=dg.AssetCheckSeverity.ERROR, metadata=verdict_metadata(verdict)
        )

    return check


def _maker(context: dg.AssetCheckExecutionContext, table: Table) -> str | None:
    """The run that made the table last, where that is this one or one that it repeats; null for a check by itself.

    What a run wrote is looked at when it has made the table, and all of the table when somebody asks for its check.
    """
    made, run = context.instance.get_latest_materialization_event(dg.AssetKey(table.name)), context.run
    return made.run_id if made and made.run_id in {run.run_id, run.parent_run_id, run.root_run_id} else None


CHECKS = tuple(_contract_check(table) for table in TABLES.values() if not table.is_monthly)
