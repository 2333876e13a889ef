"""Expressions of time on the calendar: intervals, TIMEX3 values, what stays open, what no calendar has."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from pipelines.conform.chronology import resolve_dates
from pipelines.conform.periods import resolve_date
from pipelines.extract import dates_lexing
from pipelines.extract.dates import find_dates
from schemas.pages import Sentence
from schemas.spans import Period, SentenceReading

CORPUS = yaml.safe_load(Path(__file__).with_name("periods.corpus.yaml").read_text(encoding="utf-8"))
DAY = (date(2024, 8, 19), date(2024, 8, 20))


def resolved(text, reference=DAY, which=0):
    reading = SentenceReading(Sentence(0, len(text), text, "body", 0), dates=find_dates(text))
    return resolve_dates([reading], reference)[0][which]


def stated(period):
    return f"{period.start}/{period.end}"


def written(stated):
    """Return when a text was written: null, a day, or the two ends of a stretch."""
    if isinstance(stated, str):
        return tuple(date.fromisoformat(day) for day in stated.split("/"))
    return None if stated is None else (stated, stated + timedelta(days=1))


@pytest.mark.parametrize(
    ("text", "when", "expected"),
    [(text, group["written"], expected) for group in CORPUS for text, expected in group["reads"].items()],
)
def test_the_corpus_of_periods(text, when, expected):
    period = resolved(text, written(when), which=-1)
    interval, _, value = expected.partition(" ")
    assert stated(period) == interval
    assert not value or period.timex_value == value


@pytest.mark.parametrize(
    ("words", "interval", "value"),
    [
        ("on 29 February 2024", "2024-02-29/2024-03-01", "2024-02-29"),
        ("in March last year", "2023-03-01/2023-04-01", "2023-03"),
        ("in December", "2023-12-01/2024-01-01", "2023-12"),
        ("in July", "2024-07-01/2024-08-01", "2024-07"),
        ("on Monday", "2024-08-19/2024-08-20", "2024-08-19"),
        ("on Friday", "2024-08-16/2024-08-17", "2024-08-16"),
        ("until Friday", "2024-08-23/2024-08-24", "2024-08-23"),
        ("last week", "2024-08-12/2024-08-19", "2024-W33"),
        ("last month", "2024-07-01/2024-08-01", "2024-07"),
        ("this year", "2024-01-01/2025-01-01", "2024"),
        ("in the first 10 months of 2023", "2023-01-01/2023-11-01", "2023-01/2023-10"),
        ("in the first ten months", "2023-01-01/2023-11-01", "2023-01/2023-10"),
        ("in the first two quarters", "2024-01-01/2024-07-01", "2024-01/2024-06"),
        ("in the fourth quarter of last year", "2023-10-01/2024-01-01", "2023-Q4"),
        ("in H1 2023", "2023-01-01/2023-07-01", "2023-H1"),
        ("from 2014 to 2021", "2014-01-01/2022-01-01", "2014/2021"),
        ("from January to October 2023", "2023-01-01/2023-11-01", "2023-01/2023-10"),
        ("from November to February 2024", "2023-11-01/2024-03-01", "2023-11/2024-02"),
        ("over the next five years", "2024-08-19/2029-08-19", "P5Y"),
        ("in the past nine days", "2024-08-10/2024-08-19", "P9D"),
        ("at the end of 2022", "2022-12-31/2023-01-01", "2022"),
        ("in the 1990s", "1990-01-01/2000-01-01", "199"),
        ("in the 20th century", "1901-01-01/2001-01-01", "19"),
        ("under the 14th Five-Year Plan", "2021-01-01/2026-01-01", "2021/2025"),
        ("for the year ended March 31, 2024", "2023-04-01/2024-04-01", "P1Y"),
        ("on Singles' Day 2023", "2023-11-11/2023-11-12", "2023-11-11"),
        ("at Chinese New Year 2024", "2024-02-10/2024-02-11", "2024-02-10"),
        ("at Easter 2024", "2024-03-31/2024-04-01", "2024-03-31"),
        ("so far this year", "2024-01-01/2024-08-20", "2024"),
        ("so far", "None/2024-08-20", "PRESENT_REF"),
        ("two weeks after January 15", "2024-01-29/2024-01-30", "2024-01-29"),
        ("from May 3 to May 5", "2024-05-03/2024-05-06", "2024-05-03/2024-05-05"),
        ("from 3 to 5 May", "2024-05-03/2024-05-06", "2024-05-03/2024-05-05"),
        ("from 30 December to 2 January", "2023-12-30/2024-01-03", "2023-12-30/2024-01-02"),
        ("from November 2022 to February", "2022-11-01/2023-03-01", "2022-11/2023-02"),
        ("from the end of 2019 to 2021", "2019-12-31/2022-01-01", "2019/2021"),
        ("in the last three months of 2023", "2023-10-01/2024-01-01", "2023-10/2023-12"),
        ("in the third week of May 2024", "2024-05-13/2024-05-20", "2024-W20"),
        ("on the second day of this month", "2024-08-02/2024-08-03", "2024-08-02"),
        ("in the week of 6 May", "2024-05-06/2024-05-13", "2024-W19"),
        ("in the nine months to September 30", "2023-01-01/2023-10-01", "P9M"),
        ("over the past two quarters", "2024-01-01/2024-07-01", "P2Q"),
        ("in the next two quarters", "2024-10-01/2025-04-01", "P2Q"),
        ("over the next two decades", "2024-08-19/2044-08-19", "P20Y"),
        ("over the past decades", "2004-08-19/2024-08-20", "PXDE"),
        ("in recent days", "2024-08-12/2024-08-19", "PXD"),
        ("in recent years", "None/None", "PXY"),
        ("for 1 hour and 30 minutes", "None/None", "PT1H30M"),
        ("two days ago", "2024-08-17/2024-08-18", "2024-08-17"),
        ("three years ago", "2021-01-01/2022-01-01", "2021"),
        ("the day before yesterday", "2024-08-17/2024-08-18", "2024-08-17"),
        ("on Friday next week", "2024-08-30/2024-08-31", "2024-08-30"),
        ("the following year", "2025-01-01/2026-01-01", "2025"),
        ("over the past half century", "1974-08-19/2024-08-19", "P50Y"),
        ("over the past half year", "2024-02-19/2024-08-19", "P0.5Y"),
        ("for half a century", "None/None", "P50Y"),
        ("for two and a half decades", "None/None", "P25Y"),
        ("on the first Monday of June 2024", "2024-06-03/2024-06-04", "2024-06-03"),
        ("on the last Friday of May", "2024-05-31/2024-06-01", "2024-05-31"),
        ("on the third Thursday in November 2023", "2023-11-16/2023-11-17", "2023-11-16"),
        ("on the second Tuesday of this month", "2024-08-13/2024-08-14", "2024-08-13"),
        ("on the fifth Friday of May 2024", "2024-05-31/2024-06-01", "2024-05-31"),
        ("on the fifth Friday of June 2024", "None/None", None),
        ("next Monday", "2024-08-26/2024-08-27", "2024-08-26"),
        ("last Monday", "2024-08-12/2024-08-13", "2024-08-12"),
        ("this Friday", "2024-08-23/2024-08-24", "2024-08-23"),
        ("this summer", "2024-06-01/2024-09-01", "2024-SU"),
        ("last weekend", "2024-08-17/2024-08-19", "2024-W33-WE"),
        ("last winter", "2023-12-01/2024-03-01", "2023-WI"),
        ("in early May", "2024-05-01/2024-05-16", "2024-05"),
        ("earlier this month", "2024-08-01/2024-08-20", "2024-08"),
    ],
)
def test_words_become_half_open_intervals(words, interval, value):
    period = resolved(f"It rose {words}.")
    assert (stated(period), period.timex_value) == (interval, value)


@pytest.mark.parametrize(
    ("words", "interval"),
    [
        ("in the week ending May 10", "2024-05-04/2024-05-11"),
        ("in the last two days of May 2024", "2024-05-30/2024-06-01"),
        ("in the first two weeks of 2024", "2024-01-01/2024-01-15"),
    ],
)
def test_weeks_and_days_are_counted_from_the_ends_of_what_holds_them(words, interval):
    assert stated(resolved(f"It rose {words}.")) == interval


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("31 February 2024", "2024-02-31"),
        ("29 February 2023", "2023-02-29"),
        ("13/13/2024", "2024-13-13"),
    ],
)
def test_what_no_calendar_has_is_kept_as_stated(words, value):
    period = resolved(f"The form is dated {words} here.")
    assert (period.start, period.end, period.timex_value) == (None, None, value)


def test_the_verb_says_which_september():
    assert resolved("It will close in September.").timex_value == "2024-09"
    assert resolved("It closed in September.").timex_value == "2023-09"


@pytest.mark.parametrize("words", ["in year 20244", "at $1800s each", "in the year 0", "on 0000-01-05"])
def test_what_is_no_year_is_no_date(words):
    assert not [d for d in find_dates(f"It was sold {words}.") if d.shape in {"year", "day"}]


def test_random_rows_of_date_words_are_resolved_or_left_open():
    with Path(dates_lexing.__file__).with_name("dates.lexicon.csv").open(encoding="utf-8", newline="") as handle:
        words = [row["spelling"] for row in csv.DictReader(handle)]
    words += ["2019", "12", "31", "5th", "1990s", "13/13/2024", "May", "June", "the", "of", "to", "year", "months"] * 9
    chance = random.Random(7)
    for _ in range(400):
        text = " ".join(chance.choice(words) for _ in range(chance.randint(2, 14)))
        for expression in find_dates(text):
            for reference in (DAY, None, (date(2024, 2, 1), date(2024, 3, 1))):
                periods = resolve_date(expression, reference)
                assert periods
                assert all(p.start is None or p.end is None or p.start < p.end for p in periods), expression


def test_an_ambiguous_day_keeps_both_readings():
    (expression,) = find_dates("Dated 03/04/2024.")
    assert [p.timex_value for p in resolve_date(expression, None)] == ["2024-03-04", "2024-04-03"]


def test_a_length_is_laid_off_from_the_year_told_before():
    sentences = ["In 2004, the state named a goal.", "However, in just 10 years, the sector has caught up."]
    readings, start = [], 0
    for number, text in enumerate(sentences):
        found = tuple(d.moved(start) for d in find_dates(text))
        readings.append(SentenceReading(Sentence(start, start + len(text), text, "body", number), dates=found))
        start += len(text)
    assert stated(resolve_dates(readings, DAY)[1][0]) == "2004-01-01/2014-01-01"


def test_a_length_ends_where_its_verb_says():
    assert stated(
        resolved("The seven-day meeting, which concludes Tuesday, was calm.", (date(2025, 3, 11), date(2025, 3, 12)))
    ) == ("2025-03-05/2025-03-12")


def test_year_on_year_is_the_period_told_a_year_before():
    assert stated(resolved("Output rose 4% year on year in the first 10 months of 2023.")) == "2022-01-01/2022-11-01"


def test_both_ends_of_a_loose_writing_are_covered():
    period = resolved("Last week it opened.", (date(2020, 5, 28), date(2020, 6, 8)))
    assert stated(period) == "2020-05-18/2020-06-01"


def test_without_a_time_of_writing_nothing_relative_is_known():
    for words in ("last year", "on Monday", "over the next five years", "in May"):
        period = resolved(f"It rose {words}.", None)
        assert (period.start, period.end) == (None, None), words


def test_an_unknown_shape_is_an_empty_period_and_no_error():
    (expression,) = find_dates("It rose in 2019.")
    from dataclasses import replace

    assert resolve_date(replace(expression, shape="unheard_of"), DAY) == (Period(None, None),)


def test_a_year_names_the_same_quarter_a_year_earlier():
    text = "Sales rose to 5 in the second quarter from 4 a year earlier."
    assert stated(resolved(text, which=1)) == "2023-04-01/2023-07-01"
