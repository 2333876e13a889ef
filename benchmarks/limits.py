"""What no pipeline can beat, measured beside the stages: one part of the work and nothing else, by the plainest way.

A scan for candidates, Parquet written without a contract, COPY into tables without keys, an INSERT into DuckDB,
trafilatura and the peers on the same articles. Each gives a row: CPU-seconds, text, sentences.
"""

from __future__ import annotations

import html
import io
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.parquet as pq

from benchmarks.articles.generator import MadeArticle

if TYPE_CHECKING:
    import psycopg

SCANNED_BYTES = 50_000_000
"""Text scanned for the limits: so much that a CPU-second is measured well."""

PEER_SECONDS = 10.0
PAGES = 200


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table: what was done, in how many CPU-seconds, to how much text and how many sentences."""

    name: str
    seconds: float
    megabytes: float
    sentences: int | None = None
    written: float | None = None

    def __str__(self) -> str:
        """The row as the page has it."""
        per_sentence = "" if self.sentences is None else f"{self.sentences / max(self.seconds, 1e-9):,.0f}"
        written = "" if self.written is None else f"{self.written:.1f}"
        speed = self.megabytes / max(self.seconds, 1e-9)
        return f"| {self.name} | {self.seconds:.2f} | {speed:,.2f} | {per_sentence} | {written} |"


@contextmanager
def cpu(into: dict[str, float], name: str) -> Iterator[None]:
    """Add the CPU-seconds of a block to an entry."""
    started = time.process_time()
    yield
    into[name] = into.get(name, 0.0) + time.process_time() - started


def scan_limits(articles: list[MadeArticle], sentences: int) -> Iterator[Figure]:
    """Looking for what can hold a number, and for a digit, and nothing else."""
    from pipelines.extract.candidates import CANDIDATE

    megabytes = size_of(articles)
    times = max(1, int(SCANNED_BYTES / 1e6 / megabytes))
    lines = pa.array([row for article in articles for row in article.text.split("\n")])
    scanned = pa.concat_arrays([lines] * times)
    spent: dict[str, float] = {}
    for name, pattern in (("limit: scan for candidates alone", CANDIDATE), ("limit: scan for a digit alone", "[0-9]")):
        with cpu(spent, name):
            pc.match_substring_regex(scanned, pattern)
    yield from (Figure(name, seconds, megabytes * times, sentences * times) for name, seconds in spent.items())


def page_limits(articles: list[MadeArticle]) -> Iterator[Figure]:
    """Trafilatura on the articles as web pages."""
    import trafilatura

    pages = [page_of(article) for article in articles[:PAGES]]
    trafilatura.extract(pages[0])
    spent: dict[str, float] = {}
    with cpu(spent, "limit: trafilatura alone, the articles as pages"):
        for page in pages:
            trafilatura.extract(page, include_comments=False)
    for name, seconds in spent.items():
        yield Figure(name, seconds, sum(len(page.encode()) for page in pages) / 1e6)


def store_limits(
    tables: Mapping[str, pa.Table], megabytes: float, sentences: int, folder: Path
) -> Iterator[Figure | str]:
    """The same rows into Parquet, DuckDB and PostgreSQL, without order, contract, key or index."""
    import duckdb

    spent: dict[str, float] = {}
    with cpu(spent, "limit: Parquet write alone, all rows"):
        for name, rows in tables.items():
            pq.write_table(rows, folder / f"{name}.parquet", compression="zstd")
    written = sum(path.stat().st_size for path in folder.glob("*.parquet")) / 1e6
    yield Figure(*spent.popitem(), megabytes, sentences, written)
    with duckdb.connect(str(folder / "limit.duckdb")) as database, cpu(spent, "limit: DuckDB INSERT alone, all rows"):
        database.execute("SET threads = 1")
        for name, rows in tables.items():
            database.register("rows", rows)
            database.execute(f"CREATE TABLE {name} AS SELECT * FROM rows")  # names of our tables
    yield Figure(*spent.popitem(), megabytes, sentences, (folder / "limit.duckdb").stat().st_size / 1e6)
    yield _copy_limit(tables, megabytes, sentences)


def _copy_limit(tables: Mapping[str, pa.Table], megabytes: float, sentences: int) -> Figure | str:
    """COPY of the same rows; the server's work counts too."""
    import psycopg

    from benchmarks.postgres_server import ServerMissing, postgres_server
    from benchmarks.processes import free_port

    try:
        with postgres_server(port=free_port()) as server, psycopg.connect(server.url()) as connection:
            seconds = _copied(connection, tables)
    except ServerMissing as error:
        return f"| limit: COPY alone: {error} | | | | |"
    return Figure("limit: COPY alone, all rows, client and server", seconds, megabytes, sentences)


def _copied(connection: psycopg.Connection[Any], tables: Mapping[str, pa.Table]) -> float:
    server = connection.info.backend_pid
    started, before = time.process_time(), _cpu_of(server)
    for name, rows in tables.items():
        columns = ", ".join(f'"{column}" {_sql_type(rows.schema.field(column).type)}' for column in rows.column_names)
        connection.execute(f"CREATE TEMPORARY TABLE {name} ({columns})")
        sink = io.BytesIO()
        csv.write_csv(rows, sink, csv.WriteOptions(include_header=False))
        with connection.cursor().copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy:
            copy.write(sink.getvalue())
    return time.process_time() - started + _cpu_of(server) - before


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_decimal(kind):
        return "numeric"
    known = {pa.int64(): "bigint", pa.float64(): "double precision", pa.bool_(): "boolean", pa.date32(): "date"}
    return known.get(kind, "text")


def _cpu_of(process: int) -> float:
    """CPU-seconds that another process has used, by the kernel's count."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def peer_figures(texts: list[str], megabytes: float, folder: Path) -> Iterator[Figure | str]:
    """The peers on the same sentences; what they find of dates, claims and contexts is less than ours."""
    from benchmarks.peer_runs import PEERS, peer_run

    source = folder / "sentences.jsonl"
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    for peer, (package, _) in PEERS.items():
        run = peer_run(peer, source, folder / f"{peer}.jsonl", PEER_SECONDS)
        if run is None:
            yield f"| peer: {package} could not be installed here | | | | |"
            continue
        share = run["sentences"] / len(texts)
        yield Figure(f"peer: {package}, numbers alone", run["cpu_seconds"], megabytes * share, run["sentences"])


def size_of(articles: list[MadeArticle]) -> float:
    """Megabytes of text."""
    return sum(len(article.text.encode()) for article in articles) / 1e6


def page_of(article: MadeArticle) -> str:
    """An article as a web page with some furniture around it."""
    body = "".join(f"<p>{html.escape(part)}</p>" for part in article.text.split("\n\n")[1:])
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(12))
    return (
        f"<html><head><title>{html.escape(article.title)}</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>{html.escape(article.title)}</h1>{body}</article>"
        "<footer>All rights reserved</footer></body></html>"
    )
