"""A small warehouse that holds a whole trail: two articles, five claims, loaded by file path from `conftest.py`."""

import base64
import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa

from schemas.identity import bytes_hash
from schemas.tables import TABLES
from warehouse.contracts import Column, arrow_schema, table_columns
from warehouse.validation import validated

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
MONTH = "2024-01"
TEXT = (
    "Charging points\n\n"
    "The province opened its first depots.  It spent 3.2 billion yuan ($450 million) on charging-points, "
    "and over 40,000 jobs followed.  Officials were pleased.\n"
)
SECOND_TEXT = "It spent 3.2 billion yuan on charging points.\n"
URL = "https://example.org/charging?id=7"
LONG_SENTENCE = "Officials said " + "that more and more of it would follow " * 10 + "in 2025."


def made_id(prefix: str, *parts: object) -> str:
    """An id of the right form, the same for the same parts."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=10).digest()
    return f"{prefix}_{base64.b32encode(digest).decode().lower()}"


def rows_of(name: str, rows: list[dict]) -> pa.Table:
    """Rows of a table, checked against its contract; see `unchecked_rows_of`."""
    return validated(TABLES[name], unchecked_rows_of(name, rows))


def unchecked_rows_of(name: str, rows: list[dict]) -> pa.Table:
    """Rows of a table; what they leave out is null, or anything that the contract takes."""
    table = TABLES[name]
    defaults = {column.name: COMMON.get(column.name, _anything(column)) for column in table_columns(table)}
    filled = [{**defaults, **row} for row in rows]
    assert all(row.keys() == defaults.keys() for row in filled), f"{name} has no such column"
    return pa.Table.from_pylist(filled, schema=arrow_schema(table))


def _anything(column: Column) -> object:
    """A value that the column takes; a contract that gains a column need not be told to these tests."""
    if column.is_nullable:
        return None
    if column.allowed:
        return column.allowed[0]
    if column.limits and column.limits[0].endswith("_[a-z2-7]{16}$"):
        return made_id(column.limits[0].removeprefix("matches ^")[0], column.name)
    values = {pa.string(): "EUR", pa.int64(): 1, pa.float64(): 1.0, pa.bool_(): False, pa.date32(): date(2024, 1, 1)}
    return values.get(column.type, NOW if pa.types.is_timestamp(column.type) else Decimal(1))


COMMON = {
    "partition_month": MONTH,
    "row_hash": "f",
    "received_at": NOW,
    "code_version": "1",
    "confidence": 0.9,
    "rule": "<number> <scale> <currency>",
    "article_index": 0,
    "record_number": 0,
    "format": "txt",
    "encoding": "utf-8",
}


def region_rows(count: int, month: str = MONTH, rule: str = "plain") -> pa.Table:
    """`count` rows of `core_regions`, the smallest monthly table; `rule` tells one version of them from another."""
    rows = [
        {
            "region_id": made_id("g", month, number),
            "article_id": made_id("a", month),
            "kind": "body",
            "start": number * 10,
            "end": number * 10 + 9,
            "rule": rule,
            "partition_month": month,
            "row_hash": f"{rule}{number}",
        }
        for number in range(count)
    ]
    return rows_of("core_regions", rows)


def trail_changes(places: dict[str, str]) -> dict[tuple[str, str, str], pa.Table]:
    """All tables of the two articles; `places` says where each text lies below the landing folder."""
    made = {name: [] for name in TABLES}
    _article(made, "first", TEXT, places, URL)
    _article(made, "second", SECOND_TEXT, places, None)
    first_spend = _claim(made, "first", TEXT, "3.2 billion yuan", "3200000000")
    dollars = _claim(made, "first", TEXT, "$450 million", "450000000", unit="USD")
    _claim(made, "first", TEXT, "over 40,000", "40000", high=None, modifier="more_than", unit="job", kind="count")
    second_spend = _claim(made, "second", SECOND_TEXT, "3.2 billion yuan", "3200000000")
    relation = {"kind": "stated_conversion_of", "from_claim_id": dollars, "to_claim_id": first_spend, "rule": "pair"}
    made["core_claim_relations"].append({"relation_id": made_id("l", dollars), **relation})
    made["ref_fx_rates"] += [
        {
            "source": "ECB",
            "currency_code": code,
            "rate_date": date(2024, 1, day),
            "rate": rate,
            "base_currency_code": "EUR",
            "quote_currency_code": code,
            "snapshot_id": "x",
        }
        for code, rate in (("USD", Decimal("1.09")), ("CNY", Decimal("7.8")), ("JPY", Decimal("158.1")))
        for day in (2, 3, 4)
    ]
    made["core_claim_conversions"].append(
        {
            "conversion_id": made_id("v", first_spend),
            "claim_id": first_spend,
            "base_currency_code": "CNY",
            "currency_rule": "stated",
            "to_currency_code": "USD",
            "method": "period_average",
            "value_low": Decimal("447179487.179487179"),
            "value_high": Decimal("447179487.179487179"),
            "rate": Decimal("0.139743589744"),
            "rate_start": date(2024, 1, 2),
            "rate_end": date(2024, 1, 4),
            "rate_days": 2,
            "source": "ECB",
            "snapshot_id": "x",
        }
    )
    _observation(made, "spend", {first_spend: "chosen", second_spend: "supporting"})
    reject = {"step": "ingest", "reason": "empty_file", "message": "It is empty.", "place": "x.txt"}
    made["core_rejects"].append({"reject_id": made_id("x", 1), "record_number": None, **reject})
    return {
        (name, MONTH if TABLES[name].is_monthly else "all", "all"): rows_of(name, rows) for name, rows in made.items()
    }


def _article(made: dict[str, list], name: str, text: str, places: dict[str, str], url: str | None) -> None:
    sha256 = bytes_hash(text.encode())
    raw = {"raw_article_id": made_id("r", name), "sha256": sha256, "byte_count": len(text.encode())}
    place = {"place": places[name]}
    published = {"published_start": date(2024, 1, 15), "published_end": date(2024, 1, 16)}
    made["raw_ledger"].append({**raw, **place, **published})
    made["raw_articles"].append({**raw, **place, **published, "file": f"{name}.txt", "raw_text": text, "url": url})
    article = {"article_id": made_id("a", name), "file": f"{name}.txt"}
    made["core_documents"].append(
        {**article, **published, "raw_article_id": raw["raw_article_id"], "start": 0, "end": len(text), "url": url}
    )
    del article["file"]
    for number, (start, end) in enumerate(_sentence_spans(text)):
        made["core_sentences"].append(
            {
                **article,
                "sentence_id": made_id("s", name, start),
                "sentence_number": number,
                "paragraph_number": 0,
                "region": "body",
                "start": start,
                "end": end,
                "text": text[start:end],
                "quote_prefix": text[max(0, start - 32) : start],
                "quote_suffix": text[end : end + 32],
            }
        )


def _sentence_spans(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    while (end := text.find(".", start)) >= 0:
        # A decimal point ends no sentence.
        while text[end + 1 : end + 2].isdigit():
            end = text.index(".", end + 1)
        spans.append((start, end + 1))
        start = end + 1 + len(text[end + 1 :]) - len(text[end + 1 :].lstrip())
    return spans


def _claim(
    made: dict[str, list],
    name: str,
    text: str,
    quote: str,
    low: str,
    *,
    high: str | None = "",
    modifier: str = "exact",
    unit: str = "CNY",
    kind: str = "money",
) -> str:
    start = text.index(quote)
    sentence = next(
        row
        for row in made["core_sentences"]
        if row["article_id"] == made_id("a", name) and row["start"] <= start < row["end"]
    )
    claim = made_id("c", name, quote)
    made["core_claims"].append(
        {
            "claim_id": claim,
            "sentence_id": sentence["sentence_id"],
            "article_id": sentence["article_id"],
            "file": f"{name}.txt",
            "start": start,
            "end": start + len(quote),
            "quote": quote,
            "sent_start": sentence["start"],
            "sent_end": sentence["end"],
            "sentence": sentence["text"],
            "kind": kind,
            "value_low": Decimal(low),
            "value_high": Decimal(high or low) if high is not None else None,
            "modifier": modifier,
            "unit": unit,
            "status": "actual",
            "subject": "the province",
        }
    )
    mention = {"sentence_id": sentence["sentence_id"], "article_id": sentence["article_id"]}
    number = made_id("m", claim)
    made["core_mentions"].append(
        {**mention, "mention_id": number, "kind": "number", "start": start, "end": start + len(quote), "text": quote}
    )
    made["core_claim_mentions"].append({"claim_id": claim, "mention_id": number, "role": "number"})
    return claim


def _observation(made: dict[str, list], name: str, claims: dict[str, str]) -> None:
    observation = made_id("o", name)
    value = Decimal("3200000000")
    made["core_observations"].append(
        {
            "observation_id": observation,
            "series_id": made_id("i", name),
            "nature": "flow",
            "measure": "level",
            "is_restatement": False,
            "subject": "the province",
            "status": "actual",
            "kind": "money",
            "unit": "CNY",
            "modifier": "exact",
            "value": value,
            "value_low": value,
            "value_high": value,
            "value_additive": value,
            "claim_count": len(claims),
            "article_count": 2,
            "value_count": 1,
            "consistency": "consistent",
            "chosen_claim_id": next(iter(claims)),
            "chosen_rule": "first",
        }
    )
    made["core_observation_claims"] += [
        {"observation_id": observation, "claim_id": claim, "role": role} for claim, role in claims.items()
    ]


def in_utc(row):
    """A row whose moments are told in one way, whatever name a driver gives to UTC."""
    return tuple(value.astimezone(UTC) if isinstance(value, datetime) else value for value in row)
