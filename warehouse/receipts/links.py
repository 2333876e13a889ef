"""Which claims of other articles tell of the same fact, and whether they agree."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow.compute as pc

from warehouse.lake import Snapshot

Row = Mapping[str, Any]

_COLUMNS = ("claim_id", "article_id", "quote", "sentence", "partition_month", "value_low", "value_high")
_WORDS = 160
"""Characters of another article's sentence shown with a link: enough to know it again."""


@dataclass(frozen=True, slots=True)
class Link:
    """A claim of another article on the same fact: `supports` or `contradicts`, where it stands, its words."""

    relation: str
    claim_id: str
    article_id: str
    quote: str
    words: str


@dataclass(frozen=True, slots=True)
class Links:
    """For each claim its fact's id and consistency, and the claims elsewhere on that fact."""

    facts: dict[str, tuple[str, str]]
    others: dict[str, tuple[Link, ...]]
    by_month: dict[str, list[str]]
    """The claims of each month that share their fact."""

    def digest(self, month: str) -> str:
        """A fingerprint of all links that pages of a month show."""
        told = hashlib.blake2b(digest_size=10)
        for claim_id in sorted(self.by_month.get(month, ())):
            told.update(repr((claim_id, self.facts.get(claim_id), self.others.get(claim_id))).encode())
        return told.hexdigest()


def find_links(snapshot: Snapshot) -> Links:
    """The links between all claims of the lake that tell of one fact."""
    bridge = snapshot.read("core_observation_claims")
    counted = pc.value_counts(bridge["observation_id"].combine_chunks())
    several = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    # Most facts are told once: their rows never become objects of Python.
    bridge = bridge.filter(pc.is_in(bridge["observation_id"], value_set=several))
    shared: dict[str, list[Row]] = defaultdict(list)
    for row in bridge.to_pylist():
        shared[row["observation_id"]].append(row)
    where = pc.field("claim_id").isin(bridge["claim_id"].combine_chunks())
    claims = snapshot.read("core_claims", None, list(_COLUMNS), where).to_pylist() if shared else []
    stated = {claim["claim_id"]: claim for claim in claims}
    where = pc.field("claim_count") > 1
    told = snapshot.read("core_observations", None, ["observation_id", "consistency"], where).to_pylist()
    consistency = {row["observation_id"]: row["consistency"] for row in told}
    facts, others = {}, {}
    for fact, rows in shared.items():
        for row in rows:
            facts[row["claim_id"]] = (fact, consistency.get(fact, "single"))
            others[row["claim_id"]] = tuple(_others(row, rows, stated))
    by_month: dict[str, list[str]] = defaultdict(list)
    for key, claim in stated.items():
        by_month[claim["partition_month"]].append(key)
    return Links(facts, others, by_month)


def _others(own: Row, rows: list[Row], stated: dict[str, Row]) -> Iterator[Link]:
    mine = stated.get(own["claim_id"])
    for row in rows:
        other = stated.get(row["claim_id"])
        if mine is None or other is None or other["article_id"] == mine["article_id"]:
            continue
        relation = "supports" if _agree(own, mine, row, other) else "contradicts"
        words = other["sentence"] if len(other["sentence"]) <= _WORDS else other["sentence"][: _WORDS - 1] + "…"
        yield Link(relation, other["claim_id"], other["article_id"], other["quote"], words)


def _agree(own: Row, mine: Row, row: Row, other: Row) -> bool:
    """Whether two claims on a fact agree: both with the chosen one, or, where both are against it, in their value."""
    against = (own["role"] == "conflicting", row["role"] == "conflicting")
    if all(against):
        return (mine["value_low"], mine["value_high"]) == (other["value_low"], other["value_high"])
    return not any(against)
