"""The published file holds what the lake holds, whole, commented and exact, and is replaced in one step."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from schemas.errors import StoreError
from schemas.tables import TABLES
from warehouse.duckdb_file import STORAGE_VERSION, publish_duckdb
from warehouse.locks import exclusive_lock
from warehouse.published import LEFT_OUT

MONTH = "2024-01"
PUBLISH = (
    "import sys; from pathlib import Path; from warehouse.lake import Lake; "
    "from warehouse.duckdb_file import publish_duckdb; publish_duckdb(Lake(Path(sys.argv[1])), Path(sys.argv[2]))"
)


@pytest.fixture
def ask(path):
    """Asks the published file, opened anew as a BI tool would."""

    def answer(query, *parameters):
        with duckdb.connect(str(path), read_only=True) as database:
            return database.execute(query, parameters).fetchall()

    return answer


@pytest.fixture(scope="session")
def first_published(pattern):
    return publish_duckdb(pattern.lake, pattern.lake.root.with_name("warehouse.duckdb"))


@pytest.fixture
def published(first_published, filled, path):
    path.parent.mkdir()
    shutil.copy(first_published.path, path)
    return replace(first_published, path=path)


def test_every_table_but_the_texts_is_there_row_for_row(filled, published, ask):
    assert set(published.rows) == set(TABLES) - set(LEFT_OUT)
    for name, count in published.rows.items():
        (expected,) = [data.num_rows for (table, _, _), data in filled.changes.items() if table == name]
        assert count == expected
        assert ask(f"SELECT count(*) FROM core.{name}") == [(expected,)]
    assert published.bytes == published.path.stat().st_size
    assert ask("SELECT manifest_number, run_id FROM core.published_manifest") == [(1, "run")]


@pytest.mark.usefixtures("published")
def test_every_column_of_every_table_and_view_is_commented(ask):
    assert (
        ask(
            "SELECT schema_name, table_name, column_name FROM duckdb_columns() "
            "WHERE NOT internal AND (comment IS NULL OR length(comment) < 5)"
        )
        == []
    )
    assert ask("SELECT table_name FROM duckdb_tables() WHERE NOT internal AND comment IS NULL") == []
    assert ask("SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL") == []
    assert {name for (name,) in ask("SELECT view_name FROM duckdb_views() WHERE schema_name = 'bi'")} >= {
        "v_claims",
        "v_observations",
        "v_receipts",
        "v_rejects",
    }


@pytest.mark.usefixtures("published")
def test_numbers_towards_bi_have_a_width_that_every_tool_reads(ask):
    types = ask(
        "SELECT DISTINCT data_type FROM duckdb_columns() WHERE schema_name = 'bi' AND data_type LIKE 'DECIMAL%'"
    )

    # Rates have twelve places; no tool chokes on 28 digits.
    assert {data_type for (data_type,) in types} == {"DECIMAL(28,6)", "DECIMAL(28,12)"}


@pytest.mark.usefixtures("published")
def test_bounds_have_no_value_that_could_be_summed(ask):
    rows = ask("SELECT quote, value, value_low, value_high FROM bi.v_claims ORDER BY start")

    billions = Decimal("3200000000.000000")
    assert sorted(rows) == sorted(
        [
            ("3.2 billion yuan", billions, billions, billions),
            ("3.2 billion yuan", billions, billions, billions),
            ("$450 million", *[Decimal("450000000.000000")] * 3),
            ("over 40,000", None, Decimal("40000.000000"), None),
        ]
    )


@pytest.mark.usefixtures("published")
def test_claims_carry_conversion_publication_and_fact(ask):
    (row,) = ask(
        "SELECT value_usd, usd_rate, usd_rate_days, value_cny, published_date, currency_code, observation_role "
        "FROM bi.v_claims WHERE quote = '3.2 billion yuan' AND file = 'first.txt'"
    )

    own = Decimal("3200000000.000000")
    assert row == (Decimal("447179487.179487"), Decimal("0.139743589744"), 2, own, date(2024, 1, 15), "CNY", "chosen")
    assert ask("SELECT value_usd, usd_rate FROM bi.v_claims WHERE currency_code = 'USD'") == [
        (Decimal(450_000_000), None)
    ]
    assert ask("SELECT count(*) FROM bi.v_claims WHERE kind = 'count' AND value_usd_low IS NOT NULL") == [(0,)]


@pytest.mark.usefixtures("published")
def test_facts_are_counted_once_however_often_they_are_told(ask):
    assert ask("SELECT sum(value_additive), sum(value_usd_additive), sum(claim_count) FROM bi.v_observations") == [
        (Decimal("3200000000.000000"), Decimal("447179487.179487"), 2)
    ]


@pytest.mark.usefixtures("published")
def test_receipts_stand_where_they_say(ask):
    rows = ask(
        "SELECT sentence[quote_start_in_sentence + 1 : quote_end_in_sentence], quote, sha256, place FROM bi.v_receipts"
    )

    assert len(rows) == 4
    assert all(found == quote and len(sha256) == 64 and place for found, quote, sha256, place in rows)


@pytest.mark.usefixtures("published")
def test_receipt_link_scrolls_to_the_sentence(ask, sample_rows):
    links = dict(ask("SELECT file || quote, receipt_url FROM bi.v_claims"))

    bare = links["second.txt3.2 billion yuan"]
    assert re.fullmatch(r"a_[a-z2-7]{16}\.html#c_[a-z2-7]{16}", bare), "no address: the page below the receipts folder"
    link = links["first.txt$450 million"]
    assert link == (
        f"{sample_rows.URL}#:~:text=It%20spent%203.2%20billion%20yuan%20%28%24450%20million%29%20on%20charging%2Dpoints"
        "%2C%20and%20over%2040%2C000%20jobs%20followed."
    )


def test_receipts_lead_to_the_site_where_one_is_set(filled, path, ask, sample_rows):
    publish_duckdb(filled.lake, path, receipts_url="https://receipts.example/numtrail/")

    for view in ("v_claims", "v_observations", "v_receipts", "v_rejects", "v_series", "dim_article", "dim_sentence"):
        links = [link for (link,) in ask(f"SELECT receipt_url FROM bi.{view}")]
        assert all(links), view
        if view != "v_rejects":
            assert all(link.startswith("https://receipts.example/numtrail/a_") for link in links), view
    original = dict(ask("SELECT file || quote, original_url FROM bi.v_receipts"))
    assert original["second.txt3.2 billion yuan"] is None
    assert original["first.txt$450 million"].startswith(f"{sample_rows.URL}#:~:text=It%20spent")


def test_no_script_becomes_a_link(filled, path, ask, sample_rows, now):
    rows = filled.changes["core_documents", MONTH, "all"].to_pylist()
    spoilt = sample_rows.rows_of("core_documents", [{**row, "url": "javascript:alert(1)"} for row in rows])
    filled.lake.replace({("core_documents", MONTH, "all"): spoilt}, run_id="run", code_version="1", now=now)
    publish_duckdb(filled.lake, path)
    for view in ("v_claims", "v_observations", "v_receipts", "v_rejects", "v_series", "dim_article", "dim_sentence"):
        assert not [link for (link,) in ask(f"SELECT receipt_url FROM bi.{view}") if "javascript" in link], view
    assert set(ask("SELECT original_url FROM bi.v_receipts")) == {(None,)}


def test_link_to_a_long_sentence_names_its_first_and_last_words(filled, path, ask, sample_rows, now):
    changes = dict(filled.changes)
    for name in ("core_claims", "core_sentences", "core_claim_mentions", "core_mentions", "core_claim_relations"):
        changes[name, MONTH, "all"] = changes[name, MONTH, "all"].slice(0, 0)
    for name in ("core_observations", "core_observation_claims"):
        changes[name, "all", "all"] = changes[name, "all", "all"].slice(0, 0)
    changes["core_claim_conversions", MONTH, "all"] = changes["core_claim_conversions", MONTH, "all"].slice(0, 0)
    sentence = filled.changes["core_sentences", MONTH, "all"].slice(0, 1).to_pylist()[0]
    long = {"start": 0, "end": len(sample_rows.LONG_SENTENCE), "text": sample_rows.LONG_SENTENCE}
    changes["core_sentences", MONTH, "all"] = sample_rows.rows_of("core_sentences", [{**sentence, **long}])
    claim = filled.changes["core_claims", MONTH, "all"].slice(0, 1).to_pylist()[0]
    end = len(sample_rows.LONG_SENTENCE)
    long = {"sentence": sample_rows.LONG_SENTENCE, "sent_start": 0, "sent_end": end, "start": 0, "end": 9}
    long |= {"quote": "Officials", "sentence_id": sentence["sentence_id"]}
    changes["core_claims", MONTH, "all"] = sample_rows.rows_of("core_claims", [{**claim, **long}])
    filled.lake.replace(changes, run_id="run", code_version="1", now=now)
    publish_duckdb(filled.lake, path)

    ((link,),) = ask("SELECT receipt_url FROM bi.v_claims")

    first, last = link.split("text=")[1].split(",")
    assert first.startswith("Officials%20said%20that")
    assert last.endswith("follow%20in%202025.")
    assert 60 < len(first) < 200
    assert 60 < len(last) < 200


def test_amounts_come_through_exactly(filled, path, ask, sample_rows, now):
    exact = Decimal("12345678901234567890123456789.123456789")
    rows = filled.changes["core_claims", MONTH, "all"].to_pylist()
    rows[0] |= {"value_low": exact, "value_high": exact}
    filled.lake.replace(
        {("core_claims", MONTH, "all"): sample_rows.rows_of("core_claims", rows)},
        run_id="run",
        code_version="1",
        now=now,
    )
    publish_duckdb(filled.lake, path)

    assert ask("SELECT value_low FROM core.core_claims WHERE claim_id = ?", rows[0]["claim_id"]) == [(exact,)]
    # Too wide for the width that BI tools read: null there, never a wrong number, never an error for the whole view.
    assert ask("SELECT value FROM bi.v_claims WHERE claim_id = ?", rows[0]["claim_id"]) == [(None,)]


# --- publishing


def test_empty_lake_is_published_too(lake, path, ask):
    summary = publish_duckdb(lake, path)

    assert (summary.manifest_number, sum(summary.rows.values())) == (0, 0)
    assert ask("SELECT count(*) FROM bi.v_claims") == [(0,)]


def test_reader_of_the_old_file_keeps_it_and_the_next_sees_the_new(filled, path, published, ask, now):
    with duckdb.connect(str(path), read_only=True) as reader:
        filled.lake.replace({("core_rejects", MONTH, "all"): None}, run_id="later", code_version="1", now=now)
        # Another process, as a BI tool is: DuckDB shares an open file within one.
        subprocess.run([sys.executable, "-c", PUBLISH, str(filled.lake.root), str(path)], check=True)

        assert reader.execute("SELECT count(*) FROM bi.v_rejects").fetchone() == (1,)
    assert ask("SELECT count(*) FROM bi.v_rejects") == [(0,)]
    assert published.manifest_number == 1
    assert ask("SELECT manifest_number FROM core.published_manifest") == [(2,)]


def test_nothing_is_left_beside_the_file_even_of_a_killed_run(filled, path):
    staging = path.with_name(".warehouse.duckdb-staging")
    staging.mkdir(parents=True)
    (staging / "warehouse.duckdb").write_bytes(b"half")
    path.with_name("warehouse.duckdb.wal").write_bytes(b"someone opened the old file for writing")

    publish_duckdb(filled.lake, path)

    assert sorted(entry.name for entry in path.parent.iterdir()) == [".warehouse.duckdb.lock", "warehouse.duckdb"]


def test_publication_killed_before_the_rename_leaves_the_old_file(filled, path, published, ask, now):
    before = path.read_bytes()
    filled.lake.replace({("core_rejects", MONTH, "all"): None}, run_id="later", code_version="1", now=now)
    killing = "import os, signal; os.replace = lambda *names: os.kill(os.getpid(), signal.SIGKILL); "
    killed = subprocess.run([sys.executable, "-c", killing + PUBLISH, str(filled.lake.root), str(path)], check=False)

    assert killed.returncode == -9
    assert path.read_bytes() == before
    assert publish_duckdb(filled.lake, path).manifest_number == published.manifest_number + 1
    assert ask("SELECT count(*) FROM bi.v_rejects") == [(0,)]


def test_second_publisher_waits_and_then_says_so(filled, path):
    path.parent.mkdir()
    with exclusive_lock(path.with_name(".warehouse.duckdb.lock")), pytest.raises(StoreError, match="held by"):
        publish_duckdb(filled.lake, path, wait_seconds=0.05)


def test_older_clients_can_read_the_file(path, published):
    assert STORAGE_VERSION == "v1.2.0"
    with duckdb.connect() as database:
        database.execute(f"ATTACH '{path}' AS published (READ_ONLY)")
        ((tags,),) = database.execute(
            "SELECT tags FROM duckdb_databases() WHERE database_name = 'published'"
        ).fetchall()
    assert tags["storage_version"].startswith("v1.2.0")


# --- what is refused
