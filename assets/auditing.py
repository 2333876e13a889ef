"""Facts held against one another and against the market, from and to the lake. Dagster-free, so tests call it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from assets.conforming import published_intervals, reference_rates, terms_of
from assets.observing import facts_of
from pipelines.conform.audits import FactIndex, Link
from pipelines.conform.disagreements import find_disagreements
from pipelines.conform.growth import GrowthWording, check_growth
from pipelines.conform.rates import ReferenceRates
from pipelines.conform.stated_rates import USUAL, StatedPair, check_stated_rates
from pipelines.conform.targets import find_outcomes
from schemas.rows import table_of
from warehouse.lake import Snapshot

_LINKS = ("growth_of", "from_to", "target_of")
_AMOUNT = [
    "claim_id",
    "article_id",
    "unit",
    "value_low",
    "value_high",
    "modifier",
    "decimals",
    "period_start",
    "period_end",
    "sentence",
    "sent_start",
    "start",
    "end",
]


def audit_all(snapshot: Snapshot) -> dict[str, pa.Table]:
    """Targets with their outcomes, growth against levels, and claims that disagree, over all months."""
    return audits_of(FactIndex(facts_of(snapshot), links_of(snapshot)), wordings_of(snapshot))


def audits_of(index: FactIndex, wordings: Mapping[str, GrowthWording]) -> dict[str, pa.Table]:
    """What some facts say of one another: the tables of all audits over facts."""
    return {
        "core_target_outcomes": table_of("core_target_outcomes", find_outcomes(index)),
        "core_growth_checks": table_of("core_growth_checks", check_growth(index, wordings)),
        "core_disagreements": table_of("core_disagreements", find_disagreements(index)),
    }


def fx_checks_month(
    snapshot: Snapshot, month: str, rates: ReferenceRates | None = None, articles: pa.Array | None = None
) -> pa.Table:
    """The exchange rates that the articles of a month, or some of them, imply by one amount in two currencies."""
    pairs = list(_pairs(snapshot, month, articles))
    if rates is None:
        units = {unit for pair in pairs for unit in (pair.original_unit, pair.converted_unit)}
        rates = reference_rates(snapshot, {*USUAL, *units})
    return table_of("core_fx_checks", check_stated_rates(pairs, rates))


def links_of(snapshot: Snapshot, month: str | None = None, claims: pa.Array | None = None) -> Iterator[Link]:
    """The relations between claims that audits ask for, of a month or of all; from some claims where these are told."""
    where = pc.field("kind").isin(list(_LINKS))
    rows = snapshot.read(
        "core_claim_relations",
        month,
        columns=["kind", "from_claim_id", "to_claim_id"],
        where=where if claims is None else where & pc.field("from_claim_id").isin(claims),
    )
    for row in rows.to_pylist():
        yield Link(row["kind"], row["from_claim_id"], row["to_claim_id"])


def wordings_of(
    snapshot: Snapshot, month: str | None = None, claims: pa.Array | None = None
) -> dict[str, GrowthWording]:
    """The sentences of the percentages of change, of a month or of all; of some claims, where these are told."""
    where = pc.field("kind") == "percent_change"
    rows = snapshot.read(
        "core_claims",
        month,
        columns=["claim_id", "sentence", "sent_start", "start", "end"],
        where=where if claims is None else where & pc.field("claim_id").isin(claims),
    )
    return {
        row["claim_id"]: GrowthWording(
            row["sentence"], row["start"] - row["sent_start"], row["end"] - row["sent_start"]
        )
        for row in rows.to_pylist()
    }


def _pairs(snapshot: Snapshot, month: str, articles: pa.Array | None) -> Iterator[StatedPair]:
    """Each amount stated in two currencies, as the articles print it: known errors are not corrected here."""
    where = pc.field("kind") == "stated_conversion_of"
    links = snapshot.read("core_claim_relations", month, where=where).to_pylist()
    wanted = {row[name] for row in links for name in ("from_claim_id", "to_claim_id")}
    is_wanted = pc.field("claim_id").isin(pa.array(sorted(wanted), pa.string())) & (pc.field("kind") == "money")
    if articles is not None:
        is_wanted &= pc.field("article_id").isin(articles)
    rows = snapshot.read("core_claims", month, columns=_AMOUNT, where=is_wanted)
    amounts = {row["claim_id"]: row for row in rows.to_pylist()}
    published = published_intervals(snapshot, month)
    for link in links:
        if not {link["to_claim_id"], link["from_claim_id"]} <= amounts.keys():
            continue  # a measure restated in another unit has no exchange rate; or it is of another article
        original, converted = amounts[link["to_claim_id"]], amounts[link["from_claim_id"]]
        yield StatedPair(
            original["claim_id"],
            original["unit"] or "",
            original["value_low"],
            original["value_high"],
            converted["claim_id"],
            converted["unit"] or "",
            converted["value_low"],
            converted["value_high"],
            converted["modifier"],
            converted["decimals"],
            *published.get(original["article_id"], (None, None)),
            month,
            original["period_start"],
            original["period_end"],
            terms_of(original) or terms_of(converted),
        )
