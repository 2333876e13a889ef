"""The steps of a month: rows from the lake, in batches through the pure functions, back as rows. Dagster-free.

Each gives the rows of every table it makes and what it refused; the asset commits both in one swap. Where the batches
are worked on is the runner's affair: here, in a pool of processes, on a cluster (`assets.runners`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from assets.auditing import fx_checks_month
from assets.conforming import conform_month
from assets.freshness import STEPS
from assets.runners import INLINE, Runner
from assets.standing import Standing
from pipelines.article_records import Row
from pipelines.batches import (
    EXTRACTED,
    NORMALISED,
    Tables,
    articles_of,
    extract_batch,
    in_order_of_publication,
    normalise_batch,
    refuse_articles,
    refuse_raws,
)
from pipelines.conform.rates import ReferenceRates
from schemas.rows import bare_schema
from warehouse.lake import Snapshot

BATCH_ROWS = 64
"""Articles a batch: about half a second of work, so that a worker is never long without one and a lost batch is little;
measured, the overhead of handing it over is below one percent of it."""

BATCH_BYTES = 4_000_000
"""A batch is cut further where it holds more; an article larger than this is a batch of its own."""


def normalise_month(snapshot: Snapshot, month: str, runner: Runner = INLINE) -> tuple[Tables, list[Row]]:
    """Articles, regions and sentences of a month's raw articles, all in one, and what was refused."""
    return _whole(normalise_parts(snapshot, month, runner))


def extract_month(
    snapshot: Snapshot, month: str, code_version: str, runner: Runner = INLINE
) -> tuple[Tables, list[Row]]:
    """Mentions, claims and their links of a month's sentences, all in one, and what was refused."""
    return _whole(extract_parts(snapshot, month, code_version, runner))


def normalise_parts(
    snapshot: Snapshot, month: str, runner: Runner = INLINE, standing: Standing | None = None
) -> Iterator[tuple[Tables, list[Row]]]:
    """Articles, regions and sentences of a month, one part of its raw articles after the other; at least one.

    Rows of articles that stand are taken over.
    """
    for part in _parts(snapshot, "raw_articles", month):
        raws, kept = in_order_of_publication(snapshot.read("raw_articles", month, part=part)), {}
        if standing is not None:
            stands = standing.is_standing("raw_articles", raws)
            kept = _kept(standing, NORMALISED, standing.articles_of(raws.filter(stands)["raw_article_id"]))
            raws = raws.filter(pc.invert(stands))
        made = _made(runner.run(normalise_batch, refuse_raws, batches_of(raws)), NORMALISED, kept)
        del raws, kept
        yield made
        del made


def extract_parts(
    snapshot: Snapshot, month: str, code_version: str, runner: Runner = INLINE, standing: Standing | None = None
) -> Iterator[tuple[Tables, list[Row]]]:
    """Mentions, claims and their links of a month, one part of its articles after the other; at least one.

    Rows of articles that stand are taken over.
    """
    work = partial(extract_batch, code_version=code_version)
    for part in _parts(snapshot, "core_documents", month):
        documents, kept = snapshot.read("core_documents", month, part=part), {}
        sentences = snapshot.read("core_sentences", month, part=part)
        if standing is not None:
            stands = standing.is_standing("core_documents", documents)
            kept = _kept(standing, EXTRACTED, documents.filter(stands)["article_id"].combine_chunks())
            documents = documents.filter(pc.invert(stands))
            sentences = sentences.filter(pc.invert(standing.is_standing("core_sentences", sentences)))
        yield _made(runner.run(work, refuse_articles, batches_of(articles_of(documents, sentences))), EXTRACTED, kept)


def conform_parts(
    snapshot: Snapshot,
    month: str,
    rates: ReferenceRates,
    currencies: Sequence[str],
    standing: Standing | None = None,
) -> Iterator[tuple[Tables, list[Row]]]:
    """Conversions, measures, corrections and checked rates of a month's claims, a part of its articles at a time.

    Rows of articles that stand are taken over.
    """
    for part in _parts(snapshot, "core_documents", month):
        documents, kept = snapshot.read("core_documents", month, ["article_id"], part=part), {}
        articles = documents["article_id"].combine_chunks()
        if standing is not None:
            kept = _kept(standing, STEPS["convert"].makes, articles)
            articles = articles.filter(pc.invert(pc.is_in(articles, value_set=standing.articles)))
        made = conform_month(snapshot, month, rates, currencies, articles)
        made["core_fx_checks"] = fx_checks_month(snapshot, month, rates, articles)
        yield {name: _joined_with(rows, kept.get(name)) for name, rows in made.items()}, []


def _parts(snapshot: Snapshot, table: str, month: str) -> Sequence[str | None]:
    """The parts of a month, or null alone where it has none: it is made all the same, and is empty."""
    return snapshot.parts(table, month) or (None,)


def batches_of(table: pa.Table) -> Iterator[pa.Table]:
    """The rows of a table in order, some at a time: at most `BATCH_ROWS`, fewer where they are large."""
    for offset in range(0, table.num_rows, BATCH_ROWS):
        yield from _bounded(table.slice(offset, BATCH_ROWS))


def _bounded(rows: pa.Table) -> Iterator[pa.Table]:
    if rows.num_rows <= 1 or rows.nbytes <= BATCH_BYTES:
        yield rows
        return
    half = rows.num_rows // 2
    yield from _bounded(rows.slice(0, half))
    yield from _bounded(rows.slice(half))


def _kept(standing: Standing, names: tuple[str, ...], articles: pa.Array) -> Tables:
    return {name: standing.rows(name, articles) for name in names}


def _made(results: Iterator[Tables], names: tuple[str, ...], kept: Tables) -> tuple[Tables, list[Row]]:
    """The tables of all batches put together, with what is kept, and what was refused."""
    found: dict[str, list[pa.Table]] = {name: [bare_schema(name).empty_table()] for name in (*names, "core_rejects")}
    for tables in results:
        for name, rows in tables.items():
            found[name].append(rows)
    made = {name: pa.concat_tables(parts) for name, parts in found.items()}
    rejects = _rows(made.pop("core_rejects"))
    return {name: _joined_with(rows, kept.get(name)) for name, rows in made.items()}, rejects


def _joined_with(made: pa.Table, kept: pa.Table | None) -> pa.Table:
    return made if kept is None else pa.concat_tables([made, kept.cast(made.schema)])


def _whole(parts: Iterator[tuple[Tables, list[Row]]]) -> tuple[Tables, list[Row]]:
    made, rejects = zip(*parts, strict=True)
    whole = {name: pa.concat_tables([tables[name] for tables in made]) for name in made[0]}
    return whole, [row for rows in rejects for row in rows]


def _rows(rejects: pa.Table) -> list[Row]:
    bare = rejects.drop_columns(["row_hash"]) if "row_hash" in rejects.column_names else rejects
    return list(zip(*(column.to_pylist() for column in bare.columns), strict=True)) if bare.num_rows else []
