"""The server warehouse holds what the lake holds, is changed in one transaction, and only where the lake changed."""

import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import duckdb
import psycopg
import pytest
import sqlalchemy as sa

from schemas.errors import StoreError
from schemas.tables import TABLES
from warehouse.duckdb_file import LEFT_OUT, publish_duckdb
from warehouse.postgres import LOCK, publish_postgres
from warehouse.postgres_connection import connected
from warehouse.postgres_setup import set_up
from warehouse.receipts.cards import original_url, web_url

MONTH = "2024-01"
KILL = """
import os, signal, sys
from pathlib import Path
import warehouse.postgres as postgres
from warehouse.lake import Lake

for step in ("_stage", "_delete_gone", "_write_changed", "_tell"):
    child = os.fork()
    if child == 0:
        made = getattr(postgres, step)
        # Killed after the step, so that all it did is on the server.
        setattr(postgres, step, lambda *arguments: (made(*arguments), os.kill(os.getpid(), signal.SIGKILL)))
        postgres.publish_postgres(Lake(Path(sys.argv[1])), sys.argv[2])
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL, step
"""
MONTHLY = [name for name, table in TABLES.items() if table.is_monthly and name not in LEFT_OUT]


def in_utc(row):
    """A row whose moments are told in one way, whatever name a driver gives to UTC."""
    return tuple(value.astimezone(UTC) if isinstance(value, datetime) else value for value in row)


@pytest.fixture
def ask(database):
    def answer(query, **parameters):
        with connected(database) as connection:
            return [in_utc(row) for row in connection.execute(sa.text(query), parameters)]

    return answer


@pytest.fixture
def change(filled, sample_rows, now):
    """Change rows of a table of the lake, commit, and return what is now there."""

    def commit(name, edit, partition=MONTH):
        rows = [edit(dict(row)) for row in filled.lake.read(name, partition).to_pylist()]
        changes = {(name, partition, "all"): sample_rows.rows_of(name, [row for row in rows if row])}
        filled.lake.replace(changes, run_id="later", code_version="1", now=now)

    return commit


def places(ask, table):
    """Where each row lies and which transaction wrote it: the same as long as nobody touched it."""
    return ask(f"SELECT ctid::text, xmin::text, xmax::text FROM core.{table} ORDER BY 1")


@pytest.fixture(params=["into a new warehouse", "into one that holds rows"])
def either(request, postgres, database):
    """The two ways of loading: all at once, references checked at the end; and merged into what is there."""
    if request.param == "into a new warehouse":
        with connected(database) as connection:
            for schema in ("bi", "mart", "core"):
                connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
        set_up(database)
    return request.param


def test_every_table_is_there_row_for_row(either, database, filled, ask):
    summary = publish_postgres(filled.lake, database)

    assert summary.months == [MONTH]
    for name, table in TABLES.items():
        if name in LEFT_OUT:
            continue
        columns = ", ".join(f'"{column}"' for column in filled.lake.read(name).column_names)
        keys = ", ".join(map(str, range(1, len(table.sort_by) + 1)))
        found = ask(f"SELECT {columns} FROM core.{name} ORDER BY {keys}")
        expected = [in_utc(row.values()) for row in filled.lake.read(name).to_pylist()]
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
                    map(repr, map(in_utc, expected))
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


def test_publishing_again_touches_no_row(database, filled, ask):
    publish_postgres(filled.lake, database)
    tables = [name for name in TABLES if name not in LEFT_OUT]
    before = {name: places(ask, name) for name in [*tables, "published_manifest", "published_parts"]}

    assert not publish_postgres(filled.lake, database).is_changed
    compared = publish_postgres(filled.lake, database, everything=True)

    assert not compared.is_changed
    assert compared.tables["core_claims"].staged == 4
    assert {name: places(ask, name) for name in tables} == {name: before[name] for name in tables}


def test_changed_month_writes_only_rows_that_differ(database, filled, ask, change):
    publish_postgres(filled.lake, database)
    before = dict(ask("SELECT claim_id, xmin::text FROM core.core_claims"))
    ((chosen,),) = ask("SELECT claim_id FROM core.core_claims WHERE modifier = 'more_than'")
    change(
        "core_claims", lambda row: row | ({"subject": "jobs", "row_hash": "new"} if row["claim_id"] == chosen else {})
    )

    summary = publish_postgres(filled.lake, database)

    assert {name: (c.written, c.deleted) for name, c in summary.tables.items()} == {"core_claims": (1, 0)}
    after = dict(ask("SELECT claim_id, xmin::text FROM core.core_claims"))
    assert {claim for claim in before if before[claim] != after[claim]} == {chosen}
    assert ask("SELECT subject FROM bi.v_claims WHERE claim_id = :id", id=chosen) == [("jobs",)]


def test_newer_rules_are_told_though_the_rows_say_the_same(database, filled, ask, change):
    publish_postgres(filled.lake, database)
    change("core_claims", lambda row: {**row, "code_version": "2"})

    assert publish_postgres(filled.lake, database).tables["core_claims"].written == 4
    assert ask("SELECT DISTINCT code_version FROM bi.v_claims") == [("2",)]


def test_month_that_is_gone_is_deleted_and_others_stay(database, filled, ask, regions, now):
    filled.lake.replace({("core_rejects", MONTH, "all"): None}, run_id="r", code_version="1", now=now)
    publish_postgres(filled.lake, database)
    rows = filled.changes["core_rejects", MONTH, "all"]
    filled.lake.replace({("core_rejects", MONTH, "all"): rows}, run_id="r", code_version="1", now=now)
    assert publish_postgres(filled.lake, database).tables["core_rejects"].written == 1
    filled.lake.replace({("core_rejects", MONTH, "all"): None}, run_id="r", code_version="1", now=now)
    assert publish_postgres(filled.lake, database).tables["core_rejects"].deleted == 1
    assert ask("SELECT count(*) FROM core.core_claims") == [(4,)]


def test_article_that_moves_to_another_month_takes_its_rows_along(database, filled, ask, sample_rows, now):
    publish_postgres(filled.lake, database)
    changes = {}
    for name in MONTHLY + ["raw_articles"]:
        moved = [{**row, "partition_month": "2024-02"} for row in filled.lake.read(name, MONTH).to_pylist()]
        changes[name, MONTH, "all"] = sample_rows.rows_of(name, []) if name != "core_rejects" else None
        changes[name, "2024-02", "all"] = sample_rows.rows_of(name, moved)
    filled.lake.replace(changes, run_id="moved", code_version="1", now=now)

    summary = publish_postgres(filled.lake, database)

    assert summary.months == [MONTH, "2024-02"]
    assert not any(change.deleted for change in summary.tables.values()), "moved, not deleted and made anew"
    assert ask("SELECT partition_month, count(*) FROM bi.v_claims GROUP BY 1") == [("2024-02", 4)]


def test_one_key_in_two_months_is_refused(database, filled, ask, sample_rows, now):
    publish_postgres(filled.lake, database)
    copies = [{**row, "partition_month": "2024-02"} for row in filled.lake.read("core_rejects").to_pylist()]
    copied = {("core_rejects", "2024-02", "all"): sample_rows.rows_of("core_rejects", copies)}
    filled.lake.replace(copied, run_id="twice", code_version="1", now=now)

    with pytest.raises(StoreError, match=r"core_rejects: the key x_\w+ names a row of 2024-01 too"):
        publish_postgres(filled.lake, database)
    assert ask("SELECT partition_month FROM core.core_rejects") == [(MONTH,)]


def test_one_key_twice_in_a_month_is_refused(database, filled, ask, now):
    publish_postgres(filled.lake, database)
    rows = filled.changes["core_rejects", MONTH, "all"]
    filled.lake.replace({("core_rejects", MONTH, "again"): rows}, run_id="twice", code_version="1", now=now)

    with pytest.raises(StoreError, match="half made"):
        publish_postgres(filled.lake, database)
    assert ask("SELECT count(*) FROM core.core_rejects") == [(1,)]


@pytest.mark.parametrize("table", ["core_documents", "core_claims"])
def test_reference_to_nothing_is_refused_whole(database, filled, ask, now, table):
    publish_postgres(filled.lake, database)
    before = ask("SELECT * FROM bi.v_claims ORDER BY 1")
    filled.lake.replace({(table, MONTH, "all"): None}, run_id="half", code_version="1", now=now)

    with pytest.raises(StoreError, match="foreign key"):
        publish_postgres(filled.lake, database)
    assert ask("SELECT * FROM bi.v_claims ORDER BY 1") == before
    assert ask("SELECT manifest_number FROM core.published_manifest") == [(1,)]


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


# --- several at once, and killed


def test_second_publication_waits_and_then_says_so(database, filled):
    with psycopg.connect(database) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (LOCK,))
        with pytest.raises(StoreError, match="Another publication is under way"):
            publish_postgres(filled.lake, database, wait_seconds=0.1)


def test_two_publications_at_once_end_as_one(database, filled, ask):
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda _: publish_postgres(filled.lake, database), range(2)))

    assert sorted(summary.is_changed for summary in both) == [False, True], "the second found nothing left to do"
    assert ask("SELECT count(*) FROM bi.v_claims") == [(4,)]
    assert ask("SELECT count(*) FROM core.published_manifest") == [(1,)]


def test_publication_killed_on_the_way_leaves_the_old_state(database, filled, ask, change):
    publish_postgres(filled.lake, database)
    before = ask("SELECT * FROM bi.v_claims ORDER BY 1")
    change("core_claims", lambda row: {**row, "subject": "someone else", "row_hash": "new"})

    done = subprocess.run([sys.executable, "-c", KILL, str(filled.lake.root), database], check=False)

    assert done.returncode == 0
    assert ask("SELECT * FROM bi.v_claims ORDER BY 1") == before
    assert publish_postgres(filled.lake, database).tables["core_claims"].written == 4
    assert ask("SELECT DISTINCT subject FROM bi.v_claims") == [("someone else",)]


def test_reader_sees_the_old_state_or_the_new_one(database, filled, change):
    """A small turn of what `python -m benchmarks warehouse replace` does at length."""
    publish_postgres(filled.lake, database)
    stop, states, errors = threading.Event(), set(), []

    def poll():
        with psycopg.connect(database, autocommit=True) as reader:
            while not stop.is_set():
                try:
                    # Facts and claims are different tables: a mix of two states would show.
                    states.add(
                        reader.execute(
                            "SELECT string_agg(DISTINCT c.subject, ','), string_agg(DISTINCT o.metric, ',') "
                            "FROM bi.v_claims c, bi.v_observations o"
                        ).fetchone()
                    )
                except psycopg.Error as error:
                    errors.append(error)

    polling = threading.Thread(target=poll)
    polling.start()
    try:
        for number in range(6):
            name = f"state {number}"
            change("core_claims", lambda row, name=name: {**row, "subject": name, "row_hash": name})
            change("core_observations", lambda row, name=name: {**row, "metric": name, "row_hash": name}, "all")
            publish_postgres(filled.lake, database)
    finally:
        stop.set()
        polling.join()

    assert errors == []
    assert len(states) > 1
    assert all(subject == metric for subject, metric in states if metric is not None)
