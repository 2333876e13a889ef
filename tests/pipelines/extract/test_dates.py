"""Hostile and broken texts: dates are found right or not at all, and never out of place. Rules: dates.corpus.yaml."""

import csv
import random
from pathlib import Path

import pytest

from pipelines.extract import dates_lexing
from pipelines.extract.dates import find_dates
from pipelines.extract.dates_patterns import RULES

LEXICON = Path(dates_lexing.__file__).with_name("dates.lexicon.csv")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00 in 2019 \x00",
        "\ud800 in 2019 \udfff",
        "On May " + "9" * 400,
        "1" * 10_000,
        "1 1 " * 5_000,
        "2019 " * 3_000,
        "x" * 100_000,
        "(" * 20_000,
        "two-and-a-half-" * 2_000,
        "the last next " * 3_000,
    ],
    ids=range(11),
)
def test_hostile_text_gives_sorted_spans_in_place(text):
    found = find_dates(text)
    assert all(text[d.start : d.end] == d.text for d in found)
    assert all(left.end <= right.start for left, right in zip(found, found[1:], strict=False))


def test_random_rows_of_date_words_never_break():
    with LEXICON.open(encoding="utf-8", newline="") as handle:
        words = [row["spelling"] for row in csv.DictReader(handle)]
    words += ["2019", "12", "31", "5th", "1990s", "0000-00-00", "13/13/2024", "29:99", "May", "\n", ",", ".", "/", "’"]
    chance = random.Random(7)
    for _ in range(800):
        text = " ".join(chance.choice(words) for _ in range(chance.randint(1, 14)))
        assert all(text[d.start : d.end] == d.text for d in find_dates(text))


def test_figures_of_any_script_are_read():
    assert [d.fields for d in find_dates("on 3 March ２０２０")] == [(("year", 2020), ("month", 3), ("day", 3))]


def test_every_rule_has_its_own_name_and_matches_something_of_length():
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
    assert not [rule.name for rule in RULES if rule.pattern.match("")]
