"""`python -m benchmarks stages`: what each stage does in a CPU-second, and the limits it cannot pass, in the same run.

On generated articles, in this one process; CPU-seconds of this process, so that what else runs on the machine matters
little. Writes the section "Scale" of `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import html
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.articles.generator import MadeArticle, make_articles
from benchmarks.generated import record, score_accuracy

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEADING = "## Scale"
SCANNED_BYTES = 50_000_000
"""Text scanned for the limits: so much that a CPU-second is measured well."""


def main(arguments: list[str]) -> int:
    """Measure, print the section, and put it into the page unless told not to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks stages", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--without-run", action="store_true", help="leave the whole pipeline out")
    parser.add_argument("--print-only", action="store_true", help="do not write docs/benchmarks.md")
    options = parser.parse_args(arguments)
    lines = section(options.articles, with_run=not options.without_run)
    print("\n".join(lines))
    if not options.print_only:
        write_section(PAGE, lines)
    return 0


def write_section(page: Path, lines: list[str]) -> None:
    """Put the section in place of the one there, or at the end; the rest of the page stays."""
    text = page.read_text(encoding="utf-8") if page.is_file() else "# Benchmarks\n"
    before, _, rest = text.partition(HEADING + "\n")
    after = rest[rest.index("\n## ") + 1 :] if "\n## " in rest else ""
    page.write_text(before.rstrip() + "\n\n" + "\n".join(lines).rstrip() + "\n" + ("\n" + after if after else ""))


def section(count: int, *, with_run: bool) -> list[str]:
    """The lines of the section."""
    articles = list(make_articles(count))
    megabytes = sum(len(article.text.encode()) for article in articles) / 1e6
    rows, sentences = measure_stages(articles, megabytes)
    rows += measure_limits(articles, sentences)
    if with_run:
        rows += [measure_run(articles, megabytes)]
    score, _ = score_accuracy(min(count, 1_000), 11)
    versions = ", ".join(f"{name} {version(name)}" for name in ("pyarrow", "duckdb", "pandas", "nupunkt", "dagster"))
    return [
        HEADING,
        "",
        f"Written by `python -m benchmarks stages --articles {count}` on {datetime.now(UTC).date()}: "
        f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.0f} while it ran, Python "
        f"{platform.python_version()}, {versions}.",
        "",
        f"{count} generated articles, {megabytes:.2f} MB, {sentences} sentences, seed 11. CPU-seconds of one process: "
        "two busy hyper-threads halve what a core gives, so compare rows of one run.",
        "",
        "| stage or limit | CPU-seconds | MB of text a CPU-second | sentences a CPU-second | MB written |",
        "|---|---|---|---|---|",
        *rows,
        "",
        f"Peak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB.",
        "",
        f"Accuracy on {score['articles']} of them, {score['claims']} claims known exactly: precision "
        f"{score['precision']:.4f}, recall {score['recall']:.4f}; right of those found: kind {score['kind']:.4f}, "
        f"low {score['value_low']:.4f}, high {score['value_high']:.4f}, modifier {score['modifier']:.4f}, unit "
        f"{score['unit']:.4f}, period {score['period']:.4f}.",
    ]


@contextmanager
def cpu(into: dict[str, float], name: str):
    """Add the CPU-seconds of a block to an entry."""
    started = time.process_time()
    yield
    into[name] = into.get(name, 0.0) + time.process_time() - started


def measure_stages(articles: list[MadeArticle], megabytes: float) -> tuple[list[str], int]:
    """The stages of reading, one after the other, each over all articles."""
    from assets.admission import admitted
    from pipelines.batches import EXTRACTED, NORMALISED, articles_of, extract_batch, normalise_batch
    from pipelines.dating import date_page
    from schemas.tables import TABLES
    from warehouse.parquet import write_parquet

    raws = raw_table(articles[:20])
    made = normalise_batch(raws)
    extract_batch(articles_of(made["core_documents"], made["core_sentences"]), "warm")
    spent: dict[str, float] = {}
    with cpu(spent, "date an article (`date_page`)"):
        for article in articles:
            date_page(article.text, title=article.title, stated_published=article.published.isoformat())
    raws = raw_table(articles)
    with cpu(spent, "articles and sentences (`normalise_batch`)"):
        made = normalise_batch(raws)
    with cpu(spent, "numbers, dates, claims, rows (`extract_batch`)"):
        found = extract_batch(articles_of(made["core_documents"], made["core_sentences"]), "benchmark")
    tables = {name: {**made, **found}[name] for name in (*NORMALISED, *EXTRACTED)}
    with cpu(spent, "contracts of all rows"):
        kept, _ = admitted(tables, "2024-01")
    written = 0
    with tempfile.TemporaryDirectory() as folder, cpu(spent, "Parquet of all rows"):
        for name, rows in kept.items():
            path = Path(folder) / f"{name}.parquet"
            write_parquet(TABLES[name], rows, path)
            written += path.stat().st_size
    sentences = made["core_sentences"].num_rows
    lines = [line(name, seconds, megabytes, sentences) for name, seconds in spent.items()]
    lines[-1] = line("Parquet of all rows", spent["Parquet of all rows"], megabytes, sentences, written / 1e6)
    reading = sum(seconds for name, seconds in spent.items() if "batch" in name)
    return [*lines, line("**text to claims** (the two batches)", reading, megabytes, sentences)], sentences


def measure_limits(articles: list[MadeArticle], sentences: int) -> list[str]:
    """What nothing can beat: the scan for candidates alone, and what peers do of one part of the work."""
    import trafilatura

    from pipelines.extract.candidates import CANDIDATE

    spent: dict[str, float] = {}
    megabytes = sum(len(article.text.encode()) for article in articles) / 1e6
    times = max(1, int(SCANNED_BYTES / 1e6 / megabytes))
    lines = pa.array([row for article in articles for row in article.text.split("\n")])
    scanned = pa.concat_arrays([lines] * times)
    for name, pattern in (("limit: scan for candidates alone", CANDIDATE), ("limit: scan for a digit alone", "[0-9]")):
        with cpu(spent, name):
            pc.match_substring_regex(scanned, pattern)
    rows = [line(name, seconds, megabytes * times, sentences * times) for name, seconds in spent.items()]
    pages = [page_of(article) for article in articles[:200]]
    trafilatura.extract(pages[0])
    with cpu(spent, "trafilatura"):
        for page in pages:
            trafilatura.extract(page, include_comments=False)
    size = sum(len(page.encode()) for page in pages) / 1e6
    return [*rows, line("limit: trafilatura alone, the same articles as pages", spent["trafilatura"], size, None)]


def measure_run(articles: list[MadeArticle], megabytes: float) -> str:
    """The whole of `numtrail run`, from the landing folder to the published DuckDB file, in a process of its own."""
    import json

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        source.write_text("".join(json.dumps(record(article)) + "\n" for article in articles), encoding="utf-8")
        home = Path(folder) / "home"
        settings = {**os.environ, "NUMTRAIL_HOME": str(home), "NUMTRAIL_ENGINE": "inline"}
        command = [sys.executable, "numtrail.py", "run", str(source)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, capture_output=True, cwd=PAGE.parents[1], env=settings)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        size = sum(path.stat().st_size for path in home.rglob("*") if path.suffix in (".parquet", ".duckdb")) / 1e6
    peak = after.ru_maxrss / 1024
    name = f"**text to DuckDB** (`numtrail run`, Dagster and start included; peak {peak:.0f} MB)"
    return line(name, seconds, megabytes, None, size)


def page_of(article: MadeArticle) -> str:
    """An article as a web page with some furniture around it."""
    body = "".join(f"<p>{html.escape(part)}</p>" for part in article.text.split("\n\n")[1:])
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(12))
    return (
        f"<html><head><title>{html.escape(article.title)}</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<article><h1>{html.escape(article.title)}</h1>{body}</article>"
        "<footer>All rights reserved</footer></body></html>"
    )


def line(name: str, seconds: float, megabytes: float, sentences: int | None, written: float | None = None) -> str:
    """A row of the table."""
    speed = megabytes / max(seconds, 1e-9)
    per_sentence = "" if sentences is None else f"{sentences / max(seconds, 1e-9):,.0f}"
    return f"| {name} | {seconds:.2f} | {speed:,.2f} | {per_sentence} | {'' if written is None else f'{written:.1f}'} |"


def raw_table(articles: list[MadeArticle]) -> pa.Table:
    """Articles as rows of `raw_articles`, all of one month."""
    from schemas.identity import bytes_hash, raw_article_id
    from schemas.rows import bare_schema

    schema = bare_schema("raw_articles")
    rows = []
    for article in articles:
        sha = bytes_hash(article.text.encode())
        day, after = article.published, date.fromordinal(article.published.toordinal() + 1)
        known = {
            "raw_article_id": raw_article_id(sha), "sha256": sha, "file": "articles.jsonl", "place": "articles.jsonl",
            "record_number": article.number, "raw_text": article.text, "media_type": "text/plain",
            "byte_count": len(article.text.encode()), "encoding": "utf-8", "partition_month": "2024-01",
            "received_at": datetime(2025, 6, 1, tzinfo=UTC), "published_start": day, "published_end": after,
            "reference_start": day, "reference_end": after, "title": article.title,
            "publication_method": "sidecar", "publication_confidence": 0.99,
        }  # fmt: skip
        rows.append([known.get(name) for name in schema.names])
    columns = zip(*rows, strict=True)
    return pa.table([pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)], schema)
