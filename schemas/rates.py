"""What money was worth: reference exchange rates and the conversions made with them."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import Amount, Day, Rate, Text, Whole, described, id_column, month_column, row_hash_column
from schemas.vocabularies import CONVERSION_METHODS

CURRENCY_PATTERN = r"^[A-Z]{3}$"


class FxRates(pa.DataFrameModel):
    """One row for each reference rate: what a currency was worth on a day, as its source published it."""

    source: Series[Text] = described("Who published the rate: ECB, NBP.", key=True)
    currency_code: Series[Text] = described(
        "ISO 4217 code of the currency whose worth it tells.", key=True, str_matches=CURRENCY_PATTERN
    )
    rate_date: Series[Day] = described("Day of the rate.", key=True)
    rate: Series[Rate] = described(
        "Units of the quote currency for one unit of the base currency.", unit="currency per base currency", gt=0
    )
    base_currency_code: Series[Text] = described(
        "ISO 4217 code of the currency of which one unit is priced: EUR for the ECB.", str_matches=CURRENCY_PATTERN
    )
    quote_currency_code: Series[Text] = described(
        "ISO 4217 code of the currency it is priced in: PLN for the NBP.", str_matches=CURRENCY_PATTERN
    )
    snapshot_id: Series[Text] = described("SHA-256 of the file it was read from, first 16 digits.")

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "ref_fx_rates"
        strict = True
        ordered = True
        unique = ["source", "currency_code", "rate_date"]


class ClaimConversions(pa.DataFrameModel):
    """One row for each money claim and target currency: the same amount there, or why there is none."""

    conversion_id: Series[Text] = id_column("v", "Hash of claim and target currency.", key=True)
    claim_id: Series[Text] = id_column("c", "The claim converted.", references="core_claims.claim_id")
    base_currency_code: Series[Text] = described(
        "ISO 4217 code converted from: the claim's unit, save where `currency_rule` says otherwise.",
        str_matches=CURRENCY_PATTERN,
    )
    currency_rule: Series[Text] = described(
        "How that code was found: stated, a rule that told which dollar or yuan is meant, or a correction."
    )
    to_currency_code: Series[Text] = described("ISO 4217 code converted to.", str_matches=CURRENCY_PATTERN)
    method: Series[Text] = described(
        "Average over the period, last rate of the period, rate of the publication day, or none.",
        isin=CONVERSION_METHODS,
    )
    value_low: Series[Amount] = described("Lower end, converted; a bound stays a bound.", nullable=True)
    value_high: Series[Amount] = described("Upper end, converted; a bound stays a bound.", nullable=True)
    decimals: Series[Whole] = described(
        "Place of the last digit that the claim's own precision carries over; the rest is arithmetic.", nullable=True
    )
    rate: Series[Rate] = described(
        "Units of the target currency for one unit of the claim's.",
        unit="currency per base currency",
        nullable=True,
    )
    rate_start: Series[Day] = described("First day whose rates were used.", nullable=True)
    rate_end: Series[Day] = described("Day after the last day whose rates were used.", nullable=True)
    rate_days: Series[Whole] = described("Number of days whose rates were used.", unit="days", ge=0)
    source: Series[Text] = described("Who published the rates.", nullable=True)
    snapshot_id: Series[Text] = described("Rate file they were read from.", nullable=True)
    reason: Series[Text] = described("Why there is no conversion; null where there is one.", nullable=True)
    partition_month: Series[Text] = month_column()
    row_hash: Series[Text] = row_hash_column()

    @pa.dataframe_check(description="Either a rate or a reason.")
    def rate_or_reason(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's checks are class methods
        """Either a rate or a reason."""
        return frame["rate"].notna() ^ frame["reason"].notna()

    @pa.dataframe_check(description="No value without a rate.")
    def no_value_without_rate(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's checks are class methods
        """No value without a rate."""
        return frame["rate"].notna() | (frame["value_low"].isna() & frame["value_high"].isna())

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_claim_conversions"
        strict = True
        ordered = True
        unique = ["claim_id", "to_currency_code"]
