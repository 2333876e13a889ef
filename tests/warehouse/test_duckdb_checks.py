"""What does not fit together is not published: references, keys, damaged files, views that multiply rows."""

import duckdb
import pytest

from schemas.errors import StoreError
from warehouse.duckdb_checks import require_grain
from warehouse.duckdb_file import publish_duckdb
from warehouse.duckdb_refresh import attach

MONTH = "2024-01"


@pytest.fixture
def published(filled, path):
    return publish_duckdb(filled.lake, path)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("core_documents", r"core_\w+\.article_id: \d value\(s\) point to no row of core_documents"),
        ("raw_articles", r"core_documents\.raw_article_id: 2 value\(s\) point to no row of raw_articles"),
        ("core_claims", r"point to no row of core_claims"),
    ],
)
def test_reference_to_nothing_is_not_published(filled, path, published, now, table, message):
    before = path.read_bytes()
    filled.lake.replace({(table, MONTH, "all"): None}, run_id="half", code_version="1", now=now)

    with pytest.raises(StoreError, match=message):
        publish_duckdb(filled.lake, path)

    assert path.read_bytes() == before
    assert published.rows


def test_key_that_names_two_rows_is_not_published(filled, path, now):
    rows = filled.changes["core_rejects", MONTH, "all"]
    filled.lake.replace({("core_rejects", MONTH, "again"): rows}, run_id="twice", code_version="1", now=now)

    with pytest.raises(StoreError, match=r"core_rejects: .*duplicate key"):
        publish_duckdb(filled.lake, path)

    assert not path.exists()


def test_damaged_lake_file_is_not_published(filled, path):
    filled.lake.snapshot().paths("core_claims")[0].unlink()

    with pytest.raises(StoreError, match=r"core_claims.*missing or damaged"):
        publish_duckdb(filled.lake, path)


def test_view_that_multiplies_rows_is_not_published(filled, path, monkeypatch):
    monkeypatch.setattr(
        "warehouse.duckdb_checks._ROWS_OF_VIEWS",
        {"bi.v_claims": "core.core_mentions", "bi.v_rejects": "core.core_claims"},
    )

    with pytest.raises(StoreError, match=r"bi\.v_rejects has 1 rows for the 4 of core\.core_claims"):
        publish_duckdb(filled.lake, path)


def test_too_little_memory_to_publish_says_what_to_do(filled, path, monkeypatch):
    monkeypatch.setenv("NUMTRAIL_MAX_PUBLISH_BYTES", "1000")

    with pytest.raises(StoreError, match="give NUMTRAIL_MAX_PUBLISH_BYTES more"):
        publish_duckdb(filled.lake, path)

    assert not path.exists()


def test_views_of_many_rows_are_counted_in_little_memory(filled, path, tmp_path):
    publish_duckdb(filled.lake, path)
    with duckdb.connect() as database:
        attach(database, path)
        _multiply(database, 200_000)
        database.execute(f"SET temp_directory = '{tmp_path}'")
        database.execute("SET threads = 2")
        database.execute("SET preserve_insertion_order = false")
        # Enough for the joins one after the other; turned round by DuckDB they take 120 MB.
        database.execute("SET memory_limit = '90MB'")

        require_grain(database)


def _multiply(database, times):
    """Put so many copies of each claim and fact into a published file, and as many disagreements between them."""
    ids = {}
    for table, key in (("core_claims", "claim_id"), ("core_observations", "observation_id")):
        (ids[key],) = database.execute(f"SELECT min({key}) FROM core.{table}").fetchone()
        database.execute(
            f"INSERT INTO core.{table} SELECT rows.* REPLACE ({key} || '-' || number AS {key}) "
            f"FROM core.{table} AS rows, range({times}) AS numbers (number)"
        )
    database.execute(
        "INSERT INTO core.core_disagreements BY NAME SELECT 'd' || number AS disagreement_id, "
        f"'{ids['observation_id']}-' || number AS observation_id, '{ids['claim_id']}-' || number AS chosen_claim_id, "
        f"'{ids['claim_id']}-' || number * 7919 % {times} AS other_claim_id, 'inconsistent' AS verdict, 'told' AS why, "
        f"'none' AS row_hash FROM range({times}) AS numbers (number)"
    )
