"""How fresh the exchange rates are: a check that warns and stops nothing."""

from datetime import UTC, datetime

import dagster as dg

from assets.resources import Home
from warehouse.rates_snapshots import newest_days

OLDEST_DAYS = 45
"""Rates older than this deserve a word: the distributions that carry them appear at least monthly."""


@dg.asset_check(
    asset="ref_fx_rates",
    name="rates_are_fresh",
    description="Each source's newest rate is at most 45 days old; `numtrail rates --refresh` fetches newer ones.",
    blocking=False,
)
def rates_are_fresh(home: Home) -> dg.AssetCheckResult:
    """Warn where the newest rate of a source is old: later amounts are then converted at no rate and say so."""
    newest = newest_days(home.lake.read("ref_fx_rates", columns=["source", "rate_date"]))
    ages = {source: (datetime.now(UTC).date() - day).days for source, day in newest.items()}
    return dg.AssetCheckResult(
        passed=bool(ages) and max(ages.values()) <= OLDEST_DAYS,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={f"age_in_days_{source}": age for source, age in ages.items()},
    )


CHECKS = (rates_are_fresh,)
