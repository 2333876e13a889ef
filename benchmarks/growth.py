"""`python -m benchmarks growth`: the whole of `numtrail run` on generated articles, then one article more.

Each run is the command line's own, in a process of its own, in one process (`NUMTRAIL_ENGINE=inline`): CPU-seconds an
article, peak memory, bytes written; what one more article costs, and how far that grows with what is there. With
`--workers 1,2` pools of so many processes are compared instead: the reading alone, then the whole run. For archives:
`--months 240` spreads the articles over so many months and not over 36, `--without-receipts` writes no pages. Articles
are made one by one and never all in memory.
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
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from assets.partitions import months_between
from benchmarks.articles.generator import make_articles
from benchmarks.generated import record

ROOT = Path(__file__).parents[1]
PER_FILE = 2_000
"""Articles a landed file, some 4 MB."""
STORED = ("lake", "warehouse.duckdb", "receipts", "facts", "sketches", "dagster")


@dataclass(frozen=True, slots=True)
class Run:
    """What a run took: CPU-seconds, seconds, peak memory of its largest process in MB, seconds in each of its steps."""

    cpu: float
    wall: float
    peak: float
    steps: dict[str, float]


def main(arguments: list[str]) -> int:
    """Measure at each size and print a line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks growth", description=__doc__)
    parser.add_argument("--articles", default="1000", help="how many, several separated by commas")
    parser.add_argument("--workers", default="", help="compare pools of so many processes, separated by commas")
    parser.add_argument("--months", type=int, default=0, help="spread the articles over so many months, up to 2024-12")
    parser.add_argument("--without-receipts", action="store_true", help="run with NUMTRAIL_RECEIPTS=none")
    options = parser.parse_args(arguments)
    settings = {"NUMTRAIL_RECEIPTS": "none"} if options.without_receipts else {}
    for count in map(int, options.articles.split(",")):
        if options.workers:
            sizes = [int(number) for number in options.workers.split(",")]
            lines = [*compare_reading(count, sizes), *compare_workers(count, sizes, options.months, settings)]
        else:
            lines = measure_runs(count, options.months, settings)
        print("\n".join(lines), flush=True)
    return 0


def measure_runs(count: int, months: int = 0, extra: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """Some articles, the same again, then one more: what each took, step by step, and what lies on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        home, settings = Path(folder) / "home", {"NUMTRAIL_ENGINE": "inline", **extra}
        megabytes = write_records(Path(folder), count, months)
        first = run(home, Path(folder) / "articles", settings)
        stored = {name: _size(home / name) for name in STORED}
        again = run(home, Path(folder) / "articles", settings)
        more = run(home, Path(folder) / "one.jsonl", settings)
    runs = (first, again, more)
    steps = dict.fromkeys(name for done in runs for name in done.steps)
    told = ", ".join(f"{name} {size:.1f}" for name, size in stored.items())
    return [
        f"| `numtrail run`, text to DuckDB and receipts | {count} articles | nothing new | one article more |",
        "|---|---|---|---|",
        "| CPU-seconds | " + " | ".join(f"{done.cpu:.1f}" for done in runs) + " |",
        f"| MB of text a CPU-second | {megabytes / first.cpu:.3f} | | |",
        "| seconds | " + " | ".join(f"{done.wall:.1f}" for done in runs) + " |",
        "| peak memory, MB | " + " | ".join(f"{done.peak:.0f}" for done in runs) + " |",
        *(f"| seconds in `{name}` | " + " | ".join(_seconds(done, name) for done in runs) + " |" for name in steps),
        "",
        f"MB on the disk after the first: {told}.",
        "",
    ]


def _seconds(done: Run, name: str) -> str:
    return f"{done.steps[name]:.1f}" if name in done.steps else ""


def compare_workers(count: int, sizes: list[int], months: int, extra: Mapping[str, str]) -> list[str]:
    """The same articles read by pools of several sizes: seconds of each and how many times faster than the first."""
    lines, first = [], None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_records(Path(folder), count, months)
            settings = {"NUMTRAIL_ENGINE": "pool", "NUMTRAIL_WORKERS": f"{size}", **extra}
            done = run(Path(folder) / "home", Path(folder) / "articles", settings)
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


def write_records(folder: Path, count: int, months: int = 0) -> float:
    """Write that many articles, some thousands a file, and one more beside them; returns megabytes of their text.

    Args:
        folder: Gets the folder `articles` and the file `one.jsonl`.
        count: How many articles.
        months: Over how many months they are spread evenly and in order, as an archive lands; the last of them is
            2024-12. 0 leaves each as it is dated: a file then has articles of all months.
    """
    names = months_between("1990-01", "2024-12")[-months:] if months else []
    (folder / "articles").mkdir()
    size = 0
    with ExitStack() as files:
        stream = None
        for article in make_articles(count + 1):
            made = record(article)
            if names:
                month = names[min(article.number, count - 1) * months // count]
                made["published"] = f"{month}-{min(int(made['published'][8:]), 28):02d}"
            if article.number % PER_FILE == 0 or article.number == count:
                name = "one.jsonl" if article.number == count else f"articles/{article.number:07d}.jsonl"
                files.close()
                stream = files.enter_context((folder / name).open("w", encoding="utf-8"))
            print(json.dumps(made, ensure_ascii=False), file=stream)
            size += len(article.text.encode()) if article.number < count else 0
    return size / 1e6


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
    before, started, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic(), time.time()
    done = subprocess.run(
        [sys.executable, "-c", script, str(source)], capture_output=True, text=True, cwd=ROOT, env=environment
    )
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - started
    if done.returncode:
        raise RuntimeError(f"numtrail run failed: {done.stderr[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(cpu, wall, float(done.stdout.splitlines()[-1]), steps_since(home, began))


def steps_since(home: Path, moment: float) -> dict[str, float]:
    """Seconds that Dagster's runs since a moment spent in each step, in the order in which they began."""
    import dagster

    found: dict[str, float] = {}
    with dagster.DagsterInstance.from_config(str(home / "dagster")) as instance:
        records = instance.get_run_records(dagster.RunsFilter(created_after=datetime.fromtimestamp(moment, UTC)))
        for record in sorted(records, key=lambda record: record.create_timestamp):
            for step in instance.get_run_step_stats(record.dagster_run.run_id):
                if step.start_time and step.end_time:
                    found[step.step_key] = found.get(step.step_key, 0.0) + step.end_time - step.start_time
    return found


def _size(path: Path) -> float:
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6
