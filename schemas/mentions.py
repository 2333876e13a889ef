"""What was found in a sentence: numbers and their parts, dates, labels, idioms."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import Day, Text, Whole, described, id_column, month_column, row_hash_column
from schemas.vocabularies import MENTION_KINDS, PERIOD_RELATIONS


class Mentions(pa.DataFrameModel):
    """One row for each number, scale, currency, unit, modifier or date found, and each thing seen and refused."""

    mention_id: Series[Text] = id_column("m", "Hash of sentence, kind and span.", key=True)
    sentence_id: Series[Text] = id_column("s", "The sentence it stands in.", references="core_sentences.sentence_id")
    article_id: Series[Text] = id_column("a", "The article it stands in.", references="core_documents.article_id")
    kind: Series[Text] = described("What it is; label, idiom and the like were refused as claims.", isin=MENTION_KINDS)
    start: Series[Whole] = described("Where it begins in the raw text.", unit="code points", ge=0)
    end: Series[Whole] = described("Where it ends, exclusive.", unit="code points", ge=0)
    text: Series[Text] = described("Its words, character for character.")
    code: Series[Text] = described("What the words mean (`more_than`, `CNY`, `km`), else null.", nullable=True)
    timex_type: Series[Text] = described(
        "TIMEX3 type of a date mention.", nullable=True, isin=("DATE", "TIME", "DURATION", "SET")
    )
    timex_value: Series[Text] = described("TIMEX3 value of a date mention, resolved.", nullable=True)
    period_start: Series[Day] = described("First day of a date mention's interval.", nullable=True)
    period_end: Series[Day] = described("Day after the last day of that interval.", nullable=True)
    period_readings: Series[Text] = described(
        "Every reading of an ambiguous date as `start/end`, likeliest first, separated by spaces; null where the words "
        "have one reading. The interval beside it is the first of them, or null where nothing in the article decides.",
        nullable=True,
    )
    granularity: Series[Text] = described("Finest unit the words name: day, month, quarter, year …", nullable=True)
    relation: Series[Text] = described(
        "How the sentence ties something to the date.", nullable=True, isin=PERIOD_RELATIONS
    )
    rule: Series[Text] = described("Named rule that found it.")
    reason: Series[Text] = described(
        "Why it is no claim, for a refused mention; why it has no days or several, for a date; else null.",
        nullable=True,
    )
    partition_month: Series[Text] = month_column()
    row_hash: Series[Text] = row_hash_column()

    @pa.dataframe_check(description="The span is not shorter than the words; in a page it may hold tags and entities.")
    def span_fits_text(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's checks are class methods
        """The span is not shorter than the words; in a page it may hold tags and entities."""
        return (frame["end"] - frame["start"]) >= frame["text"].str.len()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_mentions"
        strict = True
        ordered = True
