"""A line is ready to be drawn: one unit, one point a period, falls below zero, bounds marked and without a value."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from pipelines.conform.matching import ObservedClaim
from pipelines.conform.observations import find_facts, observation_rows
from schemas.rows import table_of

SCRIPT = Path(__file__).resolve().parents[2] / "warehouse" / "marts" / "mart_series.sql"


def claim(name: str, value: str, year: int = 2023, **changes) -> ObservedClaim:
    fields = {
        "claim_id": f"c_{name:a<16}",
        "article_id": f"a_{name}",
        "start": 0,
        "subject": "Hefei",
        "subject_code": "hefei",
        "metric": "solar capacity",
        "metric_code": "capacity",
        "nature": "stock",
        "additivity": "entity",
        "status": "actual",
        "kind": "power",
        "unit": "MW",
        "per": None,
        "direction": None,
        "base": None,
        "period_start": date(year, 1, 1),
        "period_end": date(year + 1, 1, 1),
        "modifier": "exact",
        "value_low": Decimal(value),
        "value_high": Decimal(value),
        "decimals": 0,
        "confidence": 0.9,
        "published_start": date(2024, 1, 1),
    }
    return ObservedClaim(**{**fields, **changes})


def series_of(*claims: ObservedClaim) -> list[dict]:
    observations = table_of("core_observations", observation_rows(find_facts(claims))[0])
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA core; CREATE SCHEMA mart")
        connection.register("made", observations)
        connection.execute("CREATE TABLE core.core_observations AS SELECT * FROM made")
        connection.execute(
            "CREATE TABLE core.core_claims AS SELECT chosen_claim_id AS claim_id, '' AS quote, '' AS sentence FROM made"
        )
        connection.execute(SCRIPT.read_text(encoding="utf-8"))
        found = connection.execute("SELECT * FROM mart.mart_series ORDER BY period_end, status")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_units_are_one_and_each_year_is_one_point():
    rows = series_of(
        claim("a", "500", 2022), claim("b", "0.7", unit="GW", decimals=1), claim("c", "700"), claim("d", "900", 2024)
    )
    assert {(row["series_id"], row["unit"]) for row in rows} == {(rows[0]["series_id"], "MW")}
    assert [(row["period_last_day"].year, row["value"]) for row in rows] == [(2022, 500), (2023, 700), (2024, 900)]
    assert rows[1]["claim_count"] == 2


def test_of_two_facts_of_one_day_the_one_told_by_more_articles_is_drawn_and_the_other_counted():
    alone = claim("e", "300", article_id="a_b", start=50)
    (row,) = series_of(claim("b", "700"), claim("c", "700"), alone)
    assert (row["value"], row["fact_count"]) == (700, 2)


def test_a_bound_is_marked_and_has_no_value_to_be_drawn():
    (row,) = series_of(claim("a", "500", modifier="more_than", value_high=None))
    assert (row["value"], row["is_bound"], row["value_low"], row["value_high"]) == (None, True, 500, None)


def test_goals_are_a_line_beside_the_outcomes():
    rows = series_of(claim("a", "500"), claim("b", "700", status="target"))
    assert [(row["status"], row["value"]) for row in rows] == [("actual", 500), ("target", 700)]
    assert len({row["series_id"] for row in rows}) == 1


@pytest.mark.parametrize(("direction", "value"), [("down", Decimal("-9.1")), ("up", Decimal("9.1"))])
def test_a_fall_is_drawn_below_zero(direction, value):
    made = claim("a", "9.1", kind="percent_change", unit="percent", direction=direction, nature="flow", decimals=1)
    (row,) = series_of(made)
    assert (row["value"], row["value_low"], row["value_high"]) == (value, value, value)
