"""Totals of the published sample are those that a person adds up; adding up claims instead counts reposts again."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import pytest

from assets.materialise import materialise_new
from warehouse.landing import ingest_path

NAME = "004_plan_scorecard.txt"
BY_HAND = Decimal("3.61e12")
"""The one outcome in yuan that the article tells: spending on research and development in 2024."""


@pytest.fixture
def ask(home, sample, tmp_path):
    """Asks the warehouse of a sample article that another paper reposted in a later year."""
    reposted = tmp_path / "repost.txt"
    text = (sample / NAME).read_text(encoding="utf-8")
    reposted.write_text(f"{text}\nReposted with the friendly permission of its author.\n", encoding="utf-8")
    sidecar = (sample / NAME).with_suffix(".meta.json")
    stated = json.loads(sidecar.read_text(encoding="utf-8"))
    later = json.dumps({**stated, "published": "2026-02-03"})
    reposted.with_suffix(".meta.json").write_text(later, encoding="utf-8")
    for path in (sample / NAME, reposted):
        ingest_path(path, home.landing, now=datetime(2026, 6, 1, tzinfo=UTC))
    materialise_new(home, lambda *_: None)
    with duckdb.connect(str(home.duckdb_path), read_only=True) as database:
        yield lambda query: database.execute(query).fetchall()


def test_facts_add_up_as_by_hand_and_claims_do_not(ask):
    where = "unit = 'CNY' AND status = 'actual'"
    assert ask(f"SELECT sum(value_additive) FROM bi.v_observations WHERE {where}") == [(BY_HAND,)]

    # The repost tells it once more: as a second claim, not as a second fact.
    assert ask(f"SELECT sum(value) FROM bi.v_claims WHERE {where} AND value = {BY_HAND:f}") == [(2 * BY_HAND,)]
    told = "SELECT claim_count, article_count, consistency FROM bi.v_observations WHERE value_additive IS NOT NULL"
    assert ask(f"{told} AND {where}") == [(2, 2, "consistent")]
    # Whatever day the repost was printed on, and also of numbers that name nobody or no time.
    assert ask("SELECT count(*) FROM bi.v_observations WHERE article_count <> 2") == [(0,)]
