"""A lake of generated claims, as many as wanted: rows of the real contracts, for measuring the warehouses."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
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


@dataclass(frozen=True)
class _Month:
    """What is of which article and sentence in one generated month, and where the words stand."""

    month: str
    claims: int

    @cached_property
    def sentences(self) -> int:
        return -(-self.claims // CLAIMS_OF_SENTENCE)

    @cached_property
    def articles(self) -> int:
        return -(-self.sentences // SENTENCES_OF_ARTICLE)

    @cached_property
    def of_sentence(self) -> np.ndarray:
        """For each claim the number of its sentence."""
        return np.arange(self.claims) // CLAIMS_OF_SENTENCE

    @cached_property
    def of_article(self) -> np.ndarray:
        """For each sentence the number of its article."""
        return np.arange(self.sentences) // SENTENCES_OF_ARTICLE

    @cached_property
    def ids(self) -> dict[str, np.ndarray]:
        """Ids by their prefix."""
        counts = {"a": self.articles, "r": self.articles, "s": self.sentences, "c": self.claims}
        return {prefix: _ids(prefix, self.month, count) for prefix, count in counts.items()}

    @cached_property
    def files(self) -> np.ndarray:
        return np.char.add("article-", np.char.add(np.arange(self.articles).astype(str), ".txt"))

    @cached_property
    def texts(self) -> np.ndarray:
        """The words of each sentence."""
        words = "In this year the province spent this much and that much on number "
        numbered = np.char.add(words, np.arange(self.sentences).astype(str))
        return np.char.add(numbered, ", officials of its statistics office told reporters.")

    @cached_property
    def starts(self) -> np.ndarray:
        """Where each sentence begins in its article."""
        return (np.arange(self.sentences) % SENTENCES_OF_ARTICLE) * 200

    @cached_property
    def ends(self) -> np.ndarray:
        return self.starts + np.char.str_len(self.texts)

    @property
    def year(self) -> tuple[date, date]:
        """The year of the month: its first day, and that of the next."""
        return date(int(self.month[:4]), 1, 1), date(int(self.month[:4]) + 1, 1, 1)

    @property
    def common(self) -> dict[str, object]:
        """What every row says."""
        return {"partition_month": self.month, "received_at": _NOW, "code_version": "1", "confidence": 0.9}


def month_tables(seed: int, month: str, claims: int, state: str = "") -> dict[str, pa.Table]:
    """The tables of one month; `state` goes into subject and fingerprint of every claim, to tell two states apart."""
    made = _Month(month, claims)
    raw = _raw_rows(made)
    documents = raw | {"article_id": made.ids["a"], "article_index": 0, "start": 0, "end": 9000}
    documents |= {"publisher": "A paper", "row_hash": "f"}
    claim_rows = _claim_rows(made, np.random.default_rng(seed), state)
    money = np.flatnonzero(claim_rows["kind"] == "money")
    return {
        "raw_ledger": _rows("raw_ledger", made.articles, raw),
        "raw_articles": _rows("raw_articles", made.articles, {**raw, "raw_text": "…", "row_hash": "f"}),
        "core_documents": _rows("core_documents", made.articles, documents),
        "core_sentences": _rows("core_sentences", made.sentences, _sentence_rows(made)),
        "core_claims": _rows("core_claims", claims, claim_rows),
        "core_claim_conversions": _rows("core_claim_conversions", len(money), _conversions(made, claim_rows, money)),
    }


def _raw_rows(made: _Month) -> dict[str, object]:
    day = date(int(made.month[:4]), int(made.month[5:]), 15)
    raw = made.common | {"published_start": day, "published_end": date.fromordinal(day.toordinal() + 1)}
    raw |= {"raw_article_id": made.ids["r"], "sha256": "0" * 64, "byte_count": 9, "record_number": 0}
    raw |= {"place": made.files, "file": made.files, "format": "txt", "encoding": "utf-8", "media_type": "text/plain"}
    return raw


def _sentence_rows(made: _Month) -> dict[str, object]:
    return {
        **made.common,
        "sentence_id": made.ids["s"],
        "article_id": made.ids["a"][made.of_article],
        "sentence_number": np.arange(made.sentences) % SENTENCES_OF_ARTICLE,
        "paragraph_number": 0,
        "region": "body",
        "start": made.starts,
        "end": made.ends,
        "text": made.texts,
        "quote_prefix": "",
        "quote_suffix": "",
        "row_hash": "f",
    }


def _claim_rows(made: _Month, random: np.random.Generator, state: str) -> dict[str, Any]:
    count, ids, of_sentence = made.claims, made.ids["c"], made.of_sentence
    kinds = random.integers(0, len(_KINDS), count)
    low = random.integers(1, 10**12, count)
    is_floor = random.random(count) < 0.2
    subjects = _SUBJECTS[random.integers(0, len(_SUBJECTS), count)]
    starts = made.starts[of_sentence] + 5 + 10 * (np.arange(count) % CLAIMS_OF_SENTENCE)
    of_article = made.of_article[of_sentence]
    return {
        **made.common,
        "claim_id": ids,
        "sentence_id": made.ids["s"][of_sentence],
        "article_id": made.ids["a"][of_article],
        "file": made.files[of_article],
        "article_index": 0,
        "start": starts,
        "end": starts + len("this year"),
        "quote": "this year",
        "sent_start": made.starts[of_sentence],
        "sent_end": made.ends[of_sentence],
        "sentence": made.texts[of_sentence],
        "kind": _KINDS[kinds],
        "value_low": low,
        "value_high": pa.array(low, mask=is_floor),
        "modifier": np.where(is_floor, "more_than", "exact"),
        "decimals": 0,
        "unit": _UNITS[kinds],
        "subject": state or subjects,
        "metric": _METRICS[random.integers(0, len(_METRICS), count)],
        "status": _STATUSES[random.integers(0, len(_STATUSES), count)],
        "period_start": made.year[0],
        "period_end": made.year[1],
        "period_kind": "year",
        "rule": "<number> <scale> <currency>",
        "row_hash": np.char.add(ids.astype(str), state),
    }


def _conversions(made: _Month, claims: dict[str, Any], money: np.ndarray) -> dict[str, object]:
    """The amounts among the claims of a month in dollars, at one rate for all."""
    dollars = claims["value_low"][money] // 7
    is_floor = claims["modifier"][money] == "more_than"
    return {
        **made.common,
        "conversion_id": _ids("v", made.month, len(money)),
        "claim_id": claims["claim_id"][money],
        "base_currency_code": "CNY",
        "currency_rule": "stated",
        "to_currency_code": "USD",
        "method": "period_average",
        "value_low": dollars,
        "value_high": pa.array(dollars, mask=is_floor),
        "rate": Decimal("0.142857142857"),
        "rate_start": made.year[0],
        "rate_end": made.year[1],
        "rate_days": 250,
        "source": "ECB",
        "snapshot_id": "x",
        "row_hash": "f",
    }


def observations(claims: pa.Table) -> tuple[pa.Table, pa.Table]:
    """A fact for every fourth claim of a month, told by that claim and the next."""
    chosen = claims.take(pa.array(range(0, claims.num_rows - 1, 4)))
    second = claims.column("claim_id").take(pa.array(range(1, claims.num_rows, 4))).slice(0, chosen.num_rows)
    ids = pc.replace_substring(chosen.column("claim_id"), "c_", "o_", max_replacements=1)
    value = pc.if_else(pc.equal(chosen.column("modifier"), "exact"), chosen.column("value_low"), None)
    may_add = pc.and_(pc.equal(chosen.column("status"), "actual"), pc.equal(chosen.column("kind"), "money"))
    same = ("subject", "metric", "status", "kind", "unit", "period_start", "period_end")
    taken = (*same, "modifier", "value_low", "value_high", "decimals")
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
