"""How facts and audits are handed in: the buckets that are made anew, all others as they stand, in one swap."""

from __future__ import annotations

from datetime import UTC, datetime

import dagster as dg

from assets.admission import admitted
from assets.fact_buckets import BUCKETS, plan_buckets, remember
from assets.fact_rows import sweep
from assets.freshness import STEPS, fingerprint
from assets.resources import Home
from warehouse.lake import ALL, CommitSummary, StoredPart
from warehouse.manifest import PartKey


def commit_buckets(context: dg.AssetExecutionContext, home: Home, step_name: str) -> CommitSummary:
    """Make the buckets of a step over all months that what is new touches, and commit the step; tell the UI of it.

    Args:
        context: The run, for its id and the metadata of the materialisations.
        home: Where the lake lies.
        step_name: `observe` or `audit`.

    Raises:
        ContractViolation: Rows break their contract; nothing changed.
    """
    lake, step = home.lake, STEPS[step_name]
    snapshot = lake.snapshot()
    plan = plan_buckets(snapshot, home.facts_folder, step_name, step.makes)
    changes: dict[PartKey, StoredPart | None] = {}
    for part, tables in BUCKETS[step_name](plan):
        for name, rows in admitted(tables, None)[0].items():
            changes[name, ALL, part] = lake.store((name, ALL, part), rows)
    parts = set(plan.parts)
    for name in step.makes:
        for entry in snapshot.entries(name):
            # The same rows, now made from the present input too.
            same = StoredPart(entry.rows, entry.bytes, entry.sha256) if entry.part in parts else None
            changes.setdefault(entry.key, same)
    version = fingerprint(snapshot, step, None)
    summary = lake.replace(changes, run_id=context.run.run_id, code_version=version, now=datetime.now(UTC))
    remember(home.facts_folder, step_name, plan, version)
    for name in step.makes:
        entries = lake.entries(name)
        facts = {
            "dagster/row_count": sum(entry.rows for entry in entries),
            "bytes": sum(entry.bytes for entry in entries),
            "buckets": len(parts),
            "buckets_made": len(plan.dirty),
            "is_changed": any(key[0] == name for key in (*summary.written, *summary.removed)),
            "lake_commit": summary.manifest_number,
        }
        context.add_asset_metadata(facts, asset_key=name)
    if step_name == "audit":
        sweep(home.facts_folder, plan.files.values())
    return summary
