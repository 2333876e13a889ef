"""Concepts as bare words: what one sentence names, without articles, prepositions or resolved pronouns."""

import pytest

from benchmarks.concept_words import find_concepts
from pipelines.extract.mentions import find_mentions


def concepts_of(text):
    dates, reading = find_mentions(text)
    return [" ".join(words) for words in find_concepts(text, reading.quantities, dates)]


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("The price of the old ferry ticket is 12 euros.", ["price old ferry ticket"]),
        ("Nokia lost 4.5% and Ericsson gained 2%.", ["Nokia", "Ericsson"]),
        ("The tower is 300 metres tall.", ["tower"]),
        ("The bank pays 3% of its profit.", ["profit bank"]),
        ("It costs 5 euros.", [""]),
        ("Peru imposed a 25% duty on steel.", ["duty steel Peru"]),
        ("The charge stored in the cell was 5 volts.", ["charge stored cell"]),
        ("Ghana received 500 million cedis ($40 million).", ["Ghana", "Ghana"]),
        ("Nothing to count.", []),
        ("They have a $3,500 a month loan.", ["loan"]),
        ("It fined Nokia and Eriksen, with $52,000 for Nokia and $75,000 for Eriksen.", ["Nokia", "Eriksen"]),
        ("The storm wiped $3 million from the firm's value.", ["firm value"]),
        ("Nokia pulled the phone index 0.7 percent lower.", ["phone index"]),
        ("And this years rent is 900 euros.", ["rent"]),
        ("Seven bedrooms finish off the floor plan.", ["floor plan"]),
        ("It hides a heavy 1.6 liter diesel engine.", ["heavy diesel engine"]),
    ],
    ids=[
        "of",
        "two clauses",
        "copula",
        "share",
        "pronoun",
        "attributive",
        "participle",
        "paired",
        "nothing",
        "per",
        "each its own",
        "loses",
        "pulled",
        "time",
        "acts on",
        "described",
    ],
)
def test_concepts(text, concepts):
    assert concepts_of(text) == concepts


def test_one_answer_a_quantity():
    text = "Sales rose 5% to 3 billion euros, against 12 rivals."
    dates, reading = find_mentions(text)
    assert len(find_concepts(text, reading.quantities, dates)) == len(reading.quantities)
