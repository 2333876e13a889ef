"""How a step hands in its rows: checked against their contract, committed in one swap, told to the UI."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import dagster as dg
import pyarrow as pa

from assets.admission import admitted, remember_sound
from assets.materialisations import Tally
from assets.resources import Home
from assets.standing import Standing
from schemas.rows import table_of
from schemas.tables import TABLES
from warehouse.lake import ALL, CommitSummary, Lake, Snapshot, StoredPart
from warehouse.manifest import PartKey
from warehouse.validation import validated

Row = tuple[object, ...]


def commit(
    context: dg.AssetExecutionContext, home: Home, tables: dict[str, pa.Table], *, code_version: str, started: float
) -> CommitSummary:
    """Replace tables that are not kept by month, all in one swap, and tell the UI of them.

    Args:
        context: The run, for its id and the metadata of the materialisations.
        home: Where the lake lies.
        tables: Table name -> rows, parents first; each is held against its contract before anything is written.
        code_version: The fingerprint of what the rows were made from (see `assets.freshness`).
        started: When the step began, by `time.monotonic`.

    Raises:
        ContractViolation: A table breaks its contract; nothing was written.
    """
    kept, _ = admitted(tables, None)
    changes = {(name, ALL, ALL): data for name, data in kept.items()}
    summary = home.lake.replace(changes, run_id=context.run.run_id, code_version=code_version, now=datetime.now(UTC))
    for name, data in kept.items():
        for entry in home.lake.entries(name):
            remember_sound(name, entry.sha256)
        tally = Tally(name)
        tally.add(data)
        told = {
            "is_changed": dg.MetadataValue.bool((name, ALL, ALL) in summary.written),
            "seconds": round(time.monotonic() - started, 3),
        }
        context.add_asset_metadata({**tally.metadata(home.lake.entries(name)), **told}, asset_key=name)
    return summary


def stored_parts(
    lake: Lake,
    snapshot: Snapshot,
    parts: Iterable[tuple[dict[str, pa.Table], list[Row]]],
    *,
    names: tuple[str, ...],
    month: str,
    step: str,
    refused: Sequence[Row] = (),
    standing: Standing | None = None,
) -> dict[PartKey, StoredPart | None]:
    """What a step makes of a month, stored with one part in memory at a time; it counts once `Lake.replace` names it.

    Args:
        lake: Where the rows are stored.
        snapshot: The lake as the step found it: what it held of the month and is made no more, goes.
        parts: The rows of each part, tables by name, and what was refused; held against the contracts
            before anything is written: a row that breaks its own becomes a row of `core_rejects` that names the rule.
        names: The tables that the step makes.
        month: The partition.
        step: The step's name, under which its refusals are kept.
        refused: Rows of `core_rejects` for what the step was not given to read.
        standing: The articles whose rows were taken over: these kept their contract when they were made.

    Raises:
        ContractViolation: A table breaks its contract as a whole.
    """
    changes: dict[PartKey, StoredPart | None] = {}
    for number, (tables, rejects) in enumerate(parts):
        kept, broken = admitted(tables, month, standing)
        made = table_of("core_rejects", [*(() if number else refused), *rejects, *broken])
        stored = {(name, month, part_name(number)): data for name, data in kept.items()}
        stored["core_rejects", month, part_name(number, step)] = validated(TABLES["core_rejects"], made)
        changes.update({key: store_sound(lake, key, data) for key, data in stored.items()})
        # Let go of, so that the next part is not made beside this one.
        del tables, kept, made, stored
        pa.default_memory_pool().release_unused()
    return changes | {key: None for key in _former_parts(snapshot, names, month, step) if key not in changes}


def store_sound(lake: Lake, key: PartKey, data: pa.Table) -> StoredPart:
    """Store rows that were found to keep their contract, and keep in mind that they do."""
    stored = lake.store(key, data)
    remember_sound(key[0], stored.sha256)
    return stored


def part_name(number: int, first: str = ALL) -> str:
    """The name of a partition's part: `all` where it is the first and mostly the only one, else its number."""
    return first if number == 0 else f"{first}_{number:05d}"


def _former_parts(snapshot: Snapshot, names: tuple[str, ...], month: str, step: str) -> list[tuple[str, str, str]]:
    """The parts that a step left in a month before, its refusals included."""
    own = re.compile(rf"{step}(_\d{{5}})?")
    keys = [entry.key for name in names for entry in snapshot.entries(name, month)]
    return keys + [entry.key for entry in snapshot.entries("core_rejects", month) if own.fullmatch(entry.part)]
