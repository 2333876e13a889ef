"""What arrived: the ledger of landed items and the raw articles themselves."""

import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import Day, Moment, Share, Text, Whole, described, id_column, month_column, row_hash_column
from schemas.vocabularies import MEDIA_TYPES, PUBLICATION_METHODS


class RawLedger(pa.DataFrameModel):
    """One row for each landed file or record that was taken in: what it was, where it lay, when it came, its month."""

    raw_article_id: Series[Text] = id_column("r", "Hash of the landed bytes: the same bytes are one item.", key=True)
    sha256: Series[Text] = described("SHA-256 of the landed bytes, hexadecimal.", str_matches=r"^[0-9a-f]{64}$")
    byte_count: Series[Whole] = described("Size of the landed file or record.", unit="bytes", ge=1)
    place: Series[Text] = described("Path of the file below the landing folder.")
    record_number: Series[Whole] = described(
        "Place of the record in its file, counted from 0 (the line, in a JSONL file); 0 for a file that is one item.",
        ge=0,
    )
    locator: Series[Text] = described(
        "Where in the file the item stands: member of an archive, record and byte offset of a WARC, line; null for a "
        "file that is one item.",
        nullable=True,
    )
    format: Series[Text] = described("How the item was read: the file name's ending.")
    received_at: Series[Moment] = described("When the file landed (its modification time).", unit="UTC")
    published_start: Series[Day] = described("First day the article may have been published.", nullable=True)
    published_end: Series[Day] = described("Day after the last day it may have been published.", nullable=True)
    reference_start: Series[Day] = described("First day it may have been written.", nullable=True)
    reference_end: Series[Day] = described("Day after the last day it may have been written.", nullable=True)
    publication_method: Series[Text] = described(
        "Where the publication date was read.", nullable=True, isin=PUBLICATION_METHODS
    )
    publication_confidence: Series[Share] = described(
        "Share of such readings expected to hold the true date.", unit="1", nullable=True, ge=0, le=1
    )
    publication_rule: Series[Text] = described("Named rule that read the date, or why none was read.", nullable=True)
    publication_evidence: Series[Text] = described(
        "Spans of the words the date was read from, `start-end` separated by spaces.", nullable=True
    )
    sidecar_sha256: Series[Text] = described(
        "SHA-256 of the sidecar file beside it, hexadecimal; null where none lay there. A corrected sidecar makes "
        "the article's months again.",
        nullable=True,
        str_matches=r"^[0-9a-f]{64}$",
    )
    partition_month: Series[Text] = month_column()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "raw_ledger"
        strict = True
        ordered = True


class RawArticles(pa.DataFrameModel):
    """One row for each landed file or record, with its text exactly as decoded: what every span points into."""

    raw_article_id: Series[Text] = id_column(
        "r", "Hash of the landed bytes.", key=True, references="raw_ledger.raw_article_id"
    )
    file: Series[Text] = described("Base name of the landed file.")
    place: Series[Text] = described("Path of the file below the landing folder.")
    record_number: Series[Whole] = described("Place of the record in its file, from 0; else 0.", ge=0)
    locator: Series[Text] = described(
        "Where in the file the item stands: member of an archive, record and byte offset of a WARC, line; null for a "
        "file that is one item.",
        nullable=True,
    )
    sha256: Series[Text] = described("SHA-256 of the landed bytes, hexadecimal.", str_matches=r"^[0-9a-f]{64}$")
    byte_count: Series[Whole] = described("Size of the landed file or record.", unit="bytes", ge=1)
    encoding: Series[Text] = described("Character encoding the bytes were decoded with.")
    media_type: Series[Text] = described(
        "What the raw text is: text/plain, or text/html for a page's source.", isin=MEDIA_TYPES
    )
    raw_text: Series[Text] = described("The decoded text, unchanged; spans are code points of this text.")
    page_starts: Series[Text] = described(
        "Where the pages of a PDF begin in the raw text, separated by spaces; null where there are no pages.",
        nullable=True,
    )
    title: Series[Text] = described("Title as given by the sidecar or record, else null.", nullable=True)
    byline: Series[Text] = described("Byline as the sidecar, record or feed gives it.", nullable=True)
    publisher: Series[Text] = described("Publisher as given by the sidecar or record, else null.", nullable=True)
    url: Series[Text] = described("Address of the page as given by the sidecar or record, else null.", nullable=True)
    stated_published: Series[Text] = described("Publication date in the sidecar's own words, else null.", nullable=True)
    published_start: Series[Day] = described("First day it may have been published.", nullable=True)
    published_end: Series[Day] = described("Day after the last day it may have been published.", nullable=True)
    reference_start: Series[Day] = described("First day it may have been written.", nullable=True)
    reference_end: Series[Day] = described("Day after the last day it may have been written.", nullable=True)
    publication_method: Series[Text] = described(
        "Where the publication date was read.", nullable=True, isin=PUBLICATION_METHODS
    )
    publication_confidence: Series[Share] = described(
        "Share of such readings expected to hold the true date.", unit="1", nullable=True, ge=0, le=1
    )
    publication_rule: Series[Text] = described("Named rule that read the date, or why none was read.", nullable=True)
    publication_evidence: Series[Text] = described(
        "Spans of the words the date was read from, `start-end` separated by spaces.", nullable=True
    )
    received_at: Series[Moment] = described("When the file landed (its modification time).", unit="UTC")
    sidecar_sha256: Series[Text] = described(
        "SHA-256 of the sidecar file that it was read with, hexadecimal; null where none lay there.",
        nullable=True,
        str_matches=r"^[0-9a-f]{64}$",
    )
    partition_month: Series[Text] = month_column()
    row_hash: Series[Text] = row_hash_column()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "raw_articles"
        strict = True
        ordered = True
