"""What many tests need: a home folder of their own, articles to land in it, a quiet Dagster."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes by the clock on the wall is no property of it: the machine may be busy.
settings.register_profile("numtrail", deadline=None)
settings.load_profile("numtrail")

os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")

SAMPLE = Path(__file__).resolve().parents[1] / "sample"
READ_AT = datetime(2026, 6, 1, tzinfo=UTC)
"""After the latest of the sample's articles was out: a day of publication that lies ahead is not believed."""
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def sample() -> Path:
    """The sample articles that come with the repository."""
    return SAMPLE


@pytest.fixture
def seeds() -> Path:
    """The five raw articles kept beside the repository: CI fails without them, a clone alone says that it has none."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        told = f"{folder} is absent: this test reads the articles that are kept beside the repository"
        pytest.fail(told) if "CI" in os.environ else pytest.skip(told)
    return folder


@pytest.fixture(scope="session")
def read_articles():
    """Lands articles and reads them step by step, without Dagster and exchange rates; returns the lake."""
    from assets.auditing import audit_all
    from assets.conforming import conform_month, reference_rates
    from assets.copies import find_article_copies
    from assets.ledger import Ledger, scan_landing
    from assets.observing import observe_all
    from assets.raw_parts import raw_article_parts
    from assets.steps import extract_month, normalise_month
    from schemas.rows import table_of
    from warehouse.lake import ALL, Lake
    from warehouse.landing import ingest_path, scan

    def read(folder: Path, *sources: Path) -> Lake:
        landing, lake = folder / "landing", Lake(folder / "lake")

        def put(tables, month=ALL):
            changes = {(name, month, ALL): made for name, made in tables.items()}
            lake.replace(changes, run_id="r", code_version="1", now=READ_AT)

        for source in sources:
            ingest_path(source, landing, now=READ_AT)
        known = Ledger(lake.read("raw_ledger"), lake.read("core_rejects"))
        (found,) = scan_landing(scan(landing), (), known, first_month="1990-01", last_month="2026-06")
        put({"raw_ledger": table_of("raw_ledger", found.ledger_rows)})
        files = {file.place: file for file in scan(landing)}
        for month in sorted({row[-1] for row in found.ledger_rows}):
            ((raws, _),) = raw_article_parts(lake.snapshot(), files, month)
            put({"raw_articles": raws}, month)
            put(normalise_month(lake.snapshot(), month)[0], month)
            put(extract_month(lake.snapshot(), month, "1")[0], month)
            put(conform_month(lake.snapshot(), month, reference_rates(lake.snapshot()), ("USD", "CNY")), month)
        put({"core_article_copies": find_article_copies(lake.snapshot(), folder / "sketches")})
        observations, bridges = observe_all(lake.snapshot())
        put({"core_observations": observations, "core_observation_claims": bridges})
        put(audit_all(lake.snapshot()))
        return lake

    return read


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder of the test's own, with Dagster's records in it."""
    from assets.materialise import prepare_home
    from assets.resources import Home

    folder = tmp_path / "home"
    monkeypatch.setenv("NUMTRAIL_HOME", str(folder))
    monkeypatch.setenv("DAGSTER_HOME", str(prepare_home(folder)))
    return Home()


@pytest.fixture
def article(tmp_path):
    """Write an article, with a sidecar where fields are given, and return its path."""

    def write(name: str, text: str | bytes, **sidecar: str) -> Path:
        import json

        path = tmp_path / "articles" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        if sidecar:
            path.with_suffix(".meta.json").write_text(json.dumps(sidecar), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL server of this worker's own; where none is installed the test fails and says what to install."""
    from benchmarks.postgres_server import ServerMissing, postgres_server
    from benchmarks.processes import free_port

    try:
        with postgres_server(port=free_port()) as server:
            yield server
    except ServerMissing as missing:
        pytest.fail(str(missing))
