"""Of a file that is brought up to date the keys of rows that came are looked for where they may stand already."""

import duckdb
import pyarrow as pa
import pytest

from schemas.errors import StoreError
from warehouse import duckdb_file, duckdb_refresh
from warehouse.duckdb_file import publish_duckdb
from warehouse.lake import ALL

MONTH = "2024-01"


@pytest.fixture
def only_refreshed(monkeypatch):
    """Lets any change be brought into the file, and none build it anew."""

    def forbid():
        monkeypatch.setattr(duckdb_refresh, "MOST_CHANGED", 1)
        monkeypatch.setattr(duckdb_file, "_fill", lambda *_: pytest.fail("built anew"))

    return forbid


def with_other_base(claims: pa.Table) -> pa.Table:
    """The claims, each with another word in a column that is no part of the key."""
    place = claims.schema.get_field_index("base")
    return claims.set_column(place, claims.schema.field("base"), pa.array(["last year"] * claims.num_rows, pa.string()))


def without_articles(filled, now) -> dict:
    """Leave of the lake what landed and no article; the rows that went, by their parts."""
    gone = {key: rows for key, rows in filled.changes.items() if key[0] not in ("raw_ledger", "raw_articles")}
    filled.lake.replace(dict.fromkeys(gone), run_id="less", code_version="1", now=now)
    return gone


@pytest.mark.parametrize("table", ["core_documents", "core_sentences", "core_claims", "core_claim_mentions"])
def test_a_key_that_was_there_before_is_refused(filled, path, now, only_refreshed, table):
    publish_duckdb(filled.lake, path)
    before = path.read_bytes()
    rows = filled.lake.read(table)
    filled.lake.replace({(table, MONTH, "again"): rows}, run_id="twice", code_version="1", now=now)
    only_refreshed()
    with pytest.raises(StoreError, match=f"{table}: duplicate key"):
        publish_duckdb(filled.lake, path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("is_twice", [True, False])
def test_a_key_that_comes_twice_with_its_article_is_refused(filled, path, now, only_refreshed, is_twice):
    rows = without_articles(filled, now)
    publish_duckdb(filled.lake, path)
    claims = rows["core_claims", MONTH, ALL]
    twice = {("core_claims", MONTH, "again"): with_other_base(claims)} if is_twice else {}
    filled.lake.replace({**rows, **twice}, run_id="more", code_version="1", now=now)
    only_refreshed()
    if is_twice:
        with pytest.raises(StoreError, match="core_claims: duplicate key"):
            publish_duckdb(filled.lake, path)
        return
    assert publish_duckdb(filled.lake, path).rows["core_claims"] == claims.num_rows
    with duckdb.connect(str(path), read_only=True) as database:
        assert database.execute("SELECT count(*) FROM bi.v_claims").fetchone() == (claims.num_rows,)


def test_of_new_articles_the_rows_of_others_are_not_looked_through(filled, path, now, only_refreshed, monkeypatch):
    rows = without_articles(filled, now)
    publish_duckdb(filled.lake, path)
    filled.lake.replace(rows, run_id="more", code_version="1", now=now)
    only_refreshed()
    looked_through = []
    distinct = "warehouse.duckdb_changes._require_distinct"
    monkeypatch.setattr(distinct, lambda database, name, rows: looked_through.append((name, "core." in rows)))
    publish_duckdb(filled.lake, path)
    assert ("core_documents", True) in looked_through, "a key without an owner may be anybody's"
    assert ("core_claims", False) in looked_through
    assert ("core_claims", True) not in looked_through
    assert ("core_claim_mentions", True) not in looked_through
