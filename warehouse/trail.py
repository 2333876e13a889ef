"""From a claim back to the bytes it was read from, each step read from the lake and verified."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.compute as pc

from schemas.errors import SettingsError, StoreError
from warehouse.lake import Lake, Snapshot
from warehouse.landed import LandedItem, landed_file, read_items

Row = Mapping[str, Any]
"""A row of a table, by column name; the table's contract says what stands in it."""

_PREFIX_PATTERN = re.compile(r"c_[a-z2-7]{0,16}")
_SHOWN = 5
_MENTION_COLUMNS = ("mention_id", "kind", "start", "end", "text", "code", "rule")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must hold for the trail to be whole: what, whether it does, and what was found."""

    name: str
    is_right: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """The claim in another currency: a row of `core_claim_conversions` and the rows of `ref_fx_rates` behind it."""

    row: Row
    rates: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Trail:
    """The way from a claim to its source; each member is a row of the table named, or several.

    claim: `core_claims`. mentions: `core_mentions` with the column `role` of `core_claim_mentions`, by span.
    relations: `core_claim_relations` from or to the claim. before, sentence, after: `core_sentences`, null at the ends
    of the article. article: `core_documents`. raw: `raw_articles` without its text. ledger: `raw_ledger`.
    conversions: by target currency. observation: `core_observations`, and observation_role the claim's part in it.
    checks: what was verified, in the order of the trail.
    """

    claim: Row
    mentions: tuple[Row, ...]
    relations: tuple[Row, ...]
    before: Row | None
    sentence: Row
    after: Row | None
    article: Row
    raw: Row
    ledger: Row | None
    conversions: tuple[Conversion, ...]
    observation: Row | None
    observation_role: str | None
    checks: tuple[Check, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every check holds."""
        return all(check.is_right for check in self.checks)


def trace_claim(lake: Lake, claim_id: str, landing: Path, *, duckdb_path: Path | None = None) -> Trail:
    """The trail of the claim whose id begins with `claim_id`, verified down to the bytes in the landing folder.

    `duckdb_path` names a published file in which the id is looked up faster than in the lake. Raises SettingsError
    where no claim or more than one has such an id, StoreError where a row or file of the lake is missing or damaged.
    """
    snapshot = lake.snapshot()
    claim = _find_claim(snapshot, _prefix(claim_id), duckdb_path)
    month = claim["partition_month"]
    sentence, before, after = _sentences(snapshot, claim, month)
    article = _one(snapshot, "core_documents", month, article_id=claim["article_id"])
    raw = dict(_one(snapshot, "raw_articles", month, raw_article_id=article["raw_article_id"]))
    text = raw.pop("raw_text")
    ledger = _rows(snapshot, "raw_ledger", None, raw_article_id=article["raw_article_id"])
    mentions = _mentions(snapshot, claim, month)
    role, observation = _observation(snapshot, claim)
    return Trail(
        claim=claim,
        mentions=mentions,
        relations=_relations(snapshot, claim, month),
        before=before,
        sentence=sentence,
        after=after,
        article=article,
        raw=raw,
        ledger=ledger[0] if ledger else None,
        conversions=_conversions(snapshot, claim, month),
        observation=observation,
        observation_role=role,
        checks=(
            *_span_checks(text, claim, mentions, sentence),
            _extent_check(claim, article),
            *_byte_checks(raw, ledger, landing),
        ),
    )


def _prefix(claim_id: str) -> str:
    text = claim_id.strip().lower()
    text = text if text.startswith("c_") else f"c_{text}"
    if text == "c_" or not _PREFIX_PATTERN.fullmatch(text):
        raise SettingsError(
            f"{claim_id!r} is no claim id: an id is c_ and 16 of the characters a to z and 2 to 7; "
            "its first characters will do"
        )
    return text


def _find_claim(snapshot: Snapshot, prefix: str, duckdb_path: Path | None) -> Row:
    """The one claim whose id begins with `prefix`."""
    month = _published_month(prefix, duckdb_path) if duckdb_path is not None else None
    begins = (pc.field("claim_id") >= prefix) & (pc.field("claim_id") < prefix + "~")
    found = snapshot.read("core_claims", month, ("claim_id", "partition_month"), begins).to_pylist()
    if not found and month is not None:
        found = snapshot.read("core_claims", None, ("claim_id", "partition_month"), begins).to_pylist()
    if not found:
        raise SettingsError(f"no claim's id begins with {prefix}; ids stand in bi.v_claims and in the summary of a run")
    if len(found) > 1:
        shown = ", ".join(sorted(row["claim_id"] for row in found)[:_SHOWN])
        raise SettingsError(f"{len(found)} claims' ids begin with {prefix}: {shown} …; give more of the id")
    return _one(snapshot, "core_claims", found[0]["partition_month"], claim_id=found[0]["claim_id"])


def _published_month(prefix: str, duckdb_path: Path) -> str | None:
    """The month of the one claim in the published file whose id begins so; null where there is not exactly one."""
    if not duckdb_path.is_file():
        return None
    with duckdb.connect(str(duckdb_path), read_only=True) as database:
        found = database.execute(
            "SELECT partition_month FROM core.core_claims WHERE claim_id >= ? AND claim_id < ? LIMIT 2",
            [prefix, prefix + "~"],
        ).fetchall()
    return found[0][0] if len(found) == 1 else None


def _rows(snapshot: Snapshot, table: str, month: str | None, **equal: Any) -> list[Row]:
    """The rows of a table (of a month) in which the columns named hold the values given."""
    where = None
    for name, value in equal.items():
        condition = pc.field(name) == value
        where = condition if where is None else where & condition
    return snapshot.read(table, month, None, where).to_pylist()


def _one(snapshot: Snapshot, table: str, month: str, **equal: Any) -> Row:
    rows = _rows(snapshot, table, month, **equal)
    if len(rows) != 1:
        raise StoreError(
            f"{table}, {month}: {len(rows)} rows with {equal}, expected one; its month is half made: run `numtrail run`"
        )
    return rows[0]


def _sentences(snapshot: Snapshot, claim: Row, month: str) -> tuple[Row, Row | None, Row | None]:
    """The claim's sentence, the one before and the one after it in the article."""
    sentence = _one(snapshot, "core_sentences", month, sentence_id=claim["sentence_id"])
    number = sentence["sentence_number"]
    near = pc.field("article_id") == claim["article_id"]
    near &= (pc.field("sentence_number") >= number - 1) & (pc.field("sentence_number") <= number + 1)
    rows = {row["sentence_number"]: row for row in snapshot.read("core_sentences", month, None, near).to_pylist()}
    return sentence, rows.get(number - 1), rows.get(number + 1)


def _mentions(snapshot: Snapshot, claim: Row, month: str) -> tuple[Row, ...]:
    links = _rows(snapshot, "core_claim_mentions", month, claim_id=claim["claim_id"])
    roles = {link["mention_id"]: link["role"] for link in links}
    where = (pc.field("article_id") == claim["article_id"]) & pc.field("mention_id").isin(list(roles))
    rows = snapshot.read("core_mentions", month, _MENTION_COLUMNS, where).to_pylist() if roles else []
    return tuple(sorted(({**row, "role": roles[row["mention_id"]]} for row in rows), key=lambda row: row["start"]))


def _relations(snapshot: Snapshot, claim: Row, month: str) -> tuple[Row, ...]:
    own = claim["claim_id"]
    where = (pc.field("from_claim_id") == own) | (pc.field("to_claim_id") == own)
    return tuple(snapshot.read("core_claim_relations", month, None, where).to_pylist())


def _observation(snapshot: Snapshot, claim: Row) -> tuple[str | None, Row | None]:
    """What the claim does for which fact of the world; nulls where facts were not made yet."""
    links = _rows(snapshot, "core_observation_claims", None, claim_id=claim["claim_id"])
    if not links:
        return None, None
    facts = _rows(snapshot, "core_observations", None, observation_id=links[0]["observation_id"])
    return links[0]["role"], facts[0] if facts else None


def _conversions(snapshot: Snapshot, claim: Row, month: str) -> tuple[Conversion, ...]:
    return tuple(
        Conversion(row, _rates(snapshot, row.get("base_currency_code", claim["unit"]), row))
        for row in _rows(snapshot, "core_claim_conversions", month, claim_id=claim["claim_id"])
    )


def _rates(snapshot: Snapshot, from_code: str, conversion: Row) -> tuple[Row, ...]:
    """The rates of both currencies on the days that the conversion used."""
    start: date | None = conversion["rate_start"]
    end: date | None = conversion["rate_end"]
    if start is None or end is None:
        return ()
    where = pc.field("currency_code").isin([from_code, conversion["to_currency_code"]])
    where &= (pc.field("rate_date") >= start) & (pc.field("rate_date") < end)
    where &= pc.field("source") == conversion["source"]
    return tuple(snapshot.read("ref_fx_rates", None, None, where).to_pylist())


def _span_checks(text: str, claim: Row, mentions: tuple[Row, ...], sentence: Row) -> tuple[Check, ...]:
    """Whether the quote, the sentence and each mention stand in the raw text where their rows say."""
    found_sentence = text[claim["sent_start"] : claim["sent_end"]]
    strays = [row["text"] for row in mentions if text[row["start"] : row["end"]] != row["text"]]
    return (
        _compared("the quote stands at its span", text[claim["start"] : claim["end"]], claim["quote"]),
        _compared("the sentence stands at its span", found_sentence, claim["sentence"]),
        _compared("the sentence's own row says the same", sentence["text"], claim["sentence"]),
        Check(
            "every mention stands at its span",
            not strays,
            f"not so: {strays[:_SHOWN]}" if strays else f"{len(mentions)} mentions",
        ),
    )


def _compared(name: str, found: str, stored: str) -> Check:
    return Check(name, found == stored, f"{found!r}" if found == stored else f"found {found!r}, stored {stored!r}")


def _extent_check(claim: Row, article: Row) -> Check:
    is_inside = article["start"] <= claim["sent_start"] and claim["sent_end"] <= article["end"]
    extent = f"sentence {claim['sent_start']}-{claim['sent_end']}, article {article['start']}-{article['end']}"
    return Check("the sentence stands inside its article", is_inside, extent)


def _byte_checks(raw: Row, ledger: list[Row], landing: Path) -> tuple[Check, Check]:
    """Whether the ledger and the bytes that lie in the landing folder today have the hash the text was read from."""
    taken_in = ledger[0]["sha256"] if ledger else None
    found, detail = _landed_hash(raw, landing)
    return (
        Check("the ledger knows these bytes", taken_in == raw["sha256"], taken_in or "not in the ledger"),
        Check("the landed bytes are unchanged", found == raw["sha256"], detail),
    )


def _landed_hash(raw: Row, landing: Path) -> tuple[str | None, str]:
    path = landing / raw["place"]
    if not path.resolve().is_relative_to(landing.resolve()):
        return None, f"{raw['place']} lies outside the landing folder"
    for item in read_items(landed_file(path, landing)):
        if isinstance(item, LandedItem):
            if item.record_number == raw["record_number"]:
                return item.sha256, f"{raw['place']}, SHA-256 {item.sha256}"
        elif item.record_number is None:
            return None, item.message
    return None, f"{raw['place']} has no readable record {raw['record_number']}"
