"""Making months again: which are out of date, and which a person chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from assets.freshness import known_months, stale_months, stale_tables
from assets.materialise import backfill
from assets.partitions import months_between
from console.progress import live_progress
from console.reports import print_outcome
from schemas.errors import SettingsError
from warehouse.manifest import MONTH_PATTERN

if TYPE_CHECKING:
    from assets.resources import Home


def make_months(
    console: Console, errors: Console, home: Home, first: str | None, last: str | None, *, stale: bool, force: bool
) -> None:
    """Make the chosen months again, publish, and sum up; see `chosen_months`."""
    months = chosen_months(home, first, last, stale=stale)
    with live_progress(errors) as progress:
        outcome = backfill(home, progress, months, force=force)
    print_outcome(console, home, outcome)


def chosen_months(home: Home, first: str | None, last: str | None, *, stale: bool) -> list[str]:
    """The months to make again: all that are stale, or those of a range that articles are known of.

    Raises:
        SettingsError: Neither or both were asked for, a month is none, or no articles of the range are known.
    """
    if stale == (first is not None):
        raise SettingsError("Give either --stale or a month (YYYY-MM), or two for a range.")
    snapshot = home.lake.snapshot()
    if first is None:
        return stale_months(snapshot, ",".join(home.currencies))
    for month in (first, last or first):
        if not MONTH_PATTERN.match(month):
            raise SettingsError(f"{month!r} is no month: give YYYY-MM, as 2023-04.")
    if (last or first) < first:
        raise SettingsError(f"{first} comes after {last}: give the earlier month first.")
    chosen = sorted(set(months_between(first, last or first)) & set(known_months(snapshot)))
    if not chosen:
        raise SettingsError(
            f"No articles of {first}" + (f" to {last}" if last else "") + " are known: ingest some first."
        )
    return chosen


def print_stale(console: Console, home: Home) -> None:
    """Say of each month that is out of date which of its tables are."""
    snapshot, settings = home.lake.snapshot(), ",".join(home.currencies)
    months = stale_months(snapshot, settings)
    if not months:
        console.print(f"All {len(known_months(snapshot))} months are up to date.")
        return
    table = Table("month", "tables out of date")
    for month in months:
        table.add_row(month, ", ".join(stale_tables(snapshot, month, settings)))
    console.print(table)
