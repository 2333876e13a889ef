"""Any id leads down to the claims it rests on, and a step that does not hold is named."""

import pytest

from warehouse.trail_ids import keys_by_letter
from warehouse.trail_steps import trace

MONTH = "2024-01"


@pytest.fixture
def spend(sample_rows) -> str:
    return sample_rows.made_id("c", "first", "3.2 billion yuan")


@pytest.mark.parametrize(
    ("table", "key", "claims"),
    [
        ("core_claims", "claim_id", {1}),
        ("core_claim_conversions", "conversion_id", {1}),
        ("core_claim_relations", "relation_id", {2}),
        ("core_observations", "observation_id", {1, 2}),
        ("core_sentences", "sentence_id", {0, 1, 3}),
        ("core_mentions", "mention_id", {0, 1}),
        ("core_documents", "article_id", {1, 3}),
        ("raw_articles", "raw_article_id", {1, 3}),
    ],
)
def test_every_kind_of_row_leads_to_its_claims(filled, table, key, claims):
    for row in filled.lake.read(table, columns=[key]).to_pylist():
        step = trace(filled.lake, row[key], filled.landing)
        assert (step.table, step.row_id) == (table, row[key])
        assert len(step.trails) in claims
        assert all(trail.is_whole for trail in step.trails)


def test_a_fact_shows_chosen_first_and_its_rates_and_run(filled, spend):
    fact = filled.lake.read("core_observation_claims").to_pylist()[0]["observation_id"]
    step = trace(filled.lake, fact, filled.landing)
    assert step.steps[0].role == "chosen"
    assert step.steps[0].made_by.run_id == "run"
    conversion = filled.lake.read("core_claim_conversions").to_pylist()[0]["conversion_id"]
    assert len(trace(filled.lake, conversion, filled.landing).rates) == 4


def test_a_fact_that_says_other_than_its_claim_is_noticed(filled, sample_rows, now):
    rows = filled.changes["core_observations", "all", "all"].to_pylist()
    changed = [{**row, "value_low": row["value_low"] + 1, "value_high": row["value_high"] + 1} for row in rows]
    filled.lake.replace(
        {("core_observations", "all", "all"): sample_rows.rows_of("core_observations", changed)},
        run_id="run", code_version="1", now=now,
    )  # fmt: skip
    step = trace(filled.lake, rows[0]["observation_id"], filled.landing)
    assert "the fact has the value of its chosen claim" in [c.name for c in step.checks if not c.is_right]
    assert not step.is_whole


def test_a_changed_byte_breaks_every_trail_above_it(filled, spend):
    path = next(filled.landing.rglob("first.txt"))
    path.write_bytes(path.read_bytes().replace(b"3.2", b"3.3"))
    for given in (spend, filled.lake.read("core_documents").to_pylist()[0]["article_id"]):
        step = trace(filled.lake, given, filled.landing)
        if any("first" in trail.raw["place"] for trail in step.trails):
            assert not step.is_whole


def test_an_id_names_the_row_that_it_was_made_for():
    named = keys_by_letter()
    assert named["a"] == ("core_documents", "article_id")
    assert named["r"] == ("raw_articles", "raw_article_id")
