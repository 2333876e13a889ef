"""What sources got wrong and is known to be wrong: each correction of a claim, with the evidence."""

import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import Day, Text, described, id_column, month_column, row_hash_column


class ClaimCorrections(pa.DataFrameModel):
    """One row for each value of a claim that its source got wrong: what it states, what is used instead, and why."""

    correction_id: Series[Text] = id_column("k", "Hash of claim and field.", key=True)
    claim_id: Series[Text] = id_column("c", "The claim corrected.", references="core_claims.claim_id")
    name: Series[Text] = described("What the correction is called in `facts.corrections.yaml`.")
    field: Series[Text] = described("Which value of the claim is wrong.", isin=("unit", "value_low", "value_high"))
    stated_value: Series[Text] = described("What the article states.", nullable=True)
    corrected_value: Series[Text] = described("What conversion and matching use instead.")
    state: Series[Text] = described(
        "Applied, or expired: the claim no longer says what the correction expects.", isin=("applied", "expired")
    )
    why: Series[Text] = described("The evidence.")
    reported_on: Series[Day] = described("When the error was seen.")
    review_by: Series[Day] = described("When somebody should look at it again.")
    partition_month: Series[Text] = month_column()
    row_hash: Series[Text] = row_hash_column()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_claim_corrections"
        strict = True
        ordered = True
