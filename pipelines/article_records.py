"""Pages, articles and sentences as rows: each function gives the rows of one table in the order of its columns.

Lineage is made here, in the same step as the row: own id, parent ids, span, rule. `row_hash` is added by the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from schemas.identity import article_id, content_id, sentence_id
from schemas.markup import HTML, PLAIN, text_of_markup
from schemas.spans import Article, Publication, Sentence
from schemas.views import runs_text

SELECTOR_CONTEXT = 32
"""Length of a quote selector's prefix and suffix, in code points: what the W3C Web Annotation examples use."""

MARKUP_CONTEXT = 1_000
"""How much of a page's source is searched for them: tags take most of it."""

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A landed item as the steps see it: its text, where it came from, when it was published, its partition.

    media_type: `text/html` where the raw text is a page's source, else `text/plain`. byline: as a sidecar gives it.
    """

    raw_article_id: str
    sha256: str
    file: str
    record_number: int
    raw_text: str
    title: str | None
    publisher: str | None
    url: str | None
    publication: Publication
    received_at: datetime
    partition_month: str
    media_type: str = PLAIN
    byline: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence or claim stands: its article, the file, the partition."""

    article_id: str
    file: str
    article_index: int
    partition_month: str


def place_of(page: Page, article: Article) -> Place:
    """The place of an article; records of a JSONL file are counted as articles of that file."""
    index = page.record_number + article.index
    return Place(article_id(page.sha256, article.index), page.file, index, page.partition_month)


def document_row(page: Page, article: Article) -> Row:
    """The row of `core_documents` for an article of a page."""
    place = place_of(page, article)
    return (
        place.article_id,
        page.raw_article_id,
        page.file,
        place.article_index,
        article.start,
        article.end,
        article.title,
        page.byline or article.byline,
        page.publisher or article.publisher,
        page.url or article.url,
        article.language,
        *publication_values(page.publication),
        _evidence_words(page),
        page.received_at,
        page.partition_month,
    )


def publication_values(publication: Publication) -> Row:
    """When something was published and written, in the order of the columns of every table that holds it."""
    return (
        publication.start,
        publication.end,
        publication.reference_start,
        publication.reference_end,
        publication.method,
        publication.confidence,
        publication.rule,
        spans_text(publication.evidence),
    )


def read_publication(row: Mapping[str, Any]) -> Publication:
    """The publication that `publication_values` wrote, from the row by the names of its columns."""
    return Publication(
        start=row["published_start"],
        end=row["published_end"],
        reference_start=row["reference_start"],
        reference_end=row["reference_end"],
        method=row["publication_method"],
        confidence=row["publication_confidence"],
        evidence=read_spans(row["publication_evidence"]),
        rule=row["publication_rule"],
    )


def spans_text(spans: Iterable[tuple[int, int]]) -> str | None:
    """Spans as one text, `start-end` separated by spaces; null where there are none."""
    return " ".join(f"{start}-{end}" for start, end in spans) or None


def read_spans(text: str | None) -> tuple[tuple[int, int], ...]:
    """The spans that `spans_text` wrote."""
    pairs = (pair.partition("-") for pair in (text or "").split())
    return tuple((int(start), int(end)) for start, _, end in pairs)


def _evidence_words(page: Page) -> str | None:
    """The words a publication date was read from, as they are shown: of a page's source without its tags."""
    words = [page.raw_text[start:end] for start, end in page.publication.evidence]
    shown = [text_of_markup(piece) for piece in words] if page.media_type == HTML else words
    return "\n".join(" ".join(piece.split()) for piece in shown) or None


def region_rows(page: Page, article: Article) -> Iterator[Row]:
    """Rows of `core_regions` for an article."""
    place = place_of(page, article)
    for region in article.regions:
        region_id = content_id("g", place.article_id, region.kind, region.start, region.end)
        yield region_id, place.article_id, region.kind, region.start, region.end, region.rule, page.partition_month


def sentence_rows(page: Page, article: Article, sentences: Sequence[Sentence]) -> Iterator[Row]:
    """Rows of `core_sentences` for an article, with the words around each for a quote selector."""
    place, raw = place_of(page, article), page.raw_text
    for number, sentence in enumerate(sentences):
        yield (
            sentence_id(place.article_id, sentence.start, sentence.end),
            place.article_id,
            number,
            sentence.paragraph,
            sentence.region,
            sentence.heading,
            sentence.start,
            sentence.end,
            sentence.text,
            sentence.source,
            sentence.view.text if sentence.view is not None else None,
            runs_text(sentence.view, sentence.start) if sentence.view is not None else None,
            *_selector_context(raw, sentence, page.media_type),
            page.partition_month,
        )


def _selector_context(raw: str, sentence: Sentence, media_type: str) -> tuple[str, str]:
    """The words before and after a sentence, as a quote selector has them: of a page what is shown, not its tags."""
    if media_type != HTML:
        before = raw[max(0, sentence.start - SELECTOR_CONTEXT) : sentence.start]
        return before, raw[sentence.end : sentence.end + SELECTOR_CONTEXT]
    before = raw[max(0, sentence.start - MARKUP_CONTEXT) : sentence.start]
    before = before[before.rfind("</script>") + 1 :] if "</script>" in before else before
    before = before[before.find(">") + 1 :] if sentence.start > len(before) else before
    after = raw[sentence.end : sentence.end + MARKUP_CONTEXT]
    return text_of_markup(before)[-SELECTOR_CONTEXT:], text_of_markup(after)[:SELECTOR_CONTEXT]
