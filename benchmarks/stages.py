"""`python -m benchmarks stages`: what each stage does in a CPU-second, and the limits it cannot pass, in the same run.

On generated articles, in this one process, and then the whole of `numtrail run` in processes of its own: CPU-seconds,
so that what else runs on the machine matters little. Writes the section "Scale" of `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from benchmarks.articles.generator import MadeArticle, make_articles
from benchmarks.generated import score_accuracy
from benchmarks.growth import compare_reading, measure_runs
from benchmarks.limits import Figure, cpu, page_limits, peer_figures, scan_limits, size_of, store_limits

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
HEADING = "## Scale"


def main(arguments: list[str]) -> int:
    """Measure, print the section, and put it into the page unless told not to."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks stages", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--without-run", action="store_true", help="leave the whole pipeline out")
    parser.add_argument("--without-peers", action="store_true", help="leave the peers out")
    parser.add_argument("--workers", default="", help="compare pools of so many processes too, separated by commas")
    parser.add_argument("--print-only", action="store_true", help="do not write docs/benchmarks.md")
    options = parser.parse_args(arguments)
    lines = section(
        options.articles,
        with_run=not options.without_run,
        with_peers=not options.without_peers,
        workers=[int(number) for number in options.workers.split(",") if number],
    )
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


def section(count: int, *, with_run: bool, with_peers: bool, workers: list[int]) -> list[str]:
    """The lines of the section."""
    articles = list(make_articles(count))
    megabytes = size_of(articles)
    figures, tables = measure_stages(articles, megabytes)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    texts = tables["core_sentences"]["text"].to_pylist()
    rows: list[Figure | str] = [*figures, *scan_limits(articles, len(texts)), *page_limits(articles)]
    with tempfile.TemporaryDirectory() as folder:
        rows += store_limits(tables, megabytes, len(texts), Path(folder))
        rows += peer_figures(texts, megabytes, Path(folder)) if with_peers else ()
    runs = measure_runs(count) if with_run else []
    if workers:
        runs += [*(f"- {told}" for told in compare_reading(count, workers)), ""]
    score, _ = score_accuracy(min(count, 1_000), 11)
    versions = ", ".join(f"{name} {version(name)}" for name in ("pyarrow", "duckdb", "pandas", "nupunkt", "dagster"))
    return [
        HEADING,
        "",
        f"Written by `python -m benchmarks stages --articles {count}` on {datetime.now(UTC).date()}: "
        f"{machine()}, load {os.getloadavg()[0]:.0f} at its end, Python {platform.python_version()}, {versions}.",
        "",
        f"{count} generated articles, {megabytes:.2f} MB, {len(texts)} sentences, {tables['core_claims'].num_rows} "
        "claims, seed 11. CPU-seconds of one process: two busy hyper-threads halve what a core gives, so compare rows "
        "of one run.",
        "",
        "| stage or limit | CPU-seconds | MB of text a CPU-second | sentences a CPU-second | MB written |",
        "|---|---|---|---|---|",
        *map(str, rows),
        "",
        f"Peak memory of the process that took the stages, the rows of all articles at once: {peak:.0f} MB.",
        "",
        *runs,
        f"Accuracy on {score['articles']} of them, {score['claims']} claims known exactly: precision "
        f"{score['precision']:.4f}, recall {score['recall']:.4f}; right of those found: kind {score['kind']:.4f}, "
        f"low {score['value_low']:.4f}, high {score['value_high']:.4f}, modifier {score['modifier']:.4f}, unit "
        f"{score['unit']:.4f}, period {score['period']:.4f}.",
    ]


def machine() -> str:
    """The machine: its processor where the system names it, and its cores."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.is_file() else []
    name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return f"{name or platform.machine()}, {os.cpu_count()} cores"


def measure_stages(articles: list[MadeArticle], megabytes: float) -> tuple[list[Figure], dict[str, pa.Table]]:
    """The stages of reading, one after the other, each over all articles in batches as a run has them; and the rows."""
    from assets.admission import admitted
    from assets.steps import batches_of
    from pipelines.batches import EXTRACTED, NORMALISED, articles_of, extract_batch, normalise_batch
    from pipelines.dating import date_page

    warm = normalise_batch(raw_table(articles[:20]))
    extract_batch(articles_of(warm["core_documents"], warm["core_sentences"]), "warm")
    spent: dict[str, float] = {}
    with cpu(spent, "date an article (`date_page`)"):
        for article in articles:
            date_page(article.text, stated_published=article.published.isoformat())
    batches = list(batches_of(raw_table(articles)))
    with cpu(spent, "articles and sentences (`normalise_batch`)"):
        read = [normalise_batch(raws) for raws in batches]
    with cpu(spent, "dates, numbers, contexts, claims, rows (`extract_batch`)"):
        found = [extract_batch(articles_of(of["core_documents"], of["core_sentences"]), "benchmark") for of in read]
    made = [of | claims for of, claims in zip(read, found, strict=True)]
    tables = {name: pa.concat_tables(of[name] for of in made) for name in (*NORMALISED, *EXTRACTED)}
    with cpu(spent, "contracts of all rows"):
        kept, _ = admitted(tables, "2024-01")
    sentences = tables["core_sentences"].num_rows
    figures = [Figure(name, seconds, megabytes, sentences) for name, seconds in spent.items()]
    reading = sum(seconds for name, seconds in spent.items() if "batch" in name)
    return [
        *figures,
        *_written(kept, megabytes, sentences),
        Figure("**text to claims** (the two batches)", reading, megabytes, sentences),
    ], kept


def _written(tables: dict[str, pa.Table], megabytes: float, sentences: int) -> Iterator[Figure]:
    from schemas.tables import TABLES
    from warehouse.parquet import write_parquet

    spent: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        with cpu(spent, "Parquet of all rows, sorted"):
            for name, rows in tables.items():
                write_parquet(TABLES[name], rows, Path(folder) / f"{name}.parquet")
        written = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
    for name, seconds in spent.items():
        yield Figure(name, seconds, megabytes, sentences, written)


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
