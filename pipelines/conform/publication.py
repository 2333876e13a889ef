"""Dates an article: when it was published and when it was written, each an interval with its evidence.

In the order of trust: what came with it (sidecar), the page's own metadata, a header line, an issue line, a dateline,
what the text tells of itself. Nothing is guessed: what cannot be known stays null, with the reason in `rule`. The
publication and the writing are two: a reprint of January that says "this year" of last year's figures was written then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from pipelines.conform.calendars import DAY, WEEK, day_of, months_from
from pipelines.conform.day_order import with_day_order, with_spelling_order
from pipelines.conform.headers import (
    DATELINE_REACH,
    HeaderDay,
    contradicting_day,
    find_header_day,
    find_open_header,
    is_label_against,
    why_no_header,
)
from pipelines.conform.inference import Inference, infer_writing, may_tell_of_writing
from pipelines.conform.sidecar_dates import EARLIEST, read_sidecar_date
from schemas.spans import DateExpression, Publication

SIDECAR = "sidecar"
"""The method of a publication that came with the article."""
LABEL_CONFIDENCE = 0.85
"""Where a line of the page that calls itself the publication denies the metadata: a judgement from few pages."""
CONTRADICTED_CONFIDENCE = 0.5
"""Where a page calls two days its publication either may be the day."""
REPRINT_REACH = timedelta(days=120)
"""How long after its writing a text is reprinted as news; beyond it the text quotes old figures."""
SIDECAR_CONFIDENCE, METADATA_CONFIDENCE, DATELINE_CONFIDENCE = 0.99, 0.92, 0.8
"""METADATA: htmldate 1.11 was right on 91.2 % of 995 pages of its own test set, measured here."""
DATELINE = re.compile(r"^[^\n]{0,60}?[A-Z][A-Za-z'’. ]{2,40}(?:, [A-Za-z. ]{2,30})?,?\s*$")


def date_article(
    text: str,
    *,
    dates: Sequence[DateExpression],
    html_date: date | None = None,
    sidecar: str | None = None,
    header_end: int | None = None,
    received: date | None = None,
) -> Publication:
    """Return when a page was published and when it was written, with the evidence, or nothing where neither is known.

    Args:
        text: The raw text of the page.
        dates: The expressions of time of that text, as `find_dates` found them.
        html_date: The day the page's metadata gave.
        sidecar: The publication date that came with the article, as stated.
        header_end: Where the article's own words begin, if known.
        received: The day it reached us; nothing later is believed.

    Returns:
        Half-open intervals, method, confidence and spans of evidence. A refused date leaves `start` null and says why
        in `rule` ("refused: …").

    Raises:
        UnreadableInput: `sidecar` is no date.
    """
    latest = received + DAY if received is not None else None
    ordered = with_spelling_order(text, with_day_order(dates))
    stated, refusal = _stated(text, ordered, html_date, sidecar, header_end, latest)
    told = infer_writing(text, ordered, before=stated.end if stated is not None else latest)
    if stated is not None and stated.start is not None and stated.end is not None:
        return _with_writing(text, stated, told, ordered)
    dateline = _dateline(text, ordered, told, latest)
    if dateline is not None:
        return dateline
    if told is not None:
        return _inferred(told, latest)
    return Publication(rule=refusal or "nothing in the text tells when it was published")


def date_by_lines(
    text: str,
    *,
    dates: Sequence[DateExpression],
    html_date: date | None = None,
    sidecar: str | None = None,
    received: date | None = None,
    is_told: bool = True,
) -> Publication | None:
    """Return what `date_article` would, where the lines that may date a page decide, else null: read all of it then.

    Args:
        text: The raw text of the page.
        dates: The expressions of time of its lines (`pipelines.conform.date_lines`).
        html_date: The day the page's metadata gave.
        sidecar: The publication date that came with the article, as stated.
        received: The day it reached us; nothing later is believed.
        is_told: Whether the text itself may tell when it was written.

    Raises:
        UnreadableInput: `sidecar` is no date.
    """
    if any(e.readings for e in dates):
        return None  # the other dates of the text decide the order of day and month
    stated, _ = _stated(text, dates, html_date, sidecar, None, received + DAY if received is not None else None)
    if stated is None or stated.start is None or stated.end is None:
        return None
    if is_told and (stated.end - stated.start > WEEK or may_tell_of_writing(text, stated.start, REPRINT_REACH)):
        return None
    return _with_writing(text, stated, None, dates)


def _stated(
    text: str,
    dates: Sequence[DateExpression],
    html_date: date | None,
    sidecar: str | None,
    header_end: int | None,
    latest: date | None,
) -> tuple[Publication | None, str | None]:
    """Return the publication that something states outright, or why what was stated is not believed."""
    refusal = None
    if sidecar:
        interval = read_sidecar_date(sidecar)
        if latest is None or interval[0] < latest:
            beside = _publication(interval, SIDECAR, SIDECAR_CONFIDENCE, (), "<date beside the article>")
            return _with_contradiction(text, dates, beside, latest), None
        refusal = "refused: the date beside the article lies after it was received"
    header = find_header_day(text, dates, latest=latest, header_end=header_end)
    if html_date is not None:
        by_metadata = _by_metadata(html_date, header, latest)
        if by_metadata is not None:
            return by_metadata, None
        refusal = "refused: the date of the page's metadata lies before 1600 or after it was received"
    if header is not None:
        if header.day >= EARLIEST:
            return _with_contradiction(text, dates, _by_header(header, header.confidence, header.rule), latest), None
        refusal = "refused: the date of the header lies before 1600"
    undecided = find_open_header(text, dates, latest=latest)
    if undecided is not None:
        interval, spans = (undecided.first, undecided.last + DAY), ((undecided.start, undecided.end),)
        return _publication(interval, "header", undecided.confidence, spans, undecided.rule), None
    return None, refusal or why_no_header(text, dates, latest)


def _by_metadata(html_date: date, header: HeaderDay | None, latest: date | None) -> Publication | None:
    """What the day of the page's metadata tells, beside the one that the header states; null where it is no such day.

    Of 92 pages, three had a labelled day that their metadata denied, and it was the metadata that were wrong.
    """
    if header is not None and is_label_against(header, html_date):
        rule = f"{header.rule} + contradicted: the page's metadata say {html_date.isoformat()}"
        return _by_header(header, LABEL_CONFIDENCE, rule)
    if html_date < EARLIEST or (latest is not None and html_date >= latest):
        return None
    spans = ((header.start, header.end),) if header is not None and header.day == html_date else ()
    day = (html_date, html_date + DAY)
    return _publication(day, "html_metadata", METADATA_CONFIDENCE, spans, "<date of the page's metadata>")


def _by_header(header: HeaderDay, confidence: float, rule: str) -> Publication:
    return _publication((header.day, header.day + DAY), "header", confidence, ((header.start, header.end),), rule)


def _with_contradiction(
    text: str, dates: Sequence[DateExpression], found: Publication, latest: date | None
) -> Publication:
    """Say so, and trust the date less, where the page calls another day its publication."""
    if found.start is None or found.end is None:
        return found
    other = contradicting_day(text, dates, (found.start, found.end), latest=latest)
    if other is None:
        return found
    return replace(
        found,
        confidence=min(found.confidence or 0.0, CONTRADICTED_CONFIDENCE),
        evidence=(*found.evidence, (other.start, other.end)),
        rule=f"{found.rule} + contradicted: the page also says {other.day.isoformat()}",
    )


def _publication(
    interval: tuple[date, date], method: str, confidence: float, evidence: tuple[tuple[int, int], ...], rule: str
) -> Publication:
    return Publication(*interval, *interval, method, confidence, evidence, rule)


def _with_writing(
    text: str, stated: Publication, told: Inference | None, dates: Sequence[DateExpression]
) -> Publication:
    """Set the time of writing apart from the publication where the text says it is earlier."""
    issue = _issue_line(dates)
    if issue is not None and stated.start is not None and issue[0][0] <= stated.start:
        return replace(
            stated,
            reference_start=issue[0][0],
            reference_end=issue[0][1],
            evidence=(*stated.evidence, issue[1]),
            rule=f"{stated.rule} + <issue line>",
        )
    if told is None or stated.start is None or stated.end is None or told.confidence < 0.8:
        return stated
    if told.end <= stated.start and stated.start - told.end < REPRINT_REACH:
        rule = f"{stated.rule} + written earlier: {told.rule}"
        return replace(
            stated,
            reference_start=told.start,
            reference_end=told.end,
            evidence=(*stated.evidence, *told.evidence),
            rule=rule,
        )
    if stated.end - stated.start > WEEK and told.start < stated.end and stated.start < told.end:
        return replace(stated, reference_start=max(told.start, stated.start), reference_end=min(told.end, stated.end))
    return stated


def _issue_line(dates: Sequence[DateExpression]) -> tuple[tuple[date, date], tuple[int, int]] | None:
    """Return the month of "Vol. 8, 2024 (April issue)" or "the April 2024 issue"."""
    for e in dates:
        if not e.rule.startswith("<month> issue"):
            continue
        symbols = dict(e.fields)
        year, month = symbols.get("year"), symbols.get("month")
        interval = months_from(year, month, 1) if isinstance(year, int) and isinstance(month, int) else None
        if interval is not None:
            return interval, (e.start, e.end)
    return None


def _dateline(
    text: str, dates: Sequence[DateExpression], told: Inference | None, latest: date | None
) -> Publication | None:
    """A day after a place at the head of the text; its year as stated, else from what the text tells."""
    for e in dates:
        symbols = dict(e.fields)
        month, day = symbols.get("month"), symbols.get("day")
        if e.start > DATELINE_REACH or e.shape != "day" or not isinstance(month, int) or not isinstance(day, int):
            continue
        line = text[text.rfind("\n", 0, e.start) + 1 : e.start]
        after = text[e.end : e.end + 30].lstrip()
        if not DATELINE.match(line) or not after.startswith(("(", "—", "–", "-", "/")):
            continue
        found = _dateline_day(symbols.get("year"), month, day, dates, told)
        if found is not None and found >= EARLIEST and (latest is None or found < latest):
            return _publication(
                (found, found + DAY), "dateline", DATELINE_CONFIDENCE, ((e.start, e.end),), "<place>, <day> (agency)"
            )
    return None


def _dateline_day(
    year: int | str | None, month: int, day: int, dates: Sequence[DateExpression], told: Inference | None
) -> date | None:
    """The day of a dateline; without a year, the first such day from when the text tells it was written."""
    if isinstance(year, int):
        return day_of(year, month, day)
    years = sorted(
        {d.fields[0][1] for d in dates if d.fields and d.fields[0][0] == "year" and isinstance(d.fields[0][1], int)}
    )
    base = told.start if told is not None else date(years[-1], 1, 1) if years and 1600 <= years[-1] < 9998 else None
    if base is None:
        return None
    return next((d for y in (base.year, base.year + 1) if (d := day_of(y, month, day)) and d >= base), None)


def _inferred(told: Inference, latest: date | None) -> Publication:
    """Published when it was written or up to a week later, as far as the text tells."""
    end = told.end if told.loose else told.end + WEEK
    if latest is not None:
        end = max(told.start + DAY, min(end, latest))
    return Publication(
        told.start, end, told.start, min(told.end, end), "inferred", told.confidence, told.evidence, told.rule
    )
