"""Reads the table of date patterns and finds the longest that fits at a place. Standard library only.

A pattern is a row of kinds of words, as it would be said: `<month> <day> ,? <year>`. Plain words and punctuation stand
for themselves, `<kind>` for any word of that kind (`<unit>` holds `<unit.year>`), `{name}` for a row of the table whose
shape is `macro`, `!kind` for "and no such word after it"; `( ) | ?` as in regular expressions. There is no repetition,
so every pattern is bounded in length and the search is linear in the text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from pipelines.extract.dates_lexing import SYMBOL
from pipelines.extract.lexicons import read_lexicon
from schemas.errors import NumtrailError

PIECE = re.compile(r"\{[a-z]+\}|<[a-z_.|]+>|![a-z_]+|\\.|[a-z_]+|[^\s]")
ALIASES = {"(": "lpar", ")": "rpar", "noun": "word"}


class Rule(NamedTuple):
    """A named pattern: what it matches, the shape of the expression and its TIMEX3 type."""

    name: str
    pattern: re.Pattern[str]
    shape: str
    timex_type: str


def _class(names: str) -> str:
    symbols = []
    for name in names.split("|"):
        name = ALIASES.get(name, name)
        found = [sign for kind, sign in SYMBOL.items() if kind == name or kind.startswith(name + ".")]
        if not found:
            raise NumtrailError(f"dates_patterns.lexicon.csv: no word is of the kind {name!r}; add one, or mend it")
        symbols += found
    return f"[{''.join(symbols)}]"


def _translate(pattern: str, macros: dict[str, str]) -> str:
    """Turn a pattern of the table into a regular expression over the signs of the tokens."""
    out: list[str] = []
    for piece in PIECE.findall(pattern):
        if piece in "()|?":
            out.append("(?:" if piece == "(" else piece)
        elif piece[0] == "{":
            out.append(f"(?:{_translate(macros[piece[1:-1]], macros)})")
        elif piece[0] == "<":
            out.append(_class(piece[1:-1]))
        elif piece[0] == "!":
            out.append(f"(?!{_class(piece[1:])})")
        else:
            out.append(_class(piece.lstrip("\\")))
    return "".join(out)


def _read_rules() -> tuple[Rule, ...]:
    rows = read_lexicon(__file__)
    macros = {row["rule"]: row["pattern"] for row in rows if row["shape"] == "macro"}
    return tuple(
        Rule(row["rule"], re.compile(_translate(row["pattern"], macros)), row["shape"], row["timex_type"])
        for row in rows
        if row["shape"] != "macro"
    )


RULES = _read_rules()


def _rules_by_first_sign() -> dict[str, tuple[Rule, ...]]:
    """For each sign the rules that may begin with it: what a rule's opening classes and optional parts allow."""
    openings = [(rule, _first_signs(rule.pattern.pattern)) for rule in RULES]
    return {sign: tuple(rule for rule, signs in openings if sign in signs) for sign in SYMBOL.values()}


def _first_signs(pattern: str) -> set[str]:
    """Return the signs a pattern may begin with."""
    return _first_of_choice(pattern, 0)[0]


def _first_of_choice(pattern: str, at: int) -> tuple[set[str], bool, int]:
    """Signs that the alternatives from `at` on may begin with, whether one may be empty, and where they end."""
    signs: set[str] = set()
    empty = False
    while True:
        branch, may_be_empty, at = _first_of_sequence(pattern, at)
        signs |= branch
        empty = empty or may_be_empty
        if at >= len(pattern) or pattern[at] != "|":
            return signs, empty, at
        at += 1


def _first_of_sequence(pattern: str, at: int) -> tuple[set[str], bool, int]:
    signs: set[str] = set()
    open_start = True
    while at < len(pattern) and pattern[at] not in "|)":
        piece: set[str] = set()
        if pattern.startswith("(?!", at):
            at = pattern.index(")", at) + 1
            continue
        if pattern[at] == "(":
            piece, optional, at = _first_of_choice(pattern, at + 3)
            at += 1
        else:
            close = pattern.index("]", at)
            piece, optional, at = set(pattern[at + 1 : close]), False, close + 1
        if at < len(pattern) and pattern[at] == "?":
            optional, at = True, at + 1
        if open_start:
            signs |= piece
            open_start = optional
    return signs, open_start, at


RULES_BY_SIGN = _rules_by_first_sign()


LONGEST_KEPT = 24
"""Signs of a run whose reading is kept: news says "in <year>" without end; a table's long rows are each their own."""


def find_next(signs: str, start: int, stop: int) -> tuple[int, Rule, int] | None:
    """Return the first place from `start` on at which a rule fits, the rule that covers most from there, and its end.

    Tokens up to and with `stop` are looked at.
    """
    if stop - start > LONGEST_KEPT:
        return _first_in(signs, start, stop)
    found = _kept_first(signs[start : stop + 1])
    return None if found is None else (start + found[0], found[1], start + found[2])


def find_longest(signs: str, start: int, stop: int) -> tuple[Rule, int] | None:
    """Return the rule that covers most tokens from `start` on, and where it ends; the first of equals."""
    if stop - start > LONGEST_KEPT:
        return _longest_in(signs, start, stop)
    found = _kept_longest(signs[start : stop + 1])
    return None if found is None else (found[0], start + found[1])


def _first_in(signs: str, start: int, stop: int) -> tuple[int, Rule, int] | None:
    for place in range(start, min(stop + 1, len(signs))):
        longest = _longest_in(signs, place, stop)
        if longest is not None:
            return place, *longest
    return None


def _longest_in(signs: str, start: int, stop: int) -> tuple[Rule, int] | None:
    best: Rule | None = None
    best_end = start
    for rule in RULES_BY_SIGN[signs[start]]:
        match = rule.pattern.match(signs, start, stop + 1)
        if match is not None and match.end() > best_end:
            best, best_end = rule, match.end()
    return None if best is None else (best, best_end)


@lru_cache(maxsize=16384)
def _kept_first(run: str) -> tuple[int, Rule, int] | None:
    return _first_in(run, 0, len(run))


@lru_cache(maxsize=16384)
def _kept_longest(run: str) -> tuple[Rule, int] | None:
    return _longest_in(run, 0, len(run))
