"""Newer rates make again what they can change, and nothing else."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

import warehouse.rates_snapshots
from assets.materialise import materialise_new
from assets.verification import verify_all
from schemas.rows import table_of
from warehouse.landing import ingest_path
from warehouse.rates import bundled_ecb_file, nbp_snapshot_id, snapshot_id
from warehouse.rates_snapshots import refresh_rates


def history_up_to(last: str) -> bytes:
    """The ECB's history as it was published on an earlier day, the years up to 2022 left out save for the first day."""
    with zipfile.ZipFile(io.BytesIO(bundled_ecb_file())) as archive:
        name = archive.namelist()[0]
        header, *lines = archive.read(name).decode().splitlines()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        days = [line for line in lines[:-1] if "2022" <= line[:10] <= last]
        archive.writestr(name, "\n".join([header, *days, lines[-1]]))
    return made.getvalue()


@pytest.fixture
def old_rates(monkeypatch) -> bytes:
    """The first source ends in April 2024, and the second has one rate."""
    data = history_up_to("2024-04-30")
    monkeypatch.setattr(warehouse.rates_snapshots, "bundled_ecb_file", lambda: data)
    row = ("NBP", "USD", date(2000, 1, 3), Decimal(4), "USD", "PLN", nbp_snapshot_id())
    monkeypatch.setattr(warehouse.rates_snapshots, "bundled_nbp_rates", lambda: table_of("ref_fx_rates", [row]))
    return data


def test_a_refresh_makes_only_the_months_stale_that_reach_the_days_it_adds(home, article, old_rates):
    for name, published, text in (
        ("before.txt", "2023-03-01", "A fund\n\nHefei put 12.5 billion yuan into display makers in 2022.\n"),
        ("after.txt", "2024-05-21", "A fund\n\nWuhan put 3 billion yuan into display makers in March 2024.\n"),
        ("plan.txt", "2024-06-04", "A plan\n\nAnhui plans to put 7 billion yuan into chip makers by 2026.\n"),
    ):
        ingest_path(article(name, text, published=published), home.landing, now=datetime(2025, 6, 1, tzinfo=UTC))
    materialise_new(home, lambda *_: None)
    before = conversions(home)
    assert before["2024-06"]["reason"].startswith("ECB has no CNY/USD rate in the week up to 2024-06-04")
    newer = history_up_to("2024-06-28")
    assert refresh_rates(home.rates_folder, lambda: newer) == snapshot_id(newer)

    assert materialise_new(home, lambda *_: None).months == ["2024-05", "2024-06"]

    after = conversions(home)
    assert after["2023-03"] == before["2023-03"]
    assert after["2024-05"] == before["2024-05"], "the days added change nothing for a period of before"
    assert after["2024-05"]["snapshot_id"] == snapshot_id(old_rates)
    assert (after["2024-06"]["rate_start"], after["2024-06"]["snapshot_id"]) == (date(2024, 6, 4), snapshot_id(newer))
    assert [verdict.first for verdict in verify_all(home, lambda *_: None) if verdict.failed] == []


def conversions(home) -> dict[str, dict]:
    """The conversion to dollars of each month's only amount."""
    rows = home.lake.read("core_claim_conversions").to_pylist()
    return {row["partition_month"]: row for row in rows if row["to_currency_code"] == "USD"}
