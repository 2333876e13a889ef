"""A published file brought up to date holds exactly what one built anew holds, and is only used where that is sure."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

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
