"""A currency sign that yen and yuan share: the article decides, or nobody does."""

import pytest

from pipelines.extract.claims import bind_claims
from pipelines.extract.mentions import find_mentions
from schemas.spans import Sentence, SentenceReading


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        pytest.param("The plant cost ¥50 million, or about 2 yuan a piece.", "CNY", id="a currency in words"),
        pytest.param("The plant cost ¥50 million, or about 2 yen a piece.", "JPY", id="the other in words"),
        pytest.param("China's newest plant cost ¥50 million.", "CNY", id="a country"),
        pytest.param("The Tokyo plant cost ¥50 million.", "JPY", id="a city"),
        pytest.param("The plant cost ¥50 million.", "XXX", id="nothing"),
        pytest.param("The China plant of Japan's Omron cost ¥50 million.", "XXX", id="both countries"),
    ],
)
def test_what_the_article_tells(text, unit):
    dates, numbers = find_mentions(text)
    reading = SentenceReading(Sentence(0, len(text), text, "body", 0), dates, numbers.quantities)
    claim = bind_claims([reading])[0].claims[0]
    assert claim.quantity.unit == unit
    assert set(claim.quantity.currency_codes) == {"JPY", "CNY"}
