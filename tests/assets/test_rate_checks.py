"""How old the rates are is told, currency by currency, and old ones warn without stopping anything."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import dagster as dg
import pytest

from assets import rate_checks
from assets.rate_checks import OLDEST_DAYS, rates_are_fresh
from schemas.rows import table_of
from warehouse.lake import ALL
from warehouse.rates_snapshots import coverage

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


class Stopped(datetime):
    """A clock that stands at NOW, so that no midnight passes between a rate and the look at it."""

    @classmethod
    def now(cls, tz=None):
        return NOW


def rates_up_to(newest: date, days: int = 3):
    rows = [("ECB", "USD", newest - timedelta(days=back), Decimal("1.1"), "EUR", "USD", "f00d") for back in range(days)]
    return table_of("ref_fx_rates", rows)


@pytest.mark.parametrize(("age", "passed"), [(OLDEST_DAYS, True), (OLDEST_DAYS + 1, False)])
def test_old_rates_warn(home, monkeypatch, age, passed):
    monkeypatch.setattr(rate_checks, "datetime", Stopped)
    rates = rates_up_to(NOW.date() - timedelta(days=age))
    home.lake.replace({("ref_fx_rates", ALL, ALL): rates}, run_id="r", code_version="1", now=NOW)
    result = rates_are_fresh(home=home)
    assert (result.passed, result.severity) == (passed, dg.AssetCheckSeverity.WARN)
    assert result.metadata["age_in_days_ECB"].value == age


def test_no_rates_at_all_warn(home):
    assert not rates_are_fresh(home=home).passed


def test_coverage_tells_first_and_last_day_and_age():
    (row,) = coverage(rates_up_to(date(2024, 3, 8)), date(2024, 3, 18))
    assert (row.source, row.currency_code, row.day_count, row.age_days) == ("ECB", "USD", 3, 10)
    assert (row.first_day, row.last_day) == (date(2024, 3, 6), date(2024, 3, 8))
