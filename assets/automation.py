"""What starts runs without anybody: sensors over the landing folder and the lake, and schedules in UTC.

All are off until switched on, in the UI or, for a deployment, with NUMTRAIL_AUTOMATION=on: a developer's machine does
nothing by itself. Dagster's declarative automation is not used: `eager()` passes over months that are late, and without
its window it once asked for 118 runs at a single arrival.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator

import dagster as dg

from assets.freshness import STEPS, arrived_months, fingerprint, stale_months
from assets.jobs import (
    ingest_and_publish,
    ingest_landing,
    publish_warehouse,
    rebuild_months,
    refresh_rates,
    verify_trail,
)
from assets.partitions import key_of, ranges_of
from assets.resources import Home
from warehouse.arrivals import landing_state
from warehouse.duckdb_file import published_number
from warehouse.lake import Snapshot

IS_ON = os.environ.get("NUMTRAIL_AUTOMATION", "off") == "on"
"""Read when the code location loads: Dagster wants to know with the definitions what runs by itself."""
_SENSOR = dg.DefaultSensorStatus.RUNNING if IS_ON else dg.DefaultSensorStatus.STOPPED
_SCHEDULE = dg.DefaultScheduleStatus.RUNNING if IS_ON else dg.DefaultScheduleStatus.STOPPED

TIME_ZONE = "UTC"
MOST_RUNS = 20
"""Runs asked for at one look: twenty years of months. What is left is asked for at the next."""
SETTLE_SECONDS = 300.0
"""A landing folder that never comes to rest is read after this time all the same."""

_UNDER_WAY = [
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
]
_READERS = frozenset({verify_trail.name, refresh_rates.name})
"""Jobs that make no month and publish nothing: nobody waits for them."""


@dg.sensor(
    jobs=[ingest_landing, ingest_and_publish],
    minimum_interval_seconds=30,
    default_status=_SENSOR,
    description="Takes in what landed: one run to read it, then one for each year of months that it belongs to.",
)
def landing_sensor(context: dg.SensorEvaluationContext, home: Home) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Take in what landed and make the months it belongs to: one run to read it, then one for each year of months.

    Waits until the folder has come to rest (two looks alike) and until no run writes, so that however many files
    arrive, and however slowly, there are few runs. The same files again change nothing and start nothing.
    """
    if busy := _under_way(context.instance):
        yield dg.SkipReason(f"{busy} is under way; what landed meanwhile is taken in after it.")
        return
    seen = json.loads(context.cursor or "{}")
    state = landing_state(home.landing)
    if state.digest != seen.get("read"):
        restless_since = seen.get("restless_since") or time.time()
        if state.digest != seen.get("seen") and time.time() - restless_since < SETTLE_SECONDS:
            context.update_cursor(json.dumps({**seen, "seen": state.digest, "restless_since": restless_since}))
            yield dg.SkipReason(f"{state.files} files, some just arrived: waiting for the folder to come to rest.")
            return
        context.update_cursor(json.dumps({"seen": state.digest, "read": state.digest, "asked": seen.get("asked", [])}))
        yield dg.RunRequest(run_key=f"landing-{state.digest}", job_name=ingest_landing.name)
        return
    snapshot = home.lake.snapshot()
    months = arrived_months(snapshot)
    asked = seen.get("asked", [])
    requests = [
        request for request in _month_runs(months, snapshot, ingest_and_publish.name) if request.run_key not in asked
    ]
    if requests:
        context.update_cursor(
            json.dumps({**seen, "asked": [*asked, *(request.run_key for request in requests)][-100:]})
        )
        yield from requests
    elif months:
        yield dg.SkipReason(f"{', '.join(months)} could not be made as they stand: see the runs that failed.")
    else:
        yield dg.SkipReason(f"Nothing new among {state.files} files.")


@dg.sensor(
    job=publish_warehouse,
    minimum_interval_seconds=30,
    default_status=_SENSOR,
    description="Publishes the warehouse when the lake has changed and nothing writes, also after a backfill.",
)
def publish_sensor(context: dg.SensorEvaluationContext, home: Home) -> dg.RunRequest | dg.SkipReason:
    """Publish the warehouse when the lake has changed and nothing writes: also after a backfill from the UI."""
    number = home.lake.snapshot().manifest.number
    if number == 0:
        return dg.SkipReason("The lake is empty.")
    if number == published_number(home.duckdb_path):
        return dg.SkipReason(f"State {number} of the lake is published.")
    if busy := _under_way(context.instance):
        return dg.SkipReason(f"{busy} is under way; its rows are published after it.")
    return dg.RunRequest(run_key=f"publish-{number}")


@dg.schedule(
    job=refresh_rates,
    cron_schedule="30 4 * * *",
    execution_timezone=TIME_ZONE,
    default_status=_SCHEDULE,
    description="Fetches the exchange rates each day at 04:30 UTC; needs internet.",
)
def daily_rates(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Fetch the exchange rates each day at 04:30 UTC: the ECB publishes on working days at 16:00 Frankfurt time."""
    return dg.RunRequest()


@dg.schedule(
    job=ingest_landing,
    cron_schedule="0 5 * * *",
    execution_timezone=TIME_ZONE,
    default_status=_SCHEDULE,
    description="Looks through the landing folder each day at 05:00 UTC, for what no sensor saw.",
)
def daily_landing(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Look through the landing folder each day at 05:00 UTC, also where the sensor is off or missed a file."""
    return dg.RunRequest()


@dg.schedule(
    job=rebuild_months,
    cron_schedule="30 5 * * *",
    execution_timezone=TIME_ZONE,
    default_status=_SCHEDULE,
    description="Makes each day at 05:30 UTC what is due: late articles, newer rates, newer rules.",
)
def daily_months(context: dg.ScheduleEvaluationContext, home: Home) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Make each day at 05:30 UTC what is due: late articles, newer rates, newer rules. At most twenty runs a day."""
    snapshot = home.lake.snapshot()
    months = stale_months(snapshot, ",".join(home.currencies))
    if not months:
        yield dg.SkipReason("Every month is up to date.")
    day = context.scheduled_execution_time.date().isoformat()
    for request in _month_runs(months, snapshot):
        yield request.with_replaced_attrs(run_key=f"{day}-{request.run_key}")


@dg.schedule(
    job=verify_trail,
    cron_schedule="0 2 * * 0",
    execution_timezone=TIME_ZONE,
    default_status=_SCHEDULE,
    description="Derives every number again on Sundays at 02:00 UTC, and removes what was superseded long ago.",
)
def weekly_verification(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Derive every number again on Sundays at 02:00 UTC, and remove what was superseded a month ago."""
    return dg.RunRequest()


def _month_runs(months: list[str], snapshot: Snapshot, job: str | None = None) -> Iterator[dg.RunRequest]:
    """A run for each stretch of at most twelve months.

    The key holds what the months are made from: what failed is not asked for again before that has changed.
    """
    for first, last in ranges_of(months)[:MOST_RUNS]:
        inputs = [fingerprint(snapshot, STEPS["raw_articles"], month) for month in months if first <= month <= last]
        yield dg.RunRequest(
            run_key=f"{first}-{last}-{hashlib.blake2b(' '.join(inputs).encode(), digest_size=8).hexdigest()}",
            job_name=job,
            tags={
                "dagster/asset_partition_range_start": key_of(first),
                "dagster/asset_partition_range_end": key_of(last),
            },
        )


def _under_way(instance: dg.DagsterInstance) -> str | None:
    """The name of a job that may write to the lake and has not ended, or none; the UI's backfills have one too."""
    records = instance.get_run_records(dg.RunsFilter(statuses=_UNDER_WAY), limit=50)
    return next(
        (record.dagster_run.job_name for record in records if record.dagster_run.job_name not in _READERS), None
    )


SENSORS = (landing_sensor, publish_sensor)
SCHEDULES = (daily_rates, daily_landing, daily_months, weekly_verification)
