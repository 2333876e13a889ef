"""Every number derived again: from the landed bytes to the checks between facts, each table held against the lake."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow as pa

from assets.auditing import audit_all, fx_checks_month
from assets.conforming import codes_needed, conform_month, reference_rates
from assets.copies import find_article_copies
from assets.ingesting import read_item
from assets.observing import observe_all
from assets.quotes import QUOTED
from assets.resources import Home
from assets.steps import extract_month, normalise_month
from assets.tables import OWNER
from assets.versions import stage_version
from pipelines.conform.stated_rates import USUAL
from schemas.errors import UnreadableInput
from schemas.markup import quoted_text
from schemas.rows import NOT_HASHED
from schemas.tables import TABLES
from warehouse.contracts import key_columns
from warehouse.lake import Snapshot
from warehouse.landed import LandedItem, landed_file, read_items
from warehouse.rates_snapshots import latest_rates, snapshots_in_use

SHOWN = 10
"""Failures kept of each check; their number is always told in full."""

Row = Mapping[str, Any]
Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Outcome:
    """What one check came to: how many things were compared, how many failed, and the first of these in words."""

    name: str
    checked: int = 0
    failed: int = 0
    first: list[str] = field(default_factory=list)

    def count(self, failure: str | None) -> None:
        """Count one thing compared; `failure` says what is wrong with it, null where all is well."""
        self.checked += 1
        self.fail(failure)

    def fail(self, failure: str | None) -> None:
        """Count a failure of something that was counted, or could not be."""
        if failure is not None:
            self.failed += 1
            if len(self.first) < SHOWN:
                self.first.append(failure)


def verify_all(home: Home, progress: Progress) -> list[Outcome]:
    """Derive everything again and compare, in the order of the flow; each step from what the lake holds before it.

    A difference has its cause at the first check that names it: a changed rate fails as a rate, and the conversions
    made with it fail too. Where the rules are newer than the rows, rows that they read otherwise are told as such.
    """
    snapshot = home.lake.snapshot()
    verdicts = {name: Outcome(name) for name in ("stored files", "landed bytes", "quotes in the landed files", "rates")}
    files = verdicts["stored files"]
    files.checked = len(snapshot.entries())
    for problem in home.lake.verify():
        files.fail(problem)
    if files.failed:
        return list(verdicts.values())  # a damaged file cannot be read further
    _verify_rates(home, snapshot, verdicts["rates"])
    months = snapshot.partitions("raw_articles")
    for place, month in enumerate(months):
        progress(f"verifying {month}", place, len(months) + 1)
        _verify_landed(home.landing, snapshot, month, verdicts)
        for name, derived in _monthly(home, snapshot, month):
            _compare(verdicts, snapshot, name, derived, month)
    progress("verifying facts", len(months), len(months) + 1)
    observations, bridges = observe_all(snapshot)
    facts = {
        "core_article_copies": find_article_copies(snapshot, home.sketches_folder, home.runner, is_anew=True),
        "core_observations": observations,
        "core_observation_claims": bridges,
    }
    for name, derived in {**facts, **audit_all(snapshot)}.items():
        _compare(verdicts, snapshot, name, derived, None)
    return list(verdicts.values())


def _verify_rates(home: Home, snapshot: Snapshot, verdict: Outcome) -> None:
    """Hold the stored rates against the files they were read from, where these are still in use."""
    held = snapshot.read("ref_fx_rates")
    if set(held.column("snapshot_id").unique().to_pylist()) != snapshots_in_use(home.rates_folder):
        verdict.fail("the rates in use are of other files than those stored: run `numtrail run`")
        return
    columns = ["source", "currency_code", "rate_date", "rate"]
    order = [(name, "ascending") for name in columns]
    fresh, kept = (table.select(columns).sort_by(order) for table in (latest_rates(home.rates_folder), held))
    verdict.checked += fresh.num_rows
    if fresh.cast(kept.schema).equals(kept):
        return
    source, stored = (set(zip(*table.to_pydict().values(), strict=True)) for table in (fresh, kept))
    expected = {row[:3]: row[3] for row in source}
    for row in sorted(stored - source):
        verdict.fail(f"{row[0]} {row[1]} {row[2]}: stored {row[3]}, the source says {expected.get(row[:3])}")
    for key in sorted(expected.keys() - {row[:3] for row in stored}):
        verdict.fail(f"{' '.join(map(str, key))}: of the source, not stored")


def _verify_landed(landing: Path, snapshot: Snapshot, month: str, verdicts: dict[str, Outcome]) -> None:
    """Read the landed files of a month again, and look for every quote in what they hold today."""
    raws = snapshot.read("raw_articles", month).to_pylist()
    items = {place: _items(landing, place) for place in sorted({row["place"] for row in raws})}
    texts: dict[str, tuple[str, str]] = {}
    for row in raws:
        item = items[row["place"]].get(row["record_number"])
        found = item.sha256 if item else None
        verdicts["landed bytes"].count(
            None if found == row["sha256"] else f"{row['place']}: SHA-256 {found or 'none'}, read were {row['sha256']}"
        )
        texts[row["raw_article_id"]] = (_text(item), row["media_type"])
        if texts[row["raw_article_id"]][0] != row["raw_text"]:
            verdicts["landed bytes"].fail(f"{row['place']}: the stored text is not that of the file")
    parents = {row["article_id"]: row["raw_article_id"] for row in snapshot.read("core_documents", month).to_pylist()}
    for name, (identifier, start, end, quote) in ((name, columns[:4]) for name, columns in QUOTED.items()):
        columns = ["article_id", identifier, start, end, quote]
        for row in snapshot.read(name, month, columns).to_pylist():
            text, media_type = texts.get(parents.get(row["article_id"], ""), ("", ""))
            found = quoted_text(text[row[start] : row[end]], media_type)
            verdicts["quotes in the landed files"].count(
                None if found == row[quote] else f"{name} {row[identifier]}: {row[quote]!r}, the file has {found!r}"
            )


def _items(landing: Path, place: str) -> dict[int, LandedItem]:
    path = landing / place
    if not path.resolve().is_relative_to(landing.resolve()):
        return {}
    items = read_items(landed_file(path, landing))
    return {item.record_number: item for item in items if isinstance(item, LandedItem)}


def _text(item: LandedItem | None) -> str:
    try:
        return read_item(item).decoded.text if item is not None else ""
    except UnreadableInput:
        return ""


def _monthly(home: Home, snapshot: Snapshot, month: str) -> Iterator[tuple[str, pa.Table]]:
    """The tables of a month, made anew from what the lake holds of the step before."""
    yield from normalise_month(snapshot, month)[0].items()
    yield from extract_month(snapshot, month, stage_version("extract"))[0].items()
    rates = reference_rates(snapshot, {*USUAL, *codes_needed(snapshot, [month], home.currencies)})
    yield from conform_month(snapshot, month, rates, home.currencies).items()
    yield "core_fx_checks", fx_checks_month(snapshot, month, rates)


def _compare(verdicts: dict[str, Outcome], snapshot: Snapshot, name: str, derived: pa.Table, month: str | None) -> None:
    """Hold a table made anew against the stored one, row by row and column by column."""
    verdict = verdicts.setdefault(name, Outcome(name))
    keys = key_columns(TABLES[name])
    stored = _by_key(snapshot.read(name, month), keys)
    fresh = _by_key(derived, keys)
    stage = stage_version(TABLES[name].stage)
    is_older = any(not entry.code_version.startswith(stage) for entry in snapshot.entries(name, month))
    hint = " (made by other rules than today's: run `numtrail run`)" if is_older else ""
    for key in sorted(stored.keys() | fresh.keys()):
        said = _difference(stored.get(key), fresh.get(key), keys)
        verdict.count(f"{' '.join(key)}: {said}{hint}" if said else None)


def _by_key(table: pa.Table, keys: Sequence[str]) -> dict[tuple[str, ...], Row]:
    return {tuple(str(row[key]) for key in keys): row for row in table.to_pylist()}


def _difference(stored: Row | None, fresh: Row | None, keys: Sequence[str]) -> str | None:
    """How a stored row differs from the one made anew, null where it does not; hashes of rows must fit too."""
    if stored is None or fresh is None:
        return "not stored, but read today" if stored is None else "stored, but not read today"
    differing = [
        f"{name} is stored as {stored[name]}, derived as {fresh[name]}"
        for name in fresh
        if name not in NOT_HASHED and name not in keys and stored.get(name) != fresh[name]
    ]
    told = [line for line in differing if not line.startswith("row_hash")] or differing
    return "; ".join(told) or None


@dg.asset(
    deps=[name for name in TABLES if name != "core_rejects"],
    group_name="audit",
    kinds={"parquet"},
    owners=[OWNER],
    code_version="1",
    tags={"layer": "audit"},
    description="Every number of the warehouse derived again from the landed bytes; fails where one differs.",
)
def verification(context: dg.AssetExecutionContext, home: Home) -> dg.MaterializeResult[None]:
    """Derive every number again; the counts and the first failures of each check stand in the metadata."""
    verdicts = verify_all(home, lambda doing, done, total: context.log.info(f"{doing} ({done} of {total})"))
    failed = [verdict for verdict in verdicts if verdict.failed]
    if failed:
        lines = [f"{verdict.name}: {verdict.failed} of {verdict.checked}, {verdict.first[0]}" for verdict in failed]
        raise dg.Failure("Numbers come out otherwise when derived again.", metadata={"failures": "\n".join(lines)})
    return dg.MaterializeResult(metadata={verdict.name: verdict.checked for verdict in verdicts})


ASSETS = (verification,)
