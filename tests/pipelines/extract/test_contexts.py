"""What numbers are about: every article of `contexts.corpus.yaml`, read whole, sentence by sentence.

Also what `bind_claims` promises whatever the text: one claim a quantity, spans that reproduce their words, no
exception and no hang on hostile text.
"""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.claims import bind_claims
from pipelines.extract.mentions import find_mentions
from schemas.pages import Sentence
from schemas.spans import Quantity, SentenceReading

CORPUS = Path(__file__).parents[3] / "pipelines" / "extract" / "contexts.corpus.yaml"
ARTICLES = yaml.safe_load(CORPUS.read_text(encoding="utf-8"))["articles"]
STATUSES = {"actual", "target", "plan", "projected", "estimate", "hypothetical"}
FIELDS = ("subject", "metric", "speaker", "status", "direction")


def read(sentences):
    """Readings of one paragraph with these sentences, and its raw text."""
    readings, raw = [], ""
    for text in sentences:
        dates, numbers = find_mentions(text)
        readings.append(
            SentenceReading(
                Sentence(len(raw), len(raw) + len(text), text, "body", 0),
                tuple(date.moved(len(raw)) for date in dates),
                tuple(quantity.moved(len(raw)) for quantity in numbers.quantities),
            )
        )
        raw += text + " "
    return readings, raw


def claims_of(sentences):
    readings, raw = read(sentences)
    return [claim for reading in bind_claims(readings) for claim in reading.claims], raw


def cases():
    for article in ARTICLES:
        texts = [sentence["text"] for sentence in article["sentences"]]
        for index, sentence in enumerate(article["sentences"]):
            for claim in sentence.get("claims", []):
                yield pytest.param(
                    texts, index, claim, id=f"{article['style']}: {claim['number']}: {sentence['text'][:60]}"
                )


@pytest.mark.parametrize(("texts", "index", "wanted"), list(cases()))
def test_claim_is_about(texts, index, wanted):
    readings, raw = read(texts)
    bound = bind_claims(readings)
    found = [c for c in bound[index].claims if raw[c.quantity.start : c.quantity.end] == wanted["number"]]
    assert found, f"{wanted['number']} was not read"
    claim = found[0]
    context = {field: getattr(claim.context, field) for field in FIELDS}
    assert context == {"status": "actual"} | dict.fromkeys(FIELDS[:3] + FIELDS[4:]) | {
        field: wanted[field] for field in FIELDS if field in wanted
    }
    if "unit" in wanted:
        assert claim.quantity.unit == wanted["unit"]
    if "value" in wanted:
        assert claim.quantity.value_low == Decimal(wanted["value"])
    if "per" in wanted:
        assert claim.quantity.per == wanted["per"]
    if "kind" in wanted:
        assert claim.quantity.kind == wanted["kind"]
    if "paired" in wanted:
        assert raw[claim.paired_start :].startswith(wanted["paired"])
    if "doubt" in wanted:
        assert claim.context.doubt == "collective_or_distributive"


def test_spans_reproduce_their_words():
    for article in ARTICLES:
        claims, raw = claims_of([sentence["text"] for sentence in article["sentences"]])
        for claim in claims:
            for text, span in (
                (claim.context.subject, claim.context.subject_span),
                (claim.context.metric, claim.context.metric_span),
                (claim.context.speaker, claim.context.speaker_span),
            ):
                if span is not None:
                    assert raw[span[0] : span[1]] == text


def test_every_context_names_its_rules():
    for article in ARTICLES:
        claims, _ = claims_of([sentence["text"] for sentence in article["sentences"]])
        assert all(any(rule.startswith("about: ") for rule in claim.context.rules) for claim in claims)


def test_one_claim_a_quantity_in_order():
    readings, _ = read(["Sales rose 5% to 3 billion euros (US$3.3 billion), against 12 rivals."])
    bound = bind_claims(readings)
    assert [claim.quantity.start for claim in bound[0].claims] == [q.start for q in readings[0].quantities]


def test_periods_are_left_to_the_calendar():
    claims, _ = claims_of(["Output grew 5% in 2021."])
    assert claims[0].period is None
    assert claims[0].period_relation is None


def test_confidence_falls_where_nothing_names_the_subject():
    named, _ = claims_of(["Peru's exports fell 5%."])
    unnamed, _ = claims_of(["Exports fell 5%."])
    assert unnamed[0].confidence < named[0].confidence == 1.0


def test_pairs_point_at_one_another():
    claims, raw = claims_of(["Ghana received 500 million cedis ($40 million) of aid."])
    assert [raw[claim.paired_start :][:3] for claim in claims] == ["$40", "500"]
    assert claims[0].context.subject == claims[1].context.subject == "Ghana"


def test_sentence_that_breaks_off_anywhere_is_bound():
    for article in ARTICLES:
        for sentence in article["sentences"]:
            words = sentence["text"].split()
            for end in range(1, len(words)):
                claims_of([" ".join(words[:end])])


@pytest.mark.parametrize(
    "headline",
    [
        "A 30% duty imposed",
        "Poland: 30% tariff on tractors applied",
        "5 million zloty granted",
        "80 firms out of its targeted",
        "Havfjord Ferries only 9 months to finish",
        "The 50 ships sunk",
        "Some 5% hold",
    ],
)
def test_headline_without_a_stop_is_bound(headline):
    claims, _ = claims_of([headline])
    assert len(claims) == 1


def test_sentence_without_numbers_is_left_alone():
    readings, _ = read(["Nothing to count here."])
    assert bind_claims(readings) == tuple(readings)


@pytest.mark.parametrize(
    "text",
    [
        "1 " * 2000,
        "the of 1, " * 90,
        "he said that 1 and " * 60,
        "x" * 200_000 + " 5",
        "(" * 300 + "5" + ")" * 300,
        "\ud800 5 \x00",
        "５ ٥",
        "5",
    ],
    ids=["numbers", "commas", "sayings", "one word", "brackets", "lone surrogate", "digits", "five"],
)
def test_hostile_text_is_bound(text):
    spans = [(place, place + 1) for place, letter in enumerate(text) if letter.isdecimal()]
    quantities = tuple(
        Quantity(start, end, "count", Decimal(1), Decimal(1), "exact", 0, None, "test") for start, end in spans
    )
    bound = bind_claims([SentenceReading(Sentence(0, len(text), text, "body", 0), (), quantities)])
    assert len(bound[0].claims) == len(spans)
    assert all(claim.context.status in STATUSES for claim in bound[0].claims)


WORDS = st.sampled_from(
    [
        "China",
        "'s",
        "said",
        "that",
        "rose",
        "to",
        "fell",
        ",",
        ".",
        "(",
        ")",
        "“",
        "”",
        "according",
        "to",
        "the",
        "of",
        "a",
        "its",
        "it",
        "which",
        "5",
        "12%",
        "RMB",
        "3",
        "billion",
        "will",
        "plans",
        "if",
        "and",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=30))
def test_any_order_of_words_is_bound(words):
    claims, raw = claims_of([" ".join(words), "It rose 5%."])
    for claim in claims:
        assert 0 < claim.confidence <= 1
        for span in (claim.context.subject_span, claim.context.metric_span, claim.context.speaker_span):
            assert span is None or 0 <= span[0] < span[1] <= len(raw)


@pytest.mark.parametrize(
    ("text", "modifier", "low", "high"),
    [
        ("Growth failed to reach 5 percent.", "less_than", None, Decimal(5)),
        ("Output did not exceed 300 tonnes.", "at_most", None, Decimal(300)),
        ("Output reached 300 tonnes.", "exact", Decimal(300), Decimal(300)),
        ("The firm did not sell 300 cars.", "exact", Decimal(300), Decimal(300)),
    ],
)
def test_denied_bounds_turn_around(text, modifier, low, high):
    claims, _ = claims_of([text])
    quantity = claims[0].quantity
    assert (quantity.modifier, quantity.value_low, quantity.value_high) == (modifier, low, high)


def test_denial_without_a_bound_is_told():
    claims, _ = claims_of(["The firm did not sell 300 cars."])
    assert "denied" in claims[0].context.rules
    assert claims[0].confidence < 1


def test_order_of_reading_does_not_change_a_second_run():
    readings, _ = read(["Nokia sold 5 million phones.", "It employs 80,000 people."])
    assert bind_claims(readings) == bind_claims([replace(reading) for reading in readings])
