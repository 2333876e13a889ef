"""Pull quotes: words of the article set large between its paragraphs, whole or put otherwise, with or without name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.normalise.blocks import Block

QUOTE_MIN, QUOTE_MAX = 30, 300
"""Lengths of a pull quote, in code points: shorter lines are headings, longer ones paragraphs."""
PLAIN_MIN = 40
"""A line without quotes counts from this length: shorter ones are headings that name what the text names."""
WORDS_MIN = 6

_NAME = re.compile(r"[-–—]{0,2}\s?([A-Z][\w.'’-]+(?:\s(?:[A-Z][\w.'’-]+|de|van|von|al|bin)){1,3})(?:,\s[^.]{3,80})?$")
_OUTER = "\"“”„‘’'«» \u00a0"


def find_pull_quotes(blocks: Sequence[Block], texts: Sequence[int]) -> frozenset[int]:
    """The places of pull quotes and of the names below them.

    Args:
        blocks: The page's paragraphs.
        texts: The places of those that are running text so far, in order; a pull quote stands behind the first.
    """
    found: set[int] = set()
    long = [blocks[place].text for place in texts if len(blocks[place].text) > QUOTE_MIN + 50]
    if not long:
        return frozenset()
    whole: str | None = None
    for place in texts[1:]:
        block = blocks[place]
        if not QUOTE_MIN <= len(block.text) <= QUOTE_MAX or block.is_bullet or not _is_set_apart(block.text):
            continue
        if _is_named(blocks, place, long):
            found |= {place, place + 1}
            continue
        if whole is None:
            whole = "\n".join(" ".join(text.split()).casefold() for text in long)
        words = " ".join(block.text.split()).casefold().strip(_OUTER + ".,!?…")
        least = QUOTE_MIN if block.text[0] in _OUTER else PLAIN_MIN
        if len(words) >= least and whole.count(words) > (len(block.text) > QUOTE_MIN + 50):
            found.add(place)
    return frozenset(found)


def _is_set_apart(text: str) -> bool:
    """Whether a paragraph is no sentence of its own: all of it in quotation marks, or without a stop at its end."""
    inside = text[1:-1]
    is_quoted = text[0] in _OUTER and text[-1] in _OUTER and not any(mark in inside for mark in '"“”„«»')
    return is_quoted or text[-1] not in '.!?:;,…)"”’'


def _is_named(blocks: Sequence[Block], place: int, long: Sequence[str]) -> bool:
    """Whether the line below is the name, alone, of somebody of whom the text tells."""
    if place + 1 >= len(blocks) or len(blocks[place].text.split()) < WORDS_MIN:
        return False
    match = _NAME.match(blocks[place + 1].text)
    return match is not None and any(match[1] in text for text in long)
