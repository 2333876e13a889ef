"""What is so in the world, as far as the articles tell: one fact from many claims."""

import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import Amount, Day, Flag, Text, Whole, described, id_column, row_hash_column
from schemas.vocabularies import DIRECTIONS, KINDS, MODIFIERS, STATUSES


class Observations(pa.DataFrameModel):
    """One row for each fact of the world: a subject's metric over a period, however many articles state it."""

    observation_id: Series[Text] = id_column(
        "o", "Hash of the key: subject, metric, role, measure, unit, period; more claims do not change it.", key=True
    )
    series_id: Series[Text] = id_column(
        "i", "Hash of the key without period and role: facts of one series can be drawn as one line."
    )
    subject: Series[Text] = described("Who or what the fact is about.", nullable=True)
    subject_code: Series[Text] = described("Code of the subject, where it is a known entity.", nullable=True)
    metric: Series[Text] = described("Which quantity.", nullable=True)
    metric_code: Series[Text] = described("Concept the metric belongs to, as in `dim_metric`.", nullable=True)
    nature: Series[Text] = described("Flow: accrues over the period; stock: stands at its end.", isin=("flow", "stock"))
    measure: Series[Text] = described("Level, or change against an earlier level.", isin=("level", "change"))
    status: Series[Text] = described("Role of the number.", isin=STATUSES)
    kind: Series[Text] = described("What sort of number it is.", isin=KINDS)
    unit: Series[Text] = described(
        "Unit of the value: ISO 4217 code, the unit in which the quantity is compared, or the noun counted.",
        nullable=True,
    )
    per: Series[Text] = described("Denominator.", nullable=True)
    direction: Series[Text] = described("Up or down, for a change.", nullable=True, isin=DIRECTIONS)
    period_start: Series[Day] = described("First day of the period.", nullable=True)
    period_end: Series[Day] = described("Day after its last day.", nullable=True)
    modifier: Series[Text] = described("How the chosen claim bounds its number.", isin=MODIFIERS)
    value: Series[Amount] = described("The value, where the chosen claim is exact or approximate.", nullable=True)
    value_low: Series[Amount] = described("Lower end of the chosen claim.", nullable=True)
    value_high: Series[Amount] = described("Upper end of the chosen claim.", nullable=True)
    decimals: Series[Whole] = described(
        "Place of the last digit that the chosen claim's own precision carries over.", nullable=True
    )
    value_additive: Series[Amount] = described(
        "The value where it may be summed: an exact or approximate outcome in money or counts of an additive metric, "
        "neither part of another nor the same in another currency.",
        nullable=True,
    )
    is_restatement: Series[Flag] = described("Whether it only restates another fact in another currency.")
    claim_count: Series[Whole] = described("Claims that state the fact.", ge=1)
    article_count: Series[Whole] = described("Articles that state it.", ge=1)
    value_count: Series[Whole] = described("Distinct values they give.", ge=1)
    consistency: Series[Text] = described(
        "single: one claim; consistent: all within rounding of the chosen; conflict: not so.",
        isin=("single", "consistent", "conflict"),
    )
    chosen_claim_id: Series[Text] = id_column(
        "c", "The claim whose number stands for the fact.", references="core_claims.claim_id"
    )
    chosen_rule: Series[Text] = described("Why that claim was chosen.")
    row_hash: Series[Text] = row_hash_column()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_observations"
        strict = True
        ordered = True


class ObservationClaims(pa.DataFrameModel):
    """One row for each claim behind a fact, and whether it was chosen, supports it or contradicts it."""

    observation_id: Series[Text] = id_column("o", "The fact.", key=True, references="core_observations.observation_id")
    claim_id: Series[Text] = id_column("c", "The claim.", key=True, references="core_claims.claim_id")
    role: Series[Text] = described("What the claim does for the fact.", isin=("chosen", "supporting", "conflicting"))

    class Config:
        """The contract admits these columns, in this order, and no others; a claim tells of one fact."""

        name = "core_observation_claims"
        strict = True
        ordered = True
        unique = ["claim_id"]
