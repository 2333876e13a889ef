"""Months made by processes of the pool, one each: the same files as here, and no month lost with its process."""

import json
from datetime import UTC, datetime

import pytest

from assets import conforming, copies, fact_rows, made_ahead, month_units, rate_reach
from assets.made_ahead import make_ahead
from assets.materialise import materialise_new
from assets.month_making import MonthMaker
from assets.month_units import reports_of
from assets.resources import Home
from assets.runners import INLINE, pool_of
from benchmarks.articles.generator import make_articles
from benchmarks.generated import record
from schemas.tables import TABLES
from warehouse.landing import ingest_path

MONTHS = ["2024-01", "2024-02", "2024-03"]
MONTHLY_TABLES = [table.name for table in TABLES.values() if table.is_monthly]


def quiet(doing: str, done: int, total: int) -> None:
    """No progress bar in tests."""


@pytest.fixture
def made_there(monkeypatch):
    """Table and content of each file that processes say they found sound: empty where no process was used."""
    told = []
    honest = month_units.remember_sound
    monkeypatch.setattr(month_units, "remember_sound", lambda *key: told.append(key) or honest(*key))
    return told


@pytest.fixture
def landed(home, tmp_path, monkeypatch):
    """Some generated articles in three months, in a home whose runs have a pool of two for months of any size."""
    for limit in (month_units, "FEWEST_BYTES"), (made_ahead, "FEWEST_ARTICLES"):
        monkeypatch.setattr(*limit, 0)
    path = tmp_path / "made.jsonl"
    records = [{**record(article), "published": f"2024-0{article.number % 3 + 1}-05"} for article in make_articles(30)]
    path.write_text("".join(json.dumps(made) + "\n" for made in records), encoding="utf-8")
    ingest_path(path, home.landing, now=datetime(2025, 6, 1, tzinfo=UTC))
    pooled = Home(root=str(home.folder), engine="pool", workers=2)
    yield pooled
    pool_of(pooled.runner).close()


def contents(home: Home) -> dict[tuple[str, str, str], str]:
    return {entry.key: entry.sha256 for entry in home.lake.entries()}


def test_months_made_by_processes_are_the_same_files_as_made_here(landed, made_there):
    materialise_new(landed, quiet)
    assert {table for table, _ in made_there} >= set(MONTHLY_TABLES) - {"core_rejects"}
    there = contents(landed)

    here = Home(root=str(landed.folder), engine="inline")
    reports = dict(reports_of(MonthMaker(here, "again", force=True), MONTHS, MONTHLY_TABLES))
    assert list(reports) == MONTHS
    assert all(report.failure is None and report.in_words.startswith("raw_articles") for report in reports.values())
    assert contents(here) == there


def test_what_a_process_cannot_finish_is_made_here_by_batches(landed, made_there, monkeypatch):
    monkeypatch.setattr(month_units, "BASE_SECONDS", 0.01)
    monkeypatch.setattr(month_units, "SECONDS_PER_MEGABYTE", 0.0)
    materialise_new(landed, quiet)
    assert not made_there
    here = contents(landed)
    monkeypatch.undo()

    maker = MonthMaker(Home(root=str(landed.folder), engine="inline"), "again", force=True)
    reports = dict(reports_of(maker, MONTHS, MONTHLY_TABLES))

    assert [report.failure for report in reports.values()] == [None] * 3
    assert contents(landed) == here
    assert landed.lake.read("core_claims").num_rows > 50


def test_a_month_that_fails_in_a_process_fails_here_with_its_own_error(landed):
    materialise_new(landed, quiet)
    before = contents(landed)
    pool_of(landed.runner).close()  # nobody has read the rates yet
    for kept in (conforming._kept_rates, rate_reach._digests):
        kept.cache_clear()
    path = landed.lake.snapshot().paths("ref_fx_rates")[0]
    path.write_bytes(b"rubbish")
    for _, report in reports_of(MonthMaker(landed, "again", force=True), MONTHS, MONTHLY_TABLES):
        assert report.aside.startswith("It failed in a process of its own, so it went by batches: ")
        assert str(path) in report.failure
    assert contents(landed) == before


def test_a_setting_made_or_unmade_after_the_pool_began_holds_in_its_processes(landed, made_there, monkeypatch):
    materialise_new(landed, quiet)
    for setting, currencies in (("JPY", {"JPY"}), (None, {"USD", "CNY", "EUR"})):
        made_there.clear()
        with monkeypatch.context() as patched:
            if setting:
                patched.setenv("NUMTRAIL_CURRENCIES", setting)
            reports = dict(reports_of(MonthMaker(landed, "again"), MONTHS, MONTHLY_TABLES))
        assert {report.failure for report in reports.values()} == {None}
        assert made_there
        conversions = landed.lake.read("core_claim_conversions", columns=["to_currency_code"]).column(0)
        assert set(conversions.unique().to_pylist()) == currencies


@pytest.mark.parametrize("make", [fact_rows.month_file, copies.month_file], ids=["what matching keeps", "sketches"])
def test_files_made_ahead_are_those_that_would_be_made_here_and_a_failure_is_left_to_who_asks(landed, tmp_path, make):
    materialise_new(landed, quiet)
    snapshot, made = landed.lake.snapshot(), tmp_path / "ahead"
    make_ahead(landed.runner, make, snapshot, made, MONTHS)
    files = {path.name: path.read_bytes() for path in made.iterdir() if path.is_file()}
    assert len(files) == len(MONTHS)
    for month in MONTHS:
        path = make(snapshot, month, tmp_path / "here")
        assert files[path.name] == path.read_bytes()

    landed.lake.snapshot().paths("core_claims", MONTHS[0])[0].write_bytes(b"rubbish")
    landed.lake.snapshot().paths("core_sentences", MONTHS[0])[0].write_bytes(b"rubbish")
    again = tmp_path / "again"
    make_ahead(landed.runner, make, snapshot, again, MONTHS)
    assert len([path for path in again.iterdir() if path.is_file()]) == len(MONTHS) - 1
    make_ahead(INLINE, make, snapshot, tmp_path / "none", MONTHS)
    assert not (tmp_path / "none").exists()
