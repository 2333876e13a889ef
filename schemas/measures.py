"""What was measured, in one unit a quantity: hectares for every area, megawatts for every power."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import Amount, Flag, Text, Whole, described, id_column, month_column, row_hash_column


class ClaimMeasures(pa.DataFrameModel):
    """One row for each claim in a unit of measure: the same value in the unit in which its quantity is compared."""

    measure_id: Series[Text] = id_column("u", "Hash of claim and unit.", key=True)
    claim_id: Series[Text] = id_column("c", "The claim converted.", references="core_claims.claim_id", unique=True)
    stated_unit: Series[Text] = described("Unit the text uses; its code stands in `dim_unit`.")
    unit: Series[Text] = described("Unit of the values here; equal units are comparable.")
    ratio_numerator: Series[Whole] = described("One stated unit is this many, over the denominator, of the unit.", gt=0)
    ratio_denominator: Series[Whole] = described("What the numerator is divided by: a mu is 1 over 15 hectares.", gt=0)
    value_low: Series[Amount] = described("Lower end, in `unit`; a bound stays a bound.", nullable=True)
    value_high: Series[Amount] = described("Upper end, in `unit`; a bound stays a bound.", nullable=True)
    decimals: Series[Whole] = described(
        "Place of the last digit that the claim's own precision carries over; the rest is arithmetic.", nullable=True
    )
    is_exact: Series[Flag] = described("Whether nine places after the point hold the whole value.")
    reason: Series[Text] = described("Why there is no value; null where there is one.", nullable=True)
    partition_month: Series[Text] = month_column()
    row_hash: Series[Text] = row_hash_column()

    @pa.dataframe_check(description="Either a value or a reason.")
    def value_or_reason(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's checks are class methods
        """Either a value or a reason."""
        return (frame["value_low"].notna() | frame["value_high"].notna()) ^ frame["reason"].notna()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_claim_measures"
        strict = True
        ordered = True
