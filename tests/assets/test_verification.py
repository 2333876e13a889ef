"""Verification passes what was honestly made, and names a changed byte, digit and rate each at its own check."""

from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from assets.materialise import materialise_new
from assets.verification import verify_all
from warehouse.landing import ingest_path

NOW = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
STORY = (
    "A fourth plant for Anhui\n\nAnhui opened three battery plants last year and wants to open a fourth before the "
    "rivers rise. The governor told reporters that towns along the water had asked for work, and that makers of cells "
    "had asked for land and power. A union of farmers said nobody had asked them. The plants employ 4,500 people.\n"
)
TEXT = "A city fund\n\nHefei put 12.5 billion yuan into display makers in 2022. Output rose 9.7 percent in 2022.\n"


def quiet(doing: str, done: int, total: int) -> None:
    """No progress bar in tests."""


@pytest.fixture
def made(home, article):
    ingest_path(article("fund.txt", TEXT, published="2023-03-01"), home.landing, now=NOW)
    for name, day in (("story.txt", "2023-03-04"), ("reprint.txt", "2023-03-09")):
        ingest_path(article(name, f"{STORY}Printed as {name}.\n", published=day), home.landing, now=NOW)
    materialise_new(home, quiet)
    return home


def failing(home) -> dict[str, list[str]]:
    return {verdict.name: verdict.first for verdict in verify_all(home, quiet) if verdict.failed}


def change(home, name: str, column: str, row: int, value: object) -> str:
    """Put another value into a row of the lake, as somebody would who knows how it is kept; returns the row's key."""
    (entry,) = home.lake.entries(name)
    table = home.lake.read(name)
    values = table.column(column).to_pylist()
    values[row] = value
    place = table.schema.names.index(column)
    changed = table.set_column(place, table.schema.field(column), pa.array(values, table.schema.field(column).type))
    home.lake.replace({entry.key: changed}, run_id="forged", code_version=entry.code_version, now=NOW)
    return table.column(0)[row].as_py()


def test_all_is_as_derived_and_a_byte_a_digit_and_a_rate_are_named(made):
    verdicts = {verdict.name: verdict for verdict in verify_all(made, quiet)}
    assert not [name for name, verdict in verdicts.items() if verdict.failed]
    assert verdicts["core_claims"].checked == made.lake.read("core_claims").num_rows > 2
    assert verdicts["core_article_copies"].checked == 1
    assert verdicts["quotes in the landed files"].checked > 4

    landed = next(made.landing.rglob("fund.txt"))
    honest = landed.read_bytes()
    landed.write_bytes(honest.replace(b"12.5", b"13.5"))
    found = failing(made)
    assert found.keys() == {"landed bytes", "quotes in the landed files"}
    assert any("'13.5 billion yuan'" in line for line in found["quotes in the landed files"])
    landed.write_bytes(honest)
    assert failing(made) == {}

    rates = made.lake.read("ref_fx_rates").to_pylist()
    place = next(
        number for number, row in enumerate(rates)
        if (row["source"], row["currency_code"]) == ("ECB", "CNY") and row["rate_date"].isoformat() == "2022-06-01"
    )  # fmt: skip
    change(made, "ref_fx_rates", "rate", place, rates[place]["rate"] + 1)
    found = failing(made)
    assert found["rates"][0].startswith("ECB CNY 2022-06-01: stored ")
    assert "core_claim_conversions" in found
    change(made, "ref_fx_rates", "rate", place, rates[place]["rate"])

    claims = made.lake.read("core_claims").to_pylist()
    number = next(place for place, row in enumerate(claims) if row["quote"] == "12.5 billion yuan")
    key = change(made, "core_claims", "value_high", number, Decimal(12_600_000_000))
    found = failing(made)
    assert found["core_claims"][0].startswith(f"{key}: value_high is stored as 12600000000.000000000, derived as 12500")
    change(made, "core_claims", "value_high", number, claims[number]["value_high"])

    (entry,) = made.lake.entries("core_claims")
    path = made.lake.root / entry.path
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert list(failing(made)) == ["stored files"]
