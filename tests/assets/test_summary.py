"""The largest amounts of a summary: in dollars, each fact once, restated amounts left out, however deep they lie."""

from decimal import Decimal

import pyarrow as pa
import pytest

import assets.summary
from assets.summary import summarise

AMOUNT = pa.decimal128(38, 9)


class Rows:
    """What `summarise` asks of a snapshot, from tables in memory: an empty month, and one with all rows."""

    def __init__(self, tables):
        self.tables = tables

    def partitions(self, name):
        return ["2024-01", "2024-02"]

    def entries(self, name):
        return []

    def read(self, name, month, columns=None, where=None):
        rows = self.tables[name].slice(0, None if month == "2024-02" else 0)
        return (rows if where is None else rows.filter(where)).select(columns)


def claims(*rows):
    names = ("claim_id", "kind", "unit", "value_low", "value_high", "quote", "sentence", "subject", "file")
    made = [(*row, f"quote {row[0]}", f"sentence {row[0]}", None, "f.txt") for row in rows]
    types = {"value_low": AMOUNT, "value_high": AMOUNT}
    columns = zip(*made, strict=True)
    return pa.table({n: pa.array(c, types.get(n, pa.string())) for n, c in zip(names, columns, strict=True)})


@pytest.mark.parametrize("looked_at", [1, 200])
def test_amounts_are_picked_from_the_top(monkeypatch, looked_at):
    monkeypatch.setattr(assets.summary, "_LOOKED_AT", looked_at)
    made = claims(
        ("own", "money", "USD", Decimal(50), Decimal(50)),
        ("ceiling", "money", "USD", None, Decimal(70)),
        ("yuan", "money", "CNY", Decimal(700), Decimal(700)),
        ("restated", "money", "USD", Decimal(99), Decimal(99)),
        ("of no fact", "money", "USD", Decimal(98), Decimal(98)),
        ("no money", "count", "USD", Decimal(97), Decimal(97)),
    )
    converted = pa.table(
        {
            "claim_id": ["yuan", "yuan", "own"],
            "to_currency_code": ["USD", "EUR", "USD"],
            "value_low": pa.array([Decimal(60), Decimal(90), Decimal(1)], AMOUNT),
            "value_high": pa.array([Decimal(60), Decimal(90), Decimal(1)], AMOUNT),
        }
    )
    lake = Rows(
        {
            "core_claims": made,
            "core_claim_conversions": converted,
            "core_rejects": pa.table({"reason": ["a", "b", "b"]}),
            "core_observations": pa.table({"chosen_claim_id": ["own", "ceiling", "yuan", "restated", "no money"]}),
            "core_claim_relations": pa.table(
                {"kind": ["stated_conversion_of", "repeats"], "from_claim_id": ["restated", "own"]}
            ),
        }
    )
    summary = summarise(lake, amounts=3)
    assert [(found.claim_id, found.usd) for found in summary.largest] == [("ceiling", 70), ("yuan", 60), ("own", 50)]
    assert summary.claims_by_kind == {"money": 5, "count": 1}
    assert list(summary.rejects_by_reason.items()) == [("b", 2), ("a", 1)]
    assert [found.claim_id for found in summarise(lake, amounts=9).largest] == ["ceiling", "yuan", "own"]
