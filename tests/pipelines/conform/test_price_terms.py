"""Which amounts are stated in real terms, by the words right beside them."""

import pytest

from pipelines.conform.price_terms import price_year, real_terms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Output came to [3 billion yuan] at constant 2015 prices.", "at constant 2015 prices"),
        ("Output came to [3 billion yuan] (at comparable prices).", "at comparable prices"),
        ("Output came to [3 billion yuan] ($420 million) at 2015 prices.", "at 2015 prices"),
        ("Output came to 3 billion yuan ([$420 million]) at 2015 prices.", "at 2015 prices"),
        ("Output came to [3 billion yuan] ($420 million) in 2015.", None),
        ("The dam cost [$49 million], in 2020 dollars.", "in 2020 dollars"),
        ("The dam cost [$49 million] in constant 2010 U.S. dollars.", "in constant 2010 U.S. dollars"),
        ("The railway cost [£20 million], or more in today’s money.", None),
        ("The railway cost [£2 billion] in today’s money.", "in today’s money"),
        ("Spending was [4 billion euros] in real terms.", "in real terms"),
        ("Spending was [4 billion euros], adjusted for inflation.", "adjusted for inflation"),
        ("They spent an inflation-adjusted [4 billion euros].", "inflation-adjusted"),
        ("Spending rose 5% in real terms to [4 billion euros].", None),
        ("Spending rose 5% to [4 billion euros] in real terms.", None),
        ("They spent [4 billion euros] in 2015. Prices rose.", None),
        ("They spent [4 billion euros] in 2015 on dams.", None),
        ("The price was [4 billion euros] in real money.", None),
    ],
)
def test_the_words_beside_the_amount_decide(text, words):
    start, end = text.index("["), text.index("]") - 1
    assert real_terms(text.replace("[", "").replace("]", ""), start, end) == words


def test_the_year_of_the_prices_is_known_only_where_it_is_told():
    assert price_year("at constant 2015 prices") == "2015"
    assert price_year("adjusted for inflation") is None
