"""Exchange rates of several sources, asked in turn, and those that the euro fixed for the currencies it replaced.

Each source is a book (`rate_books.py`): what the first has no rate for is asked of the next; no rate, then the reasons
of all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy
from numpy.typing import NDArray

from pipelines.conform.rate_books import EXACT, DayRates, RateAnswer, RateBook, kept_rate
from schemas.codes.euro_predecessors import EURO_PREDECESSORS

EU_COUNCIL = "EU Council"
"""Source of the irrevocable rates, where no published rate is needed besides."""

_FIXED = "irrevocable euro rate"


class ReferenceRates:
    """Several books asked in turn, and the irrevocable rates of the currencies that became the euro."""

    def __init__(self, books: Sequence[RateBook]) -> None:
        """Take the books in the order in which they are asked: the first with an answer is believed."""
        self.books = tuple(books)

    def on(self, base: str, target: str, day: date) -> RateAnswer:
        """The rate of a day (see `RateBook.on`), of the first book that has it."""
        return self._found(RateBook.on, base, target, day)

    def on_days(self, base: str, target: str, days: NDArray[numpy.int64]) -> list[DayRates]:
        """The rates of many days (see `RateBook.on_days`), of each book for the days that those before it lack.

        What no book has, `on` answers: why there is no rate, or at which irrevocable one.
        """
        if base in EURO_PREDECESSORS or target in EURO_PREDECESSORS or base == target:
            return []
        found = []
        for book in self.books:
            found.append(book.on_days(base, target, days))
            days = days[found[-1].places < 0]
        return found

    def average(self, base: str, target: str, start: date, end: date) -> RateAnswer:
        """The mean rate over [start, end) (see `RateBook.average`), of the first book that covers it."""
        return self._found(RateBook.average, base, target, start, end)

    def between(self, base: str, target: str, start: date, end: date) -> tuple[Decimal, ...]:
        """The daily rates in [start, end) of the first book that has some."""
        return next((found for book in self.books if (found := book.between(base, target, start, end))), ())

    def _found(self, ask: Callable[..., RateAnswer], base: str, target: str, since: date, *until: date) -> RateAnswer:
        if base not in EURO_PREDECESSORS and target not in EURO_PREDECESSORS and base != target:
            return self._first(ask, base, target, since, *until)
        base_code, base_per_euro = _since_the_euro(base, since)
        target_code, target_per_euro = _since_the_euro(target, since)
        fixed = EXACT.divide(target_per_euro, base_per_euro)
        if base_code == target_code:
            return RateAnswer(
                kept_rate(fixed), since, since + timedelta(days=1), 0, None, EU_COUNCIL, "irrevocable", _FIXED
            )
        answer = self._first(ask, base_code, target_code, since, *until)
        if answer.rate is None or (base_code, target_code) == (base, target):
            return answer
        return answer._replace(rate=kept_rate(EXACT.multiply(answer.rate, fixed)), note=_FIXED)

    def _first(self, ask: Callable[..., RateAnswer], base: str, target: str, *when: date) -> RateAnswer:
        """The answer of the first book that has one, else the reasons of all."""
        reasons = []
        for book in self.books:
            answer = ask(book, base, target, *when)
            if answer.rate is not None:
                return answer
            reasons.append(str(answer.reason))
        return RateAnswer(None, reason="; ".join(reasons) or "there are no exchange rates")


def _since_the_euro(code: str, day: date) -> tuple[str, Decimal]:
    """A currency as it stood on a day: one that the euro had replaced by then is so many to the euro, for ever."""
    predecessor = EURO_PREDECESSORS.get(code)
    if predecessor is None or day < predecessor.fixed_on:
        return code, Decimal(1)
    return "EUR", predecessor.units_per_euro
