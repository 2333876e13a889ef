"""Where the articles' numbers are held against one another: every verdict, with both sides and the reason."""

import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import Amount, Day, Flag, Rate, Text, described, id_column, month_column, row_hash_column
from schemas.vocabularies import TARGET_STATES, VERDICTS

CLAIM = "core_claims.claim_id"
FACT = "core_observations.observation_id"


class TargetOutcomes(pa.DataFrameModel):
    """One row for each target or plan: the outcome that answers it, how much of it is reached, and where it stands."""

    target_outcome_id: Series[Text] = id_column("t", "Hash of the target.", key=True)
    target_observation_id: Series[Text] = id_column("o", "The target or plan.", references=FACT)
    target_claim_id: Series[Text] = id_column("c", "The claim that speaks for it.", references=CLAIM)
    outcome_observation_id: Series[Text] = id_column(
        "o", "The outcome; null where none is told.", nullable=True, references=FACT
    )
    outcome_claim_id: Series[Text] = id_column(
        "c", "The claim that speaks for the outcome.", nullable=True, references=CLAIM
    )
    unit: Series[Text] = described("Unit of both numbers.", nullable=True)
    target_number: Series[Amount] = described("What was meant to be: the value, or the bound told.", nullable=True)
    outcome_number: Series[Amount] = described("What has come: the value, or the bound told.", nullable=True)
    progress_percent: Series[Amount] = described("The outcome in percent of the target.", unit="%", nullable=True)
    progress_percent_low: Series[Amount] = described(
        "Least that rounding and bounds allow; null where open.", unit="%", nullable=True
    )
    progress_percent_high: Series[Amount] = described(
        "Most that rounding and bounds allow; null where open.", unit="%", nullable=True
    )
    due_by: Series[Day] = described("Day after the last day of the target's period.", nullable=True)
    outcome_by: Series[Day] = described("Day after the last day of the outcome's period.", nullable=True)
    state: Series[Text] = described(
        "Met, missed (at the deadline), under way (before it), no outcome told, or unknown.", isin=TARGET_STATES
    )
    verdict: Series[Text] = described(
        "Whether the outcome agrees with the target: consistent: reached; within_rounding: to the digits told.",
        isin=VERDICTS,
    )
    why: Series[Text] = described("The reason of the verdict.")
    row_hash: Series[Text] = row_hash_column()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_target_outcomes"
        strict = True
        ordered = True


class GrowthChecks(pa.DataFrameModel):
    """One row for each reported percentage of change with a level: what the levels imply, and whether the two agree."""

    growth_check_id: Series[Text] = id_column("w", "Hash of the claim.", key=True)
    growth_claim_id: Series[Text] = id_column("c", "The claim that reports the change.", references=CLAIM)
    level_claim_id: Series[Text] = id_column("c", "The claim of the level reached.", references=CLAIM)
    base_claim_id: Series[Text] = id_column(
        "c", "The claim of the level before; null where none is told.", nullable=True, references=CLAIM
    )
    growth_observation_id: Series[Text] = id_column("o", "The fact of the change.", references=FACT)
    level_observation_id: Series[Text] = id_column("o", "The fact of the level reached.", references=FACT)
    base_observation_id: Series[Text] = id_column("o", "The fact of the level before.", nullable=True, references=FACT)
    price_basis: Series[Text] = described(
        "Whether the growth is real (inflation taken out) or nominal, by its words or its statistic's convention.",
        isin=("real", "nominal"),
    )
    reported_percent: Series[Amount] = described("The change reported; negative for a fall.", unit="%")
    reported_percent_low: Series[Amount] = described("Least that its rounding allows.", unit="%", nullable=True)
    reported_percent_high: Series[Amount] = described("Most that its rounding allows.", unit="%", nullable=True)
    implied_percent: Series[Amount] = described("The change from base to level.", unit="%", nullable=True)
    implied_percent_low: Series[Amount] = described(
        "Least that the rounding of both levels allows.", unit="%", nullable=True
    )
    implied_percent_high: Series[Amount] = described(
        "Most that the rounding of both levels allows.", unit="%", nullable=True
    )
    implied_base: Series[Amount] = described("The level before, if the reported change is right.", nullable=True)
    implied_base_low: Series[Amount] = described("Least it may have been, given all rounding.", nullable=True)
    implied_base_high: Series[Amount] = described("Most it may have been, given all rounding.", nullable=True)
    unit: Series[Text] = described("Unit of the levels.", nullable=True)
    verdict: Series[Text] = described(
        "Verdict; consistent: equal to the last digit reported; within_rounding: only by the rounding of the levels.",
        isin=VERDICTS,
    )
    why: Series[Text] = described("The reason of the verdict.")
    row_hash: Series[Text] = row_hash_column()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_growth_checks"
        strict = True
        ordered = True


class FxChecks(pa.DataFrameModel):
    """One row for each amount stated in two currencies: the exchange rate it implies, against the market's."""

    fx_check_id: Series[Text] = id_column("f", "Hash of both claims.", key=True)
    original_claim_id: Series[Text] = id_column("c", "The claim of the amount itself.", references=CLAIM)
    converted_claim_id: Series[Text] = id_column("c", "The claim of its stated conversion.", references=CLAIM)
    original_currency_code: Series[Text] = described("ISO 4217 code of the amount, as stated.")
    converted_currency_code: Series[Text] = described("ISO 4217 code of the conversion, as stated.")
    implied_rate: Series[Rate] = described(
        "Units of the original currency for one of the other.", unit="currency per base currency", nullable=True
    )
    implied_rate_low: Series[Rate] = described(
        "Least that the rounding of the conversion allows.", unit="currency per base currency", nullable=True
    )
    implied_rate_high: Series[Rate] = described(
        "Most that the rounding of the conversion allows.", unit="currency per base currency", nullable=True
    )
    reference_rate: Series[Rate] = described(
        "Mean reference rate of the thirty days up to publication.", unit="currency per base currency", nullable=True
    )
    reference_rate_low: Series[Rate] = described(
        "Lowest rate of those days.", unit="currency per base currency", nullable=True
    )
    reference_rate_high: Series[Rate] = described(
        "Highest rate of those days.", unit="currency per base currency", nullable=True
    )
    deviation_percent: Series[Amount] = described(
        "How far the implied rate is from the mean reference rate.", unit="%", nullable=True
    )
    is_bounded: Series[Flag] = described("Whether an amount is only a bound, so that the rate is indicative.")
    fitting_currency_code: Series[Text] = described(
        "The one other currency of the original amount for which the conversion would be right.", nullable=True
    )
    verdict: Series[Text] = described(
        "Verdict; consistent: the rate occurred in the thirty days; within_rounding: within 2 % of the market.",
        isin=VERDICTS,
    )
    why: Series[Text] = described("The reason of the verdict.")
    partition_month: Series[Text] = month_column()
    row_hash: Series[Text] = row_hash_column()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_fx_checks"
        strict = True
        ordered = True


class Disagreements(pa.DataFrameModel):
    """One row for each claim that gives another number than the one chosen for its fact."""

    disagreement_id: Series[Text] = id_column("d", "Hash of fact and claim.", key=True)
    observation_id: Series[Text] = id_column("o", "The fact.", references=FACT)
    chosen_claim_id: Series[Text] = id_column(
        "c", "The claim whose number stands for the fact.", references="core_claims.claim_id"
    )
    other_claim_id: Series[Text] = id_column("c", "The claim that gives another number.", references=CLAIM)
    unit: Series[Text] = described("Unit of both numbers.", nullable=True)
    gap: Series[Amount] = described("The other number less the chosen one.", nullable=True)
    gap_percent: Series[Amount] = described("The gap in percent of the chosen number.", unit="%", nullable=True)
    verdict: Series[Text] = described(
        "Verdict; within_rounding: both may stand for one number; inconsistent: no one number is both.", isin=VERDICTS
    )
    why: Series[Text] = described("The reason of the verdict.")
    row_hash: Series[Text] = row_hash_column()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_disagreements"
        strict = True
        ordered = True
