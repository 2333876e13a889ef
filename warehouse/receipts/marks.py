"""An article's text in pieces: what opens, what closes and the words between, for spans that may nest or overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.markup import HTML, view_of_markup
from schemas.views import Run

Row = Mapping[str, Any]

Span = tuple[int, int, str, bool]
"""Start, end, name, and whether it is a claim's mark."""

READ = frozenset({"body", "heading"})
"""Regions that need no label: the article's own text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One event of the text, in order: `open` or `close` of a span, or `text`.

    name: of a mark the claim's id, of a region its kind. is_mark tells the two apart; is_first is false where a mark
    goes on after it had to be closed for one that it overlaps.
    """

    event: str
    text: str = ""
    name: str = ""
    is_mark: bool = False
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of an article as a page shows it, and where its regions and claims stand in it."""

    text: str
    regions: tuple[tuple[int, int, str], ...]
    claims: tuple[tuple[int, int, str], ...]


def shown_text(raw: str, media_type: str, article: Row, regions: Iterable[Row], claims: Iterable[Row]) -> Shown:
    """What a page shows of an article: plain text as it stands, of a page's source the words it shows.

    `article`, `regions` and `claims` are rows of `core_documents`, `core_regions` and `core_claims`.
    """
    if media_type == HTML:
        return _shown_markup(raw, regions, claims)
    start, end = article["start"], article["end"]
    return Shown(
        raw[start:end],
        tuple((row["start"] - start, row["end"] - start, row["kind"]) for row in regions if row["kind"] not in READ),
        tuple((row["start"] - start, row["end"] - start, row["claim_id"]) for row in claims),
    )


def _shown_markup(raw: str, regions: Iterable[Row], claims: Iterable[Row]) -> Shown:
    """The words of a page's source, a paragraph a region, claims placed by the way back from each word."""
    waiting = sorted(claims, key=lambda row: row["start"])
    pieces: list[str] = []
    spans: list[tuple[int, int, str]] = []
    marks: list[tuple[int, int, str]] = []
    length = 0
    for region in sorted(regions, key=lambda row: row["start"]):
        view = view_of_markup(raw[region["start"] : region["end"]], region["start"])
        if not view.text:
            continue
        if region["kind"] not in READ:
            spans.append((length, length + len(view.text), region["kind"]))
        for claim in waiting:
            if region["start"] <= claim["start"] and claim["end"] <= region["end"]:
                start = length + _place(view.runs, claim["start"], is_end=False)
                marks.append((start, length + _place(view.runs, claim["end"], is_end=True), claim["claim_id"]))
        pieces.append(view.text)
        length += len(view.text) + 2
    return Shown("\n\n".join(pieces), tuple(spans), tuple(marks))


def _place(runs: Sequence[Run], raw_place: int, *, is_end: bool) -> int:
    """Where a place of the source stands in its view; within an entity, at its edge."""
    at = bisect_right(runs, raw_place - is_end, key=lambda run: run.raw_start) - 1
    run = runs[max(0, at)]
    if run.end - run.start == run.raw_end - run.raw_start:
        return min(run.start + raw_place - run.raw_start, run.end)
    return run.end if is_end else run.start


def pieces_of(shown: Shown) -> list[Piece]:
    """The text as events that nest: a span that would cross another is closed before it and opened again after."""
    spans = [(start, end, name, False) for start, end, name in shown.regions]
    spans += [(start, end, name, True) for start, end, name in shown.claims]
    spans = [span for span in spans if 0 <= span[0] < span[1] <= len(shown.text)]
    starts: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda span: (span[0], span[3], -span[1])):
        starts.setdefault(span[0], []).append(span)
    places = sorted({0, len(shown.text), *(place for span in spans for place in span[:2])})
    pieces: list[Piece] = []
    stack: list[Span] = []
    for place, following in zip(places, [*places[1:], None], strict=True):
        reopened = _close(pieces, stack, place)
        for span, is_first in [*((span, False) for span in reopened), *((s, True) for s in starts.get(place, ()))]:
            pieces.append(Piece("open", name=span[2], is_mark=span[3], is_first=is_first))
            stack.append(span)
        if following is not None:
            pieces.append(Piece("text", shown.text[place:following]))
    return pieces


def _close(pieces: list[Piece], stack: list[Span], place: int) -> list[Span]:
    """Close all spans that end here, and those opened within them; the latter are given back to be opened again."""
    ending = [depth for depth, span in enumerate(stack) if span[1] <= place]
    if not ending:
        return []
    closed = stack[ending[0] :]
    del stack[ending[0] :]
    pieces.extend(Piece("close", name=span[2], is_mark=span[3]) for span in reversed(closed))
    return [span for span in closed if span[1] > place]
