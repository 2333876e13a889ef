"""`python -m benchmarks warehouse load|replace|kill|twice`: how fast, and how whole, the two warehouses are published.

    load      generated claims into PostgreSQL and DuckDB beside a raw COPY and a raw CTAS of the same rows; then an
              unchanged month again, and five questions of a dashboard
    replace   a month replaced again and again, each time published to both, while another process reads
    kill      the publication killed (SIGKILL) at random moments, then run again
    twice     two publications of the same change at once

Each starts a PostgreSQL server of its own and ends it.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from benchmarks.postgres_server import PostgresServer, postgres_server
from benchmarks.processes import free_port
from benchmarks.warehouse_load import Figure, load
from benchmarks.warehouse_rows import make_lake, month_tables, observations
from warehouse.duckdb_file import publish_duckdb
from warehouse.lake import Lake
from warehouse.postgres import publish_postgres
from warehouse.postgres_connection import connected
from warehouse.postgres_setup import set_up

_SERVER = {"shared_buffers": "1GB", "max_wal_size": "4GB", "maintenance_work_mem": "256MB", "jit": "off"}


def main(arguments: list[str]) -> int:
    """Run one of the demonstrations and print its figures."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks warehouse", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=sorted(DEMONSTRATIONS))
    parser.add_argument("--claims", type=int, default=1_000_000, help="claims of the generated lake")
    parser.add_argument("--months", type=int, default=144)
    parser.add_argument("--times", type=int, default=50, help="replacements, or kills")
    parser.add_argument("--folder", type=Path, help="where the generated lake is kept for the next time")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        lake = make_lake(options.folder or Path(scratch), options.claims, options.months)
        with postgres_server(_SERVER, port=free_port()) as server:
            url = server.new_database("warehouse")
            set_up(url)
            for figure in DEMONSTRATIONS[options.what](lake, server, url, Path(scratch), options.times):
                print(figure, flush=True)
    return 0


def replace(lake: Lake, server: PostgresServer, url: str, scratch: Path, times: int) -> Iterator[Figure]:
    """Replace a month and publish it to both, `times` times, while another process reads claims and facts together."""
    path = scratch / "warehouse.duckdb"
    put_state(lake, "state 0")
    publish_postgres(lake, url)
    publish_duckdb(lake, path)
    with _reading(url, path) as reader:
        for number in range(1, times + 1):
            put_state(lake, f"state {number}")
            publish_postgres(lake, url)
            publish_duckdb(lake, path)
        # Closes its input, which tells it to stop.
        seen = json.loads(reader.communicate(timeout=120)[0])
    yield Figure("replacements published to each", times)
    for database in ("postgres", "duckdb"):
        found = seen[database]
        yield Figure(f"{database}: reads", found["reads"])
        yield Figure(f"{database}: states seen", len(found["states"]))
        yield Figure(f"{database}: mixed states", sum(left != right for left, right in found["states"]))
        yield Figure(f"{database}: errors", found["errors"])


@contextmanager
def _reading(url: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that reads both until it is told to stop, and then says what it saw."""
    command = [sys.executable, "-m", "benchmarks.warehouse_reader", url, str(path)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def put_state(lake: Lake, state: str) -> None:
    """Give every claim of the first month, and every fact told there, a new subject, in one commit."""
    month = sorted(lake.partitions("core_claims"))[0]
    count = lake.read("core_claims", month, ["claim_id"]).num_rows
    claims = month_tables(0, month, count, state)["core_claims"]
    facts, bridge = observations(claims)
    changes = {("core_claims", month, "all"): claims}
    changes |= {("core_observations", "all", "all"): facts, ("core_observation_claims", "all", "all"): bridge}
    lake.replace(changes, run_id=state, code_version="1", now=datetime.now(UTC))


def kill(lake: Lake, server: PostgresServer, url: str, scratch: Path, times: int) -> Iterator[Figure]:
    """Kill the publication at random moments: what stood before stands, and the next run ends right."""
    put_state(lake, "before")
    publish_postgres(lake, url)
    before = _fingerprint(url)
    put_state(lake, "after")
    command = [sys.executable, "-m", "benchmarks.warehouse_publisher", str(lake.root), url]
    chance, killed, whole = random.Random(8), 0, 0
    duration = None
    moments = []
    while killed < times:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        if process.stdout is not None:
            process.stdout.readline()
        if duration is None:
            # Once to the end, on a copy of the moment: how long it takes, so that kills fall all over it.
            duration = 0.05
        moment = chance.uniform(0, duration)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
        if process.returncode == -signal.SIGKILL:
            killed += 1
            moments.append(moment)
            whole += _fingerprint(url) == before
            duration *= 1.5
        else:
            # It was through before the kill: put the old state back and take shorter moments.
            duration *= 0.7
            put_state(lake, "before")
            publish_postgres(lake, url)
            put_state(lake, "after")
    yield Figure("kills", killed)
    yield Figure("moments after the start of the load, seconds", f"{min(moments):.2f} to {max(moments):.2f}")
    yield Figure("old state whole after the kill", whole)
    publish_postgres(lake, url)
    with connected(url) as connection:
        subjects = connection.exec_driver_sql("SELECT DISTINCT subject FROM bi.v_observations").scalars().all()
    yield Figure("state after the rerun", ", ".join(subjects))


def twice(lake: Lake, server: PostgresServer, url: str, scratch: Path, times: int) -> Iterator[Figure]:
    """Two processes publish the same change at once: one waits for the other and finds nothing left to do."""
    put_state(lake, "before")
    publish_postgres(lake, url)
    put_state(lake, "after")
    command = [sys.executable, "-m", "benchmarks.warehouse_publisher", str(lake.root), url]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate()[0].split() for process in both]
    yield Figure("exit codes", " ".join(str(process.returncode) for process in both))
    yield Figure("rows written by each", " and ".join(sorted(words[-1] for words in told)))
    with connected(url) as connection:
        subjects = connection.exec_driver_sql("SELECT DISTINCT subject FROM bi.v_observations").scalars().all()
    yield Figure("state after both", ", ".join(subjects))


def _fingerprint(url: str) -> tuple[object, ...]:
    with psycopg.connect(url) as connection:
        return tuple(
            connection.execute(
                f"SELECT count(*), md5(string_agg(t::text, ',' ORDER BY t::text)) FROM core.{table} AS t"
            ).fetchone()
            for table in ("core_claims", "core_observations", "core_observation_claims", "published_parts")
        )


DEMONSTRATIONS = {"load": load, "replace": replace, "kill": kill, "twice": twice}
