"""What may be fed with anything, and what has to hold of the answer: each target takes bytes and raises where it fails.

No exception but the project's own; every span inside the text; every quote where its row says; every row within its
contract; bounded work for each byte. The first byte of an input says how often the rest is repeated, so that
work that grows faster than the text is found from short inputs.
"""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from pipelines.batches import read_batch
from pipelines.dating import date_page
from pipelines.extract.dates import find_dates
from pipelines.extract.mentions import find_mentions
from pipelines.normalise.articles import normalise_articles
from pipelines.normalise.decode import decode_text
from pipelines.normalise.sentences import split_sentences
from schemas.errors import UnreadableInput
from schemas.identity import bytes_hash, raw_article_id
from schemas.markup import HTML, PLAIN
from schemas.pages import Article
from schemas.rows import table_of
from schemas.tables import TABLES
from warehouse.items import LandedFile, LandedItem, Refused, Source
from warehouse.landed import FORMATS
from warehouse.validation import validated

RECEIVED = datetime(2025, 6, 1, tzinfo=UTC)
MOST_REPEATS = 64
LONGEST = 20_000
"""Repeated inputs are cut at this many bytes, so that one execution stays short."""
SECONDS_PER_KILOBYTE = 0.25
BASE_SECONDS = 1.5
"""CPU-seconds that an input may take: a kilobyte of numbers costs some 0.01, traced by the fuzzer five times that."""
_CHECKED = frozenset(bytes([code]) for code in range(0, 256, 5))
"""First bytes of the inputs whose rows are held against their contracts, which costs ten times their reading."""
_FIRST = (
    ".atom", ".csv", ".htm", ".html", ".jsonl", ".md", ".ndjson", ".pdf", ".rss", ".tar", ".tar.gz", ".tgz", ".tsv",
    ".txt", ".warc", ".warc.gz", ".xhtml", ".xml", ".zip",
)  # fmt: skip
ENDINGS = (*_FIRST, *sorted(set(FORMATS) - set(_FIRST)))
"""Endings in an order in which new ones come last, so that inputs that are kept go on meaning the same."""
FAILURES = ("normalisation_failed", "extraction_failed")
"""Reasons of refusals that stand for an exception of the rules."""


class Broken(AssertionError):
    """A property that has to hold of every input does not hold of this one."""


def stretched(data: bytes) -> bytes:
    """The input itself: all but the first byte, repeated as often as that byte says."""
    if not data:
        return data
    repeats = 1 << (data[0] % 7) if data[0] >= 0x80 else 1
    return (data[1:] * min(repeats, MOST_REPEATS))[:LONGEST]


def decode(data: bytes) -> None:
    """Bytes to text: the text is what the bytes say, and says them again."""
    for is_markup in (False, True):
        try:
            decoded = decode_text(data, is_markup=is_markup)
        except UnreadableInput:
            continue
        decoded.text.encode("utf-8")
        if decoded.encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252"):
            _require(decoded.text.encode(decoded.encoding) == data, f"{decoded.encoding} does not give the bytes back")


def dates(data: bytes) -> None:
    """Text to date expressions, and the dating of a page that holds nothing else."""
    text = _text(data)
    for expression in find_dates(text):
        _inside(expression.start, expression.end, text)
        _require(text[expression.start : expression.end] == expression.text, "the words of a date are elsewhere")
    publication = date_page(text, received=RECEIVED.date())
    for start, end in publication.evidence:
        _inside(start, end, text)
    if publication.start and publication.end:
        _require(publication.start < publication.end, "a publication that ends before it begins")


def numbers(data: bytes) -> None:
    """Text to quantities and refusals: in order, apart from one another, finite."""
    text = _text(data)
    _, reading = find_mentions(text)
    end = 0
    for quantity in sorted(reading.quantities, key=lambda q: q.start):
        _inside(quantity.start, quantity.end, text)
        _require(quantity.start >= end, "two numbers share their words")
        end = quantity.end
        low, high = quantity.value_low, quantity.value_high
        _require(low is not None or high is not None, "a number without a value")
        _require(all(value is None or value.is_finite() for value in (low, high)), "no finite value")
        _require(low is None or high is None or low <= high, "bounds that are crossed")
        for part in quantity.parts:
            _inside(part.start, part.end, text)
            _require(text[part.start : part.end] == part.text, "the words of a part are elsewhere")
    for refusal in reading.refusals:
        _inside(refusal.start, refusal.end, text)


def digests(data: bytes) -> None:
    """A page of text to its articles, regions and sentences: they tile it."""
    _articles_stand(_text(data), PLAIN)


def html(data: bytes) -> None:
    """A page's source to everything that is read of it."""
    _page_stands(data, HTML)


def text(data: bytes) -> None:
    """A page of text to everything that is read of it."""
    _page_stands(data, PLAIN)


def jsonl(data: bytes) -> None:
    """Files of records."""
    _items_stand(data, ".jsonl")


def warc(data: bytes) -> None:
    """Web archives."""
    _items_stand(data, ".warc")


def files(data: bytes) -> None:
    """Files of any other format; the first byte says which."""
    _items_stand(data[1:], ENDINGS[data[0] % len(ENDINGS)] if data else ".txt")


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decode": decode,
    "dates": dates,
    "numbers": numbers,
    "digests": digests,
    "html": html,
    "text": text,
    "jsonl": jsonl,
    "warc": warc,
    "files": files,
}
"""Name of a target -> the function that is fed."""


_warm: set[str] = set()


def run(name: str, data: bytes) -> None:
    """Feed one input to a target; raises where an exception is not the project's own, or a property does not hold."""
    repeated = stretched(data)
    if name not in _warm:
        _warm.add(name)
        TARGETS[name](b"In 2023 the three mayors of Lyon spent 2.5 billion euros.")  # tables are read at first use
    started = time.process_time()
    TARGETS[name](repeated)
    seconds = time.process_time() - started
    allowed = BASE_SECONDS + SECONDS_PER_KILOBYTE * len(repeated) / 1000
    _require(seconds <= allowed, f"{len(repeated)} bytes took {seconds:.1f} CPU-seconds, more than {allowed:.1f}")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _articles_stand(raw: str, media_type: str) -> tuple[Article, ...]:
    try:
        articles = normalise_articles(raw, media_type=media_type)
    except UnreadableInput:
        return ()
    for article in articles:
        _inside(article.start, article.end, raw)
        ends = 0
        for region in article.regions:
            _inside(region.start, region.end, raw)
            _require(region.start >= ends, "regions that overlap or are out of order")
            ends = region.end
        ends = 0
        for sentence in split_sentences(raw, article, media_type):
            _inside(sentence.start, sentence.end, raw)
            _require(sentence.start >= ends, "sentences that overlap or are out of order")
            ends = sentence.end
            if sentence.source is None:
                _require(raw[sentence.start : sentence.end] == sentence.text, "a sentence that stands elsewhere")
            else:
                _require(raw[sentence.start : sentence.end] == sentence.source, "a source that stands elsewhere")
    return articles


def _page_stands(data: bytes, media_type: str) -> None:
    try:
        raw = decode_text(data, is_markup=media_type == HTML).text
        published = date_page(raw, received=RECEIVED.date(), media_type=media_type)
    except UnreadableInput:
        return
    _articles_stand(raw, media_type)
    tables = read_batch(_raw_rows(raw, media_type, published.start, published.end), "fuzz")
    if data[:1] in _CHECKED:
        for name, rows in tables.items():
            validated(TABLES[name], rows)
    for row in tables["core_rejects"].to_pylist():
        _require(row["reason"] not in FAILURES, row["message"])
    for claim in tables["core_claims"].to_pylist():
        _inside(claim["start"], claim["end"], raw)
        if media_type == PLAIN:
            _require(raw[claim["start"] : claim["end"]] == claim["quote"], "a quote that stands elsewhere")


def _raw_rows(raw: str, media_type: str, start: date | None, end: date | None) -> pa.Table:
    sha = bytes_hash(raw.encode())
    known = {
        "raw_article_id": raw_article_id(sha), "sha256": sha, "file": "a", "place": "a", "record_number": 0,
        "raw_text": raw, "media_type": media_type, "byte_count": len(raw.encode()), "encoding": "utf-8",
        "received_at": RECEIVED, "partition_month": "2025-06", "published_start": start, "published_end": end,
        "reference_start": start, "reference_end": end,
        "publication_method": "sidecar" if start else None, "publication_confidence": 0.9 if start else None,
    }  # fmt: skip
    return table_of("raw_articles", [tuple(known.get(column) for column in _raw_columns())])


def _raw_columns() -> Iterable[str]:
    return (name for name in TABLES["raw_articles"].contract.to_schema().columns if name != "row_hash")


def _items_stand(data: bytes, ending: str) -> None:
    name = f"a{ending}"
    landed = LandedFile(Path(name), name, RECEIVED)
    source = Source(landed, io.BytesIO(data), name, ending[1:], dict, "text", 1_000_000)
    try:
        for item in FORMATS[ending].reader(source):
            _item_stands(item)
    except UnreadableInput as error:
        _require(len(str(error)) > len(name), "a refusal that says nothing")


def _item_stands(item: LandedItem | Refused) -> None:
    if isinstance(item, Refused):
        _require(bool(item.reason and item.message), "a refusal that says nothing")
        return
    _require(bytes_hash(item.data) == item.sha256, "an item that is not what its hash says")
    json.dumps(item.sidecar, ensure_ascii=False).encode("utf-8")
    if item.text is not None:
        item.text.encode("utf-8")
        _require("\x00" not in item.text or item.format != "pdf", "a NUL in the text of a PDF")


def _inside(start: int, end: int, whole: str) -> None:
    _require(0 <= start < end <= len(whole), f"a span [{start}, {end}) that is not in a text of {len(whole)}")


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Broken(otherwise)
