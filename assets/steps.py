"""The steps of a month: rows from the lake, in batches through the pure functions, back as rows. Dagster-free.

Each gives the rows of every table it makes and what it refused; the asset commits both in one swap. Where the batches
are worked on is the runner's affair: here, in a pool of processes, on a cluster (`assets.runners`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pyarrow as pa

from assets.runners import INLINE, Runner
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
from pipelines.records import Row
from schemas.rows import bare_schema
from warehouse.lake import Snapshot

BATCH_ROWS = 64
"""Articles a batch: about half a second of work, so that a worker is never long without one and a lost batch is little;
measured, the overhead of handing it over is below one percent of it."""

BATCH_BYTES = 4_000_000
"""A batch is cut further where it holds more; an article larger than this is a batch of its own."""


def normalise_month(snapshot: Snapshot, month: str, runner: Runner = INLINE) -> tuple[Tables, list[Row]]:
    """Articles, regions and sentences of a month's raw articles, all in one, and what was refused."""
    made, rejects = zip(*normalise_parts(snapshot, month, runner), strict=True)
    whole = {name: pa.concat_tables([tables[name] for tables in made]) for name in made[0]}
    return whole, [row for rows in rejects for row in rows]


def normalise_parts(snapshot: Snapshot, month: str, runner: Runner = INLINE) -> Iterator[tuple[Tables, list[Row]]]:
    """Articles, regions and sentences of a month, one part of its raw articles after the other; at least one."""
    for part in snapshot.parts("raw_articles", month) or [None]:
        raws = in_order_of_publication(snapshot.read("raw_articles", month, part=part))
        made = _joined(runner.run(normalise_batch, refuse_raws, batches_of(raws)), (*NORMALISED, "core_rejects"))
        rejects = made.pop("core_rejects")
        yield made, _rows(rejects)


def extract_month(
    snapshot: Snapshot, month: str, code_version: str, runner: Runner = INLINE
) -> tuple[Tables, list[Row]]:
    """Mentions, claims and their links of a month's sentences, and what was refused: tables by name, rejects."""
    articles = articles_of(snapshot.read("core_documents", month), snapshot.read("core_sentences", month))
    work = partial(extract_batch, code_version=code_version)
    made = _joined(runner.run(work, refuse_articles, batches_of(articles)), (*EXTRACTED, "core_rejects"))
    rejects = made.pop("core_rejects")
    return made, _rows(rejects)


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


def _joined(results: Iterator[Tables], names: tuple[str, ...]) -> Tables:
    """The tables of all batches put together; an empty one with its schema where there was no batch."""
    found: dict[str, list[pa.Table]] = {name: [bare_schema(name).empty_table()] for name in names}
    for tables in results:
        for name, rows in tables.items():
            found.setdefault(name, []).append(rows)
    return {name: pa.concat_tables(parts) for name, parts in found.items()}


def _rows(rejects: pa.Table) -> list[Row]:
    bare = rejects.drop_columns(["row_hash"]) if "row_hash" in rejects.column_names else rejects
    return list(zip(*(column.to_pylist() for column in bare.columns), strict=True)) if bare.num_rows else []
