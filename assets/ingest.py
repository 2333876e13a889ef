"""The ledger of what landed, the raw articles by month, and the exchange rates."""

from datetime import UTC, datetime

import dagster as dg

from assets.commits import commit
from assets.freshness import STEPS, fingerprint
from assets.ingesting import LandingScan, raw_articles_month, scan_landing
from assets.partitions import BACKFILLS, FIRST_MONTH, month_of
from assets.resources import Home
from assets.tables import asset_spec, materialisation_metadata
from assets.versions import stage_version
from schemas.rows import table_of
from schemas.tables import TABLES
from warehouse.contracts import validated
from warehouse.lake import Snapshot
from warehouse.landing import refusals, scan
from warehouse.rates_snapshots import latest_rates, snapshots_in_use


@dg.multi_asset(specs=[asset_spec("raw_ledger", kinds=("file", "parquet"))])
def raw_ledger(context: dg.AssetExecutionContext, home: Home) -> None:
    """Take in what landed since the last look, and refuse, with a reason, what cannot be read."""
    lake, now = home.lake, datetime.now(UTC)
    snapshot = lake.snapshot()
    found = scan_landing(
        scan(home.landing),
        refusals(home.landing),
        snapshot.read("raw_ledger"),
        frozenset(snapshot.read("core_rejects", columns=["place"]).column("place").to_pylist()),
        first_month=FIRST_MONTH,
        last_month=now.isoformat()[:7],
    )
    changes = {
        ("core_rejects", month, "ingest_landing"): validated(
            TABLES["core_rejects"], table_of("core_rejects", [row for row in found.rejects if row[-1] == month])
        )
        for month in _reject_months(snapshot, found)
    }
    if found.ledger_rows:
        key = ("raw_ledger", "all", found.batch_name)
        changes[key] = validated(TABLES["raw_ledger"], table_of("raw_ledger", found.ledger_rows))
    lake.replace(changes, run_id=context.run.run_id, code_version=stage_version("ingest"), now=now)
    context.add_asset_metadata(
        {
            "dagster/row_count": sum(entry.rows for entry in lake.entries("raw_ledger")),
            "new_items": len(found.ledger_rows),
            "known_items": found.known,
            "refused_items": found.refused,
        },
        asset_key="raw_ledger",
    )


def _reject_months(snapshot: Snapshot, found: LandingScan) -> list[str]:
    """Months whose landing refusals are to be written: those with some now, and those that had some before."""
    before = {entry.partition for entry in snapshot.entries("core_rejects") if entry.part == "ingest_landing"}
    return sorted(before | {str(row[-1]) for row in found.rejects})


@dg.multi_asset(specs=[asset_spec("ref_fx_rates", kinds=("parquet",))])
def ref_fx_rates(context: dg.AssetExecutionContext, home: Home) -> None:
    """Read the reference rates of the ECB and the National Bank of Poland, every cell exactly, where they are new."""
    held = home.lake.read("ref_fx_rates")
    if set(held.column("snapshot_id").unique().to_pylist()) == snapshots_in_use(home.rates_folder):
        context.add_asset_metadata({**materialisation_metadata(held), "is_changed": False}, asset_key="ref_fx_rates")
    else:
        rates = latest_rates(home.rates_folder)
        commit(context, home, {"ref_fx_rates": rates}, code_version=stage_version("ingest"))


@dg.multi_asset(
    specs=[asset_spec("raw_articles", ("raw_ledger",), kinds=("file", "parquet"))], backfill_policy=BACKFILLS
)
def raw_articles(context: dg.AssetExecutionContext, home: Home) -> None:
    """Read the raw articles of each month from the landing folder."""
    files = {file.place: file for file in scan(home.landing)}
    for key in context.partition_keys:
        month, snapshot = month_of(key), home.lake.snapshot()
        table, rejects = raw_articles_month(snapshot, files, month)
        version = fingerprint(snapshot, STEPS["raw_articles"], month)
        commit(context, home, {"raw_articles": table}, code_version=version, month=month, rejects=("ingest", rejects))


ASSETS = (raw_ledger, ref_fx_rates, raw_articles)
