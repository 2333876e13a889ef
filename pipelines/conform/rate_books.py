"""The exchange rates of one source, as questions are put to them: of a day, on average over a period.

A book holds reference rates against the source's own currency; a cross rate is the quotient of two rates of the same
day. Exact day, else the last day with a rate within a week, else no rate and the reason. Never a later day, never an
extrapolation.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import accumulate, islice
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from schemas.codes.euro_predecessors import EURO_PREDECESSORS

MAX_GAP_DAYS = 7
"""How old a rate may be that stands for a day without one: the longest gap in the ECB series is five days (Easter and
New Year), so a week admits every weekend and holiday and no missing stretch; NBP table B is weekly."""

RATE_PLACES = Decimal("1e-12")
"""Rates are kept to twelve places, as the contract of `core_claim_conversions` stores them."""

LEAST_RATE = Decimal("1e-8")
"""A rate below this would keep fewer than four digits in twelve places: such a cross (a currency in hyperinflation
against a hard one) is refused rather than blunted."""

PLN_SINCE = date(1995, 1, 1)
"""Earlier rates of the National Bank of Poland are in old zloty, PLZ, of which 10,000 made one PLN."""

EXACT = Context(prec=50, rounding=ROUND_HALF_EVEN)
_ONE = Decimal(1)
_GAP = timedelta(days=MAX_GAP_DAYS)
_DAY = timedelta(days=1)


class RateAnswer(NamedTuple):
    """A rate, the days it rests on, who published them in which file; or the reason why there is none.

    `note` names the irrevocable euro rate that the published rate was taken together with, if any.
    """

    rate: Decimal | None
    start: date | None = None
    end: date | None = None
    days: int = 0
    reason: str | None = None
    source: str | None = None
    snapshot_id: str | None = None
    note: str | None = None


class DayRates(NamedTuple):
    """Rates of one day each, of many days: `places` tells which of them each day asked for takes, -1 where it has none.

    `days` are those that the rates are of, as `date.toordinal` numbers them; `snapshot_ids` name the file of each.
    """

    places: NDArray[numpy.int64]
    rates: list[Decimal]
    days: NDArray[numpy.int64]
    source: str
    snapshot_ids: list[str]


class Crosses:
    """Daily cross rates of one pair, days ascending, with running sums; worked out up to the last day asked for.

    The second source is asked for a few early years of a long series.
    """

    __slots__ = ("_above", "_below", "days", "numbers", "rates", "sums")

    def __init__(self, above: Mapping[date, Decimal], below: Mapping[date, Decimal]) -> None:
        """Take what the target and the base are worth in the source's own currency, or it in them the other way."""
        self._above, self._below = above, below
        self.days = tuple(sorted([day for day in below if day in above]))
        self.numbers = numpy.array([day.toordinal() for day in self.days], numpy.int64)
        self.rates: list[Decimal] = []
        self.sums = [Decimal(0)]

    def reach(self, count: int) -> None:
        """Work out the rates of the first `count` days, and as many sums and one."""
        if count <= len(self.rates):
            return
        above, below, divide, quantize = self._above, self._below, EXACT.divide, EXACT.quantize
        days = self.days[len(self.rates) : count]
        rates = [quantize(divide(above[day], below[day]), RATE_PLACES) for day in days]
        self.rates += rates
        self.sums += islice(accumulate(rates, initial=self.sums[-1]), 1, None)


class RateBook:
    """Reference rates of one source, ready for questions."""

    def __init__(
        self,
        rates: Iterable[tuple[str, str, date, Decimal]],
        *,
        source: str,
        snapshots: Mapping[date, str],
        pivot: str = "EUR",
    ) -> None:
        """Take rates as (base, quote, day, units of the quote for one base), in any order.

        `snapshots` names the file that the rates of a day and of the days after it were first read from; each file
        holds the days of the earlier ones too. `pivot` is the source's own currency. The ECB quotes others for one euro
        (base EUR), the NBP zloty for one of each other (quote PLN); a rate against any other currency is not taken.
        """
        self.source = source
        files = sorted(snapshots.items())
        self._snapshot_days, self._snapshot_ids = [day for day, _ in files], [name for _, name in files]
        self._snapshot_numbers = numpy.array([day.toordinal() for day, _ in files], numpy.int64)
        self._per_pivot: dict[str, dict[date, Decimal]] = {}
        self._in_pivot: dict[str, dict[date, Decimal]] = {}
        for base, quote, day, rate in rates:
            if base == pivot:
                self._per_pivot.setdefault(quote, {})[day] = rate
            elif quote == pivot:
                self._in_pivot.setdefault(base, {})[day] = rate
        self._add_ecu()
        self._add_pivot(pivot)
        self._first_days = {
            code: min(days) for worth in (self._per_pivot, self._in_pivot) for code, days in worth.items()
        }
        self._crosses: dict[tuple[str, str], Crosses | None] = {}

    def on_days(self, base: str, target: str, days: NDArray[numpy.int64]) -> DayRates:
        """What `on` gives for each of many days, as far as it is a rate.

        Args:
            base: The currency that one unit of is priced.
            target: The currency that it is priced in.
            days: Days as `date.toordinal` numbers them, in any order.
        """
        crosses = self.crosses(base, target)
        if crosses is None:
            return DayRates(numpy.full(len(days), -1), [], days[:0], self.source, [])
        known = crosses.numbers
        places = numpy.searchsorted(known, days, side="right") - 1
        crosses.reach(int(places.max(initial=-1)) + 1)
        is_near = (places >= 0) & (days - known[places] <= _GAP.days)
        # Of a weekend and the day before it the rate is one.
        asked = numpy.unique(places[is_near]).tolist()
        kept = numpy.array([place for place in asked if crosses.rates[place] >= LEAST_RATE], numpy.int64)
        order = numpy.full(len(known), -1)
        order[kept] = numpy.arange(len(kept))
        files = numpy.searchsorted(self._snapshot_numbers, known[kept], side="right") - 1
        return DayRates(
            numpy.where(is_near, order[places], -1),
            [crosses.rates[place] for place in kept],
            known[kept],
            self.source,
            [self._snapshot_ids[file] for file in files],
        )

    def on(self, base: str, target: str, day: date) -> RateAnswer:
        """The rate of a day, else of the last day with one at most seven days before; never of a later day."""
        crosses = self.crosses(base, target)
        place = bisect_right(crosses.days, day) - 1 if crosses else -1
        if crosses is None or place < 0:
            return self._not_covered(base, target, day)
        found = crosses.days[place]
        if day - found > _GAP:
            return RateAnswer(None, reason=f"{self.source} has no {base}/{target} rate in the week up to {day}")
        crosses.reach(place + 1)
        return self._answer(crosses.rates[place], found, found, 1)

    def average(self, base: str, target: str, start: date, end: date) -> RateAnswer:
        """The mean of the daily rates in [start, end): the rate of a flow over its period.

        The period must be covered: its first and last day each within seven days of a day with a rate.
        """
        crosses = self.crosses(base, target)
        if crosses is None:
            return self._not_covered(base, target, end - _DAY)
        first, last = bisect_left(crosses.days, start), bisect_left(crosses.days, end)
        if first == last:
            return self.on(base, target, end - _DAY)
        if crosses.days[first] - start > _GAP or end - crosses.days[last - 1] > _GAP + _DAY:
            return RateAnswer(None, reason=f"{self.source} rates of {base}/{target} do not cover {start} to {end}")
        crosses.reach(last)
        mean = EXACT.divide(crosses.sums[last] - crosses.sums[first], Decimal(last - first))
        return self._answer(kept_rate(mean), crosses.days[first], crosses.days[last - 1], last - first)

    def between(self, base: str, target: str, start: date, end: date) -> tuple[Decimal, ...]:
        """The daily rates in [start, end), oldest first; empty where there are none."""
        crosses = self.crosses(base, target)
        if crosses is None:
            return ()
        first, last = bisect_left(crosses.days, start), bisect_left(crosses.days, end)
        crosses.reach(last)
        return tuple(crosses.rates[first:last])

    def crosses(self, base: str, target: str) -> Crosses | None:
        """Every day on which the source gave both currencies, with the rate between them; None where there is none."""
        pair = (base, target)
        if pair not in self._crosses:
            self._crosses[pair] = self._cross(base, target)
        return self._crosses[pair]

    def _cross(self, base: str, target: str) -> Crosses | None:
        if base in self._per_pivot and target in self._per_pivot:
            above, below = self._per_pivot[target], self._per_pivot[base]
        elif base in self._in_pivot and target in self._in_pivot:
            above, below = self._in_pivot[base], self._in_pivot[target]
        else:
            return None
        crosses = Crosses(above, below)
        return crosses if crosses.days else None

    def _answer(self, rate: Decimal, first: date, last: date, days: int) -> RateAnswer:
        if rate < LEAST_RATE:
            return RateAnswer(None, reason=f"the rate {rate} is too small to be kept to twelve places")
        file = self._snapshot_ids[bisect_right(self._snapshot_days, last) - 1]
        return RateAnswer(rate, first, last + _DAY, days, None, self.source, file)

    def _not_covered(self, base: str, target: str, day: date) -> RateAnswer:
        """Why there is no rate, in words that later rates do not change."""
        missing = [code for code in (base, target) if self._first_days.get(code, date.max) > day]
        return RateAnswer(
            None, reason=f"{self.source} has no {missing[0] if missing else f'{base}/{target}'} rate up to {day}"
        )

    def _add_ecu(self) -> None:
        """The European Currency Unit became the euro one for one: before 1999 it speaks for the euro."""
        ecu = EURO_PREDECESSORS["XEU"].fixed_on
        for worth in (self._per_pivot, self._in_pivot):
            early = {day: rate for day, rate in worth.get("XEU", {}).items() if day < ecu}
            if early:
                worth["EUR"] = {**early, **worth.get("EUR", {})}

    def _add_pivot(self, pivot: str) -> None:
        """The source's own currency is worth one of itself on every day with a rate."""
        for worth in (self._per_pivot, self._in_pivot):
            days = {day for of_code in worth.values() for day in of_code}
            if pivot == "PLN":
                days = {day for day in days if day >= PLN_SINCE}
            if days:
                worth[pivot] = dict.fromkeys(days, _ONE)


def kept_rate(rate: Decimal) -> Decimal:
    """A rate to as many places as are stored."""
    return rate.quantize(RATE_PLACES, context=EXACT)
