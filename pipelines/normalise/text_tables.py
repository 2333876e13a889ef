"""Tables in plain text: rows of figures in columns, which are no sentences and are kept apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.normalise.blocks import Block

ROWS_MIN = 2
"""From so many rows of figures below one another they are a table; a single one may be a sentence with gaps."""

_COLUMNS = re.compile(r"\s{2,}|\t|\s?\|\s?")
_FIGURE = re.compile(r"[-+(]{0,2}[$€£¥]?\d[\d,.]*\s?(?:%|pct|bln|mln|bn|mn|m|x|p|pp)?\)?|n/?a|-{1,3}", re.IGNORECASE)
_RULE = re.compile(r"[-=_+|*\s]{3,}$")


def find_table_rows(blocks: Sequence[Block]) -> frozenset[int]:
    """The places of the paragraphs that are rows of tables: figures in columns, with the header above them."""
    rows: set[int] = set()
    place = 0
    while place < len(blocks):
        stop = place
        while stop < len(blocks) and _is_row(blocks[stop].text):
            stop += 1
        if sum(_has_figures(block.text) for block in blocks[place:stop]) >= ROWS_MIN:
            rows.update(range(place, stop))
        place = max(stop, place + 1)
    return frozenset(rows)


def _cells(text: str) -> list[str]:
    return [cell for cell in _COLUMNS.split(text.strip("| \t")) if cell]


def _is_row(text: str) -> bool:
    if len(text) > 400:
        return False
    return _RULE.match(text) is not None or len(_cells(text)) >= 3


def _has_figures(text: str) -> bool:
    return sum(_FIGURE.fullmatch(cell) is not None for cell in _cells(text)) >= 2
