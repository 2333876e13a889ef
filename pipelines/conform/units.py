"""Measures in one unit a quantity: mu to hectares, gigawatts to megawatts, exactly, by the table of ratios.

Arithmetic is done in fractions; only the stored value is cut to the nine places of its column, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from schemas.codes.conformed_units import CONFORMED_UNITS
from schemas.identity import content_id
from schemas.values import value_class

PLACES = 9
"""Places after the point that a column of amounts keeps."""

LARGEST = Decimal("1e29")
"""What a column of 38 digits with nine places holds."""

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


@value_class
class MeasureClaim:
    """What conformance needs to know of a claim with a unit of measure."""

    claim_id: str
    unit: str
    value_low: Decimal | None
    value_high: Decimal | None
    decimals: int | None
    partition_month: str


@value_class
class Conformed:
    """A value in the unit of comparison; `is_exact` is false where nine places could not hold all of it."""

    unit: str
    value_low: Decimal | None
    value_high: Decimal | None
    decimals: int | None
    is_exact: bool


def conform_measures(claims: Iterable[MeasureClaim]) -> list[tuple[object, ...]]:
    """Put each measure into its unit of comparison: rows of `core_claim_measures`, without `row_hash`.

    A claim whose unit is not in the table gives no row: it stands in its own unit. A bound stays a bound.
    """
    return [_row(claim) for claim in claims if claim.unit in CONFORMED_UNITS]


def conform_value(
    unit: str | None, value_low: Decimal | None, value_high: Decimal | None, decimals: int | None
) -> Conformed | None:
    """A value in its unit of comparison; as it is where the unit has none; None where the column could not hold it."""
    entry = CONFORMED_UNITS.get(unit or "")
    if entry is None:
        return Conformed(unit or "", value_low, value_high, decimals, is_exact=True)
    low, is_low_exact = _times(value_low, entry.ratio)
    high, is_high_exact = _times(value_high, entry.ratio)
    for stated, made in ((value_low, low), (value_high, high)):
        if made is not None and (abs(made) >= LARGEST or (made == 0) != (stated == 0)):
            return None
    carried = None if decimals is None else decimals - ceiling_log10(entry.ratio)
    return Conformed(entry.conformed_unit_code, low, high, carried, is_low_exact and is_high_exact)


def ceiling_log10(ratio: Fraction) -> int:
    """The smallest whole number n with ratio <= 10^n: by how many places a precision is coarsened, never refined."""
    power = len(str(ratio.numerator)) - len(str(ratio.denominator)) - 1
    while ratio > Fraction(10) ** power:
        power += 1
    return power


def _times(value: Decimal | None, ratio: Fraction) -> tuple[Decimal | None, bool]:
    if value is None:
        return None, True
    exact = Fraction(value) * ratio
    cut = _EXACT.divide(Decimal(exact.numerator), Decimal(exact.denominator)).quantize(
        Decimal(1).scaleb(-PLACES), context=_EXACT
    )
    return cut, Fraction(cut) == exact


def _row(claim: MeasureClaim) -> tuple[object, ...]:
    entry = CONFORMED_UNITS[claim.unit]
    made = conform_value(claim.unit, claim.value_low, claim.value_high, claim.decimals)
    kept = made or Conformed(entry.conformed_unit_code, None, None, None, is_exact=False)
    return (
        content_id("u", claim.claim_id, entry.conformed_unit_code),
        claim.claim_id,
        claim.unit,
        entry.conformed_unit_code,
        entry.ratio.numerator,
        entry.ratio.denominator,
        kept.value_low,
        kept.value_high,
        kept.decimals,
        kept.is_exact,
        None if made else f"nine places do not hold the value in {entry.conformed_unit_code}",
        claim.partition_month,
    )
