"""The role of a number, by the examples of `roles.corpus.yaml`."""

from pathlib import Path

import pytest
import yaml

from pipelines.extract.claims import bind_claims
from pipelines.extract.mentions import find_mentions
from schemas.spans import Sentence, SentenceReading

ROLES = yaml.safe_load(
    (Path(__file__).parents[3] / "pipelines" / "extract" / "roles.corpus.yaml").read_text(encoding="utf-8")
)


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
