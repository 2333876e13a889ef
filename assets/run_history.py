"""Dagster's own records below the home folder: runs whose records quote what has to be forgotten are deleted."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import dagster as dg

from warehouse.remains import files_with


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


def _pack(path: Path) -> None:
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
