"""What stands in the lake, in the few numbers a person wants to see after a run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from warehouse.lake import Snapshot


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
    kinds = Counter(snapshot.read("core_claims", columns=["kind"]).column(0).to_pylist())
    reasons = Counter(snapshot.read("core_rejects", columns=["reason"]).column(0).to_pylist())
    return Summary(
        articles=_rows(snapshot, "core_documents"),
        sentences=_rows(snapshot, "core_sentences"),
        claims_by_kind=dict(kinds.most_common()),
        rejects_by_reason=dict(reasons.most_common()),
        facts=_rows(snapshot, "core_observations"),
        largest=_largest(snapshot, amounts),
    )


def _rows(snapshot: Snapshot, name: str) -> int:
    return sum(entry.rows for entry in snapshot.entries(name))


def _largest(snapshot: Snapshot, amounts: int) -> tuple[LargestAmount, ...]:
    usd = _in_dollars(snapshot)
    chosen = set(snapshot.read("core_observations", columns=["chosen_claim_id"]).column(0).to_pylist())
    relations = snapshot.read("core_claim_relations", columns=["kind", "from_claim_id"]).to_pylist()
    restating = {row["from_claim_id"] for row in relations if row["kind"] == "stated_conversion_of"}
    ranked = sorted((key for key in usd if key in chosen - restating), key=lambda key: (-usd[key], key))[:amounts]
    columns = ["claim_id", "quote", "sentence", "subject", "file"]
    rows = snapshot.read("core_claims", columns=columns).to_pylist()
    found = {
        row["claim_id"]: LargestAmount(**row, usd=usd[row["claim_id"]]) for row in rows if row["claim_id"] in ranked
    }
    return tuple(found[key] for key in ranked if key in found)


def _in_dollars(snapshot: Snapshot) -> dict[str, Decimal]:
    """Money claims and their value, or the bound they give, in US dollars."""
    columns = ["claim_id", "to_currency_code", "value_low", "value_high"]
    values = {
        row["claim_id"]: row["value_low"] if row["value_low"] is not None else row["value_high"]
        for row in snapshot.read("core_claim_conversions", columns=columns).to_pylist()
        if row["to_currency_code"] == "USD"
    }
    stated = snapshot.read("core_claims", columns=["claim_id", "unit", "kind", "value_low", "value_high"]).to_pylist()
    for row in stated:
        if row["kind"] == "money" and row["unit"] == "USD":
            values[row["claim_id"]] = row["value_low"] if row["value_low"] is not None else row["value_high"]
    return {key: value for key, value in values.items() if value is not None}
