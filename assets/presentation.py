"""What the UI shows beside an asset: how old it may be before it warns, and where its code stands."""

import warnings
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

import dagster as dg

_DAILY = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=3), warn_window=timedelta(hours=36))
"""One missed day warns, a long weekend fails."""
_WEEKLY = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=15), warn_window=timedelta(days=8))
_ARRIVALS = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=31), warn_window=timedelta(days=8))
"""Made only when something arrived or changed: a week without an article is worth a word, a month is a fault."""

POLICIES: dict[str, dg.FreshnessPolicy] = {
    "raw_ledger": _DAILY,
    "ref_fx_rates": _DAILY,
    "verification": _WEEKLY,
    "lake_upkeep": _WEEKLY,
}
"""Assets that schedules make; every other one is made of what arrives."""


def presented(assets: Sequence[dg.AssetsDefinition]) -> Sequence[dg.AssetsDefinition]:
    """The assets with their freshness policy and a reference to their code."""
    with warnings.catch_warnings():
        # Code references are a beta feature of Dagster 1.13, chosen knowingly; it warns once for each asset.
        warnings.simplefilter("ignore", category=dg.BetaWarning)
        referenced = dg.with_source_code_references([asset.map_asset_specs(_with_policy) for asset in assets])
    # Of definitions it makes definitions, whatever else its signature allows.
    return cast(Sequence[dg.AssetsDefinition], referenced)


def _with_policy(spec: dg.AssetSpec) -> dg.AssetSpec:
    held: dg.AssetSpec = dg.apply_freshness_policy(spec, POLICIES.get(spec.key.to_user_string(), _ARRIVALS))
    return held
