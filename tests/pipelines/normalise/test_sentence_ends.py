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
    ".,",
    ".-",
    ".—",
    "",
    "",
    "",
    ":",
)
SPACES = (" ", " ", " ", " ", "  ", "\n", "\n\n", "\t", "\u00a0", "")


def expected(text):
    """What nupunkt says of a text in which a stop has white space and more behind it."""
    return nupunkt.sent_spans(text) if re.search(r"[.!?…]\S*\s+\S", text) else [(0, len(text))]


@pytest.fixture
def no_words_written_out(monkeypatch):
    """What nupunkt takes for an abbreviation stays one."""
    monkeypatch.setattr(sentence_ends, "_WRITTEN_OUT", frozenset())
    monkeypatch.setattr(sentence_ends, "_NAMES", frozenset())


@pytest.mark.usefixtures("no_words_written_out")
def test_they_are_those_of_nupunkt_in_every_paragraph_of_the_sample():
    paragraphs = [
        line for path in sorted(SAMPLE.glob("**/*.txt")) for line in path.read_text("utf-8", "replace").splitlines()
    ]
    assert sum(map(len, paragraphs)) > 10_000
    for text in filter(None, paragraphs):
        assert sentence_spans(text) == expected(text), text


@pytest.mark.usefixtures("no_words_written_out")
@pytest.mark.parametrize("seed", range(4))
def test_they_are_those_of_nupunkt_in_texts_made_of_what_it_weighs(seed):
    dice = random.Random(seed)
    for _ in range(400):
        words = (dice.choice(PIECES) + dice.choice(ENDS) + dice.choice(SPACES) for _ in range(dice.randint(1, 14)))
        text = "".join(words).strip()
        assert sentence_spans(text) == expected(text), text


@pytest.mark.parametrize(
    "text",
    [
        "He was released on bail. Shortly after, he left the town.",
        "The figures came out last month. Parker did not read them.",
        "The plant burns no coal. Nobody there knows why.",
        "It is a cure for cancer. “Tributes came in,” she said.",
        "“The roof was a mess.” Biden had it mended.",
        "The mill was moved to Poland. Following that, it closed.",
        "The owner told me. “You have to see the car. It has won a series. Nobody knows why,” he said.",
        "She said yes. Okay. Let us go on with the story. And then?",
    ],
)
def test_words_that_are_written_out_end_sentences_before_a_capital(text):
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    assert len(sentences) == len(re.findall(r"[.?]”?(?= |$)", text)), sentences


@pytest.mark.parametrize(
    "text",
    [
        "The mill stood from about 664 b.c.e. to 250 c.e. in a bend of the river. It burned.",
        "The trunk of 2.1 cu.ft. in front is for non-U.S. buyers alone. It is small.",
    ],
)
def test_initials_before_a_small_letter_end_none(text):
    assert [text[start:end].split()[0] for start, end in sentence_spans(text)] == ["The", "It"]


@pytest.mark.parametrize(
    "text",
    [
        "The mill in Worcester, Mass. Lee, its owner, said so.",
        "It opened on Sun. June 5 in the yard.",
        "The Calif. Board of Mills met.",
        "It burned in the 4th century. b.c. the town rose again.",
    ],
)
def test_abbreviations_still_end_none(text):
    assert sentence_spans(text) == expected(text)


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
