"""Lengths of time: their TIMEX3 value, and a day so many units on, where the number may be a fraction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pipelines.conform.calendars import UNIT_DAYS, UNIT_MONTHS, add_days, add_months
from pipelines.conform.writing import TIMEX_UNITS, Symbols, word

SHORT_UNITS = {"hour": "H", "minute": "M", "second": "S"}
_YEARS = {"decade": (10, "PXDE"), "century": (100, "PXCE")}
LONGEST_COUNT = 7
"""Characters of the longest number of units that is counted; a longer one is no length of time."""


def length_value(count: str, unit: str) -> str:
    """Return the TIMEX3 value of a length: `P5Y`, `P9D`, `PT30M`, `P1DE`, `PXM` where the number is vague."""
    amount = count or "X"
    if unit in SHORT_UNITS:
        return f"PT{amount}{SHORT_UNITS[unit]}"
    if unit == "fortnight" and amount.isdigit():
        return f"P{int(amount) * 2}W"
    if unit == "half" and amount.isdigit():
        return f"P{int(amount) * 6}M"
    if unit in _YEARS:
        years, vague = _YEARS[unit]
        return f"P{(Decimal(count) * years).normalize():f}Y" if count else vague
    return f"P{amount}{TIMEX_UNITS.get(unit, 'X')}"


def stated_count(symbols: Symbols) -> Decimal | None:
    """Return the number of units stated, or null where it is vague or beyond any calendar."""
    count = word(symbols, "count")
    return Decimal(count) if count and len(count) <= LONGEST_COUNT else None


def add_length(day: date, count: Decimal, unit: str) -> date | None:
    """Return the day so many units on, fractions in whole months or days; null for units below a day."""
    if unit in UNIT_MONTHS:
        return add_months(day, int(count * UNIT_MONTHS[unit]))
    if unit in UNIT_DAYS:
        return add_days(day, int(count * UNIT_DAYS[unit]))
    return None
