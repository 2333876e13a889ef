"""Dagster's own records below the home folder: runs whose records quote what has to be forgotten are deleted."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import dagster as dg

from warehouse.remains import files_with

_AT_ONCE = 500
"""Materialisations asked for at once; more would make long SQL."""


def delete_runs_quoting(dagster_home: Path, runs: Sequence[str]) -> list[str]:
    """Delete the records of every run that holds one of these runs of words; returns their ids.

    A materialisation carries a preview of its claims, and an error may quote a sentence. Databases are packed anew
    afterwards, because a deleted row leaves its bytes behind.
    """
    quoting = sorted({Path(place).name.split(".")[0] for place in files_with(dagster_home, runs)})
    os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
    with dg.DagsterInstance.from_config(str(dagster_home)) as instance:
        deleted = [run_id for run_id in quoting if instance.get_run_by_id(run_id) is not None]
        for run_id in deleted:
            instance.delete_run(run_id)
    if quoting:
        for path in sorted(dagster_home.rglob("*.db")):
            _pack(path)
    return deleted


def delete_old_runs(instance: dg.DagsterInstance, keep_days: int, now: datetime) -> list[str]:
    """Delete the records, events and logs of runs that ended long ago; returns their ids, the oldest first.

    A run that made what an asset or a month shows as its latest materialisation stays, however old: without it the UI
    would say that nothing was ever made.

    Args:
        instance: Dagster's records.
        keep_days: Runs created less long ago stay.
        now: The moment from which days are counted back.
    """
    ended = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
    old = dg.RunsFilter(statuses=ended, created_before=now - timedelta(days=keep_days))
    telling = {run_id for key in instance.all_asset_keys() for run_id in _runs_behind(instance, key)}
    deleted = [run_id for run_id in reversed(instance.get_run_ids(filters=old)) if run_id not in telling]
    for run_id in deleted:
        instance.delete_run(run_id)
        instance.compute_log_manager.delete_logs(prefix=[run_id])
    return deleted


def _runs_behind(instance: dg.DagsterInstance, key: dg.AssetKey) -> set[str]:
    """The runs whose materialisations of an asset are the latest: of the asset as a whole, and of each partition."""
    made = dg.DagsterEventType.ASSET_MATERIALIZATION
    latest = sorted(instance.event_log_storage.get_latest_storage_id_by_partition(key, made).values())
    filters = [
        dg.AssetRecordsFilter(asset_key=key, storage_ids=latest[at : at + _AT_ONCE])
        for at in range(0, len(latest), _AT_ONCE)
    ]
    records = [record for chosen in filters for record in instance.fetch_materializations(chosen, _AT_ONCE).records]
    return {record.run_id for record in (*records, *instance.fetch_materializations(key, 1).records)}


def _pack(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
