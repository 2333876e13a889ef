"""The server warehouse is changed in one transaction, and only where the lake changed."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from schemas.errors import StoreError
from schemas.tables import TABLES
from warehouse.postgres import LOCK, publish_postgres
from warehouse.published import LEFT_OUT

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


def places(ask, table):
    """Where each row lies and which transaction wrote it: the same as long as nobody touched it."""
    return ask(f"SELECT ctid::text, xmin::text, xmax::text FROM core.{table} ORDER BY 1")


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
