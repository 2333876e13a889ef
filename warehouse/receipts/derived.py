"""Why do we say so? A page for each row of a mart: what it says, and every sentence it rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pyarrow.compute as pc

from schemas.identity import row_hash
from schemas.tables import TABLES
from warehouse.contracts import key_columns, table_columns, table_description
from warehouse.lake import Snapshot
from warehouse.receipts.cards import digits, value_words
from warehouse.trail_steps import ids_named

Row = Mapping[str, Any]

DERIVED = {
    "core_disagreements": "Disagreement",
    "core_growth_checks": "Growth",
    "core_fx_checks": "Exchange rate",
    "core_target_outcomes": "Target and outcome",
}
"""The tables behind the marts, and what a page calls a row: each holds claims or facts against one another."""
MOST_LISTED = 300
"""Rows of a table on the page of all checks, those with something to tell first: more would make it slow to open."""
_TELLING = ("inconsistent", "within_rounding", "consistent", "not_comparable")
_CLAIM_COLUMNS = (
    "claim_id", "article_id", "start", "end", "sent_start", "sentence", "quote", "value_low", "value_high", "unit",
    "modifier", "per", "direction", "subject", "metric",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Receipt:
    """A claim below a row: what it is there for, its value, and its sentence before, in and after the quote."""

    role: str
    claim_id: str
    article_id: str
    value: str
    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True)
class DerivedPage:
    """The page of a row: its verdict and why; lines are label, what it says, and what the column means."""

    row_id: str
    table: str
    name: str
    title: str
    description: str
    verdict: str
    why: str
    lines: tuple[tuple[str, str, str], ...]
    receipts: tuple[Receipt, ...]
    fingerprint: str


def derived_pages(snapshot: Snapshot) -> list[DerivedPage]:
    """The pages of all rows of marts that the lake holds, in the order of tables and ids."""
    found = []
    for name in DERIVED:
        rows = snapshot.read(name).to_pylist()
        named = [dict(ids_named(row)) for row in rows]
        facts = _chosen(snapshot, {key for ids in named for key in ids if key[0] == "o"})
        claims = _claims(snapshot, {key for ids in named for key in ids if key[0] == "c"} | set(facts.values()))
        found += [_page(name, row, ids, facts, claims) for row, ids in zip(rows, named, strict=True)]
    return found


def rows_by_claim(pages: list[DerivedPage]) -> dict[str, tuple[tuple[str, str], ...]]:
    """For each claim the rows of marts that rest on it, as id and title."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for page in pages:
        for receipt in page.receipts:
            said = f": {page.verdict.replace('_', ' ')}" if page.verdict else ""
            found[receipt.claim_id].append((page.row_id, f"{page.name}{said}"))
    return {key: tuple(rows) for key, rows in found.items()}


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one table as the page of all checks lists them: how many there are, and the first of these."""

    table: str
    name: str
    description: str
    count: int
    pages: tuple[DerivedPage, ...]


def grouped_pages(pages: list[DerivedPage]) -> list[Group]:
    """The rows by table, those first that say that something does not fit."""
    groups = []
    for table, name in DERIVED.items():
        found = sorted((page for page in pages if page.table == table), key=_told_first)
        if found:
            shown = tuple(found[:MOST_LISTED])
            groups.append(Group(table, name, table_description(TABLES[table]), len(found), shown))
    return groups


def _told_first(page: DerivedPage) -> tuple[int, str, str]:
    place = _TELLING.index(page.verdict) if page.verdict in _TELLING else len(_TELLING)
    return place, page.title, page.row_id


def _page(name: str, row: Row, ids: dict[str, str], facts: dict[str, str], claims: dict[str, Row]) -> DerivedPage:
    table = TABLES[name]
    (key,) = key_columns(table)
    lines = tuple(
        (column.name.replace("_", " "), _said(row[column.name]), column.description)
        for column in table_columns(table)
        if row[column.name] is not None
        and not column.name.endswith(("_id", "_ids", "row_hash", "partition_month"))
        and column.name not in ("verdict", "why")
    )
    behind: dict[str, str] = {}
    for named, column in ids.items():
        behind.setdefault(facts.get(named, named), column.removesuffix("s").removesuffix("_id").replace("_", " "))
    found = [(claims[claim], role) for claim, role in behind.items() if claim in claims]
    receipts = tuple(_receipt(claim, role) for claim, role in found)
    title = _title(DERIVED[name], [claim for claim, _ in found])
    verdict, why = row.get("verdict") or "", row.get("why") or ""
    return DerivedPage(
        row_id=row[key],
        table=name,
        name=DERIVED[name],
        title=title,
        description=table_description(table),
        verdict=verdict,
        why=why,
        lines=lines,
        receipts=receipts,
        fingerprint=row_hash((title, verdict, why, lines, receipts)),
    )


def _title(name: str, claims: list[Row]) -> str:
    """What a row is about: subject and metric of the first claim that names them, else its words."""
    for claim in claims:
        words = [claim[column] for column in ("subject", "metric") if claim[column]]
        if words:
            return " · ".join(words)
    return claims[0]["quote"] if claims else name


def _receipt(claim: Row, role: str) -> Receipt:
    quote, sentence = claim["quote"], claim["sentence"]
    at = sentence.find(quote, max(0, claim["start"] - claim["sent_start"] - len(quote)))
    at = at if at >= 0 else sentence.find(quote)
    return Receipt(
        role,
        claim["claim_id"],
        claim["article_id"],
        value_words(claim),
        sentence[: max(0, at)],
        quote,
        sentence[at + len(quote) :] if at >= 0 else "",
    )


def _chosen(snapshot: Snapshot, facts: set[str]) -> dict[str, str]:
    """The claim that stands for each fact."""
    if not facts:
        return {}
    where = pc.field("observation_id").isin(sorted(facts))
    rows = snapshot.read("core_observations", None, ["observation_id", "chosen_claim_id"], where).to_pylist()
    return {row["observation_id"]: row["chosen_claim_id"] for row in rows}


def _claims(snapshot: Snapshot, wanted: set[str]) -> dict[str, Row]:
    if not wanted:
        return {}
    where = pc.field("claim_id").isin(sorted(wanted))
    rows = snapshot.read("core_claims", None, list(_CLAIM_COLUMNS), where).to_pylist()
    return {row["claim_id"]: row for row in rows}


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return digits(value) if isinstance(value, Decimal) else str(value).replace("_", " ")
