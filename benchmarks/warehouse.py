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
import io
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import psycopg
import pyarrow.csv as csv

from benchmarks.postgres_server import PostgresServer, free_port, postgres_server
from benchmarks.warehouse_rows import make_lake, month_tables, observations
from warehouse.contracts import arrow_schema, sql_name
from warehouse.duckdb_file import STORAGE_VERSION, publish_duckdb, stored_tables
from warehouse.lake import Lake
from warehouse.parquet import read_parquet
from warehouse.postgres import publish_postgres
from warehouse.postgres_connection import connected
from warehouse.postgres_setup import set_up

_SERVER = {"shared_buffers": "1GB", "max_wal_size": "4GB", "maintenance_work_mem": "256MB", "jit": "off"}
QUESTIONS = {
    "claims by month and kind": ("SELECT partition_month, kind, count(*) FROM bi.v_claims GROUP BY 1, 2 ORDER BY 1, 2"),
    "dollars by year": (
        "SELECT extract(year FROM period_start) AS year, sum(value_usd_additive), count(*) FROM bi.v_observations "
        "GROUP BY 1 ORDER BY 1"
    ),
    "largest subjects": (
        "SELECT subject, sum(value_additive) AS total FROM bi.v_observations WHERE unit = 'CNY' "
        "GROUP BY 1 ORDER BY 2 DESC NULLS LAST, 1 LIMIT 20"
    ),
    "one line over time": (
        "SELECT period_last_day, status, value, quote FROM bi.v_series "
        "WHERE metric = 'metric 7' AND subject = 'Province 7' ORDER BY 1, 2, 3"
    ),
    "fifty receipts": (
        "SELECT claim_id, quote, sentence, receipt_url FROM bi.v_receipts WHERE partition_month = '2020-05' "
        "ORDER BY claim_id LIMIT 50"
    ),
}
"""What dashboards ask, the same of both databases."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing measured."""

    name: str
    value: float | int | str

    def __str__(self) -> str:
        value = (
            f"{self.value:,.2f}"
            if isinstance(self.value, float)
            else f"{self.value:,}"
            if isinstance(self.value, int)
            else self.value
        )
        return f"{self.name:58} {value}"


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


# --- load


def load(lake: Lake, server: PostgresServer, url: str, scratch: Path, times: int) -> Iterator[Figure]:
    """Rows a second of both beside the plainest load of the same rows; an unchanged month; five questions."""
    snapshot = lake.snapshot()
    rows = sum(snapshot.manifest.entries[key].rows for key in snapshot.manifest.entries if key[0] != "raw_articles")
    yield Figure("rows of all tables", rows)
    yield Figure("claims among them", sum(entry.rows for entry in snapshot.entries("core_claims")))
    raw, ours = _seconds(lambda: raw_copy(lake, server)), _seconds(lambda: publish_postgres(lake, url))
    yield from _beside("PostgreSQL", "raw COPY", rows, raw, ours)
    path = scratch / "warehouse.duckdb"
    raw, ours = _seconds(lambda: raw_ctas(lake, scratch / "raw.duckdb")), _seconds(lambda: publish_duckdb(lake, path))
    yield from _beside("DuckDB", "raw CTAS", rows, raw, ours)
    yield from unchanged_month(lake, url)
    yield from questions(url, path)


def _beside(database: str, other: str, rows: int, raw: float, ours: float) -> Iterator[Figure]:
    yield Figure(f"{database}: rows a second, {other}", round(rows / raw))
    yield Figure(f"{database}: rows a second, published", round(rows / ours))
    yield Figure(f"{database}: share of {other}", raw / ours)


def raw_copy(lake: Lake, server: PostgresServer) -> None:
    """The same rows by COPY into tables without keys, checks, references and indexes."""
    url = server.new_database(f"raw{time.monotonic_ns()}")
    snapshot = lake.snapshot()
    with psycopg.connect(url) as connection:
        for table in stored_tables():
            columns = ", ".join(
                f"{sql_name(field.name)} {_postgres_type(str(field.type))}" for field in arrow_schema(table)
            )
            connection.execute(f"CREATE TABLE {table.name} ({columns})")
            with connection.cursor().copy(f"COPY {table.name} FROM STDIN (FORMAT csv)") as copy:
                for path in snapshot.paths(table.name):
                    sink = io.BytesIO()
                    rows = read_parquet(table, [path]).combine_chunks()
                    csv.write_csv(rows, sink, csv.WriteOptions(include_header=False))
                    copy.write(sink.getvalue())


def _postgres_type(arrow: str) -> str:
    if arrow.startswith("decimal128"):
        return arrow.replace("decimal128", "numeric")
    types = {
        "string": "text",
        "int64": "bigint",
        "double": "double precision",
        "bool": "boolean",
        "date32[day]": "date",
    }
    return types.get(arrow, "timestamptz")


def raw_ctas(lake: Lake, path: Path) -> None:
    """The same rows by CREATE TABLE AS from the Parquet files, without keys and checks."""
    snapshot = lake.snapshot()
    path.unlink(missing_ok=True)
    with duckdb.connect() as database:
        database.execute("SET enable_progress_bar = false")
        database.execute(f"ATTACH '{path}' AS raw (STORAGE_VERSION '{STORAGE_VERSION}')")
        for table in stored_tables():
            paths = [str(file) for file in snapshot.paths(table.name)]
            if paths:
                database.execute(f"CREATE TABLE raw.{table.name} AS SELECT * FROM read_parquet({paths!r})")
        database.execute("DETACH raw")


def unchanged_month(lake: Lake, url: str) -> Iterator[Figure]:
    """Publish one month again, row by row, though nothing in it differs: what that writes."""
    month = sorted(lake.partitions("core_claims"))[-1]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DELETE FROM core.published_parts WHERE partition = %s", (month,))
        connection.execute(
            "VACUUM core.core_claims, core.core_sentences, core.core_documents, core.core_claim_conversions"
        )
    started = time.perf_counter()
    summary = publish_postgres(lake, url)
    seconds = time.perf_counter() - started
    time.sleep(1.5)
    with psycopg.connect(url, autocommit=True) as connection:
        ((dead,),) = connection.execute(
            "SELECT sum(n_dead_tup) FROM pg_stat_user_tables WHERE schemaname = 'core' AND relname LIKE 'core_%'"
        ).fetchall()
    yield Figure(f"unchanged month {month}: rows compared", sum(change.staged for change in summary.tables.values()))
    yield Figure("unchanged month: rows written", sum(change.written for change in summary.tables.values()))
    yield Figure("unchanged month: dead rows", int(dead))
    yield Figure("unchanged month: seconds", seconds)


def questions(url: str, path: Path) -> Iterator[Figure]:
    """Milliseconds of each question, best of three, and whether both databases answer alike."""
    with psycopg.connect(url, autocommit=True) as postgres, duckdb.connect(str(path), read_only=True) as file:
        for name, query in QUESTIONS.items():
            answers, best = [], []
            for database in (postgres, file):
                taken = []
                for _ in range(3):
                    started = time.perf_counter()
                    answer = database.execute(query).fetchall()
                    taken.append(time.perf_counter() - started)
                answers.append([tuple(map(str, row)) for row in answer])
                best.append(min(taken) * 1000)
            alike = "alike" if answers[0] == answers[1] else "NOT ALIKE"
            yield Figure(
                f"{name}: ms in PostgreSQL / DuckDB ({len(answers[0])} rows)",
                f"{best[0]:,.0f} / {best[1]:,.0f}  {alike}",
            )


# --- replace, kill, twice


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


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


DEMONSTRATIONS = {"load": load, "replace": replace, "kill": kill, "twice": twice}
