"""Claims of a month to conversions, measures and corrections, from and to the lake. Dagster-free, so tests call it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from assets.rate_reach import RatesKey
from pipelines.conform.corrections import correct_claims, read_corrections
from pipelines.conform.currencies import StatedAmount, resolve_currencies
from pipelines.conform.currency import convert_claims, leave_unconverted
from pipelines.conform.money_claims import MoneyClaim, RealAmount
from pipelines.conform.price_terms import real_terms
from pipelines.conform.rate_books import RateBook
from pipelines.conform.rates import ReferenceRates
from pipelines.conform.units import MeasureClaim, conform_measures
from schemas.codes.metrics import metric_of
from schemas.rows import table_of
from warehouse.lake import Snapshot
from warehouse.rates import PIVOTS

Row = Mapping[str, Any]
Tables = dict[str, pa.Table]

_CLAIM_COLUMNS = (
    "claim_id",
    "article_id",
    "kind",
    "unit",
    "value_low",
    "value_high",
    "decimals",
    "status",
    "subject",
    "metric",
    "period_start",
    "period_end",
    "period_relation",
    "currency_codes",
    "sentence",
    "sent_start",
    "start",
    "end",
)


def reference_rates(snapshot: Snapshot, codes: Iterable[str] | None = None) -> ReferenceRates:
    """The exchange rates of the lake, ready for questions; `codes` names the currencies needed, by default all."""
    return _kept_rates(RatesKey(snapshot), None if codes is None else frozenset(codes))


@lru_cache(maxsize=2)
def _kept_rates(key: RatesKey, codes: frozenset[str] | None) -> ReferenceRates:
    """Kept, because every run of a process asks for the same."""
    where = None
    if codes is not None:
        # Before the euro there was the ECU; it is needed wherever the euro is.
        where = pc.field("currency_code").isin(sorted({*codes, "EUR", "XEU"}))
    return reference_rates_of(key.snapshot.read("ref_fx_rates", where=where))


def reference_rates_of(rates: pa.Table) -> ReferenceRates:
    """The rates of `ref_fx_rates`, ready for questions: one book a source, in the order in which they are asked."""
    books = []
    for source, pivot in PIVOTS.items():
        of_source = rates.filter(pc.field("source") == source)
        names = ("base_currency_code", "quote_currency_code", "rate_date", "rate")
        listed = zip(*(of_source.column(name).to_pylist() for name in names), strict=True)
        since = of_source.group_by("snapshot_id").aggregate([("rate_date", "min")]).to_pydict()
        snapshots = dict(zip(since["rate_date_min"], since["snapshot_id"], strict=True))
        books.append(RateBook(listed, source=source, snapshots=snapshots, pivot=pivot))
    return ReferenceRates(books)


def conform_month(
    snapshot: Snapshot,
    month: str,
    rates: ReferenceRates,
    currencies: Sequence[str],
    articles: pa.Array | None = None,
) -> Tables:
    """Every money claim of a month in each currency, every measure in its unit of comparison, every correction.

    Values are those the articles state, save where a known error is corrected. `articles` are the ids of those whose
    claims are wanted, null for all.
    """
    where = None if articles is None else pc.field("article_id").isin(articles)
    stated = snapshot.read("core_claims", month, columns=list(_CLAIM_COLUMNS), where=where).to_pylist()
    claims, corrections = correct_claims(stated, read_corrections(), month)
    published = published_intervals(snapshot, month)
    money = [claim for claim in claims if claim["kind"] == "money"]
    resolved = resolve_currencies(_stated_amounts(snapshot, month, money, published), rates)
    rules = {str(row[1]): f"corrected: {row[2]}" for row in corrections if row[3] == "unit" and row[6] == "applied"}
    amounts = [_amount(claim, resolved, rules, published, month) for claim in money]
    converted = convert_claims([amount for amount in amounts if isinstance(amount, MoneyClaim)], rates, currencies)
    unconverted = leave_unconverted([amount for amount in amounts if isinstance(amount, RealAmount)], currencies)
    measured = [
        MeasureClaim(
            claim["claim_id"], claim["unit"], claim["value_low"], claim["value_high"], claim["decimals"], month
        )
        for claim in claims
        if claim["kind"] != "money" and claim["unit"]
    ]
    return {
        "core_claim_corrections": table_of("core_claim_corrections", corrections),
        "core_claim_conversions": pa.concat_tables([converted, unconverted]),
        "core_claim_measures": table_of("core_claim_measures", conform_measures(measured)),
    }


def published_intervals(snapshot: Snapshot, month: str) -> dict[str, tuple[Any, Any]]:
    """When each article of a month was published: article id -> (first day, day after the last), null where unknown."""
    columns = ["article_id", "published_start", "published_end"]
    rows = snapshot.read("core_documents", month, columns=columns).to_pydict()
    return {key: (start, end) for key, start, end in zip(*(rows[name] for name in columns), strict=True)}


def nature_of(metric: str | None, relation: str | None) -> str:
    """Flow or stock: as the metric's concept says; for an unknown metric a number as of a day is a stock."""
    concept = metric_of(metric)
    if concept is not None and concept.nature in ("flow", "stock"):
        return concept.nature
    return "stock" if relation == "as_of" else "flow"


def terms_of(claim: Row) -> str | None:
    """The words that put a claim's amount in real terms, null where it is money of its own time."""
    return real_terms(claim["sentence"], claim["start"] - claim["sent_start"], claim["end"] - claim["sent_start"])


def codes_needed(snapshot: Snapshot, months: Iterable[str], currencies: Sequence[str]) -> set[str]:
    """The currencies that occur in the money claims of some months, and those converted to."""
    codes = set(currencies)
    for month in months:
        where = pc.field("kind") == "money"
        rows = snapshot.read("core_claims", month, columns=["unit", "currency_codes"], where=where).to_pydict()
        codes.update(code for code in rows["unit"] if code)
        codes.update(code for listed in rows["currency_codes"] if listed for code in listed.split())
    return codes


def _stated_amounts(
    snapshot: Snapshot, month: str, money: Sequence[Row], published: Mapping[str, tuple[Any, Any]]
) -> list[StatedAmount]:
    where = pc.field("kind") == "stated_conversion_of"
    pairs = snapshot.read("core_claim_relations", month, where=where).to_pylist()
    paired = {row["from_claim_id"]: row["to_claim_id"] for row in pairs}
    paired |= {row["to_claim_id"]: row["from_claim_id"] for row in pairs}
    return [
        StatedAmount(
            claim["claim_id"],
            claim["article_id"],
            claim["unit"] or "",
            tuple((claim["currency_codes"] or "").split()),
            claim["value_low"] if claim["value_low"] is not None else claim["value_high"],
            paired.get(claim["claim_id"]),
            published.get(claim["article_id"], (None, None))[1],
        )
        for claim in money
    ]


def _amount(
    claim: Row,
    resolved: Mapping[str, tuple[str, str]],
    corrected: Mapping[str, str],
    published: Mapping[str, tuple[Any, Any]],
    month: str,
) -> MoneyClaim | RealAmount:
    """A money claim as conversion takes it; one in real terms as what it does not take."""
    code, rule = resolved[claim["claim_id"]]
    if claim["claim_id"] in corrected:
        code, rule = claim["unit"], corrected[claim["claim_id"]]
    terms = terms_of(claim)
    if terms is not None:
        return RealAmount(claim["claim_id"], code, terms, month, rule)
    start, end = published.get(claim["article_id"], (None, None))
    return MoneyClaim(
        claim["claim_id"],
        code,
        claim["value_low"],
        claim["value_high"],
        claim["decimals"],
        claim["status"],
        nature_of(claim["metric"], claim["period_relation"]),
        claim["period_start"],
        claim["period_end"],
        start,
        end,
        month,
        rule,
    )
