"""`python -m benchmarks backfill`: what Dagster costs a month in a backfill of one run, beside the work itself.

The same months are made twice in one process, warm: by the maker of months alone, with the blocking checks of its
tables, and by a run of `rebuild_months` over all of them, which besides writes what the UI shows: materialisations,
outcomes of checks, previews. Both with `force`.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import dagster as dg

from assets.definitions import defs
from assets.materialise import prepare_home
from assets.month_making import MonthMaker
from assets.partitions import key_of, months_between
from assets.resources import Home
from assets.run_records import BATCH, kept_open
from assets.verdicts import judge
from benchmarks.articles.generator import make_articles
from benchmarks.deployed_faults import records_in
from benchmarks.generated import record
from benchmarks.postgres_server import postgres_server
from benchmarks.processes import free_port
from warehouse.landing import ingest_path


def main(arguments: list[str]) -> int:
    """Measure and print; exit code 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks backfill", description=__doc__)
    parser.add_argument("--months", type=int, default=12, help="months, all made in one run")
    parser.add_argument("--articles", type=int, default=200, help="generated articles a month")
    parser.add_argument("--postgres", action="store_true", help="Dagster's records as deploy/dagster.yaml has them")
    parser.add_argument("--batch", default="100", help="with --postgres: events that are written at once, 0 for each")
    parser.add_argument("--profile", action="store_true", help="print where the time of the run goes")
    options = parser.parse_args(arguments)
    months = months_between("2005-01", "2024-12")[: options.months]
    with ExitStack() as open_now:
        scratch = open_now.enter_context(tempfile.TemporaryDirectory(prefix="numtrail-backfill-"))
        home = landed(Path(scratch), months, options.articles)
        if options.postgres:
            # As a server has it that keeps what it was told: the quick settings of tests would flatter.
            settings = {"fsync": "on", "synchronous_commit": "on"}
            server = open_now.enter_context(postgres_server(settings, port=free_port()))
            os.environ.update(records_in(server, home.folder), DAGSTER_EVENT_BATCH_SIZE=options.batch)
        os.environ.setdefault("DAGSTER_EVENT_BATCH_SIZE", BATCH)
        with dg.DagsterInstance.from_ref(kept_open(str(prepare_home(home.folder)), {})) as instance:
            execute(instance, home, "ingest_landing")
            maker = MonthMaker(home, "pure", force=True)
            make(maker, months[:1])  # what is loaded once is loaded now
            print(f"{len(months)} months of {options.articles} articles in one run; seconds a month, wall (CPU):")
            pure = told("the work alone", len(months), lambda: make(maker, months))
            profiler = cProfile.Profile() if options.profile else None
            run = told("the run", len(months), lambda: execute(instance, home, "rebuild_months", months, profiler))
            wall, cpu = (of_run - of_work for of_run, of_work in zip(run, pure, strict=True))
            print(f"  overhead: {wall:.3f} ({cpu:.3f}), {cpu / pure[1]:.0%} of the work's CPU", flush=True)
            told(
                "the run, all up to date",
                len(months),
                lambda: execute(instance, home, "rebuild_months", months, force=False),
            )
    if profiler:
        pstats.Stats(profiler, stream=sys.stdout).sort_stats("cumulative").print_stats(70)
    return 0


def make(maker: MonthMaker, months: list[str]) -> None:
    """Make months and hold their tables against their checks, as the step of Dagster does, and tell nobody."""
    for month in months:
        maker.make(month, partial(check, maker, month))


def check(maker: MonthMaker, month: str) -> None:
    """Hold all tables of a month against their checks."""
    snapshot = maker.home.lake.snapshot()
    for step in maker.steps:
        for name in step.makes:
            judge(snapshot, name, month, standing=maker.standing.get(step.name))


def landed(folder: Path, months: list[str], articles: int) -> Home:
    """A home folder in which so many generated articles a month have landed, a file of records a month."""
    source = folder / "articles"
    source.mkdir()
    made = make_articles(articles * len(months))
    for month in months:
        records = [record(article) for article in islice(made, articles)]
        dated = [{**each, "published": f"{month}-{min(int(each['published'][8:]), 28):02d}"} for each in records]
        (source / f"{month}.jsonl").write_text("".join(json.dumps(each) + "\n" for each in dated), encoding="utf-8")
    home = Home(root=str(folder / "home"), engine="inline")
    os.environ["NUMTRAIL_HOME"] = str(home.folder)
    ingest_path(source, home.landing, now=datetime(2025, 6, 1, tzinfo=UTC))
    return home


def execute(
    instance: dg.DagsterInstance,
    home: Home,
    job: str,
    months: list[str] | None = None,
    profiler: cProfile.Profile | None = None,
    *,
    force: bool = True,
) -> None:
    """Carry out a job in this process; raises where it fails."""
    config: dict[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    tags: dict[str, str] = {}
    if months:
        tags = {f"dagster/asset_partition_range_{end}": key_of(months[at]) for end, at in (("start", 0), ("end", -1))}
        config["ops"] = {"months": {"config": {"force": force}}}
    if profiler:
        profiler.enable()
    defs.resolve_job_def(job).execute_in_process(
        instance=instance, resources={"home": home}, tags=tags, run_config=config
    )
    if profiler:
        profiler.disable()


def told(name: str, months: int, work: Callable[[], object]) -> tuple[float, float]:
    """Print and return the seconds a month that some work takes: by the wall clock, and of the processor."""
    wall, cpu = time.perf_counter(), sum(os.times()[:4])
    work()
    seconds = (time.perf_counter() - wall) / months, (sum(os.times()[:4]) - cpu) / months
    print(f"  {name}: {seconds[0]:.3f} ({seconds[1]:.3f})", flush=True)
    return seconds
