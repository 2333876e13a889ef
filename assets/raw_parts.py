"""The raw articles of a month, as the ledger lists them, in parts of bounded size. Dagster-free, so tests call it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from assets.ingesting import Row, decode_item, read_item, text_of
from assets.ledger import dated_by_older_code
from assets.standing import Standing
from pipelines.article_records import publication_values, read_publication
from pipelines.rejections import reject_row
from schemas.identity import raw_article_id
from schemas.rows import bare_schema, table_of
from warehouse.lake import Snapshot
from warehouse.landed import LandedFile, LandedItem, Refused, read_items

PART_BYTES = 10_000_000
"""Bytes of landed articles in one part. Memory is bounded by the part and not by the month: what is made of one part
takes some ten times as much while it is made. All but a few months of a newspaper fit in one."""

Part = tuple[pa.Table, list[Row]]
"""Raw articles, and what was refused instead."""

_COLUMNS = [
    "place", "record_number", "sha256", "byte_count", "raw_article_id", "sidecar_sha256",
    "published_start", "published_end", "reference_start", "reference_end",
    "publication_method", "publication_confidence", "publication_rule", "publication_evidence",
]  # fmt: skip


def raw_article_parts(
    snapshot: Snapshot, files: dict[str, LandedFile], month: str, standing: Standing | None = None
) -> Iterator[Part]:
    """Yield the raw articles of a month as the ledger lists them, read from the landing folder; at least one part.

    Articles that stand are taken over from the lake. A file that is gone or changed since is answered from the lake,
    where its text is kept; where it never got there it is refused with the reason.
    """
    ledger = snapshot.read("raw_ledger", columns=_COLUMNS, where=pc.field("partition_month") == month)
    ledger = _packed(_with_present_dating(snapshot, ledger))
    ledger = ledger.sort_by([(name, "ascending") for name in _COLUMNS[:3]])
    pa.default_memory_pool().release_unused()
    landed = _Landed(files, ledger)
    for listed in _cut(ledger):
        kept = bare_schema("raw_articles").empty_table()
        if standing is not None:
            stands = standing.is_standing("raw_articles", listed)
            where = pc.field("raw_article_id").isin(listed.filter(stands)["raw_article_id"].combine_chunks())
            kept = standing.before.read("raw_articles", month, where=where).cast(kept.schema)
            listed = listed.filter(pc.invert(stands))
        rows, rejects = _read(snapshot, landed, month, listed)
        yield pa.concat_tables([table_of("raw_articles", rows), kept]), rejects


def _with_present_dating(snapshot: Snapshot, ledger: pa.Table) -> pa.Table:
    """The ledger of a month with the dating of older code taken out, where no look at the landing came since."""
    parts = [entry.part for entry in dated_by_older_code(snapshot)]
    if not parts:
        return ledger
    older = [snapshot.read("raw_ledger", columns=["raw_article_id"], part=part).column(0) for part in parts]
    is_older = pc.is_in(ledger["raw_article_id"], value_set=pa.chunked_array(older).combine_chunks())
    rules = pc.if_else(is_older, pa.scalar(None, pa.string()), ledger["publication_rule"])
    return ledger.set_column(ledger.schema.get_field_index("publication_rule"), "publication_rule", rules)


def _packed(ledger: pa.Table) -> pa.Table:
    """The ledger of a month with what many of its rows share kept once: it is held as long as the month is made."""
    for name in ("sidecar_sha256", "publication_method", "publication_rule", "publication_evidence"):
        place = ledger.schema.get_field_index(name)
        ledger = ledger.set_column(place, name, ledger[name].dictionary_encode())
    return ledger


def _cut(ledger: pa.Table) -> Iterator[pa.Table]:
    """The ledger of a month in parts: each ends with the article that makes it full."""
    before = numpy.cumsum(ledger["byte_count"].to_numpy())
    start = 0
    while start == 0 or start < ledger.num_rows:
        done = before[start - 1] if start else 0
        end = min(ledger.num_rows, int(numpy.searchsorted(before, done + PART_BYTES)) + 1)
        yield ledger.slice(start, end - start)
        start = max(end, 1)


class _Numbers:
    """Which numbers are among some, in a byte each: a file may list millions of records."""

    def __init__(self, numbers: NDArray[numpy.int64]) -> None:
        is_listed = numpy.zeros(int(numbers.max()) + 1, bool)
        is_listed[numbers] = True
        self._is_listed = is_listed.tobytes()

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and number < len(self._is_listed) and bool(self._is_listed[number])


class _Landed:
    """The landed items that a month lists; a file of several parts is read on, and not from its beginning for each."""

    def __init__(self, files: dict[str, LandedFile], ledger: pa.Table) -> None:
        self._files, self._ledger = files, ledger
        self._place: str | None = None
        self._items: Iterator[LandedItem | Refused] = iter(())
        self._ahead: LandedItem | None = None

    def items(self, place: str, wanted: Collection[int], *, may_go_on: bool) -> Iterator[LandedItem]:
        """Items of a file, those of the wanted numbers among them; who has what it wants takes no more.

        Where the file is being read on and an item did not come in order, it is read again from its beginning.
        `may_go_on` says that the next part may want more of it.
        """
        if place not in self._files:
            return
        if may_go_on and place != self._place:
            listed = self._ledger.filter(pc.field("place") == place)["record_number"]
            self._place, self._ahead = place, None
            self._items = read_items(self._files[place], only=_Numbers(listed.to_numpy()))
        if place == self._place:
            yield from self._up_to(max(wanted))
        for item in read_items(self._files[place], only=frozenset(wanted)):
            if isinstance(item, LandedItem):
                yield item

    def _up_to(self, last: int) -> Iterator[LandedItem]:
        """The next items, as long as their number is at most the last one's."""
        while True:
            item, self._ahead = self._ahead or next(self._items, None), None
            if item is None:
                return
            if isinstance(item, LandedItem):
                if item.record_number > last:
                    self._ahead = item
                    return
                yield item


def _read(snapshot: Snapshot, landed: _Landed, month: str, listed: pa.Table) -> tuple[list[Row], list[Row]]:
    """The rows of the articles that the ledger lists, and a refusal for each whose text is nowhere."""
    rows: list[Row] = []
    missing: dict[str, tuple[str, int]] = {}
    places = listed["place"].unique().to_pylist()
    for place in places:
        wanted = {row["sha256"]: row for row in listed.filter(pc.field("place") == place).to_pylist()}
        numbers = [row["record_number"] for row in wanted.values()]
        for item in landed.items(place, numbers, may_go_on=place == places[-1]):
            if item.sha256 in wanted:
                rows.append(_raw_article_row(item, wanted.pop(item.sha256), month))
            if not wanted:
                break
        missing.update({digest: (place, row["record_number"]) for digest, row in wanted.items()})
    for row, digest in _kept_rows(snapshot, month, missing):
        del missing[digest]
        rows.append(row)
    rejects = [
        reject_row(
            "ingest",
            "landed_file_missing",
            "The ledger lists this file but it is gone or changed and its text was never kept: land it again.",
            place,
            month,
            record_number=number,
        )
        for place, number in missing.values()
    ]
    return rows, rejects


def _kept_rows(snapshot: Snapshot, month: str, missing: dict[str, tuple[str, int]]) -> Iterator[tuple[Row, str]]:
    """Rows of items that the landing folder no longer holds, as the lake holds them: row and hash."""
    if not missing:
        return
    wanted = pc.field("sha256").isin(sorted(missing))
    for part in snapshot.parts("raw_articles", month):
        stored = snapshot.read("raw_articles", month, where=wanted, part=part).drop_columns(["row_hash"])
        for row in stored.to_pylist():
            if row["sha256"] in missing:
                yield tuple(row.values()), row["sha256"]


def _raw_article_row(item: LandedItem, listed: Mapping[str, Any], month: str) -> Row:
    """The row of an item that the ledger lists: dated as it says, or anew where older code listed it."""
    decoded = decode_item(item)
    publication = read_item(item).publication if listed["publication_rule"] is None else read_publication(listed)
    return (
        raw_article_id(item.sha256),
        item.file,
        item.place,
        item.record_number,
        item.locator,
        item.sha256,
        len(item.data),
        decoded.encoding,
        item.media_type,
        decoded.text,
        " ".join(map(str, item.page_starts)) or None,
        text_of(item, "title"),
        text_of(item, "byline"),
        text_of(item, "publisher"),
        text_of(item, "url"),
        text_of(item, "published"),
        *publication_values(publication),
        item.received_at,
        listed["sidecar_sha256"],
        month,
    )
