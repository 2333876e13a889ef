"""Upkeep of the lake: what was superseded long enough ago is removed."""

from datetime import UTC, datetime

import dagster as dg
from pydantic import Field

from assets.resources import Home
from assets.tables import OWNER


class UpkeepConfig(dg.Config):
    """What upkeep removes."""

    keep_days: int = Field(
        default=30, ge=0, description="Days for which earlier states of the lake can be restored; then their files go."
    )


@dg.asset(
    group_name="audit",
    kinds={"parquet"},
    owners=[OWNER],
    code_version="1",
    tags={"layer": "audit"},
    description="Manifests and files of the lake that were superseded longer ago than `keep_days` are removed.",
)
def lake_upkeep(config: UpkeepConfig, home: Home) -> dg.MaterializeResult:
    """Remove what no kept state of the lake names any more; what stands now stays, however old."""
    entries = home.lake.entries()
    removed = home.lake.vacuum(config.keep_days, datetime.now(UTC))
    return dg.MaterializeResult(
        metadata={
            "files_removed": len(removed),
            "files_kept": len(entries),
            "bytes_kept": sum(entry.bytes for entry in entries),
        }
    )


ASSETS = (lake_upkeep,)
