"""Sensors tell of every run that ended in the words of OpenLineage: once, and never in those of an article."""

import json
from datetime import UTC, datetime

import dagster as dg
import pytest

from assets.definitions import defs
from assets.lineage_events import (
    events_path,
    lineage_of_cancellation,
    lineage_of_failure,
    lineage_of_success,
)
from assets.resources import Home
from schemas.rows import bare_schema, table_of

NOW = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
WORDS = "Quillon Harbour put 12.5 billion yuan into tidal turbines."


@pytest.fixture
def ended(home):
    """Runs a job that writes the ledger, then fails where it is told to; returns a sensor's look at it."""

    @dg.op
    def raw_ledger(context, fails: bool) -> None:
        sha = "a" * 64
        named = {
            "raw_article_id": "r_aaaaaaaaaaaaaaaa", "sha256": sha, "byte_count": 1, "place": "one.txt",
            "record_number": 0, "format": "text", "received_at": NOW, "publication_method": "sidecar",
            "partition_month": "2024-05",
        }  # fmt: skip
        row = tuple(named.get(name) for name in bare_schema("raw_ledger").names)
        changes = {("raw_ledger", "all", "all"): table_of("raw_ledger", [row])}
        home.lake.replace(changes, run_id=context.run_id, code_version="1", now=NOW)
        if fails:
            raise ValueError(WORDS)

    @dg.job(name="rebuild_months")
    def writing():
        raw_ledger()

    with dg.DagsterInstance.ephemeral() as instance:

        def look(sensor, *, fails: bool = False, run: dg.DagsterRun | None = None) -> dg.DagsterRun:
            if run is None:
                config = {"ops": {"raw_ledger": {"inputs": {"fails": {"value": fails}}}}}
                result = writing.execute_in_process(run_config=config, instance=instance, raise_on_error=False)
                run = result.dagster_run
            context = dg.build_run_status_sensor_context(
                sensor_name=sensor.name,
                dagster_event=instance.all_logs(run.run_id)[-1].dagster_event,
                dagster_instance=instance,
                dagster_run=run,
                resources={"home": Home()},
            )
            sensor(context)
            return run

        look.instance = instance
        yield look


def told(home, run: dg.DagsterRun) -> list[dict]:
    return [json.loads(line) for line in events_path(home, run.run_id).read_text(encoding="utf-8").splitlines()]


def test_all_three_ends_are_looked_for():
    names = {sensor.name for sensor in defs.sensors}
    assert {"lineage_of_success", "lineage_of_failure", "lineage_of_cancellation"} <= names


def test_a_run_that_succeeded_is_told_once(home, ended):
    run = ended(lineage_of_success)
    events = told(home, run)
    assert [(event["job"]["name"], event["eventType"]) for event in events] == [
        ("numtrail.rebuild_months", "START"),
        ("numtrail.rebuild_months.raw_ledger", "START"),
        ("numtrail.rebuild_months.raw_ledger", "COMPLETE"),
        ("numtrail.rebuild_months", "COMPLETE"),
    ]
    (output,) = events[2]["outputs"]
    assert output["name"].endswith("/lake/raw_ledger")
    assert output["outputFacets"]["outputStatistics"]["rowCount"] == 1
    assert output["facets"]["columnLineage"]["fields"]["sha256"]["inputFields"][0]["name"].endswith("/landing")

    ended(lineage_of_success, run=run)
    assert told(home, run) == events


def test_a_run_that_failed_tells_its_step_and_no_word_of_an_article(home, ended):
    run = ended(lineage_of_failure, fails=True)
    events = told(home, run)
    assert events[-1]["eventType"] == "FAIL"
    assert events[-1]["run"]["facets"]["errorMessage"]["message"] == "failed: raw_ledger"
    assert [event["job"]["name"] for event in events if event["outputs"]] == ["numtrail.rebuild_months.raw_ledger"] * 2
    assert "Quillon" not in events_path(home, run.run_id).read_text(encoding="utf-8")


def test_a_run_that_was_cancelled_is_told_as_aborted(home, ended):
    run = ended.instance.create_run_for_job(_empty, run_id=None)
    ended.instance.report_run_canceled(run)
    ended(lineage_of_cancellation, run=run)
    assert [event["eventType"] for event in told(home, run)] == ["START", "ABORT"]


def test_nothing_is_told_where_that_is_turned_off(home, ended, monkeypatch):
    monkeypatch.setenv("OPENLINEAGE_DISABLED", "true")
    run = ended(lineage_of_success)
    assert not events_path(home, run.run_id).exists()


def test_a_transport_that_is_down_fails_nothing_and_the_file_has_the_events(home, ended, monkeypatch, caplog):
    monkeypatch.setenv("OPENLINEAGE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    run = ended(lineage_of_success)
    assert len(told(home, run)) == 4
    assert f"Lineage of run {run.run_id} was not sent" in caplog.text


@dg.job
def _empty():
    """Nothing to do."""
