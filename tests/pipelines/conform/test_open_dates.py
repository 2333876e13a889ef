"""What no calendar has, what has two readings, what needs the time of writing: kept as stated, with a reason."""

from datetime import date

import pytest

from pipelines.article_records import Place
from pipelines.conform.open_dates import NO_SUCH_DAY, NO_SUCH_YEAR, NO_WRITING, ORDER_OPEN
from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.sentences import split_sentences
from pipelines.reading import read_sentences
from pipelines.records import mention_rows
from schemas.mentions import Mentions
from schemas.spans import Publication

WRITTEN = (date(2024, 8, 19), date(2024, 8, 20))
COLUMNS = list(Mentions.to_schema().columns)


def read(text, written=WRITTEN):
    publication = Publication(*written, *written, "header", 1.0) if written else Publication()
    (article,) = normalise_articles(text, title=None)
    readings, _ = read_sentences(split_sentences(text, article), publication)
    return readings


def dates_of(text, written=WRITTEN):
    rows = mention_rows(Place("a", "f", 0, "2024-08"), read(text, written), is_written_known=written is not None)
    found = [dict(zip(COLUMNS, row, strict=False)) for row in rows]
    return [row for row in found if row["kind"] == "date" and row["timex_type"]]


@pytest.mark.parametrize(
    ("text", "words", "value", "reason"),
    [
        ("Sales rose 5% on 31 February 2024.", "31 February 2024", "2024-02-31", NO_SUCH_DAY),
        ("Sales rose 5% on 29 February 2023.", "29 February 2023", "2023-02-29", NO_SUCH_DAY),
        ("The shop opened on 13/13/2024.", "13/13/2024", "2024-13-13", NO_SUCH_DAY),
        ("The shop opened on 00/00/2024.", "00/00/2024", "2024-00-00", NO_SUCH_DAY),
        ("The shop opened on May 45, 2023.", "May 45, 2023", "2023-05-45", NO_SUCH_DAY),
        ("The shop opened on 2024-02-31.", "2024-02-31", "2024-02-31", NO_SUCH_DAY),
        ("The shop opened in the year 0.", "the year 0", "0000", NO_SUCH_YEAR),
        ("The shop will have opened by the year 20244.", "the year 20244", "20244", NO_SUCH_YEAR),
    ],
)
def test_what_no_calendar_has_is_kept_as_stated_with_a_reason(text, words, value, reason):
    (found,) = dates_of(text)
    assert (found["text"], found["timex_value"], found["reason"]) == (words, value, reason)
    assert (found["period_start"], found["period_end"]) == (None, None)
    assert text[found["start"] : found["end"]] == words


def test_a_number_of_a_day_that_no_calendar_has_gets_no_other_day():
    readings = read("In May the mill shut. On 31 February 2024 it sold 300 cars.")
    (claim,) = [claim for reading in readings for claim in reading.claims]
    assert (claim.period.start, claim.period.end) == (None, None)
    assert claim.period_expression == "On 31 February 2024"
    assert any(NO_SUCH_DAY in rule for rule in claim.rules)


@pytest.mark.parametrize(
    "text", ["Gold traded in the 1800s, a record.", "The index fell to the 1,800s.", "A share cost in the $1800s."]
)
def test_the_hundreds_of_a_price_are_neither_a_time_nor_a_value(text):
    assert dates_of(text) == []
    (reading,) = read(text)
    assert reading.claims == ()
    assert [(r.kind, r.reason[:14]) for r in reading.refusals] == [("vague", "a round number")]


def test_the_hundreds_of_a_story_are_a_century():
    (found,) = dates_of("The mill was built in the 1800s by 20 people.")
    assert (found["timex_value"], str(found["period_start"]), str(found["period_end"])) == (
        "18",
        "1800-01-01",
        "1900-01-01",
    )


def test_five_figures_are_no_year_and_no_count():
    (reading,) = read("In 20244 it sold 300 cars.")
    assert [claim.quantity.value_low for claim in reading.claims] == [300]
    assert [r.kind for r in reading.refusals] == ["date"]


def test_an_open_day_keeps_both_readings_and_gives_no_number_a_day():
    text = "The mill shut on 03/04/2024 and cut 300 jobs."
    (found,) = dates_of(text)
    assert found["period_readings"] == "2024-03-04/2024-03-05 2024-04-03/2024-04-04"
    assert (found["period_start"], found["period_end"], found["timex_value"]) == (None, None, None)
    assert found["reason"] == ORDER_OPEN
    (claim,) = [claim for reading in read(text) for claim in reading.claims]
    assert (claim.period.start, claim.period.end, claim.period_expression) == (None, None, "on 03/04/2024")
    assert any(ORDER_OPEN in rule for rule in claim.rules)


@pytest.mark.parametrize(
    ("text", "start", "rule"),
    [
        ("It shut on 03/04/2024. It had opened on 25/12/2011.", "2024-04-03", "another date in figures"),
        ("It shut on 03/04/2024. News of 4 March 2024 spread.", "2024-03-04", "the same date in words"),
        ("It shut on 03/09/2024 and cut 300 jobs.", "2024-03-09", "the time of writing"),
        ("It shut on 03/04/2024. The labour centre organised a protest.", "2024-04-03", "the spelling of the text"),
    ],
)
def test_the_article_decides_and_the_deciding_rule_is_kept(text, start, rule):
    found = dates_of(text)[0]
    assert (str(found["period_start"]), found["period_readings"], found["reason"]) == (start, None, None)
    assert found["rule"].endswith(rule)


def test_a_day_ahead_is_not_decided_by_the_time_of_writing():
    (found,) = dates_of("It will open on 03/09/2024 with 300 jobs.")
    assert found["reason"] == ORDER_OPEN


def test_what_counts_from_an_unknown_writing_says_so():
    (found,) = dates_of("Last year it sold 300 cars.", written=None)
    assert (found["period_start"], found["reason"]) == (None, NO_WRITING)


def test_a_mention_has_the_days_its_article_tells():
    found = dates_of("In 2004 the town was small. That year it had 300 people.")
    assert [(m["timex_value"], str(m["period_start"])) for m in found] == [
        ("2004", "2004-01-01"),
        ("2004", "2004-01-01"),
    ]
    assert found[1]["granularity"] == "year"
    assert found[1]["rule"] == "last <unit>"
