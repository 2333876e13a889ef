"""Which exchange rates a month's conversions can reach: newer ones do not make the month stale.

No conversion and no check uses a rate of a day after its article was published (see `pipelines.conform.currency`), so a
refresh that adds days touches the months that reach them and no others.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from datetime import date
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from warehouse.lake import Snapshot


def reachable_rates(snapshot: Snapshot, month: str) -> str:
    """A hash of all rates of days before the last article of a month was out: what its conversions may depend on."""
    days, digests = _digests(RatesKey(snapshot))
    return digests[bisect_left(days, _end_of_reach(snapshot, month))]


def _end_of_reach(snapshot: Snapshot, month: str) -> date:
    """The day after the last day whose rates the articles of a month may use.

    Amounts of an article whose publication is not known are converted at the end of their own period at the latest.
    """
    documents = snapshot.read("core_documents", month, columns=["article_id", "published_end"])
    ends = [pc.max(documents["published_end"]).as_py()]
    undated = documents.filter(pc.is_null(documents["published_end"]))["article_id"]
    if len(undated):
        of_undated = pc.field("article_id").isin(undated.combine_chunks())
        periods = snapshot.read("core_claims", month, columns=["period_end"], where=of_undated)
        ends.append(pc.max(periods["period_end"]).as_py())
    return max((end for end in ends if end is not None), default=date.min)


class RatesKey:
    """A snapshot that equals another one where both hold the same rates, so that these are hashed once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._hashes = tuple(entry.sha256 for entry in snapshot.entries("ref_fx_rates"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RatesKey) and self._hashes == other._hashes

    def __hash__(self) -> int:
        return hash(self._hashes)


@lru_cache(maxsize=2)
def _digests(key: RatesKey) -> tuple[list[date], list[str]]:
    """Every day with rates, in order, and a hash of all rates of the days before it; one hash more for all of them."""
    rates = key.snapshot.read("ref_fx_rates").sort_by(
        [("rate_date", "ascending"), ("source", "ascending"), ("currency_code", "ascending")]
    )
    texts = [rates[name].cast(pa.string()) for name in rates.column_names]
    lines = pc.binary_join_element_wise(*texts, "\x1f").combine_chunks()
    counts = rates.group_by("rate_date", use_threads=False).aggregate([([], "count_all")]).to_pydict()
    digest, digests, place = hashlib.sha256(), [hashlib.sha256().hexdigest()], 0
    for count in counts["count_all"]:
        for line in lines.slice(place, count).to_pylist():
            digest.update(line.encode())
        place += count
        digests.append(digest.hexdigest())
    return counts["rate_date"], digests
