"""Questions an analyst asks, each one SQL query in `docs/questions`, answered over the published warehouse.

The warehouse is built from the seed articles where `../shared` is there, and the numbers and receipts are compared;
otherwise from the sample, and the queries have to run.
"""

import json
import os
import re
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"
QUESTIONS = sorted((ROOT / "docs" / "questions").glob("*.sql"))

ANNOTATED = ROOT.parent / "shared" / "gold"
TOLD = (ANNOTATED / "questions.md").read_text(encoding="utf-8").splitlines() if SEEDS.is_dir() else []
GOLD = (
    [json.loads(line) for line in (ANNOTATED / "seeds_claims.jsonl").read_text(encoding="utf-8").splitlines()]
    if SEEDS.is_dir()
    else []
)

EXPECTED: dict[str, list[tuple[object, ...]]] = {
    "01": [("more_than", "160e9", None), ("nearly", "60e9", "60e9"), ("more_than", "620e9", None)],
    "02": [("3.875", "0.375")],
    "03": [("exact", "32"), ("more_than", "25")],
    "04": [("-9.090909091", "consistent")],
    "05": [("312888888888.888888889",)],
    "06": [("7.142857142857",), ("7.246376811594",), ("7.142857142857",), ("7.194244604317",)],
    "07": [("556", "1788.6e9", "3216906475")],
    "08": [("55.9",)],
    "09": [("2.50", "9.6")],
    "10": [("5000", "2000", "2.5")],
    "11": [(None, "2000", "less_than")],
    "12": [("0.5", None), ("70", "70"), ("80", "80")],
    "13": [("18", "7", "3.19")],
    "14": [("5100",)],
    "15": [("80", "nearly", "Zhou Tongyu")],
    "16": [("30", "more_than", "2023-03-01")],
    "17": [("460e6", "63940000", "4.6")],
    "18": [("35", "12", "23")],
    "19": [("0.79", "66")],
    "20": [("9.7", "percent"), ("19", "month", "nearly"), ("0.5", "more_than")],
    "21": [("7", "exact"), ("100e6", "exact"), ("20", "more_than")],
    "22": [("5.0",)],
    "23": [("1700",), ("160",), ("50",), ("1400",), ("100e9",), ("170e9",)],
    "24": [("plan", "8"), ("projected", "2"), ("target", "3"), ("hypothetical", "3")],
    "25": [("10e12",), ("1788.6e9",), ("more_than", "1e12"), ("exact", "1e12"), ("620e9",)],
}
"""Question -> for each row of the answer (in any order) values that it must hold."""


@pytest.fixture(scope="module")
def home_of_articles(tmp_path_factory):
    """A home folder with the seed articles, or the sample, read and published."""
    from datetime import UTC, datetime

    from assets.materialise import materialise_new, prepare_home
    from assets.resources import Home
    from warehouse.landing import ingest_path

    home = Home(root=str(tmp_path_factory.mktemp("home")))
    before = os.environ.get("DAGSTER_HOME")
    os.environ["DAGSTER_HOME"] = str(prepare_home(home.folder))
    try:
        for _ in ingest_path(SEEDS if SEEDS.is_dir() else ROOT / "sample", home.landing, now=datetime.now(UTC)):
            pass
        materialise_new(home, lambda *_: None)
    finally:
        os.environ.pop("DAGSTER_HOME")
        if before is not None:
            os.environ["DAGSTER_HOME"] = before
    return home


@pytest.fixture(scope="module")
def warehouse(home_of_articles):
    with duckdb.connect(str(home_of_articles.duckdb_path), read_only=True) as connection:
        yield connection


def test_every_number_comes_out_the_same_when_derived_again(home_of_articles):
    from assets.verification import verify_all

    verdicts = {verdict.name: verdict for verdict in verify_all(home_of_articles, lambda *_: None)}
    assert {name: verdict.first for name, verdict in verdicts.items() if verdict.failed} == {}
    stored = home_of_articles.lake
    for name in ("core_claims", "core_claim_conversions", "core_observations", "core_growth_checks"):
        assert verdicts[name].checked == stored.read(name).num_rows > 0


def test_every_question_has_a_query():
    assert [path.name[:2] for path in QUESTIONS] == sorted(EXPECTED)


@pytest.mark.parametrize("path", QUESTIONS, ids=[path.stem for path in QUESTIONS])
def test_the_warehouse_answers(path, warehouse):
    answer = warehouse.execute(path.read_text(encoding="utf-8"))
    names = [column[0] for column in answer.description]
    rows = answer.fetchall()
    assert [name for name in names if "claim_id" in name], "an answer names the claims it rests on"
    if SEEDS.is_dir():
        for expected in EXPECTED[path.name[:2]]:
            assert any(_holds(row, expected) for row in rows), f"{expected} in none of {rows}"
        assert _receipts(warehouse, names, rows) == _expected_receipts(path.name[:2])


def _receipts(warehouse, names: list[str], rows: list[tuple[object, ...]]) -> set[tuple[str, int, str]]:
    """The claims that an answer names: file, start, words."""
    ids = {
        key
        for row in rows
        for name, cell in zip(names, row, strict=True)
        if "claim_id" in name and cell is not None
        for key in (cell if isinstance(cell, list) else str(cell).split())
    }
    found = warehouse.execute(
        "SELECT claim_id, file, start, quote FROM core.core_claims WHERE list_contains(?, claim_id)", [sorted(ids)]
    ).fetchall()
    assert {key for key, *_ in found} == ids
    return {(file, start, quote) for _, file, start, quote in found}


def _expected_receipts(number: str) -> set[tuple[str, int, str]]:
    """The annotated numbers that the answer to a question is said to rest on: file, start, words."""
    told = next(line for line in TOLD if line.startswith(f"{int(number)}. "))
    listed = re.search(r"Lines? ([\d, /]+)(?:;[^.]*)?$", told)
    lines = re.findall(r"\d+", listed[1]) if listed else re.findall(r"\bline (\d+)", told)
    return {(GOLD[int(n)]["file"], GOLD[int(n)]["start"], GOLD[int(n)]["quote"]) for n in lines}


def _holds(row: tuple[object, ...], expected: tuple[object, ...]) -> bool:
    return all(any(_same(cell, value) for cell in row) for value in expected)


def _same(cell: object, value: object) -> bool:
    if isinstance(cell, (Decimal, int, float)) and isinstance(value, str):
        try:
            return Decimal(str(cell)) == Decimal(value)
        except ArithmeticError:
            return False
    return cell is None if value is None else str(cell) == value
