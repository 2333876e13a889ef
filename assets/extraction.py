"""Claims straight from files, without storage: what `numtrail extract` writes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from assets.ingesting import read_item, text_of
from assets.versions import stage_version
from pipelines.article_records import Page, Place, place_of
from pipelines.reading import read_page
from pipelines.records import claim_row
from schemas.errors import UnreadableInput
from schemas.identity import raw_article_id
from schemas.rows import bare_schema
from schemas.spans import SentenceReading
from warehouse.landed import LandedItem, Refused, landed_file, read_items

CLAIM_FIELDS = (
    "file",
    "article_index",
    "start",
    "end",
    "quote",
    "sent_start",
    "sent_end",
    "sentence",
    "kind",
    "value_low",
    "value_high",
    "modifier",
    "decimals",
    "unit",
    "per",
    "direction",
    "base",
    "subject",
    "subject_code",
    "metric",
    "metric_code",
    "speaker",
    "speaker_code",
    "status",
    "doubt",
    "period_start",
    "period_end",
    "period_kind",
    "period_relation",
    "period_expr",
    "announced",
    "paired_start",
    "rule",
    "confidence",
)
"""The fields of an extracted claim, in order: those of `core_claims` that a reader of one file needs."""


def extract_file(path: Path, *, published: str | None = None) -> Iterator[dict[str, object] | Refused]:
    """The claims of a file in the order of its text, each a dictionary of `CLAIM_FIELDS`; or why it cannot be read.

    Args:
        path: A file in any format that ingestion takes; a sidecar beside it is read too.
        published: Publication date for items whose sidecar gives none (ISO day, month, year or `start/end`).
    """
    for item in read_items(landed_file(path)):
        if isinstance(item, Refused):
            yield item
            continue
        try:
            yield from _claims(item, published)
        except UnreadableInput as error:
            yield Refused(error.reason, str(error), item.place, item.received_at, item.record_number)


def to_json(claim: dict[str, object]) -> str:
    """A claim as one line of JSON; decimals keep all their digits."""
    return "{" + ", ".join(f"{json.dumps(name)}: {_json_value(value)}" for name, value in claim.items()) + "}"


def _claims(item: LandedItem, published: str | None) -> Iterator[dict[str, object]]:
    read = read_item(item)
    stated = text_of(item, "published") or published
    text, title = read.decoded.text, text_of(item, "title")
    columns = bare_schema("core_claims").names
    for found in read_page(text, title=title, stated_published=stated, media_type=item.media_type):
        page = Page(
            raw_article_id(item.sha256), item.sha256, item.file, item.record_number, text, title, None, None,
            found.publication, item.received_at, read.month, item.media_type,
        )  # fmt: skip
        place = place_of(page, found.article)
        for reading in found.readings:
            yield from _rows(place, reading, columns)


def _rows(place: Place, reading: SentenceReading, columns: list[str]) -> Iterator[dict[str, object]]:
    for claim in reading.claims:
        row = dict(zip(columns, claim_row(place, claim, stage_version("extract")), strict=False))
        yield {name: row[name] for name in CLAIM_FIELDS}


def _json_value(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if hasattr(value, "isoformat"):
        return json.dumps(value.isoformat())
    return json.dumps(value, ensure_ascii=False)
