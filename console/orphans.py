"""Which runs were left over by processes that are gone."""

from __future__ import annotations

import dagster
from rich.console import Console

from assets.orphans import reap_orphans
from assets.pools import make_pools_known


def print_reaped(console: Console) -> None:
    """Make the limits of the pools known to Dagster, mark runs left over as failed, and name them."""
    with dagster.DagsterInstance.get() as instance:
        make_pools_known(instance)
        for run_id in reap_orphans(instance):
            console.print(f"{run_id} was left running by a process that is gone: marked as failed")
