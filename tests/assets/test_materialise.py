"""The main job: what landed is read, stored and published; a second run changes nothing; a killed one is made good."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from assets.materialise import materialise_new
from assets.quotes import QUOTED, misplaced_quotes
from benchmarks.processes import processes_of, wait_for
from schemas.errors import NumtrailError, StoreError
from warehouse.duckdb_file import published_number
from warehouse.landing import ingest_path

ROOT = Path(__file__).resolve().parents[2]
LANDED = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)

FUNDS = (
    "A city fund\n\nHefei put 12.5 billion yuan (US$1.75 billion) into display makers in 2022. Output rose 9.7 percent "
    "to more than 100 billion yuan. An older park had cost 3 billion yuan at constant 2015 prices.\n"
)
PILES = "Charging points\n\nWuhan had built 80,000 charging points by April 2023, the city said.\n"


def quiet(doing: str, done: int, total: int) -> None:
    """No progress bar in tests."""


def land(home, *paths: Path) -> None:
    for path in paths:
        ingest_path(path, home.landing, now=LANDED)


def parquet_hashes(home) -> dict[str, str]:
    lake = home.folder / "lake"
    return {entry.path: hashlib.sha256((lake / entry.path).read_bytes()).hexdigest() for entry in home.lake.entries()}


def test_from_article_to_claim_and_back_to_the_words(home, article):
    land(home, article("fund.txt", FUNDS, published="2023-03-01"))
    outcome = materialise_new(home, quiet)
    assert outcome.months == ["2023-03"]
    assert published_number(home.duckdb_path) == home.lake.snapshot().manifest.number
    claims = {row["quote"]: row for row in home.lake.read("core_claims").to_pylist()}
    assert {"12.5 billion yuan", "US$1.75 billion", "9.7 percent", "more than 100 billion yuan"} <= claims.keys()
    claim = claims["12.5 billion yuan"]
    raw = home.lake.read("raw_articles").to_pylist()[0]["raw_text"]
    assert raw[claim["start"] : claim["end"]] == "12.5 billion yuan"
    assert (claim["unit"], claim["value_low"], claim["value_high"]) == ("CNY", 12_500_000_000, 12_500_000_000)
    assert claim["period_start"].isoformat() == "2022-01-01"
    in_dollars = [
        row
        for row in home.lake.read("core_claim_conversions").to_pylist()
        if row["claim_id"] == claim["claim_id"] and row["to_currency_code"] == "USD"
    ]
    assert in_dollars[0]["method"] == "period_average"
    assert 1.7e9 < in_dollars[0]["value_low"] < 2e9
    real = [
        row
        for row in home.lake.read("core_claim_conversions").to_pylist()
        if row["claim_id"] == claims["3 billion yuan"]["claim_id"]
    ]
    assert {(row["method"], row["value_low"], row["reason"]) for row in real} == {
        ("none", None, "stated in real terms: at constant 2015 prices")
    }


def test_a_second_run_changes_nothing(home, article):
    land(home, article("fund.txt", FUNDS, published="2023-03-01"), article("piles.txt", PILES, published="2023-05"))
    materialise_new(home, quiet)
    before, commits = parquet_hashes(home), home.lake.snapshot().manifest.number
    outcome = materialise_new(home, quiet)
    assert outcome.months == []
    assert parquet_hashes(home) == before
    assert home.lake.snapshot().manifest.number == commits


def test_damaged_rates_are_read_again_and_a_damaged_ledger_is_named_with_the_way_out(home, article):
    land(home, article("fund.txt", FUNDS, published="2023-03-01"))
    materialise_new(home, quiet)
    paths = {name: home.lake.snapshot().paths(name)[0] for name in ("ref_fx_rates", "raw_ledger")}
    whole = {name: path.read_bytes() for name, path in paths.items()}
    for name, path in paths.items():
        path.write_bytes(whole[name][:-100])
    with pytest.raises(NumtrailError, match=r"raw_ledger/all/.*\.parquet is missing or damaged .* from a backup"):
        materialise_new(home, quiet)
    assert paths["ref_fx_rates"].read_bytes() == whole["ref_fx_rates"]
    paths["raw_ledger"].write_bytes(whole["raw_ledger"])
    materialise_new(home, quiet)
    assert home.lake.verify() == []


def test_making_everything_again_gives_the_same_bytes(home, article):
    land(home, article("fund.txt", FUNDS, published="2023-03-01"))
    materialise_new(home, quiet)
    before = parquet_hashes(home)
    materialise_new(home, quiet, everything=True)
    assert parquet_hashes(home) == before


def test_a_late_article_touches_its_month_alone(home, article):
    land(home, article("fund.txt", FUNDS, published="2023-03-01"), article("piles.txt", PILES, published="2021-05"))
    materialise_new(home, quiet)
    before = {entry.key: entry.sha256 for entry in home.lake.entries() if entry.partition == "2021-05"}
    land(home, article("late.txt", "Late news\n\nAnhui spent 3 billion yuan in 2022.\n", published="2023-03-09"))
    assert materialise_new(home, quiet).months == ["2023-03"]
    assert {entry.key: entry.sha256 for entry in home.lake.entries() if entry.partition == "2021-05"} == before


SAMPLE_MARTS = {
    # China's output of 2023, first counted and counted again: two articles, one contradiction, no statistic beside it.
    "SELECT verdict, chosen_quote, other_quote, chosen_file, other_file FROM mart.mart_disagreements": [
        ("inconsistent", "129.4272 trillion yuan", "126.0582 trillion yuan", "024_census_note.txt",
         "008_gdp_first_count.txt"),
    ],
    "SELECT original_quote, verdict, fitting_currency_code FROM mart.mart_fx_check "
    "WHERE verdict = 'inconsistent'": [("344 billion yen", "inconsistent", "CNY")],
    "SELECT growth_quote, verdict, round(implied_percent, 2)::VARCHAR FROM mart.mart_growth_check "
    "WHERE verdict = 'inconsistent'": [("16.6%", "inconsistent", "11.64")],
    "SELECT price_basis, verdict, why FROM mart.mart_growth_check WHERE subject = 'Guangdong'": [
        ("real", "not_comparable", "real growth, against levels at current prices"),
    ],
    "SELECT state, target_quote, outcome_quote FROM mart.mart_target_progress "
    "WHERE state IN ('met', 'missed', 'unknown') ORDER BY target_quote": [
        ("met", "1,200 GW", "1,206 GW"),
        ("met", "12", "14"),
        ("met", "56 percent", "56.7\xa0percent"),
        ("met", "about 20 percent", "44.3 percent"),
        ("unknown", "above 8 percent", "6.91 percent"),
    ],
    "SELECT due_by::VARCHAR, outcome_by::VARCHAR FROM mart.mart_target_progress WHERE outcome_quote = '1,206 GW'": [
        ("2031-01-01", "2024-08-01"),
    ],
    "SELECT count(*) FROM mart.mart_target_progress WHERE target_quote = '400 kilometres' AND outcome_quote IS NULL": [
        (1,),
    ],
    "SELECT value::BIGINT, consistency, claim_count FROM mart.mart_series WHERE subject = 'China' "
    "AND metric_code = 'gross_domestic_product' AND measure = 'level' AND period_start = '2023-01-01'": [
        (129_427_200_000_000, "conflict", 2),
    ],
}  # fmt: skip
"""What the marts say of the sample: a query, and its rows."""


def test_every_quote_of_the_sample_stands_where_it_says_and_the_marts_catch_what_is_wrong(home, sample):
    # After the latest of the articles was out: a day of publication that lies ahead is not believed.
    ingest_path(sample, home.landing, now=datetime(2026, 6, 1, tzinfo=UTC))
    materialise_new(home, quiet)
    with duckdb.connect(str(home.duckdb_path), read_only=True) as connection:
        for query, rows in SAMPLE_MARTS.items():
            assert connection.execute(query).fetchall() == rows, query
    snapshot = home.lake.snapshot()
    compared = 0
    for name in QUOTED:
        for month in snapshot.partitions(name):
            checked, misplaced = misplaced_quotes(snapshot, name, month)
            assert misplaced == []
            compared += checked
    assert compared > 1500


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty_file"),
        ("binary.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary_file"),
        ("huge.txt", b"Anhui spent 3 billion yuan. " * 1_900_000, "too_large"),
        ("lines.jsonl", b'{"text": "Anhui spent 3 billion yuan."}\n{"text": oops}\n', "malformed_json"),
        ("picture.gif", b"GIF89a....", "unsupported_format"),
    ],
)
def test_bad_input_is_refused_with_a_reason_and_the_rest_goes_on(home, article, name, data, reason):
    land(home, article(name, data), article("fund.txt", FUNDS, published="2023-03-01"))
    materialise_new(home, quiet)
    rejects = home.lake.read("core_rejects").to_pylist()
    assert [row["reason"] for row in rejects] == [reason]
    assert len(rejects[0]["message"]) > 30
    assert "12.5 billion yuan" in home.lake.read("core_claims").column("quote").to_pylist()


def test_a_bad_date_in_a_sidecar_is_refused_and_the_article_kept(home, article):
    land(home, article("fund.txt", FUNDS, published="31 February 2023"))
    materialise_new(home, quiet)
    (reject,) = home.lake.read("core_rejects").to_pylist()
    assert reject["excerpt"] == "31 February 2023"
    commits = home.lake.snapshot().manifest.number
    assert materialise_new(home, quiet).months == []
    assert home.lake.snapshot().manifest.number == commits
    assert home.lake.read("core_claims").num_rows > 0


def test_a_wrong_encoding_is_read_and_named(home, article):
    land(home, article("fund.txt", FUNDS.replace("A city", "A city’s").encode("cp1252"), published="2023-03-01"))
    materialise_new(home, quiet)
    (raw,) = home.lake.read("raw_articles").to_pylist()
    assert raw["encoding"] == "cp1252"
    assert "’" in raw["raw_text"]


def test_the_same_bytes_twice_are_one_article(home, article):
    land(home, article("fund.txt", FUNDS, published="2023-03-01"))
    twin = home.landing / "by-hand" / "copy.txt"
    twin.parent.mkdir()
    twin.write_text(FUNDS, encoding="utf-8")
    materialise_new(home, quiet)
    assert home.lake.read("raw_articles").num_rows == 1


def test_a_second_run_at_the_same_time_is_refused(home):
    home.folder.mkdir(parents=True, exist_ok=True)
    program = (
        "import fcntl, sys, time\n"
        f"handle = open({str(home.folder / '.run.lock')!r}, 'w')\n"
        "fcntl.flock(handle, fcntl.LOCK_EX)\nprint('held', flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as holder:
        holder.stdout.readline()
        with pytest.raises(StoreError, match="Another"):
            materialise_new(home, quiet)
        holder.kill()


@pytest.fixture
def undisturbed(home, sample, tmp_path) -> Path:
    """A home folder in which a run over a few sample articles went through."""
    land(home, *sorted(sample.glob("00[1-4]*.txt")))
    folder = tmp_path / "undisturbed"
    run_to_end(folder, home.landing)
    return folder


def test_a_run_killed_anywhere_is_made_good_by_the_next(undisturbed, tmp_path):
    """Kill a run after a share of the commits an undisturbed one makes; the next run ends in the same rows."""
    commits = len(list((undisturbed / "lake" / "_manifests").glob("*.json")))
    for share in (0.2, 0.5, 0.8):
        killed = tmp_path / f"killed-{share}"
        with start_run(killed, undisturbed / "landing") as process:
            manifests = killed / "lake" / "_manifests"
            while process.poll() is None and len(list(manifests.glob("*.json"))) < share * commits:
                time.sleep(0.005)
            assert process.poll() is None, "the run ended before it could be killed"
            os.killpg(process.pid, signal.SIGKILL)
        wait_for(lambda home=killed: processes_of(home) == [], 10)  # a run that is killed leaves no process behind
        assert not (killed / "warehouse.duckdb").exists()
        run_to_end(killed, undisturbed / "landing")
        assert state_of(killed) == state_of(undisturbed)


def lake_of(folder: Path):
    from warehouse.lake import Lake

    return Lake(folder / "lake")


def state_of(folder: Path) -> dict[tuple[str, str, str], str]:
    """The files that hold rows: whether a month without articles was made before a run was killed tells nothing."""
    return {entry.key: entry.sha256 for entry in lake_of(folder).entries() if entry.rows}


def start_run(folder: Path, landing: Path) -> subprocess.Popen:
    folder.mkdir(exist_ok=True)
    link = folder / "landing"
    if not link.exists():
        subprocess.run(["cp", "-a", str(landing), str(link)], check=True)
    environment = {**os.environ, "NUMTRAIL_HOME": str(folder), "NUMTRAIL_CURRENCIES": "USD,CNY"}
    environment.pop("DAGSTER_HOME", None)
    return subprocess.Popen(
        [sys.executable, "-m", "numtrail", "run"],
        env=environment,
        cwd=ROOT,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def run_to_end(folder: Path, landing: Path) -> None:
    with start_run(folder, landing) as process:
        assert process.wait(timeout=240) == 0
