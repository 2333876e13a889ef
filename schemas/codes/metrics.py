"""The metric concepts: what kinds of quantity claims are about, and what may be done with each.

`metrics.csv` (our own, CC0), one row a concept:

    nature       flow (accrues over a period), stock (stands at a moment), rate (a ratio or price), index, rank
    additivity   time: sums over periods and over entities; entity: sums over entities at one moment; none: never sums
    price_basis  nominal, real (inflation taken out), volume (physical), none
    phrases      the wordings that name it, lower case, separated by `|`

What matches no concept keeps its own phrase; nothing is guessed.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from schemas.values import value_class


@value_class
class Metric:
    """One metric concept: its code, what it is called and whether its values may be added."""

    metric_code: str
    label: str
    nature: str
    additivity: str
    price_basis: str | None
    phrases: tuple[str, ...]


def _load() -> tuple[Metric, ...]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as handle:
        return tuple(
            Metric(
                row["metric_code"],
                row["label"],
                row["nature"],
                row["additivity"],
                None if row["price_basis"] == "none" else row["price_basis"],
                tuple(row["phrases"].split("|")),
            )
            for row in csv.DictReader(handle)
        )


_NARROWING = frozenset({"of", "in", "for", "on", "at", "to", "into", "by", "from", "with", "per", "among"})
METRICS: tuple[Metric, ...] = _load()


def _head(phrase: str) -> str:
    """The head noun of a wording: `size` of "size of the economy"."""
    words = phrase.split()
    return words[next((place for place, word in enumerate(words) if place and word in _NARROWING), len(words)) - 1]


def _takes_s(phrase: str) -> bool:
    """Whether the plural of a wording is made by an s at its end: `gross margins`; not `outputs of the city`."""
    return phrase[-1] not in "sxyh" and " of " not in phrase


_BY_PHRASE: dict[str, Metric] = {phrase: metric for metric in METRICS for phrase in metric.phrases}
_BY_WHOSE: dict[tuple[str, str], Metric] = {
    (_head(phrase), phrase.split()[-1]): metric
    for phrase, metric in _BY_PHRASE.items()
    if " of " in phrase and not phrase.startswith("number")
}
"""`size of the fund` and `size of the economy` differ by what the size is of; a number of anything is a number."""
_BY_PHRASE |= {f"{p}s": m for p, m in _BY_PHRASE.items() if _takes_s(p) and f"{p}s" not in _BY_PHRASE}
_LONGEST_PHRASE = max(len(phrase.split()) for phrase in _BY_PHRASE)
METRIC_HEADS: frozenset[str] = frozenset(_head(phrase) for phrase in _BY_PHRASE)


@lru_cache(maxsize=4096)
def metric_of(phrase: str | None) -> Metric | None:
    """The concept that a metric phrase names, or none.

    The longest known wording that the phrase's first noun group ends with decides: "annual industrial output of the
    city" is industrial output, because what stands behind `of`, `in` or `for` only narrows it. "number of X" and
    "share of X" are a number and a share, whatever X is; of sizes, what they are of decides where a wording names it.
    """
    words = (phrase or "").lower().replace("’", "'").split()
    head = next((place for place, word in enumerate(words) if place and word in _NARROWING), len(words))
    if words[head : head + 1] == ["of"]:
        whose = _BY_WHOSE.get((words[head - 1], _head(" ".join(words[head + 1 :]) or "of")))
        if whose is not None:
            return whose
    for length in range(min(_LONGEST_PHRASE, head), 0, -1):
        found = _BY_PHRASE.get(" ".join(words[head - length : head]))
        if found is not None:
            return found
    return None
