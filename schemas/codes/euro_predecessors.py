"""The currencies that the euro replaced, each with the rate fixed for ever by a regulation of the Council.

`euro_predecessors.csv`: how many units one euro is, and from which day on; `note` names the regulation.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from schemas.values import value_class


@value_class
class EuroPredecessor:
    """One currency that became the euro: its irrevocable rate and the day from which it holds."""

    currency_code: str
    units_per_euro: Decimal
    fixed_on: date


def _load() -> dict[str, EuroPredecessor]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as handle:
        return {
            row["currency_code"]: EuroPredecessor(
                row["currency_code"], Decimal(row["units_per_euro"]), date.fromisoformat(row["fixed_on"])
            )
            for row in csv.DictReader(handle)
        }


EURO_PREDECESSORS: dict[str, EuroPredecessor] = _load()
"""ISO code -> its irrevocable rate."""
