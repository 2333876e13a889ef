"""`python -m benchmarks superset HOME`: open the dashboard in a real browser, and compare its numbers with SQL.

HOME is a folder with a lake and a published `warehouse.duckdb` (`make run`). Superset is started from its environment
(`make superset` makes it) twice: over the DuckDB file, and over a PostgreSQL server that is started for it and read as
`numtrail_reader`. Every metric of every dataset is asked of Superset and of the database; the bundle is loaded a second
time, which must add nothing; the dashboard is opened in Chromium and must show every chart and no error.
"""

from __future__ import annotations

import argparse
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import psycopg
from playwright.sync_api import Page, expect

from benchmarks.chromium import chromium
from benchmarks.inputs import existing_folder
from benchmarks.postgres_server import postgres_server
from benchmarks.processes import free_port
from warehouse.lake import Lake
from warehouse.postgres import publish_postgres
from warehouse.postgres_setup import READER, set_up
from warehouse.superset.bundle import DASHBOARD, bundle_bytes, chart_files, datasets
from warehouse.superset.client import SupersetClient
from warehouse.superset.serve import USER, database_uri, running_superset

SECONDS_TO_DRAW = 120


def main(arguments: list[str]) -> int:
    """Look at the dashboard over both warehouses; exit code 1 where a number differs or a chart does not show."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks superset", description=__doc__)
    parser.add_argument("home", type=existing_folder, help="a home folder with a lake and a published DuckDB file")
    parser.add_argument(
        "--programs", type=existing_folder, help="bin folder of Superset's environment (default: that in HOME)"
    )
    parser.add_argument("--shots", type=Path, default=Path("superset-shots"), help="where the pictures go")
    options = parser.parse_args(arguments)
    programs = (options.programs or options.home / "superset" / "environment" / "bin").absolute()
    if not (programs / "superset").is_file():
        parser.error(f"{programs / 'superset'} is absent: docs/bi.md tells how to install it")
    options.shots.mkdir(parents=True, exist_ok=True)
    differing = 0
    for name, warehouse in (("duckdb", _duckdb), ("postgres", _postgres)):
        with (
            tempfile.TemporaryDirectory(prefix="numtrail-superset-") as folder,
            warehouse(options.home) as ask,
            running_superset(Path(folder), free_port(), programs, options.home / "warehouse.duckdb") as superset,
        ):
            differing += _compared(name, superset, ask)
            differing += _loaded_again(superset, database_uri(Path(folder), options.home / "warehouse.duckdb"))
            password = (Path(folder) / "password").read_text(encoding="utf-8").strip()
            _looked_at(superset, password, options.shots / f"{name}.png")
    return 1 if differing else 0


@contextmanager
def _duckdb(home: Path) -> Iterator[Any]:
    with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as database:
        yield lambda query: database.execute(query).fetchone()


@contextmanager
def _postgres(home: Path) -> Iterator[Any]:
    password = secrets.token_urlsafe(12)
    with postgres_server(port=free_port()) as server:
        owner = server.new_database("numtrail")
        set_up(owner, reader_password=password)
        publish_postgres(Lake(home / "lake"), owner)
        told = {
            "NUMTRAIL_WAREHOUSE_URL": f"postgresql://127.0.0.1:{server.port}/numtrail",
            "NUMTRAIL_READER_PASSWORD": password,
        }
        os.environ.update(told)
        try:
            with psycopg.connect(server.url("numtrail", READER, password)) as reader:
                yield lambda query: reader.execute(query).fetchone()
        finally:
            for variable in told:
                del os.environ[variable]


def _compared(name: str, superset: SupersetClient, ask: Any) -> int:
    """Ask every metric of Superset and of the database; print both where they differ, and return how often they do."""
    ids = {dataset["table_name"]: dataset["id"] for dataset in superset.find("dataset")}
    asked = differing = 0
    for view, dataset in datasets().items():
        metrics = {metric["metric_name"]: metric["expression"] for metric in dataset["metrics"]}
        if not metrics:
            continue
        shown = superset.answer(ids[view], {"metrics": list(metrics), "row_limit": 1})[0]
        stored = ask(f"SELECT {', '.join(metrics.values())} FROM bi.{view}")  # from the bundle alone
        for metric, value in zip(metrics, stored, strict=True):
            asked += 1
            if _number(shown[metric]) != _number(value):
                differing += 1
                print(f"{name}: {view}.{metric}: Superset {shown[metric]}, SQL {value}")
    print(f"{name}: {asked} metrics asked of Superset and of SQL, {differing} differ", flush=True)
    return differing


def _number(value: Any) -> Decimal | None:
    """A number as both can tell it: Superset answers in floats, whose fifteen digits hold."""
    return None if value is None else Decimal(f"{float(value):.15g}")


def _loaded_again(superset: SupersetClient, uri: str) -> int:
    kinds = ("database", "dataset", "chart", "dashboard")
    before = {kind: len(superset.find(kind)) for kind in kinds}
    superset.load(bundle_bytes(uri))
    after = {kind: len(superset.find(kind)) for kind in kinds}
    print(f"loaded a second time: {before} before, {after} after", flush=True)
    return 0 if before == after else 1


def _looked_at(superset: SupersetClient, password: str, shot: Path) -> None:
    """Open the dashboard in Chromium; raises an AssertionError where a chart is missing, empty or shows an error."""
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1500, "height": 2200})
        page.goto(f"{superset.address}/login/")
        page.fill("#username", USER)
        page.fill("#password", password)
        page.press("#password", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        page.goto(f"{superset.address}/superset/dashboard/{DASHBOARD}/?standalone=1")
        _drawn(page)
        page.screenshot(path=str(shot), full_page=True)
    print(f"the dashboard shows {len(chart_files())} charts and no error: {shot}", flush=True)


def _drawn(page: Page) -> None:
    milliseconds = SECONDS_TO_DRAW * 1000
    charts = page.locator(".dashboard-chart .slice_container")
    expect(charts).to_have_count(len(chart_files()), timeout=milliseconds)
    expect(page.locator(".loading")).to_have_count(0, timeout=milliseconds)
    expect(page.get_by_text("Unexpected error")).to_have_count(0)
    expect(page.get_by_text("Data error")).to_have_count(0)
    for number in range(charts.count()):
        chart = charts.nth(number)
        expect(chart.locator("canvas, table, svg").first).to_be_visible(timeout=milliseconds)
