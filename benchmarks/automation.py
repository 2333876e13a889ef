"""`python -m benchmarks automation`: how many runs the sensors launch for 3 files, 300, and the same again; schedules.

Numtrail runs as `deploy/` has it, with everything that starts by itself switched on. So that it takes minutes and not
days, the copy of the code that runs looks every five seconds where it would look every thirty, and, once the files are
in, starts every minute what it would start each day or week.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.dagster_server import copied_code, replaced
from benchmarks.deployed_faults import Server, serving
from benchmarks.processes import wait_for
from warehouse.duckdb_file import published_number
from warehouse.lake import Lake
from warehouse.landing import ingest_path

MONTHS = tuple(f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13))
STILL_SECONDS = 40.0
"""Eight looks of each sensor: what starts nothing in these starts nothing."""
SCHEDULES = ("daily_rates", "daily_landing", "daily_months", "weekly_verification")


def main(arguments: list[str]) -> int:
    """Let files arrive, then minutes pass; exit code 0 where all was made and published, and nothing twice."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks automation", description=__doc__)
    parser.add_argument("--files", type=int, nargs="*", default=[3, 300], help="files that arrive, one batch a number")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="numtrail-automation-") as scratch:
        folder = Path(scratch)
        code, home = copied_code(folder / "code"), folder / "home"
        (home / "landing").mkdir(parents=True)
        replaced(code / "assets" / "automation.py", "minimum_interval_seconds=30", "minimum_interval_seconds=5")
        with serving(home, (MONTHS[0], MONTHS[-1]), code, NUMTRAIL_AUTOMATION="on") as server:
            is_good = [arrivals(server, folder, files) for files in options.files]
            is_good.append(same_again(server, folder))
            is_good.append(ticks(server))
    return 0 if all(is_good) else 1


def arrivals(server: Server, folder: Path, files: int) -> bool:
    """Let files arrive together; count the runs until all is made and published and nothing more is started."""
    batch, before = folder / f"batch-{files}", len(server.dagster.runs())
    batch.mkdir()
    for number in range(files):
        text = f"Fund {files}-{number}\n\nHefei put {number + 3}.5 billion yuan into display makers in 2021.\n"
        (batch / f"{files}-{number}.txt").write_text(text, encoding="utf-8")
        told = {"published": f"{MONTHS[number * 7 % len(MONTHS)]}-{number % 28 + 1:02d}"}
        (batch / f"{files}-{number}.meta.json").write_text(json.dumps(told), encoding="utf-8")
    started, known = time.monotonic(), articles(server)
    ingest_path(batch, server.home / "landing", now=datetime.now(UTC))
    wait_for(lambda: articles(server) == known + files and is_published(server) and server.dagster.is_at_rest())
    seconds = time.monotonic() - started
    return tell(server, before, f"{files} files arrived, published after {seconds:.0f} s", server.dagster.is_at_rest)


def same_again(server: Server, folder: Path) -> bool:
    """Bring the same files again: `ingest` knows them; copied over by hand only the ledger changes: when they came."""
    before, rows = len(server.dagster.runs()), all_but_the_ledger(server)
    for batch in folder.glob("batch-*"):
        ingest_path(batch, server.home / "landing", now=datetime.now(UTC))
    is_good = tell(server, before, "the same files ingested again", lambda: len(server.dagster.runs()) == before)
    before = len(server.dagster.runs())
    for path in [path for path in (server.home / "landing").rglob("*") if path.is_file()]:
        shutil.copy(path, path.with_name("copied"))
        path.with_name("copied").replace(path)
    unchanged = lambda: all_but_the_ledger(server) == rows  # noqa: E731
    return tell(server, before, "the same files copied over themselves", unchanged) and is_good


def all_but_the_ledger(server: Server) -> set[str]:
    """The hashes of all files of the lake but the ledger's."""
    return {entry.sha256 for entry in Lake(server.home / "lake").entries() if entry.key[0] != "raw_ledger"}


def ticks(server: Server) -> bool:
    """Start every schedule each minute, the currencies changed so that all months are due; see what each made."""
    automation = server.dagster.code / "assets" / "automation.py"
    replaced(automation, 'cron_schedule="[^"]*"', 'cron_schedule="* * * * *"')
    for name in ("daemon", "code", "webserver"):
        server.dagster.kill(name)
    server.dagster.environment = {**server.dagster.environment, "NUMTRAIL_CURRENCIES": "USD"}
    server.restart()
    started: dict[str, Counter[str]] = {}

    def all_ticked() -> bool:
        for name in SCHEDULES:
            started[name] = Counter(
                run["status"]
                for run in server.dagster.runs()
                if {"key": "dagster/schedule_name", "value": name} in run["tags"]
            )
        ended = {name: started[name]["SUCCESS"] + started[name]["FAILURE"] for name in SCHEDULES}
        return all(ended.values()) and is_published(server)

    wait_for(all_ticked)
    for name in SCHEDULES:
        statuses = ", ".join(f"{count} {status.lower()}" for status, count in started[name].items())
        print(f"{name}, each minute: runs {statuses}", flush=True)
    made = {key for run in server.dagster.runs() if scheduled(run) for key in materialised(server, run)}
    print(f"materialised by schedules: {', '.join(sorted(made))}", flush=True)
    # Without internet no rates are fetched: the run says so, and nothing else suffers.
    return {"raw_ledger", "core_claim_conversions", "verification", "lake_upkeep"} <= made


def scheduled(run: dict[str, Any]) -> bool:
    """Whether a schedule started a run."""
    return any(tag["key"] == "dagster/schedule_name" for tag in run["tags"])


def materialised(server: Server, run: dict[str, Any]) -> set[str]:
    """The assets that a run materialised."""
    query = """query($id: ID!) {runOrError(runId: $id) {... on Run {assetMaterializations {assetKey {path}}}}}"""
    found = server.dagster.ask(query, id=run["runId"])["runOrError"]["assetMaterializations"]
    return {event["assetKey"]["path"][-1] for event in found}


def tell(server: Server, before: int, what: str, holds: Callable[[], bool]) -> bool:
    """Wait whether more starts, then say which runs there were; whether something holds and none of them failed."""
    time.sleep(STILL_SECONDS)
    wait_for(server.dagster.is_at_rest)
    runs = server.dagster.runs()
    since = Counter(f"{run['jobName']} {run['status'].lower()}" for run in runs[: len(runs) - before])
    told = ", ".join(f"{count} {name}" for name, count in sorted(since.items())) or "none"
    print(f"{what}: runs launched: {told}", flush=True)
    return holds() and not any("failure" in name for name in since)


def articles(server: Server) -> int:
    """Articles that are read."""
    return sum(entry.rows for entry in Lake(server.home / "lake").entries("raw_articles"))


def is_published(server: Server) -> bool:
    """Whether the DuckDB file holds the present state of the lake."""
    return published_number(server.home / "warehouse.duckdb") == Lake(server.home / "lake").snapshot().manifest.number
