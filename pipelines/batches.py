"""A record batch of articles to the rows of what is in them: the one unit of work of every way of running Numtrail.

Arrow in, Arrow out, and nothing else: a folder on a laptop, a pool of processes, a task of a cluster call the same
functions and get the same rows. A batch may be cut anywhere between two articles.

    normalise_batch    rows of `raw_articles`  -> documents, regions, sentences
    extract_batch      `articles_of` those     -> mentions, claims and their links
    read_batch         rows of `raw_articles`  -> all of these

In each the article that cannot be read is refused alone, with its traceback; the rest of the batch goes on.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.article_records import (
    Columns,
    Place,
    Row,
    document_row,
    page_of_row,
    place_of,
    read_publication,
    read_sentence,
    region_columns,
    regions_table,
    sentence_columns,
    sentences_table,
)
from pipelines.extract.candidates import CANDIDATE
from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.sentences import split_sentences
from pipelines.reading import is_read, read_sentences
from pipelines.records import claim_mention_rows, claim_row, is_storable, mention_rows, relation_rows
from pipelines.rejections import reject_row
from schemas.errors import UnreadableInput
from schemas.pages import Article, Sentence
from schemas.rows import bare_schema, table_of
from schemas.spans import Claim

Tables = dict[str, pa.Table]

NORMALISED = ("core_documents", "core_regions", "core_sentences")
EXTRACTED = ("core_mentions", "core_claims", "core_claim_mentions", "core_claim_relations")

TRACEBACK_CHARACTERS = 1500
"""How much of a traceback a refusal keeps, from its end: the innermost calls are what tells where it broke."""

_OF_ARTICLE = (
    "article_id",
    "file",
    "article_index",
    "partition_month",
    "title",
    *(
        name
        for name in bare_schema("core_documents").names
        if name.startswith(("published_", "reference_", "publication_"))
    ),
)
_OF_SENTENCE = (
    "start", "end", "text", "region", "paragraph_number", "heading", "source_text", "view_text", "view_runs"
)  # fmt: skip


def read_batch(raws: pa.RecordBatch | pa.Table, code_version: str) -> Tables:
    """Everything that is read in some raw articles, sentences to claims, and what was refused.

    Args:
        raws: Rows of `raw_articles`.
        code_version: The version of the rules, stored with each claim.

    Returns:
        The tables of both steps and `core_rejects`, each with the schema of its contract.
    """
    made = normalise_batch(raws)
    found = extract_batch(articles_of(made["core_documents"], made["core_sentences"]), code_version)
    rejects = pa.concat_tables([made.pop("core_rejects"), found.pop("core_rejects")])
    return {**made, **found, "core_rejects": rejects}


def normalise_batch(raws: pa.RecordBatch | pa.Table) -> Tables:
    """Documents, regions and sentences of some rows of `raw_articles`, and what was refused of them."""
    found = _Normalised()
    for raw in raws.to_pylist():
        try:
            found.add(_normalised(raw))
        except UnreadableInput as error:
            found.rejects.append(_unread(raw, error.reason, str(error)))
        except Exception as error:  # one article must not fail its month: it is set aside with its traceback
            found.rejects.append(_unread(raw, "normalisation_failed", _told(error)))
    return {
        "core_documents": table_of("core_documents", found.documents),
        "core_regions": regions_table(found.regions),
        "core_sentences": sentences_table(found.sentences),
        "core_rejects": table_of("core_rejects", found.rejects),
    }


def articles_of(documents: pa.Table, sentences: pa.Table) -> pa.Table:
    """Documents with their sentences in them, in order: what `extract_batch` reads; a row an article."""
    ordered = sentences.select(["article_id", *_OF_SENTENCE]).sort_by(
        [("article_id", "ascending"), ("start", "ascending")]
    )
    # Counted in the order in which they come; `group_by` keeps none.
    counted = pc.value_counts(ordered["article_id"].combine_chunks())
    counts = counted.field("counts").cast(pa.int32())
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(counts)])
    arrays = [ordered[name].combine_chunks() for name in _OF_SENTENCE]
    lists = pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(arrays, names=list(_OF_SENTENCE)))
    places = pc.index_in(documents["article_id"], counted.field("values"))
    return documents.select(list(_OF_ARTICLE)).append_column("sentences", pc.take(lists, places))


def extract_batch(articles: pa.RecordBatch | pa.Table, code_version: str) -> Tables:
    """Mentions, claims and their links in the sentences of some articles, and what was refused of them.

    Args:
        articles: As `articles_of` gives them.
        code_version: The version of the rules, stored with each claim.
    """
    rows: dict[str, list[Row]] = {name: [] for name in (*EXTRACTED, "core_rejects")}
    of_articles = articles.select(list(_OF_ARTICLE)).to_pylist()
    for row, (values, candidates) in zip(of_articles, _sentences(articles["sentences"]), strict=True):
        place = Place(row["article_id"], row["file"], row["article_index"], row["partition_month"])
        try:
            sentences = [read_sentence(*of_sentence) for of_sentence in values]
            found = _extracted(place, row, sentences, candidates, code_version)
        except Exception as error:  # one article must not fail its month: it is set aside with its traceback
            rows["core_rejects"].append(_failed(place, _told(error)))
        else:
            for name, of_table in found.items():
                rows[name].extend(of_table)
    return {name: table_of(name, of_table) for name, of_table in rows.items()}


def refuse_raws(raws: pa.RecordBatch | pa.Table, reason: str, message: str) -> Tables:
    """What `normalise_batch` gives for articles that no process came through alive."""
    rejects = [_unread(raw, reason, message) for raw in raws.to_pylist()]
    empty = {name: table_of(name, []) for name in NORMALISED}
    return {**empty, "core_rejects": table_of("core_rejects", rejects)}


def refuse_articles(articles: pa.RecordBatch | pa.Table, reason: str, message: str) -> Tables:
    """What `extract_batch` gives for articles that no process came through alive."""
    places = articles.select(["article_id", "file", "article_index", "partition_month"]).to_pylist()
    rejects = [_failed(Place(**place), message, reason) for place in places]
    return {**{name: table_of(name, []) for name in EXTRACTED}, "core_rejects": table_of("core_rejects", rejects)}


def in_order_of_publication(raws: pa.Table) -> pa.Table:
    """Rows of `raw_articles`, earlier publications first, so that of two alike the later one is the copy."""
    day = pc.coalesce(raws["published_start"], raws["received_at"].cast(pa.date32()))
    keyed = raws.select(["received_at", "place", "record_number"]).append_column("day", day)
    order = [(name, "ascending") for name in ("day", "received_at", "place", "record_number")]
    return raws.take(pc.sort_indices(keyed, sort_keys=order))


@dataclass(slots=True)
class _Normalised:
    """What pages came to: rows of `core_documents` and `core_rejects`, columns of the other tables for each article."""

    documents: list[Row] = field(default_factory=list)
    regions: list[Columns] = field(default_factory=list)
    sentences: list[Columns] = field(default_factory=list)
    rejects: list[Row] = field(default_factory=list)

    def add(self, other: _Normalised) -> None:
        """Put what another page came to behind this."""
        self.documents += other.documents
        self.regions += other.regions
        self.sentences += other.sentences
        self.rejects += other.rejects


def _normalised(raw: Mapping[str, Any]) -> _Normalised:
    page = page_of_row(raw)
    articles = normalise_articles(page.raw_text, title=page.title, media_type=page.media_type)
    found = _Normalised()
    if not articles:
        found.rejects.append(_unread(raw, "no_words", "The text holds no words to read."))
    for article in articles:
        sentences = split_sentences(page.raw_text, article, page.media_type) if is_read(article) else ()
        found.documents.append(document_row(page, article))
        found.regions.append(region_columns(page, article))
        found.sentences.append(sentence_columns(page, article, sentences))
        found.rejects.extend(_set_aside(raw, place_of(page, article).article_id, article))
    return found


def _unread(raw: Mapping[str, Any], reason: str, message: str) -> Row:
    return reject_row(
        "normalise", reason, message, raw["place"], raw["partition_month"], record_number=raw["record_number"]
    )


def _set_aside(raw: Mapping[str, Any], article: str, found: Article) -> Iterator[Row]:
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


def _extracted(
    place: Place, row: Mapping[str, Any], sentences: list[Sentence], candidates: Sequence[bool], code_version: str
) -> dict[str, list[Row]]:
    publication = read_publication(row)
    readings, relations = read_sentences(sentences, publication, candidates, title=row["title"])
    rejects = [_unstorable(place, claim) for reading in readings for claim in reading.claims if not is_storable(claim)]
    if rejects:
        readings = tuple(replace(r, claims=tuple(filter(is_storable, r.claims))) for r in readings)
    is_known = publication.reference_start is not None and publication.reference_end is not None
    return {
        "core_mentions": list(mention_rows(place, readings, is_written_known=is_known)),
        "core_claims": [claim_row(place, claim, code_version) for reading in readings for claim in reading.claims],
        "core_claim_mentions": [
            row for reading in readings if reading.claims for row in claim_mention_rows(place, reading)
        ],
        "core_claim_relations": list(relation_rows(place, readings, relations)),
        "core_rejects": rejects,
    }


def _sentences(sentences: pa.Array | pa.ChunkedArray) -> Iterator[tuple[list[tuple[Any, ...]], list[bool]]]:
    """For each article the values of its sentences, in the order of `_OF_SENTENCE`, and which may hold number or date.

    Of all articles at once: a column after the other, and one native scan.
    """
    lists = sentences.combine_chunks() if isinstance(sentences, pa.ChunkedArray) else sentences
    read = lists.flatten()
    columns = {name: pc.struct_field(read, name) for name in _OF_SENTENCE}
    values = list(zip(*(column.to_pylist() for column in columns.values()), strict=True))
    texts = pc.coalesce(columns["view_text"], columns["text"])
    candidates = pc.match_substring_regex(texts, CANDIDATE).to_pylist()
    position = 0
    for count in pc.fill_null(pc.list_value_length(lists), 0).to_pylist():
        yield values[position : position + count], candidates[position : position + count]
        position += count


def _failed(place: Place, message: str, reason: str = "extraction_failed") -> Row:
    told = f"The rules failed on this article: report it with the file. {message}"
    return reject_row("extract", reason, told, place.file, place.partition_month, article_id=place.article_id)


def _told(error: Exception) -> str:
    return "".join(traceback.format_exception(error))[-TRACEBACK_CHARACTERS:]


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
