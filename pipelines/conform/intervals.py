"""What a number's words allow: intervals of values, and arithmetic on them. Every check of Numtrail rests on these.

A figure stands for all the values that round to it: "352 billion" for 351.5 to 352.5 billion (XBRL 2.1, 4.6.6: half a
unit of the last digit claimed). A bound is an interval with one open end.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

from schemas.values import value_class

POINT_MODIFIERS = frozenset({"exact", "approx", "nearly"})
"""Wordings that name a value; the others give a bound or a range, and no value that could be charted or summed."""

APPROXIMATE_WIDTH = 10
"""How many times wider "about 400 billion" is than "400 billion": such a figure was not counted to its last digit."""

APPROXIMATE_SHARE = Decimal("0.05")
"""How far "about" reaches at most, as a share of the number: ten times the half unit of "about 1 trillion" would reach
from less than nothing to six trillion."""

EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)


@value_class
class Interval:
    """The values from `low` to `high`, both included; None is an open end."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Interval) -> bool:
        """Whether the two share a value."""
        low = max((end for end in (self.low, other.low) if end is not None), default=None)
        high = min((end for end in (self.high, other.high) if end is not None), default=None)
        return low is None or high is None or low <= high

    def scaled(self, factor: Decimal) -> Interval:
        """Every value times a positive factor."""
        return Interval(_times(self.low, factor), _times(self.high, factor))


def rounding_interval(
    value_low: Decimal | None, value_high: Decimal | None, modifier: str, decimals: int | None
) -> Interval:
    """The values a claim's words allow: half a unit of the last digit either way, open where it is a bound.

    "approx" and "nearly" allow ten half units, up to a twentieth of the number. Where the last digit claimed is not
    known the ends stand as they are.
    """
    if modifier not in POINT_MODIFIERS or decimals is None:
        return Interval(value_low, value_high)
    half = Decimal(5).scaleb(-decimals - 1)
    if modifier != "exact":
        largest = max(abs(end) for end in (value_low, value_high, Decimal(0)) if end is not None)
        half = max(half, min(half * APPROXIMATE_WIDTH, largest * APPROXIMATE_SHARE))
    low = None if value_low is None else value_low - half
    high = None if value_high is None else value_high + half
    return Interval(low, high)


def quotient(above: Interval, below: Interval) -> Interval:
    """The values of a quotient of two positive quantities; an end that could be anything is open."""
    low = above.low / below.high if above.low is not None and below.high else None
    high = above.high / below.low if above.high is not None and below.low is not None and below.low > 0 else None
    return Interval(low, high)


def growth(current: Interval, base: Interval) -> Interval:
    """The percentages of change from base to current that the two allow."""
    ratio = quotient(current, base)
    return Interval(*(None if end is None else (end - 1) * 100 for end in (ratio.low, ratio.high)))


def rounded(value: Decimal, decimals: int) -> Decimal:
    """A value to the place of its last digit claimed, halves to even."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=EXACT)


def _times(value: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if value is None else EXACT.multiply(value, factor)
