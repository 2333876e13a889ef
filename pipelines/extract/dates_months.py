"""Which symbols an expression has that names months, quarters, years, or one of the units within them.

One function a shape; one that answers null says that the words fit the pattern and mean no time. Standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract.dates_fields import (
    MONTHS,
    WEEKDAYS,
    Builder,
    Fields,
    Pair,
    count_of,
    first,
    full_year,
    is_unit,
    month_pairs,
    nth_pairs,
    number_words,
    part_pairs,
    place_pairs,
    unit_of,
    year_pairs,
)
from pipelines.extract.dates_lexing import Token


def _month(tokens: Sequence[Token]) -> Fields:
    figures = first(tokens, frozenset({"iso_month"}))
    if figures is not None:
        return (("year", int(figures.value[:4])), ("month", int(figures.value[5:])))
    years = year_pairs(tokens)
    which = first(tokens, frozenset({"last", "next", "this", "past", "previous", "following"}))
    if not years and which is not None:
        years = [("which", which.lower)]
    return (*years, *month_pairs(tokens), *part_pairs(tokens))


CONNECTORS = frozenset({"to", "through", "until", "till", "-", "and", "/"})
"""What stands between the two ends of a range."""


def _ends(tokens: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """Split a range at its connecting word."""
    at = next(i for i, token in enumerate(tokens) if token.kind in CONNECTORS)
    return list(tokens[:at]), list(tokens[at + 1 :])


def _month_range(tokens: Sequence[Token]) -> Fields:
    left, right = _ends(tokens)
    pairs: list[Pair] = [(f"from_{name}", value) for name, value in (*year_pairs(left), *month_pairs(left))]
    pairs += [(f"to_{name}", value) for name, value in (*year_pairs(right), *month_pairs(right))]
    return tuple(pairs)


def _year(tokens: Sequence[Token]) -> Fields:
    if len(tokens) == 1 and tokens[0].kind == "next":
        return (("year_offset", int(tokens[0].value)),)
    pairs = year_pairs(tokens)
    mark = first(tokens, frozenset({"year_end"}))
    part: list[Pair] = [("part", mark.value)] if mark is not None else part_pairs(tokens)
    return (*(pairs or [("year_shift", 0)]), *part)


def _year_range(tokens: Sequence[Token]) -> Fields:
    span = first(tokens, frozenset({"year_range"}))
    if span is not None:
        digits = "".join(c if c.isdigit() else " " for c in span.value).split()
        start = int(digits[0])
        end = int(digits[1]) if len(digits[1]) == 4 else start - start % 100 + int(digits[1])
        return (("from_year", start), ("to_year", end if end >= start else end + 100))
    left, right = _ends(tokens)
    pairs: list[Pair] = [(f"from_{name}", value) for name, value in (*year_pairs(left), *part_pairs(left))]
    pairs += [(f"to_{name}", value) for name, value in (*year_pairs(right), *part_pairs(right))]
    return tuple(pairs)


def _year_in_words(tokens: Sequence[Token]) -> Fields | None:
    year = number_words(tokens)
    return (("year", year),) if 1500 <= year < 2100 else None


QUARTER_PARTS = frozenset({"start", "early", "late", "mid", "end"})


def _quarter(tokens: Sequence[Token]) -> Fields:
    code = first(tokens, frozenset({"quarter_code", "half_code"}))
    name = "half" if first(tokens, frozenset({"half", "half_code"})) else "quarter"
    month = first(tokens, MONTHS)
    years = year_pairs(tokens)
    fiscal: list[Pair] = [("fiscal", 1)] if first(tokens, frozenset({"fiscal", "fy", "fy_code"})) else []
    part = part_pairs([t for t in tokens if t.kind in QUARTER_PARTS])
    if code is not None:
        digits = "".join(c if c.isdigit() else " " for c in code.value).split()
        tail: list[Pair] = [("year", full_year(digits[1]))] if len(digits) > 1 else []
        return ((name, int(digits[0])), *(tail or years), *fiscal, *part)
    if month is not None:
        return (("end_month", int(month.value)), *years)
    nth = nth_pairs(tokens, name)
    if nth == [(name, -1)] and not years and first(tokens, frozenset({"last"})):
        return (("unit", name), ("offset", -1))
    return (*nth, *years, *fiscal, *part)


def _container(tokens: Sequence[Token]) -> list[Pair]:
    """Return what a number of units is taken from: a year, a month, this quarter."""
    pairs = [*year_pairs(tokens), *month_pairs(tokens)]
    unit = unit_of(tokens)
    if not pairs and unit is not None:
        pairs = [("container", unit.value), *place_pairs(tokens, unit)]
    return pairs


def _units_of(tokens: Sequence[Token]) -> Fields:
    split = next(i for i, t in enumerate(tokens) if is_unit(t))
    head, tail = tokens[:split], tokens[split + 1 :]
    side = "last" if first(head, frozenset({"last", "final"})) else "first"
    numerals = [t for t in head if t.kind not in {"ordinal_word", "last", "final"}]
    return (("side", side), ("count", count_of(numerals)), ("unit", tokens[split].value), *_container(tail))


def _nth_unit(tokens: Sequence[Token]) -> Fields:
    split = next(i for i, t in enumerate(tokens) if is_unit(t) and i)
    return (*nth_pairs(tokens[:split], "nth"), ("unit", tokens[split].value), *_container(tokens[split + 1 :]))


def _nth_weekday(tokens: Sequence[Token]) -> Fields:
    split = next(i for i, t in enumerate(tokens) if t.kind in WEEKDAYS)
    weekday = ("weekday", int(tokens[split].value))
    return (*nth_pairs(tokens[:split], "nth"), weekday, *_container(tokens[split + 1 :]))


def _impossible_year(tokens: Sequence[Token]) -> Fields:
    return (("year", int(tokens[-1].value)),)


SHAPES: dict[str, Builder] = {
    "impossible_year": _impossible_year,
    "month": _month,
    "month_range": _month_range,
    "year": _year,
    "year_range": _year_range,
    "year_in_words": _year_in_words,
    "quarter": _quarter,
    "half": _quarter,
    "units_of": _units_of,
    "nth_unit": _nth_unit,
    "nth_weekday": _nth_weekday,
}
