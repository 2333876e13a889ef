"""Finds the line of a page that says when it was published: "By Ann Lee | 12 March 2024", "Published: …".

A page has many dates: today's in its banner, those of comments, tweets, related links and pictures. Each line that is
mostly a date is weighed by its label, its neighbours and its place; prose is never a header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipelines.conform.calendars import DAY, day_of
from pipelines.conform.open_dates import ORDER_OPEN, why_impossible
from pipelines.lexicons import read_choices
from schemas.spans import DateExpression
from schemas.values import value_class

_CHOICES = read_choices(__file__)

PUBLISHED_WORDS = _CHOICES["published"]
PUBLISHED = re.compile(rf"\b(?:{PUBLISHED_WORDS})\b", re.I)
UPDATED = re.compile(rf"\b(?:{_CHOICES['updated']})\b", re.I)
REFUSED = re.compile(rf"{_CHOICES['refused']}|\bphoto\b|says:?\s*$", re.I)
BYLINE = re.compile(rf"^(?:{_CHOICES['byline']})\b|^\W*by\s*$|\bstaff (?:writer|report)|reporter\b", re.I)
CLOCK_AFTER = re.compile(r"^\W{0,4}(?:at\s+)?\d{1,2}[:.]\d\d", re.I)
CLOCK_BEFORE = re.compile(r"\d{1,2}[:.]\d\d(?:\s?[ap]m)?(?:\s[A-Z]{2,4})?\W{0,3}$|^\w{2,3}\.?\s$", re.I)
"""A time, or a weekday cut short in any language, before the date."""
COMMENT_AFTER = re.compile(r"^\s*at\s+\d{1,2}:\d\d\s*[ap]\.?m", re.I)
SET_APART = re.compile(r"[|·•]\s*$")
"""A mark that sets a date apart from the name of a page before it: "MORNING BRIEF | 21 May 2025"."""
PROSE_LENGTH = 110
"""A line longer than this that holds a date is prose: of 87 pages read, no header line was longer."""
LABELLED = 40
"""Characters between a label on the line above and its date."""
ABOVE = 120
"""How far above a line its label is looked for, in code points."""
LATEST_YEAR = 2199
"""A later year is a number, as everywhere in the reading of dates."""
DATELINE_REACH = 400
"""How far into a text, in code points, a dateline may stand: below a headline and a standfirst."""
BANNER = 120
"""Characters at the top of a page in which a weekday and a date are often the reader's today."""
PLAIN_WEIGHT = 3
"""Weight of a line that is a date and nothing else; less is no header, save at the very top of the page."""
PLAIN_TAIL = 30
"""Characters that may follow a date line after a mark: "· 3 min read"."""
LABEL_WEIGHT = 6
"""Weight of a date that the page itself calls its publication; among several the first counts."""
PUBLISHED_RULE = "<published> <date>"
MOST_OPEN = 200
"""More dates of one page are not looked at for a line whose order is open."""
STATED, LIKELY, FAINT = 0.97, 0.93, 0.85


@value_class
class HeaderDay:
    """A day that a header line states, with its weight and its place in the text."""

    day: date
    weight: int
    start: int
    end: int
    rule: str
    confidence: float


@value_class
class HeaderOpen:
    """A date line with two readings: the first and the last day it may mean, its place, rule and confidence."""

    first: date
    last: date
    start: int
    end: int
    rule: str
    confidence: float


def find_header_day(
    text: str, dates: Sequence[DateExpression], *, latest: date | None = None, header_end: int | None = None
) -> HeaderDay | None:
    """Return the day that the page says it was published on, or null.

    Args:
        text: The page.
        dates: Its expressions of time, day order decided.
        latest: No later day is believed; null where it is not known when the page was received.
        header_end: Where the article's own words begin, if known: a plain date line after it counts for little.
    """
    found = [candidate for e in dates if (candidate := _weigh(text, e, latest, header_end)) is not None]
    comments = {c.start for c in found if COMMENT_AFTER.match(text[c.end : c.end + 14])}
    if len({c.day for c in found if c.start in comments}) > 2:
        found = [c for c in found if c.start not in comments or c.weight > 4]
    best = max(found, key=lambda c: (min(c.weight, LABEL_WEIGHT), -c.start), default=None)
    if best is None:
        return None
    return best if best.weight >= PLAIN_WEIGHT or (best.weight == PLAIN_WEIGHT - 1 and best.start < BANNER) else None


def contradicting_day(
    text: str, dates: Sequence[DateExpression], believed: tuple[date, date], *, latest: date | None = None
) -> HeaderDay | None:
    """Return a day that the page calls its publication and that lies more than a day off the one believed, or null.

    Args:
        text: The page.
        dates: Its expressions of time.
        believed: The publication believed, half-open. A day to either side is the same day in another time zone.
        latest: No later day counts.
    """
    for e in dates:
        found = _weigh(text, e, latest, None)
        if found is not None and found.rule == PUBLISHED_RULE and not _is_close(found.day, believed):
            return found
    return None


def is_label_against(header: HeaderDay, day: date) -> bool:
    """Tell whether a header calls itself the publication and lies more than a day off another date of the page."""
    return (
        header.rule == PUBLISHED_RULE and header.weight >= LABEL_WEIGHT and not _is_close(header.day, (day, day + DAY))
    )


def _is_close(day: date, believed: tuple[date, date]) -> bool:
    return believed[0] - DAY <= day <= believed[1]


def why_no_header(text: str, dates: Sequence[DateExpression], latest: date | None) -> str | None:
    """Return why a line that looks like the page's date is not believed, or null where there is none."""
    for e in dates:
        day = stated_day(e)
        if day is None:
            if why_impossible(e) is not None and _labelled(text, e):
                return f"refused: {why_impossible(e)}: {e.text}"
            continue
        found = _weigh(text, e, None, None)
        if found is not None and found.weight >= PLAIN_WEIGHT and latest is not None and day > latest:
            return f"refused: the date of the header lies after it was received: {e.text}"
    return None


def _labelled(text: str, expression: DateExpression) -> bool:
    line = text[text.rfind("\n", 0, expression.start) + 1 : expression.start]
    return len(line) < LABELLED and (PUBLISHED.search(line) is not None or not line.strip())


def find_open_header(text: str, dates: Sequence[DateExpression], *, latest: date | None = None) -> HeaderOpen | None:
    """Return the date line whose order of day and month nothing decides, as the days between its readings, or null."""
    for e in dates[:MOST_OPEN] if dates else ():
        days = sorted(
            d for fields in e.readings if (d := stated_day(replace(e, fields=fields, readings=()))) is not None
        )
        days = [day for day in days if latest is None or day <= latest]
        if not days:
            continue
        found = _weigh(text, replace(e, fields=e.readings[0], readings=()), None, None)
        if found is not None and found.weight >= PLAIN_WEIGHT:
            is_one = len(days) == 1
            rule = f"{found.rule} + {'the other reading lies after it was received' if is_one else ORDER_OPEN}"
            return HeaderOpen(days[0], days[-1], e.start, e.end, rule, LIKELY if is_one else FAINT)
    return None


def stated_day(expression: DateExpression) -> date | None:
    """Return the calendar day of an expression that states year, month and day."""
    if expression.shape not in {"day", "time_day"} or expression.readings:
        return None
    symbols = dict(expression.fields)
    year, month, day = symbols.get("year"), symbols.get("month"), symbols.get("day")
    if isinstance(year, int) and isinstance(month, int) and isinstance(day, int):
        return day_of(year, month, day) if year <= LATEST_YEAR else None
    return None


def _weigh(text: str, expression: DateExpression, latest: date | None, header_end: int | None) -> HeaderDay | None:
    day = stated_day(expression)
    if day is None or (latest is not None and day > latest):
        return None
    start, end = expression.start, expression.end
    line_start = text.rfind("\n", max(0, start - 400), start) + 1 if start else 0
    line_end = text.find("\n", end, end + 400)
    line_end = min(len(text), end + 400) if line_end < 0 else line_end
    before, after = text[line_start:start], text[end:line_end]
    above = text[max(0, line_start - ABOVE) : max(0, line_start - 1)].splitlines()
    label = above[-1] if above and len(before.strip()) < LABELLED else ""
    if (
        len(before) + len(after) > PROSE_LENGTH
        or REFUSED.search(before)
        or REFUSED.search(label)
        or REFUSED.search(after[:20])
    ):
        return None
    weight, rule = _label_weight(before, label, after)
    weight += _place_weight(text, expression, before, after, above)
    if header_end is not None and start > header_end:
        weight -= 1
    confidence = STATED if weight >= LABEL_WEIGHT else LIKELY if weight >= 4 else FAINT
    return HeaderDay(day, weight, start, end, rule, confidence)


def _label_weight(before: str, label: str, after: str) -> tuple[int, str]:
    """Weigh what the line calls the date."""
    before = CLOCK_BEFORE.sub("", before)
    near = before[-60:]
    if UPDATED.search(near) and not PUBLISHED.search(near):
        return 2, "<updated> <date>"
    if PUBLISHED.search(near) or (PUBLISHED.search(label) and len(label) < 30):
        return LABEL_WEIGHT, PUBLISHED_RULE
    if UPDATED.search(label) and len(label) < 30:
        return 1, "<updated> <date>"
    rest = len(before.strip()) + len(CLOCK_AFTER.sub("", after).strip())
    if SET_APART.search(before) and not after.strip(" |·•").strip():
        return PLAIN_WEIGHT, "<name> | <date>"
    if rest < 3 or (not before.strip() and rest < PLAIN_TAIL and not after[:2].strip().isalnum()):
        return PLAIN_WEIGHT, "<date line>"
    return (2 if rest < 45 else 0 if rest < 80 else -2), "<byline> <date>"


def _place_weight(text: str, expression: DateExpression, before: str, after: str, above: list[str]) -> int:
    """Weigh what stands around the line: a byline above, a time after, the banner of the page."""
    weight = 0
    if any(BYLINE.search(line.strip()) for line in above[-3:]) or BYLINE.search(before.strip()):
        weight += 2
    if CLOCK_AFTER.match(after) or "clock" in dict(expression.fields):
        weight += 1
    if _runs_on(CLOCK_BEFORE.sub("", before).strip()) and not CLOCK_AFTER.match(after):
        weight -= 1
    if expression.start < BANNER and "weekday" in dict(expression.fields):
        weight -= 1
    if expression.start > len(text) * 0.6:
        weight -= 1
    return weight


def _runs_on(before: str) -> bool:
    """Tell whether words run into the date as in prose, not as after a label, a byline or "on"."""
    if not before or not before[-1].isalnum():
        return False
    return not (BYLINE.search(before) or PUBLISHED.search(before) or UPDATED.search(before) or before.endswith(" on"))
