"""What matching needs of each month's claims, kept beside the lake so that only new months are looked through again.

A file a month, named by the content it was made from: it can be thrown away at any time and is made again. Its rows are
sorted by topic, so that the claims of a few topics are read out of all months without reading the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.admission import admitted_inputs
from assets.auditing import links_of, wordings_of
from assets.copied_claims import copies_digest, copies_in
from assets.freshness import STEPS, fingerprint
from assets.made_ahead import make_ahead
from assets.observing import observed_month
from assets.runners import Runner
from assets.versions import stage_version
from pipelines.conform.audits import Link
from pipelines.conform.growth import GrowthWording
from pipelines.conform.matching import ObservedClaim, series_of
from pipelines.conform.naming import topic_name
from pipelines.conform.targets import claims_beside_goals
from schemas.identity import digests_of, row_hash
from warehouse.durable import publish_file, remove_unfinished, staged_file
from warehouse.lake import Snapshot
from warehouse.parquet import read_beside, read_footer

ROW_GROUP_ROWS = 8192
"""Small, so that a range of topics is found by the statistics of its row groups."""

_TYPES: Mapping[str, pa.DataType] = {
    "str": pa.string(),
    "str | None": pa.string(),
    "int": pa.int64(),
    "int | None": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date | None": pa.date32(),
    "Decimal | None": pa.decimal128(38, 9),
}
_CLAIM = [pa.field(field.name, _TYPES[str(field.type)]) for field in fields(ObservedClaim)]
_REFUSED = b"refused"
"""Key of the file metadata with what was refused, as JSON: a run that ends before it is told finds it there again."""

_LINKS = ("growth_of", "from_to", "target_of")
SCHEMA = pa.schema(
    [
        *_CLAIM,
        ("topic_hash", pa.uint64()),
        ("own_topic_hash", pa.uint64()),
        ("series_hash", pa.uint64()),
        ("needs", pa.list_(pa.uint64())),
        *((kind, pa.string()) for kind in _LINKS),
        ("sentence", pa.string()),
        ("number_start", pa.int64()),
        ("number_end", pa.int64()),
        ("digest", pa.string()),
        ("article_digest", pa.string()),
    ]
)
"""The fields of `ObservedClaim`, then where a claim belongs: the hash of the topic and of the series of the fact it
joins, and of the topic of its own words; the series, or whole topics, that the audits look up from it; its relations;
the sentence of a percentage of change and where in it the number stands; a digest of all of these, and one of all rows
of the lake that the claims of its article are made of here."""

_DIGEST_BYTES = 10
ARTICLES_AT_A_TIME = 2_000
"""Articles whose claims are objects of Python at once: some 100 MB, however many a month has."""


@dataclass(frozen=True, slots=True)
class FactInputs:
    """The claims of some topics as the steps take them: claims, their relations, their sentences."""

    claims: list[ObservedClaim]
    links: list[Link]
    wordings: dict[str, GrowthWording]


def month_files(snapshot: Snapshot, folder: Path, runner: Runner) -> dict[str, Path]:
    """Month -> the file of its claims, each made now where it is not there; `runner` says where."""
    paths = {month: _path(snapshot, month, folder) for month in snapshot.partitions("core_claims")}
    make_ahead(runner, month_file, snapshot, folder, [month for month, path in paths.items() if not path.is_file()])
    return {month: path if path.is_file() else month_file(snapshot, month, folder) for month, path in paths.items()}


def month_file(snapshot: Snapshot, month: str, folder: Path) -> Path:
    """The file of a month's claims, made now where it is not there; earlier files of the month stay until `sweep`."""
    path = _path(snapshot, month, folder)
    if not path.is_file():
        with staged_file(folder / ".staging", ".parquet") as staged:
            readable, refused = admitted_inputs(snapshot, STEPS["observe"], month)
            former = None if refused else _former(folder, month)
            rows = month_rows(readable, month, former).replace_schema_metadata({_REFUSED: json.dumps(refused)})
            pq.write_table(rows, staged, compression="zstd", row_group_size=ROW_GROUP_ROWS, write_page_checksum=True)
            publish_file(staged, path)
    return path


def _path(snapshot: Snapshot, month: str, folder: Path) -> Path:
    """Where the file of a month lies, named by all that it is made from."""
    made_from = f"{fingerprint(snapshot, STEPS['observe'], month)}{copies_digest(snapshot, month)}"
    return folder / f"{month}-{made_from}.parquet"


def refused_rows(path: Path) -> list[tuple[object, ...]]:
    """The rows of `core_rejects` for what was left out of a month's file because it breaks its contract."""
    stated = (read_footer(path).metadata or {}).get(_REFUSED, b"[]")
    return [tuple(row) for row in json.loads(stated)]


def sweep(folder: Path, kept: Iterable[Path]) -> None:
    """Remove the files of months that are no longer what they were made from."""
    for path in set(folder.glob("*.parquet")) - set(kept):
        path.unlink(missing_ok=True)
    remove_unfinished(folder / ".staging", datetime.now(UTC))


def inputs_of(rows: pa.Table) -> FactInputs:
    """Rows of month files as claims, relations and sentences."""
    columns = [rows[field.name].to_pylist() for field in _CLAIM]
    claims = [ObservedClaim(*values) for values in zip(*columns, strict=True)]
    links = [
        Link(kind, claim, other) for kind in _LINKS for claim, other in zip(*_present(rows, kind, [kind]), strict=True)
    ]
    told = _present(rows, "sentence", ["sentence", "number_start", "number_end"])
    wordings = {claim: GrowthWording(*wording) for claim, *wording in zip(*told, strict=True)}
    return FactInputs(claims, links, wordings)


def _present(rows: pa.Table, name: str, columns: list[str]) -> list[list[Any]]:
    """Claim ids and columns of the rows in which a column is not null."""
    found = rows.filter(pc.is_valid(rows[name]))
    return [found[column].to_pylist() for column in ("claim_id", *columns)]


def month_rows(snapshot: Snapshot, month: str, former: pa.Table | None = None) -> pa.Table:
    """The rows of a month's file, by topic.

    `former` are the rows of an earlier file of the month, made by the same rules: those of articles that are as they
    were are taken over. Copies are always made anew, because they are read as articles of other months.
    """
    articles = _article_digests(snapshot, month)
    parts = [SCHEMA.empty_table()]
    if former is not None:
        copies = pa.array(copies_in(snapshot, month), pa.string())
        known = pc.index_in(former["article_digest"], value_set=articles["article_digest"].combine_chunks())
        is_copy = pc.or_(pc.is_in(former["article_id"], value_set=copies), pc.is_valid(former["original_article_id"]))
        parts.append(former.filter(pc.and_not(pc.is_valid(known), is_copy)))
        kept = parts[-1]["article_id"].unique()
        articles = articles.filter(pc.invert(pc.is_in(articles["article_id"], value_set=kept)))
    for start in range(0, articles.num_rows, ARTICLES_AT_A_TIME):
        parts.append(_rows_of(snapshot, month, articles.slice(start, ARTICLES_AT_A_TIME)))
    return pa.concat_tables(parts).sort_by([("topic_hash", "ascending"), ("claim_id", "ascending")])


def _rows_of(snapshot: Snapshot, month: str, articles: pa.Table) -> pa.Table:
    """The rows of some articles, given as their ids and digests."""
    claims = list(observed_month(snapshot, month, articles["article_id"].combine_chunks()))
    wanted = pa.array([claim.claim_id for claim in claims], pa.string())
    links: dict[str, dict[str, str]] = {kind: {} for kind in _LINKS}
    for link in links_of(snapshot, month, wanted):
        links[link.kind][link.from_claim_id] = link.to_claim_id
    wordings = wordings_of(snapshot, month, wanted)
    series = series_of(claims)
    beside = claims_beside_goals(claims)
    names = [field.name for field in _CLAIM]
    made = []
    for claim in claims:
        key, (own, joined) = claim.claim_id, series[claim.claim_id]
        wording = wordings.get(key)
        values = (
            *(getattr(claim, name) for name in names),
            _topic_hash(joined, claim),
            _topic_hash(own, claim),
            _hash(*joined),
            sorted(
                {
                    *_needs(key, own, joined, links, series),
                    *_beside(beside.get(key, ()), series),
                    *_own_topic(own, joined, claim),
                }
            ),
            *(links[kind].get(key) for kind in _LINKS),
            *((wording.sentence, wording.start, wording.end) if wording else (None, None, None)),
        )
        made.append((*values, row_hash(values)))
    columns = list(zip(*made, strict=True)) if made else [()] * (len(SCHEMA) - 1)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=False)]
    places = pc.index_in(arrays[names.index("article_id")], value_set=articles["article_id"].combine_chunks())
    return pa.table([*arrays, articles["article_digest"].combine_chunks().take(places)], SCHEMA)


def _article_digests(snapshot: Snapshot, month: str) -> pa.Table:
    """Each article of a month that has claims, with a digest of all rows that what matching needs is made of."""
    claims = snapshot.read("core_claims", month, ["claim_id", "article_id", "row_hash"])
    documents = snapshot.read("core_documents", month, ["article_id", "row_hash"])
    conversions = snapshot.read("core_claim_conversions", month, ["claim_id", "row_hash"])
    relations = snapshot.read("core_claim_relations", month, ["from_claim_id", "relation_id"])
    told = [claims.select(["article_id", "row_hash"]), documents]
    for rows in (conversions, relations):
        places = pc.index_in(rows.column(0), value_set=claims["claim_id"].combine_chunks())
        told.append(pa.table([claims["article_id"].take(places), rows.column(1)], ["article_id", "row_hash"]))
    told = [rows.cast(pa.schema([("article_id", pa.string()), ("row_hash", pa.string())])) for rows in told]
    whole = pa.concat_tables(told)
    whole = whole.filter(pc.is_in(whole["article_id"], value_set=claims["article_id"].unique()))
    ordered = whole.sort_by([("article_id", "ascending"), ("row_hash", "ascending")]).combine_chunks()
    counted = pc.value_counts(ordered["article_id"].combine_chunks())
    ends = pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(counted.field("counts"))])
    lists = pa.ListArray.from_arrays(ends.cast(pa.int32()), ordered["row_hash"].combine_chunks())
    digests = digests_of(text.encode() for text in pc.binary_join(lists, " ").to_pylist())
    found = [digests[start : start + _DIGEST_BYTES].hex() for start in range(0, len(digests), _DIGEST_BYTES)]
    return pa.table({"article_id": counted.field("values"), "article_digest": pa.array(found, pa.string())})


def _former(folder: Path, month: str) -> pa.Table | None:
    """The rows of the latest file of a month that was made by the present rules, null where there is none."""
    files = sorted(folder.glob(f"{month}-{stage_version('conform')}-*.parquet"), key=lambda path: path.stat().st_mtime)
    if not files or read_footer(files[-1]).schema.to_arrow_schema().names != SCHEMA.names:
        return None
    return read_beside(files[-1:], SCHEMA)


def _needs(
    key: str,
    own: tuple[str, ...],
    joined: tuple[str, ...],
    links: Mapping[str, Mapping[str, str]],
    series: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]],
) -> Iterator[int]:
    """The series of the facts that audits reach from a claim: what it is tied to, and what that began from."""
    for kind in _LINKS:
        other = links[kind].get(key)
        for reached in (other, links["from_to"].get(other or "")):
            if reached is not None and reached in series:
                yield from (_hash(*key) for key in series[reached])
    if own != joined:
        yield _hash(*joined)


def _own_topic(own: tuple[str, ...], joined: tuple[str, ...], claim: ObservedClaim) -> Iterator[int]:
    """The topic of a claim's own words where it lies in another: its change is held against the levels told there."""
    topic = _topic_hash(own, claim)
    if topic != _topic_hash(joined, claim):
        yield topic


def _beside(claims: Iterable[str], series: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> Iterator[int]:
    """The series of the claims that tell what a goal is of."""
    return (_hash(*series[key][1]) for key in claims)


def _topic_hash(series: tuple[str, ...], claim: ObservedClaim) -> int:
    """Whose thing a series is and which; a claim that names nobody meets others in its own article alone."""
    scope, name = series[:2]
    return _hash(scope or claim.article_id, topic_name(name))


def _hash(*parts: str) -> int:
    return int.from_bytes(hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8).digest())
