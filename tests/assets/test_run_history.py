"""Records of runs do not grow for ever, and what they say of what stands now is kept."""

from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest

from assets.run_history import delete_old_runs

LATER = datetime.now(UTC) + timedelta(days=200)
MONTHS = dg.MonthlyPartitionsDefinition("2023-01-01", end_date="2023-04-01")


@dg.asset(partitions_def=MONTHS)
def monthly(context: dg.AssetExecutionContext) -> None:
    """A table kept by month."""
    context.log.info("made")


@dg.asset
def whole() -> None:
    """A table kept as a whole."""


@pytest.fixture
def instance(home):
    with dg.DagsterInstance.get() as instance:
        yield instance


def make(instance, asset, month: str | None = None) -> str:
    return dg.materialize([asset], partition_key=month, instance=instance).run_id


def test_old_runs_go_with_their_events_and_logs_unless_they_made_what_stands(instance, home):
    superseded = make(instance, monthly, "2023-01-01")
    standing = [make(instance, monthly, month) for month in ("2023-01-01", "2023-02-01")]
    superseded_too, standing_too = make(instance, whole), make(instance, whole)
    logs = home.folder / "dagster" / "storage" / superseded
    assert logs.is_dir()

    assert delete_old_runs(instance, 180, datetime.now(UTC)) == []
    assert delete_old_runs(instance, 180, LATER) == [superseded, superseded_too]

    assert sorted(instance.get_run_ids()) == sorted([*standing, standing_too])
    assert instance.all_logs(superseded) == []
    assert not logs.exists()
    assert len(instance.fetch_materializations(monthly.key, limit=10).records) == 2
    assert instance.get_materialized_partitions(monthly.key) == {"2023-01-01", "2023-02-01"}
    assert delete_old_runs(instance, 180, LATER) == []


def test_a_run_that_is_under_way_stays_however_old(instance):
    run = instance.create_run_for_job(
        dg.define_asset_job("job", [whole]).resolve(asset_graph=dg.Definitions([whole]).resolve_asset_graph()),
        status=dg.DagsterRunStatus.STARTED,
    )
    assert delete_old_runs(instance, 0, LATER) == []
    assert instance.get_run_by_id(run.run_id) is not None
