"""`python -m benchmarks buckets`: facts of many claims by bucket: claims a CPU-second and peak memory.

The claims of some generated articles are copied under other subjects until there are as many as asked for.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.articles.generator import make_articles
from benchmarks.stages import raw_table
from warehouse.lake import Snapshot


def main(arguments: list[str]) -> int:
    """Match the claims and print what it took."""
    from assets.bucket_plans import BucketPlan, bits_for
    from assets.fact_buckets import observed_buckets
    from assets.fact_rows import ROW_GROUP_ROWS, month_rows

    parser = argparse.ArgumentParser(prog="python -m benchmarks buckets", description=__doc__)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--articles", type=int, default=300, help="generated articles whose claims are copied")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        rows = month_rows(*small_lake(Path(folder) / "lake", options.articles))
        path = Path(folder) / "2024-01.parquet"
        with pq.ParquetWriter(path, rows.schema, compression="zstd") as writer:
            made = copies_of(rows, -(-options.claims // rows.num_rows))
            writer.write_table(made.sort_by("topic_hash"), row_group_size=ROW_GROUP_ROWS)
        total, base = made.num_rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        del made, rows
        bits = bits_for(total, None)
        started, facts, largest = time.process_time(), 0, 0
        for _, tables in observed_buckets(BucketPlan({"2024-01": path}, bits, tuple(range(1 << bits)))):
            facts += tables["core_observations"].num_rows
            largest = max(largest, tables["core_observation_claims"].num_rows)
        seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{total} claims, {facts} facts, {1 << bits} buckets, the largest of {largest} claims: {seconds:.1f} "
        f"CPU-seconds, {total / seconds:,.0f} claims a CPU-second; peak memory {peak:.0f} MB, {base:.0f} MB before"
    )
    return 0


def small_lake(root: Path, articles: int) -> tuple[Snapshot, str]:
    """A lake of one month with the claims of generated articles in it."""
    from datetime import UTC, datetime

    from pipelines.batches import EXTRACTED, NORMALISED, read_batch
    from schemas.tables import TABLES
    from warehouse.lake import ALL, Lake
    from warehouse.validation import validated

    made = read_batch(raw_table(list(make_articles(articles))), "benchmark")
    changes = {(name, "2024-01", ALL): validated(TABLES[name], made[name]) for name in (*NORMALISED, *EXTRACTED)}
    lake = Lake(root)
    lake.replace(changes, run_id="benchmark", code_version="benchmark", now=datetime.now(UTC))
    return lake.snapshot(), "2024-01"


def copies_of(rows: pa.Table, times: int) -> pa.Table:
    """The rows as often as asked for, each time of other articles and subjects."""
    made = []
    for number in range(times):
        copy = rows
        for name in ("claim_id", "article_id", "subject"):
            column = pc.binary_join_element_wise(rows[name].cast(pa.string()), pa.scalar(f"{number}"), " ")
            copy = copy.set_column(copy.schema.names.index(name), name, column)
        for name in ("topic_hash", "series_hash"):
            mixed = pc.bit_wise_xor(rows[name], pa.scalar((number * 0x9E3779B97F4A7C15) % 2**64, pa.uint64()))
            copy = copy.set_column(copy.schema.names.index(name), name, mixed)
        for name in ("subject_code", "repeats_claim_id"):
            empty = pa.nulls(rows.num_rows, rows.schema.field(name).type)
            copy = copy.set_column(copy.schema.names.index(name), name, empty)
        made.append(copy)
    return pa.concat_tables(made)
