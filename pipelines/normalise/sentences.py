"""Paragraphs to sentences: spans that tile the text, as nupunkt finds them."""

from __future__ import annotations

import re

from pipelines.normalise.repairs import read_view
from pipelines.normalise.sentence_ends import sentence_spans
from schemas.codes.limits import LIMITS
from schemas.markup import HTML, PLAIN, text_of_markup
from schemas.pages import Article, Region, Sentence
from schemas.views import TextView
from schemas.vocabularies import CLAIM_REGIONS

MAX_SENTENCE = LIMITS["sentence_characters"].value
"""Longest sentence handed on, in code points: newspaper sentences stay below 1 000; longer stretches (a table pasted
as one line) are cut at the last space before the limit, so that no later step meets unbounded input."""

_TITLE_CUT = re.compile(r"(?:^|[\s(])(?:St|Mt|Ft)\.\s*$")
"""An abbreviation that stands before a name and never ends a sentence, though a capital follows."""

_LOST_BREAK = re.compile(r"(?<=[a-z]{3}[.!?])(?=[“\"]?[A-Z][a-z]+\s)|(?<=[a-z][.!?][”\"])(?=[“\"]?[A-Z][a-z]*\s)")
"""A sentence's end with the next one right behind it: a space or line break was lost between two whole words."""

_MAY_BE_LOST = {stop: re.compile(rf"{re.escape(stop)}[”\"]?[“\"]?[A-Z][a-z ]") for stop in ".!?"}
"""What every lost break has in it, by its stop, found in a quick look at a paragraph; most have none."""


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
            begin = region.start
            sentences += [
                Sentence(begin + start, begin + start + len(words), words, region.kind, paragraph, under)
                for start, words in _sentences(raw[begin : region.end])
            ]
        else:
            sentences.extend(_viewed(raw, region, view, media_type, paragraph, under))
    return tuple(sentences)


def _viewed(
    raw: str, region: Region, view: TextView, media_type: str, paragraph: int, heading: str | None
) -> list[Sentence]:
    """The sentences of a paragraph that is not read as it stands."""
    sentences = []
    for left, words in _sentences(view.text):
        right = left + len(words)
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


def _sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of one paragraph, without the white space around them, and where each begins."""
    spans = sentence_spans(text)
    if "St." in text or "Mt." in text or "Ft." in text:
        spans = _with_titles_whole(text, spans)
    if len(text) > MAX_SENTENCE or _may_have_lost_breaks(text):
        spans = [piece for left, right in spans for piece in _bounded(text, left, right)]
    found = []
    for left, right in spans:
        body = text[left:right]
        words = body.strip()
        if words:
            found.append((left if body[0] == words[0] else left + body.index(words), words))
    return found


def _may_have_lost_breaks(text: str) -> bool:
    return bool(
        _MAY_BE_LOST["."].search(text)
        or ("?" in text and _MAY_BE_LOST["?"].search(text))
        or ("!" in text and _MAY_BE_LOST["!"].search(text))
    )


def _with_titles_whole(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with those joined between which an abbreviation stands that belongs to the name behind it."""
    joined: list[tuple[int, int]] = []
    for left, right in spans:
        if joined and _TITLE_CUT.search(text, max(0, joined[-1][1] - 12), joined[-1][1]):
            joined[-1] = (joined[-1][0], right)
        else:
            joined.append((left, right))
    return joined


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
