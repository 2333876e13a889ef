"""Facts and their audits by topic: what is new touches a few buckets of topics, and only these are made again.

A topic is whose thing it is and which, goal, outcome and growth alike: all that facts and their audits hold together.
All claims of a topic lie in one bucket, by its hash; the audits of a bucket also see the series of other topics that
its claims are tied to. Memory is bounded by the bucket. Small lakes have one bucket, the part `all`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from assets.bucket_plans import BUCKET_CLAIMS, NO_ASKS, BucketPlan, asks_of, bucket_name, bucket_of
from assets.fact_rows import SCHEMA
from assets.fact_topics import with_standing
from assets.fact_work import Tables, Unit, audit_bucket, observe_bucket, worked_on
from assets.runners import INLINE, Runner
from schemas.errors import StoreError
from warehouse.parquet import read_beside, read_matching

Make = Callable[[BucketPlan], Iterator[tuple[int, pa.Table, Tables]]]

OBSERVED = ("core_observations", "core_observation_claims")
AUDITED = ("core_target_outcomes", "core_growth_checks", "core_disagreements")

RANGE_BUCKETS = 16
"""Buckets read at a time where many are made: opening every month's file costs more than reading a bucket of it."""

VISITED_BUCKETS = 128
"""Buckets whose visiting series are in memory together: of ten million claims an eighth, at eight looks through all."""


def observed_buckets(plan: BucketPlan, runner: Runner = INLINE) -> Iterator[tuple[str, Tables]]:
    """The observations of each bucket to be made: name of the part, its tables."""
    return _made(plan, OBSERVED, partial(_observed_in, runner=runner))


def audited_buckets(plan: BucketPlan, runner: Runner = INLINE) -> Iterator[tuple[str, Tables]]:
    """The audits of each bucket to be made: name of the part, its tables."""
    return _made(plan, AUDITED, partial(_audited_in, runner=runner))


def _made(plan: BucketPlan, names: Sequence[str], make: Make) -> Iterator[tuple[str, Tables]]:
    """The tables of each bucket: what is matched again, and what stands."""
    for number, rows, tables in make(plan):
        part = bucket_name(plan.bits, number)
        if plan.touched is None:
            yield part, tables
            continue
        try:
            standing = plan.touched.standing(part, rows, names)
        except StoreError:  # a damaged file: nothing of it stands, the bucket is made again as a whole
            yield from _made(replace(plan, dirty=(number,), touched=None), names, make)
            continue
        yield part, with_standing(tables, standing)


def _observed_in(plan: BucketPlan, runner: Runner) -> Iterator[tuple[int, pa.Table, Tables]]:
    """Each bucket's number, the claims that are matched, and the tables made of these."""
    units = ((number, rows, SCHEMA.empty_table()) for number, rows in _rows_by_bucket(plan))
    return worked_on(_where(plan, runner), observe_bucket, units)


def _audited_in(plan: BucketPlan, runner: Runner) -> Iterator[tuple[int, pa.Table, Tables]]:
    """Each bucket's number, the claims that are matched, and the tables made of these."""
    return worked_on(_where(plan, runner), audit_bucket, _with_guests(plan))


def _where(plan: BucketPlan, runner: Runner) -> Runner:
    """Whole buckets are work for many; of a few topics there is less to do than to send."""
    return runner if plan.touched is None else INLINE


def _with_guests(plan: BucketPlan) -> Iterator[Unit]:
    for start in range(0, len(plan.dirty), VISITED_BUCKETS):
        some = replace(plan, dirty=plan.dirty[start : start + VISITED_BUCKETS])
        visiting = _visiting(some)
        for number, rows in _rows_by_bucket(some):
            needed = _needed(plan.bits, number, visiting)
            guests = visiting.rows.filter(_is_wanted(visiting.rows, needed))
            yield number, rows, guests.filter(pc.invert(pc.is_in(guests["claim_id"], value_set=rows["claim_id"])))


@dataclass(frozen=True, slots=True)
class _Visiting:
    """The series and topics that some bucket asks for, and who asks: rows of month files, and (topic, wanted)."""

    rows: pa.Table
    asks: pa.Table


def _visiting(plan: BucketPlan) -> _Visiting:
    asks = pa.concat_tables([asks_of(path) for path in plan.files.values()] or [NO_ASKS])
    asks = asks.filter(pc.is_in(bucket_of(asks["topic"], plan.bits), pa.array(plan.dirty, pa.uint64())))
    if plan.touched is not None:
        asks = asks.filter(pc.is_in(asks["topic"], value_set=plan.touched.hashes))
    wanted = asks["wanted"].unique()
    if not len(wanted) or plan.bits == 0:
        return _Visiting(SCHEMA.empty_table(), asks)
    columns = {"series_hash": wanted, "topic_hash": wanted}
    return _Visiting(read_matching(list(plan.files.values()), SCHEMA, columns), asks)


def _is_wanted(rows: pa.Table, needed: pa.Array) -> pa.ChunkedArray:
    return pc.or_(pc.is_in(rows["series_hash"], needed), pc.is_in(rows["topic_hash"], needed))


def _needed(bits: int, number: int, visiting: _Visiting) -> pa.Array:
    if not visiting.rows.num_rows:
        return pa.array([], pa.uint64())
    own = pc.equal(bucket_of(visiting.asks["topic"], bits), pa.scalar(number, pa.uint64()))
    return visiting.asks["wanted"].filter(own).unique()


def _rows_by_bucket(plan: BucketPlan) -> Iterator[tuple[int, pa.Table]]:
    """The claims of each bucket; where topics are told, those of these alone. Some buckets are read at a time."""
    for numbers, rows in _read_by_ranges(plan) if plan.touched is None else _read_by_topics(plan, plan.touched.hashes):
        for number in numbers:
            yield number, rows.filter(_is_in_bucket(rows, plan.bits, number))


def _read_by_ranges(plan: BucketPlan) -> Iterator[tuple[Sequence[int], pa.Table]]:
    for first, last in _ranges(plan.dirty):
        yield range(first, last + 1), _read(plan, _is_in_range(plan.bits, first, last))


def _read_by_topics(plan: BucketPlan, hashes: pa.Array) -> Iterator[tuple[Sequence[int], pa.Table]]:
    """Buckets with the claims of some topics; all at once where these claims are few."""
    files, buckets = list(plan.files.values()), bucket_of(hashes, plan.bits)
    count = RANGE_BUCKETS if _are_many(plan, hashes) else max(1, len(plan.dirty))
    for start in range(0, len(plan.dirty), count):
        some = plan.dirty[start : start + count]
        topics = hashes.filter(pc.is_in(buckets, pa.array(some, pa.uint64())))
        yield some, read_matching(files, SCHEMA, {"topic_hash": topics})


def _are_many(plan: BucketPlan, hashes: pa.Array) -> bool:
    """Whether the claims of some topics are more than are held at once."""
    where = pc.field("topic_hash").isin(hashes)
    claims = read_beside(list(plan.files.values()), SCHEMA, ["topic_hash"], where)
    return bool(claims.num_rows > RANGE_BUCKETS * BUCKET_CLAIMS)


def _read(plan: BucketPlan, where: pc.Expression | None) -> pa.Table:
    return read_beside(list(plan.files.values()), SCHEMA, where=where)


def _is_in_range(bits: int, first: int, last: int) -> pc.Expression | None:
    if not bits:
        return None
    low, high = first << (64 - bits), ((last + 1) << (64 - bits)) - 1
    topic = pc.field("topic_hash")
    return (topic >= pa.scalar(low, pa.uint64())) & (topic <= pa.scalar(high, pa.uint64()))


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
    return pc.equal(bucket_of(rows["topic_hash"], bits), pa.scalar(number, pa.uint64()))


BUCKETS: dict[str, Callable[[BucketPlan, Runner], Iterator[tuple[str, Tables]]]] = {
    "observe": observed_buckets,
    "audit": audited_buckets,
}
"""Step -> what makes its buckets."""
