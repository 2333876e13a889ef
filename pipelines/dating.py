"""When a page was published and written: the one place that puts together what finds dates and what believes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pipelines.conform.date_lines import dates_in_lines, dates_that_tell
from pipelines.conform.publication import SIDECAR, date_article, date_by_lines
from pipelines.extract.dates import find_dates
from pipelines.normalise.page_dates import find_page_date, page_words
from schemas.markup import HTML, PLAIN
from schemas.spans import Publication

DAY_LINES = frozenset({"day", "time_day"})
"""Shapes of the dates that a page's own date line states."""


def date_page(
    raw: str,
    *,
    stated_published: str | None = None,
    received: date | None = None,
    media_type: str = PLAIN,
) -> Publication:
    """When a page was published and written, as intervals with evidence, or unknown; one date for all it holds.

    Of a page's source the metadata is asked first, and its words where that says nothing or a line that calls itself
    the publication says otherwise.

    Raises:
        UnreadableInput: `stated_published` is no date.
    """
    if media_type != HTML:
        if stated_published:
            lines = dates_in_lines(raw, find_dates, is_dated=True)
            found = date_by_lines(raw, dates=lines, sidecar=stated_published, received=received)
            if found is not None and found.method == SIDECAR:
                return found
        lines = dates_in_lines(raw, find_dates)
        found = date_by_lines(raw, dates=lines, sidecar=stated_published, received=received)
        return found or date_article(
            raw, dates=dates_that_tell(raw, find_dates), sidecar=stated_published, received=received
        )
    if stated_published:
        return date_article("", dates=(), sidecar=stated_published, received=received)
    html_date = find_page_date(raw, received)
    words = page_words(raw)
    dated = _date_words(words.text, html_date, received)
    return replace(dated, evidence=tuple(words.raw_span(start, end) for start, end in dated.evidence))


def _date_words(text: str, html_date: date | None, received: date | None) -> Publication:
    """Date a page by its metadata and its words."""
    lines = dates_in_lines(text, find_dates)
    if html_date is None:
        found = date_by_lines(text, dates=lines, received=received)
        return found or date_article(text, dates=dates_that_tell(text, find_dates), received=received)
    # Of a page that has metadata only the lines that state a day are asked: its menus tell of other times.
    stating = tuple(e for e in lines if e.shape in DAY_LINES)
    found = date_by_lines(text, dates=stating, html_date=html_date, received=received, is_told=False)
    if found is None:
        dates = tuple(e for e in find_dates(text) if e.shape in DAY_LINES)
        found = date_article(text, dates=dates, html_date=html_date, received=received)
    return found
