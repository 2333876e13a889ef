"""The steps of a month: rows from the lake, through the pure functions, back as rows. Dagster-free, so tests call them.

Each gives the rows of every table it makes and what it refused; the asset commits both in one swap.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa

from assets.rejections import reject_row
from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.duplicates import DuplicateFinder
from pipelines.normalise.sentences import split_sentences
from pipelines.reading import is_read, read_sentences
from pipelines.records import (
    Page,
    Place,
    Row,
    claim_mention_rows,
    claim_row,
    document_row,
    is_storable,
    mention_rows,
    place_of,
    region_rows,
    relation_rows,
    sentence_rows,
)
from schemas.errors import UnreadableInput
from schemas.rows import table_of
from schemas.spans import Article, Claim, Publication, Sentence
from schemas.views import read_runs
from warehouse.lake import Snapshot

Tables = dict[str, pa.Table]


def normalise_month(snapshot: Snapshot, month: str) -> tuple[Tables, list[Row]]:
    """Articles, regions and sentences of a month's raw articles, all in one."""
    made, rejects = zip(*normalise_parts(snapshot, month), strict=True)
    whole = {name: pa.concat_tables([tables[name] for tables in made]) for name in made[0]}
    return whole, [row for rows in rejects for row in rows]


def normalise_parts(snapshot: Snapshot, month: str) -> Iterator[tuple[Tables, list[Row]]]:
    """Articles, regions and sentences of a month, one part of its raw articles after the other; at least one."""
    for part in snapshot.parts("raw_articles", month) or [None]:
        yield _normalised(snapshot.read("raw_articles", month, part=part).to_pylist())


def _normalised(raws: list[dict[str, Any]]) -> tuple[Tables, list[Row]]:
    rows: dict[str, list[Row]] = {"core_documents": [], "core_regions": [], "core_sentences": []}
    rejects: list[Row] = []
    finder = DuplicateFinder()
    for raw in sorted(raws, key=_by_publication):
        page = _page(raw)
        try:
            articles = normalise_articles(page.raw_text, title=page.title, media_type=page.media_type)
        except UnreadableInput as error:
            rejects.append(_unread(raw, error.reason, str(error)))
            continue
        if not articles:
            rejects.append(_unread(raw, "no_words", "The text holds no words to read."))
        for article in articles:
            sentences = split_sentences(page.raw_text, article, page.media_type)
            place = place_of(page, article)
            copied = finder.original_of(place.article_id, " ".join(sentence.text for sentence in sentences))
            rows["core_documents"].append(document_row(page, article, copied))
            rows["core_regions"].extend(region_rows(page, article))
            rows["core_sentences"].extend(sentence_rows(page, article, sentences if is_read(article) else ()))
            rejects.extend(_set_aside(raw, place.article_id, article))
    return {name: table_of(name, of_table) for name, of_table in rows.items()}, rejects


def _by_publication(raw: dict[str, Any]) -> tuple[object, ...]:
    """Earlier articles first, so that of two alike the later one is the copy."""
    return raw["published_start"] or raw["received_at"].date(), raw["received_at"], raw["place"], raw["record_number"]


def _unread(raw: dict[str, Any], reason: str, message: str) -> Row:
    return reject_row(
        "normalise", reason, message, raw["place"], raw["partition_month"], record_number=raw["record_number"]
    )


def _set_aside(raw: dict[str, Any], article: str, found: Article) -> Iterator[Row]:
    """What of an article is not read: all of it where it is not English; sentences that its page does not hold."""
    known = {"record_number": raw["record_number"], "article_id": article}
    if not is_read(found):
        message = f"The article is in the language {found.language!r}; only English is read for claims."
        yield reject_row("normalise", "not_english", message, raw["place"], raw["partition_month"], **known)
    for number, words in enumerate(found.unplaced):
        message = "These words are the article's but do not stand so in the page's source: they are not read."
        row = reject_row(
            "normalise",
            "not_in_source",
            message,
            raw["place"],
            raw["partition_month"],
            start=number,
            excerpt=words,
            **known,
        )
        yield row


def extract_month(snapshot: Snapshot, month: str, code_version: str) -> tuple[Tables, list[Row]]:
    """Mentions, claims and their links of a month's sentences; an article that cannot be read is refused alone."""
    names = ("core_mentions", "core_claims", "core_claim_mentions", "core_claim_relations")
    rows: dict[str, list[Row]] = {name: [] for name in names}
    rejects: list[Row] = []
    for place, publication, sentences in _articles(snapshot, month):
        try:
            found = _extract_article(place, publication, sentences, code_version)
        except Exception as error:  # one article must not fail its month: it is set aside with its traceback
            trace = "".join(traceback.format_exception(error))[-1500:]
            message = f"The rules failed on this article: report it with the file. {trace}"
            rejects.append(
                reject_row("extract", "extraction_failed", message, place.file, month, article_id=place.article_id)
            )
            continue
        for name in names:
            rows[name].extend(found[name])
        rejects.extend(found["core_rejects"])
    return {name: table_of(name, of_table) for name, of_table in rows.items()}, rejects


def _extract_article(
    place: Place, publication: Publication, sentences: list[Sentence], code_version: str
) -> dict[str, list[Row]]:
    readings, relations = read_sentences(sentences, publication)
    rejects = [_unstorable(place, claim) for reading in readings for claim in reading.claims if not is_storable(claim)]
    if rejects:
        readings = tuple(replace(r, claims=tuple(filter(is_storable, r.claims))) for r in readings)
    reference = _reference(publication)
    return {
        "core_mentions": list(mention_rows(place, readings, reference)),
        "core_claims": [claim_row(place, claim, code_version) for reading in readings for claim in reading.claims],
        "core_claim_mentions": [row for reading in readings for row in claim_mention_rows(place, reading)],
        "core_claim_relations": list(relation_rows(place, readings, relations)),
        "core_rejects": rejects,
    }


def _unstorable(place: Place, claim: Claim) -> Row:
    quantity, sentence = claim.quantity, claim.sentence
    return reject_row(
        "extract",
        "value_out_of_range",
        "The number has more than 28 digits before the point or nine behind it: it is not stored, nor rounded.",
        place.file,
        place.partition_month,
        article_id=place.article_id,
        start=quantity.start,
        end=quantity.end,
        excerpt=sentence.words(quantity.start, quantity.end),
    )


def _articles(snapshot: Snapshot, month: str) -> Iterator[tuple[Place, Publication, list[Sentence]]]:
    documents = snapshot.read("core_documents", month).to_pylist()
    by_article: dict[str, list[Sentence]] = {}
    for row in snapshot.read("core_sentences", month).to_pylist():
        by_article.setdefault(row["article_id"], []).append(_sentence(row))
    for row in documents:
        place = Place(row["article_id"], row["file"], row["article_index"], month)
        yield place, _publication(row), by_article.get(row["article_id"], [])


def _sentence(row: dict[str, Any]) -> Sentence:
    view = None
    if row["view_text"] is not None:
        view = read_runs(row["view_text"], row["view_runs"], row["start"])
    return Sentence(
        row["start"],
        row["end"],
        row["text"],
        row["region"],
        row["paragraph_number"],
        row["heading"],
        row["source_text"],
        view,
    )


def _reference(publication: Publication) -> tuple[date, date] | None:
    start = publication.reference_start or publication.start
    end = publication.reference_end or publication.end
    return (start, end) if start is not None and end is not None else None


def _publication(row: dict[str, object]) -> Publication:
    return Publication(
        start=row["published_start"],
        end=row["published_end"],
        reference_start=row["reference_start"],
        reference_end=row["reference_end"],
        method=row["publication_method"],
        confidence=row["publication_confidence"],
    )


def _page(row: dict[str, object]) -> Page:
    return Page(
        row["raw_article_id"],
        row["sha256"],
        row["file"],
        row["record_number"],
        row["raw_text"],
        row["title"],
        row["publisher"],
        row["url"],
        _publication(row),
        row["received_at"],
        row["partition_month"],
        row["media_type"],
    )
