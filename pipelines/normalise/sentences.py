"""Paragraphs to sentences: spans that tile the text, as nupunkt finds them."""

from __future__ import annotations

import re

from pipelines.normalise.repairs import read_view
from pipelines.normalise.sentence_ends import sentence_spans
from schemas.codes.limits import LIMITS
from schemas.markup import HTML, PLAIN, text_of_markup
from schemas.spans import Article, Region, Sentence
from schemas.views import TextView
from schemas.vocabularies import CLAIM_REGIONS

MAX_SENTENCE = LIMITS["sentence_characters"].value
"""Longest sentence handed on, in code points: newspaper sentences stay below 1 000; longer stretches (a table pasted
as one line) are cut at the last space before the limit, so that no later step meets unbounded input."""

_TITLE_CUT = re.compile(r"(?:^|[\s(])(?:St|Mt|Ft)\.\s*$")
"""An abbreviation that stands before a name and never ends a sentence, though a capital follows."""

_LOST_BREAK = re.compile(r"(?<=[a-z]{3}[.!?])(?=[“\"]?[A-Z][a-z]+\s)|(?<=[a-z][.!?][”\"])(?=[“\"]?[A-Z][a-z]*\s)")
"""A sentence's end with the next one right behind it: a space or line break was lost between two whole words."""

_MAY_BE_LOST = re.compile(r"[.!?][”\"]?[“\"]?[A-Z][a-z ]")
"""What every lost break has in it, found in one quick look at a paragraph; most have none."""


def split_sentences(raw: str, article: Article, media_type: str = PLAIN) -> tuple[Sentence, ...]:
    """Cut an article's body and headings into sentences, each with its place in the raw text.

    Regions of other kinds (captions, advertisements, copyright lines …) give none. A sentence carries the number of
    its paragraph and the heading it stands under.
    """
    sentences: list[Sentence] = []
    heading: str | None = None
    for paragraph, region in enumerate(article.regions):
        if region.kind not in CLAIM_REGIONS:
            continue
        view = read_view(raw, region.start, region.end, media_type, region.insertions)
        if region.kind == "heading":
            heading = view.text if view else raw[region.start : region.end]
        under = None if region.kind == "heading" else heading
        if view is None:
            for start, end in _spans(raw[region.start : region.end]):
                start, end = start + region.start, end + region.start
                sentences.append(Sentence(start, end, raw[start:end], region.kind, paragraph, under))
        else:
            sentences.extend(_viewed(raw, region, view, media_type, paragraph, under))
    return tuple(sentences)


def _viewed(
    raw: str, region: Region, view: TextView, media_type: str, paragraph: int, heading: str | None
) -> list[Sentence]:
    """The sentences of a paragraph that is not read as it stands."""
    sentences = []
    for left, right in _spans(view.text):
        start, end = view.raw_span(left, right)
        if start >= end:
            continue
        source = raw[start:end]
        text = text_of_markup(source) if media_type == HTML else source
        part = view.part(left, right)
        is_read_as_it_stands = part.text == source and part.is_plain()
        sentences.append(
            Sentence(
                start,
                end,
                text,
                region.kind,
                paragraph,
                heading,
                None if text == source else source,
                None if is_read_as_it_stands else part,
            )
        )
    return sentences


def _spans(text: str) -> list[tuple[int, int]]:
    """Sentence spans of one paragraph, without the white space around them."""
    joined: list[tuple[int, int]] = []
    has_title = "St." in text or "Mt." in text or "Ft." in text
    is_whole = _MAY_BE_LOST.search(text) is None
    for left, right in sentence_spans(text):
        if has_title and joined and _TITLE_CUT.search(text, max(0, joined[-1][1] - 12), joined[-1][1]):
            joined[-1] = (joined[-1][0], right)
        else:
            joined.append((left, right))
    trimmed = []
    for left, right in joined:
        pieces = [(left, right)] if is_whole and right - left <= MAX_SENTENCE else _bounded(text, left, right)
        for start, end in pieces:
            body = text[start:end]
            words = body.strip()
            if words:
                start += body.index(words) if body[0].isspace() else 0
                trimmed.append((start, start + len(words)))
    return trimmed


def _bounded(text: str, left: int, right: int) -> list[tuple[int, int]]:
    pieces = []
    for match in _LOST_BREAK.finditer(text, left, right):
        pieces.append((left, match.start()))
        left = match.start()
    while right - left > MAX_SENTENCE:
        space = text.rfind(" ", left + MAX_SENTENCE // 2, left + MAX_SENTENCE)
        cut = space + 1 if space >= 0 else left + MAX_SENTENCE
        pieces.append((left, cut))
        left = cut
    pieces.append((left, right))
    return [(start, end) for start, end in pieces if start < end]
