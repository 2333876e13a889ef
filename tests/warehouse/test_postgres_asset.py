"""The asset that publishes to the server: only where a server is named, and it says so where none is."""

import dagster as dg
import pytest

from assets.publish import postgres_warehouse
from assets.resources import Home

SECRET = "never-told-7"


@pytest.fixture
def materialise(pattern):
    """Runs the asset over the pattern lake and returns the result and everything it logged."""

    def run():
        home = Home(root=str(pattern.lake.root.parent))
        with dg.DagsterInstance.ephemeral() as instance:
            result = dg.materialize(
                [postgres_warehouse, *_upstream()],
                selection=[postgres_warehouse],
                resources={"home": home},
                instance=instance,
                raise_on_error=False,
            )
            logged = "\n".join(str(entry) for entry in instance.all_logs(result.run_id))
        return result, logged

    return run


def _upstream():
    return [dg.AssetSpec(key) for key in postgres_warehouse.dependency_keys]


def test_without_a_server_nothing_is_materialised_and_that_is_said(materialise, monkeypatch):
    monkeypatch.delenv("NUMTRAIL_WAREHOUSE_URL", raising=False)
    result, logged = materialise()

    assert result.success
    assert result.get_asset_materialization_events() == []
    (observation,) = result.get_asset_observation_events()
    assert observation.asset_observation_data.asset_observation.metadata["is_published"].value is False
    assert "NUMTRAIL_WAREHOUSE_URL is not set: nothing was published to PostgreSQL" in logged


def test_with_a_server_it_publishes_what_changed(materialise, database, monkeypatch):
    monkeypatch.setenv("NUMTRAIL_WAREHOUSE_URL", database)
    told = []
    for _ in range(2):
        result, _ = materialise()
        assert result.success
        (event,) = result.get_asset_materialization_events()
        told.append(event.materialization.metadata)

    assert [metadata["is_changed"].value for metadata in told] == [True, False]
    assert told[0]["rows_written"].value["core_claims"] == 4


def test_failure_fails_the_run_and_tells_no_password(materialise, postgres, monkeypatch):
    monkeypatch.setenv("NUMTRAIL_WAREHOUSE_URL", f"postgresql://nobody:{SECRET}@127.0.0.1:{postgres.port}/postgres")
    result, logged = materialise()

    assert not result.success
    assert "password authentication failed" in logged
    assert SECRET not in logged
