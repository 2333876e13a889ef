"""From a claim back to the bytes it was read from, each step read from the lake and verified."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow.compute as pc

from schemas.errors import SettingsError
from schemas.markup import quoted_text
from warehouse.lake import Lake, Snapshot
from warehouse.landed import LandedItem, landed_file, read_items
from warehouse.manifest import ALL, Entry
from warehouse.trail_ids import Row, facts_with, find_named, look_up, one, rows

Told = Mapping[str, tuple[str | None, Row | None]]
"""For each claim its part in a fact (`chosen`, `supporting`, `conflicting`), and the fact."""

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


def trace_claim(lake: Lake, claim_id: str, landing: Path) -> Trail:
    """The trail of the claim whose id begins with `claim_id`, verified down to the bytes in the landing folder.

    Raises SettingsError where no claim or more than one has such an id, StoreError where a row or file of the lake is
    missing or damaged.
    """
    snapshot = lake.snapshot()
    named = find_named(snapshot, claim_id)
    if named.table != "core_claims":
        raise SettingsError(f"{claim_id!r} is no claim id but one of {named.table}")
    return claim_trail(snapshot, named.row, landing)


def claim_trail(snapshot: Snapshot, claim: Row, landing: Path, told: Told | None = None) -> Trail:
    """The trail of a row of `core_claims`, verified down to the bytes in the landing folder.

    `told` is what `facts_told` says of the claim, where that was asked for many at once.
    Raises StoreError where a row or file of the lake is missing or damaged.
    """
    month = claim["partition_month"]
    sentence, before, after = _sentences(snapshot, claim, month)
    article = one(snapshot, "core_documents", month, article_id=claim["article_id"])
    raw = dict(one(snapshot, "raw_articles", month, raw_article_id=article["raw_article_id"]))
    text = raw.pop("raw_text")
    ledger = rows(snapshot, "raw_ledger", None, raw_article_id=article["raw_article_id"])
    mentions = _mentions(snapshot, claim, month)
    key = claim["claim_id"]
    role, observation = (facts_told(snapshot, [key]) if told is None else told).get(key, (None, None))
    return Trail(
        claim=claim,
        mentions=mentions,
        relations=_relations(snapshot, claim, month),
        corrections=tuple(rows(snapshot, "core_claim_corrections", month, claim_id=claim["claim_id"])),
        measures=tuple(rows(snapshot, "core_claim_measures", month, claim_id=claim["claim_id"])),
        before=before,
        sentence=sentence,
        after=after,
        article=article,
        raw=raw,
        ledger=ledger[0] if ledger else None,
        conversions=tuple(
            Conversion(row, used_rates(snapshot, row, claim["unit"]))
            for row in rows(snapshot, "core_claim_conversions", month, claim_id=claim["claim_id"])
        ),
        observation=observation,
        observation_role=role,
        made_by=entry_of(snapshot, "core_claims", month),
        checks=(
            *_span_checks(text, raw["media_type"], claim, mentions, sentence),
            _extent_check(claim, article),
            *byte_checks(raw, ledger, landing),
        ),
    )


def _sentences(snapshot: Snapshot, claim: Row, month: str) -> tuple[Row, Row | None, Row | None]:
    """The claim's sentence, the one before and the one after it in the article."""
    sentence = one(snapshot, "core_sentences", month, sentence_id=claim["sentence_id"])
    number = sentence["sentence_number"]
    near = pc.field("article_id") == claim["article_id"]
    near &= (pc.field("sentence_number") >= number - 1) & (pc.field("sentence_number") <= number + 1)
    found = {row["sentence_number"]: row for row in snapshot.read("core_sentences", month, None, near).to_pylist()}
    return sentence, found.get(number - 1), found.get(number + 1)


def _mentions(snapshot: Snapshot, claim: Row, month: str) -> tuple[Row, ...]:
    links = rows(snapshot, "core_claim_mentions", month, claim_id=claim["claim_id"])
    roles = {link["mention_id"]: link["role"] for link in links}
    where = (pc.field("article_id") == claim["article_id"]) & pc.field("mention_id").isin(list(roles))
    found = snapshot.read("core_mentions", month, _MENTION_COLUMNS, where).to_pylist() if roles else []
    return tuple(sorted(({**row, "role": roles[row["mention_id"]]} for row in found), key=lambda row: row["start"]))


def _relations(snapshot: Snapshot, claim: Row, month: str) -> tuple[Row, ...]:
    own = claim["claim_id"]
    where = (pc.field("from_claim_id") == own) | (pc.field("to_claim_id") == own)
    return tuple(snapshot.read("core_claim_relations", month, None, where).to_pylist())


def facts_told(snapshot: Snapshot, claim_ids: Sequence[str]) -> Told:
    """What each claim does for which fact of the world; claims that facts were not made of yet are left out."""
    condition = f"claim_id IN ({', '.join('?' * len(claim_ids))})"
    named = look_up(snapshot, "core_observation_claims", "observation_id", condition, claim_ids)
    ids = sorted({fact_id for fact_id, _ in named})
    if not ids:
        return {}
    # The table is sorted by this id, so that most of its row groups need not be read.
    links = rows(snapshot, "core_observation_claims", None, observation_id=ids, claim_id=list(claim_ids))
    facts = facts_with(snapshot, ids)
    return {link["claim_id"]: (link["role"], facts.get(link["observation_id"])) for link in links}


def used_rates(snapshot: Snapshot, conversion: Row, unit: str | None) -> tuple[Row, ...]:
    """The rates of both currencies on the days that a conversion used; `unit` is its claim's."""
    from_code = conversion.get("base_currency_code", unit)
    start: date | None = conversion["rate_start"]
    end: date | None = conversion["rate_end"]
    if start is None or end is None:
        return ()
    where = pc.field("currency_code").isin([from_code, conversion["to_currency_code"]])
    where &= (pc.field("rate_date") >= start) & (pc.field("rate_date") < end)
    where &= pc.field("source") == conversion["source"]
    return tuple(snapshot.read("ref_fx_rates", None, None, where).to_pylist())


def entry_of(snapshot: Snapshot, table: str, month: str | None) -> Entry | None:
    """The file of the lake that a table's rows of a month lie in, where it is one file: which run wrote it."""
    entries = snapshot.entries(table, month or ALL)
    return entries[0] if len(entries) == 1 else None


def _span_checks(text: str, media_type: str, claim: Row, mentions: tuple[Row, ...], sentence: Row) -> tuple[Check, ...]:
    """Whether the quote, the sentence and each mention stand in the raw text where their rows say."""
    found_sentence = quoted_text(text[claim["sent_start"] : claim["sent_end"]], media_type)
    strays = [
        row["text"] for row in mentions if quoted_text(text[row["start"] : row["end"]], media_type) != row["text"]
    ]
    return (
        _compared(
            "the quote stands at its span", quoted_text(text[claim["start"] : claim["end"]], media_type), claim["quote"]
        ),
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


def byte_checks(raw: Row, ledger: list[Row], landing: Path) -> tuple[Check, Check]:
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
