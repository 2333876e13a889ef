"""The exchange rate that "1 trillion yuan ($138 billion)" implies, against the reference rates of its time.

The amount in brackets is a conversion that somebody made and rounded; the amount before it is taken as it stands. The
rate they imply agrees with the market if its rounding interval meets what the rate was in the thirty days up to the
publication. Where the day of publication is only known to an interval, it has to do so whichever day it was: a wide
interval holds some day that fits almost any rate, and such a day is no evidence. An amount of the past may also have
been converted at the rates of its own time. Official fixings and market rates, and rates of different days of a
quarter, differ by up to two percent; beyond that one of the two amounts, or its currency, is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from pipelines.conform.audits import CONSISTENT, INCONSISTENT, NOT_COMPARABLE, WITHIN_ROUNDING, kept
from pipelines.conform.currencies import fitting_codes
from pipelines.conform.intervals import Interval, rounding_interval
from pipelines.conform.money_claims import UNRESOLVED
from pipelines.conform.rates import ReferenceRates
from schemas.identity import content_id
from schemas.values import value_class

WINDOW_DAYS = 30
"""Days up to publication whose rates a newsroom may have used."""

TOLERANCE = Decimal("2")
"""Percent by which an official fixing and market rates may differ: the yuan may move 2 % a day around its fixing."""

USUAL = ("CNY", "USD", "EUR", "JPY", "GBP", "HKD", "KRW", "TWD", "INR", "RUB", "CHF", "CAD", "AUD", "SGD")
"""Currencies tried where an implied rate fits none: the most traded ones and those next to the dollar in Asian news."""

RATE_PLACES = Decimal("1e-12")
_DAY = timedelta(days=1)
_LONGEST_PERIOD = timedelta(days=366)
"""Of a decade some rate fits almost anything: a longer period than a year says nothing of the rate used."""


@value_class
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
    period_start: date | None = None
    period_end: date | None = None
    price_terms: str | None = None
    """Where an amount is in real terms, the words that say so."""


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
    fit = _fit(pair, allowed, rates) if deviation is not None else ""
    verdict, why = _verdict(pair, fit, deviation)
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
    return min(daily), max(daily), sum(daily, Decimal(0)) / len(daily)


def _fit(pair: StatedPair, allowed: Interval, rates: ReferenceRates) -> str:
    """Where the implied rate occurred: on `every` day the article may be of, on `some`, in the amount's `period`."""
    end = pair.published_end or date.max
    met = [
        bool(daily) and allowed.meets(Interval(min(daily), max(daily)))
        for day in _months_of_publication(pair.published_start or end - _DAY, end)
        for daily in [_between(pair, rates, day - timedelta(days=WINDOW_DAYS), day)]
    ]
    if met and all(met):
        return "every"
    if pair.period_end is not None and pair.period_end <= end:
        start = pair.period_start or pair.period_end - timedelta(days=WINDOW_DAYS)
        daily = _between(pair, rates, start, pair.period_end)
        if daily and pair.period_end - start <= _LONGEST_PERIOD and allowed.meets(Interval(min(daily), max(daily))):
            return "period"
    return "some" if any(met) else ""


def _months_of_publication(start: date, end: date) -> Iterator[date]:
    """Days, thirty apart, by which the article may have been published, and the last one."""
    day = start + _DAY
    while day < end:
        yield day
        day += timedelta(days=WINDOW_DAYS)
    yield end


def _between(pair: StatedPair, rates: ReferenceRates, start: date, end: date) -> tuple[Decimal, ...]:
    return rates.between(pair.converted_unit, pair.original_unit, start, end)


def _verdict(pair: StatedPair, fit: str, deviation: Decimal | None) -> tuple[str, str]:
    if pair.original_unit == pair.converted_unit:
        return NOT_COMPARABLE, "both amounts are in one currency"
    if pair.price_terms is not None:
        return NOT_COMPARABLE, f"stated in real terms: {pair.price_terms}; no day's rate belongs to it"
    if deviation is None:
        known = pair.published_end is not None
        return NOT_COMPARABLE, "there is no reference rate" if known else "the day of publication is not known"
    if fit == "every":
        return CONSISTENT, "the rate implied, as rounded, occurred in the thirty days up to publication"
    if fit == "period":
        return CONSISTENT, "the rate implied, as rounded, occurred in the period that the amount is of"
    if abs(deviation) <= TOLERANCE:
        near = "the rate implied is within 2 % of the market, as official fixings are"
        on_some = "; the market had it on some of the days that the article may be of"
        return WITHIN_ROUNDING, near + (on_some if fit else "")
    if fit:
        return (
            NOT_COMPARABLE,
            "the market had the rate on some of the days on which the article may have been published",
        )
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
