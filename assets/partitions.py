"""Months of publication: the partitions of every table that is kept by month."""

from __future__ import annotations

import os
from collections.abc import Iterable

import dagster as dg

FIRST_MONTH = os.environ.get("NUMTRAIL_FIRST_MONTH", "1990-01")
"""The earliest month with a partition of its own, YYYY-MM. Partition definitions are part of the code location, so
this one setting is read when the location loads."""

MONTHS = dg.MonthlyPartitionsDefinition(start_date=f"{FIRST_MONTH}-01", timezone="UTC", end_offset=1)
"""One partition a month, in UTC, up to and with the current month."""

BACKFILLS = dg.BackfillPolicy.multi_run(max_partitions_per_run=12)
"""Twelve months a run: a run costs about four CPU-seconds however many months it has, and a year is a unit that an
operator can look at."""

MAX_GAP_MONTHS = 3
"""Months without articles that are run along rather than splitting a run: fewer cost less than another run."""


def month_of(partition_key: str) -> str:
    """The month of a partition key: `2024-03` of `2024-03-01`."""
    return partition_key[:7]


def key_of(month: str) -> str:
    """The partition key of a month: `2024-03-01` of `2024-03`."""
    return f"{month}-01"


def ranges_of(months: Iterable[str]) -> list[tuple[str, str]]:
    """Runs of at most twelve months that cover the given ones: (first, last) pairs, in order."""
    ranges: list[tuple[str, str]] = []
    for month in sorted(set(months)):
        near = ranges and _distance(ranges[-1][1], month) <= MAX_GAP_MONTHS
        if near and _distance(ranges[-1][0], month) < 12:
            ranges[-1] = (ranges[-1][0], month)
        else:
            ranges.append((month, month))
    return ranges


def months_between(first: str, last: str) -> list[str]:
    """All months from the first to the last, both included."""
    count = _distance(first, last)
    year, month = int(first[:4]), int(first[5:])
    return [f"{year + (month - 1 + step) // 12:04d}-{(month - 1 + step) % 12 + 1:02d}" for step in range(count + 1)]


def _distance(first: str, last: str) -> int:
    return (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])
