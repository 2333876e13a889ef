"""Sensors and schedules ask for few runs, say why they ask for none, and are off by default."""

import json
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import dagster as dg
import pytest

from assets.alerts import failure_text, post_webhook
from assets.automation import daily_months, landing_sensor, publish_sensor
from assets.definitions import defs
from assets.orphans import reap_orphans
from assets.pools import make_pools_known
from assets.resources import Home
from schemas.errors import SettingsError
from schemas.rows import table_of
from warehouse.arrivals import landing_state
from warehouse.landing import ingest_path

NOW = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
RECEIVED = datetime(2025, 5, 1, tzinfo=UTC)


@pytest.fixture
def instance(home):
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


def look(sensor, instance, cursor: str | None = None):
    """One tick: the requests or the reason for none, and the cursor after it."""
    context = dg.build_sensor_context(instance=instance, cursor=cursor, resources={"home": Home()})
    found = sensor.evaluate_tick(context)
    return found.run_requests, found.skip_message, found.cursor


def drop(home, *names: str) -> None:
    home.landing.mkdir(parents=True, exist_ok=True)
    for name in names:
        (home.landing / name).write_text("Hefei put 3.5 billion yuan into display makers.\n", encoding="utf-8")


def know(home, *months: str) -> None:
    """Let the ledger list an article for each month."""
    from schemas.identity import raw_article_id
    from schemas.rows import bare_schema

    rows = []
    for number, month in enumerate(months):
        sha = f"{number:064x}"
        named = {
            "raw_article_id": raw_article_id(sha), "sha256": sha, "byte_count": 1, "place": f"{month}.txt",
            "record_number": 0,
            "format": "text",
            "received_at": RECEIVED, "publication_method": "sidecar", "partition_month": month,
        }  # fmt: skip
        rows.append(tuple(named.get(name) for name in bare_schema("raw_ledger").names))
    key = ("raw_ledger", "all", "batch")
    home.lake.replace({key: table_of("raw_ledger", rows)}, run_id="r", code_version="v", now=NOW)


def test_files_are_read_in_one_run_once_the_folder_is_at_rest(home, instance):
    drop(home, "a.txt", "b.txt", "c.txt")
    requests, why, cursor = look(landing_sensor, instance)
    assert requests == []
    assert "3 files" in why
    drop(home, *(f"{number}.txt" for number in range(300)))
    requests, why, cursor = look(landing_sensor, instance, cursor)
    assert requests == []
    assert "303 files" in why
    requests, _, cursor = look(landing_sensor, instance, cursor)
    assert [request.job_name for request in requests] == ["ingest_landing"]
    requests, why, _ = look(landing_sensor, instance, cursor)
    assert requests == []
    assert why == "Nothing new among 303 files."


def test_a_folder_that_never_rests_is_read_all_the_same(home, instance):
    drop(home, "a.txt")
    cursor = json.dumps({"seen": "other", "restless_since": 1.0})
    assert [request.job_name for request in look(landing_sensor, instance, cursor)[0]] == ["ingest_landing"]


def test_months_are_asked_for_by_the_year_and_only_once(home, instance):
    know(
        home,
        "2019-02",
        *(f"2023-{month:02d}" for month in range(1, 13)),
        *(f"2024-{month:02d}" for month in range(1, 13)),
    )
    cursor = json.dumps({"read": landing_state(home.landing).digest})
    requests, _, cursor = look(landing_sensor, instance, cursor)
    assert {request.job_name for request in requests} == {"ingest_and_publish"}
    assert [request.tags["dagster/asset_partition_range_start"] for request in requests] == [
        "2019-02-01", "2023-01-01", "2024-01-01"
    ]  # fmt: skip
    requests, why, _ = look(landing_sensor, instance, cursor)
    assert requests == []
    assert "see the runs that failed" in why


def test_nothing_is_asked_for_while_a_run_writes(home, instance):
    drop(home, "a.txt")
    instance.create_run_for_job(defs.resolve_job_def("publish_warehouse"), status=dg.DagsterRunStatus.STARTED)
    requests, why, _ = look(landing_sensor, instance)
    assert requests == []
    assert why.startswith("publish_warehouse is under way")


def test_a_changed_lake_is_published_once(home, instance):
    assert look(publish_sensor, instance)[1] == "The lake is empty."
    know(home, "2023-01")
    (request,) = look(publish_sensor, instance)[0]
    assert request.run_key == "publish-1"


def test_the_daily_schedule_asks_for_what_is_due(home, instance):
    know(home, "2023-01", "2023-02")
    context = dg.build_schedule_context(instance=instance, scheduled_execution_time=NOW, resources={"home": Home()})
    (request,) = daily_months.evaluate_tick(context).run_requests
    assert request.tags["dagster/asset_partition_range_end"] == "2023-02-01"


def test_everything_is_off_by_default_and_in_utc():
    repository = defs.get_repository_def()
    assert {sensor.default_status.value for sensor in repository.sensor_defs} == {"STOPPED"}
    assert {schedule.default_status.value for schedule in repository.schedule_defs} == {"STOPPED"}
    assert {schedule.execution_timezone for schedule in repository.schedule_defs} == {"UTC"}


def test_a_run_left_behind_is_marked_as_failed(instance):
    run = instance.create_run_for_job(defs.resolve_job_def("publish_warehouse"), status=dg.DagsterRunStatus.STARTED)
    assert reap_orphans(instance) == [run.run_id]
    assert instance.get_run_by_id(run.run_id).status is dg.DagsterRunStatus.FAILURE
    assert reap_orphans(instance) == []


def test_the_pool_of_months_has_its_limit_before_the_first_run(home):
    with dg.DagsterInstance.get() as instance:
        assert instance.event_log_storage.get_pool_limits() == []
        make_pools_known(instance)
        (pool,) = instance.event_log_storage.get_pool_limits()
        assert (pool.name, pool.limit) == ("months", 1)
        make_pools_known(instance)
        assert len(instance.event_log_storage.get_pool_limits()) == 1


def test_a_failure_is_told_to_a_webhook(instance):
    heard = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self):  # the name is the standard library's
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments):
            """Keep the test's output clean."""

    run = instance.create_run_for_job(
        defs.resolve_job_def("publish_warehouse"),
        tags={"dagster/asset_partition_range_start": "2023-01-01", "dagster/asset_partition_range_end": "2023-12-01"},
    )
    with HTTPServer(("127.0.0.1", 0), Listener) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        post_webhook(f"http://127.0.0.1:{server.server_port}/", failure_text(run, "", ["months: 2023-04: no disk"]))
        thread.join(10)
    assert heard[0]["text"].startswith("Numtrail: publish_warehouse for 2023-01 to 2023-12 failed")
    assert "2023-04: no disk" in heard[0]["text"]
    with pytest.raises(SettingsError):
        post_webhook("file:///etc/passwd", "x")


def settle(instance, cursor: str | None) -> tuple[list[str], str]:
    """Look until there is nothing more to do, carrying out each run that is asked for; the jobs in order, the cursor.

    A look that only waits for the folder to come to rest asks for nothing either.
    """
    jobs: list[str] = []
    for _ in range(20):
        requests, why, cursor = look(landing_sensor, instance, cursor)
        for request in requests:
            job = defs.resolve_job_def(request.job_name)
            result = job.execute_in_process(instance=instance, resources={"home": Home()}, tags=request.tags)
            assert result.success
            jobs.append(request.job_name)
        if not requests and why.startswith("Nothing new"):
            return jobs, cursor
    pytest.fail(f"it does not come to rest: {jobs}, {why}")


def test_few_runs_are_launched_however_many_files_arrive_and_none_for_the_same_again(home, instance, article):
    def arrive(numbers: range) -> None:
        for number in numbers:
            month = f"{2022 + number % 2}-{number % 12 + 1:02d}"
            path = article(
                f"{number}.txt", f"Hefei put {number}.5 billion yuan into display makers.\n", published=month
            )
            ingest_path(path, home.landing, now=RECEIVED)

    arrive(range(3))
    jobs, cursor = settle(instance, None)
    # One run to enter the files, one for each stretch of months they belong to.
    assert jobs == ["ingest_landing", "ingest_and_publish", "ingest_and_publish"]
    arrive(range(3, 24))
    jobs, cursor = settle(instance, cursor)
    assert jobs == ["ingest_landing", "ingest_and_publish", "ingest_and_publish"]
    assert home.lake.read("raw_articles").num_rows == 24
    arrive(range(24))
    assert settle(instance, cursor) == ([], cursor)
