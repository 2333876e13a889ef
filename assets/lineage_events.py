"""When a run ended, what it did is told in the words of OpenLineage: once, whichever way it was started."""

import logging
import os
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from assets.automation import IS_ON
from assets.freshness import STEPS
from assets.resources import Home
from schemas.tables import TABLES
from warehouse.manifest import Entry
from warehouse.openlineage_events import RunTold, StepRun, emit_events, run_events

_STATES = {
    dg.DagsterRunStatus.SUCCESS: "COMPLETE",
    dg.DagsterRunStatus.FAILURE: "FAIL",
    dg.DagsterRunStatus.CANCELED: "ABORT",
}
_READS = {
    "raw_ledger": ("landing",),
    "ref_fx_rates": ("rates",),
    **{step.name: step.reads for step in STEPS.values()},
    "raw_articles": ("raw_ledger", "landing"),
}
"""What each step reads; beside those of `STEPS` the two that read what lies outside the lake."""
_STEP_OF = {name: step.name for step in STEPS.values() for name in step.makes} | {
    "raw_ledger": "raw_ledger",
    "ref_fx_rates": "ref_fx_rates",
}
_REFUSING = {"ingest_landing": "raw_ledger", "ingest": "raw_articles", "conform": "convert"}
"""Parts of `core_rejects` that are not called as the step is that refused."""
_PUBLISHED = {"duckdb_warehouse": "warehouse.duckdb", "receipts": "receipts"}


def events_path(home: Home, run_id: str) -> Path:
    """The file with the events of a run."""
    return home.folder / "openlineage" / f"{run_id}.ndjson"


def tell_run(home: Home, instance: dg.DagsterInstance, run_id: str) -> str | None:
    """Tell of a run that ended, unless that was done; returns what went wrong, because no run fails for it."""
    record = instance.get_run_record_by_id(run_id)
    path = events_path(home, run_id)
    is_off = os.environ.get("OPENLINEAGE_DISABLED", "").lower() == "true"
    if is_off or path.is_file() or record is None or record.dagster_run.status not in _STATES:
        return None
    try:
        emit_events(list(run_events(_told(home, instance, record), home.folder)), path)
    except Exception as error:  # the transport is anybody's; what it cannot send stands in the file
        message = f"Lineage of run {run_id} was not sent ({type(error).__name__}: {error}); {path} has it"
        logging.getLogger("numtrail").warning(message)
        return message
    return None


def _told(home: Home, instance: dg.DagsterInstance, record: dg.RunRecord) -> RunTold:
    run = record.dagster_run
    ended = record.end_time or datetime.now(UTC).timestamp()
    by_step: dict[str, list[Entry]] = {}
    for entry in home.lake.entries():
        if entry.run_id == run.run_id:
            by_step.setdefault(_step_of(entry), []).append(entry)
    steps = [StepRun(name, _READS[name], tuple(by_step[name])) for name in _READS if name in by_step]
    published = _published(instance, run.run_id)
    if published:
        tables = tuple(name for name in TABLES)
        steps.append(StepRun("publish", tables, (), tuple(home.folder / name for name in published)))
    state = _STATES[run.status]
    failed = [
        stats.step_key
        for stats in instance.get_run_step_stats(run.run_id)
        if stats.status and stats.status.name == "FAILURE"
    ]
    return RunTold(
        run_id=run.run_id,
        job=run.job_name.strip("_").lower(),
        started=datetime.fromtimestamp(record.start_time or ended, UTC),
        ended=datetime.fromtimestamp(ended, UTC),
        state=state,
        # The message of an error may quote an article; the run's page in Dagster has it.
        reason=f"failed: {', '.join(failed) or 'before its first step'}" if state == "FAIL" else None,
        steps=tuple(steps),
    )


def _step_of(entry: Entry) -> str:
    if entry.table != "core_rejects":
        return _STEP_OF[entry.table]
    named = max((name for name in (*_REFUSING, *STEPS) if entry.part.startswith(name)), key=len, default="extract")
    return _REFUSING.get(named, named)


def _published(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """What a run published, as names below the home folder."""
    events = instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_MATERIALIZATION)
    keys = {event.dagster_event.asset_key for event in events if event.dagster_event is not None}
    return sorted(_PUBLISHED[key.to_user_string()] for key in keys if key and key.to_user_string() in _PUBLISHED)


_STATUS = dg.DefaultSensorStatus.RUNNING if IS_ON else dg.DefaultSensorStatus.STOPPED


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.SUCCESS,
    default_status=_STATUS,
    description="Tells in the words of OpenLineage what a run that succeeded read and wrote.",
)
def lineage_of_success(context: dg.RunStatusSensorContext, home: Home) -> None:
    """Tell what a run that succeeded read and wrote."""
    tell_run(home, context.instance, context.dagster_run.run_id)


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.FAILURE,
    default_status=_STATUS,
    description="Tells in the words of OpenLineage that a run failed, and what it had written before.",
)
def lineage_of_failure(context: dg.RunStatusSensorContext, home: Home) -> None:
    """Tell that a run failed, and what it had written before."""
    tell_run(home, context.instance, context.dagster_run.run_id)


@dg.run_status_sensor(
    run_status=dg.DagsterRunStatus.CANCELED,
    default_status=_STATUS,
    description="Tells in the words of OpenLineage that a run was cancelled, and what it had written before.",
)
def lineage_of_cancellation(context: dg.RunStatusSensorContext, home: Home) -> None:
    """Tell that a run was cancelled, and what it had written before."""
    tell_run(home, context.instance, context.dagster_run.run_id)


SENSORS = (lineage_of_success, lineage_of_failure, lineage_of_cancellation)
