"""In which unit the values of a quantity are compared and charted, and by which exact ratio each unit gets there.

`conformed_units.csv`: numerator over denominator conformed units are one of the unit. Ratios and not decimals, because
a mu is a fifteenth of a hectare, which no decimal says. Where units of a kind are no fixed multiples of one another
(months and years, peak and grid power) each keeps its own.
"""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

from schemas.values import value_class


@value_class
class ConformedUnit:
    """One unit, the unit it conforms to, and how many of that it is."""

    unit_code: str
    conformed_unit_code: str
    ratio: Fraction


def _load() -> dict[str, ConformedUnit]:
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8", newline="") as handle:
        return {
            row["unit_code"]: ConformedUnit(
                row["unit_code"],
                row["conformed_unit_code"],
                Fraction(int(row["numerator"]), int(row["denominator"])),
            )
            for row in csv.DictReader(handle)
        }


CONFORMED_UNITS: dict[str, ConformedUnit] = _load()
"""Unit code -> what it conforms to; a unit that is not here stands for itself."""
