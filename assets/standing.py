"""What of a month stands as it was: its unchanged articles, whose rows are taken over and not made again.

Of a month that gains an article only that article is read. What stands goes from the old Parquet file to the new one by
Arrow filters, never as objects of Python. An article stands where its raw row is the same, the rules are the same, and
nothing of it was refused; so the month comes out as if it had been made as a whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from assets.versions import stage_version
from schemas.tables import OWNERS
from warehouse.lake import Snapshot

_NO_IDS = pa.array([], pa.string())
_AS_LANDED = ["raw_article_id", "place", "record_number", "received_at", "sidecar_sha256"]
"""What a raw article is read from: its bytes, where they lie and since when, and the sidecar beside them."""


@dataclass(frozen=True)
class Standing:
    """The articles of a month that stand, and the state of the lake that holds their rows."""

    before: Snapshot
    month: str
    raws: pa.Array
    articles: pa.Array

    @cached_property
    def claims(self) -> pa.Array:
        """The ids of the claims of these articles."""
        where = pc.field("article_id").isin(self.articles)
        return self.before.read("core_claims", self.month, ["claim_id"], where)["claim_id"].combine_chunks()

    def articles_of(self, raws: pa.ChunkedArray) -> pa.Array:
        """The articles that stand of some raw articles."""
        where = pc.field("raw_article_id").isin(raws.combine_chunks())
        found = self.before.read("core_documents", self.month, ["article_id"], where)["article_id"].combine_chunks()
        return _common(self.articles, found)

    def is_standing(self, name: str, rows: pa.Table) -> pa.ChunkedArray:
        """Which rows of a table are of articles that stand."""
        column, ids = self._told_by(name)
        return pc.is_in(rows[column], value_set=ids)

    def rows(self, name: str, articles: pa.Array | None = None) -> pa.Table:
        """The rows of a table that are of articles that stand: of all of them, or of some."""
        column, ids = self._told_by(name, articles)
        return self.before.read(name, self.month, where=pc.field(column).isin(ids))

    def _told_by(self, name: str, articles: pa.Array | None = None) -> tuple[str, pa.Array]:
        """The column that tells whether a row is of an article that stands, and what may stand in it."""
        if name == "raw_articles":
            return "raw_article_id", self.raws
        if OWNERS[name] == "article_id":
            return "article_id", self.articles if articles is None else _common(self.articles, articles)
        return OWNERS[name], self.claims if articles is None else self._claims_of(articles)

    def _claims_of(self, articles: pa.Array) -> pa.Array:
        where = pc.field("article_id").isin(_common(self.articles, articles))
        return self.before.read("core_claims", self.month, ["claim_id"], where)["claim_id"].combine_chunks()


def standing_raws(before: Snapshot, now: Snapshot, month: str) -> Standing | None:
    """The raw articles of a month that the ledger lists as they were when they were read; null where none may stand."""
    entries = before.entries("raw_articles", month)
    version = stage_version("ingest")
    if not entries or any(entry.code_version.partition("-")[0] != version for entry in entries):
        return None
    listed = now.read("raw_ledger", columns=_AS_LANDED, where=pc.field("partition_month") == month)
    held = before.read("raw_articles", month, columns=_AS_LANDED)
    same = pc.is_in(_keys(held), value_set=_keys(listed).combine_chunks())
    return Standing(before, month, held.filter(same)["raw_article_id"].combine_chunks(), _NO_IDS)


def standing_articles(before: Snapshot, now: Snapshot, month: str) -> Standing | None:
    """The articles of a month whose raw rows are as they were and of which nothing was refused when they were cut.

    To be asked only where `before` was made by the present rules. Null where none may stand.
    """
    refused = _refused(before, month, "normalise")
    if refused is None:
        return None
    columns = ["raw_article_id", "row_hash", "place", "record_number"]
    held, found = (state.read("raw_articles", month, columns=columns) for state in (before, now))
    same = pc.is_in(_keys(held.select(columns[:2])), value_set=_keys(found.select(columns[:2])).combine_chunks())
    places = _keys(refused.select(["place", "record_number"])).combine_chunks()
    is_refused = pc.is_in(_keys(held.select(["place", "record_number"])), value_set=places)
    raws = held.filter(pc.and_not(same, is_refused))["raw_article_id"].combine_chunks()
    documents = before.read("core_documents", month, ["article_id"], where=pc.field("raw_article_id").isin(raws))
    return Standing(before, month, raws, documents["article_id"].combine_chunks())


def still_standing(standing: Standing, stage: str) -> Standing | None:
    """Those articles of which nothing was refused in a later stage either; null where none may stand."""
    refused = _refused(standing.before, standing.month, stage)
    if refused is None:
        return None
    of_refused = pc.is_in(standing.articles, value_set=refused["article_id"].drop_null().combine_chunks())
    return Standing(standing.before, standing.month, standing.raws, standing.articles.filter(pc.invert(of_refused)))


def _refused(before: Snapshot, month: str, stage: str) -> pa.Table | None:
    """What a stage refused of a month; null where a row broke its contract: it is not told of which article it was."""
    own = re.compile(rf"{stage}(_\d{{5}})?")
    columns = ["reason", "place", "record_number", "article_id"]
    parts = [part for part in before.parts("core_rejects", month) if own.fullmatch(part)]
    rows = [before.read("core_rejects", month, columns, part=part) for part in parts]
    refused = pa.concat_tables([before.read("core_rejects", month, columns).slice(0, 0), *rows])
    is_broken = pc.any(pc.ends_with(refused["reason"], "_contract")).as_py()
    return None if is_broken else refused


def _keys(rows: pa.Table) -> pa.ChunkedArray:
    """The columns of each row as one text."""
    texts = [pc.fill_null(rows[name].cast(pa.string()), "") for name in rows.column_names]
    return pc.binary_join_element_wise(*texts, "\x1f")


def _common(ids: pa.Array, others: pa.Array) -> pa.Array:
    return ids.filter(pc.is_in(ids, value_set=others))
