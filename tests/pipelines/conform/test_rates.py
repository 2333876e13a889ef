"""Reference rates: two sources, the euro's predecessors, never a later day."""

from datetime import date, timedelta
from decimal import Decimal

import numpy
import pytest

from pipelines.conform.rate_books import RateAnswer, RateBook
from pipelines.conform.rates import ReferenceRates
from schemas.codes.euro_predecessors import EURO_PREDECESSORS

DAYS = [date(1998, 12, 1) + timedelta(days=count) for count in range(120)]


def ecb() -> RateBook:
    rates = [("EUR", code, day, rate) for day in DAYS if day.year >= 1999 for code, rate in (("USD", Decimal("1.25")),)]
    return RateBook(rates, source="ECB", snapshots={date.min: "e"})


def nbp() -> RateBook:
    worth = (("USD", "4"), ("TWD", "0.125"), ("XEU", "5"), ("DEM", "2"), ("VES", "0.5"))
    rates = [(code, "PLN", day, Decimal(zloty)) for day in DAYS for code, zloty in worth]
    return RateBook(rates, source="NBP", snapshots={date.min: "n"}, pivot="PLN")


RATES = ReferenceRates([ecb(), nbp()])


@pytest.mark.parametrize(
    ("base", "target", "day", "source", "rate"),
    [
        ("EUR", "USD", date(1999, 2, 1), "ECB", "1.25"),
        ("USD", "EUR", date(1999, 2, 1), "ECB", "0.8"),
        ("USD", "TWD", date(1999, 2, 1), "NBP", "32"),
        ("EUR", "USD", date(1998, 12, 15), "NBP", "1.25"),
        ("USD", "PLN", date(1998, 12, 15), "NBP", "4"),
        ("DEM", "USD", date(1998, 12, 15), "NBP", "0.5"),
    ],
    ids=["first-source", "inverse", "second-source", "before-the-euro", "the-source's-own", "mark-before-1999"],
)
def test_the_first_source_with_a_rate_answers(base, target, day, source, rate):
    answer = RATES.on(base, target, day)
    assert (answer.source, answer.rate) == (source, Decimal(rate))


def test_what_became_the_euro_converts_at_its_irrevocable_rate():
    answer = RATES.on("DEM", "USD", date(1999, 2, 1))
    assert answer.rate == (Decimal("1.25") / Decimal("1.95583")).quantize(Decimal("1e-12"))
    assert answer.note == "irrevocable euro rate"
    fixed = RATES.on("FRF", "EUR", date(2010, 5, 1))
    assert (fixed.source, fixed.days) == ("EU Council", 0)
    assert (fixed.start, fixed.end) == (date(2010, 5, 1), date(2010, 5, 2))


@pytest.mark.parametrize("base", ["EUR", "USD", "TWD", "DEM", "KPW", "VES"])
@pytest.mark.parametrize("target", ["EUR", "USD", "FRF"])
def test_many_days_at_once_are_answered_as_one_by_one(base, target):
    gaps = [(date(1999, 3, 1), 1), (date(1999, 3, 9), 1), (date(1999, 3, 20), 1), (date(1999, 3, 21), 1 << 60)]
    quoted = [("EUR", "VES", day, Decimal(rate)) for day, rate in gaps]
    quoted += [("EUR", "USD", day, Decimal("1.25")) for day in DAYS if day.year >= 1999]
    snapshots = {date.min: "early", date(1999, 3, 10): "late"}
    rates = ReferenceRates([RateBook(quoted, source="ECB", snapshots=snapshots), nbp()])
    days = [date(1998, 11, 20) + timedelta(days=count) for count in range(150)]
    is_left_to_on = base in EURO_PREDECESSORS or target in EURO_PREDECESSORS or base == target
    answers = [rates.on(base, target, day) for day in days]
    at_once = answered_at_once(rates, base, target, days)
    assert at_once == [None if answer.rate is None or is_left_to_on else answer for answer in answers]
    assert answered_at_once(rates, base, target, []) == []


def answered_at_once(rates: ReferenceRates, base: str, target: str, days: list[date]) -> list[RateAnswer | None]:
    """What `on_days` has for each day, as an answer; None where it has none."""
    answers: dict[int, RateAnswer] = {}
    left = list(range(len(days)))
    for found in rates.on_days(base, target, numpy.array([days[place].toordinal() for place in left], numpy.int64)):
        assert len(found.places) == len(days) - len(answers)
        for place, where in zip(left, found.places, strict=True):
            if where >= 0:
                day = date.fromordinal(found.days[where])
                answers[place] = RateAnswer(
                    found.rates[where], day, day + timedelta(days=1), 1, None, found.source, found.snapshot_ids[where]
                )
        left = [place for place in left if place not in answers]
    return [answers.get(place) for place in range(len(days))]


def test_what_no_source_has_is_answered_with_every_reason():
    answer = RATES.on("KPW", "USD", date(1999, 2, 1))
    assert answer.rate is None
    assert answer.reason == "ECB has no KPW rate up to 1999-02-01; NBP has no KPW rate up to 1999-02-01"


def test_the_old_zloty_is_not_the_zloty():
    old = [(code, "PLN", date(1990, 1, 2), Decimal(rate)) for code, rate in (("USD", "9500"), ("DEM", "5600"))]
    book = RateBook(old, source="NBP", snapshots={date.min: "n"}, pivot="PLN")
    assert book.on("USD", "PLN", date(1990, 1, 2)).rate is None
    assert book.on("USD", "DEM", date(1990, 1, 2)).rate is not None
    new = RateBook(
        [("USD", "PLN", date(1995, 1, 1), Decimal("2.4"))], source="NBP", snapshots={date.min: "n"}, pivot="PLN"
    )
    assert new.on("USD", "PLN", date(1995, 1, 1)).rate == Decimal("2.4")


def rising(*rates: str, first: date = date(2021, 3, 10), base: str = "EUR", target: str = "USD") -> RateBook:
    """A book of one source with a rate a day."""
    days = [(base, target, first + timedelta(days=count), Decimal(rate)) for count, rate in enumerate(rates)]
    return RateBook(days, source="ECB", snapshots={date.min: "e"})


def test_the_average_is_of_the_days_of_the_period_alone():
    book = rising("1.00", "1.01", "1.02", "1.03", "1.04", "1.05")
    answer = book.average("EUR", "USD", date(2021, 3, 12), date(2021, 3, 15))
    assert answer == (Decimal("1.03"), date(2021, 3, 12), date(2021, 3, 15), 3, None, "ECB", "e", None)
    assert book.between("EUR", "USD", date(2021, 3, 12), date(2021, 3, 14)) == (Decimal("1.02"), Decimal("1.03"))
    assert book.between("EUR", "TWD", date(2021, 3, 12), date(2021, 3, 14)) == ()


@pytest.mark.parametrize(
    ("start", "end", "is_covered"),
    [
        (date(2021, 3, 3), date(2021, 3, 13), True),
        (date(2021, 3, 2), date(2021, 3, 13), False),
        (date(2021, 3, 10), date(2021, 3, 20), True),
        (date(2021, 3, 10), date(2021, 3, 21), False),
    ],
)
def test_a_period_is_covered_where_its_ends_are_within_a_week_of_a_rate(start, end, is_covered):
    answer = rising("1.25", "1.25", "1.25").average("EUR", "USD", start, end)
    assert (answer.rate == Decimal("1.25"), answer.reason is None) == (is_covered, is_covered)


def test_a_rate_stands_for_a_week_and_no_day_longer():
    book = rising("1.24", "1.25")
    assert book.on("EUR", "USD", date(2021, 3, 18)).rate == Decimal("1.25")
    assert book.on("EUR", "USD", date(2021, 3, 19)).reason == "ECB has no EUR/USD rate in the week up to 2021-03-19"
    assert book.average("EUR", "USD", date(2021, 3, 13), date(2021, 3, 15)).start == date(2021, 3, 11)


def test_a_rate_too_small_to_be_kept_is_refused():
    kept, refused = rising("1e8", target="VES"), rising("1.1e8", target="VES")
    day, after = date(2021, 3, 10), date(2021, 3, 11)
    assert kept.on("VES", "EUR", day).rate == kept.average("VES", "EUR", day, after).rate == Decimal("1e-8")
    assert "too small" in str(refused.on("VES", "EUR", day).reason)
    assert "too small" in str(refused.average("VES", "EUR", day, after).reason)
    assert answered_at_once(ReferenceRates([kept]), "VES", "EUR", [day]) == [kept.on("VES", "EUR", day)]
    assert answered_at_once(ReferenceRates([refused]), "VES", "EUR", [day]) == [None]


def test_why_there_is_no_average_names_the_last_day_of_the_period():
    answer = ecb().average("KPW", "USD", date(1999, 1, 1), date(1999, 2, 1))
    assert answer.reason == "ECB has no KPW rate up to 1999-01-31"


def test_the_euro_begins_on_its_day():
    begins = EURO_PREDECESSORS["DEM"].fixed_on
    assert RATES.on("DEM", "USD", begins - timedelta(days=1)).note is None
    assert RATES.on("DEM", "USD", begins).note == "irrevocable euro rate"
    assert nbp().on("EUR", "PLN", date(1999, 1, 2)).start == date(1998, 12, 31)
