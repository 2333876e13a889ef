"""Which months must be made again: a step's rows are fresh while its inputs and its code are what they were made from.

Each commit to the lake carries, as its code version, a fingerprint: the version of the stage and the content hashes of
all that the step read. A run that was killed between two steps therefore leaves the later one stale, a second run of
unchanged input finds nothing to do, and a changed lexicon marks just what depends on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from assets.rate_reach import reachable_rates
from assets.versions import stage_version
from schemas.tables import TABLES
from warehouse.lake import ALL, Snapshot
from warehouse.parquet import read_parquet


@dataclass(frozen=True, slots=True)
class Step:
    """What a step reads and makes, and whether the settings (the currencies converted to) decide its rows too."""

    name: str
    stage: str
    reads: tuple[str, ...]
    makes: tuple[str, ...]
    heeds_settings: bool = False


STEPS: dict[str, Step] = {
    step.name: step
    for step in (
        Step("raw_articles", "ingest", ("raw_ledger",), ("raw_articles",)),
        Step("normalise", "normalise", ("raw_articles",), ("core_documents", "core_regions", "core_sentences")),
        Step(
            "extract",
            "extract",
            ("core_documents", "core_sentences"),
            ("core_mentions", "core_claims", "core_claim_mentions", "core_claim_relations"),
        ),
        Step(
            "convert",
            "conform",
            ("core_claims", "core_claim_relations", "core_documents", "ref_fx_rates"),
            ("core_claim_corrections", "core_claim_measures", "core_claim_conversions", "core_fx_checks"),
            heeds_settings=True,
        ),
        Step("deduplicate", "normalise", ("core_documents", "core_sentences"), ("core_article_copies",)),
        Step(
            "observe",
            "conform",
            ("core_claims", "core_claim_relations", "core_claim_conversions", "core_documents", "core_article_copies"),
            ("core_observations", "core_observation_claims"),
        ),
        Step(
            "audit",
            "conform",
            ("core_claims", "core_claim_relations", "core_observations", "core_observation_claims"),
            ("core_target_outcomes", "core_growth_checks", "core_disagreements"),
        ),
    )
}
"""The steps that turn tables into tables, in flow order."""

MONTHLY_STEPS = tuple(step for step in STEPS.values() if TABLES[step.makes[0]].is_monthly)


def fingerprint(snapshot: Snapshot, step: Step, month: str | None, settings: str = "") -> str:
    """What a step's rows would be made from now: stage version and a hash of everything it reads.

    `month` is null for a step over all months. The ledger counts by its rows of the month alone, so that a new article
    elsewhere makes no other month stale; exchange rates by those that the month's articles can reach.
    """
    digest = hashlib.sha256(settings.encode() if step.heeds_settings else b"")
    for name in step.reads:
        for content in _contents(snapshot, name, month):
            digest.update(content.encode())
    return f"{stage_version(step.stage)}-{digest.hexdigest()[:12]}"


def stale_months(snapshot: Snapshot, settings: str = "") -> list[str]:
    """Months with at least one step to be made again, in order."""
    return [month for month in known_months(snapshot) if not is_fresh(snapshot, MONTHLY_STEPS, month, settings)]


def arrived_months(snapshot: Snapshot) -> list[str]:
    """Months for which articles arrived, changed or went since they were made; newer rules alone make none of these."""
    return [month for month in known_months(snapshot) if not _holds_what_arrived(snapshot, month)]


def _holds_what_arrived(snapshot: Snapshot, month: str) -> bool:
    entries = snapshot.entries("raw_articles", month)
    expected = fingerprint(snapshot, STEPS["raw_articles"], month).partition("-")[2]
    return bool(entries) and all(entry.code_version.partition("-")[2] == expected for entry in entries)


def stale_tables(snapshot: Snapshot, month: str, settings: str = "") -> list[str]:
    """The tables of a month that are to be made again, because their rules or what they are made from changed.

    What a stale table is made into is told only once it was made: it may come out as it was.
    """
    steps = [step for step in MONTHLY_STEPS if not is_fresh(snapshot, [step], month, settings)]
    return [name for step in steps for name in step.makes]


def known_months(snapshot: Snapshot) -> list[str]:
    """All months that the ledger knows articles of, or that were ever made, in order."""
    months = set(snapshot.read("raw_ledger", columns=["partition_month"]).column(0).unique().to_pylist())
    return sorted(months | set(snapshot.partitions("raw_articles")))


def is_fresh(snapshot: Snapshot, steps: Iterable[Step], month: str | None, settings: str = "") -> bool:
    """Whether all tables of the steps hold, for this month, what the steps would make of their inputs now."""
    for step in steps:
        expected = fingerprint(snapshot, step, month, settings)
        for name in step.makes:
            entries = snapshot.entries(name, month or ALL)
            if not entries or any(entry.code_version != expected for entry in entries):
                return False
    return True


def _contents(snapshot: Snapshot, name: str, month: str | None) -> list[str]:
    if name == "raw_ledger" and month is not None:
        files = tuple(entry.path for entry in snapshot.entries("raw_ledger"))
        return _ledger_by_month(snapshot.root, files).get(month, [])
    if name == "ref_fx_rates" and month is not None:
        return [reachable_rates(snapshot, month)]
    if name == "core_article_copies" and month is not None:
        return []  # one copy more must not make every month stale: see `assets.copied_claims.copies_digest`
    partition = month if TABLES[name].is_monthly else ALL
    return [f"{entry.partition}:{entry.sha256}" for entry in snapshot.entries(name, partition)]


@lru_cache(maxsize=2)
def _ledger_by_month(root: Path, files: tuple[str, ...]) -> dict[str, list[str]]:
    """What the ledger's files list for each month, as a hash; kept, because every month of a run asks for it.

    Files never change. The rows of a million articles are never Python's: they are put in order and joined by Arrow.
    """
    columns = ["partition_month", "raw_article_id", "sidecar_sha256"]
    ledger = read_parquet(TABLES["raw_ledger"], [root / file for file in files], columns)
    ordered = ledger.sort_by([(name, "ascending") for name in columns]).combine_chunks()
    rows = pc.binary_join_element_wise(ordered["raw_article_id"], pc.fill_null(ordered["sidecar_sha256"], ""), " ")
    counted = pc.value_counts(ordered["partition_month"]).to_pylist()
    listed, start = {}, 0
    for month in counted:
        joined = pc.binary_join(
            pa.ListArray.from_arrays([0, month["counts"]], rows.slice(start, month["counts"]).combine_chunks()), "\n"
        )
        listed[str(month["values"])] = [hashlib.sha256(joined[0].as_py().encode()).hexdigest()]
        start += month["counts"]
    return listed
