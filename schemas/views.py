"""A text as it is read, and the way from each of its characters back to the raw text. Standard library only.

Raw text is never changed. Where rules need other characters than stand there (a page's words without its tags, a word
joined over a line's end), they read a view, and what they find is placed in the raw text through the view's runs.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from schemas.values import value_class


class Run(NamedTuple):
    """A stretch of a view and the stretch of raw text it was read from.

    Where both are equally long they go character by character; else they are one thing: an entity, a line's end, a
    piece that was put in (an empty stretch of raw text).
    """

    start: int
    end: int
    raw_start: int
    raw_end: int


@value_class
class TextView:
    """A text as it is read, and the runs that tie it to the raw text, in order and without gaps."""

    text: str
    runs: tuple[Run, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of raw text that `text[start:end]` was read from, half-open; an empty one stays empty."""
        if start >= end:
            point = self._raw(start, is_end=False) if start < len(self.text) else self._raw(start - 1, is_end=True)
            return point, point
        first, last = self._raw(start, is_end=False), self._raw(end - 1, is_end=True)
        return first, max(first, last)

    def part(self, start: int, end: int) -> TextView:
        """The view of `text[start:end]` alone; its places in the raw text stay as they are."""
        runs = []
        for run in self.runs[max(0, bisect_right(self.runs, start, key=lambda run: run.start) - 1) :]:
            if run.start >= end:
                break
            left, right = max(run.start, start), min(run.end, end)
            if left >= right:
                continue
            if run.end - run.start == run.raw_end - run.raw_start:
                begin = run.raw_start + left - run.start
                runs.append(Run(left - start, right - start, begin, begin + right - left))
            else:
                runs.append(Run(left - start, right - start, run.raw_start, run.raw_end))
        return TextView(self.text[start:end], tuple(runs))

    def is_plain(self) -> bool:
        """Whether the view follows the raw text character by character without a gap."""
        place = self.runs[0].raw_start if self.runs else 0
        for run in self.runs:
            if run.raw_start != place or run.end - run.start != run.raw_end - run.raw_start:
                return False
            place = run.raw_end
        return True

    def _raw(self, place: int, *, is_end: bool) -> int:
        run = self.runs[max(0, bisect_right(self.runs, place, key=lambda run: run.start) - 1)]
        if run.end - run.start != run.raw_end - run.raw_start:
            return run.raw_end if is_end else run.raw_start
        return run.raw_start + place - run.start + is_end


class Edit(NamedTuple):
    """Other words in place of a stretch of a view; an empty stretch is a place where they are put in."""

    start: int
    end: int
    text: str


def edited(view: TextView, edits: Sequence[Edit]) -> TextView:
    """The view with edits made, in order and without overlaps; what is left out or put in keeps its place."""
    if not edits:
        return view
    pieces: list[str] = []
    runs: list[Run] = []
    length = cursor = 0
    for start, end, text in edits:
        length = _copy(view, cursor, start, pieces, runs, length)
        if text:
            raw = view.raw_span(start, end)
            runs.append(Run(length, length + len(text), *raw))
            pieces.append(text)
            length += len(text)
        cursor = end
    _copy(view, cursor, len(view.text), pieces, runs, length)
    return TextView("".join(pieces), joined(runs))


def _copy(view: TextView, start: int, end: int, pieces: list[str], runs: list[Run], length: int) -> int:
    if start >= end:
        return length
    part = view.part(start, end)
    pieces.append(part.text)
    runs.extend(Run(a + length, b + length, c, d) for a, b, c, d in part.runs)
    return length + end - start


def plain_view(text: str, offset: int = 0) -> TextView:
    """A text that is read as it stands from `offset` on in the raw text."""
    return TextView(text, (Run(0, len(text), offset, offset + len(text)),) if text else ())


def joined(runs: list[Run]) -> tuple[Run, ...]:
    """The same runs with neighbours joined that go on character by character."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.raw_end == run.raw_start
            and last.end == run.start
            and last.end - last.start == last.raw_end - last.raw_start
            and run.end - run.start == run.raw_end - run.raw_start
        ):
            merged[-1] = Run(last.start, run.end, last.raw_start, run.raw_end)
        else:
            merged.append(run)
    return tuple(merged)


def runs_text(view: TextView, origin: int) -> str:
    """The runs as text for a table's column: `start-end:raw_start-raw_end`, the latter counted from `origin`."""
    return " ".join(f"{a}-{b}:{c - origin}-{d - origin}" for a, b, c, d in view.runs)


def read_runs(text: str, stored: str, origin: int) -> TextView:
    """The view whose text and runs a table holds; the reverse of `runs_text`."""
    runs = []
    for piece in stored.split():
        view, raw = piece.split(":")
        (a, b), (c, d) = view.split("-"), raw.split("-")
        runs.append(Run(int(a), int(b), int(c) + origin, int(d) + origin))
    return TextView(text, tuple(runs))
