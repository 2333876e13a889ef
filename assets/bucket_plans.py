"""Which buckets of topics are to be made: those that the changed months touch, or all where the rules changed.

A bucket holds all claims of its topics, by the hash of the topic. What a step was made from is kept beside the
files of the months, so that the next look can tell what is new.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from assets.fact_rows import SCHEMA, month_files
from assets.fact_topics import TouchedTopics
from assets.runners import INLINE, Runner
from assets.versions import stage_version
from warehouse.durable import publish_bytes
from warehouse.lake import ALL, Snapshot
from warehouse.parquet import read_beside, read_footer

BUCKET_CLAIMS = 10_000
"""Claims a bucket, about: a second of work and 25 MB. One new article touches a bucket for each topic."""

TOPICS = ("topic_hash", "own_topic_hash")
"""What a claim is of: of the series that its relations join it to, and by its own words alone; it counts under both."""


@dataclass(frozen=True, slots=True)
class State:
    """What the parts in the lake were made from: version of the rules, number of buckets as a power of two, months."""

    version: str
    bits: int
    months: dict[str, str]
    committed: str


@dataclass(frozen=True, slots=True)
class BucketPlan:
    """Which parts a step consists of, which of these are to be made, and of which topics; null for all of them."""

    files: Mapping[str, Path]
    bits: int
    dirty: tuple[int, ...]
    touched: TouchedTopics | None = None

    @property
    def parts(self) -> list[str]:
        """The names of all parts."""
        return [bucket_name(self.bits, number) for number in range(1 << self.bits)]


def plan_buckets(
    snapshot: Snapshot, folder: Path, step: str, tables: Sequence[str], runner: Runner = INLINE
) -> BucketPlan:
    """Look which months changed since a step was made, and which buckets that touches.

    Args:
        snapshot: The lake.
        folder: Where the files of the months and the states of the steps are kept.
        step: `observe` or `audit`.
        tables: The tables it makes.
        runner: Where files of months that are not there yet are made.
    """
    files = month_files(snapshot, folder, runner)
    total = sum(read_footer(path).num_rows for path in files.values())
    before = _read_state(folder, step)
    bits = bits_for(total, before)
    every = tuple(range(1 << bits))
    versions = {entry.code_version for name in tables for entry in snapshot.entries(name)}
    parts = {name: set(snapshot.parts(name, ALL)) for name in tables}
    expected = {bucket_name(bits, number) for number in every}
    if (
        before is None
        or before.version != stage_version("conform")
        or before.bits != bits
        or versions != {before.committed}
        or any(found != expected for found in parts.values())
    ):
        return BucketPlan(files, bits, every)
    changed = _changed_rows(before, files, folder)
    if changed is None:
        return BucketPlan(files, bits, every)
    touched = {value for name in TOPICS for value in changed[name].to_pylist()}
    if step == "audit" and changed.num_rows:
        touched |= _askers(files, pa.concat_arrays([changed[name].unique() for name in ("series_hash", *TOPICS)]))
    dirty = tuple(sorted({value >> (64 - bits) if bits else 0 for value in touched}))
    if bits == 0 or set(snapshot.parts("core_observation_claims", ALL)) != expected:
        return BucketPlan(files, bits, dirty)
    return BucketPlan(
        files,
        bits,
        dirty,
        TouchedTopics(snapshot, pa.array(sorted(touched), pa.uint64()), changed["claim_id"].unique()),
    )


def remember(folder: Path, step: str, plan: BucketPlan, committed: str) -> None:
    """Keep what a step's parts were made from, once they are committed."""
    months = {month: path.name for month, path in plan.files.items()}
    state = State(stage_version("conform"), plan.bits, months, committed)
    publish_bytes(json.dumps(asdict(state)).encode(), folder / f"{step}.json", folder / ".staging")


def bucket_name(bits: int, number: int) -> str:
    """The name of the part that a bucket is kept in."""
    return ALL if bits == 0 else f"topics_{bits:02d}_{number:04x}"


def bits_for(total: int, before: State | None) -> int:
    """How many buckets, as a power of two; they stay as they are until they are twice too large or four times small."""
    if (
        before is not None
        and total >> before.bits <= 2 * BUCKET_CLAIMS
        and (before.bits == 0 or total >> before.bits >= BUCKET_CLAIMS // 4)
    ):
        return before.bits
    return max(0, (max(0, total - 1) // BUCKET_CLAIMS).bit_length())


def bucket_of(hashes: pa.ChunkedArray, bits: int) -> pa.ChunkedArray:
    """The bucket of each topic: the leading bits of its hash."""
    if bits == 0:
        return pc.multiply(hashes, pa.scalar(0, pa.uint64()))
    return pc.shift_right(hashes, pa.scalar(64 - bits, pa.uint64()))


NO_ASKS = pa.table({"topic": pa.array([], pa.uint64()), "wanted": pa.array([], pa.uint64())})


def asks_of(path: Path) -> pa.Table:
    """(topic, wanted) for every series or topic that a claim of a month reaches, under both of its own topics."""
    rows = read_beside([path], SCHEMA, [*TOPICS, "needs"])
    rows = rows.filter(pc.greater(pc.list_value_length(rows["needs"]), 0))
    if not rows.num_rows:
        return NO_ASKS
    needs = rows["needs"].combine_chunks()
    wanted, parents = pc.list_flatten(needs), pc.list_parent_indices(needs)
    pairs = [pa.table({"topic": rows[name].take(parents), "wanted": wanted}) for name in TOPICS]
    return pa.concat_tables(pairs)


def _askers(files: Mapping[str, Path], told_of: pa.Array) -> set[int]:
    """The topics whose audits look up one of these series or topics."""
    found: set[int] = set()
    for path in files.values():
        asks = asks_of(path)
        asks = asks.filter(pc.is_in(asks["wanted"], told_of))
        found.update(asks["topic"].unique().to_pylist())
    return found


def _changed_rows(before: State, files: Mapping[str, Path], folder: Path) -> pa.Table | None:
    """The rows that are in one of the old and new files of the months alone; None where an old file is gone."""
    columns = ["claim_id", *TOPICS, "series_hash", "digest"]
    changed = [SCHEMA.empty_table().select(columns)]
    for month in before.months.keys() | files.keys():
        old, new = before.months.get(month), files.get(month)
        if new is not None and old == new.name:
            continue
        if old is not None and not (folder / old).is_file():
            return None
        sides = [
            read_beside([path], SCHEMA, columns) if path is not None else changed[0]
            for path in (folder / old if old is not None else None, new)
        ]
        for these, those in (sides, sides[::-1]):
            changed.append(these.filter(pc.invert(pc.is_in(these["digest"], those["digest"]))))
    return pa.concat_tables(changed)


def _read_state(folder: Path, step: str) -> State | None:
    try:
        return State(**json.loads((folder / f"{step}.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # as if it had never been made: everything is made anew
