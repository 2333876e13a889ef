"""The exchange rate that "1 trillion yuan ($138 billion)" implies, against the reference rates of its time.

The amount in brackets is a conversion that somebody made and rounded; the amount before it is taken as it stands. The
rate they imply agrees with the market if its rounding interval meets what the rate was in the thirty days up to the
publication. Official fixings and market rates, and rates of different days of a quarter, differ by up to two percent;
beyond that one of the two amounts, or its currency, is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipelines.conform.audits import CONSISTENT, INCONSISTENT, NOT_COMPARABLE, WITHIN_ROUNDING, kept
from pipelines.conform.currencies import fitting_codes
from pipelines.conform.currency import UNRESOLVED
from pipelines.conform.intervals import Interval, rounding_interval
from pipelines.conform.rates import ReferenceRates
from schemas.identity import content_id

WINDOW_DAYS = 30
"""Days up to publication whose rates a newsroom may have used."""

TOLERANCE = Decimal("2")
"""Percent by which an official fixing and market rates may differ: the yuan may move 2 % a day around its fixing."""

USUAL = ("CNY", "USD", "EUR", "JPY", "GBP", "HKD", "KRW", "TWD", "INR", "RUB", "CHF", "CAD", "AUD", "SGD")
"""Currencies tried where an implied rate fits none: the most traded ones and those next to the dollar in Asian news."""

RATE_PLACES = Decimal("1e-12")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StatedPair:
    """An amount and its conversion as an article states them, units and values as they were printed."""

    original_claim_id: str
    original_unit: str
    original_low: Decimal | None
    original_high: Decimal | None
    converted_claim_id: str
    converted_unit: str
    converted_low: Decimal | None
    converted_high: Decimal | None
    converted_modifier: str
    converted_decimals: int | None
    published_start: date | None
    published_end: date | None
    partition_month: str


def check_stated_rates(pairs: Sequence[StatedPair], rates: ReferenceRates) -> list[tuple[object, ...]]:
    """Compare the rate that each pair implies with the market's: rows of `core_fx_checks`, without `row_hash`."""
    return [_row(pair, rates) for pair in pairs]


def _row(pair: StatedPair, rates: ReferenceRates) -> tuple[object, ...]:
    original = _number(pair.original_low, pair.original_high)
    converted = _number(pair.converted_low, pair.converted_high)
    implied = original / converted if original is not None and converted else None
    allowed = _allowed(pair, original)
    lowest, highest, reference = _reference(pair, rates)
    deviation = (implied / reference - 1) * 100 if implied is not None and reference else None
    verdict, why = _verdict(pair, allowed, lowest, highest, deviation)
    fitting = _fitting(pair, original, converted, rates) if verdict == INCONSISTENT else None
    if fitting is not None:
        why = f"{why}; it would fit if {fitting} and not {pair.original_unit} were meant"
    return (
        content_id("f", pair.converted_claim_id, pair.original_claim_id),
        pair.original_claim_id,
        pair.converted_claim_id,
        pair.original_unit,
        pair.converted_unit,
        _rate(implied),
        _rate(allowed.low),
        _rate(allowed.high),
        _rate(reference),
        _rate(lowest),
        _rate(highest),
        kept(deviation),
        None in (pair.original_low, pair.original_high, pair.converted_low, pair.converted_high),
        fitting,
        verdict,
        why,
        pair.partition_month,
    )


def _number(low: Decimal | None, high: Decimal | None) -> Decimal | None:
    """The number printed: also of "more than 1 trillion yuan ($140 billion)" the two numbers are conversions."""
    return low if low is not None else high


def _allowed(pair: StatedPair, original: Decimal | None) -> Interval:
    number = _number(pair.converted_low, pair.converted_high)
    if original is None or not number:
        return Interval(None, None)
    bounded = pair.converted_low is None or pair.converted_high is None
    modifier = "exact" if bounded else pair.converted_modifier
    span = rounding_interval(number, number, modifier, pair.converted_decimals)
    low = original / span.high if span.high else None
    return Interval(low, original / span.low if span.low is not None and span.low > 0 else None)


def _reference(pair: StatedPair, rates: ReferenceRates) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Lowest, highest and mean reference rate of the thirty days up to publication and of that day."""
    if pair.published_end is None or UNRESOLVED in (pair.original_unit, pair.converted_unit):
        return None, None, None
    start = (pair.published_start or pair.published_end) - timedelta(days=WINDOW_DAYS)
    daily = rates.between(pair.converted_unit, pair.original_unit, start, pair.published_end)
    if not daily:
        return None, None, None
    return min(daily), max(daily), sum(daily) / len(daily)


def _verdict(
    pair: StatedPair, allowed: Interval, lowest: Decimal | None, highest: Decimal | None, deviation: Decimal | None
) -> tuple[str, str]:
    if pair.original_unit == pair.converted_unit:
        return NOT_COMPARABLE, "both amounts are in one currency"
    if deviation is None:
        known = pair.published_end is not None
        return NOT_COMPARABLE, "there is no reference rate" if known else "the day of publication is not known"
    if allowed.meets(Interval(lowest, highest)):
        return CONSISTENT, "the rate implied, as rounded, occurred in the thirty days up to publication"
    if abs(deviation) <= TOLERANCE:
        return WITHIN_ROUNDING, "the rate implied is within 2 % of the market, as official fixings are"
    return INCONSISTENT, f"the rate implied is {deviation:+.1f} % off the market"


def _fitting(
    pair: StatedPair, original: Decimal | None, converted: Decimal | None, rates: ReferenceRates
) -> str | None:
    """The one other currency of the original amount that the conversion would be right for."""
    if original is None or not converted or pair.published_end is None:
        return None
    others = [code for code in USUAL if code not in (pair.original_unit, pair.converted_unit)]
    found = fitting_codes(original, others, converted, pair.converted_unit, pair.published_end - _DAY, rates)
    return found[0] if len(found) == 1 else None


def _rate(rate: Decimal | None) -> Decimal | None:
    return None if rate is None or abs(rate) >= Decimal("1e15") else rate.quantize(RATE_PLACES)
