"""A currency sign that several share: the article decides; else nobody does, or for $ the custom of reporting."""

import pytest

from pipelines.extract.claims import bind_claims
from pipelines.extract.mentions import find_mentions
from schemas.pages import Sentence
from schemas.spans import SentenceReading


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param("The plant cost ¥50 million, or about 2 yuan a piece.", "CNY", id="a currency in words"),
        pytest.param("The plant cost ¥50 million, or about 2 yen a piece.", "JPY", id="the other in words"),
        pytest.param("China's newest plant cost ¥50 million.", "CNY", id="a country"),
        pytest.param("The Tokyo plant cost ¥50 million.", "JPY", id="a city"),
        pytest.param("The plant cost ¥50 million.", "XXX", id="nothing"),
        pytest.param("The China plant of Japan's Omron cost ¥50 million.", "XXX", id="both countries"),
        pytest.param("China's Beijing plant of Japan's Omron cost ¥50 million.", "XXX", id="one twice as often"),
        pytest.param(
            "China's Beijing and Shanghai, not Japan, gave ¥50 million.", "CNY", id="one three times as often"
        ),
    ],
)
def test_what_the_article_tells(text, unit):
    dates, numbers = find_mentions(text)
    reading = SentenceReading(Sentence(0, len(text), text, "body", 0), dates, numbers.quantities)
    claim = bind_claims([reading])[0].claims[0]
    assert claim.quantity.unit == unit
    assert set(claim.quantity.currency_codes) == {"JPY", "CNY"}
    assert ("currency: not told by the article" in claim.quantity.rule) == (unit == "XXX")


def dollar_of(text):
    """The first claim of an article of one paragraph."""
    dates, numbers = find_mentions(text)
    reading = SentenceReading(Sentence(0, len(text), text, "body", 0), dates, numbers.quantities)
    return bind_claims([reading])[0].claims[0]


@pytest.mark.parametrize(
    ("text", "unit", "codes"),
    [
        pytest.param("The mill cost $50 million.", "USD", {"USD"}, id="nothing"),
        pytest.param("The Sydney mill, Australia's first, cost $50 million.", "AUD", {"AUD", "USD"}, id="Australia"),
        pytest.param("The Toronto mill, Canada's first, cost $50 million.", "CAD", {"CAD", "USD"}, id="Canada"),
        pytest.param("Singapore gave Singapore's port $50 million.", "SGD", {"SGD", "USD"}, id="Singapore"),
        pytest.param("Hong Kong will pay $50 million for Hong Kong's pier.", "USD", {"USD", "HKD"}, id="marks its own"),
        pytest.param(
            "Hong Kong will pay $390 million or US$50 million for Hong Kong's pier.", "HKD", {"USD", "HKD"},
            id="marks the US dollar",
        ),
        pytest.param(
            "Taiwan will pay $390 million, not US$12 million, for Taipei's bridge.", "TWD", {"USD", "TWD"},
            id="Taiwan marks the US dollar",
        ),
        pytest.param("Australia's Sydney mill cost $5 million beside a barn for A$2 million.", "USD", {"USD"}, id="A$"),
        pytest.param("The Sydney mill cost $50 million.", "USD", {"USD", "AUD"}, id="Sydney once"),
        pytest.param("Australia's Sydney, like America, paid $5 million.", "USD", {"USD", "AUD"}, id="twice and once"),
        pytest.param(
            "Australia's Sydney in Australia, like America, paid $5 million.", "AUD", {"USD", "AUD"},
            id="three times and once",
        ),
        pytest.param("Sydney's mill, America's own, cost $50 million.", "USD", {"USD", "AUD"}, id="two countries"),
        pytest.param("Australia's Sydney mill cost $5 million or 4 million euros.", "USD", {"USD", "AUD"}, id="euros"),
    ],
)  # fmt: skip
def test_whose_dollar_the_article_tells(text, unit, codes):
    claim = dollar_of(text)
    assert claim.quantity.unit == unit
    assert set(claim.quantity.currency_codes) == codes


def test_a_dollar_by_custom_is_believed_less_than_a_marked_one():
    marked, bare, doubtful = (
        dollar_of(f"{who} will pay {sign}50 million for {who}'s pier.")
        for who, sign in (("Japan", "US$"), ("Japan", "$"), ("Hong Kong", "$"))
    )
    assert marked.confidence > bare.confidence > doubtful.confidence
    assert "default of international reporting" in bare.quantity.rule
