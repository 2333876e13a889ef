"""The time of each number in sentences of business news, through the whole reading; the sentences are in the corpus."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.sentences import split_sentences
from pipelines.reading import read_sentences
from schemas.spans import Publication

CORPUS, STYLES = (
    yaml.safe_load(Path(__file__).with_name(f"period_{name}.corpus.yaml").read_text(encoding="utf-8"))
    for name in ("binding", "styles")
)
WRITTEN = tuple(date.fromisoformat(day) for day in CORPUS["written"].split("/"))


def read_claims(text, written=WRITTEN):
    publication = Publication(*written, *written, "header", 1.0) if written else Publication()
    claims = []
    for article in normalise_articles(text, title=None):
        readings, _ = read_sentences(split_sentences(text, article), publication)
        claims += [claim for reading in readings for claim in reading.claims]
    return claims


def interval_of(period):
    if period is None or (period.start is None and period.end is None):
        return None
    return f"{period.start}/{period.end}"


def claim_of(text, words, claims):
    found = [c for c in claims if words in text[c.quantity.start : c.quantity.end]]
    found = found or [c for c in claims if text[c.quantity.start : c.quantity.end] in words]
    assert found, f"no claim {words!r}"
    return found[0]


@pytest.mark.parametrize("case", CORPUS["cases"] + STYLES["cases"], ids=lambda case: case["text"][:70])
def test_each_number_has_its_time(case):
    claims = read_claims(case["text"])
    for words, expected in case["holds"].items():
        claim = claim_of(case["text"], str(words), claims)
        assert interval_of(claim.period) == expected, (words, claim.period_expression, claim.rules)
    for words, expected in case.get("announced", {}).items():
        assert interval_of(claim_of(case["text"], str(words), claims).announced) == expected


def test_the_words_of_evidence_and_the_rule_are_kept():
    (claim,) = read_claims("Over the next five years it will spend 20 billion yuan.")
    assert claim.period_expression == "Over the next five years"
    assert claim.period_relation == "over"
    assert "period in the sentence" in claim.rules


def test_a_relative_time_needs_a_time_of_writing():
    (claim,) = read_claims("Last year the firm sold 300 boats.", written=None)
    assert interval_of(claim.period) is None


def test_a_headline_takes_the_time_of_the_sentence_that_takes_it_up():
    text = "4,300. That's how many kilometers of track were laid in 2019, up 5% from 2018."
    claims = read_claims(text)
    assert interval_of(claim_of(text, "4,300", claims).period) == "2019-01-01/2020-01-01"
    assert interval_of(claim_of(text, "5%", claims).period) == "2019-01-01/2020-01-01"


def test_the_present_does_not_take_the_time_of_the_sentence_before():
    text = "In 2019, the mill burned 900 tons of coal. It is home to 30 turbines."
    assert interval_of(claim_of(text, "30", read_claims(text)).period) is None


def test_a_loose_time_of_writing_gives_months():
    text = "During the past decade, output passed 50 billion yuan. The city now has 90 parks."
    claims = read_claims(text, (date(2023, 11, 8), date(2024, 1, 1)))
    assert interval_of(claim_of(text, "50 billion yuan", claims).period) == "2013-12-01/2023-12-01"
    assert interval_of(claim_of(text, "90", claims).period) == "2023-11-01/2024-01-01"


def test_what_begins_after_the_writing_has_no_end_yet():
    (claim,) = read_claims("The ferry will carry 900 people from 2031.", written=(date(2024, 5, 1), date(2024, 5, 2)))
    assert interval_of(claim.period) == "2031-01-01/None"
