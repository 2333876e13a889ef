"""Claims of copied articles: what a reprint says again is the fact of its original, whatever day it was printed on.

Dagster-free, so tests call it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import pyarrow.compute as pc

from pipelines.conform.matching import ObservedClaim
from warehouse.lake import Snapshot

Words = tuple[str, int]
"""A sentence, and where in it the number stands: the same in a copy as in its original."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Of a copied article the one it repeats, and the month in which that one is kept."""

    original_id: str
    original_month: str


def copies_in(snapshot: Snapshot, month: str) -> dict[str, Copy]:
    """The articles of a month that repeat another one, by their ids."""
    stated = snapshot.read("core_article_copies", columns=["article_id", "duplicate_of_article_id"]).to_pydict()
    originals = dict(zip(stated["article_id"], stated["duplicate_of_article_id"], strict=True))
    if not originals:
        return {}
    here = snapshot.read("core_documents", month, columns=["article_id"])["article_id"].to_pylist()
    copied = {article: originals[article] for article in here if article in originals}
    if not copied:
        return {}
    where = pc.field("article_id").isin(sorted(set(copied.values())))
    kept = snapshot.read("core_documents", columns=["article_id", "partition_month"], where=where).to_pydict()
    months = dict(zip(kept["article_id"], kept["partition_month"], strict=True))
    return {article: Copy(first, months[first]) for article, first in copied.items() if first in months}


def read_as_original(claim: ObservedClaim, copy: Copy, original: ObservedClaim | None) -> ObservedClaim:
    """A copy's claim as its original tells it, so that both are one fact; as its own words say where it was added.

    Times are the original's: "this year" in a reprint is the year in which the words were first printed.
    """
    if original is None:
        return replace(claim, original_article_id=copy.original_id)
    return replace(
        original,
        claim_id=claim.claim_id,
        article_id=claim.article_id,
        start=claim.start,
        published_start=claim.published_start,
        repeats_claim_id=claim.repeats_claim_id,
        original_article_id=copy.original_id,
        original_claim_id=original.claim_id,
    )


def copies_digest(snapshot: Snapshot, month: str) -> str:
    """What a month's copies are read from beyond the month itself: empty where it has none."""
    copies = copies_in(snapshot, month)
    if not copies:
        return ""
    months = sorted({copy.original_month for copy in copies.values()})
    claims = [entry.sha256 for first in months for entry in snapshot.entries("core_claims", first)]
    stated = [f"{article}:{copy.original_id}" for article, copy in sorted(copies.items())]
    return hashlib.sha256(" ".join([*stated, *claims]).encode()).hexdigest()[:12]
