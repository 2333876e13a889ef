"""An article that is forgotten leaves no word behind anywhere, and its bytes are not taken in again."""

import json
import uuid
from datetime import UTC, date, datetime

import duckdb
import psycopg
import pytest

from assets.forgetting import forget
from assets.ledger import Ledger, scan_landing
from assets.materialise import materialise_new
from schemas.errors import SettingsError
from warehouse import duckdb_refresh
from warehouse.landing import ingest_path, scan
from warehouse.postgres_remains import tables_with
from warehouse.postgres_setup import set_up
from warehouse.receipts.site import write_receipts
from warehouse.remains import telling_runs
from warehouse.tombstones import read_tombstones

NOW = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
DAY = date(2025, 7, 1)
SECRET = "Quillon Harbour Works put 12.5 billion yuan into tidal turbines near Ostrava in 2022."
OTHER = "Output of the Marlow smelter rose 9.7 percent in 2022."
RECORDS = (
    {"text": "The Brentford cannery hired 1,250 workers in 2022.", "published": "2023-03-02"},
    {"text": "Vossberg Glassworks sold 83 million bottles across Lower Saxony in 2022.", "published": "2023-03-02"},
)
WORDS = ("Quillon Harbour", "tidal turbines near Ostrava", "Vossberg", "million bottles across Lower Saxony")


def quiet(doing: str, done: int, total: int) -> None:
    """No progress bar in tests."""


def holds(path, word: str) -> bool:
    """Whether a word stands in a file, packed columns unpacked: asked in another way than by the code under test."""
    if path.suffix not in (".parquet", ".duckdb"):
        return word in path.read_bytes().decode("latin-1")
    with duckdb.connect() as database:
        if path.suffix == ".parquet":
            database.execute(f"CREATE VIEW rows AS FROM read_parquet('{path}', hive_partitioning = false)")
        else:
            database.execute(f"ATTACH '{path}' AS published (READ_ONLY)")
        columns = database.execute(
            "SELECT database_name || '.' || schema_name || '.' || table_name, column_name FROM duckdb_columns() "
            "WHERE data_type = 'VARCHAR' AND database_name <> 'system' AND table_name NOT LIKE 'duckdb_%'"
        ).fetchall()
        asked = (f'SELECT count(*) FROM {table} WHERE contains("{column}", ?)' for table, column in columns)
        return any(database.execute(query, [word]).fetchone() != (0,) for query in asked)


def holding(folder, words) -> set[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {f"{path.relative_to(folder)}: {word}" for path in files for word in words if holds(path, word)}


@pytest.fixture
def made(home, article, tmp_path):
    ingest_path(
        article("secret.txt", SECRET + "\n", published="2023-03-01", title="Quillon Harbour"), home.landing, now=NOW
    )
    ingest_path(article("other.txt", OTHER + "\n", published="2023-03-01"), home.landing, now=NOW)
    lines = "".join(json.dumps(record) + "\n" for record in RECORDS)
    ingest_path(article("records.jsonl", lines), home.landing, now=NOW)
    materialise_new(home, quiet)
    write_receipts(home.lake, home.folder / "receipts")
    return home


def hidden_rows(path) -> int:
    """Rows that lie in a DuckDB file without being shown: taken out, their text still in its blocks."""
    with duckdb.connect(str(path), read_only=True) as database:
        tables = [name for (name,) in database.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return sum(_stored(database, name) - _shown(database, name) for name in tables)


def _stored(database, table: str) -> int:
    query = f"SELECT coalesce(sum(count), 0) FROM pragma_storage_info('core.{table}') WHERE column_id = 0"
    return database.execute(query + " AND segment_type <> 'VALIDITY'").fetchone()[0]


def _shown(database, table: str) -> int:
    return database.execute(f"SELECT count(*) FROM core.{table}").fetchone()[0]


def article_of(home, word: str) -> str:
    return next(row["article_id"] for row in home.lake.read("core_sentences").to_pylist() if word in row["text"])


def test_nothing_is_left_and_the_same_bytes_are_refused(made, article, tmp_path):
    assert len(holding(made.folder, WORDS)) > 10
    quillon, vossberg = article_of(made, "Quillon"), article_of(made, "Vossberg")

    claim = made.lake.read("core_claims").column("claim_id")[0].as_py()
    with pytest.raises(SettingsError, match="give the id of an article"):
        forget(made, [claim], "no reason", DAY, quiet)
    with pytest.raises(SettingsError, match="say why"):
        forget(made, [quillon], " ", DAY, quiet)

    events = [
        json.loads(line) for path in (made.folder / "openlineage").iterdir() for line in path.read_text().splitlines()
    ]
    assert {event["eventType"] for event in events} == {"START", "COMPLETE"}
    assert {"numtrail.rebuild_months.extract", "numtrail.publish_warehouse.publish"} <= {
        event["job"]["name"] for event in events
    }

    done = forget(made, [quillon, vossberg], "licence withdrawn", DAY, quiet)
    assert done.rows > 10
    assert done.looked_for > 1
    assert done.left == []

    assert holding(made.folder, WORDS) == set()
    assert holding(made.folder, ("Marlow smelter",))
    assert holding(made.folder, ("Brentford cannery",))
    kept = {row["quote"] for row in made.lake.read("core_claims").to_pylist()}
    assert kept == {"9.7 percent", "1,250"}
    assert not list((made.folder / "receipts").glob(f"{quillon}*"))

    again = ingest_path(article("again.txt", SECRET + "\n"), made.landing, now=NOW)[0]
    assert (again.status, again.reason) == ("refused", "forgotten")
    assert "licence withdrawn" in again.message
    again = ingest_path(article("again.jsonl", json.dumps(RECORDS[1]) + "\n"), made.landing, now=NOW)[0]
    assert (again.status, again.reason) == ("refused", "forgotten")

    stones = read_tombstones(made.landing)
    (made.landing / "by_hand.txt").write_text(SECRET + "\n")
    ledger = Ledger(made.lake.read("raw_ledger"), made.lake.read("core_rejects"))
    (found,) = scan_landing(
        scan(made.landing), (), ledger, first_month="1990-01", last_month="2025-06", forgotten=stones
    )
    ((*_, reason, _, place, _, _, _, _, excerpt, _),) = found.rejects.values()
    assert (reason, place, excerpt, found.ledger_rows) == ("forgotten", "by_hand.txt", None, [])
    assert {(stone.reason, stone.forgotten_on) for stone in stones.values()} == {("licence withdrawn", DAY)}


def test_no_block_of_the_published_file_keeps_what_was_forgotten(made, monkeypatch):
    """A file brought up to date hides the rows taken out of it, and keeps their words in its blocks."""
    monkeypatch.setattr(duckdb_refresh, "MOST_CHANGED", 1)
    monkeypatch.setenv("NUMTRAIL_MAX_COPIED_BYTES", "1")
    assert hidden_rows(made.duckdb_path) == 0
    forget(made, [article_of(made, "Quillon")], "licence withdrawn", DAY, quiet)
    assert hidden_rows(made.duckdb_path) == 0
    assert not list(made.folder.glob(".warehouse.duckdb-*"))


def test_rows_on_the_server_go_too_and_are_looked_for(home, article, postgres, monkeypatch):
    url = postgres.new_database(f"d{uuid.uuid4().hex}")
    set_up(url)
    monkeypatch.setenv("NUMTRAIL_WAREHOUSE_URL", url)
    ingest_path(article("secret.txt", SECRET + "\n", published="2023-03-01"), home.landing, now=NOW)
    ingest_path(article("other.txt", OTHER + "\n", published="2023-03-01"), home.landing, now=NOW)
    materialise_new(home, quiet)
    runs = telling_runs(SECRET)
    assert {"core_claims", "core_sentences"} <= set(tables_with(url, runs))

    done = forget(home, [article_of(home, "Quillon")], "licence withdrawn", DAY, quiet)

    assert (done.left, tables_with(url, runs)) == ([], [])
    tables = "SELECT relname FROM pg_class WHERE relnamespace = 'core'::regnamespace AND relkind = 'r'"
    with psycopg.connect(url) as connection:
        names = [name for (name,) in connection.execute(tables).fetchall()]
        held = {name: [str(row) for row in connection.execute(f"SELECT * FROM core.{name}")] for name in names}
    assert not [table for table, rows in held.items() for row in rows if "Quillon" in row]
    assert any("Marlow smelter" in row for row in held["core_claims"])
