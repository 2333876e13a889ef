"""Hostile and broken texts: dates are found right or not at all, and never out of place. Rules: dates.corpus.yaml."""

import csv
import json
import random
from pathlib import Path

import pytest

from pipelines.extract import dates_lexing
from pipelines.extract.dates import find_dates
from pipelines.extract.dates_patterns import RULES
from pipelines.extract.mentions import find_mentions

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


NO_DATES = [
    "It sold 2,019 cars and 1,984 bicycles.",
    "The pump costs US$ 2015 and weighs 1,990 kg.",
    "They may 20 times a day march 12 miles.",
    "We met in room 1984 and flew on a Boeing 737-800.",
    "The index fell to 1,998.31 points, the ratio is 24/7.",
    "It ranks 35th of 190 and holds 10-20% of the market.",
    "Some 1900 people signed; 2000 households were cut off.",
    "Model 3 beat iPhone 12 and Windows 95 in 5G tests.",
]
NO_NUMBERS = [
    "On 12 March 2019 the mill shut.",
    "In the 1990s, from 2014 to 2021 and by 2030 it grew.",
    "At 10:45 on May 28, 2020 it opened.",
    "In Q3 2023, in FY2022 and in H1 it grew.",
    "The 14th Five-Year Plan ran from 2021 to 2025.",
    "It opened on 2024-08-19 and shut on 03/04/2024.",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_no_number_is_taken_for_a_date(text):
    assert [d.text for d in find_dates(text) if d.takes_number] == []


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_no_date_is_taken_for_a_number(text):
    _, numbers = find_mentions(text)
    assert [text[q.start : q.end] for q in numbers.quantities] == []


def test_numbers_and_dates_of_the_shared_articles_are_told_apart(seeds):
    gold = [json.loads(line) for line in (seeds.parent / "gold" / "seeds_claims.jsonl").read_text().splitlines()]
    assert len(gold) > 100
    for path in sorted(seeds.glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        dates, numbers = find_mentions(text)
        taken = [(d.start, d.end) for d in dates if d.takes_number]
        read = [(q.start, q.end) for q in numbers.quantities]
        for mention in (m for m in gold if m["file"] == path.name):
            span = mention["start"], mention["end"]
            if mention["is_claim"]:
                assert not any(start < span[1] and span[0] < end for start, end in taken), mention["quote"]
            elif mention["kind"] == "date":
                assert not any(span[0] <= start and end <= span[1] for start, end in read), mention["quote"]
