"""What stands in the lake, in the few numbers a person wants to see after a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from schemas.tables import TABLES
from warehouse.contracts import arrow_schema
from warehouse.lake import Snapshot

_LOOKED_AT = 200
"""Amounts looked up first: nearly all are of a fact, and some of the same."""
_AMOUNTS = pa.schema(
    {"claim_id": pa.string(), "usd": arrow_schema(TABLES["core_claims"]).field("value_low").type, "month": pa.string()}
)


@dataclass(frozen=True, slots=True)
class LargestAmount:
    """A money claim, its words, where they stand, and what it comes to in US dollars."""

    claim_id: str
    quote: str
    sentence: str
    subject: str | None
    file: str
    usd: Decimal


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the whole lake and its largest amounts."""

    articles: int
    sentences: int
    claims_by_kind: dict[str, int]
    rejects_by_reason: dict[str, int]
    facts: int
    largest: tuple[LargestAmount, ...]


def summarise(snapshot: Snapshot, amounts: int = 5) -> Summary:
    """Count what the lake holds and pick its largest amounts, each fact once, restated amounts left out."""
    kinds = _counted(snapshot, "core_claims", "kind")
    reasons = _counted(snapshot, "core_rejects", "reason")
    return Summary(
        articles=_rows(snapshot, "core_documents"),
        sentences=_rows(snapshot, "core_sentences"),
        claims_by_kind=kinds,
        rejects_by_reason=reasons,
        facts=_rows(snapshot, "core_observations"),
        largest=_largest(snapshot, amounts),
    )


def _rows(snapshot: Snapshot, name: str) -> int:
    return sum(entry.rows for entry in snapshot.entries(name))


def _counted(snapshot: Snapshot, name: str, column: str) -> dict[str, int]:
    """How many rows of a table have each value, the commonest first; of equals the one that comes first."""
    counted: Counter[str] = Counter()
    for month in snapshot.partitions(name):
        for each in snapshot.read(name, month, columns=[column])[column].value_counts().to_pylist():
            counted[each["values"]] += each["counts"]
    return dict(counted.most_common())


def _largest(snapshot: Snapshot, amounts: int) -> tuple[LargestAmount, ...]:
    """The largest amounts that stand for a fact: from the top down, so that few of the many are looked up."""
    looked_at = _LOOKED_AT
    while True:
        top = _top(snapshot, looked_at)
        found = _of_facts(snapshot, top).slice(0, amounts)
        if found.num_rows == amounts or top.num_rows < looked_at:
            break
        looked_at *= 4
    ranked = dict(zip(found["claim_id"].to_pylist(), found["usd"].to_pylist(), strict=True))
    rows = {
        row["claim_id"]: row for month in set(found["month"].to_pylist()) for row in _shown(snapshot, month, ranked)
    }
    return tuple(LargestAmount(**rows[key], usd=value) for key, value in ranked.items())


def _top(snapshot: Snapshot, count: int) -> pa.Table:
    """The largest amounts of all months, in order, with one month in memory at a time: `claim_id`, `usd`, `month`."""
    order = [("usd", "descending"), ("claim_id", "ascending")]
    top = _AMOUNTS.empty_table()
    for month in snapshot.partitions("core_claims"):
        usd = _in_dollars(snapshot, month)
        usd = usd.append_column("month", pa.repeat(pa.scalar(month), usd.num_rows))
        together = pa.concat_tables([top, usd])
        if together.num_rows:
            top = together.take(pc.select_k_unstable(together, k=min(count, together.num_rows), sort_keys=order))
    return top


def _of_facts(snapshot: Snapshot, top: pa.Table) -> pa.Table:
    """Those amounts whose claim is the one chosen for its fact."""
    asked = top["claim_id"].combine_chunks()
    is_asked = pc.field("chosen_claim_id").isin(asked)
    parts = (
        snapshot.read("core_observations", month, columns=["chosen_claim_id"], where=is_asked)
        for month in snapshot.partitions("core_observations")
    )
    chosen = pa.array([name for part in parts for name in part["chosen_claim_id"].to_pylist()], pa.string())
    return top.filter(pc.is_in(asked, value_set=chosen))


def _shown(snapshot: Snapshot, month: str, claims: Collection[str]) -> list[dict[str, Any]]:
    """What is shown of some claims of a month."""
    columns = ["claim_id", "quote", "sentence", "subject", "file"]
    rows = snapshot.read("core_claims", month, columns=columns, where=pc.field("claim_id").isin(list(claims)))
    return list(rows.to_pylist())


def _in_dollars(snapshot: Snapshot, month: str) -> pa.Table:
    """Money claims of a month and their value, or the bound they give, in US dollars: `claim_id`, `usd`.

    What only restates an amount of the same sentence in another currency is left out.
    """
    columns = ["claim_id", "value_low", "value_high"]
    is_dollars = (pc.field("kind") == "money") & (pc.field("unit") == "USD")
    stated = _valued(snapshot.read("core_claims", month, columns=columns, where=is_dollars))
    is_to_dollars = pc.field("to_currency_code") == "USD"
    converted = _valued(snapshot.read("core_claim_conversions", month, columns=columns, where=is_to_dollars))
    restates = pc.field("kind") == "stated_conversion_of"
    restating = snapshot.read("core_claim_relations", month, columns=["from_claim_id"], where=restates)
    usd = pa.concat_tables([stated, _without(converted, stated["claim_id"])])
    return _without(usd, restating["from_claim_id"]).filter(pc.is_valid(pc.field("usd")))


def _without(rows: pa.Table, claims: pa.ChunkedArray) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows["claim_id"], value_set=claims.combine_chunks())))


def _valued(rows: pa.Table) -> pa.Table:
    value = pc.coalesce(rows["value_low"], rows["value_high"])
    return pa.table({"claim_id": rows["claim_id"], "usd": value})
