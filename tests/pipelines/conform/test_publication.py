"""When a page was published and written: each method, the reasons of refusal, what stays unknown."""

from datetime import UTC, date, datetime

import pytest

from pipelines.article_records import Page, document_row, read_spans
from pipelines.conform.day_order import decide_day_order
from pipelines.conform.events import EVENTS
from pipelines.conform.publication import date_article
from pipelines.conform.sidecar_dates import read_sidecar_date
from pipelines.dating import date_page
from pipelines.extract.dates import find_dates
from pipelines.normalise.articles import normalise_articles
from schemas.documents import Documents
from schemas.errors import UnreadableInput


def dated(text, **more):
    return date_article(text, dates=find_dates(text), **more)


def days(found):
    return f"{found.start}/{found.end}"


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Bridge opens\nBy Ann Lee\nMarch 4, 2024\nThe bridge opened.", "2024-03-04/2024-03-05"),
        ("Bridge opens\nPublished: 4 March 2024\nUpdated: 9 March 2024\nThe bridge opened.", "2024-03-04/2024-03-05"),
        ("Bridge opens\nUpdated: 2024-03-04 10:20\nThe bridge opened.", "2024-03-04/2024-03-05"),
        (
            "Thursday, March 7, 2024\nMenu\nBridge opens\nBy\nAnn Lee\n-\nMar 4, 2024\nIt opened.",
            "2024-03-04/2024-03-05",
        ),
        ("Mon. Mar 4th, 2024\nThe Daily Example\nThe bridge opened.", "2024-03-04/2024-03-05"),
        ("Bridge opens\nAnn Lee\nMar 4, 2024 · 3 min read\nThe bridge opened.", "2024-03-04/2024-03-05"),
    ],
)
def test_a_header_line_dates_the_page(head, day):
    found = dated(head)
    assert (days(found), found.method) == (day, "header")
    assert all(head[a:b] for a, b in found.evidence)
    assert (found.reference_start, found.reference_end) == (found.start, found.end)


@pytest.mark.parametrize(
    "text",
    [
        "The mill on the river has closed.",
        "The mill closed on March 4, 1998, after a flood that the town still speaks of, and never opened again since.",
        "Reply\n— Ann (@ann) March 4, 2024\nThe bridge.",
        "Copyright © March 4, 2024\nThe bridge.",
        "In 2019 the town had 300 people.",
    ],
)
def test_what_cannot_be_known_stays_null_with_a_reason(text):
    found = dated(text)
    assert (found.start, found.method) == (None, None)
    assert found.rule


def test_a_sidecar_comes_first_and_a_reprint_keeps_its_writing():
    text = "Output rose 9 percent in the first 10 months of 2023. The town came 12th this year."
    found = dated(text, sidecar="2024-01-02")
    assert (days(found), found.method) == ("2024-01-02/2024-01-03", "sidecar")
    assert found.reference_end == date(2024, 1, 1)
    assert found.reference_start.year == 2023


def test_metadata_comes_before_a_plain_date_line():
    found = dated("Bridge opens\n9 March 2024\nThe bridge opened.", html_date=date(2024, 3, 4))
    assert (days(found), found.method) == ("2024-03-04/2024-03-05", "html_metadata")


def test_a_line_that_calls_itself_the_publication_comes_before_metadata_that_deny_it():
    found = dated("Published: 9 March 2024\nThe bridge opened.", html_date=date(2017, 3, 28))
    assert (days(found), found.method) == ("2024-03-09/2024-03-10", "header")
    assert found.rule.endswith("contradicted: the page's metadata say 2017-03-28")
    assert dated("Published: 9 March 2024\nIt opened.", html_date=date(2024, 3, 9)).method == "html_metadata"


def test_an_issue_line_dates_the_writing_not_the_page():
    text = "Aug 19th, 2024\nA title\nWords.\nFirst printed in a journal, Vol. 3, 2024 (April issue)."
    found = dated(text)
    assert days(found) == "2024-08-19/2024-08-20"
    assert (found.reference_start, found.reference_end) == (date(2024, 4, 1), date(2024, 5, 1))


@pytest.mark.parametrize(
    "line",
    ["WUHAN, March 4, 2023 (Agency) --", "Hong Kong, 4 March 2023 (Agency) -", "WUHAN, China, Mar. 4, 2023 /Wire/ —"],
)
def test_a_dateline_that_states_its_year_dates_the_text(line):
    text = f"Plant opens at last\n\n{line} A plant that had stood empty for two years opened its gates on Friday.\n"
    dated = date_article(text, dates=find_dates(text))
    assert (dated.start, dated.end, dated.method) == (date(2023, 3, 4), date(2023, 3, 5), "dateline")
    start, end = dated.evidence[0]
    assert "2023" in text[start:end]


def test_a_dateline_takes_its_year_from_the_text():
    text = "BEIJING, Oct. 18 (Agency) -- Output rose 5 percent in the first three quarters of 2023."
    found = dated(text)
    assert (days(found), found.method) == ("2023-10-18/2023-10-19", "dateline")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (
            "Last week, China opened its Two Sessions. The law passed on May 28. Plans for 2020 follow.",
            "2020-05-28",
            "2020-06-08",
        ),
        ("Two Sessions 2024\nThe CPPCC began its annual meeting on Monday.", "2024-03-04", "2024-03-18"),
        ("Sales grew 8 percent in the first 10 months of 2023.", "2023-11-08", "2024-01-08"),
    ],
)
def test_a_text_tells_when_it_was_written(text, start, end):
    found = dated(text)
    assert (str(found.start), str(found.end), found.method) == (start, end, "inferred")
    assert 0 < found.confidence < 1
    assert found.evidence


def test_a_date_after_the_receipt_is_refused_with_a_reason():
    found = dated("The mill is closed.", sidecar="2031-01-01", received=date(2026, 1, 1))
    assert found.start is None
    assert found.rule.startswith("refused")


def test_a_header_before_the_first_newspaper_is_refused_with_a_reason():
    found = dated("Published: 4 March 1599\nThe bridge opened.")
    assert found.start is None
    assert found.rule.startswith("refused")


@pytest.mark.parametrize(
    ("stated", "interval"),
    [
        ("2024-05-06", "2024-05-06/2024-05-07"),
        ("2024-05-06T10:00:00Z", "2024-05-06/2024-05-07"),
        ("2024-05", "2024-05-01/2024-06-01"),
        ("2024", "2024-01-01/2025-01-01"),
        ("2024-05-06/2024-05-09", "2024-05-06/2024-05-09"),
    ],
)
def test_a_sidecar_date_is_a_day_a_month_a_year_or_an_interval(stated, interval):
    start, end = read_sidecar_date(stated)
    assert f"{start}/{end}" == interval


@pytest.mark.parametrize(
    "stated", ["", "yesterday", "2024-02-31", "13/13/2024", "2024-05-09/2024-05-06", "0000", "1500-01-01", "２０２４"]
)
def test_a_sidecar_that_is_no_date_raises(stated):
    with pytest.raises(UnreadableInput) as error:
        read_sidecar_date(stated)
    assert error.value.reason == "bad_sidecar_date"


@pytest.mark.parametrize(
    ("text", "order", "rule"),
    [
        ("12/04/2020\nComments\n14/04/2020", "day_first", "day order from another date in figures"),
        ("02/11/2023\nAnn, November 2, 2023", "day_first", "day order from the same date in words"),
        ("02/10/2020\nPhoto of Sept. 29, 2020", "day_first", "day order from the dates in words near it"),
        ("02/10/2020\n13/10/2020\n10/13/2020", None, "dates in figures contradict one another"),
        ("02/10/2020", None, "day and month order open"),
    ],
)
def test_other_dates_decide_the_order_of_day_and_month(text, order, rule):
    assert decide_day_order(find_dates(text)) == (order, rule)


def test_the_spelling_decides_where_no_date_does():
    text = "11/08/23 5:19pm\nThe color of the labor center, the organization said."
    assert days(dated(text)) == "2023-11-08/2023-11-09"


def test_the_words_of_evidence_stand_beside_their_spans():
    text = "Bridge opens\nPublished: 4 March 2024\nThe bridge opened."
    page = Page(
        "r", "0" * 64, "a.txt", 0, text, None, None, None, date_page(text), datetime(2024, 3, 5, tzinfo=UTC), "2024-03"
    )
    (article,) = normalise_articles(text, title=None)
    row = dict(zip(Documents.to_schema().columns, document_row(page, article), strict=False))
    assert row["publication_quote"] == "4 March 2024"
    assert [text[a:b] for a, b in read_spans(row["publication_evidence"])] == ["4 March 2024"]
    assert (row["published_start"], row["reference_start"], row["received_at"].date()) == (
        date(2024, 3, 4),
        date(2024, 3, 4),
        date(2024, 3, 5),
    )
    assert row["publication_rule"] == "<published> <date>"


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("Published: 4 March 2024\nThe bridge opened.\nPublished: 9 May 2024", {}),
        ("Published: 9 May 2024\nThe bridge opened.", {"sidecar": "2024-03-04"}),
    ],
)
def test_two_days_of_publication_contradict_each_other_and_both_are_kept(text, more):
    found = dated(text, **more)
    assert (days(found), found.confidence) == ("2024-03-04/2024-03-05", 0.5)
    assert found.rule.endswith("contradicted: the page also says 2024-05-09")
    assert "9 May 2024" in [text[a:b] for a, b in found.evidence]


def test_a_time_zone_apart_is_no_contradiction():
    found = dated("Published: 5 March 2024\nThe bridge opened.", sidecar="2024-03-04")
    assert found.confidence == 0.99


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Published: 31 February 2024\nThe bridge opened.", "no calendar has this day: 31 February 2024"),
        ("Published: 13/13/2024\nThe bridge opened.", "no calendar has this day: 13/13/2024"),
        ("Published: 4 March 2031\nThe bridge opened.", "the date of the header lies after it was received"),
    ],
)
def test_a_header_that_cannot_be_is_refused_with_the_reason(text, reason):
    found = dated(text, received=date(2026, 1, 1))
    assert (found.start, found.method) == (None, None)
    assert found.rule.startswith(f"refused: {reason}")


def test_a_date_line_of_two_readings_is_the_days_between_them_until_something_decides():
    text = "Published: 03/04/2024\nThe bridge opened."
    found = dated(text)
    assert (days(found), found.method) == ("2024-03-04/2024-04-04", "header")
    assert "order of day and month is open" in found.rule
    assert days(dated(text, received=date(2024, 3, 20))) == "2024-03-04/2024-03-05"
    assert days(dated(text + "\nThe labour centre organised it.")) == "2024-04-03/2024-04-04"


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        (
            "Cars took a third of the market in the first ten months of 2023. A tax waiver costs 520 billion yuan over "
            "the years from 2024 to 2027.",
            "2023-11-08",
            "2024-01-08",
            "the first ten months of 2023",
        ),
        ("The 14th Five-Year Plan, which was approved last week, names 20 goals.", "2021-03-15", "2021-03-29", None),
        (
            "Output rose 5 percent in 2023. Prices fell in 2023. The target for 2024 is 5 percent.",
            "2023-12-01",
            "2024-07-01",
            "2023",
        ),
    ],
)
def test_more_witnesses_tell_when_a_text_was_written(text, start, end, words):
    found = dated(text)
    assert (str(found.start), str(found.end), found.method) == (start, end, "inferred")
    assert words in (None, text[slice(*found.evidence[0])])


def test_goals_for_a_year_already_told_of_date_nothing():
    assert dated("In 2023 it rose. In 2023 it fell. The target for 2024 was met in May 2024.").start is None


def test_every_event_has_a_source_and_ends_after_it_began():
    for events in EVENTS.values():
        for event in events:
            assert event.source
            assert event.openings[0] <= event.closes
            assert event.year in {event.openings[0].year, event.closes.year}
