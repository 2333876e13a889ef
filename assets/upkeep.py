"""Upkeep: states of the lake that were superseded, and records of runs that ended, long enough ago are removed."""

from datetime import UTC, datetime

import dagster as dg
from pydantic import Field

from assets.resources import Home
from assets.run_history import delete_old_runs
from assets.tables import OWNER


class UpkeepConfig(dg.Config):
    """What upkeep removes."""

    keep_days: int = Field(
        default=30, ge=0, description="Days for which earlier states of the lake can be restored; then their files go."
    )
    keep_run_days: int = Field(
        default=180,
        ge=0,
        description="Days for which runs, their events and logs are kept; those behind what stands now stay for good.",
    )


@dg.asset(
    group_name="audit",
    kinds={"parquet"},
    owners=[OWNER],
    code_version="1",
    tags={"layer": "audit"},
    description="Manifests and files of the lake that were superseded longer ago than `keep_days` are removed, and so "
    "are Dagster's records of runs that ended longer ago than `keep_run_days`.",
)
def lake_upkeep(context: dg.AssetExecutionContext, config: UpkeepConfig, home: Home) -> dg.MaterializeResult[None]:
    """Remove what no kept state of the lake names any more, and old runs; what stands now stays, however old."""
    entries, now = home.lake.entries(), datetime.now(UTC)
    removed = home.lake.vacuum(config.keep_days, now)
    runs = delete_old_runs(context.instance, config.keep_run_days, now)
    return dg.MaterializeResult(
        metadata={
            "files_removed": len(removed),
            "runs_deleted": len(runs),
            "files_kept": len(entries),
            "bytes_kept": sum(entry.bytes for entry in entries),
        }
    )


ASSETS = (lake_upkeep,)
