"""How facts and audits are handed in: the buckets that are made anew, all others as they stand, in one swap."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg

from assets.admission import admitted
from assets.bucket_plans import BucketPlan, plan_buckets, remember
from assets.commits import store_sound
from assets.fact_buckets import BUCKETS
from assets.fact_rows import refused_rows, sweep
from assets.freshness import STEPS, Step, fingerprint
from assets.lineage import column_lineage
from assets.resources import Home
from assets.runners import pool_of
from schemas.errors import DamagedFile
from schemas.rows import table_of
from schemas.tables import TABLES
from warehouse.lake import ALL, CommitSummary, Lake, Snapshot, StoredPart
from warehouse.manifest import PartKey
from warehouse.validation import validated

Changes = dict[PartKey, StoredPart | None]


def commit_buckets(context: dg.AssetExecutionContext, home: Home, step_name: str) -> CommitSummary:
    """Make the buckets of a step over all months that what is new touches, and commit the step; tell the UI of it.

    Args:
        context: The run, for its id and the metadata of the materialisations.
        home: Where the lake lies.
        step_name: `observe` or `audit`.

    Raises:
        ContractViolation: Rows break their contract; nothing changed.
    """
    started, lake, step = time.monotonic(), home.lake, STEPS[step_name]
    snapshot = lake.snapshot()
    plan, changes = changed_buckets(home, snapshot, step)
    version = fingerprint(snapshot, step, None)
    summary = lake.replace(changes, run_id=context.run.run_id, code_version=version, now=datetime.now(UTC))
    remember(home.facts_folder, step_name, plan, version)
    for name in step.makes:
        entries = lake.entries(name)
        facts = {
            "dagster/row_count": sum(entry.rows for entry in entries),
            "bytes": sum(entry.bytes for entry in entries),
            "buckets": len(plan.parts),
            "buckets_made": len(plan.dirty),
            "is_changed": any(key[0] == name for key in (*summary.written, *summary.removed)),
            "lake_commit": summary.manifest_number,
            "seconds": round(time.monotonic() - started, 3),
            **home.receipts_told(),
            "dagster/column_lineage": column_lineage(name),
        }
        context.add_asset_metadata(facts, asset_key=name)
    if step_name == "audit":
        sweep(home.facts_folder, plan.files.values())
        if (pool := pool_of(home.runner)) is not None:
            pool.close()  # nothing is left for it to do, and publishing needs the memory
    return summary


def changed_buckets(home: Home, snapshot: Snapshot, step: Step) -> tuple[BucketPlan, Changes]:
    """Plan and make the buckets of a step; a file of a month's claims that is damaged is made anew from the lake.

    Raises DamagedFile for one that is damaged again after that: its disk is to be looked at.
    """
    folder, made_anew = home.facts_folder, set[Path]()
    while True:
        try:
            plan = plan_buckets(snapshot, folder, step.name, step.makes, home.runner)
            return plan, _changes(home, snapshot, step, plan)
        except DamagedFile as damage:
            if damage.path.parent != folder or damage.path in made_anew:
                raise
            made_anew.add(damage.path)
            damage.path.unlink(missing_ok=True)


def _changes(home: Home, snapshot: Snapshot, step: Step, plan: BucketPlan) -> Changes:
    """What a step puts into the lake: the buckets that are made, all others as they stand."""
    changes: Changes = {}
    lake = home.lake
    for part, tables in BUCKETS[step.name](plan, home.runner):
        for name, rows in admitted(tables, None)[0].items():
            changes[name, ALL, part] = store_sound(lake, (name, ALL, part), rows)
    parts = set(plan.parts)
    for name in step.makes:
        for entry in snapshot.entries(name):
            # The same rows, now made from the present input too.
            same = StoredPart(entry.rows, entry.bytes, entry.sha256) if entry.part in parts else None
            changes.setdefault(entry.key, same)
    if step.name == "observe":
        changes.update(refused_for_facts(lake, snapshot, plan.files))
    return changes


def refused_for_facts(lake: Lake, snapshot: Snapshot, files: Mapping[str, Path]) -> Changes:
    """What facts are not made from, as rows of `core_rejects` of each month, unless an earlier step refused it too."""
    changes: Changes = {}
    for month, path in files.items():
        key = ("core_rejects", month, "observe")
        refused = refused_rows(path)
        if refused:
            others = [entry.part for entry in snapshot.entries("core_rejects", month) if entry.key != key]
            ids = [snapshot.read("core_rejects", month, ["reject_id"], part=part)["reject_id"] for part in others]
            told = {reject for column in ids for reject in column.to_pylist()}
            refused = [row for row in refused if row[0] not in told]
        if refused:
            made = validated(TABLES["core_rejects"], table_of("core_rejects", refused))
            changes[key] = store_sound(lake, key, made)
        elif key in snapshot.manifest.entries:
            changes[key] = None
    return changes
