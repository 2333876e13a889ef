"""A claim leads back to the bytes it was read from, and a broken step is named."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from schemas.errors import SettingsError, StoreError
from warehouse.landing import ingest_path
from warehouse.trail import Trail
from warehouse.trail_steps import trace

MONTH = "2024-01"


@pytest.fixture
def spend(sample_rows) -> str:
    return sample_rows.made_id("c", "first", "3.2 billion yuan")


def trail_of(filled, claim_id: str) -> Trail:
    trail = trace(filled.lake, claim_id, filled.landing).trail
    assert trail is not None
    return trail


def broken(trail) -> list[str]:
    return [check.name for check in trail.checks if not check.is_right]


def test_trail_leads_from_claim_to_bytes(filled, spend, sample_rows):
    trail = trail_of(filled, spend)

    assert trail.is_whole
    assert len(trail.checks) == 7
    assert trail.claim["quote"] == "3.2 billion yuan"
    assert sample_rows.TEXT[trail.claim["start"] : trail.claim["end"]] == "3.2 billion yuan"
    assert [(row["role"], row["text"]) for row in trail.mentions] == [("number", "3.2 billion yuan")]
    assert trail.before["text"].endswith("opened its first depots.")
    assert trail.sentence["text"].startswith("It spent")
    assert trail.after["text"] == "Officials were pleased."
    assert trail.article["url"] == sample_rows.URL
    assert trail.raw["place"].endswith("first.txt")
    assert "raw_text" not in trail.raw
    assert trail.ledger["sha256"] == trail.raw["sha256"]
    assert [row["kind"] for row in trail.relations] == ["stated_conversion_of"]


def test_conversion_shows_the_rates_of_its_days_and_currencies(filled, spend):
    (conversion,) = trail_of(filled, spend).conversions

    assert conversion.row["rate"] == Decimal("0.139743589744")
    assert [(row["currency_code"], row["rate_date"].day) for row in conversion.rates] == [
        ("CNY", 2),
        ("CNY", 3),
        ("USD", 2),
        ("USD", 3),
    ]


def test_fact_and_the_part_a_claim_has_in_it(filled, spend, sample_rows):
    second = sample_rows.made_id("c", "second", "3.2 billion yuan")
    dollars = sample_rows.made_id("c", "first", "$450 million")

    chosen, supporting, alone = (trail_of(filled, claim) for claim in (spend, second, dollars))

    assert (chosen.observation_role, supporting.observation_role) == ("chosen", "supporting")
    assert chosen.observation == supporting.observation
    assert (alone.observation_role, alone.observation) == (None, None)
    assert (supporting.before, supporting.after) == (None, None)


@pytest.mark.parametrize(
    "shortened", [lambda claim: claim[:8], lambda claim: claim[2:10], str.upper, lambda c: f" {c} "]
)
def test_first_characters_of_an_id_will_do(filled, spend, shortened):
    assert trail_of(filled, shortened(spend)).claim["claim_id"] == spend


@pytest.mark.parametrize(
    ("claim_id", "message"),
    [
        ("c_zzzzzzzzzzzzzzzz", "no id of core_claims begins with c_zzzzzzzzzzzzzzzz"),
        ("", "is no id"),
        ("c_", "is no id"),
        ("c_18", "is no id"),
        ("a_abc", "no id of core_documents begins with a_abc"),
        ("c_" + "a" * 17, "is no id"),
        ("' OR 1=1", "is no id"),
    ],
)
def test_unknown_id_is_told_so(filled, claim_id, message):
    with pytest.raises(SettingsError, match=message):
        trace(filled.lake, claim_id, filled.landing)


def test_ambiguous_id_lists_the_claims(filled, sample_rows, now):
    rows = filled.changes["core_claims", MONTH, "all"].to_pylist()
    twins = [{**row, "claim_id": f"c_aaaaaaaaaaaaaa{end}a"} for row, end in zip(rows, "bcde", strict=True)]
    changes = {("core_claims", MONTH, "all"): sample_rows.rows_of("core_claims", twins)}
    filled.lake.replace(changes, run_id="run", code_version="1", now=now)

    with pytest.raises(SettingsError, match="4 ids of core_claims begin with c_aaaa: c_aaaaaaaaaaaaaaba, "):
        trace(filled.lake, "aaaa", filled.landing)


def test_a_claim_is_found_in_the_month_that_holds_it_now(filled, spend, now, sample_rows):
    moved = {}
    for (name, partition, part), data in filled.changes.items():
        if partition == MONTH:
            rows = [{**row, "partition_month": "2024-02"} for row in data.to_pylist()]
            later = sample_rows.rows_of(name, rows)
            moved |= {(name, MONTH, part): None, (name, "2024-02", part): later}
    filled.lake.replace(moved, run_id="moved", code_version="1", now=now)

    trail = trail_of(filled, spend)

    assert trail.claim["partition_month"] == "2024-02"
    assert trail.is_whole


# --- broken trails


def raw_file(filled) -> Path:
    return next((filled.landing).rglob("first.txt"))


def test_changed_file_is_noticed(filled, spend):
    path = raw_file(filled)
    path.write_text(path.read_text().replace("3.2", "3.3"))

    assert broken(trail_of(filled, spend)) == ["the landed bytes are unchanged"]


def test_lost_file_is_noticed(filled, spend):
    raw_file(filled).unlink()

    trail = trail_of(filled, spend)

    assert broken(trail) == ["the landed bytes are unchanged"]
    assert "No such file" in trail.checks[-1].detail


def test_quote_that_stands_elsewhere_is_noticed(filled, spend, sample_rows, now):
    rows = filled.changes["raw_articles", MONTH, "all"].to_pylist()
    changed = [{**row, "raw_text": " " + row["raw_text"]} for row in rows]
    changes = {("raw_articles", MONTH, "all"): sample_rows.rows_of("raw_articles", changed)}
    filled.lake.replace(changes, run_id="run", code_version="1", now=now)

    assert broken(trail_of(filled, spend)) == [
        "the quote stands at its span",
        "the sentence stands at its span",
        "every mention stands at its span",
    ]


def test_item_the_ledger_does_not_know_is_noticed(filled, spend, now):
    filled.lake.replace({("raw_ledger", "all", "all"): None}, run_id="run", code_version="1", now=now)

    assert broken(trail_of(filled, spend)) == ["the ledger knows these bytes"]


def test_place_outside_the_landing_is_not_read(filled, spend, sample_rows, now, tmp_path):
    (tmp_path / "secret.txt").write_text(sample_rows.TEXT)
    rows = filled.changes["raw_articles", MONTH, "all"].to_pylist()
    changed = [{**row, "place": "../secret.txt"} for row in rows]
    changes = {("raw_articles", MONTH, "all"): sample_rows.rows_of("raw_articles", changed)}
    filled.lake.replace(changes, run_id="run", code_version="1", now=now)

    trail = trail_of(filled, spend)

    assert broken(trail) == ["the landed bytes are unchanged"]
    assert "outside the landing folder" in trail.checks[-1].detail


def test_half_made_month_is_a_store_error(filled, spend, now):
    filled.lake.replace({("core_sentences", MONTH, "all"): None}, run_id="run", code_version="1", now=now)

    with pytest.raises(StoreError, match="core_sentences, 2024-01: 0 rows"):
        trail_of(filled, spend)


def test_record_of_a_jsonl_file_is_found_by_its_line(filled, spend, sample_rows, now, tmp_path):
    lines = [json.dumps({"text": text}) for text in ("Another story.", sample_rows.TEXT)]
    (tmp_path / "feed.jsonl").write_text("\n".join(lines))
    (result,) = ingest_path(tmp_path / "feed.jsonl", filled.landing, now=now)
    digest = sample_rows.bytes_hash(lines[1].encode())
    for name, partition in (("raw_articles", MONTH), ("raw_ledger", "all")):
        rows = filled.changes[name, partition, "all"].to_pylist()
        changed = [{**row, "place": result.place, "record_number": 1, "sha256": digest} for row in rows]
        changes = {(name, partition, "all"): sample_rows.rows_of(name, changed)}
        filled.lake.replace(changes, run_id="run", code_version="1", now=now)

    assert trail_of(filled, spend).is_whole
