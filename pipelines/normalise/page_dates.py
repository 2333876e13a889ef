"""When a page says it was published, and its words line by line for where it says nothing."""

from __future__ import annotations

from datetime import date

import htmldate
from lxml import etree, html

from pipelines.normalise.page_source import page_lines
from schemas.markup import view_of_markup
from schemas.views import Run, TextView, joined

EARLIEST = "1990-01-01"
"""Older dates on a page are of what it tells about: the web began in 1991."""

LATEST = "2199-12-31"
"""Where it is not known when a page was received no date is too late; the library would ask the clock."""


def find_page_date(source: str, latest: date | None = None) -> date | None:
    """Return the day on which a page's metadata says it was first published, or null where it says nothing.

    Args:
        source: The decoded page.
        latest: No later day is believed: when the page was received.
    """
    try:
        tree = html.fromstring(source.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    found = htmldate.find_date(
        tree,
        extensive_search=False,
        original_date=True,
        min_date=EARLIEST,
        max_date=latest.isoformat() if latest is not None else LATEST,
    )
    return date.fromisoformat(found) if found else None


def page_words(source: str) -> TextView:
    """The words of a page, a line each as a browser breaks them, with the way back to its source."""
    pieces: list[str] = []
    runs: list[Run] = []
    length = 0
    for start, end in page_lines(source):
        view = view_of_markup(source[start:end], start)
        if pieces:
            pieces.append("\n")
            runs.append(Run(length, length + 1, start, start))
            length += 1
        pieces.append(view.text)
        runs.extend(Run(a + length, b + length, c, d) for a, b, c, d in view.runs)
        length += len(view.text)
    return TextView("".join(pieces), joined(runs))
