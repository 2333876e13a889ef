"""Reads the table of spellings that stands beside a rule file. Standard library only.

What a spelling means is data, not code: `money.py` has `money.lexicon.csv` beside it. The first line of a table is its
header, its last column is `note`.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from schemas.errors import NumtrailError


def read_lexicon(rule_file: str) -> list[dict[str, str]]:
    """Return the rows of the `.lexicon.csv` beside a rule file, a dictionary a row.

    Args:
        rule_file: The rule module's `__file__`; `…/money.py` reads `…/money.lexicon.csv`.

    Returns:
        One dictionary a line, header name to cell; an empty cell is an empty string.

    Raises:
        NumtrailError: A row is longer or shorter than the header.
    """
    path = Path(rule_file).with_suffix(".lexicon.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise NumtrailError(f"{path.name} line {number}: not as many cells as the header has; write empty ones too")
    return rows


def read_word_sets(rule_file: str) -> dict[str, frozenset[str]]:
    """Return the words of the `.lexicon.csv` beside a rule file by their class: its first column by its second."""
    found: dict[str, set[str]] = {}
    for row in read_lexicon(rule_file):
        word, name = list(row.values())[:2]
        found.setdefault(name, set()).add(word)
    return {name: frozenset(words) for name, words in found.items()}


def read_choices(rule_file: str) -> dict[str, str]:
    """Return for each class of the `.lexicon.csv` beside a rule file its words as a choice for a pattern, `a|b|c`.

    In the table a blank is any space and a `*` one letter or more: `set up`, `announc*`. A choice belongs within a
    group.
    """
    found: dict[str, list[str]] = {}
    for row in read_lexicon(rule_file):
        word, name = list(row.values())[:2]
        found.setdefault(name, []).append(re.escape(word).replace(r"\ ", r"\s+").replace(r"\*", r"\w+"))
    return {name: "|".join(words) for name, words in found.items()}
