"""Columns torn by a PDF reader: the beginnings of the lines stand apart, the rests follow, and the two overlap.

    Wor batte for                     the beginnings of three lines, cut off at the column's left edge
    rkers packed 2,400 ery cells …    the rests of the lines, run together

Each beginning belongs before a rest; where both were printed twice they overlap by a letter or two ("batte" + "ery").
Joints are chosen so that together they overlap most, make known words, and leave lines of like length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, partial

from pipelines.normalise.blocks import Block
from schemas.values import value_class

PIECE_MAX = 8
"""Longest beginning of a line, in code points, that a column's edge cuts off."""
LINE_MIN, LINE_MAX = 16, 52
"""Lengths of a newspaper column's line, in code points."""
MAX_OVERLAP = 3
RUN_MIN_TOKENS, STRANGE_SHARE = 5, 0.3
"""Beginnings are told by their number and by the share of them that are no words of the page's whole paragraphs."""
MAX_TOKENS = 400
"""More pieces than any page of a newspaper tears; a bound on the work."""

_WORD = re.compile(r"[^\W\d_]+")
_END = re.compile(r"[.!?][”\"’)]{0,2}\s")
_TERMINAL = frozenset(".!?:;,")

Insertion = tuple[int, str]
_State = tuple[float, int, int, str]
"""Score, pieces used before this joint, place of the joint before it, what is put in."""


@value_class
class TornColumn:
    """Blocks `first` to `middle` are the beginnings of lines, `middle` to `last` the rests (ends exclusive).

    insertions: the beginnings and where they belong, empty where no way was found to join them. end: where the
    torn part ends in the raw text.
    """

    first: int
    middle: int
    last: int
    end: int
    insertions: tuple[Insertion, ...]


def find_torn_columns(raw: str, blocks: Sequence[Block]) -> list[TornColumn]:
    """Find the torn columns of a page and put them together where beginnings and rests fit."""
    runs = list(_runs_of_pieces(blocks))
    if not runs:
        return []
    words = {word.casefold() for block in blocks if len(block.text) > 60 for word in _WORD.findall(block.text)}
    columns: list[TornColumn] = []
    for place, stop in runs:
        if columns and place < columns[-1].last:
            continue
        tokens = [token for block in blocks[place:stop] for token in block.text.split()]
        strange = sum(_bare(token) not in words for token in tokens)
        if RUN_MIN_TOKENS <= len(tokens) <= MAX_TOKENS and strange >= STRANGE_SHARE * len(tokens):
            columns.append(_joined(raw, blocks, place, stop, words))
    return columns


def _runs_of_pieces(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Runs of paragraphs that may be beginnings of lines: two at least, and the first rest goes on in mid-word.

    Titles and bylines are short lines too, and capitals follow them.
    """
    place = 0
    while place < len(blocks):
        stop = place
        while stop < len(blocks) and _is_pieces(blocks[stop]):
            stop += 1
        if stop - place >= 2 and stop < len(blocks) and _goes_on(blocks[stop]):
            yield place, stop
        place = max(stop, place + 1)


def _goes_on(block: Block) -> bool:
    return not block.is_bullet and block.text[0].islower()


def _is_pieces(block: Block) -> bool:
    if block.is_bullet or block.text[-1] in _TERMINAL or block.text.isupper():
        return False
    tokens = block.text.split()
    return len(tokens) <= 24 and all(len(token) <= PIECE_MAX for token in tokens)


def _bare(token: str) -> str:
    match = _WORD.search(token)
    return match[0].casefold() if match else token


def _joined(raw: str, blocks: Sequence[Block], first: int, middle: int, words: set[str]) -> TornColumn:
    pieces = [(token, number) for number in range(first, middle) for token in blocks[number].text.split()]
    starts = [block.start for block in blocks[middle:]]
    states: dict[tuple[int, int], _State] = {(0, starts[0] - LINE_MIN): (0.0, -1, 0, "")}
    _fill(raw, pieces, starts, states, words)
    ends = [(state[0], place) for (count, place), state in states.items() if count == len(pieces)]
    if not ends:
        return TornColumn(first, middle, middle + 1, blocks[middle].end, ())
    insertions: list[Insertion] = []
    count, place = len(pieces), max(ends)[1]
    reach = place
    while count:
        _, count, before, text = states[count, place]
        insertions.append((place, text))
        place = before
    last = middle + bisect_right(starts, reach)
    cut = _END.search(raw, reach, blocks[last - 1].end)
    end = cut.end() - 1 if cut else blocks[last - 1].end
    return TornColumn(first, middle, last, end, tuple(sorted(entry for entry in insertions if entry[1])))


def _fill(
    raw: str,
    pieces: list[tuple[str, int]],
    starts: list[int],
    states: dict[tuple[int, int], _State],
    words: set[str],
) -> None:
    """Best score for each (pieces used, place of the last joint), with the way it was reached."""
    by_count: dict[int, list[int]] = {0: [starts[0] - LINE_MIN]}
    opening = frozenset(starts)
    gain_of = cache(partial(_gain, raw, opening=opening, words=words))
    for count in range(len(pieces)):
        is_new = count == 0 or pieces[count][1] != pieces[count - 1][1]
        groups = list(_groups(pieces, count))
        for before in by_count.get(count, ()):
            score = states[count, before][0]
            low = before + (1 if is_new else LINE_MIN)
            high = starts[0] + 1 if count == 0 else before + LINE_MAX
            for used, text in groups:
                for place in range(low if count else starts[0], min(high, len(raw))):
                    gain = gain_of(place, text, is_new=is_new)
                    if gain is None:
                        continue
                    total = score + gain[0] - (0 if is_new else 0.03 * abs(place - before - 33))
                    key = (count + used, place)
                    if key not in states:
                        by_count.setdefault(count + used, []).append(place)
                    if key not in states or total > states[key][0]:
                        states[key] = (total, count, before, gain[1])


def _groups(pieces: list[tuple[str, int]], first: int) -> Iterator[tuple[int, str]]:
    """One piece from `first` on, and two where they are of one line and short enough: how many, and their text."""
    for used in (1, 2):
        group = pieces[first : first + used]
        text = " ".join(piece for piece, _ in group)
        if len(group) < used or group[-1][1] != group[0][1] or len(text) > PIECE_MAX:
            return
        yield used, text


def _gain(
    raw: str, place: int, text: str, opening: frozenset[int], words: set[str], *, is_new: bool
) -> tuple[float, str] | None:
    """What joining a beginning to the rest at a place is worth, and what is put in there; null where it cannot be."""
    before = raw[place - 1]
    is_start = place in opening or before.isspace()
    if raw[place].isspace() or (is_new and not _may_open(raw, place, opening)):
        return None
    overlap = next((n for n in range(MAX_OVERLAP, 0, -1) if text.endswith(raw[place : place + n])), 0)
    following = _WORD.match(raw, place + overlap)
    tail = following[0] if following else ""
    last = text.split()[-1]
    word = _bare(last[: len(last) - overlap] + raw[place : place + overlap] + tail)
    more = 2.0 * text.count(" ")  # two words of one line: what stands before the last is whole
    if is_start:
        if overlap:
            is_known = word in words
            stands = _WORD.match(raw, place)
            lost = not is_known and stands is not None and stands[0].casefold() in words
            return more + 2 + overlap + 2 * is_known - 2.5 * lost, text[: len(text) - overlap]
        if word in words and tail:
            return more + 2.5, text
        return (more + 0.2, text + " ") if _bare(last) in words else None
    if not overlap or " " in text or not (before.isalpha() and raw[place].isalpha()):
        return None
    left = re.search(r"[^\W\d_]+$", raw[max(0, place - 20) : place])
    whole = ((left[0] if left else "") + word).casefold()
    return (1 + overlap + 3 if whole in words else overlap - 2.0), text[: len(text) - overlap]


def _may_open(raw: str, place: int, opening: frozenset[int]) -> bool:
    """Whether a paragraph may begin at a place: at a block, or behind the end of a sentence."""
    return place in opening or _END.search(raw[max(0, place - 4) : place]) is not None
