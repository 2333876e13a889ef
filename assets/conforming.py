"""Claims to conversions and observations, from and to the lake. Dagster-free, so tests call it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from pipelines.conform.currency import UNRESOLVED, MoneyClaim, convert_claims
from pipelines.conform.observations import ObservedClaim, observe_claims
from pipelines.conform.rates import RateBook
from schemas.codes.metrics import metric_of
from schemas.rows import table_of
from warehouse.lake import Snapshot
from warehouse.rates import ECB

_MONEY = [
    "claim_id",
    "article_id",
    "kind",
    "unit",
    "value_low",
    "value_high",
    "decimals",
    "status",
    "metric",
    "period_start",
    "period_end",
    "period_relation",
]
_OBSERVED = [
    "claim_id",
    "article_id",
    "subject",
    "metric",
    "status",
    "kind",
    "unit",
    "per",
    "direction",
    "period_start",
    "period_end",
    "modifier",
    "value_low",
    "value_high",
    "decimals",
    "confidence",
]


def rate_book(snapshot: Snapshot) -> RateBook:
    """The exchange rates of the lake, ready for questions."""
    rates = snapshot.read("ref_fx_rates").to_pydict()
    listed = zip(rates["currency_code"], rates["rate_date"], rates["rate"], strict=True)
    snapshots = set(rates["snapshot_id"])
    return RateBook(listed, source=ECB, snapshot_id=min(snapshots, default="none"))


def convert_month(snapshot: Snapshot, month: str, book: RateBook, currencies: Sequence[str]) -> pa.Table:
    """Every money claim of a month in each of the currencies, or why not."""
    published = _published(snapshot, month)
    claims = []
    for row in snapshot.read("core_claims", month, columns=_MONEY).to_pylist():
        if row["kind"] != "money":
            continue
        start, end = published.get(row["article_id"], (None, None))
        claims.append(
            MoneyClaim(
                row["claim_id"],
                row["unit"] or UNRESOLVED,
                row["value_low"],
                row["value_high"],
                row["decimals"],
                row["status"],
                _nature(row["metric"], row["period_relation"]),
                row["period_start"],
                row["period_end"],
                start,
                end,
                month,
            )
        )
    return table_of("core_claim_conversions", convert_claims(claims, book, currencies))


def observe_all(snapshot: Snapshot) -> tuple[pa.Table, pa.Table]:
    """The facts behind the claims of all months, and which claim speaks for which."""
    observations, bridges = observe_claims(_observed(snapshot))
    return table_of("core_observations", observations), table_of("core_observation_claims", bridges)


def _observed(snapshot: Snapshot) -> Iterator[ObservedClaim]:
    for month in snapshot.partitions("core_claims"):
        published = _published(snapshot, month)
        relations = snapshot.read("core_claim_relations", month, columns=["kind", "from_claim_id"]).to_pylist()
        restating = {row["from_claim_id"] for row in relations if row["kind"] in ("stated_conversion_of", "repeats")}
        for row in snapshot.read("core_claims", month, columns=_OBSERVED).to_pylist():
            yield ObservedClaim(
                **row,
                published_start=published.get(row["article_id"], (None, None))[0],
                restates=row["claim_id"] in restating,
                additivity=_additivity(row["metric"]),
            )


def _published(snapshot: Snapshot, month: str) -> dict[str, tuple[object, object]]:
    columns = ["article_id", "published_start", "published_end"]
    rows = snapshot.read("core_documents", month, columns=columns).to_pydict()
    return {key: (start, end) for key, start, end in zip(*(rows[name] for name in columns), strict=True)}


def _nature(metric: str | None, relation: str | None) -> str:
    """Flow or stock: as the metric's concept says; for an unknown metric a number as of a day is a stock."""
    concept = metric_of(metric)
    if concept is not None:
        return concept.nature
    return "stock" if relation == "as_of" else "flow"


def _additivity(metric: str | None) -> str | None:
    """`additive` where the metric's concept sums over time and entities; unknown metrics are not summed."""
    concept = metric_of(metric)
    return "additive" if concept is not None and concept.additivity == "time" else None
