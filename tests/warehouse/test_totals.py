"""Totals of the published sample are those that a person adds up; adding up claims instead gives others, and why."""

import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from warehouse.duckdb_file import publish_duckdb

SAMPLE = Path(__file__).resolve().parents[2] / "sample"
REPOSTED = "004_plan_scorecard.txt"
BY_HAND = {
    # Told in 003 of 2020, in 010 of 2022 and 2023, in 004 and its repost of 2024.
    "unit = 'CNY' AND metric ILIKE 'spending on research%'": ("2.44e12", "3.0783e12", "3.3357e12", "3.61e12"),
    # 008 counts first, 009 and 024 tell the final count: one output of one year.
    "unit = 'CNY' AND metric = 'gross domestic product' AND subject = 'China' AND period_end = '2024-01-01'": (
        "129.4272e12",
    ),
    "unit = 'CNY' AND metric = 'gross domestic product' AND subject = 'Guangdong'": ("12.9118e12", "13.5673e12"),
    # 011: the companies that generate power, and those that carry it.
    "unit = 'CNY' AND metric = 'investment' AND subject ILIKE '%companies'": ("1.1687e12", "0.6083e12"),
    # 021: what chips bought abroad cost.
    "unit = 'USD' AND metric = 'bill' AND subject = 'China'": ("349.4e9", "385.6e9"),
    # 001: the same purchases under their own name, with those of the year before.
    "unit = 'USD' AND metric = 'purchases of integrated circuits'": ("349.4e9", "415.6e9"),
    # 014 tells the last quarter too, which is in the year already: one length of period a sum.
    "unit = 'USD' AND metric ILIKE 'revenue' AND period_end - period_start > 360": ("6.32e9", "8.03e9"),
    # 015: "HK$35.7 billion ($4.6 billion)" is one sale, in the currency that it was made in.
    "metric = 'fundraising in a share sale'": ("35.7e9",),
}
"""What of the facts is summed -> the amounts that a person finds in the articles, each counted once."""

WHY = """
    SELECT
        CASE
            WHEN claims.observation_role <> 'chosen' THEN 'told again'
            WHEN facts.status <> 'actual' THEN 'meant, not done'
            WHEN facts.is_restatement THEN 'same amount in another currency'
            WHEN facts.value_additive IS NULL THEN 'a price, a part, a change, what no sum has'
            ELSE 'added'
        END AS why,
        sum(claims.value)
    FROM bi.v_claims AS claims JOIN bi.v_observations AS facts ON facts.observation_id = claims.observation_id
    WHERE claims.unit = ? GROUP BY ALL
"""

REASONS = {
    "CNY": {"added", "told again", "meant, not done", "a price, a part, a change, what no sum has"},
    "USD": {
        "added", "same amount in another currency", "meant, not done", "a price, a part, a change, what no sum has",
    },
}  # fmt: skip
"""What becomes of the claims of a unit: which of them a sum over claims counts besides."""


@pytest.fixture(scope="module")
def ask(tmp_path_factory, read_articles):
    """Asks the warehouse of the whole sample, one of whose articles another paper reposted in a later year."""
    folder = tmp_path_factory.mktemp("totals")
    original, reposted = SAMPLE / REPOSTED, folder / "repost.txt"
    text = original.read_text(encoding="utf-8")
    reposted.write_text(f"{text}\nReposted with the friendly permission of its author.\n", encoding="utf-8")
    stated = json.loads(original.with_suffix(".meta.json").read_text(encoding="utf-8"))
    later = json.dumps({**stated, "published": "2026-02-03"})
    reposted.with_suffix(".meta.json").write_text(later, encoding="utf-8")
    publish_duckdb(read_articles(folder, SAMPLE, reposted), folder / "warehouse.duckdb")
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as database:
        yield lambda query, *values: database.execute(query, values).fetchall()


@pytest.mark.parametrize("where", BY_HAND)
def test_facts_add_up_as_by_hand(ask, where):
    told = ask(f"SELECT value_additive FROM bi.v_observations WHERE {where} AND value_additive IS NOT NULL ORDER BY 1")
    assert [value for (value,) in told] == sorted(map(Decimal, BY_HAND[where]))
    assert ask(f"SELECT sum(value_additive) FROM bi.v_observations WHERE {where}") == [
        (sum(map(Decimal, BY_HAND[where])),)
    ]


def test_claims_add_up_to_more_and_each_of_them_tells_why(ask):
    # The spending of 2024 is told by the article and by its repost: two claims, one fact.
    where = "unit = 'CNY' AND status = 'actual' AND value = 3.61e12"
    assert ask(f"SELECT count(*), sum(value) FROM bi.v_claims WHERE {where}") == [(2, Decimal("7.22e12"))]
    assert ask(f"SELECT claim_count, article_count, value_additive FROM bi.v_observations WHERE {where}") == [
        (2, 2, Decimal("3.61e12"))
    ]
    # China's output of 2023 is told three times, in two counts.
    output = "quote IN ('126.0582 trillion yuan', '129.4272 trillion yuan')"
    assert ask(f"SELECT sum(value) FROM bi.v_claims WHERE {output}")[0][0] == Decimal("384.9126e12")

    for unit in ("CNY", "USD"):
        (naive,), (added,) = (
            ask(f"SELECT sum({value}) FROM bi.{view} WHERE unit = ?", unit)[0]
            for value, view in (("value", "v_claims"), ("value_additive", "v_observations"))
        )
        parts = dict(ask(WHY, unit))
        assert sum(value for value in parts.values() if value is not None) == naive
        assert parts["added"] == added
        assert parts.keys() == REASONS[unit]
        # docs/bi.md tells of yuan: almost three times.
        least, most = {"CNY": ("2.7", "3"), "USD": ("1.5", "1.6")}[unit]
        assert Decimal(least) < naive / added < Decimal(most)


def test_a_repost_adds_no_fact(ask):
    files = "SELECT count(*) FROM bi.v_claims WHERE file = ?"
    assert ask(files, "repost.txt") == ask(files, REPOSTED)
    assert ask(
        "SELECT count(*) FROM bi.v_observations AS facts WHERE article_count = 1 AND chosen_claim_id IN "
        "(SELECT claim_id FROM bi.v_claims WHERE file IN (?, 'repost.txt'))", REPOSTED
    ) == [(0,)]  # fmt: skip
