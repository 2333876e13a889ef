"""What was refused: nothing is dropped without a row here."""

import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import Text, Whole, described, id_column, month_column
from schemas.vocabularies import REJECT_STEPS


class Rejects(pa.DataFrameModel):
    """One row for each file, record, article or number that could not be used, with the step, the reason, the place."""

    reject_id: Series[Text] = id_column("x", "Hash of step, reason, place and span.", key=True)
    step: Series[Text] = described("Step that refused it.", isin=REJECT_STEPS)
    reason: Series[Text] = described("Short code of the reason, e.g. empty_file, binary_file, bad_sidecar_date.")
    message: Series[Text] = described("What happened and what to do about it.")
    place: Series[Text] = described("File below the landing folder.")
    record_number: Series[Whole] = described("Line of a JSONL file, from 0; null for a whole file.", nullable=True)
    article_id: Series[Text] = id_column("a", "The article, where it got so far.", nullable=True)
    start: Series[Whole] = described("Where the refused words begin.", unit="code points", nullable=True)
    end: Series[Whole] = described("Where they end, exclusive.", unit="code points", nullable=True)
    excerpt: Series[Text] = described("The refused words, at most 200 characters.", nullable=True)
    partition_month: Series[Text] = month_column()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_rejects"
        strict = True
        ordered = True
