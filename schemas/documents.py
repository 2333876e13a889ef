"""What was read of the page: articles, their regions, their sentences."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import Day, Moment, Share, Text, Whole, described, id_column, month_column, row_hash_column
from schemas.vocabularies import PUBLICATION_METHODS, REGION_KINDS


class Documents(pa.DataFrameModel):
    """One row for each article: a page may hold several, each with its own title, byline and extent."""

    article_id: Series[Text] = id_column("a", "Hash of the raw bytes and the article's place on the page.", key=True)
    raw_article_id: Series[Text] = id_column(
        "r", "The landed item it stands in.", references="raw_articles.raw_article_id"
    )
    file: Series[Text] = described("Base name of the landed file.")
    article_index: Series[Whole] = described(
        "Place of the article in its file, from 0: articles of a digest, records of a JSONL file.", ge=0
    )
    start: Series[Whole] = described("Where the article begins in the raw text.", unit="code points", ge=0)
    end: Series[Whole] = described("Where it ends, exclusive.", unit="code points", ge=0)
    title: Series[Text] = described("Title, from the sidecar or the text; null where there is none.", nullable=True)
    byline: Series[Text] = described("Authors as the text names them; null where it does not.", nullable=True)
    publisher: Series[Text] = described(
        "Publisher as given by the sidecar or record, else by the page's metadata.", nullable=True
    )
    url: Series[Text] = described(
        "Address of the page as given by the sidecar or record, else by the page's metadata.", nullable=True
    )
    language_code: Series[Text] = described(
        "Language of the text, ISO 639-1; null where the text is too short to tell. Only `en` is read for claims.",
        nullable=True,
    )
    published_start: Series[Day] = described("First day it may have been published.", nullable=True)
    published_end: Series[Day] = described("Day after the last day it may have been published.", nullable=True)
    reference_start: Series[Day] = described(
        "First day it may have been written; relative expressions resolve from it.", nullable=True
    )
    reference_end: Series[Day] = described("Day after the last day it may have been written.", nullable=True)
    publication_method: Series[Text] = described(
        "Where the publication date was read.", nullable=True, isin=PUBLICATION_METHODS
    )
    publication_confidence: Series[Share] = described(
        "Share of such readings expected to hold the true date.", unit="1", nullable=True, ge=0, le=1
    )
    publication_rule: Series[Text] = described(
        "Named rule that read the date and what contradicts it, or why none was read.", nullable=True
    )
    publication_evidence: Series[Text] = described(
        "Spans of the words the dates were read from, `start-end` in the raw text, separated by spaces.", nullable=True
    )
    publication_quote: Series[Text] = described("The words at those spans, a line each.", nullable=True)
    received_at: Series[Moment] = described("When the file landed.", unit="UTC")
    partition_month: Series[Text] = month_column()
    row_hash: Series[Text] = row_hash_column()

    @pa.dataframe_check(description="An article ends after it begins.")
    def span_is_ordered(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's checks are class methods
        """An article ends after it begins."""
        return frame["end"] > frame["start"]

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_documents"
        strict = True
        ordered = True


class Regions(pa.DataFrameModel):
    """One row for each stretch of an article and what it is there for: body, heading, caption, advert."""

    region_id: Series[Text] = id_column("g", "Hash of article, kind and span.", key=True)
    article_id: Series[Text] = id_column("a", "The article it stands in.", references="core_documents.article_id")
    kind: Series[Text] = described("What the stretch is; only body and heading hold claims.", isin=REGION_KINDS)
    start: Series[Whole] = described("Where it begins in the raw text.", unit="code points", ge=0)
    end: Series[Whole] = described("Where it ends, exclusive.", unit="code points", ge=0)
    rule: Series[Text] = described("Named rule that told its kind.")
    partition_month: Series[Text] = month_column()
    row_hash: Series[Text] = row_hash_column()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_regions"
        strict = True
        ordered = True


class Sentences(pa.DataFrameModel):
    """One row for each sentence of an article's body and headings, with its place in the raw text."""

    sentence_id: Series[Text] = id_column("s", "Hash of article and span.", key=True)
    article_id: Series[Text] = id_column("a", "The article it stands in.", references="core_documents.article_id")
    sentence_number: Series[Whole] = described("Place of the sentence in its article, from 0.", ge=0)
    paragraph_number: Series[Whole] = described("Place of its paragraph in the article, from 0.", ge=0)
    region: Series[Text] = described("Kind of the region it stands in.", isin=REGION_KINDS)
    heading: Series[Text] = described("Heading it stands under, else null.", nullable=True)
    start: Series[Whole] = described("Where it begins in the raw text.", unit="code points", ge=0)
    end: Series[Whole] = described("Where it ends, exclusive.", unit="code points", ge=0)
    text: Series[Text] = described(
        "The sentence: of plain text the span character for character, of an HTML page the words that the span shows."
    )
    source_text: Series[Text] = described(
        "The span character for character, tags and entities included, where that is not the text.", nullable=True
    )
    view_text: Series[Text] = described(
        "The sentence as it was read for numbers, where that is not its text: words joined over line ends, wrong "
        "characters mended, torn columns put together.",
        nullable=True,
    )
    view_runs: Series[Text] = described(
        "How the text that was read maps to the source: `start-end:start-end` pairs, the second counted from `start`.",
        nullable=True,
    )
    quote_prefix: Series[Text] = described("Up to 32 characters before it: a W3C TextQuoteSelector's prefix.")
    quote_suffix: Series[Text] = described("Up to 32 characters after it: a W3C TextQuoteSelector's suffix.")
    partition_month: Series[Text] = month_column()
    row_hash: Series[Text] = row_hash_column()

    @pa.dataframe_check(description="The span is as long as the text, or as its source where the two differ.")
    def span_fits_text(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's checks are class methods
        """The span is as long as the text, or as its source where the two differ."""
        return (frame["end"] - frame["start"]) == frame["source_text"].fillna(frame["text"]).str.len()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_sentences"
        strict = True
        ordered = True


class ArticleCopies(pa.DataFrameModel):
    """One row for each article that repeats an earlier one's words: a syndicated copy, a reprint; both are kept."""

    article_id: Series[Text] = id_column("a", "The copy.", key=True, references="core_documents.article_id")
    duplicate_of_article_id: Series[Text] = id_column(
        "a",
        "The first article, by day of publication and then by id, whose words it repeats and that is no copy itself.",
        references="core_documents.article_id",
    )
    similarity: Series[Share] = described(
        "Share of their runs of five words that both have, estimated within 0.02.", ge=0, le=1
    )

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_article_copies"
        strict = True
        ordered = True
