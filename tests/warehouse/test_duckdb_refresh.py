"""A published file brought up to date holds exactly what one built anew holds, and is only used where that is sure."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from schemas.errors import StoreError
from schemas.tables import TABLES
from warehouse import duckdb_file, duckdb_refresh
from warehouse.duckdb_file import LEFT_OUT, publish_duckdb
from warehouse.lake import ALL

NOW = datetime(2025, 1, 2, tzinfo=UTC)


@pytest.fixture
def published(filled, tmp_path) -> Path:
    path = tmp_path / "out" / "warehouse.duckdb"
    publish_duckdb(filled.lake, path)
    return path


def change(filled) -> None:
    """Other words in one column of some claims, one reject gone, and one table cut into two parts."""
    claims = filled.lake.read("core_claims")
    column = claims.schema.names.index("base")
    bases = pa.array(["a year earlier", *claims["base"].to_pylist()[1:]], claims.schema.field("base").type)
    (month,) = filled.lake.partitions("core_claims")
    links = filled.lake.read("core_claim_mentions")
    rejects = filled.lake.read("core_rejects")
    changes = {
        ("core_claims", month, ALL): claims.set_column(column, claims.schema.field("base"), bases),
        ("core_claim_mentions", month, ALL): links.slice(0, 1),
        ("core_claim_mentions", month, "all_00001"): links.slice(1),
        next(entry.key for entry in filled.lake.entries("core_rejects")): rejects.slice(1),
    }
    filled.lake.replace(changes, run_id="second", code_version="v2", now=NOW)


def contents(path: Path) -> dict[str, list]:
    with duckdb.connect(str(path), read_only=True) as database:
        names = [name for name in TABLES if name not in LEFT_OUT] + ["published_manifest", "published_parts"]
        return {name: database.execute(f"SELECT * FROM core.{name} ORDER BY ALL").fetchall() for name in names}


def test_what_changed_is_replaced_and_the_rest_kept(filled, published, tmp_path, monkeypatch):
    before = published.read_bytes()
    change(filled)
    fresh = tmp_path / "fresh" / "warehouse.duckdb"
    publish_duckdb(filled.lake, fresh)
    with monkeypatch.context() as patched:
        patched.setattr(duckdb_refresh, "MOST_CHANGED", 1)
        patched.setattr(duckdb_file, "_fill", lambda *_: pytest.fail("built anew"))
        summary = publish_duckdb(filled.lake, published)
    assert contents(published) == contents(fresh)
    assert summary.rows["core_claims"] == filled.lake.read("core_claims").num_rows
    assert published.read_bytes() != before
    with duckdb.connect(str(published), read_only=True) as database:
        assert database.execute("SELECT count(*) FROM bi.v_claims").fetchone()[0] > 0


def test_a_second_publication_of_the_same_lake_replaces_nothing(filled, published, monkeypatch):
    before = contents(published)
    monkeypatch.setattr(duckdb_file, "_fill", lambda *_: pytest.fail("built anew"))
    publish_duckdb(filled.lake, published)
    assert contents(published) == before


def test_a_file_laid_out_by_other_code_is_built_anew(filled, published, monkeypatch):
    tables = {name for name in TABLES if name not in LEFT_OUT}
    snapshot = filled.lake.snapshot()
    assert duckdb_refresh.is_refreshable(published, snapshot, tables)
    monkeypatch.setattr(duckdb_refresh, "layout_hash", lambda: "other")
    assert not duckdb_refresh.is_refreshable(published, snapshot, tables)


def test_a_damaged_file_or_none_is_built_anew(filled, published):
    tables = {name for name in TABLES if name not in LEFT_OUT}
    assert not duckdb_refresh.is_refreshable(published.with_name("none.duckdb"), filled.lake.snapshot(), tables)
    published.write_bytes(b"no database")
    assert not duckdb_refresh.is_refreshable(published, filled.lake.snapshot(), tables)


def test_where_the_lake_has_thrown_an_old_file_away_all_is_built_anew(filled, published, monkeypatch):
    monkeypatch.setattr(duckdb_refresh, "MOST_CHANGED", 1)
    old = [filled.lake.root / entry.path for entry in filled.lake.entries("core_claims")]
    change(filled)
    for path in old:
        shutil.move(path, path.with_suffix(".gone"))
    tables = {name for name in TABLES if name not in LEFT_OUT}
    assert not duckdb_refresh.is_refreshable(published, filled.lake.snapshot(), tables)


def without_first(rows: pa.Table, lake) -> pa.Table:
    return rows.slice(1)


def without_sentence_of_a_claim(rows: pa.Table, lake) -> pa.Table:
    claimed = lake.read("core_claims", columns=["sentence_id"])["sentence_id"][0]
    return rows.filter(pc.field("sentence_id") != claimed)


def pointing_nowhere(rows: pa.Table, lake) -> pa.Table:
    """The rows, the first of them with a sentence that is not there."""
    column = rows.schema.names.index("sentence_id")
    ids = pa.array(["s_aaaaaaaaaaaaaaaa", *rows["sentence_id"].to_pylist()[1:]], pa.string())
    return rows.set_column(column, rows.schema.field(column), ids)


@pytest.mark.parametrize(
    ("table", "spoil", "message"),
    [
        ("core_sentences", without_sentence_of_a_claim, r"sentence_id: 1 value\(s\) point to no row of core_sentences"),
        ("core_claims", without_first, r"point to no row of core_claims"),
        (
            "core_claims",
            pointing_nowhere,
            r"core_claims.sentence_id: 1 value\(s\) point to no row .*s_aaaaaaaaaaaaaaaa",
        ),
        ("raw_articles", without_first, r"core_documents.raw_article_id: 1 value\(s\) point to no row of raw_articles"),
    ],
)
def test_what_comes_or_goes_leaves_no_reference_to_nothing(filled, published, monkeypatch, table, spoil, message):
    before = published.read_bytes()
    (month,) = filled.lake.partitions(table)
    made = spoil(filled.lake.read(table), filled.lake)
    filled.lake.replace({(table, month, ALL): made}, run_id="spoilt", code_version="v2", now=NOW)
    monkeypatch.setattr(duckdb_refresh, "MOST_CHANGED", 1)
    monkeypatch.setattr(duckdb_file, "_fill", lambda *_: pytest.fail("built anew"))
    with pytest.raises(StoreError, match=message):
        publish_duckdb(filled.lake, published)
    assert published.read_bytes() == before


def test_a_row_that_moves_to_another_file_is_still_pointed_to(filled, published, monkeypatch):
    (month,) = filled.lake.partitions("core_sentences")
    rows = filled.lake.read("core_sentences")
    changes = {("core_sentences", month, ALL): rows.slice(1), ("core_sentences", month, "all_00001"): rows.slice(0, 1)}
    filled.lake.replace(changes, run_id="cut", code_version="v2", now=NOW)
    monkeypatch.setattr(duckdb_refresh, "MOST_CHANGED", 1)
    monkeypatch.setattr(duckdb_file, "_fill", lambda *_: pytest.fail("built anew"))
    publish_duckdb(filled.lake, published)
    assert len(contents(published)["core_sentences"]) == rows.num_rows


def test_a_file_that_proves_damaged_while_it_is_brought_up_to_date_is_built_anew(
    filled, published, tmp_path, monkeypatch
):
    change(filled)
    fresh = tmp_path / "fresh" / "warehouse.duckdb"
    publish_duckdb(filled.lake, fresh)
    monkeypatch.setattr(duckdb_refresh, "MOST_CHANGED", 1)
    tables = {name for name in TABLES if name not in LEFT_OUT}
    whole = published.read_bytes()
    for block in (1, 2):  # one fails while rows go, one while the copy is opened
        data = bytearray(whole)
        data[_HEADS + block * _BLOCK + 64] ^= 255
        published.write_bytes(data)
        assert duckdb_refresh.is_refreshable(published, filled.lake.snapshot(), tables)
        publish_duckdb(filled.lake, published)
        assert contents(published) == contents(fresh)


_HEADS, _BLOCK = 12_288, 262_144
"""Bytes of DuckDB's three heads and of a block, each block with a checksum of its own."""
