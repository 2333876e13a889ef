"""Cuts a text into the words and figures that dates are made of, and names each: month, unit, year, ordinal.

A text becomes a row of tokens and, beside it, a string with one character a token, so that a pattern over kinds of
words (`<month> <day>, <year>`) is an ordinary regular expression. What a word may be stands in `dates.lexicon.csv`.
Not here: which rows of tokens are dates (`dates_patterns.py`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipelines.extract.lexicons import read_lexicon

TOKEN = re.compile(r"\d+(?:[.,:/\-–~]\d+){0,4}[A-Za-z]{0,4}|[^\W\d_]+\d{0,4}|\n|[^\s\w]|\w")
"""A figure with what is glued to it, a word, a line end, or one other character. Bounded, so linear in the text."""

PUNCTUATION = {
    ",": ",",
    ".": ".",
    "-": "-",
    "–": "-",
    "—": "dash",
    "~": "-",
    "'": "'",
    "’": "'",
    "‘": "'",
    "(": "lpar",
    ")": "rpar",
    "/": "/",
    "%": "counted",
    "$": "$",
    "€": "$",
    "£": "$",
    "¥": "$",
    "₹": "$",
    "₩": "$",
    "s": "s",
    "”": "closing_quote",
    '"': "closing_quote",
    "“": "opening_quote",
    "„": "opening_quote",
    "\n": "line",
}
NAME_NEEDS_CAPITAL = frozenset({"month_word", "month_short", "weekday_short"})
COMPOUND = frozenset({"unit", "units", "clock_unit", "clock_units"})

FIGURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("year", re.compile(r"(19|20)\d\d")),
    ("old_year", re.compile(r"(1[0-8]|21)\d\d")),
    ("small_int", re.compile(r"0?[1-9]|[12]\d|3[01]")),
    ("number", re.compile(r"\d{1,6}|\d{1,3}(,\d{3}){1,2}")),
    ("decimal", re.compile(r"\d{1,4}\.\d{1,4}")),
    ("ordinal", re.compile(r"(0?[1-9]|[12]\d|3[01])(st|nd|rd|th)")),
    ("decade", re.compile(r"(1[5-9]|20)\d0s")),
    ("short_decade", re.compile(r"[2-9]0s")),
    ("iso_day", re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}")),
    ("iso_day", re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])")),
    ("iso_day", re.compile(r"\d{4}-\d\d-\d\dt")),
    ("numeric_day", re.compile(r"\d{1,2}([-/.])\d{1,2}\1(\d{4}|\d{2})")),
    ("year_range", re.compile(r"(1[5-9]|20)\d\d[-–~/](1[5-9]|20)\d\d")),
    ("year_range", re.compile(r"(1[5-9]|20)\d\d[-–/]\d\d")),
    ("iso_month", re.compile(r"(19|20)\d\d-\d")),
    ("slash_pair", re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])")),
    ("int_range", re.compile(r"(0?[1-9]|[12]\d|3[01])[-–](0?[1-9]|[12]\d|3[01])")),
    ("clock", re.compile(r"([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d)?(am|pm|z)?|(0?[1-9]|1[0-2])(am|pm)")),
    ("quarter_code", re.compile(r"[1-4]q(\d\d|(19|20)\d\d)?")),
    ("half_code", re.compile(r"[12]h(\d\d|(19|20)\d\d)?")),
)
"""What a token that begins with a figure may be; the first that fits the whole token. Source of the limits: a month
has at most 31 days; a bare year before 1000 or after 2199 is taken for a number."""

CODES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("quarter_code", re.compile(r"q[1-4]")),
    ("half_code", re.compile(r"h[12]")),
    ("fy_code", re.compile(r"fy(\d\d|(19|20)\d\d)")),
)


class Token(NamedTuple):
    """One word or figure: its kind, what it means, and where it stands."""

    kind: str
    value: str
    start: int
    end: int
    lower: str


class Phrase(NamedTuple):
    """A spelling of several words, and what it means as one."""

    rest: tuple[str, ...]
    kind: str
    value: str


def _kind(row: dict[str, str]) -> str:
    return f"{row['category']}.{row['value']}" if row["category"] in COMPOUND else row["category"]


def _read_words() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[Phrase, ...]]]:
    words: dict[str, tuple[str, str]] = {}
    phrases: dict[str, list[Phrase]] = {}
    for row in read_lexicon(str(Path(__file__).with_name("dates.py"))):
        first, *rest = row["spelling"].split()
        if rest:
            phrases.setdefault(first, []).append(Phrase(tuple(rest), _kind(row), row["value"]))
        else:
            words[first] = (_kind(row), row["value"])
    ordered = {first: tuple(sorted(found, key=lambda p: -len(p.rest))) for first, found in phrases.items()}
    return words, ordered


WORDS, PHRASES = _read_words()


@lru_cache(maxsize=8192)
def _meaning(raw: str) -> tuple[str, str, str]:
    """Kind, value and lower-case form of one token."""
    lower = raw.lower()
    known = WORDS.get(lower)
    if known is not None:
        kind, value = known
        if kind in NAME_NEEDS_CAPITAL and raw[0].islower():
            return "word", lower, lower
        return kind, value, lower
    if raw in PUNCTUATION:
        return PUNCTUATION[raw], "", lower
    first = raw[0]
    if first.isdigit():
        return _figure(lower)
    if not first.isalnum():
        return "mark", "", lower
    if raw[-1].isdigit():
        for kind, pattern in CODES:
            if pattern.fullmatch(lower):
                return kind, lower, lower
    return "word", lower, lower


def _figure(lower: str) -> tuple[str, str, str]:
    if len(lower) > 21:
        return "figure", "", lower
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in lower)
    for kind, pattern in FIGURES:
        if pattern.fullmatch(plain):
            return kind, plain, lower
    return "figure", "", lower


def _kinds() -> dict[str, str]:
    """A character for each kind of token; the characters are of Unicode's private area and mean nothing else."""
    kinds = {kind for kind, _ in WORDS.values()} | set(PUNCTUATION.values()) | {"word", "mark", "figure"}
    kinds |= {kind for kind, _ in FIGURES} | {kind for kind, _ in CODES}
    kinds |= {phrase.kind for found in PHRASES.values() for phrase in found}
    return {kind: chr(0xE000 + index) for index, kind in enumerate(sorted(kinds))}


SYMBOL = _kinds()


def read_tokens(text: str) -> tuple[list[Token], str]:
    """Return the tokens of a text and the string that has one character a token, the sign of its kind."""
    raw = [(match.group(), match.start(), match.end()) for match in TOKEN.finditer(text)]
    tokens: list[Token] = []
    index, count = 0, len(raw)
    while index < count:
        word, start, end = raw[index]
        kind, value, lower = _meaning(word)
        width = 1
        for phrase in PHRASES.get(lower, ()):
            width = len(phrase.rest) + 1
            following = raw[index + 1 : index + width]
            if tuple(_meaning(item[0])[2].replace("’", "'").replace("–", "-") for item in following) == phrase.rest:
                kind, value, end = phrase.kind, phrase.value, following[-1][2]
                break
            width = 1
        tokens.append(Token(kind, value, start, end, lower))
        index += width
    return tokens, "".join([SYMBOL[token.kind] for token in tokens])
