"""A published file brought up to date holds exactly what one built anew holds, and is only used where that is sure."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from schemas.errors import StoreError
from schemas.tables import TABLES
from warehouse import duckdb_file, duckdb_refresh, duckdb_starts
from warehouse.duckdb_file import publish_duckdb
from warehouse.lake import ALL
from warehouse.published import LEFT_OUT

NOW = datetime(2025, 1, 2, tzinfo=UTC)


@pytest.fixture
def published(filled, path) -> Path:
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
    for name in ("core_claims", "core_rejects"):  # rows of the one come and go, of the other one goes
        data = bytearray(whole)
        data[_HEADS + block_of(published, name) * _BLOCK + 64] ^= 255
        published.write_bytes(data)
        assert duckdb_refresh.is_refreshable(published, filled.lake.snapshot(), tables)
        publish_duckdb(filled.lake, published)
        assert contents(published) == contents(fresh)
        published.write_bytes(whole)


def block_of(path: Path, name: str) -> int:
    """The number of the first block of the file that holds rows of a table."""
    with duckdb.connect(str(path), read_only=True) as database:
        query = f"SELECT min(block_id) FROM pragma_storage_info('core.{name}') WHERE block_id >= 0"
        (number,) = database.execute(query).fetchone()
    return number


SPARE = ".warehouse.duckdb-spare"


@pytest.fixture
def no_copies(monkeypatch) -> None:
    """Every file is too large to be copied, none has changed too much, and none may be built anew."""
    monkeypatch.setenv("NUMTRAIL_MAX_COPIED_BYTES", "1")
    monkeypatch.setattr(duckdb_refresh, "MOST_CHANGED", 1)
    monkeypatch.setattr(duckdb_file, "_fill", lambda *_: pytest.fail("built anew"))


def change_again(filled) -> None:
    """The two parts of a table are one again."""
    (month,) = filled.lake.partitions("core_claim_mentions")
    rows = filled.lake.read("core_claim_mentions")
    changes = {("core_claim_mentions", month, ALL): rows, ("core_claim_mentions", month, "all_00001"): None}
    filled.lake.replace(changes, run_id="third", code_version="v2", now=NOW)


def number_of(path: Path) -> int:
    return path.stat().st_ino


def test_of_a_large_file_the_one_before_is_brought_up_to_date(filled, published, tmp_path, no_copies, monkeypatch):
    first = number_of(published)
    change(filled)
    publish_duckdb(filled.lake, published)
    second, spare = number_of(published), published.with_name(SPARE)
    assert (number_of(spare), spare.stat().st_nlink) == (first, 1)
    assert second != first
    change_again(filled)
    monkeypatch.setattr(duckdb_starts, "_copy", lambda *_: pytest.fail("copied"))
    publish_duckdb(filled.lake, published)
    assert (number_of(published), number_of(spare)) == (first, second)
    monkeypatch.undo()
    fresh = tmp_path / "fresh" / "warehouse.duckdb"
    publish_duckdb(filled.lake, fresh)
    assert contents(published) == contents(fresh)


def test_of_a_small_file_none_is_kept(filled, published):
    change(filled)
    publish_duckdb(filled.lake, published)
    assert sorted(path.name for path in published.parent.iterdir()) == [".warehouse.duckdb.lock", "warehouse.duckdb"]


def test_a_spare_that_is_still_read_is_left_to_its_reader(filled, published, no_copies):
    reading = (
        "import duckdb, sys; d = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True); input()\n"
    )
    reading += "print(d.execute('SELECT count(*) FROM core.core_claim_mentions').fetchone()[0])"
    before = contents(published)
    with subprocess.Popen(
        [sys.executable, "-c", reading, str(published)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdout.readline() == "open\n"
        change(filled)
        publish_duckdb(filled.lake, published)
        first = number_of(published.with_name(SPARE))
        change_again(filled)
        publish_duckdb(filled.lake, published)
        assert first not in (number_of(published), number_of(published.with_name(SPARE)))
        told, _ = reader.communicate("\n", timeout=60)
    assert int(told) == len(before["core_claim_mentions"])


def test_a_spare_that_is_the_published_file_or_a_backup_is_not_written_to(filled, published, no_copies):
    """As after a publication that was killed when the old file had two names and the new one not yet its own."""
    spare = published.with_name(SPARE)
    os.link(published, spare)
    before = published.read_bytes()
    backup = published.with_name("backup.duckdb")
    os.link(published, backup)
    change(filled)
    publish_duckdb(filled.lake, published)
    assert backup.read_bytes() == before
    change_again(filled)
    publish_duckdb(filled.lake, published)
    assert backup.read_bytes() == before


def test_a_damaged_spare_is_passed_over(filled, published, no_copies):
    published.with_name(SPARE).write_bytes(b"no database")
    change(filled)
    publish_duckdb(filled.lake, published)
    assert contents(published)["core_claim_mentions"]


def test_what_is_asked_for_while_a_publication_runs_holds_for_the_next(filled, published, no_copies, monkeypatch):
    change(filled)
    tell = duckdb_file._tell_manifest
    monkeypatch.setattr(
        duckdb_file, "_tell_manifest", lambda *given: (duckdb_starts.start_anew(published), tell(*given))
    )
    publish_duckdb(filled.lake, published)
    assert not published.with_name(SPARE).exists()
    assert duckdb_starts.possible_starts(published) == []


def test_where_nothing_may_be_taken_over_the_file_is_built_anew_once(filled, published, no_copies, monkeypatch):
    change(filled)
    publish_duckdb(filled.lake, published)
    duckdb_starts.start_anew(published)
    assert not published.with_name(SPARE).exists()
    built = []
    monkeypatch.setattr(duckdb_file, "_fill", lambda *given: built.append(given[2].name) or FILL(*given))
    publish_duckdb(filled.lake, published)
    assert "core_claims" in built
    assert sorted(path.name for path in published.parent.iterdir()) == [".warehouse.duckdb.lock", "warehouse.duckdb"]
    built.clear()
    publish_duckdb(filled.lake, published)
    assert built == []


FILL = duckdb_file._fill
_HEADS, _BLOCK = 12_288, 262_144
"""Bytes of DuckDB's three heads and of a block, each block with a checksum of its own."""
