"""The tables kept by month: one step makes them all, month by month, so that one bad month fails alone.

A step a table would stop all months of a run at the first bad one. Here each month goes through all its tables and
checks before the next begins; at the end the good months are materialised, and where any failed the run fails with the
reason of each. Months that are up to date are looked at and left alone, so running a range again does only what is due.
"""

from collections.abc import Iterator, Sequence

import dagster as dg
from dagster._core.definitions.asset_checks.asset_check_evaluation import (
    AssetCheckEvaluationTargetMaterializationData as Target,
)
from pydantic import Field

from assets.checks import month_check_specs, verdict_metadata
from assets.freshness import MONTHLY_STEPS
from assets.month_making import MonthMaker
from assets.month_reports import STEP_OF, MonthReport
from assets.month_units import reports_of
from assets.partitions import BACKFILLS, key_of, month_of
from assets.pools import MONTHS_POOL
from assets.resources import Home
from assets.tables import asset_spec
from schemas.tables import TABLES

_SPECS = [
    *(
        asset_spec(name, step.reads, kinds=("file", "parquet") if name == "raw_articles" else ("parquet",))
        for name, step in STEP_OF.items()
    ),
    asset_spec("core_rejects", ("raw_ledger", *STEP_OF)),
]
_CHECKS = month_check_specs()
_CODE_VERSIONS = {spec.key.to_user_string(): spec.code_version for spec in _SPECS}


Event = (
    dg.MaterializeResult[None]
    | dg.AssetMaterialization
    | dg.AssetObservation
    | dg.AssetCheckEvaluation
    | dg.Output[None]
)
"""What the step tells Dagster."""


class MonthsConfig(dg.Config):
    """How months are made."""

    force: bool = Field(
        default=False,
        description="Make the chosen months again even where they are up to date. Without it a month is made again "
        "only if its articles, its rules, the rates, the currencies or one of its files changed.",
    )


@dg.multi_asset(
    name="months", specs=_SPECS, check_specs=_CHECKS, can_subset=True, backfill_policy=BACKFILLS, pool=MONTHS_POOL
)
def months(context: dg.AssetExecutionContext, config: MonthsConfig, home: Home) -> Iterator[Event]:
    """Read, split, extract and convert the articles of each month; check every table of it; go on past a bad month."""
    chosen = [spec.key.to_user_string() for spec in _SPECS if spec.key in context.selected_asset_keys]
    checked = {(key.asset_key.to_user_string(), key.name) for key in context.selected_asset_check_keys}
    steps = [step for step in MONTHLY_STEPS if set(step.makes) & set(chosen)]
    maker = MonthMaker(home, context.run.run_id, steps, force=config.force)
    tables = [name for name in TABLES if name in chosen or name in {table for table, _ in checked}]
    reports = _reports(context, maker, context.partition_keys, tables)
    failed = {month_of(key): report.failure for key, report in reports.items() if report.failure}
    if failed:
        yield from _materialisations(chosen, reports)
    else:
        yield from _outputs(context, chosen, reports)
    yield from _evaluations(context, checked, reports)
    if failed:
        raise dg.Failure(
            f"{len(failed)} of {len(reports)} months failed and stand as they were; the others are made.\n"
            + "\n".join(f"{month}: {reason}" for month, reason in failed.items()),
            metadata=failed,
            allow_retries=False,
        )
    for check in _CHECKS:
        if check.key in context.selected_asset_check_keys:
            yield dg.Output(None, check.get_python_identifier())


def _reports(
    context: dg.AssetExecutionContext, maker: MonthMaker, keys: Sequence[str], tables: Sequence[str]
) -> dict[str, MonthReport]:
    """Make and check the months of some partitions; each is logged when it is there."""
    reports: dict[str, MonthReport] = {}
    for month, report in reports_of(maker, [month_of(key) for key in keys], tables):
        if report.aside:
            context.log.warning(f"{month}: {report.aside}")
        if report.failure:
            context.log.error(f"{month} failed and stands as it was: {report.failure}\n{report.trace}")
        else:
            context.log.info(f"{month}: {report.in_words}")
        reports[key_of(month)] = report
    return {key: reports[key] for key in keys}


def _outputs(
    context: dg.AssetExecutionContext, chosen: list[str], reports: dict[str, MonthReport]
) -> Iterator[dg.MaterializeResult[None]]:
    """All months are good: each table is materialised for all of them at once, with the metadata of each."""
    for name in chosen:
        for key, report in reports.items():
            context.add_asset_metadata(report.tables[name], asset_key=name, partition_key=key)
        yield dg.MaterializeResult(asset_key=name)


def _materialisations(
    chosen: list[str], reports: dict[str, MonthReport]
) -> Iterator[dg.AssetMaterialization | dg.AssetObservation]:
    """Some months are bad: the good ones are materialised one by one, because an output would stand for all of them.

    A bad one is observed with its reason: that is what its page in the UI shows.
    """
    for name in chosen:
        version = {"dagster/code_version": str(_CODE_VERSIONS[name])}
        for key, report in reports.items():
            if report.failure:
                yield dg.AssetObservation(name, partition=key, metadata={"failure": report.failure})
            else:
                yield dg.AssetMaterialization(name, partition=key, metadata=report.tables[name], tags=version)


def _evaluations(
    context: dg.AssetExecutionContext, checked: set[tuple[str, str]], reports: dict[str, MonthReport]
) -> Iterator[dg.AssetCheckEvaluation]:
    """One verdict for each month and check, tied to the materialisation it speaks of.

    A plain check result would be stored without its month and show every month of a range as skipped.
    """
    targets = {
        table: _latest_materialisations(context, table, list(reports)) for table in {name for name, _ in checked}
    }
    for key, report in reports.items():
        for verdict in report.verdicts:
            # What was found good in a month that failed was not committed: nothing is to be said of it.
            if (verdict.table, verdict.check) in checked and not (report.failure and verdict.passed):
                yield dg.AssetCheckEvaluation(
                    asset_key=dg.AssetKey(verdict.table),
                    check_name=verdict.check,
                    partition=key,
                    blocking=True,
                    passed=verdict.passed,
                    severity=dg.AssetCheckSeverity.ERROR,
                    metadata=verdict_metadata(verdict),
                    target_materialization_data=targets[verdict.table].get(key),
                )


def _latest_materialisations(context: dg.AssetExecutionContext, table: str, keys: list[str]) -> dict[str, Target]:
    """The latest materialisation of each month of a table: two questions to Dagster's records, not one a month."""
    asset, made = dg.AssetKey(table), dg.DagsterEventType.ASSET_MATERIALIZATION
    latest = context.instance.event_log_storage.get_latest_storage_id_by_partition(asset, made, set(keys))
    if not latest:
        return {}
    wanted = dg.AssetRecordsFilter(asset_key=asset, storage_ids=list(latest.values()))
    return {
        str(record.partition_key): Target(
            run_id=record.run_id, storage_id=record.storage_id, timestamp=record.timestamp
        )
        for record in context.instance.fetch_materializations(wanted, limit=len(latest)).records
    }


ASSETS = (months,)
