"""Facts and their audits by subject: what is new touches a few buckets of subjects, and only these are made again.

All claims of a subject lie in one bucket, by the hash of the subject; the audits of a bucket also see the series of
other subjects that its claims are tied to. Memory is bounded by the bucket. Small lakes have one bucket, the part
`all`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from assets.auditing import audits_of
from assets.fact_rows import SCHEMA, FactInputs, inputs_of, month_file
from assets.fact_subjects import OWNERS, TouchedSubjects, with_standing
from assets.versions import stage_version
from pipelines.conform.audits import FactIndex
from pipelines.conform.observations import find_facts, observation_rows
from schemas.rows import table_of
from warehouse.durable import publish_bytes
from warehouse.lake import ALL, Snapshot

Tables = dict[str, pa.Table]

BUCKET_CLAIMS = 20_000
"""Claims a bucket, about: some two seconds of work and 50 MB. One new article touches a bucket for each subject."""

OBSERVED = ("core_observations", "core_observation_claims")
AUDITED = ("core_target_outcomes", "core_growth_checks", "core_disagreements")

RANGE_BUCKETS = 8
"""Buckets read at a time where many are made: opening every month's file costs more than reading a bucket of it."""

VISITED_BUCKETS = 64
"""Buckets whose visiting series are in memory together: of ten million claims an eighth, at eight looks through all."""


@dataclass(frozen=True, slots=True)
class State:
    """What the parts in the lake were made from: version of the rules, number of buckets as a power of two, months."""

    version: str
    bits: int
    months: dict[str, str]
    committed: str


@dataclass(frozen=True, slots=True)
class BucketPlan:
    """Which parts a step consists of, which of these are to be made, and of which subjects; null for all of them."""

    files: Mapping[str, Path]
    bits: int
    dirty: tuple[int, ...]
    touched: TouchedSubjects | None = None

    @property
    def parts(self) -> list[str]:
        """The names of all parts."""
        return [part_name(self.bits, number) for number in range(1 << self.bits)]


def plan_buckets(snapshot: Snapshot, folder: Path, step: str, tables: Sequence[str]) -> BucketPlan:
    """Look which months changed since a step was made, and which buckets that touches.

    Args:
        snapshot: The lake.
        folder: Where the files of the months and the states of the steps are kept.
        step: `observe` or `audit`.
        tables: The tables it makes.
    """
    files = {month: month_file(snapshot, month, folder) for month in snapshot.partitions("core_claims")}
    total = sum(pq.read_metadata(path).num_rows for path in files.values())
    before = _read_state(folder, step)
    bits = bits_for(total, before)
    every = tuple(range(1 << bits))
    versions = {entry.code_version for name in tables for entry in snapshot.entries(name)}
    parts = {name: set(snapshot.parts(name, ALL)) for name in tables}
    expected = {part_name(bits, number) for number in every}
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
    touched = {value for name in _SUBJECTS for value in changed[name].to_pylist()}
    if step == "audit" and changed.num_rows:
        touched |= _askers(files, changed["series_hash"].unique())
    dirty = tuple(sorted({value >> (64 - bits) if bits else 0 for value in touched}))
    if bits == 0 or set(snapshot.parts("core_observation_claims", ALL)) != expected:
        return BucketPlan(files, bits, dirty)
    return BucketPlan(files, bits, dirty, TouchedSubjects(snapshot, pa.array(sorted(touched), pa.uint64())))


def remember(folder: Path, step: str, plan: BucketPlan, committed: str) -> None:
    """Keep what a step's parts were made from, once they are committed."""
    months = {month: path.name for month, path in plan.files.items()}
    state = State(stage_version("conform"), plan.bits, months, committed)
    publish_bytes(json.dumps(asdict(state)).encode(), folder / f"{step}.json", folder / ".staging")


def observed_buckets(plan: BucketPlan) -> Iterator[tuple[str, Tables]]:
    """The observations of each bucket to be made: name of the part, its tables."""
    for number, every in _rows_by_bucket(plan):
        rows, standing = _parted(plan, number, every, OBSERVED)
        observations, bridges = observation_rows(find_facts(inputs_of(rows).claims))
        made = {
            "core_observations": table_of("core_observations", observations),
            "core_observation_claims": table_of("core_observation_claims", bridges),
        }
        yield part_name(plan.bits, number), with_standing(made, standing)


def audited_buckets(plan: BucketPlan) -> Iterator[tuple[str, Tables]]:
    """The audits of each bucket to be made: name of the part, its tables."""
    for start in range(0, len(plan.dirty), VISITED_BUCKETS):
        some = replace(plan, dirty=plan.dirty[start : start + VISITED_BUCKETS])
        visiting = _visiting(some)
        for number, every in _rows_by_bucket(some):
            rows, standing = _parted(plan, number, every, AUDITED)
            needed = _needed(plan.bits, number, visiting)
            guests = visiting.rows.filter(pc.is_in(visiting.rows["series_hash"], needed))
            guests = guests.filter(pc.invert(pc.is_in(guests["claim_id"], value_set=rows["claim_id"])))
            yield part_name(plan.bits, number), with_standing(_audited(rows, guests), standing)


def _parted(plan: BucketPlan, number: int, rows: pa.Table, names: tuple[str, ...]) -> tuple[pa.Table, Tables]:
    if plan.touched is None:
        return rows, {}
    return plan.touched.parted(part_name(plan.bits, number), rows, names)


def part_name(bits: int, number: int) -> str:
    """The name of a bucket's part."""
    return ALL if bits == 0 else f"subjects_{bits:02d}_{number:04x}"


def _audited(rows: pa.Table, guests: pa.Table) -> Tables:
    found: FactInputs = inputs_of(pa.concat_tables([rows, guests]))
    facts = find_facts(found.claims)
    tables = audits_of(FactIndex(facts, found.links), found.wordings)
    if not guests.num_rows:
        return tables
    claims = set(rows["claim_id"].to_pylist())
    own = {
        "claim": pa.array(claims, pa.string()),
        "observation": pa.array([f.observation_id for f in facts if f.chosen.claim_id in claims], pa.string()),
    }
    return {
        name: table.filter(pc.is_in(table[OWNERS[name][0]], own[OWNERS[name][1]])) for name, table in tables.items()
    }


@dataclass(frozen=True, slots=True)
class _Visiting:
    """The series that some bucket asks for, and which subjects ask: rows of month files, and (subject, series)."""

    rows: pa.Table
    asks: pa.Table


_SUBJECTS = ("subject_hash", "own_subject_hash")


def _visiting(plan: BucketPlan) -> _Visiting:
    asks = pa.concat_tables([_asks(path) for path in plan.files.values()] or [_NO_ASKS])
    wanted = pa.array(plan.dirty, pa.uint64())
    asks = asks.filter(pc.is_in(_bucket_of(asks["subject"], plan.bits), wanted))
    if plan.touched is not None:
        asks = asks.filter(pc.is_in(asks["subject"], value_set=plan.touched.hashes))
    series = asks["series"].unique()
    if not len(series) or plan.bits == 0:
        return _Visiting(SCHEMA.empty_table(), asks)
    where = pc.field("series_hash").isin(series)
    return _Visiting(
        ds.dataset([str(path) for path in plan.files.values()], schema=SCHEMA).to_table(filter=where), asks
    )


_NO_ASKS = pa.table({"subject": pa.array([], pa.uint64()), "series": pa.array([], pa.uint64())})


def _asks(path: Path) -> pa.Table:
    """(subject, series) for every series that a claim of a month reaches, under both of its subjects."""
    rows = pq.read_table(path, columns=[*_SUBJECTS, "needs"])
    rows = rows.filter(pc.greater(pc.list_value_length(rows["needs"]), 0))
    if not rows.num_rows:
        return _NO_ASKS
    needs = rows["needs"].combine_chunks()
    series, parents = pc.list_flatten(needs), pc.list_parent_indices(needs)
    pairs = [pa.table({"subject": rows[name].take(parents), "series": series}) for name in _SUBJECTS]
    return pa.concat_tables(pairs)


def _needed(bits: int, number: int, visiting: _Visiting) -> pa.Array:
    if not visiting.rows.num_rows:
        return pa.array([], pa.uint64())
    own = pc.equal(_bucket_of(visiting.asks["subject"], bits), pa.scalar(number, pa.uint64()))
    return visiting.asks["series"].filter(own).unique()


def _askers(files: Mapping[str, Path], series: pa.Array) -> set[int]:
    """The subjects whose audits look up one of these series."""
    found: set[int] = set()
    for path in files.values():
        asks = _asks(path)
        asks = asks.filter(pc.is_in(asks["series"], series))
        found.update(asks["subject"].unique().to_pylist())
    return found


def _rows_by_bucket(plan: BucketPlan) -> Iterator[tuple[int, pa.Table]]:
    for first, last in _ranges(plan.dirty):
        rows = _read_range(plan, first, last)
        for number in range(first, last + 1):
            yield number, rows.filter(_is_in_bucket(rows, plan.bits, number))


def _read_range(plan: BucketPlan, first: int, last: int) -> pa.Table:
    if not plan.files:
        return SCHEMA.empty_table()
    where = None
    if plan.bits:
        low, high = first << (64 - plan.bits), ((last + 1) << (64 - plan.bits)) - 1
        subject = pc.field("subject_hash")
        where = (subject >= pa.scalar(low, pa.uint64())) & (subject <= pa.scalar(high, pa.uint64()))
    return ds.dataset([str(path) for path in plan.files.values()], schema=SCHEMA).to_table(filter=where)


def _ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of consecutive buckets, each of at most `RANGE_BUCKETS`."""
    ranges: list[tuple[int, int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1 and number - ranges[-1][0] < RANGE_BUCKETS:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges


def _is_in_bucket(rows: pa.Table, bits: int, number: int) -> pa.ChunkedArray:
    return pc.equal(_bucket_of(rows["subject_hash"], bits), pa.scalar(number, pa.uint64()))


def _bucket_of(hashes: pa.ChunkedArray, bits: int) -> pa.ChunkedArray:
    if bits == 0:
        return pc.multiply(hashes, pa.scalar(0, pa.uint64()))
    return pc.shift_right(hashes, pa.scalar(64 - bits, pa.uint64()))


def _changed_rows(before: State, files: Mapping[str, Path], folder: Path) -> pa.Table | None:
    """The rows that are in one of the old and new files of the months alone; None where an old file is gone."""
    columns = [*_SUBJECTS, "series_hash", "digest"]
    changed = [SCHEMA.empty_table().select(columns)]
    for month in before.months.keys() | files.keys():
        old, new = before.months.get(month), files.get(month)
        if new is not None and old == new.name:
            continue
        if old is not None and not (folder / old).is_file():
            return None
        sides = [
            pq.read_table(path, columns=columns) if path is not None else changed[0]
            for path in (folder / old if old is not None else None, new)
        ]
        for these, those in (sides, sides[::-1]):
            changed.append(these.filter(pc.invert(pc.is_in(these["digest"], those["digest"]))))
    return pa.concat_tables(changed)


def bits_for(total: int, before: State | None) -> int:
    """How many buckets, as a power of two; they stay as they are until they are twice too large or four times small."""
    if (
        before is not None
        and total >> before.bits <= 2 * BUCKET_CLAIMS
        and (before.bits == 0 or total >> before.bits >= BUCKET_CLAIMS // 4)
    ):
        return before.bits
    return max(0, (max(0, total - 1) // BUCKET_CLAIMS).bit_length())


def _read_state(folder: Path, step: str) -> State | None:
    try:
        return State(**json.loads((folder / f"{step}.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # as if it had never been made: everything is made anew


BUCKETS: dict[str, Callable[[BucketPlan], Iterator[tuple[str, Tables]]]] = {
    "observe": observed_buckets,
    "audit": audited_buckets,
}
"""Step -> what makes its buckets."""
