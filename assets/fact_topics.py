"""Of a bucket of facts the topics that something new touches: these are made again, all others stand as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.lake import ALL, Snapshot

Tables = dict[str, pa.Table]

_BRIDGE = "core_observation_claims"

OWNERS: Mapping[str, tuple[str, str]] = {
    "core_observations": ("observation_id", "observation"),
    _BRIDGE: ("claim_id", "claim"),
    "core_target_outcomes": ("target_observation_id", "observation"),
    "core_growth_checks": ("growth_claim_id", "claim"),
    "core_disagreements": ("observation_id", "observation"),
}
"""By which column a row belongs to a topic: the claim it is of, or the fact."""


@dataclass(frozen=True)
class TouchedTopics:
    """The topics to be made again, by their hashes, and what stands: the lake, less the claims that changed."""

    before: Snapshot
    hashes: pa.Array
    changed: pa.Array
    """Ids of the claims that came, went, or say another thing than before."""

    def standing(self, part: str, made_again: pa.Table, names: Sequence[str]) -> Tables:
        """The rows of a bucket's tables that stand while some claims, the rows of `made_again`, are matched again.

        Raises:
            StoreError: A file of the bucket is damaged.
        """
        lost = pa.concat_arrays([self.changed.cast(pa.string()), made_again["claim_id"].combine_chunks()])
        bridge = _without(self._held(_BRIDGE, part), "claim_id", lost)
        kept = bridge["observation_id"].unique()
        tables = {_BRIDGE: bridge}
        for name in names:
            if name not in tables:
                column, owner = OWNERS[name]
                held = self._held(name, part)
                is_kept = pc.is_in(held[column], value_set=kept)
                tables[name] = held.filter(is_kept) if owner == "observation" else _without(held, column, lost)
        return tables

    def _held(self, name: str, part: str) -> pa.Table:
        return self.before.read(name, ALL, part=part)


def with_standing(made: Tables, standing: Tables) -> Tables:
    """The rows that were made, and those that stand."""
    return {
        name: pa.concat_tables([rows, standing[name].cast(rows.schema)]) if name in standing else rows
        for name, rows in made.items()
    }


def _without(rows: pa.Table, column: str, values: pa.Array) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows[column], value_set=values)))
