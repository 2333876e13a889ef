"""Runs whose process is gone: after a power cut they would stand as running for ever and keep others waiting."""

from __future__ import annotations

import dagster as dg

UNDER_WAY = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


def reap_orphans(instance: dg.DagsterInstance, tags: dict[str, str] | None = None) -> list[str]:
    """Mark every run that counts as running as failed, and free what it holds; returns their ids.

    To be called where no run can be alive: before the code server starts, or under the lock that the runs of the
    command line hold. With run retries on, the daemon starts each of them once more.

    Args:
        instance: Dagster's records.
        tags: Only runs with these tags.
    """
    reaped = []
    for record in instance.get_run_records(dg.RunsFilter(statuses=UNDER_WAY, tags=tags or {})):
        run = record.dagster_run
        instance.report_run_failed(run, "The process that ran it is gone.")
        instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
        reaped.append(run.run_id)
    return reaped
