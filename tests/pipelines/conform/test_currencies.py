"""A sign that several currencies share: one of them by evidence, or none."""

from datetime import date
from decimal import Decimal

import pytest

from pipelines.conform.currencies import StatedAmount, fitting_codes, resolve_currencies
from pipelines.conform.money_claims import UNRESOLVED
from pipelines.conform.rate_books import RateBook
from pipelines.conform.rates import ReferenceRates

DAY = date(2024, 3, 5)
RATES = ReferenceRates(
    [
        RateBook(
            [("EUR", code, DAY, Decimal(rate)) for code, rate in (("USD", "1.08"), ("CNY", "7.8"), ("JPY", "162"))],
            source="ECB",
            snapshots={date.min: "e"},
        )
    ]
)
YEN_OR_YUAN = ("JPY", "CNY")


def amount(name, codes, value="500000000", *, article="a_1", unit=None, beside=None, published=date(2024, 3, 6)):
    return StatedAmount(name, article, unit or codes[0], codes, Decimal(value), beside, published)


def resolved(*amounts):
    return resolve_currencies(amounts, RATES)["c_1"]


def test_one_code_needs_no_evidence():
    assert resolved(amount("c_1", ("EUR",))) == ("EUR", "stated")


def test_a_name_that_nearly_always_means_one_currency_means_it():
    assert resolved(amount("c_1", ("GBP", "EGP"))) == ("GBP", "likeliest of the currencies of that name")


def test_a_dollar_that_the_article_tells_of_is_that_dollar():
    assert resolved(amount("c_1", ("HKD", "USD"))) == ("HKD", "told by the article")


@pytest.mark.parametrize(("dollars", "code"), [("69200000", "CNY"), ("3330000", "JPY")])
def test_the_amount_beside_it_tells_which(dollars, code):
    pair = (amount("c_1", YEN_OR_YUAN, beside="c_2"), amount("c_2", ("USD",), dollars, beside="c_1"))
    assert resolved(*pair) == (code, "the only one that fits the amount beside it")


def test_where_the_amount_beside_it_fits_neither_the_article_tells():
    pair = (amount("c_1", YEN_OR_YUAN, beside="c_2"), amount("c_2", ("USD",), "20000000", beside="c_1"))
    assert resolved(*pair) == (UNRESOLVED, "not told by the article: JPY, CNY")
    assert resolved(*pair, amount("c_3", ("CNY",))) == ("CNY", "the only one of that name in the article")


def test_other_articles_tell_nothing():
    told = resolved(amount("c_1", YEN_OR_YUAN), amount("c_2", ("CNY",), article="a_2"))
    assert told == (UNRESOLVED, "not told by the article: JPY, CNY")


def test_without_a_day_of_publication_no_rate_tells():
    pair = (amount("c_1", YEN_OR_YUAN, beside="c_2", published=None), amount("c_2", ("USD",), "69200000"))
    assert resolved(*pair)[0] == UNRESOLVED


def test_an_amount_that_is_ambiguous_itself_is_no_evidence():
    pair = (amount("c_1", YEN_OR_YUAN, beside="c_2"), amount("c_2", ("SEK", "NOK"), "69200000", beside="c_1"))
    assert resolved(*pair)[0] == UNRESOLVED


def test_five_percent_off_the_rate_still_fits():
    for off, found in (("1.04", ["CNY"]), ("1.06", [])):
        yuan = Decimal("7.8") / Decimal("1.08") * Decimal(off)
        assert fitting_codes(yuan, ("CNY", "JPY"), Decimal(1), "USD", DAY, RATES) == found
