"""`python -m benchmarks growth`: the whole of `numtrail run` on generated articles, then one article more.

Each run is the command line's own, in a process of its own, in one process (`NUMTRAIL_ENGINE=inline`): CPU-seconds an
article, peak memory, bytes written; what one more article costs, and how far that grows with what is there. With
`--workers 1,2` pools of so many processes are compared instead: the reading alone, then the whole run.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.articles.generator import make_articles
from benchmarks.generated import record
from benchmarks.limits import size_of

ROOT = Path(__file__).parents[1]
STORED = ("lake", "warehouse.duckdb", "receipts", "facts", "sketches", "dagster")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: CPU-seconds and seconds, and peak memory of its largest process in MB."""

    cpu: float
    wall: float
    peak: float


def main(arguments: list[str]) -> int:
    """Measure at each size and print a line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks growth", description=__doc__)
    parser.add_argument("--articles", default="1000", help="how many, several separated by commas")
    parser.add_argument("--workers", default="", help="compare pools of so many processes, separated by commas")
    options = parser.parse_args(arguments)
    for count in map(int, options.articles.split(",")):
        if options.workers:
            sizes = [int(number) for number in options.workers.split(",")]
            print("\n".join([*compare_reading(count, sizes), *compare_workers(count, sizes)]), flush=True)
        else:
            print("\n".join(measure_runs(count)), flush=True)
    return 0


def measure_runs(count: int) -> list[str]:
    """Some articles, then one more: two rows of a table, and what lies on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        megabytes = write_records(Path(folder), count)
        first = run(home, Path(folder) / "articles.jsonl", {"NUMTRAIL_ENGINE": "inline"})
        stored = {name: _size(home / name) for name in STORED}
        again = run(home, Path(folder) / "articles.jsonl", {"NUMTRAIL_ENGINE": "inline"})
        more = run(home, Path(folder) / "one.jsonl", {"NUMTRAIL_ENGINE": "inline"})
    told = ", ".join(f"{name} {size:.1f}" for name, size in stored.items())
    return [
        "| `numtrail run`, text to DuckDB | CPU-seconds | seconds | MB of text a CPU-second | peak MB |",
        "|---|---|---|---|---|",
        f"| {count} articles | {first.cpu:.1f} | {first.wall:.1f} | {megabytes / first.cpu:.3f} | {first.peak:.0f} |",
        f"| the same again, nothing new | {again.cpu:.1f} | {again.wall:.1f} | | {again.peak:.0f} |",
        f"| one article more | {more.cpu:.1f} | {more.wall:.1f} | | {more.peak:.0f} |",
        "",
        f"MB on the disk after the first: {told}.",
        "",
    ]


def compare_workers(count: int, sizes: list[int]) -> list[str]:
    """The same articles read by pools of several sizes: seconds of each and how many times faster than the first."""
    lines, first = [], None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_records(Path(folder), count)
            settings = {"NUMTRAIL_ENGINE": "pool", "NUMTRAIL_WORKERS": f"{size}"}
            done = run(Path(folder) / "home", Path(folder) / "articles.jsonl", settings)
        first = first or done
        lines.append(
            f"{count} articles, {size} workers: {done.wall:.1f} s, {done.cpu:.1f} CPU-seconds, "
            f"{first.wall / done.wall:.2f} times the first"
        )
    return lines


def compare_reading(count: int, sizes: list[int]) -> list[str]:
    """The same batches read by pools of several sizes, raw articles to claims, once all processes are there."""
    from functools import partial

    from assets.process_pool import ProcessPool
    from assets.steps import batches_of
    from benchmarks.stages import raw_table
    from pipelines.batches import read_batch, refuse_raws

    work = partial(read_batch, code_version="benchmark")
    batches = list(batches_of(raw_table(list(make_articles(count)))))
    lines, first = [], None
    for size in sizes:
        pool = ProcessPool(size)
        for _ in pool.run(work, refuse_raws, [batches[0].slice(0, 8)] * 4 * size):
            pass
        started = time.monotonic()
        rows = sum(tables["core_claims"].num_rows for tables in pool.run(work, refuse_raws, batches))
        wall = time.monotonic() - started
        pool.close()
        first = first or wall
        lines.append(
            f"{count} articles read, {size} workers: {rows} claims in {wall:.1f} s, {first / wall:.2f} times the first"
        )
    return lines


def write_records(folder: Path, count: int) -> float:
    """Write that many articles and one more into two files; returns megabytes of text of the first."""
    articles = list(make_articles(count + 1))
    lines = [json.dumps(record(article), ensure_ascii=False) + "\n" for article in articles]
    (folder / "articles.jsonl").write_text("".join(lines[:-1]), encoding="utf-8")
    (folder / "one.jsonl").write_text(lines[-1], encoding="utf-8")
    return size_of(articles[:-1])


def run(home: Path, source: Path, settings: dict[str, str]) -> Run:
    """`numtrail run` on a file; raises where it fails."""
    environment = {**os.environ, "NUMTRAIL_HOME": str(home), "DAGSTER_HOME": str(home / "dagster"), **settings}
    script = (
        "import resource, sys, json\n"
        "from numtrail import app\n"
        "try:\n    app(['run', sys.argv[1]], standalone_mode=False)\n"
        "finally:\n"
        "    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)\n"
        "    print(max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024)\n"
    )
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", script, str(source)], capture_output=True, text=True, cwd=ROOT, env=environment
    )
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
    if done.returncode:
        raise RuntimeError(f"numtrail run failed: {done.stderr[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(cpu, wall, float(done.stdout.splitlines()[-1]))


def _size(path: Path) -> float:
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6
