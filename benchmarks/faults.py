"""`python -m benchmarks faults`: disturb a run in every way we know, run again, and compare with an undisturbed end.

The end state is the hash of every Parquet file of the lake and of every table of the DuckDB file, and of the server
warehouse where there is one. Each fault works on a copy of one home folder whose articles have landed. What befalls a
run of the command line is followed by the plain `numtrail run`, what befalls a server by a run from its queue.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.deployed_faults import (
    Server,
    crash_postgres,
    cut_power,
    kill_code_server,
    kill_daemon,
    kill_worker,
    serving,
)
from benchmarks.end_states import State, rows_of, state_of
from warehouse.lake import Lake
from warehouse.landing import ingest_path

ROOT = Path(__file__).resolve().parents[1]


class Ended(NamedTuple):
    """What came of a fault: what was seen, the home folder after the rerun, and the rows of the server warehouse."""

    told: str
    home: Path
    rows: State = {}


MONTHS = tuple(f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13))
CLOCK = """
import datetime as module, sys
class Earlier(module.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) - module.timedelta(days=400)
import assets.commits, assets.ingest, assets.month_making
for place in (assets.commits, assets.ingest, assets.month_making):
    place.datetime = Earlier
import numtrail
sys.argv = ["numtrail", "run"]
numtrail.main()
"""
"""A run on a machine whose clock was set back by more than a year."""


def main(arguments: list[str]) -> int:
    """Undergo the faults named, or all; exit code 0 where every end state is the undisturbed one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks faults", description=__doc__)
    parser.add_argument(
        "faults", nargs="*", choices=list(FAULTS), metavar="FAULT", help=f"of: {', '.join(FAULTS)}; all by default"
    )
    parser.add_argument("--months", type=int, default=12, help="articles, one a month")
    parser.add_argument("--kills", type=int, default=10, help="moments at which a run is killed")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="numtrail-faults-") as scratch:
        bench = Bench(Path(scratch), options.months, options.kills, random.Random(options.seed))
        failed = [name for name in options.faults or FAULTS if not bench.undergo(name)]
    print("every end state is the undisturbed one" if not failed else f"DIFFERENT: {', '.join(failed)}")
    return 1 if failed else 0


class Bench:
    """A folder with a landed home, the end state of an undisturbed run over it, and how long that took."""

    def __init__(self, scratch: Path, months: int, kills: int, chance: random.Random) -> None:
        self.scratch, self.months, self.kills, self.chance = scratch, months, kills, chance
        articles = scratch / "articles"
        articles.mkdir()
        for number, month in enumerate(MONTHS[:months]):
            text = (
                f"A fund\n\nHefei put more than {number + 3}.5 billion yuan into displays. Output rose 9.7 percent.\n"
            )
            (articles / f"{month}.txt").write_text(text, encoding="utf-8")
            (articles / f"{month}.meta.json").write_text(json.dumps({"published": f"{month}-05"}), encoding="utf-8")
        self.landed = scratch / "landed"
        run_to_end(self.landed)  # takes in the exchange rates, which no fault is about
        ingest_path(articles, self.landed / "landing", now=datetime(2025, 6, 1, tzinfo=UTC))
        home, started = self.copy("undisturbed"), time.monotonic()
        run_to_end(home)
        self.seconds = time.monotonic() - started
        self.expected = state_of(home)
        self.expected_rows: State = {}
        """Of the server warehouse; known once an undisturbed run on a server was published."""
        self.undisturbed = home
        print(f"undisturbed: {len(self.expected)} files and tables in {self.seconds:.0f} s", flush=True)

    def copy(self, name: str, of: Path | None = None) -> Path:
        """A home folder of its own, times kept: the landed one, or another."""
        target = self.scratch / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(of or self.landed, target)
        return target

    def undergo(self, name: str) -> bool:
        """Undergo one fault; whether every end state is the undisturbed one."""
        is_same = True
        for told, home, rows in FAULTS[name](self):
            found = state_of(home) | rows
            expected = self.expected | (self.expected_rows if rows else {})
            differing = sorted(key for key in {*found, *expected} if found.get(key) != expected.get(key))
            is_same = is_same and not differing
            print(f"{name}: {told}: {'as undisturbed' if not differing else f'DIFFERS in {differing[:5]}'}", flush=True)
        return is_same


def run_killed(bench: Bench) -> Iterator[Ended]:
    """Kill -9 of the process that does the run, at random moments."""
    for number in range(bench.kills):
        home, moment = bench.copy("killed"), bench.chance.uniform(0.1, 0.95) * bench.seconds
        process = start(home)
        time.sleep(moment)
        was_alive = process.poll() is None
        if was_alive:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        committed = len(Lake(home / "lake").entries())
        run_to_end(home)
        told = f"after {moment:.1f} s, {committed} files in the lake" if was_alive else "had ended before"
        yield Ended(f"kill {number + 1} {told}", home)


def two_at_once(bench: Bench) -> Iterator[Ended]:
    """Two backfills of the same months at once, in processes that know nothing of one another."""
    home = bench.copy("two", bench.undisturbed)
    code = (
        "import sys; from assets.month_making import MonthMaker; from assets.resources import Home;"
        "maker = MonthMaker(Home(root=sys.argv[1]), 'two', force=True);"
        "[maker.make(month) for month in Home(root=sys.argv[1]).lake.partitions('raw_articles')]"
    )
    both = [spawn([sys.executable, "-c", code, str(home)], home) for _ in range(2)]
    codes = [process.wait(timeout=3600) for process in both]
    yield Ended(f"exit codes {codes}", home)


def damaged_parquet(bench: Bench) -> Iterator[Ended]:
    """A byte of a Parquet file flipped: the month is made again from what landed."""
    for table in ("raw_articles", "core_claims", "core_rejects"):
        home = bench.copy("parquet", bench.undisturbed)
        entry = Lake(home / "lake").entries(table)[0]
        path = home / "lake" / entry.path
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        told = command(home, "doctor")
        command(home, "backfill", entry.partition)
        yield Ended(f"{table} {entry.partition}, doctor said {told}", home)


def damaged_manifest(bench: Bench) -> Iterator[Ended]:
    """The manifest cut in half: nothing is read from it, and the state it names as good is restored."""
    home = bench.copy("manifest", bench.undisturbed)
    path = home / "lake" / "_manifest.json"
    path.write_text(path.read_text(encoding="utf-8")[: path.stat().st_size // 2], encoding="utf-8")
    refused = command(home, "run")
    kept = sorted(int(kept.stem) for kept in (home / "lake" / "_manifests").glob("*.json"))
    Lake(home / "lake").restore(kept[-1], now=datetime.now(UTC))
    run_to_end(home)
    yield Ended(f"run said {refused}", home)


def disk_full(bench: Bench) -> Iterator[Ended]:
    """A disk too small for the lake: the run fails with the reason; on a larger one it is made good."""
    kept = shutil.ignore_patterns("dagster", "warehouse.duckdb", ".*")
    bare = bench.scratch / "bare"
    shutil.rmtree(bare, ignore_errors=True)
    shutil.copytree(bench.landed, bare, ignore=kept)
    used = sum(path.stat().st_size for path in bare.rglob("*") if path.is_file())
    records = bench.scratch / "records"  # Dagster's own records lie on another disk: theirs is not the fault meant
    records.mkdir(exist_ok=True)
    target = bench.scratch / "larger"
    shutil.rmtree(target, ignore_errors=True)
    with mounted(bench.scratch / "small", int(used * 1.1) + 600_000) as home:
        shutil.copytree(bare, home, dirs_exist_ok=True)
        (home / "dagster").symlink_to(records)
        told = command(home, "run")
        shutil.copytree(home, target, ignore=kept)
    run_to_end(target)
    yield Ended(f"run said {told}", target)


def read_only(bench: Bench) -> Iterator[Ended]:
    """A disk that went read-only: the run fails with the reason; writable again it is made good."""
    with mounted(bench.scratch / "readonly", 1 << 30) as home:
        shutil.copytree(bench.landed, home, dirs_exist_ok=True)
        (home / "dagster").mkdir(exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", str(home)], check=True)
        told = command(home, "run")
        subprocess.run(["mount", "-o", "remount,rw", str(home)], check=True)
        run_to_end(home)
        yield Ended(f"run said {told}", home)


def clock_back(bench: Bench) -> Iterator[Ended]:
    """A first run on a clock set back by 400 days, a second on the right one."""
    home = bench.copy("clock")
    process = spawn([sys.executable, "-c", CLOCK], home)
    code = process.wait(timeout=3600)
    run_to_end(home)
    yield Ended(f"exit code {code}", home)


def struck(job: str, blow: Callable[[Server], None]) -> Callable[[Bench], Iterator[Ended]]:
    """A fault of a server: a blow at random moments of a job's work, so many times."""

    def undergone(bench: Bench) -> Iterator[Ended]:
        home = bench.copy("served")
        with serving(home, (MONTHS[0], MONTHS[bench.months - 1])) as server:
            server.enter()
            server.make_and_publish()
            bench.expected_rows = rows_of(server.warehouse)
            yield Ended("undisturbed", home, bench.expected_rows)
            for _ in range(bench.kills):
                yield Ended(server.strike(job, blow, bench.chance), home, rows_of(server.warehouse))

    return undergone


FAULTS: dict[str, Callable[[Bench], Iterator[Ended]]] = {
    "run_killed": run_killed,
    "two_at_once": two_at_once,
    "damaged_parquet": damaged_parquet,
    "damaged_manifest": damaged_manifest,
    "disk_full": disk_full,
    "read_only": read_only,
    "clock_back": clock_back,
    "worker_killed": struck("rebuild_months", kill_worker),
    "daemon_killed": struck("rebuild_months", kill_daemon),
    "code_server_killed": struck("rebuild_months", kill_code_server),
    "postgres_killed": struck("publish_warehouse", crash_postgres),
    "power_cut": struck("rebuild_months", cut_power),
}


def spawn(words: list[str], home: Path) -> subprocess.Popen[str]:
    """Start a process that works in a home folder, in a session of its own."""
    environment = {**os.environ, "NUMTRAIL_HOME": str(home), "NUMTRAIL_ENGINE": "inline"}
    environment.pop("DAGSTER_HOME", None)
    return subprocess.Popen(
        words,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def start(home: Path) -> subprocess.Popen[str]:
    """Start `numtrail run`."""
    return spawn([sys.executable, "-m", "numtrail", "run"], home)


def run_to_end(home: Path) -> None:
    """Let `numtrail run` do its work; raises where it fails."""
    process = start(home)
    said = process.communicate(timeout=3600)[0]
    if process.returncode:
        raise RuntimeError(f"numtrail run failed in {home}: {said[-2000:]}")


def command(home: Path, *words: str) -> str:
    """What a command says that may fail: its exit code and the line that tells why."""
    process = spawn([sys.executable, "-m", "numtrail", *words], home)
    lines = [line.strip() for line in process.communicate(timeout=3600)[0].splitlines() if line.strip()]
    telling = [line for line in lines if "numtrail:" in line or "not those" in line or "Error" in line] or lines[-1:]
    return f"[{process.returncode}] {' '.join(telling)[:200]}"


@contextmanager
def mounted(folder: Path, size: int) -> Iterator[Path]:
    """A small file system in memory; needs root."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)
