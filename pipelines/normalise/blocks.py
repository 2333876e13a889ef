"""Raw text to paragraphs: where each begins and ends, hard-wrapped lines joined, nothing changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

WRAP_MIN, WRAP_MAX = 45, 100
"""Lengths between which a full line of hard-wrapped text falls: newswire wraps at 60 to 80, mail at 72 to 78."""

COLUMN_MIN = 25
"""Shortest full line of a narrow column, as PDF readers hand them on; told by lines that go on in mid-sentence."""

ALIKE = 0.6
"""Share of the longest full line that the shortest one has at least: a title above a column is shorter."""

LINE_END_HYPHENS = "-\u00ad\ufffe\u0002"
"""What stands where a word is cut at a line's end: a hyphen, a soft one, and what PDF libraries put in its place."""

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c]+")
_RARE_ENDS = ("\r", "\u2028", "\u2029", "\x0b", "\x0c")
_BULLET = re.compile(r"[ \t\u00a0]*(?:[-–—*•‣▪●◦·][ \t\u00a0]+|\(?\d{1,2}[.)][ \t\u00a0]+(?=[^\W\d_]))?")
_SENTENCE_END = frozenset(".!?。！？:;…\"”’')")


class Block(NamedTuple):
    """A paragraph: its span without surrounding space and bullet, its text, and whether a blank line precedes it."""

    start: int
    end: int
    text: str
    is_bullet: bool
    after_blank: bool


def find_blocks(raw: str) -> list[Block]:
    """Split raw text into paragraphs: one a line, save where lines are evidently one paragraph wrapped by a machine.

    Spans are half-open offsets into `raw`; a leading bullet or list number stays outside.
    """
    blocks: list[Block] = []
    group: list[tuple[int, int]] = []
    previous_end = 0
    after_blank = True
    for first, last in _lines(raw):
        start, end = _trimmed(raw, first, last)
        if start == end:
            continue
        if raw.count("\n", previous_end, start) + raw.count("\r\r", previous_end, start) > 1 and group:
            blocks.extend(_group_blocks(raw, group, after_blank))
            group, after_blank = [], True
        group.append((start, end))
        previous_end = end
    if group:
        blocks.extend(_group_blocks(raw, group, after_blank))
    return blocks


def _lines(raw: str) -> Iterator[tuple[int, int]]:
    """The spans of the lines that are not empty."""
    if any(mark in raw for mark in _RARE_ENDS):
        for match in _LINE.finditer(raw):
            yield match.span()
        return
    start = 0
    for line in raw.split("\n"):
        end = start + len(line)
        if line:
            yield start, end
        start = end + 1


def _group_blocks(raw: str, lines: list[tuple[int, int]], after_blank: bool) -> list[Block]:
    if len(lines) == 1:
        return [_block(raw, *lines[0], after_blank)]
    if _is_wrapped(raw, lines):
        return [_block(raw, lines[0][0], lines[-1][1], after_blank)]
    if _is_wrapped(raw, lines[1:]) and raw[lines[1][0]].isupper():
        # A title right above a wrapped paragraph.
        return [_block(raw, *lines[0], after_blank), _block(raw, lines[1][0], lines[-1][1], False)]
    joined: list[tuple[int, int]] = []
    for start, end in lines:
        if joined and _goes_on(raw, joined[-1], start):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [_block(raw, start, end, after_blank and place == 0) for place, (start, end) in enumerate(joined)]


def _is_wrapped(raw: str, lines: list[tuple[int, int]]) -> bool:
    """Whether lines between two blank ones are one paragraph: full lines of like length, most cut in mid-sentence."""
    if len(lines) < 3:
        return False
    full = lines[:-1]
    lengths = [end - start for start, end in full]
    cut = sum(raw[end - 1] not in _SENTENCE_END for _, end in full)
    if min(lengths) < COLUMN_MIN or max(lengths) > WRAP_MAX or 2 * cut <= len(full):
        return False
    if min(lengths) >= WRAP_MIN:
        return True
    is_alike = min(lengths) >= ALIKE * max(lengths)
    return is_alike and 2 * sum(raw[start].islower() for start, _ in lines[1:]) > len(full)


def _goes_on(raw: str, line: tuple[int, int], start: int) -> bool:
    """Whether a line goes on in the next: a word is cut at its end, or it breaks off and small letters follow."""
    if not raw[start].islower():
        return False
    last = raw[line[1] - 1]
    if last in LINE_END_HYPHENS:
        return True
    return (
        line[1] - line[0] >= COLUMN_MIN
        and last not in _SENTENCE_END
        and not raw[line[0]].islower()
        and raw[start : start + 3] != "by "
    )


def _block(raw: str, start: int, end: int, after_blank: bool) -> Block:
    if raw[start].isalpha():
        return Block(start, end, raw[start:end], False, after_blank)
    bullet = _BULLET.match(raw, start, end)
    body = bullet.end() if bullet else start
    if body >= end:
        body = start
    return Block(body, end, raw[body:end], body > start, after_blank)


def _trimmed(raw: str, start: int, end: int) -> tuple[int, int]:
    if not raw[start].isspace() and not raw[end - 1].isspace():
        return start, end
    stripped = raw[start:end]
    left = len(stripped) - len(stripped.lstrip())
    return start + left, start + left + len(stripped.strip())
