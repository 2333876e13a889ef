"""Runs recorded over kept connections read the same through Dagster's own storage, and a batch is stored whole."""

import dagster as dg
import pytest
from dagster._core.instance.ref import InstanceRef

from assets.materialise import prepare_home
from assets.run_records import RunEvents, kept_open

KEYS = [f"{number:02d}" for number in range(5)]


@dg.multi_asset(
    specs=[dg.AssetSpec("made", partitions_def=dg.StaticPartitionsDefinition(KEYS))],
    check_specs=[dg.AssetCheckSpec("good", asset="made")],
    backfill_policy=dg.BackfillPolicy.single_run(),
)
def made(context: dg.AssetExecutionContext):
    for key in context.partition_keys:
        yield dg.AssetCheckEvaluation(asset_key=dg.AssetKey("made"), check_name="good", partition=key, passed=True)
    yield dg.Output(None, "made_good")
    yield dg.MaterializeResult(asset_key="made")


def run(instance):
    job = dg.Definitions(assets=[made], jobs=[dg.define_asset_job("job", [made])]).resolve_job_def("job")
    ends = {"dagster/asset_partition_range_start": KEYS[0], "dagster/asset_partition_range_end": KEYS[-1]}
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    return job.execute_in_process(instance=instance, tags=ends, run_config=quiet).run_id


def told(instance, run_id):
    """What Dagster tells of a run: its events in order, and of each month its materialisation and its check."""
    events = [record.dagster_event_type for record in instance.all_logs(run_id)]
    check = dg.AssetCheckKey(dg.AssetKey("made"), "good")
    history = instance.event_log_storage.get_asset_check_execution_history(check, limit=10)
    return (
        [str(event) for event in events],
        sorted(instance.get_materialized_partitions(dg.AssetKey("made"))),
        sorted(str(record.partition) for record in history if record.status.value == "SUCCEEDED"),
        instance.get_latest_materialization_event(dg.AssetKey("made")).run_id,
    )


@pytest.mark.parametrize("batch", ["0", "100"])
def test_what_is_told_reads_the_same_through_dagsters_own_storage(tmp_path, monkeypatch, batch):
    monkeypatch.setenv("DAGSTER_EVENT_BATCH_SIZE", batch)
    folder = str(prepare_home(tmp_path))
    with dg.DagsterInstance.from_ref(kept_open(folder, {})) as instance:
        assert isinstance(instance.event_log_storage, RunEvents)
        run_id = run(instance)
        here = told(instance, run_id)
    with dg.DagsterInstance.from_config(folder) as instance:
        assert not isinstance(instance.event_log_storage, RunEvents)
        assert told(instance, run_id) == here
        other = told(instance, run(instance))
    assert here[1:3] == (KEYS, KEYS)
    assert sorted(other[0]) == sorted(here[0])


def test_a_batch_that_fails_leaves_nothing_of_it(tmp_path, monkeypatch):
    monkeypatch.setenv("DAGSTER_EVENT_BATCH_SIZE", "100")
    with dg.DagsterInstance.from_ref(kept_open(str(prepare_home(tmp_path)), {})) as instance:
        events, run_id = instance.event_log_storage, run(instance)
        planned = [record for record in instance.all_logs(run_id) if "PLANNED" in str(record.dagster_event_type)]
        before = len(instance.all_logs(run_id))

        def fail(*arguments):
            raise OSError("no space left")

        monkeypatch.setattr(events, "_store_asset_event_tags", fail)
        with pytest.raises(OSError, match="no space"):
            events.store_event_batch(planned)
        assert len(instance.all_logs(run_id)) == before


def test_records_on_a_server_stay_there(tmp_path):
    settings = {"storage": {"postgres": {"postgres_url": "postgresql://somewhere/dagster"}}}
    ref = kept_open(str(prepare_home(tmp_path)), settings)
    assert ref.storage_data == InstanceRef.from_dir(str(tmp_path / "dagster"), overrides=settings).storage_data
    assert "Postgres" in ref.storage_data.class_name
