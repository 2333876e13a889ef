"""How an asset hands in its rows: checked against their contract, committed in one swap, told to the UI."""

from __future__ import annotations

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
from warehouse.lake import ALL, CommitSummary

Row = tuple[object, ...]


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
