"""What many tests need: a home folder of their own, articles to land in it, a quiet Dagster."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")

SAMPLE = Path(__file__).resolve().parents[1] / "sample"
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture
def sample() -> Path:
    """The sample articles that come with the repository."""
    return SAMPLE


@pytest.fixture
def seeds() -> Path:
    """The five raw articles kept outside the repository; tests that need them say so where they are absent."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.fail(f"{folder} is absent: these tests read the articles that are kept beside the repository")
    return folder


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
    from benchmarks.postgres_server import ServerMissing, free_port, postgres_server

    try:
        with postgres_server(port=free_port()) as server:
            yield server
    except ServerMissing as missing:
        pytest.fail(str(missing))
