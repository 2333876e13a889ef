"""Dating a page by its lines alone gives what reading all of it gives."""

from datetime import date
from pathlib import Path

import pytest

from benchmarks.articles.generator import make_articles
from pipelines.conform.date_lines import dates_in_lines
from pipelines.conform.publication import date_article
from pipelines.dating import date_page
from pipelines.extract.dates import find_dates

RECEIVED = date(2026, 6, 1)
TRICKY = (
    "31 February is a day on which nothing opens.",
    "The mill made much of the year. In nineteen eighty six it had made little, and in the last year nothing at all.\n"
    "Goals were set on Monday.\nIts targets for FY25 are high; in 3Q24 it made 4,000 tons, in the third quarter fewer.",
    "Posted 31 February 2024\nMills opened on 4 March 2024.",
    "By Ann Lee\n03/04/2024\nIt opened on 13/02/2024, and the mayor, who had promised it for years, cut a ribbon there "
    "before the whole town and its guests, who had come from as far as the coast to see the mill run again.",
    "Output rose 9 percent in the first 10 months of 2023. The town came 12th this year.",
    "The parliament's yearly meeting, the two sessions, opened on Monday. Growth was 5 percent in 2023.",
    "Sales fell in the third quarter of '23, the company said, and it would not say why they had fallen so far.",
    "The essay first stood in Vol. 8, 2023 (November issue), a journal that the society has printed since its "
    "founding, and was read aloud at the yearly dinner, to the great delight of all who had paid for their seats.",
    "Published: 4 March 2024\nPublished: 9 May 2024\nThe mill opened.",
    "First posted\n4 March 2024\nThe mill opened on 3/4/2024.\n9 May 2024",
    "RELEASE DATE\n\n4 March 2024\nThe mill opened.\n9 May 2024\n3/4/2024",
    "Thursday, March 7, 2024\nMenu\nMill opens\nBy\nAnn Lee\n-\nMar 4, 2024\nIt opened.",
)


def texts():
    sample = Path(__file__).parents[3] / "sample"
    read = [path.read_text(encoding="utf-8") for path in sorted(sample.glob("0*.txt")) if "090" not in path.name]
    return [*TRICKY, *read, *(article.text for article in make_articles(25))]


@pytest.mark.parametrize("stated", [None, "2024-01-15", "2024-03-12", "2024-08-20", "2023-06", "2024"])
def test_the_lines_decide_as_the_whole_text_would(stated):
    for text in texts():
        whole = date_article(text, dates=find_dates(text), sidecar=stated, received=RECEIVED)
        assert date_page(text, stated_published=stated, received=RECEIVED) == whole, text[:200]


def test_beside_a_known_date_only_lines_that_call_themselves_the_publication_are_read():
    prose = "The mill opened, and the whole town came to see the first flour come out of it. " * 3
    text = f"Mill opens\n3 March 2024\nPublished: 4 March 2024\n{prose}\nBy Ann Lee, 5 March 2024\n"
    read = []
    found = dates_in_lines(text, lambda part: read.append(part) or find_dates(part), is_dated=True)
    assert [text[e.start : e.end] for e in found] == ["4 March 2024"]
    assert len(read) == 1


def test_prose_is_not_read_for_a_date():
    prose = "The mill made 4,000 tons on 5 May 2023, the owner said. " * 20
    text = f"Mill opens\nPublished: 4 March 2024\n{prose}"
    read = []
    found = dates_in_lines(text, lambda part: read.append(part) or find_dates(part))
    assert [text[e.start : e.end] for e in found] == ["4 March 2024"]
    assert sum(map(len, read)) < 100
