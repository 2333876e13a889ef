"""Fixtures of the warehouse tests: rows that satisfy their contracts, and lakes that hold them."""

import importlib.util
import shutil
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from warehouse.lake import Lake
from warehouse.landing import ingest_path


@pytest.fixture(scope="session")
def sample_rows() -> ModuleType:
    """The module `sample_rows.py`, which lies beside this file and is no test."""
    specification = importlib.util.spec_from_file_location("sample_rows", Path(__file__).with_name("sample_rows.py"))
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def now(sample_rows) -> datetime:
    """The one moment of all tests."""
    return sample_rows.NOW


@pytest.fixture(scope="session")
def regions(sample_rows):
    """Makes rows of `core_regions`; see `sample_rows.region_rows`."""
    return sample_rows.region_rows


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake that is not there yet."""
    return Lake(tmp_path / "lake", wait_seconds=5)


@pytest.fixture
def commit(lake, now):
    """Commits changes and returns the summary."""

    def committed(changes, run_id="run"):
        return lake.replace(changes, run_id=run_id, code_version="1", now=now)

    return committed


@dataclass(frozen=True)
class FilledLake:
    """A landing folder with two articles, the lake that was made of them, and the rows that went in."""

    lake: Lake
    landing: Path
    changes: dict


@pytest.fixture(scope="session")
def pattern(tmp_path_factory, sample_rows, now) -> FilledLake:
    """Two articles landed and read, made once; see `sample_rows.trail_changes`."""
    folder = tmp_path_factory.mktemp("pattern")
    places = {}
    for name, text in (("first", sample_rows.TEXT), ("second", sample_rows.SECOND_TEXT)):
        source = folder / f"{name}.txt"
        source.write_text(text, encoding="utf-8")
        places[name] = ingest_path(source, folder / "landing", now=now)[0].place
    lake, changes = Lake(folder / "lake"), sample_rows.trail_changes(places)
    lake.replace(changes, run_id="run", code_version="1", now=now)
    return FilledLake(lake, folder / "landing", changes)


@pytest.fixture
def filled(pattern, tmp_path) -> FilledLake:
    """A copy of it for the test to spoil."""
    for folder in ("lake", "landing"):
        shutil.copytree(pattern.landing.with_name(folder), tmp_path / folder)
    return FilledLake(Lake(tmp_path / "lake", wait_seconds=5), tmp_path / "landing", pattern.changes)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the DuckDB file is published."""
    return tmp_path / "out" / "warehouse.duckdb"


@pytest.fixture(scope="session")
def set_up_once(postgres) -> str:
    """The name of a database that was set up and holds the dimensions, to copy from."""
    from warehouse.postgres import publish_postgres
    from warehouse.postgres_setup import set_up

    url = postgres.new_database("set_up_once")
    set_up(url)
    publish_postgres(Lake(postgres.folder / "no lake"), url)
    return "set_up_once"


@pytest.fixture
def database(postgres, set_up_once) -> str:
    """The address of a database that was set up and holds the dimensions alone."""
    return postgres.new_database(f"d{uuid.uuid4().hex}", template=set_up_once)


@pytest.fixture
def empty_database(postgres) -> str:
    """The address of a database with nothing in it."""
    return postgres.new_database(f"d{uuid.uuid4().hex}")


@pytest.fixture
def ask(database, sample_rows):
    """Asks the server warehouse and returns its rows, moments in UTC."""
    import sqlalchemy as sa

    from warehouse.postgres_connection import connected

    def answer(query, **parameters):
        with connected(database) as connection:
            return [sample_rows.in_utc(row) for row in connection.execute(sa.text(query), parameters)]

    return answer


@pytest.fixture
def change(filled, sample_rows, now):
    """Changes rows of a table of the lake, each by a function that may drop it, and commits."""

    def commit(name, edit, partition=sample_rows.MONTH):
        rows = [edit(dict(row)) for row in filled.lake.read(name, partition).to_pylist()]
        changes = {(name, partition, "all"): sample_rows.rows_of(name, [row for row in rows if row])}
        filled.lake.replace(changes, run_id="later", code_version="1", now=now)

    return commit
