"""Turns a matched row of tokens into the symbols of a date expression. Standard library only.

Each shape has one function: tokens in, (name, value) pairs out. What the symbols mean on a calendar is decided in
`pipelines/conform/periods.py`; here nothing knows what day it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from pipelines.extract.dates_lexing import Token

Fields = tuple[tuple[str, int | str | None], ...]
Pair = tuple[str, int | str | None]

MONTHS = frozenset({"month", "month_word", "month_short", "month_lower"})
WEEKDAYS = frozenset({"weekday", "weekday_short"})
YEARS = frozenset({"year", "old_year"})
DAYS = frozenset({"small_int", "ordinal", "ordinal_word", "second"})
OFFSETS = frozenset({"last", "next", "past", "this", "this.current"})
SHIFTS = frozenset({"previous", "following"})
PARTS = frozenset({"early", "mid", "late", "start", "end", "middle", "rest", "earlier", "later"})
NUMERALS = frozenset(
    {"small_int", "number", "decimal", "year", "small_number", "tens_number", "hundred", "thousand", "vague_number"}
)
CENTURY_PIVOT = 70
"""Two-digit years below it belong to the 2000s (the rule of POSIX `strptime` has 69)."""


def first(tokens: Sequence[Token], kinds: frozenset[str]) -> Token | None:
    """Return the first token of one of these kinds."""
    for token in tokens:
        if token.kind in kinds:
            return token
    return None


def of_kind(tokens: Sequence[Token], kinds: frozenset[str]) -> list[Token]:
    """Return all tokens of one of these kinds."""
    return [token for token in tokens if token.kind in kinds]


def day_number(token: Token) -> int:
    """Return the number that a day of the month or an ordinal stands for."""
    return int("".join(c for c in token.value if c.isdigit()))


def unit_of(tokens: Sequence[Token]) -> Token | None:
    """Return the last unit of time among the tokens."""
    found = [t for t in tokens if is_unit(t)]
    return found[-1] if found else None


def is_unit(token: Token) -> bool:
    """Tell whether a token is a unit of time: year, months, quarter, hours."""
    return token.kind.startswith(("unit", "clock_unit")) or token.kind in {"quarter", "quarters"}


def count_of(tokens: Sequence[Token]) -> str | None:
    """Return the number that the tokens spell, as digits, or null for a vague one ("several")."""
    total = Decimal(0)
    seen = False
    for position, token in enumerate(tokens):
        if token.kind in {"hundred", "thousand"}:
            total = (total or Decimal(1)) * Decimal(token.value)
            seen = True
        elif token.kind == "half" and position:
            total += Decimal("0.5")
        elif token.kind in NUMERALS:
            if not token.value:
                return None
            total += Decimal(token.value.replace(",", ""))
            seen = True
    if not seen and any(token.kind == "a" for token in tokens):
        total += 1
    return f"{total.normalize():f}" if total else None


def year_pairs(tokens: Sequence[Token]) -> list[Pair]:
    """Return which year is meant: by number, by its distance from the writing, or from the year spoken of."""
    named = first(tokens, YEARS)
    if named is not None:
        return [("year", int(named.value))]
    code = first(tokens, frozenset({"fy_code"}))
    if code is not None:
        return [("year", full_year(code.value.removeprefix("fy")))]
    for position, token in enumerate(tokens):
        if token.kind == "unit.year" and position:
            return [_place_of_year(tokens, position)]
    return []


def _place_of_year(tokens: Sequence[Token], position: int) -> Pair:
    before = tokens[position - 1]
    after = tokens[position + 1].kind if position + 1 < len(tokens) else ""
    if before.kind == "a":
        return ("year_offset", -1) if after == "ago" else ("year_shift", -1)
    if before.kind in OFFSETS:
        return ("year_offset", int(before.value))
    return ("year_shift", int(before.value) if before.kind in SHIFTS else 0)


def full_year(digits: str) -> int:
    """Return the year that two or four digits name."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if year < CENTURY_PIVOT else 1900)


def month_pairs(tokens: Sequence[Token]) -> list[Pair]:
    """Return the month that is named, if one is."""
    token = first(tokens, MONTHS)
    return [] if token is None else [("month", int(token.value))]


def part_pairs(tokens: Sequence[Token]) -> list[Pair]:
    """Return which part of a period is meant: start, mid, end, rest, earlier, later."""
    token = first(tokens, PARTS)
    if token is None:
        return []
    return [("part", token.value or token.kind)]


def place_pairs(tokens: Sequence[Token], unit: Token) -> list[Pair]:
    """Return the distance of a named unit: from the writing (`offset`) or from the time spoken of (`shift`)."""
    for token in tokens:
        if token.kind in OFFSETS:
            return [("offset", int(token.value))]
        if token.kind in SHIFTS:
            return [("shift", int(token.value))]
        if token.kind in {"before", "earlier"} and token.start > unit.start:
            return [("shift", -1)]
        if token.kind == "after":
            return [("shift", 1)]
    return [("shift", 0)]


def nth_pairs(tokens: Sequence[Token], name: str) -> list[Pair]:
    """Return which of a row is meant, counted from the front, or -1 for the last."""
    token = next(t for t in tokens if t.kind in {"ordinal", "ordinal_word", "second", "final", "last"})
    return [(name, -1 if token.kind in {"final", "last"} else day_number(token))]


def numeric_day(value: str) -> tuple[Fields, ...]:
    """Return the readings of a date in figures, most likely first.

    Year first is read as ISO 8601. With dots the day comes first; with slashes or hyphens both orders stay open, unless
    only one of them is a date. A date that no calendar has keeps its stated figures.
    """
    digits = "".join(c if c.isdigit() else " " for c in value).split()
    if len(digits) == 1:
        digits = [value[:4], value[4:6], value[6:]]
    if len(digits[0]) == 4:
        return ((("year", int(digits[0])), ("month", int(digits[1])), ("day", int(digits[2]))),)
    a, b, year = int(digits[0]), int(digits[1]), full_year(digits[2])
    month_first: Fields = (("year", year), ("month", a), ("day", b))
    day_first: Fields = (("year", year), ("month", b), ("day", a))
    if a > 12 or "." in value:
        return (day_first,)
    if b > 12 or a == b:
        return (month_first,)
    return (month_first, day_first)


def clock_pairs(tokens: Sequence[Token]) -> list[Pair]:
    """Return the time of day and its zone, where they are stated."""
    clock = first(tokens, frozenset({"clock"}))
    pairs: list[Pair] = []
    half_day = first(tokens, frozenset({"ampm"}))
    if clock is None and half_day is not None:
        clock = first(tokens, frozenset({"small_int"}))
    if clock is not None:
        pairs.append(("clock", clock_time(clock.value + (half_day.value if half_day else ""))))
    zone = first(tokens, frozenset({"timezone"}))
    if zone is not None:
        pairs.append(("zone", zone.lower.upper()))
    part = first(tokens, frozenset({"daypart", "overnight", "tonight"}))
    if part is not None:
        pairs.append(("daypart", part.value or "NI"))
    return pairs


def clock_time(text: str) -> str:
    """Return `HH:MM` of a written time of day: "7:35am", "5pm", "16:08"."""
    suffix = text[-2:] if text.endswith(("am", "pm")) else ""
    hours, _, rest = text.removesuffix(suffix).removesuffix("z").partition(":")
    hour = int(hours) % 12 + (12 if suffix == "pm" else 0) if suffix else int(hours)
    return f"{hour:02d}:{rest[:2] or '00'}"


def number_words(tokens: Sequence[Token]) -> int:
    """Return the number that a row of number words spells as a year: "nineteen eighty six", "two thousand and six"."""
    groups: list[int] = []
    for token in tokens:
        if token.kind in {"small_number", "tens_number"}:
            groups.append(int(token.value))
        elif token.kind in {"hundred", "thousand"}:
            groups[-1] *= int(token.value)
    if groups and groups[0] < 100:
        groups[0] *= 100
    return sum(groups)


Builder = Callable[[Sequence[Token]], Fields | None]
