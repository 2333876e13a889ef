"""Shapes that have no calendar name: last year, two years ago, the past decade, 66 years, every month, now.

Standard library only. Each function turns a matched row of tokens into symbols; named dates stand in `dates_days.py`
and `dates_months.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract.dates_fields import (
    MONTHS,
    OFFSETS,
    SHIFTS,
    Builder,
    Fields,
    Pair,
    clock_pairs,
    count_of,
    day_number,
    first,
    full_year,
    is_unit,
    part_pairs,
    place_pairs,
    unit_of,
    year_pairs,
)
from pipelines.extract.dates_lexing import Token

SIDES = OFFSETS | SHIFTS | {"recent"}
SEASONS = frozenset({"season", "season_word"})


def _without_approximation(tokens: Sequence[Token]) -> list[Token]:
    return [t for t in tokens if t.kind not in {"nearly", "about", "around", "over", "more", "than", "least", "at"}]


def _relative(tokens: Sequence[Token]) -> Fields:
    season = first(tokens, SEASONS)
    if season is not None:
        return (("season", season.value), *place_pairs(tokens, season))
    unit = unit_of(tokens)
    if unit is None:
        return ()
    whole: list[Pair] = [("whole", 1)] if first(tokens, frozenset({"whole", "all"})) else []
    return (("unit", unit.value), *place_pairs(tokens, unit), *part_pairs(tokens), *whole)


BEHIND_LENGTHS = frozenset({"ago", "earlier", "later", "recently", "hence", "before", "after", "from"})
"""What stands behind a length that is counted back or on: "two years ago", "ten years from now"."""


def _ago(tokens: Sequence[Token]) -> Fields:
    at = next(i for i, t in enumerate(tokens) if t.kind in BEHIND_LENGTHS)
    unit, word = unit_of(tokens[:at]), tokens[at].kind
    sign = -1 if word in {"ago", "earlier", "before", "recently"} else 1
    base = "writing" if word in {"ago", "hence", "from"} else "anchor"
    month = first(tokens, frozenset({"month", "month_word", "month_short"}))
    pairs: list[Pair] = [("count", count_of(_without_approximation(tokens[:at])))]
    pairs += [("unit", unit.value if unit is not None else "second"), ("sign", sign), ("base", base)]
    return tuple(pairs + ([("month", int(month.value))] if month is not None else []))


def _window(tokens: Sequence[Token]) -> Fields:
    unit = unit_of(tokens)
    side = next(t for t in tokens if t.kind in SIDES)
    sign = int(side.value or -1)
    base = "anchor" if side.kind in {"following", "previous"} else "writing"
    numerals = [t for t in tokens if t is not side and t.kind not in {"the", "or", "so"}]
    counted = any(t.kind not in {"half"} and not is_unit(t) for t in _without_approximation(numerals))
    count = count_of(_without_approximation(numerals)) if counted else "1"
    half: list[Pair] = [("half", 1)] if first(tokens, frozenset({"half"})) and not counted else []
    return (("count", count), ("unit", unit.value if unit is not None else None), ("sign", sign), ("base", base), *half)


def _vague_window(tokens: Sequence[Token]) -> Fields:
    side = first(tokens, SIDES)
    unit = unit_of(tokens)
    sign = int(side.value or -1) if side is not None else -1
    return (("count", None), ("unit", unit.value if unit is not None else None), ("sign", sign), ("base", "writing"))


GLUED_UNITS = {"h": "hour", "d": "day", "w": "week", "y": "year", "m": "month"}


def _duration(tokens: Sequence[Token]) -> Fields:
    glued = first(tokens, frozenset({"glued_length"}))
    if glued is not None:
        letters = glued.value.lstrip("0123456789.")
        unit_name = "minute" if letters.startswith("min") else GLUED_UNITS[letters[0]]
        return (("count", glued.value.removesuffix(letters)), ("unit", unit_name))
    if tokens[0].kind == "all":
        return (("count", "1"), ("unit", tokens[-1].value))
    unit = unit_of(tokens)
    numerals = _without_approximation(tokens)
    if first(numerals, frozenset({"half"})) and count_of([t for t in numerals if t.kind != "a"]) in {None, "0.5"}:
        count: str | None = "1.5" if first(numerals, frozenset({"and"})) else "0.5"
    else:
        count = count_of(numerals)
    return (("count", count), ("unit", unit.value if unit is not None else "second"))


def _duration_sum(tokens: Sequence[Token]) -> Fields:
    split = next(i for i, t in enumerate(tokens) if is_unit(t))
    more = [t for t in tokens[split + 1 :] if t.kind not in {"and", ","}]
    second = unit_of(more)
    pairs = [*_duration(tokens[: split + 1]), ("more_count", count_of(more))]
    return (*pairs, ("more_unit", second.value if second is not None else None))


def _five_years(_tokens: Sequence[Token]) -> Fields:
    return (("count", "5"), ("unit", "year"))


def _past_future(tokens: Sequence[Token]) -> Fields:
    return (("value", "FUTURE_REF" if first(tokens, frozenset({"future"})) else "PAST_REF"),)


def _set(tokens: Sequence[Token]) -> Fields:
    adverb = first(tokens, frozenset({"set"}))
    if adverb is not None:
        return (("value", adverb.value),)
    weekday = first(tokens, frozenset({"weekday", "weekday_plural"}))
    if weekday is not None:
        return (("value", f"XXXX-WXX-{weekday.value}"),)
    month = first(tokens, MONTHS)
    if month is not None:
        return (("value", f"XXXX-{int(month.value):02d}"),)
    part = first(tokens, frozenset({"daypart"}))
    if part is not None:
        return (("value", f"XXXX-XX-XXT{part.value}"),)
    unit = unit_of(tokens)
    return (("count", count_of(tokens) or "1"), ("unit", unit.value if unit is not None else None))


def _decade(tokens: Sequence[Token]) -> Fields:
    token = first(tokens, frozenset({"decade", "short_decade"}))
    digits = token.value.rstrip("s") if token is not None else ""
    return (("decade", full_year(digits)), *part_pairs(tokens))


def _century(tokens: Sequence[Token]) -> Fields:
    token = first(tokens, frozenset({"ordinal", "ordinal_word"}))
    return (("century", day_number(token) if token is not None else None), *part_pairs(tokens))


def _season(tokens: Sequence[Token]) -> Fields:
    token = first(tokens, SEASONS)
    return (("season", token.value if token is not None else None), *year_pairs(tokens), *part_pairs(tokens))


def _fiscal_year(tokens: Sequence[Token]) -> Fields:
    span = first(tokens, frozenset({"year_range"}))
    if span is not None:
        digits = "".join(c if c.isdigit() else " " for c in span.value).split()
        return (("fiscal_year", full_year(digits[0][:2] + digits[1][-2:])), ("spans", 2))
    pairs = [pair for pair in year_pairs(tokens) if pair[0] == "year"]
    return (("fiscal_year", pairs[0][1] if pairs else None), *part_pairs(tokens))


def _fiscal_relative(tokens: Sequence[Token]) -> Fields:
    unit = unit_of(tokens)
    return (("fiscal", 1), *(place_pairs(tokens, unit) if unit is not None else []))


def _five_year_plan(tokens: Sequence[Token]) -> Fields:
    token = first(tokens, frozenset({"ordinal", "ordinal_word"}))
    return (("plan", day_number(token) if token is not None else None),)


def _holiday(tokens: Sequence[Token]) -> Fields:
    token = first(tokens, frozenset({"holiday"}))
    which = first(tokens, OFFSETS)
    years = year_pairs(tokens)
    where: list[Pair] = years or ([("which", which.lower)] if which is not None else [])
    return (("holiday", token.value if token is not None else None), *where)


def _reference(tokens: Sequence[Token]) -> Fields:
    return (("value", next((t.value for t in tokens if t.value.endswith("REF")), "PRESENT_REF")),)


def _reference_adjective(tokens: Sequence[Token]) -> Fields:
    return (("value", "PAST_REF" if tokens[0].kind == "recent" else "PRESENT_REF"),)


def _year_to_date(tokens: Sequence[Token]) -> Fields:
    unit = unit_of(tokens)
    named = [pair for pair in year_pairs(tokens) if pair[0] == "year"]
    return (("unit", unit.value if unit is not None else "year"), *named)


def _comparison(tokens: Sequence[Token]) -> Fields:
    return (("unit", tokens[0].value),)


def _same_period(tokens: Sequence[Token]) -> Fields:
    unit = first(tokens, frozenset({"unit.month", "unit.week", "unit.day", "quarter", "period", "half"}))
    is_ago = tokens[-1] is unit and first(tokens, frozenset({"ago", "earlier"})) is not None
    pairs = [("year_shift", -1)] if is_ago else year_pairs(tokens)  # the year-ago quarter
    return (("unit", unit.value or unit.kind if unit is not None else "period"), *pairs)


def _week_of(tokens: Sequence[Token]) -> Fields:
    month = first(tokens, frozenset({"month", "month_word", "month_short"}))
    day = first(tokens, frozenset({"small_int", "ordinal"}))
    ended: list[Pair] = [("ends", 1)] if first(tokens, frozenset({"ended"})) else []
    pairs: list[Pair] = [("month", int(month.value))] if month is not None else []
    return (*pairs, ("day", day_number(day) if day is not None else None), *ended)


def _time(tokens: Sequence[Token]) -> Fields:
    weekday = first(tokens, frozenset({"weekday"}))
    today = first(tokens, frozenset({"today"}))
    pairs: list[Pair] = [("weekday", int(weekday.value))] if weekday is not None else []
    pairs += [("offset", int(today.value))] if today is not None else []
    return (*clock_pairs(tokens), *pairs)


def _no_symbols(_tokens: Sequence[Token]) -> Fields:
    return ()


SHAPES: dict[str, Builder] = {
    "relative": _relative,
    "ago": _ago,
    "window": _window,
    "vague_window": _vague_window,
    "vague_window_plain": _vague_window,
    "duration": _duration,
    "duration_plain": _duration,
    "duration_sum": _duration_sum,
    "five_years": _five_years,
    "past_future": _past_future,
    "set": _set,
    "set_or_duration": _set,
    "decade": _decade,
    "century": _century,
    "season": _season,
    "fiscal_year": _fiscal_year,
    "fiscal_relative": _fiscal_relative,
    "five_year_plan": _five_year_plan,
    "holiday": _holiday,
    "reference": _reference,
    "reference_adjective": _reference_adjective,
    "so_far": _no_symbols,
    "since_then": _no_symbols,
    "year_to_date": _year_to_date,
    "comparison": _comparison,
    "same_period": _same_period,
    "week_of": _week_of,
    "time": _time,
}
