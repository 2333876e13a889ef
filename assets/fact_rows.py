"""What matching needs of each month's claims, kept beside the lake so that only new months are looked through again.

A file a month, named by the content it was made from: it can be thrown away at any time and is made again. Its rows are
sorted by subject, so that the claims of a few subjects are read out of all months without reading the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from assets.admission import admitted_inputs
from assets.auditing import links_of, wordings_of
from assets.copied_claims import copies_digest
from assets.freshness import STEPS, fingerprint
from assets.observing import observed_month
from pipelines.conform.audits import Link
from pipelines.conform.growth import GrowthWording
from pipelines.conform.observations import ObservedClaim, series_of
from pipelines.conform.targets import claims_beside_goals
from schemas.identity import row_hash
from warehouse.durable import publish_file, staged_file
from warehouse.lake import Snapshot

ROW_GROUP_ROWS = 8192
"""Small, so that a range of subjects is found by the statistics of its row groups."""

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
        ("subject_hash", pa.uint64()),
        ("own_subject_hash", pa.uint64()),
        ("series_hash", pa.uint64()),
        ("needs", pa.list_(pa.uint64())),
        *((kind, pa.string()) for kind in _LINKS),
        ("sentence", pa.string()),
        ("number_start", pa.int64()),
        ("number_end", pa.int64()),
        ("digest", pa.string()),
    ]
)
"""The fields of `ObservedClaim`, then where a claim belongs: the hash of the subject and of the series of the fact it
joins, and of the subject of its own words; the series of claims that the audits look up from it; its relations; the
sentence of a percentage of change and where in it the number stands; a digest of all of these."""


@dataclass(frozen=True, slots=True)
class FactInputs:
    """The claims of some subjects as the steps take them: claims, their relations, their sentences."""

    claims: list[ObservedClaim]
    links: list[Link]
    wordings: dict[str, GrowthWording]


def month_file(snapshot: Snapshot, month: str, folder: Path) -> Path:
    """The file of a month's claims, made now where it is not there; earlier files of the month stay until `sweep`."""
    made_from = f"{fingerprint(snapshot, STEPS['observe'], month)}{copies_digest(snapshot, month)}"
    path = folder / f"{month}-{made_from}.parquet"
    if not path.is_file():
        with staged_file(folder / ".staging", ".parquet") as staged:
            readable, refused = admitted_inputs(snapshot, STEPS["observe"], month)
            rows = month_rows(readable, month).replace_schema_metadata({_REFUSED: json.dumps(refused)})
            pq.write_table(rows, staged, compression="zstd", row_group_size=ROW_GROUP_ROWS)
            publish_file(staged, path)
    return path


def refused_rows(path: Path) -> list[tuple[object, ...]]:
    """The rows of `core_rejects` for what was left out of a month's file because it breaks its contract."""
    stated = (pq.read_metadata(path).metadata or {}).get(_REFUSED, b"[]")
    return [tuple(row) for row in json.loads(stated)]


def sweep(folder: Path, kept: Iterable[Path]) -> None:
    """Remove the files of months that are no longer what they were made from."""
    for path in set(folder.glob("*.parquet")) - set(kept):
        path.unlink(missing_ok=True)


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


def _present(rows: pa.Table, name: str, columns: list[str]) -> list[list]:
    """Claim ids and columns of the rows in which a column is not null."""
    found = rows.filter(pc.is_valid(rows[name]))
    return [found[column].to_pylist() for column in ("claim_id", *columns)]


def month_rows(snapshot: Snapshot, month: str) -> pa.Table:
    """The rows of a month's file, by subject."""
    claims = list(observed_month(snapshot, month))
    links: dict[str, dict[str, str]] = {kind: {} for kind in _LINKS}
    for link in links_of(snapshot, month):
        links[link.kind][link.from_claim_id] = link.to_claim_id
    wordings = wordings_of(snapshot, month)
    series = series_of(claims)
    beside = claims_beside_goals(claims)
    names = [field.name for field in _CLAIM]
    made = []
    for claim in claims:
        key, (own, joined) = claim.claim_id, series[claim.claim_id]
        wording = wordings.get(key)
        values = (
            *(getattr(claim, name) for name in names),
            _subject_hash(joined, claim),
            _subject_hash(own, claim),
            _hash(*joined),
            sorted({*_needs(key, own, joined, links, series), *_beside(beside.get(key, ()), series)}),
            *(links[kind].get(key) for kind in _LINKS),
            *((wording.sentence, wording.start, wording.end) if wording else (None, None, None)),
        )
        made.append((*values, row_hash(values)))
    columns = list(zip(*made, strict=True)) if made else [()] * len(SCHEMA)
    table = pa.table([pa.array(c, f.type) for c, f in zip(columns, SCHEMA, strict=True)], SCHEMA)
    return table.sort_by([("subject_hash", "ascending"), ("claim_id", "ascending")])


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
            if reached in series:
                yield _hash(*series[reached][1])
    if own != joined:
        yield _hash(*joined)


def _beside(claims: Iterable[str], series: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> Iterator[int]:
    """The series of the claims that tell what a goal is of."""
    return (_hash(*series[key][1]) for key in claims)


def _subject_hash(series: tuple[str, ...], claim: ObservedClaim) -> int:
    """Who a series is of; a claim that names nobody meets others in its own article alone."""
    return _hash(series[0] or claim.article_id)


def _hash(*parts: str) -> int:
    return int.from_bytes(hashlib.blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8).digest())
