"""Quick ends of sentences: exactly those of nupunkt, whatever stands around the stops."""

import random
import re
from pathlib import Path

import nupunkt
import pytest

from pipelines.normalise import sentence_ends
from pipelines.normalise.sentence_ends import sentence_spans

SAMPLE = Path(__file__).parents[3] / "sample"
PIECES = (
    "The", "plant", "rose", "again", "Mr", "U.S", "Inc", "St", "e.g", "no", "IV", "vivid", "a", "A", "I", "12", "3,400",
    "2.5", "2019", "per", "cent", "long-term", "China's", "then-U.S", "J", "R", "“We", '"Is', "(see", "[sic]", "...",
    "…", "--", "naïve", "éclat", "GDP", "5G", "Prof", "Corp", "Jan", "vs", "approx", "civil", "mix",
)  # fmt: skip
ENDS = (
    ".",
    ".",
    ".",
    "?",
    "!",
    "?!",
    "...",
    '."',
    '".',
    ".”",
    "”.",
    ").",
    ".)",
    "!”",
    "?”",
    ".’",
    ",",
    "",
    "",
    "",
    ":",
)
SPACES = (" ", " ", " ", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "")


def expected(text):
    """What nupunkt says of a text in which a stop has white space and more behind it."""
    return nupunkt.sent_spans(text) if re.search(r"[.!?…]\S*\s+\S", text) else [(0, len(text))]


def test_they_are_those_of_nupunkt_in_every_paragraph_of_the_sample():
    paragraphs = [
        line for path in sorted(SAMPLE.glob("**/*.txt")) for line in path.read_text("utf-8", "replace").splitlines()
    ]
    assert sum(map(len, paragraphs)) > 10_000
    for text in filter(None, paragraphs):
        assert sentence_spans(text) == expected(text), text


@pytest.mark.parametrize("seed", range(4))
def test_they_are_those_of_nupunkt_in_texts_made_of_what_it_weighs(seed):
    dice = random.Random(seed)
    for _ in range(400):
        words = (dice.choice(PIECES) + dice.choice(ENDS) + dice.choice(SPACES) for _ in range(dice.randint(1, 14)))
        text = "".join(words).strip()
        assert sentence_spans(text) == expected(text), text


def test_nupunkt_is_asked_of_few_pieces(monkeypatch):
    asked = []
    monkeypatch.setattr(sentence_ends.nupunkt, "sent_spans", lambda text: asked.append(text) or [(0, len(text))])
    text = "The mill closed in spring. Its owner left (in May). Mr. Leander stayed until 4 p.m. on Monday. Nobody knew."
    assert [text[start:end].split()[0] for start, end in sentence_spans(text)] == ["The", "Its", "Nobody"]
    assert asked == ["so Mr. Leander so", "Its owner left (in May). Mr. Leander stayed until 4 p.m. on Monday. "]


def test_nupunkt_is_asked_once_of_two_neighbours(monkeypatch):
    asked = []
    spans_of = sentence_ends.nupunkt.sent_spans
    monkeypatch.setattr(sentence_ends.nupunkt, "sent_spans", lambda text: asked.append(text) or spans_of(text))
    text = "The mill was sold to Prof. Leandro in May. It was Prof. Leandro who had built it."
    assert [text[start:end].split()[0] for start, end in sentence_spans(text)] == ["The", "It"]
    assert asked == ["so Prof. Leandro so"]
