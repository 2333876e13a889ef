"""A Dagster of the test's own, on a copy of the code that a test may change, with a browser to click in."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from assets.materialise import materialise_new
from assets.resources import Home
from benchmarks.chromium import chromium
from benchmarks.dagster_server import HASTY_DAEMON, Dagster, copied_code, deployment, replaced
from warehouse.landing import ingest_path

MONTHS = tuple(f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13))


@pytest.fixture
def page() -> Iterator[Page]:
    """A page in the system's Chromium; what it asks of other hosts fails the test."""
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1500, "height": 950}).new_page()
        page.set_default_timeout(120_000)
        foreign: list[str] = []
        page.on("request", lambda sent: foreign.append(sent.url) if "//127.0.0.1:" not in sent.url[:20] else None)
        yield page
    assert [url for url in foreign if url.startswith("http")] == []


@pytest.fixture
def code(tmp_path) -> Path:
    """A copy of the rooms that a test may change."""
    return copied_code(tmp_path / "code")


@pytest.fixture
def made(tmp_path, monkeypatch) -> Home:
    """A home folder with an article for each of twenty-four months, made and published."""
    home = Home(root=str(tmp_path / "home"))
    monkeypatch.setenv("NUMTRAIL_HOME", str(home.folder))
    for number, month in enumerate(MONTHS):
        path = tmp_path / "articles" / f"{month}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text_of(number), encoding="utf-8")
        path.with_suffix(".meta.json").write_text(json.dumps({"published": f"{month}-05"}), encoding="utf-8")
    ingest_path(tmp_path / "articles", home.landing, now=datetime(2025, 6, 1, tzinfo=UTC))
    materialise_new(home, lambda doing, done, total: None)
    return home


@pytest.fixture
def dagster(made, code) -> Iterator[Dagster]:
    """Dagster with all its parts over months that are made and published; what publishes changes is switched on."""
    replaced(code / "assets" / "automation.py", "minimum_interval_seconds=30", "minimum_interval_seconds=5")
    with deployment(made.folder, code, daemon=HASTY_DAEMON) as running:
        running.switch_on("publish_sensor")
        yield running


def text_of(number: int) -> str:
    """An article with a money amount; the seventh month has nothing but growth, the ninth a bound."""
    if number == 6:
        return "Growth\n\nOutput rose 9.7 percent in 2021. Exports rose 3.1 percent. Sales fell 2 percent in 2021.\n"
    bound = "more than " if number == 8 else ""
    return f"A fund\n\nHefei put {bound}{number + 3}.5 billion yuan into display makers in 2021.\n"
