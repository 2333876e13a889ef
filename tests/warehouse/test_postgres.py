"""The server warehouse holds what the lake holds, row for row, word for word, and answers as the DuckDB file does."""

import re
from decimal import Decimal

import duckdb
import pytest
import sqlalchemy as sa

from schemas.errors import StoreError
from schemas.tables import TABLES
from warehouse.duckdb_file import publish_duckdb
from warehouse.postgres import publish_postgres
from warehouse.postgres_connection import connected
from warehouse.postgres_setup import set_up
from warehouse.published import LEFT_OUT
from warehouse.receipts.cards import original_url, web_url

MONTH = "2024-01"


@pytest.fixture(params=["into a new warehouse", "into one that holds rows"])
def either(request, postgres, database):
    """The two ways of loading: all at once, references checked at the end; and merged into what is there."""
    if request.param == "into a new warehouse":
        with connected(database) as connection:
            for schema in ("bi", "mart", "core"):
                connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
        set_up(database)
    return request.param


def test_every_table_is_there_row_for_row(either, database, filled, ask, sample_rows):
    summary = publish_postgres(filled.lake, database)

    assert summary.months == [MONTH]
    for name, table in TABLES.items():
        if name in LEFT_OUT:
            continue
        columns = ", ".join(f'"{column}"' for column in filled.lake.read(name).column_names)
        keys = ", ".join(map(str, range(1, len(table.sort_by) + 1)))
        found = ask(f"SELECT {columns} FROM core.{name} ORDER BY {keys}")
        expected = [sample_rows.in_utc(row.values()) for row in filled.lake.read(name).to_pylist()]
        assert sorted(map(repr, found)) == sorted(map(repr, expected)), name
        assert summary.tables[name].written == len(expected)
    assert ask("SELECT manifest_number, run_id, receipts_url FROM core.published_manifest") == [(1, "run", None)]
    assert ask("SELECT count(*) FROM core.dim_date") == [(55244,)]


def test_both_databases_give_the_same_rows_for_every_view(database, filled, ask, tmp_path, change, sample_rows):
    odd = "Many “words” — 50% off, «naïve» e\u0301 \U0001f600 \t and\nmore, -x~y_z.  "
    change("core_claims", lambda row: {**row, "sentence": odd + row["sentence"], "sent_start": 0})
    change(
        "core_claims",
        lambda row: (
            row | ({"value_low": Decimal("12345678901234567890123.1234565")} if row["value_high"] is None else {})
        ),
    )
    for site in (None, "https://receipts.example/"):
        publish_duckdb(filled.lake, tmp_path / "w.duckdb", receipts_url=site)
        publish_postgres(filled.lake, database, receipts_url=site)
        with duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True) as file:
            file.execute("SET TimeZone = 'UTC'")
            views = file.execute(
                "SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
            ).fetchall()
            assert len(views) >= 20
            # The days are the same whatever the site.
            for schema, view in [place for place in views if site or place[1] != "dim_date"]:
                answer = file.execute(f"SELECT * FROM {schema}.{view}")
                names = ", ".join(f'"{column[0]}"' for column in answer.description)
                expected = answer.fetchall()
                assert sorted(map(repr, ask(f"SELECT {names} FROM {schema}.{view}"))) == sorted(
                    map(repr, map(sample_rows.in_utc, expected))
                ), view


def test_original_pages_are_opened_at_the_sentence_and_no_script_is(database, filled, ask, tmp_path):
    """What is made of addresses and sentences of any kind: on the server, in the file, and on the receipts' pages."""
    addresses = [
        "https://example.org/a", "HTTP://example.org/a?b=c#d", "https://example.org/a#:~:text=old", "https://e.org/a#",
        "javascript:alert(1)//https://example.org", " https://example.org/a", "data:text/html,x", "ftp://e.org/a", "",
    ]  # fmt: skip
    sentences = ["It cost 5-6%, & more.", "«naïve» e\u0301 \U0001f600 \t and\nmore", "word " * 80, "x" * 400]
    publish_duckdb(filled.lake, tmp_path / "w.duckdb")
    with duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True) as file:
        for url in addresses:
            for sentence in sentences:
                ((there,),) = ask("SELECT core.text_address(:url, :sentence)", url=url, sentence=sentence)
                assert (there,) == file.execute("SELECT core.text_address(?, ?)", [url, sentence]).fetchone()
                if web_url(url):
                    assert there.startswith(url.split(":~:")[0])
                    assert "#" in there.split(":~:text=")[0]
                    assert re.fullmatch(r"[A-Za-z0-9._~%]+(,[A-Za-z0-9._~%]+)?", there.split(":~:text=")[1])
                    if len(sentence) < 300:
                        assert there == original_url(url, sentence)
                else:
                    assert there is None


def test_receipts_stand_on_every_row_and_lead_to_the_page_or_the_site(database, filled, ask, change, sample_rows):
    publish_postgres(filled.lake, database)
    links = dict(ask("SELECT file || quote, receipt_url FROM bi.v_claims"))
    assert links["first.txt$450 million"].startswith(f"{sample_rows.URL}#:~:text=It%20spent%203.2%20billion%20yuan")
    assert re.fullmatch(r"a_[a-z2-7]{16}\.html#c_[a-z2-7]{16}", links["second.txt3.2 billion yuan"])

    publish_postgres(filled.lake, database, receipts_url="https://receipts.example/numtrail/")
    views = ("v_claims", "v_observations", "v_receipts", "v_rejects", "v_series", "dim_article", "dim_sentence")
    for view in views:
        assert [link for (link,) in ask(f"SELECT receipt_url FROM bi.{view}") if not link] == [], view
    assert all(
        link.startswith("https://receipts.example/numtrail/a_")
        for (link,) in ask("SELECT receipt_url FROM bi.v_claims")
    )

    change("core_documents", lambda row: {**row, "url": "javascript:alert(1)", "row_hash": "spoilt"})
    publish_postgres(filled.lake, database)
    for view in views:
        assert not [link for (link,) in ask(f"SELECT receipt_url FROM bi.{view}") if "javascript" in link], view
    assert set(ask("SELECT original_url FROM bi.v_receipts")) == {(None,)}


def test_text_that_the_server_cannot_hold_keeps_its_length(database, filled, ask, change):
    change("core_rejects", lambda row: {**row, "excerpt": 'a\0b, "quoted"\r\nand \\N;\t', "message": ""})
    publish_postgres(filled.lake, database)

    assert ask("SELECT excerpt, message FROM core.core_rejects") == [('a\u2400b, "quoted"\r\nand \\N;\t', "")]


@pytest.mark.parametrize(
    "words", ["x'); DROP TABLE core.core_claims; --", 'x"; DROP SCHEMA core CASCADE; --', "$$; SELECT 1/0; $$ \\'; --"]
)
def test_words_that_are_sql_are_kept_as_words(database, filled, ask, tmp_path, change, words):
    change("core_claims", lambda row: {**row, "subject": words, "metric": words, "speaker": words, "file": words})
    change("core_rejects", lambda row: {**row, "message": words})
    publish_postgres(filled.lake, database)
    publish_duckdb(filled.lake, tmp_path / "w.duckdb")

    count = filled.lake.read("core_claims").num_rows
    query = "SELECT DISTINCT subject, metric, speaker, file FROM core.core_claims"
    counting = "SELECT count(*) FROM core.core_claims"
    assert (ask(query), ask(counting)) == ([(words,) * 4], [(count,)])
    with duckdb.connect(str(tmp_path / "w.duckdb"), read_only=True) as file:
        assert (file.execute(query).fetchall(), file.execute(counting).fetchall()) == ([(words,) * 4], [(count,)])


def test_empty_lake_is_published_too(database, lake, ask):
    summary = publish_postgres(lake, database)

    assert (summary.manifest_number, summary.months) == (0, [])
    assert ask("SELECT count(*) FROM bi.v_claims") == [(0,)]
    assert not publish_postgres(lake, database).is_changed


def test_warehouse_thrown_away_comes_back_from_parquet_alone(database, filled, ask):
    publish_postgres(filled.lake, database)
    before = ask("SELECT * FROM bi.v_claims ORDER BY 1")
    with connected(database) as connection:
        for schema in ("bi", "mart", "core"):
            connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
    set_up(database)

    publish_postgres(filled.lake, database)

    assert ask("SELECT * FROM bi.v_claims ORDER BY 1") == before


def test_not_set_up_is_said(empty_database, filled):
    with pytest.raises(StoreError, match="numtrail warehouse init"):
        publish_postgres(filled.lake, empty_database)
