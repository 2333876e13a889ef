"""The publication date that came with an article: an ISO day, month or year, or an interval of them."""

from __future__ import annotations

import re
from datetime import date

from pipelines.conform.calendars import DAY, day_of, months_from
from schemas.errors import UnreadableInput

EARLIEST = date(1600, 1, 1)
"""No newspaper is older: the first, the Relation of Strasbourg, appeared in 1605."""
ISO_FORMS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T ]\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)"),
    re.compile(r"(?P<year>\d{4})"),
)


def read_sidecar_date(stated: str) -> tuple[date, date]:
    """Return the interval that a date beside an article states: an ISO day, month, year, or `start/end`.

    Args:
        stated: "2024-05-06", "2024-05-06T10:00:00Z", "2024-05", "2024", or two of them with a slash, the end exclusive.

    Returns:
        A half-open interval.

    Raises:
        UnreadableInput: It is no such date, the end is not after the start, or it lies before 1600.
    """
    left, slash, right = stated.strip().partition("/")
    first = _iso_interval(left.strip())
    last = _iso_interval(right.strip()) if slash else first
    if first is None or last is None:
        raise UnreadableInput(
            "bad_sidecar_date", f"not an ISO day, month, year or start/end: {stated[:60]!r}; give it as 2024-03-05"
        )
    interval = (first[0], last[0] if slash else first[1])
    if interval[0] >= interval[1] or interval[0] < EARLIEST:
        raise UnreadableInput(
            "bad_sidecar_date", f"ends before it starts, or lies before 1600: {stated[:60]!r}; correct it"
        )
    return interval


def _iso_interval(stated: str) -> tuple[date, date] | None:
    if not stated.isascii():
        return None
    for form in ISO_FORMS:
        match = form.fullmatch(stated)
        if match is None:
            continue
        parts = {name: int(figures) for name, figures in match.groupdict().items()}
        if not 1 <= parts["year"] <= 9998:
            return None
        if "day" in parts:
            day = day_of(parts["year"], parts["month"], parts["day"])
            return (day, day + DAY) if day is not None else None
        return months_from(parts["year"], parts["month"], 1) if "month" in parts else months_from(parts["year"], 1, 12)
    return None
