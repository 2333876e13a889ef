"""Decides whether 03/04/2024 is the third of April or the fourth of March, from the other dates of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipelines.conform.calendars import day_of
from pipelines.lexicons import read_choices
from schemas.spans import DateExpression, Publication, SentenceReading

_CHOICES = read_choices(__file__)

BRITISH = re.compile(
    r"£|\bGMT\b|\bBST\b|\b\w{2,12}(?:isation|ising|ised|yse|yses|ysed|our|ours)\b(?<!\bour)(?<!\bhour)(?<!\bfour)"
    rf"|\b(?:{_CHOICES['british']})\b"
)
AMERICAN = re.compile(
    rf"\b(?:{_CHOICES['american zone']})\b|\b\w{{2,12}}(?:ization|izing|ized|yze|yzed)\b"
    rf"|\b(?:{_CHOICES['american']})s?\b"
)

CONTRADICTED = "dates in figures contradict one another"
OPEN = "day and month order open"
AHEAD = frozenset({"by", "until", "since"})
"""Relations under which a day after the writing is to be expected."""
FORWARD = re.compile(rf"\b(?:{_CHOICES['forward']})\b", re.I)
MOST_DATES = 200
"""More dates of one text are not weighed against one another."""
Symbols = dict[str, int | str | None]


def decide_day_order(expressions: Sequence[DateExpression]) -> tuple[str | None, str]:
    """Return `day_first` or `month_first`, or null where nothing decides, and the rule that decided.

    Evidence, strongest first: another date in figures of the article that has only one reading; a date in words that
    equals one reading; the dates in words, of which one reading lies within a month and the other does not.
    """
    plain = [e for e in expressions if e.shape == "day" and not e.readings and _in_figures(e)]
    orders = {_order_of(e) for e in plain} - {None}
    if len(orders) == 1:
        return orders.pop(), "day order from another date in figures"
    if orders:
        return None, CONTRADICTED
    open_dates = [e for e in expressions if e.readings][:MOST_DATES]
    named = [d for e in expressions if e.shape == "day" and not _in_figures(e) and (d := _calendar_day(e.fields))][
        :MOST_DATES
    ]
    votes = {_nearest(e, named, 0) for e in open_dates} - {None}
    if len(votes) == 1:
        return votes.pop(), "day order from the same date in words"
    votes = {_nearest(e, named, 31) for e in open_dates} - {None}
    if len(votes) == 1:
        return votes.pop(), "day order from the dates in words near it"
    return None, OPEN


def with_day_order(expressions: Sequence[DateExpression]) -> tuple[DateExpression, ...]:
    """Return the expressions with each ambiguous day decided, where the article decides; else with both readings.

    A decided expression keeps the other reading behind the likely one in `readings`, and names the deciding rule.
    """
    order, rule = decide_day_order(expressions)
    if order is None:
        return tuple(expressions)
    return tuple(_decided(e, order, rule) if e.readings else e for e in expressions)


def with_article_order(readings: Sequence[SentenceReading], publication: Publication) -> tuple[SentenceReading, ...]:
    """Return the sentences of an article with each ambiguous day decided, where something in the article decides.

    Evidence, strongest first: the other dates (`decide_day_order`); the time of writing, where one reading of a day
    told as past lies after it; the spelling of the text. What nothing decides keeps both readings.
    """
    if not any(e.readings for reading in readings for e in reading.dates):
        return tuple(readings)
    dates = [e for reading in readings for e in reading.dates]
    order, rule = decide_day_order(dates)
    if order is None and rule != CONTRADICTED:
        order, rule = _order_from_writing(readings, publication.reference_end)
    if order is None and rule != CONTRADICTED:
        order, rule = _order_from_spelling("\n".join(reading.sentence.text for reading in readings))
    if order is None:
        return tuple(readings)
    return tuple(
        replace(reading, dates=tuple(_decided(e, order, rule) if e.readings else e for e in reading.dates))
        for reading in readings
    )


def _order_from_writing(readings: Sequence[SentenceReading], written: date | None) -> tuple[str | None, str]:
    """Return the order in which no day told as past lies after the writing, where the other order has one that does."""
    rule = "day order from the time of writing"
    votes = set()
    for reading in readings if written is not None else ():
        for e in reading.dates:
            if not e.readings or e.relation in AHEAD or FORWARD.search(reading.sentence.text):
                continue
            days = [_calendar_day(fields) for fields in e.readings]
            later = [day is not None and written is not None and day >= written for day in days]
            if later.count(True) == 1:
                votes.add("day_first" if later[0] else "month_first")
    if len(votes) > 1:
        return None, CONTRADICTED
    return (votes.pop(), rule) if votes else (None, OPEN)


def _decided(expression: DateExpression, order: str, rule: str) -> DateExpression:
    chosen = expression.readings[0 if order == "month_first" else 1]
    return replace(expression, fields=chosen, readings=(), rule=f"{expression.rule} + {rule}")


def _in_figures(expression: DateExpression) -> bool:
    return not any(c.isalpha() for c in expression.text)


def _order_of(expression: DateExpression) -> str | None:
    """Return the order of a date in figures that has one reading, where that tells anything."""
    symbols: Symbols = dict(expression.fields)
    digits = "".join(c if c.isdigit() else " " for c in expression.text).split()
    if len(digits) != 3 or len(digits[0]) > 2 or digits[0] == digits[1]:
        return None
    return (
        "day_first"
        if int(digits[0]) == symbols.get("day") and int(digits[0]) > 12
        else ("month_first" if int(digits[1]) > 12 else None)
    )


def _calendar_day(fields: tuple[tuple[str, int | str | None], ...]) -> date | None:
    symbols: Symbols = dict(fields)
    year, month, day = symbols.get("year"), symbols.get("month"), symbols.get("day")
    if isinstance(year, int) and isinstance(month, int) and isinstance(day, int):
        return day_of(year, month, day)
    return None


def _nearest(expression: DateExpression, named: Sequence[date], days: int) -> str | None:
    close = [
        any(abs((found - other).days) <= days for other in named)
        for reading in expression.readings
        if (found := _calendar_day(reading)) is not None
    ]
    if len(close) != 2 or close[0] == close[1]:
        return None
    return "month_first" if close[0] else "day_first"


def with_spelling_order(text: str, expressions: Sequence[DateExpression]) -> tuple[DateExpression, ...]:
    """Return the expressions with open day orders decided by the text's spelling, where that is clear.

    American spelling writes the month first, British the day; the words are those of `SPELLINGS`.
    """
    if not any(e.readings for e in expressions):
        return tuple(expressions)
    order, rule = _order_from_spelling(text)
    return (
        tuple(expressions)
        if order is None
        else tuple(_decided(e, order, rule) if e.readings else e for e in expressions)
    )


def _order_from_spelling(text: str) -> tuple[str | None, str]:
    british = sum(1 for _ in BRITISH.finditer(text))
    american = sum(1 for _ in AMERICAN.finditer(text))
    if british == american or min(british, american) * 3 > max(british, american):
        return None, OPEN
    return "day_first" if british > american else "month_first", "day order from the spelling of the text"
