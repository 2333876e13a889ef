"""Running Numtrail from the command line: the same assets, jobs and records as from the Dagster UI.

What is materialised is what is new or out of date (see `assets.freshness`), in as few runs as months allow. A month
that fails stays as it was; the others are made and published, and the failure is told at the end.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_shared.error import SerializableErrorInfo

from assets.freshness import STEPS, is_fresh, stale_months
from assets.orphans import reap_orphans
from assets.partitions import key_of, months_between, ranges_of
from assets.resources import Home
from assets.run_records import BATCH, kept_open
from schemas.errors import NumtrailError, StoreError
from warehouse.duckdb_file import published_number
from warehouse.manifest import MONTH_PATTERN

_QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
"""Dagster's own log lines stay out of the terminal; the UI has them, and failures are told in our own words."""

SETTINGS = """\
telemetry: {enabled: false}
nux: {enabled: false}
concurrency:
  runs: {max_concurrent_runs: 2}
  pools: {default_limit: 1, granularity: run}  # one run makes months at a time; the lake's own locks hold too
run_monitoring: {enabled: true, free_slots_after_run_end_seconds: 60}
"""
"""Dagster's settings for a developer's machine; `deploy/dagster.yaml` has those of a server."""
_EARLIER_SETTINGS = "telemetry:\n  enabled: false\nnux:\n  enabled: false\n"

_NO_CAPTURE = {
    "compute_logs": {"module": "dagster._core.storage.noop_compute_log_manager", "class": "NoOpComputeLogManager"}
}
"""What a run of the command line prints goes to its terminal: Dagster would copy it through a file and four processes,
which cost more than a month does and outlive a run that is killed."""

_AGAIN = "Mend what is named, then run again: only what is not made yet will be made."

_CLI = {"numtrail/origin": "cli"}
"""The tag of runs of the command line."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are."""


@dataclass(slots=True)
class RunOutcome:
    """What a run did: months made again, the Dagster runs it took."""

    months: list[str] = field(default_factory=list)
    run_ids: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    """Month -> why it could not be made."""


def materialise_new(home: Home, progress: Progress, *, everything: bool = False) -> RunOutcome:
    """Take in what landed and bring every table and the published warehouse up to date.

    Args:
        home: Where Numtrail lives.
        progress: Told of each run before it starts.
        everything: Make every month again, also those that are up to date.

    Raises:
        NumtrailError: A step or a blocking check failed. A month that failed is as it was before; all others are made
            and published.
    """
    with _alone(home.folder), _instance(home.folder) as instance:
        reap_orphans(instance, _CLI)
        outcome = RunOutcome()
        progress("taking in what landed", 0, 1)
        _execute(instance, home, "ingest_landing", outcome)
        months = stale_months(home.lake.snapshot(), ",".join(home.currencies))
        if everything:
            months = sorted({*months, *home.lake.partitions("raw_articles")})
        return _make_and_publish(instance, home, progress, outcome, months, force=everything)


def backfill(home: Home, progress: Progress, months: list[str], *, force: bool = False) -> RunOutcome:
    """Make the given months again where they are out of date, with `force` in any case, and publish the warehouse.

    Raises:
        NumtrailError: As in `materialise_new`.
    """
    with _alone(home.folder), _instance(home.folder) as instance:
        reap_orphans(instance, _CLI)
        return _make_and_publish(instance, home, progress, RunOutcome(), months, force=force)


def _make_and_publish(
    instance: dg.DagsterInstance, home: Home, progress: Progress, outcome: RunOutcome, months: list[str], *, force: bool
) -> RunOutcome:
    ranges = ranges_of(months)
    for place, (first, last) in enumerate(ranges):
        progress(f"reading {first}" + (f" to {last}" if last != first else ""), place, len(ranges) + 1)
        _execute(instance, home, "rebuild_months", outcome, (first, last), force=force)
    if outcome.months or not _is_published(home):
        progress("publishing the warehouse", len(ranges), len(ranges) + 1)
        _execute(instance, home, "publish_warehouse", outcome)
    progress("done", len(ranges) + 1, len(ranges) + 1)
    if outcome.failed:
        listed = "\n  ".join(f"{month}: {reason}" for month, reason in outcome.failed.items())
        raise NumtrailError(f"{len(outcome.failed)} months failed and stand as they were.\n  {listed}\n{_AGAIN}")
    return outcome


def prepare_home(folder: Path) -> Path:
    """Make the home folder and Dagster's folder in it, with settings for one machine; return the latter.

    Settings that are there already stay, save those that an earlier version wrote and nobody changed.
    """
    dagster_home = folder / "dagster"
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)  # of those on the machine only owner and group may look in
    dagster_home.mkdir(exist_ok=True)
    settings = dagster_home / "dagster.yaml"
    if not settings.exists() or settings.read_text(encoding="utf-8") == _EARLIER_SETTINGS:
        settings.write_text(SETTINGS, encoding="utf-8")
    return dagster_home


def _is_published(home: Home) -> bool:
    """Whether the facts are fresh and the file holds them: a run killed before it published leaves an older file."""
    snapshot, steps = home.lake.snapshot(), [STEPS[name] for name in ("deduplicate", "observe", "audit")]
    return published_number(home.duckdb_path) == snapshot.manifest.number and is_fresh(snapshot, steps, None)


def _execute(
    instance: dg.DagsterInstance,
    home: Home,
    job: str,
    outcome: RunOutcome,
    months: tuple[str, str] | None = None,
    *,
    force: bool = False,
) -> None:
    from assets.definitions import defs
    from assets.lineage_events import tell_run

    config: dict[str, Any] = dict(_QUIET)
    tags = dict(_CLI)
    if months is not None:
        tags["dagster/asset_partition_range_start"] = key_of(months[0])
        tags["dagster/asset_partition_range_end"] = key_of(months[1])
        config["ops"] = {"months": {"config": {"force": force}}}
    result = defs.resolve_job_def(job).execute_in_process(
        instance=instance, resources={"home": home}, tags=tags, raise_on_error=False, run_config=config
    )
    outcome.run_ids.append(result.run_id)
    tell_run(home, instance, result.run_id)
    failed = _failed_months(result)
    if not result.success and not failed:
        raise NumtrailError(_failure_message(job, result, months))
    outcome.failed.update(failed)
    if months is not None:
        outcome.months.extend(month for month in months_between(*months) if month not in failed)


def _failed_months(result: dg.ExecuteInProcessResult) -> dict[str, str]:
    """The months that the step which makes months names in its failure, each with its reason."""
    failures = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    told = [failure.user_failure_data.metadata for failure in failures if failure.user_failure_data is not None]
    return {month: str(reason.value) for metadata in told for month, reason in metadata.items() if _is_month(month)}


def _is_month(text: str) -> bool:
    return MONTH_PATTERN.match(text) is not None


def _failure_message(job: str, result: dg.ExecuteInProcessResult, months: tuple[str, str] | None) -> str:
    reasons = []
    for event in result.all_events:
        if event.is_step_failure and event.step_failure_data.error is not None:
            reasons.append(f"{event.step_key}: {_told(event.step_failure_data.error)}")
        elif (
            event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION
            and not event.asset_check_evaluation_data.passed
        ):
            check = event.asset_check_evaluation_data
            reasons.append(f"{check.asset_key.to_user_string()}: check {check.check_name} failed")
    span = f" for {months[0]} to {months[1]}" if months else ""
    listed = "\n  ".join(reasons) or "no reason was recorded"
    return f"{job}{span} failed; what was there before still stands.\n  {listed}\n{_AGAIN}"


def _told(error: SerializableErrorInfo) -> str:
    """What an error of a step says: the first of our own in its chain, which names what to do, else what began it."""
    ours = set(_names_below(NumtrailError))
    while error.cause is not None and error.cls_name not in ours:
        error = error.cause
    return error.message.strip()


def _names_below(kind: type[NumtrailError]) -> Iterator[str]:
    yield kind.__name__
    for below in kind.__subclasses__():
        yield from _names_below(below)


@contextmanager
def _instance(folder: Path) -> Iterator[dg.DagsterInstance]:
    dagster_home = prepare_home(folder)
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", BATCH)
    with dg.DagsterInstance.from_ref(kept_open(str(dagster_home), _NO_CAPTURE)) as instance:
        yield instance


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one command at a time run in a home folder; a second one is told so at once."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".run.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(
                f"Another `numtrail run` works in {folder}: wait for it to end, then run again."
            ) from error
        yield
