"""Transcripts: whose turn it is, how far it reaches, and labels that are no speakers; whose meeting it is."""

from pipelines.extract.claims import bind_claims
from pipelines.extract.mentions import find_mentions
from schemas.pages import Sentence
from schemas.spans import SentenceReading


def claims_of(paragraphs, title=None):
    """Quote, speaker and subject of each claim of an article with one sentence a paragraph."""
    readings, raw = [], ""
    for number, text in enumerate(paragraphs):
        dates, numbers = find_mentions(text)
        readings.append(
            SentenceReading(
                Sentence(len(raw), len(raw) + len(text), text, "body", number),
                tuple(date.moved(len(raw)) for date in dates),
                tuple(quantity.moved(len(raw)) for quantity in numbers.quantities),
            )
        )
        raw += text + "\n"
    found = [claim for reading in bind_claims(readings, title) for claim in reading.claims]
    for claim in found:
        if claim.context.speaker_span is not None:
            assert raw[slice(*claim.context.speaker_span)] == claim.context.speaker
    return [
        (raw[claim.quantity.start : claim.quantity.end], claim.context.speaker, claim.context.subject)
        for claim in found
    ]


def test_a_turn_lasts_until_the_next_one():
    found = claims_of(
        [
            "Jane Porter, chief financial officer: Revenue came in at $1.24 billion.",
            "We hired 300 engineers.",
            "Analyst: Will you build 2 more plants?",
            "Porter: We own 14 plants.",
        ],
        title="Northlake Semiconductor Q3 2024 earnings call",
    )
    assert [(quote, speaker) for quote, speaker, _ in found] == [
        ("$1.24 billion", "Jane Porter"),
        ("300", "Jane Porter"),
        ("2", None),
        ("14", "Jane Porter"),
    ]
    assert {subject for _, speaker, subject in found if speaker} == {"Northlake Semiconductor"}


def test_framed_names_speak():
    (claim,) = claims_of(["((Li Wei)) I met 40 farmers."])
    assert claim[:2] == ("40", "Li Wei")


def test_labels_of_lists_do_not_speak():
    found = claims_of(["Northern Region: sales fell 5%.", "Main Risk: 3 plants may close."])
    assert [speaker for _, speaker, _ in found] == [None, None]


def test_a_title_names_whose_measure_it_is_only_where_the_text_names_nobody():
    assert claims_of(["Revenue rose 5%."], title="Osram Industries: a good spring") == [
        ("5%", None, "Osram Industries")
    ]
    assert claims_of(["Revenue rose 5%."], title="What a good spring") == [("5%", None, None)]
    assert claims_of(["Nokia closed a plant.", "Revenue rose 5%."], title="Osram Industries: spring")[0][2] == "Nokia"
