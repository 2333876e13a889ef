"""Of a bucket of facts the subjects that something new touches: these are made again, all others stand as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from schemas.errors import StoreError
from warehouse.lake import ALL, Snapshot

Tables = dict[str, pa.Table]

OWNERS: Mapping[str, tuple[str, str]] = {
    "core_observations": ("observation_id", "observation"),
    "core_observation_claims": ("claim_id", "claim"),
    "core_target_outcomes": ("target_observation_id", "observation"),
    "core_growth_checks": ("growth_claim_id", "claim"),
    "core_disagreements": ("observation_id", "observation"),
}
"""By which column a row belongs to a subject: the claim it is of, or the fact."""


@dataclass(frozen=True)
class TouchedSubjects:
    """The subjects to be made again, by their hashes, and the lake in which the rows of all others stand."""

    before: Snapshot
    hashes: pa.Array

    def parted(self, part: str, rows: pa.Table, names: tuple[str, ...]) -> tuple[pa.Table, Tables]:
        """The claims of a bucket that are matched again, and the rows of its tables that stand.

        Where a file of the bucket is damaged nothing of it stands: it is made again as a whole.
        """
        is_touched = pc.is_in(rows["subject_hash"], value_set=self.hashes)
        try:
            return rows.filter(is_touched), self._standing(part, rows.filter(pc.invert(is_touched)), names)
        except StoreError:
            return rows, {}

    def _standing(self, part: str, rows: pa.Table, names: tuple[str, ...]) -> Tables:
        claims = rows["claim_id"].combine_chunks()
        bridge = self.before.read("core_observation_claims", ALL, ["observation_id", "claim_id"], part=part)
        bridge = bridge.filter(pc.is_in(bridge["claim_id"], value_set=claims))
        ids = {"claim": claims, "observation": bridge["observation_id"].unique()}
        standing = {}
        for name in names:
            column, owner = OWNERS[name]
            held = self.before.read(name, ALL, part=part)
            standing[name] = held.filter(pc.is_in(held[column], value_set=ids[owner]))
        return standing


def with_standing(made: Tables, standing: Tables) -> Tables:
    """The rows that were made, and those that stand."""
    return {
        name: pa.concat_tables([rows, standing[name].cast(rows.schema)]) if name in standing else rows
        for name, rows in made.items()
    }
