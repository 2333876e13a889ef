"""Cuts a text into the words and figures that dates are made of, and names each: month, unit, year, ordinal.

A text becomes a row of tokens and, beside it, a string with one character a token, so that a pattern over kinds of
words (`<month> <day>, <year>`) is an ordinary regular expression. What a word may be stands in `dates.lexicon.csv`.
Not here: which rows of tokens are dates (`dates_patterns.py`).
"""

from __future__ import annotations

import re
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from pipelines.extract.lexicons import read_lexicon

TOKEN = re.compile(r"\d+(?:[.,:/\-–~]\d+){0,4}[A-Za-z]{0,6}\d{0,4}|[^\W\d_]+\d{0,4}|\n|[^\s\w]|\w")
"""A figure with what is glued to it, a word, a line end, or one other character. Bounded, so linear in the text."""
PIECE = re.compile(rf"(?:{TOKEN.pattern})[^\S\n]*")
"""A token and the blanks behind it."""

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
PLAIN_MARKS = {"’": "'", "–": "-"}
NAME_NEEDS_CAPITAL = frozenset({"month_word", "month_short", "weekday_short"})
COMPOUND = frozenset({"unit", "units", "clock_unit", "clock_units"})

FIGURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("year", re.compile(r"(19|20)\d\d[ef]?")),
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
    ("iso_month", re.compile(r"20([1-9]\d[-/]0[1-9]|(1[3-9]|[2-9]\d)[-/]1[0-2]|12[-/]1[01]|11[-/]10)")),
    ("year_range", re.compile(r"(1[5-9]|20)\d\d[-–/]\d\d")),
    ("iso_month", re.compile(r"(19|20)\d\d-\d")),
    ("slash_pair", re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])")),
    ("int_range", re.compile(r"(0?[1-9]|[12]\d|3[01])[-–](0?[1-9]|[12]\d|3[01])")),
    ("glued_length", re.compile(r"\d{1,3}(\.\d{1,2})?(years?|yrs?|months?|weeks?|days?|hours?|hrs?|mins?|[hdwy])")),
    ("clock", re.compile(r"([01]?\d|2[0-4]):[0-5]\d(:[0-5]\d)?(am|pm|z)?|(0?[1-9]|1[0-2])(am|pm)")),
    ("quarter_code", re.compile(r"[1-4]q(\d\d|(19|20)\d\d)?")),
    ("half_code", re.compile(r"[12]h(\d\d|(19|20)\d\d)?")),
)
"""What a token that begins with a figure may be; the first that fits the whole token. Source of the limits: a month
has at most 31 days; a bare year before 1000 or after 2199 is taken for a number. 2019-11 is a month, because 2111 would
be a century on; 2010-11 is two years. An e or f behind a year says that its figure is estimated or foreseen."""

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
PHRASE_PAIRS = frozenset(
    (first, mark)
    for first, found in PHRASES.items()
    for phrase in found
    for mark in {phrase.rest[0], {"'": "’", "-": "–"}.get(phrase.rest[0], phrase.rest[0])}
)
"""The first two tokens of every phrase: a text without such a pair has none."""


def _meaning(raw: str) -> tuple[str, str, str]:
    """Kind, value and lower-case form of one token."""
    lower = raw.lower()
    known = WORDS.get(lower)
    if known is not None:
        return _known(*known, raw, lower)
    if raw in PUNCTUATION:
        return PUNCTUATION[raw], "", lower
    first = raw[0]
    if first.isdigit():
        return _figure(lower) if not raw[-1].isupper() or len(raw) > 2 else ("figure", "", lower)
    if not first.isalnum():
        return "mark", "", lower
    kind = next((kind for kind, pattern in CODES if pattern.fullmatch(lower)), "word") if raw[-1].isdigit() else "word"
    return kind, lower, lower


def _known(kind: str, value: str, raw: str, lower: str) -> tuple[str, str, str]:
    """A word of the lexicon; a name in lower case is none, and "mar" and "sat" are other words."""
    if kind not in NAME_NEEDS_CAPITAL or not raw[0].islower():
        return kind, value, lower
    return ("month_lower", value, lower) if kind == "month_short" else ("word", lower, lower)


def _figure(lower: str) -> tuple[str, str, str]:
    if len(lower) > 21:
        return "figure", "", lower
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in lower)
    for kind, pattern in FIGURES:
        if pattern.fullmatch(plain):
            return kind, plain.rstrip("ef") if kind == "year" else plain, lower
    return "figure", "", lower


def _kinds() -> dict[str, str]:
    """A character for each kind of token; the characters are of Unicode's private area and mean nothing else."""
    kinds = {kind for kind, _ in WORDS.values()} | set(PUNCTUATION.values())
    kinds |= {"month_lower"} | {kind for kind, _ in FIGURES} | {kind for kind, _ in CODES}
    kinds |= {phrase.kind for found in PHRASES.values() for phrase in found}
    signs = {kind: chr(0xE000 + index) for index, kind in enumerate(sorted(kinds))}
    return signs | dict.fromkeys(("word", "mark", "figure", "opening_quote", "closing_quote", "dash"), NO_SIGN)


NO_SIGN = "w"
"""The sign of every token that is part of no date; dates lie between two of them."""
SYMBOL = _kinds()


class Meaning(NamedTuple):
    """What a token is, wherever it stands: kind, value, lower-case form, the sign of its kind, its length."""

    kind: str
    value: str
    lower: str
    sign: str
    width: int


class _Meanings(dict[str, Meaning]):
    """The meaning of every token met, by the token and the blanks behind it; filled as they come, bounded in size."""

    LIMIT, LONGEST = 50_000, 64

    def __missing__(self, piece: str) -> Meaning:
        raw = "\n" if piece[0] == "\n" else piece.rstrip()
        kind, value, lower = _meaning(raw)
        found = Meaning(kind, value, lower, SYMBOL[kind], len(raw))
        if len(piece) <= self.LONGEST:
            if len(self) >= self.LIMIT:
                self.clear()
            self[piece] = found
        return found


_MEANINGS = _Meanings()


class Row:
    """The tokens of a text; each is built when it is first looked at."""

    __slots__ = ("_built", "_meanings", "_starts")

    def __init__(self, meanings: list[Meaning], starts: list[int]) -> None:
        self._meanings = meanings
        self._starts = starts
        self._built: dict[int, Token] = {}

    def __len__(self) -> int:
        return len(self._meanings)

    def __getitem__(self, index: int) -> Token:
        token = self._built.get(index)
        if token is None:
            kind, value, lower, _, width = self._meanings[index]
            start = self._starts[index]
            token = self._built[index] = Token(kind, value, start, start + width, lower)
        return token

    def between(self, start: int, end: int) -> list[Token]:
        """Return the tokens of a half-open range."""
        return [self[index] for index in range(start, end)]


def read_tokens(text: str) -> tuple[Row, str]:
    """Return the tokens of a text and the string that has one character a token, the sign of its kind."""
    # Tokens and the blanks behind them tile the text: their lengths tell where each begins.
    first = TOKEN.search(text)
    pieces = PIECE.findall(text)
    starts = list(accumulate(map(len, pieces), initial=first.start() if first else 0))
    meanings = list(map(_MEANINGS.__getitem__, pieces))
    lowers = [meaning[2] for meaning in meanings]
    if not PHRASE_PAIRS.isdisjoint(zip(lowers, lowers[1:], strict=False)):
        meanings, starts = _with_phrases(meanings, lowers, starts)
    return Row(meanings, starts), "".join([meaning[3] for meaning in meanings])


def _with_phrases(meanings: list[Meaning], lowers: list[str], starts: list[int]) -> tuple[list[Meaning], list[int]]:
    """Join the tokens of each spelling of several words into one."""
    joined, places = [], []
    following_words = [*lowers[1:], ""]
    index, count = 0, len(meanings)
    while index < count:
        meaning, start, length = meanings[index], starts[index], 1
        is_pair = (meaning.lower, following_words[index]) in PHRASE_PAIRS
        for phrase in PHRASES[meaning.lower] if is_pair else ():
            length = len(phrase.rest) + 1
            following = meanings[index + 1 : index + length]
            if len(following) == length - 1 and all(
                PLAIN_MARKS.get(m.lower, m.lower) == word for m, word in zip(following, phrase.rest, strict=True)
            ):
                last = index + length - 1
                width = starts[last] + meanings[last].width - start
                meaning = Meaning(phrase.kind, phrase.value, meaning.lower, SYMBOL[phrase.kind], width)
                break
            length = 1
        joined.append(meaning)
        places.append(start)
        index += length
    return joined, places
