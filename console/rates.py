"""Which exchange rates are in use: what each source covers, and how old its newest rate is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from warehouse.rates_snapshots import coverage, latest_rates, refresh_rates

if TYPE_CHECKING:
    from assets.resources import Home


def print_rates(console: Console, home: Home, *, refresh: bool) -> None:
    """Print coverage and age of the rates in use, a line a source and currency; fetch newer ones first if asked to."""
    if refresh:
        fetched = refresh_rates(home.rates_folder)
        console.print(
            f"New ECB rates kept as {fetched}." if fetched else "The ECB has no rates newer than those in use."
        )
    table = Table("source", "currency", "from", "to", "days", "age in days", "file")
    for row in coverage(latest_rates(home.rates_folder), datetime.now(UTC).date()):
        table.add_row(
            row.source,
            row.currency_code,
            str(row.first_day),
            str(row.last_day),
            f"{row.day_count:,}",
            f"{row.age_days:,}",
            row.snapshot_id,
        )
    console.print(table)
