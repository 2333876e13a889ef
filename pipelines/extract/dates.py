"""Finds the words of a text that name a time, as symbols not yet tied to a calendar. Standard library only.

The way: a quick look for any word that could belong to a date; the text as a row of named tokens
(`dates_lexing.py`); the longest pattern at each place (`dates_patterns.py`); a look at the neighbours
(`dates_guards.py`, `dates_relations.py`); the symbols (`dates_days.py`, `dates_months.py`, `dates_windows.py`). Which
days are meant is decided in `pipelines/conform/periods.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.extract import dates_days, dates_months, dates_windows
from pipelines.extract.dates_fields import first, numeric_day
from pipelines.extract.dates_guards import GUARDS, Place, always, rate_or_length, slash_stands
from pipelines.extract.dates_lexing import CODES, FIGURES, NO_SIGN, PHRASES, SYMBOL, WORDS, Row, read_tokens
from pipelines.extract.dates_patterns import Rule, find_longest, find_next
from pipelines.extract.dates_relations import relation_of
from schemas.spans import DateExpression

SHAPES = {**dates_days.SHAPES, **dates_months.SHAPES, **dates_windows.SHAPES}

LEADING = frozenset(
    {"in", "for", "of", "on", "at", "between", "from", "during", "throughout", "through", "within", "by"}
)
CORE_KINDS = frozenset(
    {"month", "month_word", "month_short", "month_lower", "weekday", "weekday_plural", "weekday_short", "today",
     "tonight", "overnight", "daypart", "now", "recently", "soon", "thereafter", "season", "season_word", "set",
     "holiday", "quarter", "quarters", "half", "year_end", "comparison", "year_to_date", "so_far", "since_then",
     "present_phrase", "recent", "five_year", "this.current", "future", "past", "fy", "fiscal", "thousand",
     "timezone", "ampm"}
)  # fmt: skip
"""The kinds of words of which every date has at least one; the kinds of figures are all of that sort."""
UNIT_KINDS = ("unit", "clock_unit")
PLAIN_FIGURES = frozenset({"small_int", "number", "decimal", "int_range"})


def _is_core(kind: str) -> bool:
    figures = {name for name, _ in (*FIGURES, *CODES)} - PLAIN_FIGURES
    return kind in CORE_KINDS or kind in figures or kind.startswith(UNIT_KINDS)


LEADING_SIGNS = frozenset(SYMBOL[kind] for kind in LEADING | {"over"})
CORE = re.compile("[" + "".join(sign for kind, sign in SYMBOL.items() if _is_core(kind)) + "]")


GLUED_UNITS = (
    *(f"{unit}{end}" for unit in ("year", "yr", "month", "week", "day", "hour", "hr", "min") for end in ("", "s")),
    *"hdwy",
)
"""What is written close to its figure: "3.5hrs", "12h"."""
COMPACT_YEARS = range(1990, 2040)
"""Years in which eight figures in a row are read as a day of ISO 8601's basic form: 20240819."""
YEAR_ENDINGS = ("", *(f"{year:02d}" for year in range(100)))


def _trigger_words() -> frozenset[str]:
    """Words of which every text with a date has one: those of the core, else the longest of a phrase's later words."""
    words = {word for word, (kind, _) in WORDS.items() if _is_core(kind)}
    for first_word, phrases in PHRASES.items():
        for phrase in phrases:
            if _is_core(phrase.kind) and words.isdisjoint((first_word, *phrase.rest)):
                words.add(max((word for word in phrase.rest if word.isalnum()), key=len))
    words |= {f"{year}" for year in range(1000, 2200)} | {f"{year}s" for year in range(1500, 2100, 10)}
    words |= {f"{year}{mark}" for year in range(1900, 2100) for mark in "ef"}
    words |= {f"{decade}0s" for decade in range(2, 10)} | {
        f"{hour}{half}" for hour in range(1, 13) for half in ("am", "pm")
    }
    words |= {f"{y}{m:02d}{d:02d}" for y in COMPACT_YEARS for m in range(1, 13) for d in range(1, 32)}
    words |= {f"{day}{end}" for day in range(1, 32) for end in ("st", "nd", "rd", "th")}
    words |= {f"{count}{unit}" for count in range(100) for unit in GLUED_UNITS}
    return frozenset(
        words
        | {"q", "h", "past"}
        | {f"{n}{letter}{year}" for n in range(1, 5) for letter in "qh" for year in YEAR_ENDINGS}
    )


TRIGGERS = _trigger_words()
WORD = re.compile(r"[a-z]+|\d+[a-z]*")
FIGURE_DATE = re.compile(r"\d[/:]\d")
DAY_NAMES = frozenset({"month", "month_word", "month_short"})
IN_FIGURES = frozenset({"numeric_day"})
PLAIN_LENGTHS = frozenset({"duration", "duration_sum", "five_years", "set"})


def words_of(text: str) -> list[str]:
    """Return the words and figures of a text in small letters: at them one sees which rules may find something."""
    return WORD.findall(text.lower())


def find_dates(text: str, words: Sequence[str] | None = None) -> tuple[DateExpression, ...]:
    """Return every expression of time in a text, in order: days, months, years, windows, lengths, rates, "now".

    Args:
        text: Any text; one sentence or a whole page.
        words: Its words, where they are known (`words_of`).

    Returns:
        Expressions with offsets into `text`, sorted and not overlapping. `relation` comes from the preposition;
        `takes_number` is false for plain lengths of time ("66 years"), which are also quantities.
    """
    if TRIGGERS.isdisjoint(words_of(text) if words is None else words) and not (
        ("/" in text or ":" in text) and FIGURE_DATE.search(text) is not None
    ):
        return ()
    row, signs = read_tokens(text)
    found: list[DateExpression] = []
    position = 0
    core = CORE.search(signs)
    while core is not None:
        end = signs.find(NO_SIGN, core.start())
        end = len(signs) if end < 0 else end
        _read_run(text, row, signs, max(position, signs.rfind(NO_SIGN, 0, core.start()) + 1), end, found)
        position = end
        core = CORE.search(signs, end)
    return tuple(found)


def _read_run(text: str, row: Row, signs: str, position: int, stop: int, found: list[DateExpression]) -> None:
    """Read the dates of a run of tokens that may all belong to one, from left to right, the longest first."""
    while position < stop:
        found_next = find_next(signs, position, stop)
        if found_next is None:
            return
        position = found_next[0] + 1
        for start, rule, end in _matches(signs, *found_next, stop):
            expression = None if rule.shape == "label" else _read(text, rule, row, start, end)
            if expression is not None:
                found.append(expression)
            if expression is not None or rule.shape == "label":
                position = end
                break


def _matches(signs: str, start: int, rule: Rule, end: int, stop: int) -> Iterator[tuple[int, Rule, int]]:
    """The matches at a place, the first that stands is meant: the one that reaches furthest, then shorter ones.

    One that begins after a preposition may reach further ("on | the 26th of May"); a shorter one is meant where the
    neighbours refuse the longest: "during the year | 12,000 homes".
    """
    if signs[start] in LEADING_SIGNS and start + 1 < stop:
        other = find_longest(signs, start + 1, stop)
        if other is not None and other[1] > end:
            yield start + 1, *other
    shorter: tuple[Rule, int] | None = (rule, end)
    while shorter is not None:
        yield start, *shorter
        last = shorter[1] - 2
        shorter = find_longest(signs, start, last) if last >= start else None


def _read(text: str, rule: Rule, tokens: Row, lead: int, end: int) -> DateExpression | None:
    """Read one match: drop the leading preposition, ask the neighbours, build the symbols."""
    start = _own_start(rule, tokens, lead, end)
    place = Place(tokens, start, end)
    shape, timex_type = rule.shape, rule.timex_type
    if shape == "set_or_duration":
        decided = rate_or_length(place)
        if decided is None:
            return None
        shape, timex_type = decided, decided.upper()
    elif not GUARDS.get(shape, always)(place):
        return None
    matched = tokens.between(start, end)
    if len(matched) == 1 and matched[0].kind == "slash_pair" and not slash_stands(place):
        return None
    fields = SHAPES[shape](matched)
    if fields is None:
        return None
    figures = first(matched, IN_FIGURES) if shape == "day" else None
    readings = numeric_day(figures.value) if figures is not None else ()
    return DateExpression(
        start=matched[0].start,
        end=matched[-1].end,
        text=text[matched[0].start : matched[-1].end],
        timex_type=timex_type,
        shape=shape,
        fields=fields,
        rule=rule.name,
        relation=relation_of(tokens, start, end, lead),
        readings=readings if len(readings) > 1 else (),
        takes_number=shape not in PLAIN_LENGTHS,
    )


def _own_start(rule: Rule, tokens: Row, start: int, end: int) -> int:
    """Return where the expression itself begins, after a preposition or a verb that the pattern needed."""
    while start < end - 1:
        kind, following = tokens[start].kind, tokens[start + 1].kind
        named = following in DAY_NAMES and kind == "the" and rule.shape in {"day", "month"}
        verb = kind in {"end", "ended", "finish"} and following in {"the", "whole"}
        lead = kind in LEADING and following != "least"
        if not (lead or named or verb or (kind in {"over", "after"} and _is_preposition(rule, following))):
            break
        start += 1
    return start


def _is_preposition(rule: Rule, following: str) -> bool:
    return following == "the" or rule.shape == "duration_plain"
