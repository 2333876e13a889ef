"""A claim's card: its value as a headline and everything else about it as labelled lines, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from warehouse.places import page_of
from warehouse.receipts.links import Link

Row = Mapping[str, Any]
Line = tuple[str, str]
"""A label and what it says."""

GROUPS: dict[str, tuple[str, ...]] = {
    "money": ("money",),
    "share": ("percent", "percent_change", "ratio", "multiple", "index"),
    "count": ("count", "rank"),
    "time": ("duration",),
    "measure": (),
}
"""Groups of the legend and the kinds in each; the last holds all others."""

WHOLE_SENTENCE = 300
"""Longest sentence named whole in a text fragment; a longer one is named by its first and last words."""
_ENDS = 100
_WORDS = {
    "exact": "",
    "approx": "about ",
    "nearly": "nearly ",
    "more_than": "more than ",
    "at_least": "at least ",
    "less_than": "less than ",
    "at_most": "at most ",
    "range": "",
}


@dataclass(frozen=True, slots=True)
class Card:
    """What a page says of a claim; `label` is what a screen reader says of its mark, `value` the headline.

    lines: what was read. rules, made: by which rules, how surely, where.
    """

    claim_id: str
    group: str
    kind: str
    value: str
    label: str
    quote: str
    lines: tuple[Line, ...]
    rules: tuple[str, ...]
    made: tuple[Line, ...]
    conversions: tuple[tuple[str, str, str], ...]
    fact: tuple[str, str] | None
    links: tuple[Link, ...]
    relations: tuple[tuple[str, str, str], ...]
    derived: tuple[tuple[str, str], ...]
    original_url: str | None


def group_of(kind: str) -> str:
    """The group of the legend that a kind of number belongs to."""
    return next((group for group, kinds in GROUPS.items() if kind in kinds), "measure")


def value_words(row: Row) -> str:
    """A row's value in words: `more than 160,000,000,000 CNY a year`."""
    low, high = row["value_low"], row["value_high"]
    ends = [digits(end) for end in (low, high) if end is not None]
    number = ends[0] if low == high or len(ends) == 1 else " to ".join(ends)
    sign = {"up": " up", "down": " down"}.get(row.get("direction") or "", "")
    per = f" per {row['per']}" if row.get("per") else ""
    unit = {"percent": " %"}.get(row["unit"] or "", f" {row['unit']}" if row["unit"] else "")
    return f"{_WORDS.get(row.get('modifier') or 'exact', '')}{number}{unit}{per}{sign}"


def digits(value: Decimal) -> str:
    """A number with all its digits, grouped by thousands, without trailing zeros."""
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value.normalize():,f}"


def claim_lines(claim: Row) -> Iterator[Line]:
    """The lines of a claim's card that come from its own row."""
    yield "Subject", claim["subject"] or ""
    yield "Metric", claim["metric"] or ""
    yield "Bounds", _bounds(claim)
    unit = claim["unit"] or ""
    yield "Unit", unit + (f" per {claim['per']}" if claim["per"] else "")
    yield "Compared with", claim["base"] or ""
    yield "Period", period_words(claim)
    yield "Announced", claim["announced"] or ""
    yield "Status", claim["status"]
    yield "Speaker", claim["speaker"] or "nobody is credited"
    if claim["currency_codes"] and " " in claim["currency_codes"]:
        yield "Could also be", claim["currency_codes"]


def made_lines(claim: Row, raw: Row) -> Iterator[Line]:
    """The lines that say how surely a claim was read, where, and by which version of the rules.

    Args:
        claim: A row of `core_claims`.
        raw: The row of `raw_articles` that it was read from, its text not needed.
    """
    yield "Confidence", f"{claim['confidence']:.0%} of claims read this way are expected to be right"
    yield "Span", f"characters {claim['start']} to {claim['end']} of the raw text"
    page = page_of(raw, claim["start"])
    if page is not None:
        number, first = page
        yield "Page", f"{number}, characters {claim['start'] - first} to {claim['end'] - first} of it"
    yield "Rules' version", claim["code_version"]


def rules_of(claim: Row) -> tuple[str, ...]:
    """The named rules that read a claim, one by one."""
    return tuple(claim["rule"].split(" + "))


def period_words(row: Row) -> str:
    """A period in words: first and last day, its kind, and the words it was read from."""
    start, end = row["period_start"], row["period_end"]
    if start is None and end is None:
        return row["period_expr"] or "not told"
    shown = f"{start or '…'} to {end - timedelta(days=1) if end else '…'}"
    if start and end and end - start == timedelta(days=1):
        shown = str(start)
    relation = {None: "", "on": ""}.get(row["period_relation"], f"{row['period_relation'] or ''} ".replace("_", " "))
    return relation + shown + (f" (“{row['period_expr']}”)" if row["period_expr"] else "")


def correction_line(row: Row) -> Line:
    """What a source got wrong and what is used instead."""
    return "Corrected", f"{row['field']}: {row['stated_value']} is read as {row['corrected_value']}. {row['why']}"


def measure_line(row: Row) -> Line:
    """The same value in the unit in which its quantity is compared."""
    said = row["reason"] if row["reason"] else value_words({**row, "modifier": None})
    return f"In {row['unit']}", said


def conversion_words(row: Row) -> tuple[str, str, str]:
    """Currency, amount, and how it was converted: rate, days and source; or why it was not."""
    code = row["to_currency_code"]
    if row["reason"]:
        return code, "none", row["reason"]
    if row["method"] == "own_currency":
        return code, value_words({**row, "unit": code, "modifier": None}), "stated in this currency"
    days = f"{row['rate_days']} day{'s' if row['rate_days'] != 1 else ''}"
    last: date = row["rate_end"] - timedelta(days=1)
    span = f"{row['rate_start']}" if last == row["rate_start"] else f"{row['rate_start']} to {last}"
    how = f"rate {digits(row['rate'])}, {row['method'].replace('_', ' ')}, {days} ({span}), {row['source']}"
    return code, value_words({**row, "unit": code, "modifier": None}), f"{how}, snapshot {row['snapshot_id']}"


def web_url(url: str | None) -> str | None:
    """An address that may be made a link: of the web and nothing else, so that no script hides in it."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    try:
        return url if urlsplit(url).netloc else None
    except ValueError:
        return None


def original_url(url: str | None, sentence: str) -> str | None:
    """The article's own page with a text fragment: a browser scrolls to the sentence; null where it has no address."""
    address = web_url(url)
    if address is None:
        return None
    words = re.sub(r"\s+", " ", sentence).strip()
    if len(words) <= WHOLE_SENTENCE:
        fragment = _encoded(words)
    else:
        first, last = words[:_ENDS].rsplit(" ", 1)[0], words[-_ENDS:].split(" ", 1)[-1]
        fragment = f"{_encoded(first)},{_encoded(last)}"
    page = address.split(":~:", 1)[0]
    return f"{page}{'' if '#' in page else '#'}:~:text={fragment}"


def _encoded(words: str) -> str:
    return percent_encoded(words, safe="").replace("-", "%2D")


def _bounds(row: Row) -> str:
    low, high = row["value_low"], row["value_high"]
    return f"[{'…' if low is None else digits(low)}, {'…' if high is None else digits(high)}]"
