"""The role of a number, by the examples of `roles.corpus.yaml`."""

from pathlib import Path

import pytest
import yaml

from pipelines.extract.claims import bind_claims
from pipelines.extract.mentions import find_mentions
from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.sentences import split_sentences
from schemas.pages import Sentence
from schemas.spans import SentenceReading

CORPORA = Path(__file__).parents[3] / "pipelines" / "extract"
ROLES = yaml.safe_load((CORPORA / "roles.corpus.yaml").read_text(encoding="utf-8"))
LISTS = yaml.safe_load((CORPORA / "lists.corpus.yaml").read_text(encoding="utf-8"))


def roles_of(text):
    """The role of each number of a sentence that stands alone, by its quote."""
    dates, numbers = find_mentions(text)
    reading = SentenceReading(Sentence(0, len(text), text, "body", 0), tuple(dates), tuple(numbers.quantities))
    claims = bind_claims([reading])[0].claims
    return {text[claim.quantity.start : claim.quantity.end]: claim.context.status for claim in claims}


@pytest.mark.parametrize(
    ("example", "status"),
    [
        pytest.param(example, status, id=f"{status}: {example['number']}: {example['text'][:60]}")
        for status, examples in ROLES.items()
        for example in examples
    ],
)
def test_number_has_the_role(example, status):
    assert roles_of(example["text"])[example["number"]] == status


def test_every_role_has_a_known_name():
    assert set(ROLES) <= {"actual", "target", "plan", "projected", "estimate", "hypothetical"}


@pytest.mark.parametrize("example", LISTS, ids=lambda example: example["lines"][0][:60])
def test_a_list_has_the_role_told_above_it(example):
    raw = "The harbour report\n\n" + "\n\n".join(f"- {line}" if k else line for k, line in enumerate(example["lines"]))
    (article,) = normalise_articles(raw)
    readings = []
    for sentence in split_sentences(raw, article):
        dates, numbers = find_mentions(sentence.text)
        readings.append(
            SentenceReading(
                sentence,
                tuple(date.moved(sentence.start) for date in dates),
                tuple(quantity.moved(sentence.start) for quantity in numbers.quantities),
            )
        )
    claims = [claim for reading in bind_claims(readings) for claim in reading.claims]
    found = {raw[claim.quantity.start : claim.quantity.end]: claim.context.status for claim in claims}
    assert {number: found.get(number) for number in example["numbers"]} == example["numbers"]
