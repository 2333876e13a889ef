"""From claims back to the bytes they were read from, each step read from the lake and verified.

Whoever asks for many claims asks once: each table is read once a month for all of them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow.compute as pc

from schemas.errors import StoreError
from warehouse.lake import Snapshot
from warehouse.manifest import ALL, Entry
from warehouse.trail_checks import Check, byte_checks, extent_check, span_checks
from warehouse.trail_ids import Row, asked, facts_with, rows

Told = Mapping[str, tuple[str | None, Row | None]]
"""For each claim its part in a fact (`chosen`, `supporting`, `conflicting`), and the fact."""

_Wanted = Mapping[str, set[str]]
"""Month -> the values that are looked for in it."""

_MENTION_COLUMNS = ("mention_id", "kind", "start", "end", "text", "code", "rule")


@dataclass(frozen=True, slots=True)
class Conversion:
    """The claim in another currency: a row of `core_claim_conversions` and the rows of `ref_fx_rates` behind it."""

    row: Row
    rates: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """The way from a claim to its source; each member is a row of the table named, or several.

    claim: `core_claims`. mentions: `core_mentions` with the column `role` of `core_claim_mentions`, by span.
    corrections, measures: `core_claim_corrections` and `core_claim_measures` of the claim.
    relations: `core_claim_relations` from or to the claim. before, sentence, after: `core_sentences`, null at the ends
    of the article. article: `core_documents`. raw: `raw_articles` without its text. ledger: `raw_ledger`.
    conversions: by target currency. observation: `core_observations`, and observation_role the claim's part in it.
    made_by: the file of the lake that holds the claim, with the run and the code version that wrote it.
    checks: what was verified, in the order of the trail.
    """

    claim: Row
    mentions: tuple[Row, ...]
    relations: tuple[Row, ...]
    corrections: tuple[Row, ...]
    measures: tuple[Row, ...]
    before: Row | None
    sentence: Row
    after: Row | None
    article: Row
    raw: Row
    ledger: Row | None
    conversions: tuple[Conversion, ...]
    observation: Row | None
    observation_role: str | None
    made_by: Entry | None
    checks: tuple[Check, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every check holds."""
        return all(check.is_right for check in self.checks)


def claim_trails(
    snapshot: Snapshot, claims: Sequence[Row], landing: Path, told: Told | None = None
) -> dict[str, Trail]:
    """The trails of rows of `core_claims` by their ids, verified down to the bytes in the landing folder.

    `told` is what `facts_told` says of the claims, where that is known already.
    Raises StoreError where a row or file of the lake is missing or damaged.
    """
    if not claims:
        return {}
    if told is None:
        told = facts_told(snapshot, [claim["claim_id"] for claim in claims])
    behind = _Behind(snapshot, claims, landing)
    return {claim["claim_id"]: _trail(claim, behind, told) for claim in claims}


class _Behind:
    """The rows of every table behind some claims, by the ids that name them; each table is read once a month."""

    def __init__(self, snapshot: Snapshot, claims: Sequence[Row], landing: Path) -> None:
        own, of_article = _wanted(claims, "claim_id"), _wanted(claims, "article_id")
        self.made_by = {month: entry_of(snapshot, "core_claims", month) for month in own}
        articles = _read(snapshot, "core_documents", "article_id", of_article)
        self.articles = _grouped(articles, "article_id")
        raws = _read(snapshot, "raw_articles", "raw_article_id", _wanted(articles, "raw_article_id"))
        self.raws = _grouped(raws, "raw_article_id")
        self.ledger = _grouped(rows(snapshot, "raw_ledger", None, raw_article_id=list(self.raws)), "raw_article_id")
        self.landed = {key: byte_checks(raw, self.ledger.get(key, ()), landing) for key, (raw, *_) in self.raws.items()}
        sentences = _read(snapshot, "core_sentences", "article_id", of_article)
        self.sentences = _grouped(sentences, "sentence_id")
        self.numbered = {(row["article_id"], row["sentence_number"]): row for row in sentences}
        links = _read(snapshot, "core_claim_mentions", "claim_id", own)
        self.links = _grouped(links, "claim_id")
        mentions = _read(snapshot, "core_mentions", "mention_id", _wanted(links, "mention_id"), _MENTION_COLUMNS)
        self.mentions = {row["mention_id"]: row for row in mentions}
        self.relations = _relations(snapshot, own)
        self.corrections = _grouped(_read(snapshot, "core_claim_corrections", "claim_id", own), "claim_id")
        self.measures = _grouped(_read(snapshot, "core_claim_measures", "claim_id", own), "claim_id")
        conversions = _read(snapshot, "core_claim_conversions", "claim_id", own)
        self.conversions = _grouped(conversions, "claim_id")
        self.rates = used_rates(snapshot, conversions)


def _trail(claim: Row, behind: _Behind, told: Told) -> Trail:
    key, month = claim["claim_id"], claim["partition_month"]
    article = _only(behind.articles, "core_documents", month, claim["article_id"])
    raw = _only(behind.raws, "raw_articles", month, article["raw_article_id"])
    sentence = _only(behind.sentences, "core_sentences", month, claim["sentence_id"])
    near = [behind.numbered.get((claim["article_id"], sentence["sentence_number"] + step)) for step in (-1, 1)]
    roles = {link["mention_id"]: link["role"] for link in behind.links.get(key, ())}
    found = [{**behind.mentions[name], "role": role} for name, role in roles.items() if name in behind.mentions]
    mentions = tuple(sorted(found, key=lambda row: row["start"]))
    role, observation = told.get(key, (None, None))
    return Trail(
        claim=claim,
        mentions=mentions,
        relations=tuple(behind.relations.get(key, ())),
        corrections=tuple(behind.corrections.get(key, ())),
        measures=tuple(behind.measures.get(key, ())),
        before=near[0],
        sentence=sentence,
        after=near[1],
        article=article,
        raw={name: value for name, value in raw.items() if name != "raw_text"},
        ledger=next(iter(behind.ledger.get(raw["raw_article_id"], ())), None),
        conversions=tuple(
            Conversion(row, behind.rates[row["conversion_id"]]) for row in behind.conversions.get(key, ())
        ),
        observation=observation,
        observation_role=role,
        made_by=behind.made_by[month],
        checks=(
            *span_checks(raw["raw_text"], raw["media_type"], claim, mentions, sentence),
            extent_check(claim, article),
            *behind.landed[raw["raw_article_id"]],
        ),
    )


def facts_told(snapshot: Snapshot, claim_ids: Sequence[str]) -> Told:
    """What each claim does for which fact of the world; claims that facts were not made of yet are left out."""
    condition = f"claim_id IN ({', '.join('?' * len(claim_ids))})"
    links = asked(snapshot, "core_observation_claims", "claim_id, observation_id, role", condition, claim_ids)
    ids = sorted({link["observation_id"] for link in links})
    facts = facts_with(snapshot, ids)
    return {link["claim_id"]: (link["role"], facts.get(link["observation_id"])) for link in links}


def used_rates(snapshot: Snapshot, conversions: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """For each row of `core_claim_conversions` the rates of both its currencies on the days that it used."""
    spans = {row["conversion_id"]: row for row in conversions}
    used = [row for row in spans.values() if row["rate_start"] is not None and row["rate_end"] is not None]
    if not used:
        return dict.fromkeys(spans, ())
    codes = sorted({code for row in used for code in _currencies(row)})
    start, end = min(row["rate_start"] for row in used), max(row["rate_end"] for row in used)
    condition = f"currency_code IN ({', '.join('?' * len(codes))}) AND rate_date >= ? AND rate_date < ?"
    found = asked(snapshot, "ref_fx_rates", "*", f"{condition} ORDER BY rate_date", [*codes, start, end])
    told = _grouped(found, "source", "currency_code")
    return {key: tuple(_of_days(told, row)) for key, row in spans.items()}


def _currencies(conversion: Row) -> list[str]:
    return sorted({conversion["base_currency_code"], conversion["to_currency_code"]})


def _of_days(rates: Mapping[tuple[str, str], Sequence[Row]], conversion: Row) -> Iterator[Row]:
    """The rates, in the order of currency and day, of which a conversion used those of its source and its days."""
    start, end = conversion["rate_start"], conversion["rate_end"]
    if start is None or end is None:
        return
    for code in _currencies(conversion):
        of_currency = rates.get((conversion["source"], code), ())
        first, last = (bisect_left(of_currency, day, key=_day) for day in (start, end))
        yield from of_currency[first:last]


def _day(rate: Row) -> date:
    day: date = rate["rate_date"]
    return day


def entry_of(snapshot: Snapshot, table: str, month: str | None) -> Entry | None:
    """The file of the lake that a table's rows of a month lie in, where it is one file: which run wrote it."""
    entries = snapshot.entries(table, month or ALL)
    return entries[0] if len(entries) == 1 else None


def _relations(snapshot: Snapshot, own: _Wanted) -> dict[str, list[Row]]:
    """By claim the relations from it and to it; both of its ends are claims of one month."""
    found: dict[str, list[Row]] = {}
    for month, claim_ids in own.items():
        named = sorted(claim_ids)
        where = pc.field("from_claim_id").isin(named) | pc.field("to_claim_id").isin(named)
        for row in snapshot.read("core_claim_relations", month, None, where).to_pylist():
            for end in {row["from_claim_id"], row["to_claim_id"]}:
                found.setdefault(end, []).append(row)
    return found


def _wanted(found: Iterable[Row], column: str) -> _Wanted:
    """Month -> the values that a column holds there."""
    wanted: dict[str, set[str]] = {}
    for row in found:
        wanted.setdefault(row["partition_month"], set()).add(row[column])
    return wanted


def _read(
    snapshot: Snapshot, table: str, column: str, wanted: _Wanted, columns: Sequence[str] | None = None
) -> list[Row]:
    """The rows in which a column holds one of the values wanted of its month."""
    return [
        row
        for month, values in wanted.items()
        for row in snapshot.read(table, month, columns, pc.field(column).isin(sorted(values))).to_pylist()
    ]


def _grouped(found: Iterable[Row], *columns: str) -> dict[Any, list[Row]]:
    groups: dict[Any, list[Row]] = {}
    pick = itemgetter(*columns)
    for row in found:
        groups.setdefault(pick(row), []).append(row)
    return groups


def _only(found: Mapping[str, Sequence[Row]], table: str, month: str, key: str) -> Row:
    """The one row with an id; StoreError where there is none or there are several."""
    named = found.get(key, ())
    if len(named) != 1:
        raise StoreError(
            f"{table}, {month}: {len(named)} rows with {key}, expected one; its month is half made: run `numtrail run`"
        )
    return named[0]
