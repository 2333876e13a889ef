"""The pool of months: which runs wait for one another in Dagster's queue."""

from __future__ import annotations

import dagster as dg

MONTHS_POOL = "months"
"""One run of this pool at a time (`dagster.yaml`): two never make one month together. The lake's own lock holds too."""


def make_pools_known(instance: dg.DagsterInstance) -> None:
    """Give the pool its limit before its first run.

    Dagster lets all runs go that wait for a pool it never saw, and only then sets the limit: the first two runs of a
    backfill would work side by side. One that it knows is left as it is: over PostgreSQL Dagster cannot set it twice.
    """
    known = {limit.name for limit in instance.event_log_storage.get_pool_limits()}
    if instance.global_op_concurrency_default_limit and MONTHS_POOL not in known:
        instance.event_log_storage.initialize_concurrency_limit_to_default(MONTHS_POOL)
