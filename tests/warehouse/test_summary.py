"""The largest amounts of a summary: in dollars, each fact once, restated amounts left out, however deep they lie."""

from decimal import Decimal

import duckdb
import pytest

import warehouse.summary
from warehouse.summary import summarise

CLAIMS = (
    ("own", "money", "USD", 50),
    ("ceiling", "money", "USD", None),
    ("yuan", "money", "CNY", 700),
    ("restated", "money", "USD", 99),
    ("of no fact", "money", "USD", 98),
    ("no money", "count", "USD", 97),
    ("other dollars", "money", "USD", 96),
)
CONVERSIONS = (("yuan", "USD", 60), ("yuan", "EUR", 90), ("other dollars", "USD", 40), ("own", "EUR", 95))
FACTS = (("own", False), ("ceiling", False), ("yuan", False), ("other dollars", False), ("restated", True))


@pytest.fixture
def published(tmp_path):
    """A file with those columns of those tables that a summary asks for."""
    path = tmp_path / "warehouse.duckdb"
    amount = "DECIMAL(38, 9)"
    with duckdb.connect(str(path)) as database:
        database.execute("CREATE SCHEMA core")
        database.execute(
            f"CREATE TABLE core.core_claims (claim_id VARCHAR, kind VARCHAR, unit VARCHAR, value_low {amount}, "
            f"value_high {amount}, quote VARCHAR, sentence VARCHAR, subject VARCHAR, file VARCHAR)"
        )
        database.execute(
            "CREATE TABLE core.core_claim_conversions (claim_id VARCHAR, to_currency_code VARCHAR, "
            f"value_low {amount}, value_high {amount})"
        )
        database.execute("CREATE TABLE core.core_observations (chosen_claim_id VARCHAR, is_restatement BOOLEAN)")
        database.execute("CREATE TABLE core.core_rejects AS SELECT unnest(['a', 'b', 'b']) AS reason")
        database.execute("CREATE TABLE core.core_documents AS SELECT 1 AS article_id")
        database.execute("CREATE TABLE core.core_sentences AS SELECT unnest([1, 2]) AS sentence_id")
        for name, kind, unit, low in CLAIMS:
            row = [
                name,
                kind,
                unit,
                low,
                70 if low is None else low,
                f"quote {name}",
                f"sentence {name}",
                None,
                "f.txt",
            ]
            database.execute("INSERT INTO core.core_claims VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        for name, to, value in CONVERSIONS:
            database.execute("INSERT INTO core.core_claim_conversions VALUES (?, ?, ?, ?)", [name, to, value, value])
        database.executemany("INSERT INTO core.core_observations VALUES (?, ?)", FACTS)
    return path


@pytest.mark.parametrize("looked_at", [1, 200])
def test_amounts_are_picked_from_the_top(published, monkeypatch, looked_at):
    monkeypatch.setattr(warehouse.summary, "_LOOKED_AT", looked_at)
    summary = summarise(published, amounts=3)
    assert [(found.claim_id, found.usd) for found in summary.largest] == [("ceiling", 70), ("yuan", 60), ("own", 50)]
    assert (summary.articles, summary.sentences, summary.facts) == (1, 2, 5)
    assert summary.claims_by_kind == {"money": 6, "count": 1}
    assert list(summary.rejects_by_reason.items()) == [("b", 2), ("a", 1)]
    all_of_them = summarise(published, amounts=9).largest
    assert [found.claim_id for found in all_of_them] == ["ceiling", "yuan", "own", "other dollars"]
    assert all_of_them[-1].usd == Decimal(40)
