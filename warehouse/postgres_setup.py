"""Setting up the server warehouse: roles, schemas, tables by migration, views, and who may do what.

    numtrail_owner    owns everything; nobody logs in as it
    numtrail_writer   publishes: reads and writes rows of `core`, changes no table
    numtrail_reader   for BI tools: reads `bi` and nothing else, with limits on time and connections

Everything may be run again at any time; it changes what differs.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql

from schemas.errors import StoreError
from warehouse.postgres_connection import connected, driver_of, told_plainly
from warehouse.postgres_tables import SCHEMA, comment_script
from warehouse.views import view_scripts

OWNER, WRITER, READER = "numtrail_owner", "numtrail_writer", "numtrail_reader"
_SCHEMAS = {
    "core": "Tables of claims, facts and what they rest on, as docs/dictionary.md tells them.",
    "mart": "Checks of facts against one another.",
    "bi": "Read-only views for BI tools",
}
_MIGRATIONS = Path(__file__).with_name("migrations")
_READER_SETTINGS = {
    "default_transaction_read_only": "on",
    "statement_timeout": "60s",
    "idle_in_transaction_session_timeout": "60s",
    "search_path": "bi",
}
_READER_CONNECTIONS = 20


@dataclass(frozen=True, slots=True)
class SetupSummary:
    """What setting up did: the revision before and now, whether the views were made again, roles newly made."""

    revision_before: str | None
    revision: str
    is_views_made: bool
    new_roles: tuple[str, ...]


def set_up(url: str, *, writer_password: str | None = None, reader_password: str | None = None) -> SetupSummary:
    """Create or bring up to date roles, schemas, tables and views, all in one transaction.

    The user of `url` must be a superuser, or own the database and may create roles. Passwords are set where given,
    hashed before they leave this process; a login role without one cannot log in by password. Raises StoreError,
    nothing changed, where the server refuses or cannot be reached.
    """
    with told_plainly(url), connected(url) as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext("numtrail set-up"))))
        new_roles = _make_roles(connection)
        for role, password in ((WRITER, writer_password), (READER, reader_password)):
            if password:
                _set_password(connection, role, password)
        _make_schemas(connection)
        connection.execute(sa.text(f"SET LOCAL ROLE {OWNER}"))
        before, revision = _current(connection), head_revision()
        is_outdated = before != revision or _views_here(connection) != views_version()
        if is_outdated:
            _drop_views(connection)
            migrate(connection)
            _make_views(connection)
        _grant(connection)
        connection.execute(sa.text("RESET ROLE"))
        return SetupSummary(before, revision, is_outdated, new_roles)


def require_current(connection: sa.Connection) -> None:
    """Raise StoreError unless tables and views are those of this version."""
    if _current(connection) != head_revision() or _views_here(connection) != views_version():
        raise StoreError(
            "The server warehouse was not set up, or by another version of Numtrail: "
            "run `numtrail warehouse init` as its administrator, then publish again"
        )


def migrate(connection: sa.Connection, revision: str = "head", *, is_down: bool = False) -> None:
    """Bring the tables to a revision, within the connection's transaction."""
    config = config_of(connection)
    (command.downgrade if is_down else command.upgrade)(config, revision)


def head_revision() -> str:
    """The newest revision of the tables."""
    return str(ScriptDirectory.from_config(config_of()).get_current_head())


def views_version() -> str:
    """A fingerprint of all views and comments: tells whether a database has those of this version."""
    return hashlib.sha256("\n".join(_descriptive_scripts()).encode()).hexdigest()[:16]


def _descriptive_scripts() -> list[str]:
    return [comment_script(), *view_scripts("postgres")]


def config_of(connection: sa.Connection | None = None) -> Config:
    """Alembic's settings: where the migrations lie and the connection they run on."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _current(connection: sa.Connection) -> str | None:
    context = MigrationContext.configure(connection, opts={"version_table_schema": SCHEMA})
    return context.get_current_revision()


def _views_here(connection: sa.Connection) -> str | None:
    """The fingerprint of the views, as the comment on the schema `bi` keeps it."""
    comment = connection.execute(sa.text("SELECT obj_description(to_regnamespace('bi'), 'pg_namespace')")).scalar()
    return str(comment).rsplit(" ", 1)[-1].rstrip(".") if comment else None


def _make_roles(connection: sa.Connection) -> tuple[str, ...]:
    known = set(connection.execute(sa.text("SELECT rolname FROM pg_roles")).scalars())
    new = tuple(role for role in (OWNER, WRITER, READER) if role not in known)
    for role in new:
        connection.execute(sa.text(f"CREATE ROLE {role} {'NOLOGIN' if role == OWNER else 'LOGIN'}"))
    connection.execute(sa.text(f"GRANT {OWNER} TO CURRENT_USER"))
    connection.execute(sa.text(f"ALTER ROLE {READER} CONNECTION LIMIT {_READER_CONNECTIONS}"))
    database = _database(connection)
    for name, value in _READER_SETTINGS.items():
        connection.execute(sa.text(f"ALTER ROLE {READER} IN DATABASE {database} SET {name} = '{value}'"))
    connection.execute(sa.text(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC"))
    connection.execute(sa.text(f"GRANT CONNECT ON DATABASE {database} TO {WRITER}, {READER}"))
    # Rows are staged in temporary tables.
    connection.execute(sa.text(f"GRANT TEMPORARY ON DATABASE {database} TO {OWNER}, {WRITER}"))
    connection.execute(sa.text("REVOKE ALL ON SCHEMA public FROM PUBLIC"))
    return new


def _set_password(connection: sa.Connection, role: str, password: str) -> None:
    """Set a role's password; the server, and with it its log, sees the hash alone."""
    driver = driver_of(connection)
    hashed = driver.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    statement = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(hashed))
    _run_script(connection, statement.as_string(driver))


def _make_schemas(connection: sa.Connection) -> None:
    for schema, comment in _SCHEMAS.items():
        connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {OWNER}"))
        if schema != "bi":
            connection.execute(sa.text(f"COMMENT ON SCHEMA {schema} IS '{comment}'"))


def _drop_views(connection: sa.Connection) -> None:
    """Drop every view of `mart` and `bi` and every function of `core`: they are made again after the migration."""
    views = connection.execute(sa.text("SELECT schemaname, viewname FROM pg_views WHERE schemaname IN ('mart', 'bi')"))
    named = ", ".join(f'{schema}."{view}"' for schema, view in views)
    if named:
        connection.execute(sa.text(f"DROP VIEW {named}"))
    functions = connection.execute(
        sa.text("SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'core'::regnamespace")
    )
    named = ", ".join(functions.scalars())
    if named:
        connection.execute(sa.text(f"DROP FUNCTION {named}"))


def _make_views(connection: sa.Connection) -> None:
    for script in _descriptive_scripts():
        _run_script(connection, script)
    connection.execute(sa.text(f"COMMENT ON SCHEMA bi IS '{_SCHEMAS['bi']}, version {views_version()}.'"))


def _run_script(connection: sa.Connection, script: str) -> None:
    """Run statements as they stand, none of their characters a parameter's."""
    driver = driver_of(connection)
    driver.execute(script.encode(driver.info.encoding))


def _grant(connection: sa.Connection) -> None:
    """Give the writer the rows of `core` and the reader the views of `bi`, and take whatever else they may have."""
    for statement in (
        f"REVOKE ALL ON ALL TABLES IN SCHEMA core, mart, bi FROM PUBLIC, {WRITER}, {READER}",
        f"REVOKE ALL ON SCHEMA core, mart, bi FROM PUBLIC, {WRITER}, {READER}",
        f"GRANT USAGE ON SCHEMA core, mart, bi TO {WRITER}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA core, mart, bi TO {WRITER}",
        f"GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA core TO {WRITER}",
        f"REVOKE INSERT, UPDATE, DELETE ON core.alembic_version FROM {WRITER}",
        f"GRANT USAGE ON SCHEMA bi TO {READER}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA bi TO {READER}",
    ):
        connection.execute(sa.text(statement))


def _database(connection: sa.Connection) -> str:
    name = connection.execute(sa.text("SELECT current_database()")).scalar_one()
    return connection.dialect.identifier_preparer.quote_identifier(name)
