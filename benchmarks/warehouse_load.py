"""How fast the two warehouses are loaded and answer: beside the plainest load of the same rows."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import psycopg
import pyarrow.csv as csv

from benchmarks.postgres_server import PostgresServer
from warehouse.contracts import arrow_schema, sql_name
from warehouse.duckdb_file import STORAGE_VERSION, publish_duckdb, stored_tables
from warehouse.lake import Lake
from warehouse.parquet import read_parquet
from warehouse.postgres import publish_postgres

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


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
