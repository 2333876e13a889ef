"""What stands in the lake, in the few numbers a person wants to see after a run."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.lake import Snapshot

_LOOKED_AT = 200
"""Amounts looked up first: nearly all are of a fact, and some of the same."""


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
    counted = snapshot.read(name, columns=[column])[column].value_counts().to_pylist()
    return {each["values"]: each["counts"] for each in sorted(counted, key=lambda each: -each["counts"])}


def _largest(snapshot: Snapshot, amounts: int) -> tuple[LargestAmount, ...]:
    """The largest amounts that stand for a fact: from the top down, so that few of the many are looked up."""
    usd = _in_dollars(snapshot)
    chosen = snapshot.read("core_observations", columns=["chosen_claim_id"])["chosen_claim_id"]
    restates = pc.field("kind") == "stated_conversion_of"
    restating = snapshot.read("core_claim_relations", columns=["from_claim_id"], where=restates)["from_claim_id"]
    usd = usd.filter(pc.invert(pc.is_in(usd["claim_id"], value_set=restating.combine_chunks())))
    found = _of_facts(usd, chosen, amounts)
    ranked = dict(zip(found["claim_id"].to_pylist(), found["usd"].to_pylist(), strict=True))
    columns = ["claim_id", "quote", "sentence", "subject", "file"]
    where = pc.field("claim_id").isin(list(ranked))
    rows = {row["claim_id"]: row for row in snapshot.read("core_claims", columns=columns, where=where).to_pylist()}
    return tuple(LargestAmount(**rows[key], usd=value) for key, value in ranked.items() if key in rows)


def _of_facts(usd: pa.Table, chosen: pa.ChunkedArray, amounts: int) -> pa.Table:
    """The largest rows of `claim_id` and `usd` whose claim is the one chosen for its fact, in order."""
    order = [("usd", "descending"), ("claim_id", "ascending")]
    looked_at, found = _LOOKED_AT, usd.slice(0, 0)
    while usd.num_rows:
        top = usd.take(pc.select_k_unstable(usd, k=min(looked_at, usd.num_rows), sort_keys=order))
        of_top = chosen.filter(pc.is_in(chosen, value_set=top["claim_id"].combine_chunks()))
        found = top.filter(pc.is_in(top["claim_id"], value_set=of_top.combine_chunks())).slice(0, amounts)
        if found.num_rows == amounts or looked_at >= usd.num_rows:
            break
        looked_at *= 2
    return found


def _in_dollars(snapshot: Snapshot) -> pa.Table:
    """Money claims and their value, or the bound they give, in US dollars: `claim_id`, `usd`."""
    columns = ["claim_id", "value_low", "value_high"]
    is_dollars = (pc.field("kind") == "money") & (pc.field("unit") == "USD")
    stated = _valued(snapshot.read("core_claims", columns=columns, where=is_dollars))
    converted = _valued(
        snapshot.read("core_claim_conversions", columns=columns, where=pc.field("to_currency_code") == "USD")
    )
    others = pc.invert(pc.is_in(converted["claim_id"], value_set=stated["claim_id"].combine_chunks()))
    return pa.concat_tables([stated, converted.filter(others)]).filter(pc.is_valid(pc.field("usd")))


def _valued(rows: pa.Table) -> pa.Table:
    value = pc.coalesce(rows["value_low"], rows["value_high"])
    return pa.table({"claim_id": rows["claim_id"], "usd": value})
