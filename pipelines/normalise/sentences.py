"""Paragraphs to sentences: spans that tile the text, as nupunkt finds them."""

from __future__ import annotations

import re

from nupunkt import sent_spans

from schemas.spans import Article, Sentence

MAX_SENTENCE = 5_000
"""Longest sentence handed on, in code points: newspaper sentences stay below 1 000; longer stretches (a table pasted
as one line) are cut at the last space before the limit, so that no later step meets unbounded input."""

_TITLE_CUT = re.compile(r"(?:^|[\s(])(?:St|Mt|Ft)\.\s*$")
"""An abbreviation that stands before a name and never ends a sentence, though a capital follows."""


def split_sentences(raw: str, article: Article) -> tuple[Sentence, ...]:
    """Cut an article's body and headings into sentences, each with its place in the raw text.

    Regions of other kinds (captions, advertisements, copyright lines …) give none. A sentence carries the number of
    its paragraph and the heading it stands under.
    """
    sentences: list[Sentence] = []
    heading: str | None = None
    for paragraph, region in enumerate(article.regions):
        if region.kind not in ("body", "heading"):
            continue
        if region.kind == "heading":
            heading = raw[region.start : region.end]
        for start, end in _spans(raw, region.start, region.end):
            under = None if region.kind == "heading" else heading
            sentences.append(Sentence(start, end, raw[start:end], region.kind, paragraph, under))
    return tuple(sentences)


def _spans(raw: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentence spans of one paragraph, without the white space around them."""
    text = raw[start:end]
    joined: list[tuple[int, int]] = []
    for left, right in sent_spans(text):
        if joined and _TITLE_CUT.search(text, max(0, joined[-1][1] - 12), joined[-1][1]):
            joined[-1] = (joined[-1][0], right)
        else:
            joined.append((left, right))
    pieces: list[tuple[int, int]] = []
    for left, right in joined:
        pieces.extend(_bounded(text, left, right))
    trimmed = []
    for left, right in pieces:
        body = text[left:right]
        lead = len(body) - len(body.lstrip())
        if body.strip():
            trimmed.append((start + left + lead, start + left + lead + len(body.strip())))
    return trimmed


def _bounded(text: str, left: int, right: int) -> list[tuple[int, int]]:
    pieces = []
    while right - left > MAX_SENTENCE:
        space = text.rfind(" ", left + MAX_SENTENCE // 2, left + MAX_SENTENCE)
        cut = space + 1 if space >= 0 else left + MAX_SENTENCE
        pieces.append((left, cut))
        left = cut
    pieces.append((left, right))
    return pieces
