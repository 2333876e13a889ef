"""Finds the words of a text that name a time, as symbols not yet tied to a calendar. Standard library only.

The way: a quick look for any word that could belong to a date; the text as a row of named tokens
(`dates_lexing.py`); the longest pattern at each place (`dates_patterns.py`); a look at the neighbours
(`dates_guards.py`); the symbols (`dates_shapes.py`, `dates_windows.py`). Which days are meant is decided in
`pipelines/conform/periods.py`.
"""

from __future__ import annotations

import re

from pipelines.extract import dates_shapes, dates_windows
from pipelines.extract.dates_fields import numeric_day
from pipelines.extract.dates_guards import GUARDS, Place, always, rate_or_length, slash_stands
from pipelines.extract.dates_lexing import FIGURES, PHRASES, WORDS, Token, read_tokens
from pipelines.extract.dates_patterns import ANY, Rule, find_longest
from schemas.spans import DateExpression

SHAPES = {**dates_shapes.SHAPES, **dates_windows.SHAPES}

PREPOSITIONS: dict[str, str] = {
    "in": "on", "on": "on", "at": "on", "during": "over", "over": "over", "for": "over", "within": "over",
    "throughout": "over", "through": "until", "by": "by", "until": "until", "till": "until", "to": "until",
    "since": "since", "from": "since", "before": "before", "after": "after", "as_of": "as_of", "between": "over",
    "of": "on", "into": "until",
}  # fmt: skip
"""The word before an expression and how it ties the rest to that time."""

LEADING = frozenset(
    {"in", "for", "of", "on", "at", "between", "from", "during", "throughout", "through", "within", "by"}
)
TRIGGER_KINDS = frozenset(
    {
        "month",
        "month_word",
        "month_short",
        "weekday",
        "weekday_plural",
        "weekday_short",
        "today",
        "tonight",
        "overnight",
    }
    | {"daypart", "now", "recently", "soon", "ongoing", "thereafter", "season", "set", "holiday", "quarter", "quarters"}
    | {"half", "year_end", "comparison", "year_to_date", "so_far", "present_phrase", "recent", "second"}
    | {"this.current", "future"}
)
TRIGGERS = frozenset(
    {word for word, (kind, _) in WORDS.items() if kind in TRIGGER_KINDS or kind.startswith(("unit", "clock_unit"))}
    | {str(year) for year in range(1000, 2200)}
    | {word for word, phrases in PHRASES.items() if any(phrase.kind in TRIGGER_KINDS for phrase in phrases)}
    | {"q", "h", "fy", "am", "pm", "since"}
)
WORD = re.compile(r"[a-z]+|\d+")
FIGURE_DATE = re.compile(r"\d[/:.-]\d{1,2}[/:.-]\d|\d:\d\d|\d/\d|[2-9]0s|\d{8}|\d[qh]\d?")
DAY_NAMES = frozenset({"month", "month_word", "month_short"})
PLAIN_LENGTHS = frozenset({"duration", "duration_sum", "five_years", "set"})


def find_dates(text: str) -> tuple[DateExpression, ...]:
    """Return every expression of time in a text, in order: days, months, years, windows, lengths, rates, "now".

    Args:
        text: Any text; one sentence or a whole page.

    Returns:
        Expressions with offsets into `text`, sorted and not overlapping. `relation` comes from the preposition;
        `takes_number` is false for plain lengths of time ("66 years"), which are also quantities.
    """
    lowered = text.lower()
    if TRIGGERS.isdisjoint(WORD.findall(lowered)) and not FIGURE_DATE.search(lowered):
        return ()
    tokens, signs = read_tokens(text)
    found: list[DateExpression] = []
    position, count = 0, len(signs)
    while position < count:
        match = ANY.search(signs, position)
        if match is None:
            break
        start = match.start()
        longest = find_longest(signs, start)
        if longest is None:
            position = start + 1
            continue
        rule, end = longest
        expression = None if rule.shape == "label" else _read(text, rule, tokens, start, end)
        if expression is not None:
            found.append(expression)
        position = end if expression is not None or rule.shape == "label" else start + 1
    return tuple(found)


def _read(text: str, rule: Rule, tokens: list[Token], lead: int, end: int) -> DateExpression | None:
    """Read one match: drop the leading preposition, ask the neighbours, build the symbols."""
    start = _own_start(rule, tokens, lead, end)
    place = Place((tokens, start, end))
    shape, timex_type = rule.shape, rule.timex_type
    if shape == "set_or_duration":
        decided = rate_or_length(place)
        if decided is None:
            return None
        shape, timex_type = decided, decided.upper()
    elif not GUARDS.get(shape, always)(place):
        return None
    matched = tokens[start:end]
    if len(matched) == 1 and matched[0].kind == "slash_pair" and not slash_stands(place):
        return None
    fields = SHAPES[shape](matched)
    if fields is None:
        return None
    figures = next((t for t in matched if t.kind == "numeric_day"), None)
    readings = numeric_day(figures.value) if figures is not None and shape == "day" else ()
    return DateExpression(
        start=matched[0].start,
        end=matched[-1].end,
        text=text[matched[0].start : matched[-1].end],
        timex_type=timex_type,
        shape=shape,
        fields=fields,
        rule=rule.name,
        relation=_relation(tokens, start, end, lead),
        readings=readings if len(readings) > 1 else (),
        takes_number=shape not in PLAIN_LENGTHS,
    )


def _own_start(rule: Rule, tokens: list[Token], start: int, end: int) -> int:
    """Return where the expression itself begins, after a preposition or a verb that the pattern needed."""
    while start < end - 1:
        kind, following = tokens[start].kind, tokens[start + 1].kind
        named = following in DAY_NAMES and kind == "the" and rule.shape in {"day", "month"}
        verb = kind in {"end", "ended", "finish"} and following in {"the", "whole"}
        if not (kind in LEADING or named or verb or (kind in {"over", "after"} and _is_preposition(rule, following))):
            break
        start += 1
    return start


def _is_preposition(rule: Rule, following: str) -> bool:
    return following == "the" or rule.shape == "duration_plain"


def _relation(tokens: list[Token], start: int, end: int, lead: int) -> str | None:
    """Return how the words around tie the sentence to the time: "by", "since", "or later"."""
    after = [token.lower for token in tokens[end : end + 2]]
    if len(after) == 2 and after[0] in {"or", "and"} and after[1] in {"later", "after", "onwards", "onward", "beyond"}:
        return "since"
    if after and after[0] in {"onwards", "onward"}:
        return "since"
    for position in range(start - 1, max(lead - 2, -1, start - 3), -1):
        token = tokens[position]
        if token.kind == "starting" or token.lower == "beginning":
            return "since"
        if token.kind in PREPOSITIONS:
            opened = position and (tokens[position - 1].kind == "starting" or tokens[position - 1].lower == "beginning")
            return "since" if opened else PREPOSITIONS[token.kind]
        if token.kind == "than":
            return "by" if position and tokens[position - 1].kind == "later" else None
        if token.kind not in {"the", "a", "nearly", "about", "around", "early", "late"}:
            return None
    return None


__all__ = ["FIGURES", "find_dates"]
