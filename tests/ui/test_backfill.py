"""An operator at the UI: a backfill of two years, a changed lexicon, a broken contract seen, mended and made again."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import duckdb
from playwright.sync_api import Page

from benchmarks.dagster_server import replaced
from benchmarks.processes import wait_for

SHOTS = os.environ.get("NUMTRAIL_UI_SHOTS")
TWO_YEARS, ONE_YEAR = "[2022-01-01...2023-12-01]", "[2022-01-01...2022-12-01]"
PAGES = {
    "4_a_month": "/assets/core_claims?view=partitions&partition=2022-03-01",
    "5_its_checks": "/assets/core_claims?view=checks",
    "6_overview": "/assets/core_claims?view=overview",
    "7_rejects": "/assets/core_rejects?view=partitions&partition=2022-03-01",
    "8_automation": "/automation",
    "9_lineage": "/assets/core_claims?view=lineage&lineageScope=neighbors",
    "10_warehouse": "/assets/duckdb_warehouse?view=overview",
    "11_jobs": "/jobs",
    "12_a_job": "/locations/numtrail/jobs/rebuild_months",
    "13_runs": "/runs",
}
"""Pages worth a picture for somebody who looks at what the UI tells."""
GROWTH = "2022-07"
"""The month whose article tells of nothing but growth."""
BOUND = "2022-09"
"""The month whose article says "more than"."""


def test_an_operator_backfills_sees_a_failure_and_mends_it(dagster, made, page):
    before = rows(made.duckdb_path)
    launch(dagster, page, "/assets/core_claims", TWO_YEARS, 24)
    wait_for(lambda: dagster.backfill_status() == "COMPLETED_SUCCESS")
    assert dagster.partitions("core_claims") == {"numMaterialized": 24, "numFailed": 0, "numMaterializing": 0}
    earlier, later = sorted(dagster.runs(), key=lambda run: run["startTime"])[-2:]
    assert earlier["endTime"] <= later["startTime"], "two runs made months at once"
    assert runs_behind(dagster, "core_claims") == {earlier["runId"], later["runId"]}
    look(page, dagster, "/assets/core_claims?view=partitions", "1_green")
    assert rows(made.duckdb_path) == before

    mend = plant(dagster.code)
    dagster.restart_code()
    launch(dagster, page, "/locations/numtrail/jobs/rebuild_months", ONE_YEAR, 12)
    wait_for(lambda: dagster.backfill_status() in ("COMPLETED_FAILED", "FAILED"))
    assert dagster.partitions("core_claims") == {"numMaterialized": 23, "numFailed": 1, "numMaterializing": 0}
    look(page, dagster, f"/assets/core_claims?view=partitions&partition={GROWTH}-01", "2_red")
    page.get_by_text("of its contract failed: kind").first.wait_for()
    look(page, dagster, f"/runs/{failed_run(dagster)}", "2_run")
    page.get_by_text("1 of 12 months failed").first.wait_for()
    wait_for(lambda: changed_months(rows(made.duckdb_path), before) == {BOUND})
    wait_for(dagster.is_at_rest)  # what published it writes receipts yet

    mend()
    dagster.restart_code()
    launch(dagster, page, "/locations/numtrail/jobs/rebuild_months", "Failed", 1)
    wait_for(
        lambda: dagster.partitions("core_claims") == {"numMaterialized": 24, "numFailed": 0, "numMaterializing": 0}
    )
    look(page, dagster, "/assets/core_claims?view=partitions", "3_green_again")
    for name, path in PAGES.items() if SHOTS else ():
        look(page, dagster, path, name)


def launch(dagster, page: Page, path: str, partitions: str, count: int) -> None:
    """Open an asset's or a job's page and launch a backfill of some partitions, as an operator does."""
    page.goto(dagster.address + path)
    page.get_by_role("button", name=re.compile("Materialize.*…")).first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Partition selection").wait_for()
    # The dialog shows no more than the last 90 days until it is told otherwise.
    dialog.get_by_role("button", name="Show all partitions").click()
    if partitions.startswith("["):
        box = dialog.get_by_placeholder(re.compile("^ex: "))
        box.fill(partitions)
        box.press("Enter")
    else:
        dialog.get_by_role("button", name=partitions, exact=True).click()
    dialog.get_by_text(f"{count} partition" + "s" * (count > 1), exact=True).wait_for()
    # A single partition is launched as a run, several as a backfill.
    dialog.get_by_role("button", name=re.compile("^Launch (backfill|1 run)")).click()
    dialog.wait_for(state="hidden")
    page.goto("about:blank")  # a page that stays open asks for news all the time


def failed_run(dagster) -> str:
    """The newest run that failed."""
    return next(run["runId"] for run in dagster.runs() if run["status"] == "FAILURE")


def plant(code: Path) -> Callable[[], None]:
    """Change a lexicon and let a rule break a contract in the copy of the code; returns how to mend the contract."""
    replaced(code / "pipelines" / "extract" / "modifiers.lexicon.csv", r"^more than,.*\n", "")
    records = code / "pipelines" / "records.py"
    broken = r'\1quantity.kind.replace("percent_change", "growth"),'
    sound = replaced(records, r"^(        )quantity\.kind,$", broken)
    return lambda: records.write_text(sound, encoding="utf-8") and None


def runs_behind(dagster, asset: str) -> set[str]:
    """The runs that made what the months of an asset show as their latest materialisation."""
    query = """query($key: AssetKeyInput!, $months: [String!]) {assetNodeOrError(assetKey: $key) {... on AssetNode {
        latestMaterializationByPartition(partitions: $months) {runId}}}}"""
    months = [f"{year}-{month:02d}-01" for year in (2022, 2023) for month in range(1, 13)]
    node = dagster.ask(query, key={"path": [asset]}, months=months)["assetNodeOrError"]
    return {event["runId"] for event in node["latestMaterializationByPartition"]}


def rows(warehouse: Path) -> dict[str, set[tuple[object, ...]]]:
    """The claims of the published warehouse by month, without what a new version of the rules writes into each row."""
    with duckdb.connect(str(warehouse), read_only=True) as database:
        found = database.execute(
            "SELECT partition_month, claim_id, quote, kind, modifier, value_low, value_high FROM core.core_claims"
        ).fetchall()
    months: dict[str, set[tuple[object, ...]]] = {}
    for month, *row in found:
        months.setdefault(month, set()).add(tuple(row))
    return months


def changed_months(now: dict[str, object], before: dict[str, object]) -> set[str]:
    """The months whose claims differ."""
    return {month for month in {*now, *before} if now.get(month) != before.get(month)}


def look(page: Page, dagster, path: str, name: str) -> None:
    """Open a page; keep a picture of it where somebody wants to look."""
    page.goto(dagster.address + path)
    page.get_by_text("Deployment", exact=True).first.wait_for()
    if SHOTS:
        page.wait_for_timeout(4000)
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))
