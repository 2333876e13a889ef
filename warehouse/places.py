"""Where in what landed a span stands, as somebody finds it who opens the file: line, record, member, page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Any


def page_of(raw: Mapping[str, Any], start: int) -> tuple[int, int] | None:
    """The page of a PDF on which a character stands, from 1, and where that page begins in the raw text; else null.

    Args:
        raw: A row of `raw_articles`, its text not needed.
        start: The character's place in the raw text.
    """
    if not raw["page_starts"]:
        return None
    starts = [int(place) for place in raw["page_starts"].split()]
    number = max(1, bisect_right(starts, start))
    return number, starts[number - 1]


def place_in_file(raw: Mapping[str, Any], start: int, end: int) -> str:
    """Where a span stands: "line 3, characters 10 to 20" of a record's text, "page 2, characters …" of that page."""
    found = page_of(raw, start)
    told = [raw["locator"]] if raw["locator"] else []
    if found is None:
        return ", ".join([*told, f"characters {start} to {end}"])
    number, first = found
    return ", ".join([*told, f"page {number}, characters {start - first} to {end - first}"])
