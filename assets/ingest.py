"""The ledger of what landed, and the exchange rates."""

import re
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime

import dagster as dg
import pyarrow as pa
from pydantic import Field

from assets.commits import Row, commit, part_name, store_sound
from assets.ledger import LandingScan, Ledger, corrected_part, dated_by_older_code, scan_landing
from assets.materialisations import Tally
from assets.month_units import load_ahead
from assets.partitions import FIRST_MONTH
from assets.resources import Home
from assets.tables import asset_spec
from assets.versions import stage_version
from schemas.errors import DamagedFile
from schemas.rows import table_of
from schemas.tables import TABLES
from warehouse.lake import ALL, Lake, Snapshot, StoredPart
from warehouse.landing import refusals, scan
from warehouse.manifest import Entry, PartKey
from warehouse.rates_snapshots import latest_rates, refresh_rates, snapshots_in_use
from warehouse.tombstones import read_tombstones
from warehouse.validation import validated

_REFUSED = "ingest_landing"
"""The part of `core_rejects` that holds what was refused at the landing, month by month."""
_REFUSED_PARTS = re.compile(rf"{_REFUSED}(_\d{{5}})?")


@dg.multi_asset(specs=[asset_spec("raw_ledger", kinds=("file", "parquet"))])
def raw_ledger(context: dg.AssetExecutionContext, home: Home) -> None:
    """Take in what landed since the last look, and refuse, with a reason, what cannot be read."""
    lake, now = home.lake, datetime.now(UTC)
    snapshot = lake.snapshot()
    before = {entry.key for entry in snapshot.entries("core_rejects") if _REFUSED_PARTS.fullmatch(entry.part)}
    changes: dict[PartKey, StoredPart | None] = dict.fromkeys(before)
    corrected: dict[str, Row | None] = {}
    counts: Counter[str] = Counter()
    older = dated_by_older_code(snapshot)
    for found in scan_landing(
        scan(home.landing),
        refusals(home.landing),
        Ledger(snapshot.read("raw_ledger"), _refused_before(snapshot, before), _places(snapshot, older)),
        first_month=FIRST_MONTH,
        last_month=now.isoformat()[:7],
        forgotten=read_tombstones(home.landing),
    ):
        changes.update(_stored(lake, found, changes))
        corrected.update(found.corrected)
        counts.update(new=len(found.ledger_rows), known=found.known, refused=found.refused, bytes=found.new_bytes)
    load_ahead(home.runner, counts["bytes"])
    # The same rows by newer code keep their file and take on its version.
    changes.update({entry.key: StoredPart(entry.rows, entry.bytes, entry.sha256) for entry in older})
    changes.update(_corrected(snapshot, corrected))
    for key in before:
        if changes[key] is None and key[2] == _REFUSED:
            changes[key] = store_sound(lake, key, validated(TABLES["core_rejects"], table_of("core_rejects", [])))
    lake.replace(changes, run_id=context.run.run_id, code_version=stage_version("ingest"), now=now)
    context.add_asset_metadata(
        {
            "dagster/row_count": sum(entry.rows for entry in lake.entries("raw_ledger")),
            "new_items": counts["new"],
            "known_items": counts["known"],
            "refused_items": counts["refused"],
            "corrected_items": len(corrected),
        },
        asset_key="raw_ledger",
    )


def _places(snapshot: Snapshot, parts: list[Entry]) -> set[str]:
    """The landed files that parts of the ledger list."""
    found = (snapshot.read("raw_ledger", columns=["place"], part=entry.part).column(0) for entry in parts)
    return {place for column in found for place in column.unique().to_pylist()}


def _refused_before(snapshot: Snapshot, keys: set[PartKey]) -> pa.Table:
    """What the last look at the landing refused."""
    parts = [snapshot.read("core_rejects", key[1], part=key[2]) for key in sorted(keys)]
    return pa.concat_tables(parts or [table_of("core_rejects", [])])


def _stored(lake: Lake, found: LandingScan, changes: Mapping[PartKey, object]) -> dict[PartKey, StoredPart]:
    """A batch of the scan, written: its ledger rows as a part of their own, its refusals by month."""
    made: dict[PartKey, tuple[str, list[Row]]] = {}
    if found.ledger_rows:
        made["raw_ledger", ALL, found.batch_name] = ("raw_ledger", found.ledger_rows)
    for month in sorted({str(row[-1]) for row in found.rejects.values()}):
        number = sum(key[1] == month and part is not None for key, part in changes.items() if key[0] == "core_rejects")
        rows = [row for row in found.rejects.values() if row[-1] == month]
        made["core_rejects", month, part_name(number, _REFUSED)] = ("core_rejects", rows)
    return {
        key: store_sound(lake, key, validated(TABLES[name], table_of(name, rows))) for key, (name, rows) in made.items()
    }


def _corrected(snapshot: Snapshot, corrected: dict[str, Row | None]) -> dict[PartKey, pa.Table | None]:
    """The parts of the ledger in which rows are replaced."""
    changes: dict[PartKey, pa.Table | None] = {}
    for part in snapshot.parts("raw_ledger", ALL) if corrected else ():
        rows = corrected_part(snapshot.read("raw_ledger", part=part), corrected)
        if rows is not None:
            made = validated(TABLES["raw_ledger"], table_of("raw_ledger", rows)) if rows else None
            changes["raw_ledger", ALL, part] = made
    return changes


class RatesConfig(dg.Config):
    """Where exchange rates come from."""

    fetch: bool = Field(
        default=False,
        description="Fetch the history of the ECB first, over the internet, and keep it if it is newer than ours.",
    )


@dg.multi_asset(specs=[asset_spec("ref_fx_rates", kinds=("parquet",))])
def ref_fx_rates(context: dg.AssetExecutionContext, config: RatesConfig, home: Home) -> None:
    """Read the reference rates of the ECB and the National Bank of Poland, every cell exactly, where they are new."""
    started = time.monotonic()
    if config.fetch:
        fetched = refresh_rates(home.rates_folder)
        context.log.info(f"New rates kept as {fetched}." if fetched else "The ECB has no rates newer than ours.")
    try:
        held = home.lake.read("ref_fx_rates")
    except DamagedFile:
        held = table_of("ref_fx_rates", [])  # read from their sources again below
    if set(held.column("snapshot_id").unique().to_pylist()) == snapshots_in_use(home.rates_folder):
        tally = Tally("ref_fx_rates")
        tally.add(held)
        metadata = tally.metadata(home.lake.entries("ref_fx_rates"))
        context.add_asset_metadata({**metadata, "is_changed": False}, asset_key="ref_fx_rates")
    else:
        rates = latest_rates(home.rates_folder)
        commit(context, home, {"ref_fx_rates": rates}, code_version=stage_version("ingest"), started=started)


ASSETS = (raw_ledger, ref_fx_rates)
