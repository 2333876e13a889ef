"""Exchange rates as questions are put to them: of a day, at the end of a period, on average over one.

All rates are exact decimals of euro reference rates; a cross rate is the quotient of two of the same day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal

MAX_GAP_DAYS = 7
"""How old a rate may be that stands for a day without one: the longest gap in the ECB series is five days (Easter and
New Year), so a week admits every weekend and holiday and no missing stretch."""

RATE_PLACES = Decimal("1e-12")
"""Rates are kept to twelve places, as the contract of `core_claim_conversions` stores them."""

_EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class RateAnswer:
    """A rate and the days it rests on, or the reason why there is none."""

    rate: Decimal | None
    start: date | None = None
    end: date | None = None
    days: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Crosses:
    """Daily cross rates of one pair, ascending, with running sums."""

    days: tuple[date, ...]
    rates: tuple[Decimal, ...]
    sums: tuple[Decimal, ...]


class RateBook:
    """Reference rates of one source and snapshot, ready for questions."""

    def __init__(self, rates: Iterable[tuple[str, date, Decimal]], *, source: str, snapshot_id: str) -> None:
        """Take rates as (ISO code, day, units for one euro), in any order; EUR itself need not be among them."""
        self.source = source
        self.snapshot_id = snapshot_id
        self._per_euro: dict[str, dict[date, Decimal]] = {}
        for code, day, rate in rates:
            self._per_euro.setdefault(code, {})[day] = rate
        every_day = sorted({day for days in self._per_euro.values() for day in days})
        self._per_euro["EUR"] = dict.fromkeys(every_day, Decimal(1))
        self._crosses: dict[tuple[str, str], _Crosses] = {}

    def covers(self, code: str) -> bool:
        """Whether the book has any rate of a currency."""
        return code in self._per_euro

    def on(self, base: str, target: str, day: date) -> RateAnswer:
        """The rate of a day, else of the last day with one at most seven days before; never of a later day."""
        crosses = self._pair(base, target)
        if crosses is None:
            return self._not_covered(base, target)
        place = bisect_right(crosses.days, day) - 1
        if place < 0:
            return RateAnswer(None, reason=f"no {base}/{target} rate before {crosses.days[0]}")
        found = crosses.days[place]
        if day - found > timedelta(days=MAX_GAP_DAYS):
            return RateAnswer(None, reason=f"no {base}/{target} rate within {MAX_GAP_DAYS} days up to {day}")
        return RateAnswer(crosses.rates[place], found, found + timedelta(days=1), 1)

    def average(self, base: str, target: str, start: date, end: date) -> RateAnswer:
        """The mean of the daily rates in [start, end): the rate of a flow over its period.

        The period must be covered: its first and last day each within seven days of a day with a rate.
        """
        crosses = self._pair(base, target)
        if crosses is None:
            return self._not_covered(base, target)
        first, last = bisect_left(crosses.days, start), bisect_left(crosses.days, end)
        if first == last:
            return self.on(base, target, end - timedelta(days=1))
        gap = timedelta(days=MAX_GAP_DAYS)
        if crosses.days[first] - start > gap or end - crosses.days[last - 1] > gap + timedelta(days=1):
            return RateAnswer(None, reason=f"{base}/{target} rates do not cover {start} to {end}")
        total = crosses.sums[last] - crosses.sums[first]
        mean = _EXACT.divide(total, Decimal(last - first)).quantize(RATE_PLACES, context=_EXACT)
        return RateAnswer(mean, crosses.days[first], crosses.days[last - 1] + timedelta(days=1), last - first)

    def _not_covered(self, base: str, target: str) -> RateAnswer:
        missing = base if not self.covers(base) else target
        return RateAnswer(None, reason=f"{self.source} has no rates of {missing}")

    def _pair(self, base: str, target: str) -> _Crosses | None:
        known = self._crosses.get((base, target))
        if known is not None:
            return known
        if not (self.covers(base) and self.covers(target)):
            return None
        bases, targets = self._per_euro[base], self._per_euro[target]
        days = tuple(sorted(bases.keys() & targets.keys()))
        rates = tuple(_EXACT.divide(targets[day], bases[day]).quantize(RATE_PLACES, context=_EXACT) for day in days)
        sums = [Decimal(0)]
        for rate in rates:
            sums.append(sums[-1] + rate)
        crosses = _Crosses(days, rates, tuple(sums))
        self._crosses[base, target] = crosses
        return crosses if days else None
