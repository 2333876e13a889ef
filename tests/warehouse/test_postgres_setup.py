"""The server warehouse is set up from nothing or from any earlier version, and lets nobody do more than they should."""

import psycopg
import pytest
import sqlalchemy as sa

from schemas.columns import ID_PATTERN, MONTH_PATTERN
from schemas.errors import SettingsError, StoreError
from schemas.tables import TABLES
from warehouse.contracts import sql_text, table_columns
from warehouse.postgres import publish_postgres
from warehouse.postgres_connection import connected, parsed_url, told_plainly
from warehouse.postgres_setup import OWNER, READER, WRITER, head_revision, migrate, set_up
from warehouse.postgres_tables import METADATA, ROW_RULES, pattern_condition, relations
from warehouse.published import LEFT_OUT

STRUCTURE = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull
        FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'core'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
          AND c.relname <> 'alembic_version'
    """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'core'::regnamespace AND conrelid::regclass::text <> 'core.alembic_version'
    """,
    "indexes": """
        SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'core' AND tablename <> 'alembic_version'
    """,
}
COMMENTS = """
    SELECT c.relnamespace::regnamespace::text, c.relname, a.attname, col_description(c.oid, a.attnum)
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace::regnamespace::text IN ('core', 'mart', 'bi') AND c.relkind IN ('r', 'v')
      AND c.relname <> 'alembic_version'
    UNION ALL
    SELECT relnamespace::regnamespace::text, relname, NULL, obj_description(oid, 'pg_class') FROM pg_class
    WHERE relnamespace::regnamespace::text IN ('core', 'mart', 'bi') AND relkind IN ('r', 'v')
      AND relname <> 'alembic_version'
"""


def structure(connection) -> dict[str, list[tuple]]:
    """Everything that tells one set of tables from another, as the server itself says it."""
    return {what: sorted(map(tuple, connection.execute(sa.text(query)))) for what, query in STRUCTURE.items()}


def rows(url, query):
    with connected(url) as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


# --- tables and migrations


def test_migrations_lead_to_what_the_contracts_say(empty_database, database):
    with connected(empty_database) as connection:
        connection.execute(sa.text("CREATE SCHEMA core"))
        METADATA.create_all(connection)
        expected = structure(connection)
    with connected(database) as connection:
        found = structure(connection)

    for what, wanted in expected.items():
        missing, surplus = sorted(set(wanted) - set(found[what])), sorted(set(found[what]) - set(wanted))
        assert (missing, surplus) == ([], []), f"{what}: write a migration (CONTRIBUTING.md tells how)"


def test_every_rule_between_columns_is_a_check_of_the_server():
    rules = {(name, check.name) for name, table in TABLES.items() for check in table.contract.to_schema().checks}

    assert rules == set(ROW_RULES)


@pytest.mark.parametrize("pattern", [ID_PATTERN.format(prefix="c"), MONTH_PATTERN])
def test_what_stands_for_a_pattern_holds_where_the_pattern_does(database, pattern):
    fits = ["c_abcdefghij234567", "c_zzzzzzzzzzzzzzzz", "2024-01", "0000-12", "9999-10"]
    spoilt = [text[:at] + put + text[at + cut :] for text in fits for at in range(len(text) + 1)
              for cut in (0, 1) for put in ("", "_", "a", "1", "9", "-", "%", "\\", "\n", "é", "C")]  # fmt: skip
    condition = pattern_condition("word", pattern)
    assert "~ '^" not in condition
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TEMPORARY TABLE words (word TEXT)")
        with connection.cursor().copy("COPY words FROM STDIN") as copy:
            for word in {*fits, *spoilt, ""}:
                copy.write_row([word])
        asked = f"SELECT word, {condition}, word ~ {sql_text(pattern)} FROM words"
        answers = connection.execute(asked).fetchall()
    assert [word for word, is_said, fits in answers if is_said != fits] == []
    assert {is_said for _, is_said, _ in answers} == {True, False}


def test_every_table_and_column_is_there_and_commented(database):
    found = {(schema, relation, column): comment for schema, relation, column, comment in rows(database, COMMENTS)}

    assert {relation for schema, relation, _ in found if schema == "core"} == {found.name for found in relations()}
    assert [what for what, comment in found.items() if comment is None or len(comment) < 5] == []
    for relation in relations():
        assert found["core", relation.name, None] == relation.description
        for column in relation.columns:
            assert column.description in found["core", relation.name, column.name]


def test_numbers_towards_bi_have_a_width_that_every_tool_reads(database):
    found = rows(
        database,
        "SELECT DISTINCT format_type(a.atttypid, a.atttypmod) FROM pg_class AS c "
        "JOIN pg_attribute AS a ON a.attrelid = c.oid "
        "WHERE c.relnamespace = 'bi'::regnamespace AND a.attnum > 0 AND a.atttypid = 'numeric'::regtype",
    )

    assert sorted(found) == [("numeric(28,12)",), ("numeric(28,6)",)]


def test_every_reference_of_the_contracts_is_a_foreign_key(database):
    found = {
        (table.removeprefix("core."), definition.split("(")[1].split(")")[0].strip('"'))
        for table, _, definition in rows(database, STRUCTURE["constraints"])
        if definition.startswith("FOREIGN KEY")
    }
    expected = {
        (name, column.name)
        for name, table in TABLES.items()
        for column in table_columns(table)
        if column.references and name not in LEFT_OUT
    }

    assert expected <= found
    assert len(found) > len(expected), "and references to dimensions besides"


def test_down_and_up_again_with_rows_in_the_tables(database, filled):
    publish_postgres(filled.lake, database)
    with connected(database) as connection:
        before = structure(connection)
    claims = rows(database, "SELECT * FROM core.core_claims ORDER BY claim_id")
    assert claims

    with connected(database) as connection:
        for schema in ("bi", "mart"):
            connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
        migrate(connection, "0001", is_down=True)
        kept = [tuple(row) for row in connection.execute(sa.text("SELECT * FROM core.core_claims ORDER BY claim_id"))]
        assert kept == claims, "a migration back keeps the rows"
        assert structure(connection) != before
    set_up(database)
    with connected(database) as connection:
        assert structure(connection) == before
    assert rows(database, "SELECT * FROM core.core_claims ORDER BY claim_id") == claims
    assert rows(database, "SELECT count(*) FROM bi.v_claims") == [(len(claims),)]


def test_down_to_nothing_leaves_nothing(database):
    with connected(database) as connection:
        for schema in ("bi", "mart"):
            connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
        migrate(connection, "base", is_down=True)
        assert structure(connection) == {what: [] for what in STRUCTURE}


def test_setting_up_again_changes_nothing(database):
    again = set_up(database)

    assert (again.revision_before, again.revision) == (head_revision(), head_revision())
    assert not again.is_views_made
    assert again.new_roles == ()


def test_views_of_another_version_are_made_again(database, filled):
    with connected(database) as connection:
        connection.execute(sa.text("COMMENT ON SCHEMA bi IS 'Read-only views for BI tools, version older.'"))
        connection.execute(sa.text("DROP VIEW bi.v_rejects"))

    with pytest.raises(StoreError, match="numtrail warehouse init"):
        publish_postgres(filled.lake, database)
    assert set_up(database).is_views_made
    assert publish_postgres(filled.lake, database).is_changed
    assert rows(database, "SELECT count(*) FROM bi.v_rejects") == [(1,)]


# --- who may do what

REFUSED_TO_READER = [
    "SELECT * FROM core.core_claims",
    "SELECT * FROM mart.mart_series",
    "SELECT * FROM core.alembic_version",
    "SELECT * FROM pg_shadow",
    "SELECT * FROM pg_authid",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT lo_import('/etc/passwd')",
    "COPY bi.v_claims TO PROGRAM 'cat'",
    "COPY bi.v_claims TO '/tmp/claims'",
    "INSERT INTO bi.v_rejects (reject_id) VALUES ('x')",
    "UPDATE core.core_claims SET subject = 'x'",
    "DELETE FROM core.core_claims",
    "TRUNCATE core.core_claims",
    "DROP VIEW bi.v_claims",
    "ALTER VIEW bi.v_claims RENAME TO v",
    "CREATE VIEW bi.mine AS SELECT 1",
    "CREATE TABLE bi.mine (a int)",
    "CREATE TABLE public.mine (a int)",
    "CREATE TEMPORARY TABLE mine (a int)",
    "CREATE SCHEMA mine",
    "CREATE FUNCTION bi.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE mine",
    "CREATE EXTENSION dblink",
    f"GRANT {WRITER} TO {READER}",
    f"SET ROLE {WRITER}",
    f"SET ROLE {OWNER}",
    "ALTER SYSTEM SET work_mem = '1GB'",
    f"ALTER ROLE {READER} CONNECTION LIMIT -1",
    f"ALTER ROLE {WRITER} PASSWORD 'x'",
]


@pytest.mark.parametrize("is_read_only", [True, False], ids=["as-set", "after-unsetting-read-only"])
def test_reader_may_select_in_bi_and_nothing_else(postgres, database, filled, is_read_only):
    set_up(database, reader_password="p'a%s:s\\w\"ö")
    publish_postgres(filled.lake, database)
    url = postgres.url(database.split("?")[0].rsplit("/", 1)[-1], READER, "p'a%s:s\\w\"ö")
    allowed = []
    with psycopg.connect(url, autocommit=True) as reader:
        assert reader.execute("SHOW default_transaction_read_only").fetchone() == ("on",)
        assert reader.execute("SHOW statement_timeout").fetchone() == ("1min",)
        assert reader.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("1min",)
        assert reader.execute("SELECT count(*), count(receipt_url) FROM v_claims").fetchone() == (4, 4)
        views = [name for (name,) in reader.execute("SELECT viewname FROM pg_views WHERE schemaname = 'bi'").fetchall()]
        for view in views:
            reader.execute(f"SELECT * FROM bi.{view} LIMIT 1")
        if not is_read_only:
            # A session may unset it: what protects the warehouse are the grants.
            reader.execute("SET default_transaction_read_only = off")
        for probe in REFUSED_TO_READER:
            try:
                reader.execute(probe)
            except psycopg.Error:
                continue
            allowed.append(probe)

    assert len(views) >= 15
    assert allowed == []


def test_writer_publishes_and_changes_no_table(postgres, database, filled, now):
    set_up(database, writer_password="secret")
    url = postgres.url(database.split("?")[0].rsplit("/", 1)[-1], WRITER, "secret")
    assert publish_postgres(filled.lake, url).is_changed
    filled.lake.replace({("core_rejects", "2024-01", "all"): None}, run_id="later", code_version="1", now=now)
    assert publish_postgres(filled.lake, url).tables["core_rejects"].deleted == 1
    with psycopg.connect(url, autocommit=True) as writer:
        for probe in (
            "DROP TABLE core.core_claims",
            "ALTER TABLE core.core_claims ADD x int",
            "TRUNCATE core.core_claims",
            "CREATE TABLE core.mine (a int)",
            "DROP VIEW bi.v_claims",
            "UPDATE core.alembic_version SET version_num = 'x'",
            f"SET ROLE {OWNER}",
            "SELECT pg_read_file('/etc/passwd')",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                writer.execute(probe)


def test_password_reaches_the_server_hashed(postgres, empty_database):
    name = empty_database.split("?")[0].rsplit("/", 1)[-1]
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET log_statement = 'all'")
    set_up(empty_database, reader_password="Very-Secret-1")

    (hashed,) = rows(empty_database, f"SELECT rolpassword FROM pg_authid WHERE rolname = '{READER}'")
    log = (postgres.folder / "log").read_text(errors="replace")
    assert hashed[0].startswith("SCRAM-SHA-256$")
    assert f'ALTER ROLE "{READER}" PASSWORD' in log
    assert "Very-Secret-1" not in log


# --- what is told of the address

SECRET = "s3cr3t/p@ss w%rd"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://user:s3cr3t%2Fp%40ss+w%25rd@127.0.0.1:1/name",
        "postgresql://user:s3cr3t%2Fp%40ss%20w%25rd@127.0.0.1:PORT/postgres",
        "postgresql://user:s3cr3t%2Fp%40ss%20w%25rd@no-such-host.invalid/name",
        "postgresql://user:s3cr3t%2Fp%40ss%20w%25rd@127.0.0.1:PORT/absent?options=-c%20nonsense%3D1",
        "postgresql://user:s3cr3t%2Fp%40ss%20w%25rd@127.0.0.1:99999/name",
        "postgresql://user:s3cr3t%2Fp%40ss%20w%25rd@127.0.0.1:port/name",
        "mysql://user:s3cr3t%2Fp%40ss%20w%25rd@127.0.0.1/name",
        "s3cr3t/p@ss w%rd",
        "postgresql://user:s3cr3t%2Fp%40ss%20w%25rd@127.0.0.1",
    ],
)
def test_no_failure_tells_the_password(postgres, url, filled):
    with pytest.raises((StoreError, SettingsError)) as caught:
        publish_postgres(filled.lake, url.replace("PORT", str(postgres.port)))

    told = str(caught.value)
    assert "s3cr3t" not in told
    assert "p%40ss" not in told
    error = caught.value
    while error is not None:
        assert "s3cr3t" not in str(error)
        error = error.__cause__
    assert len(told) > 30


def test_failing_statement_tells_neither_password_nor_rows(postgres, database):
    set_up(database, writer_password="s3cr3t")
    url = postgres.url(database.split("?")[0].rsplit("/", 1)[-1], WRITER, "s3cr3t")

    refused = r"PostgreSQL \(127\.0\.0\.1/\w+\): .*permission denied"
    with pytest.raises(StoreError, match=refused) as caught, told_plainly(url), connected(url) as connection:
        connection.execute(sa.text("DELETE FROM core.alembic_version"))
    assert "s3cr3t" not in str(caught.value)
    assert "s3cr3t" not in repr(parsed_url(url))
