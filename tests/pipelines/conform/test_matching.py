"""Which claims are one fact: what the sample's articles say of one thing is, and what only sounds alike is not."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.conform.audits import FactIndex
from pipelines.conform.disagreements import find_disagreements
from pipelines.conform.matching import ObservedClaim
from pipelines.conform.observations import find_facts
from pipelines.conform.targets import find_outcomes
from schemas.codes.entities import entity_of
from schemas.codes.metrics import metric_of
from schemas.rows import bare_schema

WRITTEN = Path(__file__).resolve().parents[2] / "articles" / "expected_claims.jsonl"
STOCKS = frozenset({"power", "area", "length"})


def observed(number: int, told: dict) -> ObservedClaim:
    """A claim as a reader would note it: the subject's whole name, the metric in full."""
    concept, entity = metric_of(told["metric"]), entity_of(told["subject"])
    nature = concept.nature if concept and concept.nature in ("flow", "stock") else "flow"
    amounts = [told[name] and Decimal(told[name]) for name in ("value_low", "value_high")]
    last = max(filter(None, amounts))
    return ObservedClaim(
        claim_id=f"c_{number:016d}",
        article_id=f"{told['file']}#{told['article_index']}",
        start=told["start"],
        subject=told["subject"],
        subject_code=entity.entity_code if entity else None,
        metric=told["metric"],
        metric_code=concept.metric_code if concept else None,
        nature="stock" if told["kind"] in STOCKS else nature,
        additivity=concept.additivity if concept else None,
        status=told["status"],
        kind=told["kind"],
        unit=told["unit"],
        per=told["per"],
        direction=told["direction"],
        base=None,
        period_start=told["period_start"] and date.fromisoformat(told["period_start"]),
        period_end=told["period_end"] and date.fromisoformat(told["period_end"]),
        modifier=told["modifier"],
        value_low=amounts[0],
        value_high=amounts[1],
        decimals=-last.normalize().as_tuple().exponent,
        confidence=0.9,
        published_start=None,
        sent_start=told["start"],
        subject_start=told["start"] + 1,
    )


@pytest.fixture(scope="module")
def sample_index() -> FactIndex:
    lines = WRITTEN.read_text(encoding="utf-8").splitlines()
    return FactIndex(find_facts(observed(number, json.loads(line)) for number, line in enumerate(lines)))


def told(table: str, rows: list[tuple]) -> list[dict]:
    names = bare_schema(table).names
    return [dict(zip(names, row, strict=False)) for row in rows]


def number(index: FactIndex, claim_id: str) -> str:
    """Article and number of a claim, e.g. `008 126058200000000`."""
    claim = index.by_claim[claim_id][1]
    return f"{claim.article_id[:3]} {(claim.value or claim.value_low).normalize():f}"


def test_what_the_sample_says_differently_of_one_thing_is_found_and_nothing_else(sample_index):
    rows = told("core_disagreements", find_disagreements(sample_index))
    found = {
        frozenset(number(sample_index, row[name]) for name in ("chosen_claim_id", "other_claim_id")): row["verdict"]
        for row in rows
    }
    assert found == {
        frozenset(("008 126058200000000", "009 129427200000000")): "inconsistent",
        frozenset(("008 126058200000000", "024 129427200000000")): "inconsistent",
        frozenset(("018 4251000", "019 4600000")): "inconsistent",
        frozenset(("011 886660", "012 887000")): "within_rounding",
        frozenset(("003 1200000", "004 1200000")): "within_rounding",
    }


def test_the_sample_s_targets_meet_their_outcomes_and_no_other_number(sample_index):
    rows = told("core_target_outcomes", find_outcomes(sample_index))
    found = {
        (number(sample_index, row["target_claim_id"]), number(sample_index, row["outcome_claim_id"]), row["state"])
        for row in rows
        if row["outcome_claim_id"]
    }
    assert found == {
        ("003 10", "003 7.8", "under_way"),
        ("003 12", "004 14", "met"),
        ("003 70000", "004 60800", "under_way"),
        ("003 8", "004 6.91", "under_way"),
        ("004 1200000", "004 1650000", "met"),
        ("004 12", "004 14", "met"),
        ("004 20", "004 44.3", "met"),
        ("004 50000000", "004 48000000", "under_way"),
        ("004 8", "004 6.91", "under_way"),
        ("017 26", "018 30.2", "met"),
        ("017 56", "018 56.7", "met"),
        ("018 56", "018 56.7", "met"),
        ("023 28000000", "023 18060000", "under_way"),
        ("023 4800000", "023 1681000", "missed"),
    }


YEAR = {"period_start": "2023-01-01", "period_end": "2024-01-01"}
SAME = {"kind": "money", "unit": "CNY", "metric": "revenue", "subject": "China Mobile", "value": "100", **YEAR}


def stated(number: int, **changes) -> ObservedClaim:
    fields = {"per": None, "status": "actual", "direction": None, "modifier": "exact", "start": 0, "article_index": 0}
    made = {**fields, "file": f"{number:03d}", **SAME, **changes}
    value = made.pop("value")
    return observed(number, {**made, "value_low": value, "value_high": value})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"subject": "Hefei", "metric": "GDP"}, {"subject": "Hefei", "metric": "gross domestic product"}),
        (
            {"subject": "Hefei", "metric": "economic output"},
            {"subject": "the Hefei", "metric": "total economic output"},
        ),
        (
            {"subject": "solar power in China", "metric": "installed capacity"},
            {"subject": "China", "metric": "solar capacity"},
        ),
        (
            {"subject": "China", "metric": "R&D spending"},
            {"subject": "China", "metric": "spending on research and development"},
        ),
        ({"subject": "China", "metric": "exports of magnets"}, {"subject": "China", "metric": "magnet exports"}),
        (
            {"subject": "China's chipmakers", "metric": "profit"},
            {"subject": "chipmakers in China", "metric": "profits"},
        ),
        ({"metric": "turnover"}, {"metric": "operating revenue"}),
    ],
    ids=lambda told: str(told.get("metric")),
)
def test_other_words_for_one_thing_are_one_fact(first, second):
    assert len(find_facts([stated(1, **first), stated(2, **second)])) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"metric": "retail sales"}, {"metric": "online sales"}),
        ({"metric": "retail sales"}, {"metric": "online retail sales"}),
        ({"metric": "profit"}, {"metric": "net profit"}),
        ({"metric": "gross profit"}, {"metric": "net profit"}),
        ({"metric": "exports to Germany"}, {"metric": "exports from Germany"}),
        ({"metric": "exports"}, {"metric": "exports of magnets"}),
        ({"metric": "capacity"}, {"metric": "capacity added"}),
        ({"subject": "Hefei", "metric": "GDP"}, {"subject": "Anhui", "metric": "GDP"}),
        ({"subject": "China Mobile"}, {"subject": "China Telecom"}),
        ({"subject": "China"}, {"subject": "China Mobile"}),
        (
            {"subject": "China", "metric": "imports from Germany"},
            {"subject": "Germany", "metric": "imports from China"},
        ),
        ({"subject": "Bank of China", "metric": "loans"}, {"subject": "banks in China", "metric": "loans"}),
        ({"subject": "China's government", "metric": "spending"}, {"subject": "China", "metric": "spending"}),
        ({}, {"period_start": "2022-01-01", "period_end": "2023-01-01"}),
        ({}, {"period_start": "2023-07-01"}),
        ({"metric": "assets", "period_start": "2023-06-30", "period_end": "2023-07-01"}, {"metric": "assets"}),
        ({}, {"unit": "USD"}),
        ({}, {"per": "person"}),
        ({}, {"status": "target"}),
        (
            {"kind": "count", "unit": "station", "metric": "stations"},
            {"kind": "count", "unit": "station", "metric": "stations added"},
        ),
        (
            {"kind": "count", "unit": "5G base station", "metric": None},
            {"kind": "count", "unit": "charging station", "metric": None},
        ),
        (
            {"kind": "percent_change", "unit": "percent", "metric": "real growth of GDP"},
            {"kind": "percent_change", "unit": "percent", "metric": "nominal growth of GDP"},
        ),
        ({"subject": "the company"}, {"subject": "the company"}),
        ({"subject": "country", "metric": "GDP"}, {"subject": "country", "metric": "GDP"}),
        ({"subject": "a bank in China", "metric": "loans"}, {"subject": "banks in China", "metric": "loans"}),
        ({"metric": "amount spent"}, {"metric": "amount spent"}),
        ({"metric": None}, {"metric": None}),
    ],
    ids=lambda told: " ".join(map(str, told.values())) or "the first",
)
def test_what_only_sounds_alike_stays_two_facts(first, second):
    assert len(find_facts([stated(1, **first), stated(2, **second)])) == 2


PERCENT = {"kind": "percent", "unit": "percent", "subject": "basic science", "metric": "share of the money"}
GOAL = {**PERCENT, "status": "target", "metric": "amount asked", "subject": "planners", "value": "8"}


def outcome_of(*claims: ObservedClaim) -> str | None:
    (row,) = told("core_target_outcomes", find_outcomes(FactIndex(find_facts(claims))))
    return row["outcome_claim_id"]


def beside(number: int, sentence: int, **changes) -> ObservedClaim:
    claim = stated(number, **{"file": "one", **changes})
    return replace(claim, sent_start=sentence, start=sentence + number, subject_start=sentence + 1)


def test_a_goal_that_names_nothing_is_answered_by_the_one_number_beside_it():
    done = beside(1, 100, **{**PERCENT, "value": "6.91"})
    assert outcome_of(done, beside(2, 100, **GOAL)) == done.claim_id
    assert outcome_of(done, beside(2, 200, **GOAL)) == done.claim_id


@pytest.mark.parametrize(
    "others",
    [
        (beside(3, 100, **{**PERCENT, "value": "30", "subject": "universities"}),),
        (beside(4, 200, **{**PERCENT, "kind": "percent_change", "value": "3"}),),
    ],
    ids=["two-things-beside-it", "not-alone-in-its-sentence"],
)
def test_a_goal_beside_several_things_is_answered_by_none(others):
    assert outcome_of(beside(1, 100, **{**PERCENT, "value": "6.91"}), *others, beside(2, 200, **GOAL)) is None


def test_a_goal_with_a_name_of_its_own_is_not_answered_by_another_thing_beside_it():
    spent = beside(1, 100, metric="spending on batteries", value="3")
    planned = beside(2, 100, metric="spending on chips", value="10", status="plan")
    assert outcome_of(spent, planned) is None
