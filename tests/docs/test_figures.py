"""Figures that the pages tell of the code and of the sample are those of the code and of the sample."""

import re
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import dagster as dg
import pytest

from assets import automation
from assets.conforming import conform_month, reference_rates_of
from assets.extraction import extract_file
from pipelines.extract import claims, currency_signs
from warehouse import postgres_setup
from warehouse.rates import bundled_rates
from warehouse.superset.bundle import datasets

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample"
CHIP_FUND = SAMPLE / "002_chip_fund_currencies.txt"


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def rows(text: str, first: str) -> list[list[str]]:
    """The rows of a table of a page, from the one whose first cell is given to the table's end."""
    table = re.search(rf"(?m)^\| {re.escape(first)} \|.*\n(?:\|.*\n?)*", text)
    assert table, first
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[0].splitlines()]


def test_the_claims_that_the_readme_shows_are_those_of_the_sample(tmp_path, read_articles):
    found = {claim["quote"]: claim for claim in extract_file(CHIP_FUND)}
    shown = rows(page("README.md"), "RMB 344 billion")
    for quote, kind, value, unit, subject, period, _, characters in shown:
        claim = found[quote]
        assert (kind, unit, subject) == (claim["kind"], claim["unit"], claim["subject"])
        assert Decimal(value.replace(" ", "")) == Decimal(str(claim["value_low"]))
        assert period == f"[{claim['period_start']}, {claim['period_end']})"
        assert characters.startswith(f"{claim['start']}–{claim['end']}")
        assert CHIP_FUND.read_text(encoding="utf-8")[claim["start"] : claim["end"]] == quote

    told = re.fullmatch(r"([\d.]+) bn at ([\d.]+), the ECB rate of (\d+ \w+ \d{4})", shown[0][6])
    lake = read_articles(tmp_path, CHIP_FUND)
    (month,) = lake.partitions("core_claims")
    ids = {row["quote"]: row["claim_id"] for row in lake.read("core_claims").to_pylist()}
    converted = conform_month(lake.snapshot(), month, reference_rates_of(bundled_rates()), ("USD",))
    (row,) = (
        row for row in converted["core_claim_conversions"].to_pylist() if row["claim_id"] == ids["RMB 344 billion"]
    )
    assert told
    assert Decimal(told[2]) == row["rate"]
    assert round(row["value_low"] / 10**9, 2) == Decimal(told[1])
    assert f"{row['rate_end'] - timedelta(days=1):%-d %B %Y}" == told[3]
    assert row["source"] == "ECB"


COMPUTED = {"010_research_ledger.txt": {"11.6"}}
"""Numbers that the page works out from those of the article."""


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("0[0-8]*.[tj]*[tl]")), ids=lambda path: path.stem)
def test_numbers_told_of_a_sample_article_stand_in_it(path):
    ((_, _, told),) = [row for row in rows(page("docs/sample.md"), f"`{path.name}`") if path.name in row[0]]
    others = {other.name[:3] for other in SAMPLE.iterdir()}
    numbers = set(re.findall(r"\d[\d,]*\d(?:\.\d+)?|\d\.\d+|\b\d\b", told)) - others - COMPUTED.get(path.name, set())
    text = path.read_text(encoding="utf-8")
    assert {number for number in numbers if not re.search(rf"(?<![\d.,]){re.escape(number)}(?!\d)", text)} == set()


FACTORS: dict[str, set[str]] = {
    "no metric found": {"no metric"},
    "no subject": {"no subject"},
    "a subject that the sentence does not name": {"subject guessed"},
    "a counted noun of an earlier sentence": {"unit: noun before"},
    "what only the next sentence explains": {"about: explained by the next sentence"},
    "a vague amount": {"vague"},
    "an ambiguous currency": {"ambiguous currency"},
    "a bare dollar taken for the US dollar": {currency_signs.BY_DEFAULT},
    "one in an article on another dollar's country": {currency_signs.DOUBTFUL_DEFAULT, currency_signs.TOLD_DOLLAR},
    "a hypothetical": {"hypothetical"},
    "several subjects, together or each": {"doubt"},
    "a sentence that denies the number": {"denied"},
}
"""What the page says of a factor -> its names in the table of factors."""


def test_factors_of_confidence_are_those_of_the_code():
    (listed,) = re.findall(r"left open: (.*?)\. It\s+orders", page("docs/explanation.md"), re.DOTALL)
    told = dict(re.findall(r"(?:^|, )(\D+) \((0\.\d+)\)", " ".join(listed.split())))
    assert float(told.pop("a table pasted as text")) == claims._UNREAD
    assert told.keys() == FACTORS.keys()
    assert {name: float(factor) for words, factor in told.items() for name in FACTORS[words]} == claims._FACTORS


def test_what_is_told_to_bi_is_what_is_set():
    text = page("docs/bi.md")
    metrics = sum(len(dataset["metrics"]) for dataset in datasets().values())
    assert f"{metrics} metrics each" in text
    limit = postgres_setup._READER_SETTINGS["statement_timeout"].removesuffix("s")
    assert f"{limit} seconds a statement, {postgres_setup._READER_CONNECTIONS} connections" in text


def test_what_runs_by_itself_runs_when_the_page_says():
    told: dict[str, object] = {}
    for names, when, _ in rows(page("docs/operating.md"), "`landing_sensor`"):
        day = "0" if "Sunday" in when else "*"
        moments = [f"{int(minute)} {int(hour)} * * {day}" for hour, minute in re.findall(r"(\d\d):(\d\d)", when)]
        moments += [int(seconds) for seconds in re.findall(r"every (\d+) s", when)]
        told |= dict(zip(re.findall(r"`(\w+)`", names), moments, strict=False))
    found = [thing for thing in vars(automation).values() if isinstance(thing, dg.ScheduleDefinition)]
    looking = [automation.landing_sensor, automation.publish_sensor]
    assert told == {
        **{schedule.name: schedule.cron_schedule for schedule in found},
        **{sensor.name: sensor.minimum_interval_seconds for sensor in looking},
    }
