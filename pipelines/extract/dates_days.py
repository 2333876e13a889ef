"""Which symbols an expression has that comes down to a day: dates, weekdays, "three weeks before 15 January".

A function a shape, as in `dates_months`. Standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract.dates_fields import (
    DAYS,
    MONTHS,
    WEEKDAYS,
    YEARS,
    Builder,
    Fields,
    Pair,
    clock_pairs,
    count_of,
    day_number,
    first,
    month_pairs,
    number_words,
    numeric_day,
    of_kind,
    place_pairs,
    unit_of,
    year_pairs,
)
from pipelines.extract.dates_lexing import Token

TEN_WORDS = frozenset({"tens_number"})
FIGURE_DAYS = frozenset({"iso_day", "numeric_day"})


def _day_of(tokens: Sequence[Token]) -> int | None:
    """Return the day of the month, in figures or in words ("twenty nine")."""
    tens = first(tokens, TEN_WORDS)
    ones = first(tokens, frozenset({"small_number", "ordinal_word", "second"}))
    if tens is None and ones is not None and ones.kind == "small_number":
        return int(ones.value)
    if tens is not None:
        return int(tens.value) + (day_number(ones) if ones is not None else 0)
    days = of_kind(tokens, DAYS)
    if not days:
        return None
    month = first(tokens, MONTHS)
    beside = [t for t in days if month is not None and t.start > month.start]
    return day_number(beside[0] if beside else days[-1])


def _day(tokens: Sequence[Token]) -> Fields:
    figures = first(tokens, FIGURE_DAYS)
    weekday = first(tokens, WEEKDAYS)
    tail: list[Pair] = [("weekday", int(weekday.value))] if weekday is not None else []
    clock = clock_pairs([t for t in tokens if t.kind != "small_int"])
    if figures is not None:
        return (*numeric_day(figures.value)[0], *tail, *clock)
    pair = first(tokens, frozenset({"slash_pair"}))
    if pair is not None:
        month, day = pair.value.split("/")
        return (("month", int(month)), ("day", int(day)), *tail)
    place = unit_of(tokens)
    if place is not None and place.kind == "unit.month":
        numbered = first(tokens, DAYS)
        return (("day", day_number(numbered) if numbered else None), *_named_offset("month", tokens, place))
    return (*year_pairs(tokens), *month_pairs(tokens), ("day", _day_of(tokens)), *tail, *clock)


def _named_offset(unit: str, tokens: Sequence[Token], token: Token) -> Fields:
    return tuple((f"{unit}_{name}", value) for name, value in place_pairs(tokens, token))


def _day_of_month(tokens: Sequence[Token]) -> Fields:
    weekday = first(tokens, WEEKDAYS)
    ordinal = first(tokens, frozenset({"ordinal", "ordinal_word"}))
    pairs: list[Pair] = [("day", day_number(ordinal) if ordinal else None)]
    return tuple(pairs + ([("weekday", int(weekday.value))] if weekday is not None else []))


def _day_range(tokens: Sequence[Token]) -> Fields:
    figures = of_kind(tokens, FIGURE_DAYS)
    if figures:
        ends = [numeric_day(t.value)[0] for t in figures]
        return tuple(
            (f"{side}_{name}", value)
            for side, pairs in zip(("from", "to"), ends, strict=False)
            for name, value in pairs
        )
    months = [int(t.value) for t in of_kind(tokens, MONTHS)]
    years = [int(t.value) for t in of_kind(tokens, YEARS)]
    span = first(tokens, frozenset({"int_range"}))
    if span is not None:
        days = [int(figure) for figure in span.value.replace("–", "-").split("-")]
    else:
        days = [day_number(t) for t in of_kind(tokens, DAYS)]
    pairs: list[Pair] = [("from_month", months[0]), ("from_day", days[0])]
    pairs += [("to_month", months[-1]), ("to_day", days[-1])]
    if years:
        pairs += [("from_year", years[0]), ("to_year", years[-1])]
    return tuple(pairs) if years else (*pairs, *year_pairs(tokens))


def _weekday(tokens: Sequence[Token]) -> Fields:
    token = first(tokens, WEEKDAYS)
    pairs: list[Pair] = [("weekday", int(token.value) if token else None)]
    week = first(tokens, frozenset({"unit.week"}))
    if week is not None:
        pairs += [(f"week_{name}", value) for name, value in place_pairs(tokens, week)]
    else:
        word = first(tokens, frozenset({"last", "next", "this", "past", "previous", "following", "same", "that"}))
        ahead = first(tokens, frozenset({"next"})) or word
        pairs.append(("which", ahead.lower if ahead is not None else None))
    return (*pairs, *clock_pairs(tokens))


def _relative_day(tokens: Sequence[Token]) -> Fields:
    token = first(tokens, frozenset({"today"}))
    if token is not None and tokens[0].kind == "the":
        shift = 1 if first(tokens, frozenset({"after"})) else -1
        return (("offset", int(token.value) + shift),)
    which = first(tokens, frozenset({"last", "next", "previous", "following"}))
    offset = int(token.value) if token is not None else int(which.value) if which is not None else 0
    return (("offset", offset), *clock_pairs(tokens))


def _in_words(tokens: Sequence[Token]) -> Fields | None:
    """Read a year in words after a month or a day: "October two thousand", "fifteen August nineteen ninety three"."""
    at = next(i for i, t in enumerate(tokens) if t.kind in MONTHS)
    left, right = tokens[:at], [t for t in tokens[at + 1 :] if t.kind not in {"the", ","}]
    day: int | None = None
    if left:
        day = _day_of([*left, tokens[at]])
    elif right and right[0].kind in DAYS:
        day, right = day_number(right[0]), right[1:]
    year = number_words(right)
    if not 1500 <= year < 2100:
        return None
    pairs: list[Pair] = [("year", year), *month_pairs(tokens)]
    return tuple(pairs if day is None else [*pairs, ("day", day)])


def _period_to(tokens: Sequence[Token]) -> Fields:
    split = next(i for i, t in enumerate(tokens) if t.kind in {"to", "through", "ended", "until"})
    head, tail = tokens[:split], tokens[split + 1 :]
    unit = unit_of(head)
    if unit is None:
        pairs: list[Pair] = [("count", "1"), ("unit", "half" if first(head, frozenset({"half"})) else "year")]
    else:
        pairs = [("count", count_of([t for t in head if t.kind != "a"]) or "1"), ("unit", unit.value)]
    return (*pairs, *year_pairs(tail), *month_pairs(tail), ("day", _day_of(tail)))


def _from_named(tokens: Sequence[Token]) -> Fields | None:
    """Read "two weeks after January 15", "three days before Christmas": a length counted from a named day."""
    split = next(i for i, t in enumerate(tokens) if t.kind in {"before", "after", "from", "since"})
    head, tail = tokens[:split], tokens[split + 1 :]
    unit = unit_of(head)
    if tokens[split].kind == "from" and head[0].lower in ("a", "an") and first(tail, frozenset({"today"})) is None:
        return None  # 450 crowns a month from January 1
    numerals = [t for t in head if t.kind not in {"nearly", "about", "around", "over", "more", "than", "at", "least"}]
    feast, today = first(tail, frozenset({"holiday"})), first(tail, frozenset({"today"}))
    pairs: list[Pair] = [("count", count_of(numerals)), ("unit", unit.value if unit is not None else None)]
    pairs.append(("sign", -1 if tokens[split].kind == "before" else 1))
    if feast is not None:
        which = first(tail, frozenset({"last", "next", "this"}))
        where: list[Pair] = [("which", which.lower)] if which is not None else year_pairs(tail)
        return (*pairs, ("holiday", feast.value), *where)
    if today is not None:
        return (*pairs, ("day_offset", int(today.value)))
    return (*pairs, *year_pairs(tail), *month_pairs(tail), ("day", _day_of(tail)))


def _impossible_day(tokens: Sequence[Token]) -> Fields:
    figure = first(tokens, frozenset({"number"}))
    return (*year_pairs(tokens), *month_pairs(tokens), ("day", int(figure.value) if figure is not None else None))


SHAPES: dict[str, Builder] = {
    "impossible_day": _impossible_day,
    "day": _day,
    "time_day": _day,
    "day_of_month": _day_of_month,
    "day_range": _day_range,
    "weekday": _weekday,
    "relative_day": _relative_day,
    "day_in_words": _in_words,
    "month_in_words": _in_words,
    "from_named": _from_named,
    "period_to": _period_to,
}
