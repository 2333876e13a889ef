"""The way to the server warehouse: its address comes from the environment, and its password is never told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, quote_plus

import psycopg
import sqlalchemy as sa

from schemas.errors import SettingsError, StoreError

URL_VARIABLE = "NUMTRAIL_WAREHOUSE_URL"
_CONNECT_SECONDS = 10
_TOLD_LINES = 3


def warehouse_url() -> str | None:
    """The address of the server warehouse: `NUMTRAIL_WAREHOUSE_URL`; null where it is not set."""
    return os.environ.get(URL_VARIABLE, "").strip() or None


def parsed_url(url: str) -> sa.URL:
    """The address as SQLAlchemy takes it, by the driver psycopg 3; raises SettingsError, which does not repeat it."""
    try:
        parsed = sa.make_url(url)
        port = parsed.port
    except (sa.exc.ArgumentError, ValueError):
        parsed, port = None, None
    if parsed is None or parsed.get_backend_name() != "postgresql" or not parsed.database or (port or 1) > 65535:
        raise SettingsError(
            f"{URL_VARIABLE} is not the address of a PostgreSQL database: give postgresql://user:password@host:5432/name"
        ) from None
    return parsed.set(drivername="postgresql+psycopg")


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """A connection with one transaction, committed where the `with` block ends well and rolled back otherwise."""
    engine = sa.create_engine(
        parsed_url(url),
        poolclass=sa.NullPool,
        hide_parameters=True,
        connect_args={"connect_timeout": _CONNECT_SECONDS, "application_name": "numtrail"},
    )
    with engine.begin() as connection:
        yield connection


def driver_of(connection: sa.Connection) -> psycopg.Connection[Any]:
    """The driver's own connection: for COPY, and for statements none of whose characters may stand for a parameter."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, psycopg.Connection):
        raise TypeError(f"{type(driver).__name__} is no connection of psycopg 3: make the engine with `connected`")
    return driver


@contextmanager
def told_plainly(url: str) -> Iterator[None]:
    """Turn what the server or its driver says into a StoreError that names server and database, never a password."""
    parsed = parsed_url(url)
    try:
        yield
    except (sa.exc.SQLAlchemyError, psycopg.Error) as error:
        said = getattr(error, "orig", None) or error
        lines = [line.strip().rstrip(".") for line in str(said).splitlines() if line.strip()][:_TOLD_LINES]
        where = f"{parsed.host or 'local server'}/{parsed.database}"
        raise StoreError(f"PostgreSQL ({where}): {_masked('; '.join(lines), parsed)}{_advice(said)}") from None


def _masked(text: str, url: sa.URL) -> str:
    password = str(url.password or "")
    for form in {password, quote(password), quote_plus(password), quote(password, safe="")} - {""}:
        text = text.replace(form, "***")
    return text


def _advice(error: BaseException) -> str:
    """What to do about the commonest failures."""
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return ". Another publication is under way: wait until it has ended, then run again"
    if isinstance(error, psycopg.errors.IntegrityError | psycopg.errors.CardinalityViolation):
        return ". A month is half made: run `numtrail run`. Nothing was published, what was there stands"
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return ". This user may not do that: see docs/bi.md for the roles"
    if isinstance(error, psycopg.OperationalError) and error.sqlstate is None:
        return f". Check {URL_VARIABLE} and that the server runs"
    return ""
