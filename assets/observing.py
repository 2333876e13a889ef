"""Claims of all months to facts of the world, from and to the lake. Dagster-free, so tests call it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from assets.conforming import nature_of, published_intervals, terms_of
from assets.copied_claims import Words, copies_in, read_as_original
from pipelines.conform.corrections import correct_claims, read_corrections
from pipelines.conform.matching import ObservedClaim
from pipelines.conform.observations import Fact, find_facts, observation_rows
from schemas.codes.metrics import metric_of
from schemas.rows import table_of
from warehouse.lake import Snapshot

Row = Mapping[str, Any]

_COLUMNS = (
    "claim_id",
    "article_id",
    "start",
    "end",
    "sentence",
    "sent_start",
    "subject",
    "subject_code",
    "subject_start",
    "metric",
    "metric_code",
    "status",
    "kind",
    "unit",
    "per",
    "direction",
    "base",
    "period_start",
    "period_end",
    "period_relation",
    "modifier",
    "value_low",
    "value_high",
    "decimals",
    "confidence",
)
_COMPONENTS = frozenset({"component_of", "part_of"})


def observe_all(snapshot: Snapshot) -> tuple[pa.Table, pa.Table]:
    """The facts behind the claims of all months, and which claim speaks for which."""
    observations, bridges = observation_rows(facts_of(snapshot))
    return table_of("core_observations", observations), table_of("core_observation_claims", bridges)


def facts_of(snapshot: Snapshot) -> tuple[Fact, ...]:
    """The facts of the world behind the claims of all months, with their claims."""
    return find_facts(
        claim for month in snapshot.partitions("core_claims") for claim in observed_month(snapshot, month)
    )


def observed_month(snapshot: Snapshot, month: str, articles: pa.Array | None = None) -> Iterator[ObservedClaim]:
    """What matching needs to know of each claim of a month, by place; copies are read as their originals.

    `articles` are the ids of those whose claims are wanted, null for all.
    """
    copies = copies_in(snapshot, month)
    if articles is not None:
        copies = {article: copies[article] for article in articles.to_pylist() if article in copies}
    originals: dict[tuple[str, Words], ObservedClaim] = {}
    for original_month in sorted({copy.original_month for copy in copies.values()}):
        wanted = pa.array(sorted({c.original_id for c in copies.values() if c.original_month == original_month}))
        for claim, words in _told(snapshot, original_month, wanted):
            originals[claim.article_id, words] = claim
    for claim, words in _told(snapshot, month, articles):
        copy = copies.get(claim.article_id)
        yield claim if copy is None else read_as_original(claim, copy, originals.get((copy.original_id, words)))


def _told(snapshot: Snapshot, month: str, articles: pa.Array | None) -> Iterator[tuple[ObservedClaim, Words]]:
    """The claims of a month as their own articles tell them, and their words: the sentence and where in it."""
    published = published_intervals(snapshot, month)
    where = None if articles is None else pc.field("article_id").isin(articles)
    stated = snapshot.read("core_claims", month, columns=list(_COLUMNS), where=where)
    claims = stated["claim_id"].combine_chunks()
    currencies = _currencies(snapshot, month, claims)
    linked = _links(snapshot, month, claims)
    for row in correct_claims(stated.to_pylist(), read_corrections(), month)[0]:
        concept = metric_of(row["metric"])
        key = row["claim_id"]
        claim = ObservedClaim(
            claim_id=key,
            article_id=row["article_id"],
            start=row["start"],
            subject=row["subject"],
            subject_code=row["subject_code"],
            metric=row["metric"],
            metric_code=row["metric_code"],
            nature=nature_of(row["metric"], row["period_relation"]),
            additivity=concept.additivity if concept else None,
            status=row["status"],
            kind=row["kind"],
            unit=currencies.get(key, row["unit"]),
            per=row["per"],
            direction=row["direction"],
            base=row["base"],
            period_start=row["period_start"],
            period_end=row["period_end"],
            modifier=row["modifier"],
            value_low=row["value_low"],
            value_high=row["value_high"],
            decimals=row["decimals"],
            confidence=row["confidence"],
            published_start=published.get(row["article_id"], (None, None))[0],
            sent_start=row["sent_start"],
            subject_start=row["subject_start"],
            is_restatement=(key, "stated_conversion_of") in linked,
            is_component=any((key, kind) in linked for kind in _COMPONENTS),
            repeats_claim_id=linked.get((key, "repeats")),
            price_terms=terms_of(row) if row["kind"] == "money" else None,
        )
        yield claim, (row["sentence"], row["start"] - row["sent_start"])


def _currencies(snapshot: Snapshot, month: str, claims: pa.Array) -> dict[str, str]:
    """The currency that each money claim was converted from: what its words, or the evidence, say."""
    names, where = ["claim_id", "base_currency_code"], pc.field("claim_id").isin(claims)
    rows = snapshot.read("core_claim_conversions", month, columns=names, where=where).to_pydict()
    return dict(zip(rows["claim_id"], rows["base_currency_code"], strict=True))


def _links(snapshot: Snapshot, month: str, claims: pa.Array) -> dict[tuple[str, str], str]:
    """What each claim depends on: (claim, kind of relation) -> the other claim."""
    kinds = ["stated_conversion_of", "repeats", *_COMPONENTS]
    where = pc.field("kind").isin(kinds) & pc.field("from_claim_id").isin(claims)
    columns = ["kind", "from_claim_id", "to_claim_id"]
    rows = snapshot.read("core_claim_relations", month, columns=columns, where=where).to_pylist()
    return {(row["from_claim_id"], row["kind"]): row["to_claim_id"] for row in rows}
