"""Pages, articles and sentences as rows: each function gives the rows or columns of one table in their order.

Lineage is made here, in the same step as the row: own id, parent ids, span, rule. `row_hash` is added by the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

import pyarrow as pa

from schemas.identity import article_id
from schemas.markup import HTML, PLAIN, text_of_markup
from schemas.pages import Article, Sentence
from schemas.rows import Block, bare_schema, ids_of, table_of, table_of_blocks
from schemas.spans import Publication
from schemas.values import value_class
from schemas.views import read_runs, runs_text

SELECTOR_CONTEXT = 32
"""Length of a quote selector's prefix and suffix, in code points: what the W3C Web Annotation examples use."""

MARKUP_CONTEXT = 1_000
"""How much of a page's source is searched for them: tags take most of it."""

Row = tuple[object, ...]
Columns = Sequence[Sequence[object]]
"""Columns of a table, in its order."""

SENTENCE_COLUMNS = 14
"""Of `core_sentences` without its id and `row_hash`."""


@value_class
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


@value_class
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


def page_of_row(row: Mapping[str, Any]) -> Page:
    """The page that a row of `raw_articles` holds."""
    return Page(
        row["raw_article_id"],
        row["sha256"],
        row["file"],
        row["record_number"],
        row["raw_text"],
        row["title"],
        row["publisher"],
        row["url"],
        read_publication(row),
        row["received_at"],
        row["partition_month"],
        row["media_type"],
        row["byline"],
    )


def read_sentence(
    start: int,
    end: int,
    text: str,
    region: str,
    paragraph_number: int,
    heading: str | None,
    source_text: str | None,
    view_text: str | None,
    view_runs: str,
) -> Sentence:
    """The sentence that `sentence_columns` wrote, from the values of its columns of these names."""
    view = None if view_text is None else read_runs(view_text, view_runs, start)
    return Sentence(start, end, text, region, paragraph_number, heading, source_text, view)


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


def region_columns(page: Page, article: Article) -> Columns:
    """The columns of `core_regions` for an article, all but the id, which `regions_table` makes."""
    kinds, starts, ends, rules, _ = zip(*article.regions, strict=True) if article.regions else ((),) * 5
    place, count = place_of(page, article), len(kinds)
    return (place.article_id,) * count, kinds, starts, ends, rules, (page.partition_month,) * count


def regions_table(articles: Sequence[Columns]) -> pa.Table:
    """`core_regions`, from the columns of some articles."""
    return _table_of("core_regions", "g", articles, named_by=(0, 1, 2, 3))


def sentence_columns(page: Page, article: Article, sentences: Sequence[Sentence]) -> Columns:
    """The columns of `core_sentences` for an article, all but the id: also the words around, for quote selectors."""
    if not sentences:
        return ((),) * SENTENCE_COLUMNS
    place, raw, count = place_of(page, article), page.raw_text, len(sentences)
    starts, ends, texts, kinds, paragraphs, headings, sources, views = zip(*sentences, strict=True)
    shown, runs = views, views  # null all of them, as a rule
    if any(views):
        shown = tuple(view and view.text for view in views)
        runs = tuple(view and runs_text(view, start) for view, start in zip(views, starts, strict=True))
    if page.media_type == HTML:
        prefixes, suffixes = zip(*(_markup_context(raw, sentence) for sentence in sentences), strict=True)
    else:
        prefixes = tuple([raw[max(0, start - SELECTOR_CONTEXT) : start] for start in starts])
        suffixes = tuple([raw[end : end + SELECTOR_CONTEXT] for end in ends])
    return (
        (place.article_id,) * count,
        range(count),
        paragraphs,
        kinds,
        headings,
        starts,
        ends,
        texts,
        sources,
        shown,
        runs,
        prefixes,
        suffixes,
        (page.partition_month,) * count,
    )


def sentences_table(articles: Sequence[Columns]) -> pa.Table:
    """`core_sentences`, from the columns of some articles."""
    return _table_of("core_sentences", "s", articles, named_by=(0, 5, 6))


def _table_of(name: str, prefix: str, articles: Sequence[Columns], named_by: tuple[int, ...]) -> pa.Table:
    """A table whose first column is the id of what some others say."""
    columns = [list(chain.from_iterable(parts)) for parts in zip(*articles, strict=True)]
    if not columns or not columns[0]:
        return table_of(name, [])
    types = bare_schema(name).types[1:-1]
    arrays = [pa.array(column, type_) for column, type_ in zip(columns, types, strict=True)]
    ids = ids_of(prefix, [arrays[place] for place in named_by])
    return table_of_blocks(name, [Block((ids, *arrays))])


def _markup_context(raw: str, sentence: Sentence) -> tuple[str, str]:
    """The words before and after a sentence of a page, as a quote selector has them: what is shown, not its tags."""
    before = raw[max(0, sentence.start - MARKUP_CONTEXT) : sentence.start]
    before = before[before.rfind("</script>") + 1 :] if "</script>" in before else before
    before = before[before.find(">") + 1 :] if sentence.start > len(before) else before
    after = raw[sentence.end : sentence.end + MARKUP_CONTEXT]
    return text_of_markup(before)[-SELECTOR_CONTEXT:], text_of_markup(after)[:SELECTOR_CONTEXT]
