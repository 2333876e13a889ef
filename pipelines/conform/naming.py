"""When two phrases name one thing: folded for comparison, with the few synonyms that news uses for one statistic.

Deliberately narrow. What is folded away (articles, "total", "number of") never tells two quantities apart; what might
("online sales", "retail sales") stays. A missed match leaves two rows, a wrong one a false contradiction.
"""

from __future__ import annotations

import re
from functools import cache

from pipelines.lexicons import read_lexicon

_ROWS = read_lexicon(__file__)
_LEADING = sorted((row["words"] + " " for row in _ROWS if row["role"] == "leading"), key=len, reverse=True)
_TRAILING = sorted((" " + row["words"] for row in _ROWS if row["role"] == "trailing"), key=len, reverse=True)
_SYNONYMS = {row["words"]: row["means"] for row in _ROWS if row["role"] == "synonym"}
_SPACES = re.compile(r"[\s\-–_]+")
_PLURALS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"))
_KEPT_ENDINGS = ("ss", "us", "is", "series", "species", "news")


@cache
def folded(phrase: str | None) -> str:
    """A phrase for comparison: lower case, single spaces, straight apostrophes, no article, no possessive."""
    text = _SPACES.sub(" ", (phrase or "").replace("’", "'").casefold()).strip(" .,;:\"'")
    text = text.removesuffix("'s").removesuffix("'")
    return _without_leading(text)


@cache
def metric_name(metric: str | None, unit: str | None, kind: str) -> str:
    """The one name of a metric: synonyms joined, counted things singular; of a count without a metric, what is counted.

    The unit is what a count is of, so "5G base stations built" and "5G base stations" in 5G base stations are one.
    """
    text = folded(metric)
    for trailing in _TRAILING:
        text = text.removesuffix(trailing)
    text = _SYNONYMS.get(text, text)
    if kind == "count":
        counted = folded(unit)
        if not text or _singular(text) == _singular(counted):
            return _singular(counted)
    return _singular(text)


def _without_leading(text: str) -> str:
    before = None
    while text != before:
        before = text
        for lead in _LEADING:
            text = text.removeprefix(lead)
    return text


def _singular(text: str) -> str:
    """The phrase with its last word in the singular, by the regular endings alone: both sides are folded alike."""
    head, _, last = text.rpartition(" ")
    if last.endswith(_KEPT_ENDINGS) or len(last) < 4:
        return text
    for plural, single in _PLURALS:
        if last.endswith(plural):
            last = last.removesuffix(plural) + single
            break
    else:
        last = last.removesuffix("s")
    return f"{head} {last}".strip()
