"""Which lines of a page may state its date: short ones, and those that name an issue. The rest need not be read for it.

Reading every expression of time of a text costs as much as all else that is done to take it in; the date of most
articles stands beside them or in a line of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pipelines.conform.events import may_name_event
from pipelines.conform.headers import ABOVE, DATELINE_REACH, PROSE_LENGTH, PUBLISHED_WORDS
from schemas.spans import DateExpression

LONGEST_DATE = 90
"""Longer expressions of time are none that a line states as its day: weekday, day, month, year, clock and zone."""
CONTEXT = 30
"""Code points read on either side of such a line, because the words around decide what an expression means."""
ISSUE = ("ssue", "dition")
"""What a longer line has in it that names the issue it stands in, as `<month> issue` of the date patterns reads it."""
YEAR = re.compile(r"[\d'’](?:\d\d|[-/.]\d{1,2}[-/.]\d)")
"""What every day with its year has in it: figures in a row, or a day in figures."""
MONTH = re.compile(
    r"\d[-/.]\d|\d{8}|(?:jan(?:uary)?|febr?(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
"""What every month has in it, in small letters."""
LABEL = re.compile(PUBLISHED_WORDS)
"""What stands in or above every line that calls itself the publication, in small letters."""
FIGURE = re.compile(r"\d")
TELLING = re.compile(r"\d\d\d\d|\d[-/.]\d{1,2}[-/.]\d|\d/\d|['‘’]\d\d|\d[qQhH]\d|[fF][yY]\d|(?<!\d)(?:29|3[01])(?!\d)")
TELLING_WORDS = ("teen", "twent", "thirt", "hundred", "thousand")
"""What every expression of time has in it that names a year, in figures or words, and every day that no month has."""
DATELINE_END = 160
"""How far into its line a dateline's day begins at most: below `DATELINE` of `pipelines.conform.publication`."""


def dates_that_tell(text: str, find: Callable[[str], tuple[DateExpression, ...]]) -> tuple[DateExpression, ...]:
    """Return the expressions of time that may date an undated text, in order, as reading all of it gives them.

    A text is dated by days and years, by its dateline and by what it tells of gatherings of known days: where it names
    none of these, the paragraphs without a year or day in figures need not be read.

    Args:
        text: The page.
        find: Finds the expressions of time of a text.
    """
    if may_name_event(text):
        return find(text)
    found: list[DateExpression] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if _tells(line):
            found.extend(_dates_between(text, start, end, find))
        elif start <= DATELINE_REACH:
            found.extend(_dates_between(text, start, min(end, start + DATELINE_END), find))
        start = end + 1
    return tuple(found)


def _tells(line: str) -> bool:
    """Whether a line may name a year, or a day that no month has."""
    figure = FIGURE.search(line)
    if figure is not None and TELLING.search(line, max(0, figure.start() - 2)):
        return True
    lowered = line.lower()
    return any(word in lowered for word in TELLING_WORDS)


def dates_in_lines(
    text: str, find: Callable[[str], tuple[DateExpression, ...]], *, is_dated: bool = False
) -> tuple[DateExpression, ...]:
    """Return the expressions of time in the lines that may date a page, in order, as reading all of it gives them.

    Args:
        text: The page.
        find: Finds the expressions of time of a text.
        is_dated: Its date is known: only the lines count that call themselves the publication, or name an issue.
    """
    found: list[DateExpression] = []
    for start, end in _lines(text):
        if is_dated and not (LABEL.search(text[max(0, start - ABOVE) : end].lower()) or _names_issue(text[start:end])):
            continue
        found.extend(_dates_between(text, start, end, find))
    return tuple(found)


def _dates_between(
    text: str, start: int, end: int, find: Callable[[str], tuple[DateExpression, ...]]
) -> Iterator[DateExpression]:
    """The expressions of time that begin in a stretch of a text, read with the words around it."""
    left, right = _word_start(text, max(0, start - CONTEXT)), min(len(text), end + CONTEXT)
    return (e.moved(left) for e in find(text[left:right]) if start <= e.start + left < end)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines that hold a day or month with its year and are short, or name an issue."""
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        may_date = len(line) <= PROSE_LENGTH + LONGEST_DATE or _names_issue(line)
        if may_date and YEAR.search(line) and MONTH.search(line.lower()):
            yield start, end
        start = end + 1


def _names_issue(line: str) -> bool:
    return any(word in line for word in ISSUE)


def _word_start(text: str, place: int) -> int:
    """The place, or the next one that does not cut a word or figure."""
    while 0 < place < len(text) and not text[place - 1].isspace():
        place += 1
    return place
