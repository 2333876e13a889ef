"""What a check of a table over all months looks at: what the run wrote, or all of it where the check is asked for."""

from datetime import UTC, datetime

import dagster as dg
import pytest

from assets.checks import CHECKS
from assets.definitions import defs
from assets.facts import observe
from assets.materialise import materialise_new
from warehouse.landing import ingest_path

FACTS = "core_observations"
NOW = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
FUND = (
    "A city fund\n\nHefei put 12.5 billion yuan into display makers in 2022. Output rose 9.7 percent to 100 billion.\n"
)


@pytest.fixture
def made(home, article):
    ingest_path(article("fund.txt", FUND, published="2023-03-01"), home.landing, now=NOW)
    materialise_new(home, lambda doing, done, total: None)
    return home


def looked_at(run: dg.ExecuteInProcessResult) -> int:
    """How many rows the contract check of the facts looked at."""
    (check,) = [check for check in run.get_asset_check_evaluations() if check.asset_key == dg.AssetKey(FACTS)]
    assert check.passed
    return check.metadata["rows"].value


def test_a_run_looks_at_what_it_wrote_and_a_check_by_itself_at_all(made):
    every = made.lake.read(FACTS).num_rows
    assert every > 1
    job, how = defs.resolve_job_def("publish_warehouse"), {"resources": {"home": made}}
    with dg.DagsterInstance.ephemeral() as instance:
        assert looked_at(job.execute_in_process(instance=instance, **how)) == 0, "all of it was there"
        gone = {entry.key: None for entry in made.lake.entries(FACTS)}
        made.lake.replace(gone, run_id="lost", code_version="lost", now=NOW)
        assert looked_at(job.execute_in_process(instance=instance, **how)) == every
        checks = dg.AssetSelection.checks_for_assets(FACTS)
        alone = dg.materialize([observe, *CHECKS], selection=checks, instance=instance, **how)
        assert looked_at(alone) == every
