"""How an asset hands in its rows: checked against their contract, committed in one swap, told to the UI."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

import dagster as dg
import pyarrow as pa

from assets.admission import admitted
from assets.partitions import key_of
from assets.resources import Home
from assets.tables import materialisation_metadata
from schemas.rows import table_of
from schemas.tables import TABLES
from warehouse.contracts import validated
from warehouse.lake import ALL, CommitSummary, Snapshot

Row = tuple[object, ...]
TOLD_COLUMNS = ("kind", "reason", "method")
"""Columns whose values a materialisation counts: small ones, so that no text is read for it."""


def commit(
    context: dg.AssetExecutionContext,
    home: Home,
    tables: dict[str, pa.Table],
    *,
    code_version: str,
    month: str | None = None,
    part: str = ALL,
    rejects: tuple[str, list[Row]] | None = None,
) -> CommitSummary:
    """Replace a partition of each table, and the step's refusals of that month, all in one swap; tell the UI of it.

    Args:
        context: The run, for its id and the metadata of the materialisations.
        home: Where the lake lies.
        tables: Table name -> rows, parents first; each is held against its contract before anything is written. A row
            that breaks it becomes a row of `core_rejects` that names the rule, and the rest of the month is kept.
        code_version: The fingerprint of what the rows were made from (see `assets.freshness`).
        month: The partition; null for tables that are not kept by month.
        part: The part of the partition to replace.
        rejects: The step's name and what it refused, where it can refuse.

    Raises:
        ContractViolation: A table breaks its contract as a whole, or rows of a table that is not kept by month do;
            nothing was written.
    """
    kept, refused = admitted(tables, month)
    changes = {(name, month or ALL, part): data for name, data in kept.items()}
    if month is not None and (rejects is not None or refused):
        step, rows = rejects or (TABLES[next(iter(tables))].stage, [])
        made = table_of("core_rejects", [*rows, *refused])
        changes["core_rejects", month, step] = validated(TABLES["core_rejects"], made)
    summary = home.lake.replace(changes, run_id=context.run.run_id, code_version=code_version, now=datetime.now(UTC))
    for (name, _, _), data in changes.items():
        if name in tables:
            context.add_asset_metadata(
                {
                    **materialisation_metadata(data),
                    "is_changed": dg.MetadataValue.bool((name, month or ALL, part) in summary.written),
                    "lake_commit": dg.MetadataValue.int(summary.manifest_number),
                },
                asset_key=name,
                partition_key=key_of(month) if month else None,
            )
    return summary


def store_parts(
    home: Home,
    parts: Iterable[tuple[dict[str, pa.Table], list[Row]]],
    *,
    names: tuple[str, ...],
    run_id: str,
    code_version: str,
    month: str,
    step: str,
) -> CommitSummary:
    """Replace a month of each table part by part, with one part in memory at a time, and all of them in one swap.

    Args:
        home: Where the lake lies.
        parts: The rows of each part, tables by name, and what was refused; held against the contracts as in `commit`.
        names: The tables that the step makes.
        run_id: The run that made the rows.
        code_version: The fingerprint of what the rows were made from (see `assets.freshness`).
        month: The partition.
        step: The step's name, under which its refusals are kept.

    Raises:
        ContractViolation: A table breaks its contract as a whole; nothing changed.
    """
    lake, changes = home.lake, {}
    for number, (tables, rejects) in enumerate(parts):
        kept, refused = admitted(tables, month)
        made = table_of("core_rejects", [*rejects, *refused])
        stored = {(name, month, part_name(number)): data for name, data in kept.items()}
        stored["core_rejects", month, part_name(number, step)] = validated(TABLES["core_rejects"], made)
        changes.update({key: lake.store(key, data) for key, data in stored.items()})
    changes.update({key: None for key in _former_parts(lake.snapshot(), names, month, step) if key not in changes})
    return lake.replace(changes, run_id=run_id, code_version=code_version, now=datetime.now(UTC))


def commit_parts(
    context: dg.AssetExecutionContext,
    home: Home,
    parts: Iterable[tuple[dict[str, pa.Table], list[Row]]],
    *,
    names: tuple[str, ...],
    code_version: str,
    month: str,
    step: str,
) -> CommitSummary:
    """Store a month part by part and tell the UI of it; see `store_parts`."""
    run_id = context.run.run_id
    summary = store_parts(home, parts, names=names, run_id=run_id, code_version=code_version, month=month, step=step)
    touched = {key[0] for key in (*summary.written, *summary.removed)}
    snapshot = home.lake.snapshot()
    for name in names:
        told = [column for column in TABLES[name].contract.to_schema().columns if column in TOLD_COLUMNS]
        context.add_asset_metadata(
            {
                **materialisation_metadata(snapshot.read(name, month, columns=told or ["partition_month"])),
                "bytes_stored": dg.MetadataValue.int(sum(entry.bytes for entry in snapshot.entries(name, month))),
                "is_changed": dg.MetadataValue.bool(name in touched),
                "lake_commit": dg.MetadataValue.int(summary.manifest_number),
            },
            asset_key=name,
            partition_key=key_of(month),
        )
    return summary


def part_name(number: int, first: str = ALL) -> str:
    """The name of a partition's part: `all` where it is the first and mostly the only one, else its number."""
    return first if number == 0 else f"{first}_{number:05d}"


def _former_parts(snapshot: Snapshot, names: tuple[str, ...], month: str, step: str) -> list[tuple[str, str, str]]:
    """The parts that a step left in a month before, its refusals included."""
    own = re.compile(rf"{step}(_\d{{5}})?")
    keys = [entry.key for name in names for entry in snapshot.entries(name, month)]
    return keys + [entry.key for entry in snapshot.entries("core_rejects", month) if own.fullmatch(entry.part)]
