"""A lake of generated claims, as many as wanted: rows of the real contracts, for measuring the warehouses."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.tables import TABLES
from warehouse.contracts import arrow_schema
from warehouse.lake import Lake

CLAIMS_OF_SENTENCE = 2
SENTENCES_OF_ARTICLE = 15
FIRST_YEAR = 2014
_NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
_SUBJECTS = np.array([f"Province {number}" for number in range(200)])
_METRICS = np.array([f"metric {number}" for number in range(100)])
_KINDS = np.array(["money", "count", "percent", "area"])
_UNITS = np.array(["CNY", "job", "percent", "ha"])
_STATUSES = np.array(["actual", "actual", "actual", "target", "plan"])


def fill_lake(lake: Lake, claims: int, months: int) -> int:
    """Fill a lake with about `claims` claims spread over `months` months; returns how many rows all tables hold."""
    of_month = -(-claims // months)
    total, facts = 0, []
    for number in range(months):
        month = f"{FIRST_YEAR + number // 12}-{number % 12 + 1:02d}"
        tables = month_tables(number, month, of_month)
        facts.append(observations(tables["core_claims"]))
        changes = {(name, month, "all"): rows for name, rows in tables.items() if name != "raw_ledger"}
        changes["raw_ledger", "all", f"m{number}"] = tables["raw_ledger"]
        lake.replace(changes, run_id="generated", code_version="1", now=_NOW)
        total += sum(rows.num_rows for name, rows in tables.items() if name != "raw_articles")
    over_all = {
        ("core_observations", "all", "all"): pa.concat_tables([rows for rows, _ in facts]),
        ("core_observation_claims", "all", "all"): pa.concat_tables([rows for _, rows in facts]),
    }
    lake.replace(over_all, run_id="generated", code_version="1", now=_NOW)
    return total + sum(int(rows.num_rows) for rows in over_all.values())


def month_tables(seed: int, month: str, claims: int, state: str = "") -> dict[str, pa.Table]:
    """The tables of one month; `state` goes into subject and fingerprint of every claim, to tell two states apart."""
    random = np.random.default_rng(seed)
    sentences = -(-claims // CLAIMS_OF_SENTENCE)
    articles = -(-sentences // SENTENCES_OF_ARTICLE)
    day = date(int(month[:4]), int(month[5:]), 15)
    of_sentence = np.arange(claims) // CLAIMS_OF_SENTENCE
    of_article = np.arange(sentences) // SENTENCES_OF_ARTICLE
    article_ids, raw_ids = _ids("a", month, articles), _ids("r", month, articles)
    sentence_ids, claim_ids = _ids("s", month, sentences), _ids("c", month, claims)
    common = {"partition_month": month, "received_at": _NOW, "code_version": "1", "confidence": 0.9}
    published = {"published_start": day, "published_end": date.fromordinal(day.toordinal() + 1)}
    files = np.char.add("article-", np.char.add(np.arange(articles).astype(str), ".txt"))
    raw = {**common, **published, "raw_article_id": raw_ids, "sha256": "0" * 64, "byte_count": 9, "record_number": 0}
    raw |= {"place": files, "file": files, "format": "txt", "encoding": "utf-8", "media_type": "text/plain"}
    words = np.char.add(
        "In this year the province spent this much and that much on number ", np.arange(sentences).astype(str)
    )
    texts = np.char.add(words, ", officials of its statistics office told reporters.")
    lengths = np.char.str_len(texts)
    starts = (np.arange(sentences) % SENTENCES_OF_ARTICLE) * 200
    kinds = random.integers(0, len(_KINDS), claims)
    low = random.integers(1, 10**12, claims)
    is_floor = random.random(claims) < 0.2
    months = date(int(month[:4]), 1, 1), date(int(month[:4]) + 1, 1, 1)
    subjects = _SUBJECTS[random.integers(0, len(_SUBJECTS), claims)]
    claim_rows = {
        **common,
        "claim_id": claim_ids,
        "sentence_id": sentence_ids[of_sentence],
        "article_id": article_ids[of_article[of_sentence]],
        "file": files[of_article[of_sentence]],
        "article_index": 0,
        "start": starts[of_sentence] + 5 + 10 * (np.arange(claims) % CLAIMS_OF_SENTENCE),
        "end": starts[of_sentence] + 14 + 10 * (np.arange(claims) % CLAIMS_OF_SENTENCE),
        "quote": "this year",
        "sent_start": starts[of_sentence],
        "sent_end": starts[of_sentence] + lengths[of_sentence],
        "sentence": texts[of_sentence],
        "kind": _KINDS[kinds],
        "value_low": low,
        "value_high": pa.array(low, mask=is_floor),
        "modifier": np.where(is_floor, "more_than", "exact"),
        "decimals": 0,
        "unit": _UNITS[kinds],
        "subject": state or subjects,
        "metric": _METRICS[random.integers(0, len(_METRICS), claims)],
        "status": _STATUSES[random.integers(0, len(_STATUSES), claims)],
        "period_start": months[0],
        "period_end": months[1],
        "period_kind": "year",
        "rule": "<number> <scale> <currency>",
        "row_hash": np.char.add(claim_ids.astype(str), state),
    }
    money = np.flatnonzero(kinds == 0)
    conversion = {
        **common,
        "conversion_id": _ids("v", month, len(money)),
        "claim_id": claim_ids[money],
        "base_currency_code": "CNY",
        "currency_rule": "stated",
        "to_currency_code": "USD",
        "method": "period_average",
        "value_low": low[money] // 7,
        "value_high": pa.array(low[money] // 7, mask=is_floor[money]),
        "rate": Decimal("0.142857142857"),
        "rate_start": months[0],
        "rate_end": months[1],
        "rate_days": 250,
        "source": "ECB",
        "snapshot_id": "x",
        "row_hash": "f",
    }
    return {
        "raw_ledger": _rows("raw_ledger", articles, raw),
        "raw_articles": _rows("raw_articles", articles, {**raw, "raw_text": "…", "row_hash": "f"}),
        "core_documents": _rows(
            "core_documents",
            articles,
            {
                **raw,
                "article_id": article_ids,
                "article_index": 0,
                "start": 0,
                "end": 9000,
                "publisher": "A paper",
                "row_hash": "f",
            },
        ),
        "core_sentences": _rows(
            "core_sentences",
            sentences,
            {
                **common,
                "sentence_id": sentence_ids,
                "article_id": article_ids[of_article],
                "sentence_number": np.arange(sentences) % SENTENCES_OF_ARTICLE,
                "paragraph_number": 0,
                "region": "body",
                "start": starts,
                "end": starts + lengths,
                "text": texts,
                "quote_prefix": "",
                "quote_suffix": "",
                "row_hash": "f",
            },
        ),
        "core_claims": _rows("core_claims", claims, claim_rows),
        "core_claim_conversions": _rows("core_claim_conversions", len(money), conversion),
    }


def observations(claims: pa.Table) -> tuple[pa.Table, pa.Table]:
    """A fact for every fourth claim of a month, told by that claim and the next."""
    chosen = claims.take(pa.array(range(0, claims.num_rows - 1, 4)))
    second = claims.column("claim_id").take(pa.array(range(1, claims.num_rows, 4))).slice(0, chosen.num_rows)
    ids = pc.replace_substring(chosen.column("claim_id"), "c_", "o_", max_replacements=1)
    value = pc.if_else(pc.equal(chosen.column("modifier"), "exact"), chosen.column("value_low"), None)
    may_add = pc.and_(pc.equal(chosen.column("status"), "actual"), pc.equal(chosen.column("kind"), "money"))
    taken = (
        "subject",
        "metric",
        "status",
        "kind",
        "unit",
        "period_start",
        "period_end",
        "modifier",
        "value_low",
        "value_high",
        "decimals",
    )
    facts = {
        **{name: chosen.column(name) for name in taken},
        "observation_id": ids,
        "series_id": pc.replace_substring(ids, "o_", "i_", max_replacements=1),
        "nature": "flow",
        "measure": "level",
        "value": value,
        "value_additive": pc.if_else(may_add, value, None),
        "is_restatement": False,
        "claim_count": 2,
        "article_count": 1,
        "value_count": 2,
        "consistency": "consistent",
        "chosen_claim_id": chosen.column("claim_id"),
        "chosen_rule": "first",
        "row_hash": chosen.column("row_hash"),
    }
    both = pa.chunked_array([*chosen.column("claim_id").chunks, *second.chunks])
    roles = pa.array(["chosen"] * chosen.num_rows + ["supporting"] * second.length())
    bridge = {
        "observation_id": pa.chunked_array([*ids.chunks, *ids.slice(0, second.length()).chunks]),
        "claim_id": both,
        "role": roles,
    }
    return (
        _rows("core_observations", chosen.num_rows, facts),
        _rows("core_observation_claims", len(both), bridge),
    )


def _ids(prefix: str, month: str, count: int) -> np.ndarray:
    return np.array(list(_made_ids(prefix, month, count)), dtype=object)


def _made_ids(prefix: str, month: str, count: int) -> Iterator[str]:
    for number in range(count):
        digest = hashlib.blake2b(f"{prefix}{month}{number}".encode(), digest_size=10).digest()
        yield f"{prefix}_{base64.b32encode(digest).decode().lower()}"


def _rows(name: str, count: int, values: dict[str, object]) -> pa.Table:
    """Rows of a table in its schema; one value stands for all rows, what is left out is null."""
    schema = arrow_schema(TABLES[name])
    return pa.table([_column(field, count, values.get(field.name)) for field in schema], schema)


def _column(field: pa.Field, count: int, value: object) -> pa.Array | pa.ChunkedArray:
    if isinstance(value, np.ndarray):
        value = pa.array(value.tolist() if value.dtype.kind in "UO" else value)
    if not isinstance(value, pa.Array | pa.ChunkedArray):
        return pa.array([value] * count, field.type)
    column: Any = value
    if pa.types.is_decimal(field.type) and pa.types.is_integer(column.type):
        column = column.cast(pa.decimal128(19, 0))
    return column.cast(field.type)


def make_lake(folder: Path, claims: int, months: int) -> Lake:
    """The generated lake in a folder, made where it is not there yet."""
    lake = Lake(folder / f"lake-{claims}-{months}")
    if not lake.entries():
        fill_lake(lake, claims, months)
    return lake
