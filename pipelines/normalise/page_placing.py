"""Where the pieces of an article stand in the text of its page: in order, exactly, or not at all."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from nupunkt import sent_spans

from pipelines.normalise.page_source import squeezed

ANCHOR_MIN = 40
"""A piece this long, in characters without white space, that stands once in the page fixes the order of the others."""


def place_chunks(text: str, chunks: list[tuple[str, str, str]]) -> tuple[list[tuple[int, int, str]], list[str]]:
    """Find each chunk in the compact text: (start, end, kind) in order, without overlaps; and what was not found."""
    anchors = _anchors(text, [chunk[0] for chunk in chunks])
    placed: list[tuple[int, int, str]] = []
    unplaced: list[str] = []
    cursor = 0
    bounds = _bounds(anchors, len(chunks), len(text))
    for number, (chunk, kind, words) in enumerate(chunks):
        found = anchors.get(number)
        if found is None:
            found = text.find(chunk, cursor, bounds[number])
        if found >= 0:
            placed.append((found, found + len(chunk), kind))
            cursor = max(cursor, found + len(chunk))
            continue
        for start, end, sentence in _by_sentence(text, words, cursor, bounds[number]):
            if start < 0:
                unplaced.append(sentence)
            else:
                placed.append((start, end, kind))
                cursor = max(cursor, end)
    return _without_overlaps(placed), unplaced


def _anchors(text: str, chunks: list[str]) -> dict[int, int]:
    """Long chunks that stand once in the text, as far as they stand there in their order: number -> place."""
    places: list[tuple[int, int]] = []
    for number, chunk in enumerate(chunks):
        if len(chunk) >= ANCHOR_MIN:
            first = text.find(chunk)
            if first >= 0 and text.find(chunk, first + 1) < 0:
                places.append((number, first))
    return dict(_longest_rising(places))


def _longest_rising(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs whose second members rise (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(places):
        pile = bisect_left(tops, place)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            ends.append(index)
        else:
            tops[pile], ends[pile] = place, index
    row = []
    at = ends[-1] if ends else -1
    while at >= 0:
        row.append(places[at])
        at = before[at]
    return row[::-1]


def _bounds(anchors: dict[int, int], count: int, length: int) -> list[int]:
    """For each chunk the place of the next anchor, before which it must end."""
    bounds = [length] * count
    limit = length
    for number in range(count - 1, -1, -1):
        bounds[number] = limit
        limit = anchors.get(number, limit)
    return bounds


def _by_sentence(text: str, words: str, cursor: int, bound: int) -> Iterator[tuple[int, int, str]]:
    """The sentences of a chunk that does not stand in the text as a whole, each found or with the place -1."""
    for left, right in sent_spans(words):
        sentence = words[left:right].strip()
        bare = squeezed(sentence)
        if not bare:
            continue
        found = text.find(bare, cursor, bound)
        if found < 0 and len(bare) >= ANCHOR_MIN:
            found = text.find(bare)
        yield found, found + len(bare), sentence
        cursor = max(cursor, found + len(bare)) if found >= 0 else cursor


def _without_overlaps(placed: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(placed):
        start = max(start, kept[-1][1]) if kept else start
        if start < end:
            kept.append((start, end, kind))
    return kept
