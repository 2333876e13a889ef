"""Forgetting an article: its text and all that was derived from it go, from every place where Numtrail keeps anything.

What stays is a tombstone with a hash, a reason and a day, so that the same bytes are not taken in again. Every step may
be repeated: a forgetting that was interrupted is finished by giving the same id again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from assets.materialise import materialise_new, prepare_home
from assets.resources import Home
from assets.run_history import delete_runs_quoting
from schemas.errors import SettingsError
from schemas.tables import TABLES
from warehouse.contracts import table_columns
from warehouse.duckdb_starts import start_anew
from warehouse.lake import Lake, Snapshot
from warehouse.manifest import PartKey
from warehouse.parquet import read_parquet
from warehouse.postgres_remains import tables_with
from warehouse.receipts.site import write_receipts
from warehouse.remains import files_with, telling_runs
from warehouse.taking_out import take_out
from warehouse.tombstones import Tombstone, put_tombstone, read_tombstones
from warehouse.trail_ids import find_named, rows

Progress = Callable[[str, int, int], None]

_STEPS = 7


@dataclass(slots=True)
class Forgotten:
    """What was forgotten and what is left of it.

    stones: the tombstones. places: files of the landing folder that they lay in. rows: rows taken out of the lake.
    looked_for: runs of words that were looked for in every byte below the home folder and in every text on the server.
    left: files and tables that still hold one of them. deleted_runs: Dagster's runs whose records quoted them.
    """

    stones: list[Tombstone]
    places: list[str] = field(default_factory=list)
    rows: int = 0
    looked_for: int = 0
    left: list[str] = field(default_factory=list)
    deleted_runs: list[str] = field(default_factory=list)


def forget(home: Home, given_ids: Sequence[str], reason: str, day: date, progress: Progress) -> Forgotten:
    """Forget the landed items that the ids name: of an article, of the item itself, or of an earlier tombstone.

    Args:
        home: Where Numtrail lives.
        given_ids: Ids, or their first characters, of articles or landed items.
        reason: Why; it stands on the tombstones and is told to whoever brings the same bytes again.
        day: The day that stands on the tombstones.
        progress: Told of each step.

    Raises:
        SettingsError: There is no such article, or it stands in an item with others, which would be forgotten too.
        StoreError: It cannot be taken out of a file that holds others; that file and the lake are as they were.
    """
    snapshot = home.lake.snapshot()
    stones = [_stone_of(home, given) or _new_stone(snapshot, given, reason, day) for given in given_ids]
    runs = _runs(snapshot, stones)
    done = Forgotten(stones, looked_for=len(runs))
    progress("taking it out of the landing folder", 0, _STEPS)
    for stone in stones:
        put_tombstone(home.landing, stone)
        done.places += take_out(home.landing, stone.sha256)
    progress("taking it out of the lake", 1, _STEPS)
    start_anew(home.duckdb_path)
    done.rows = _take_out_of_lake(home.lake, stones, snapshot)
    shutil.rmtree(home.facts_folder, ignore_errors=True)
    progress("making its months again", 2, _STEPS)
    materialise_new(home, lambda *_: None)
    progress("writing the receipts", 3, _STEPS)
    if (home.folder / "receipts").is_dir():
        write_receipts(home.lake, home.folder / "receipts", base_url=home.receipts_url or "")
    progress("removing earlier states of the lake", 4, _STEPS)
    home.lake.vacuum(0, datetime.now(UTC))
    progress("deleting what Dagster recorded of it", 5, _STEPS)
    done.deleted_runs = delete_runs_quoting(prepare_home(home.folder), runs)
    progress("looking for what is left", 6, _STEPS)
    done.left = files_with(home.folder, runs)
    if home.warehouse_url is not None:
        done.left += [f"PostgreSQL: {table}" for table in tables_with(home.warehouse_url, runs)]
    return done


def _stone_of(home: Home, given_id: str) -> Tombstone | None:
    """The tombstone that stands for an id already."""
    stones = read_tombstones(home.landing).values()
    return next((stone for stone in stones if given_id in (stone.raw_article_id, *stone.article_ids)), None)


def _new_stone(snapshot: Snapshot, given_id: str, reason: str, day: date) -> Tombstone:
    if not reason.strip():
        raise SettingsError("say why it is forgotten: the reason is told to whoever brings the same bytes again")
    named = find_named(snapshot, given_id)
    if named.table not in ("core_documents", "raw_articles"):
        raise SettingsError(f"{given_id!r} is a row of {named.table}: give the id of an article (a_…) or item (r_…)")
    raw = named.row["raw_article_id"]
    (ledger,) = rows(snapshot, "raw_ledger", None, raw_article_id=raw)
    articles = sorted(row["article_id"] for row in rows(snapshot, "core_documents", named.month, raw_article_id=raw))
    if named.table == "core_documents" and len(articles) > 1:
        raise SettingsError(
            f"{named.row_id} stands in an item with {len(articles)} articles, whose bytes can only go together: to "
            f"forget them all, `numtrail forget {raw}`"
        )
    return Tombstone(raw, tuple(articles), ledger["sha256"], reason.strip(), day)


def _runs(snapshot: Snapshot, stones: Sequence[Tombstone]) -> tuple[str, ...]:
    """What their texts are known by; words that another article holds too are that article's as well."""
    raws = [stone.raw_article_id for stone in stones]
    own = rows(snapshot, "raw_articles", None, raw_article_id=raws)
    runs = {run for row in own for run in telling_runs(row["raw_text"])}
    others = ~pc.field("raw_article_id").isin(raws)
    for month in snapshot.partitions("raw_articles") if runs else ():
        for text in snapshot.read("raw_articles", month, ["raw_text"], others).column(0):
            runs -= {run for run in runs if run in text.as_py()}
    return tuple(sorted(runs))


def _take_out_of_lake(lake: Lake, stones: Sequence[Tombstone], snapshot: Snapshot) -> int:
    """Remove every row that names the items, their articles or claims, in one commit; returns how many."""
    articles = [article for stone in stones for article in stone.article_ids]
    gone = {stone.raw_article_id for stone in stones}.union(articles)
    where = pc.field("article_id").isin(articles)
    for table, key in (("core_claims", "claim_id"), ("core_sentences", "sentence_id"), ("core_mentions", "mention_id")):
        gone.update(snapshot.read(table, None, [key], where).column(0).to_pylist())
    known = pa.array(sorted(gone), pa.string())
    changes: dict[PartKey, pa.Table | None] = {}
    removed = 0
    for entry in snapshot.entries():
        columns = [column.name for column in table_columns(TABLES[entry.table]) if column.name.endswith("_id")]
        if columns:
            data = read_parquet(TABLES[entry.table], [snapshot.root / entry.path])
            names = pc.is_in(data.column(columns[0]), known)
            for name in columns[1:]:
                names = pc.or_kleene(names, pc.is_in(data.column(name), known))
            kept = data.filter(pc.invert(names))
            if kept.num_rows < data.num_rows:
                removed += data.num_rows - kept.num_rows
                changes[entry.key] = kept
    if changes:
        lake.replace(changes, run_id="forget", code_version="forgotten", now=datetime.now(UTC))
    return removed
