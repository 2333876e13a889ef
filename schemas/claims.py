"""What the articles claim: one number in one sentence, its parts and its relations to other claims."""

import pandas as pd
import pandera.pandas as pa
from pandera.typing import Series

from schemas.columns import Amount, Day, Share, Text, Whole, described, id_column, month_column, row_hash_column
from schemas.vocabularies import (
    DIRECTIONS,
    DOUBTS,
    KINDS,
    MODIFIERS,
    PART_ROLES,
    PERIOD_RELATIONS,
    RELATION_KINDS,
    STATUSES,
)


class Claims(pa.DataFrameModel):
    """One row for each number an article claims, with its unit, period, role, and the words it was read from."""

    claim_id: Series[Text] = id_column("c", "Hash of sentence and span; stable across runs and extractors.", key=True)
    sentence_id: Series[Text] = id_column("s", "The sentence it stands in.", references="core_sentences.sentence_id")
    article_id: Series[Text] = id_column("a", "The article it stands in.", references="core_documents.article_id")
    file: Series[Text] = described("Base name of the landed file.")
    article_index: Series[Whole] = described("Place of the article in its file, from 0.", ge=0)
    start: Series[Whole] = described("Where the quote begins in the raw text.", unit="code points", ge=0)
    end: Series[Whole] = described("Where the quote ends, exclusive.", unit="code points", ge=0)
    quote: Series[Text] = described("The claim's own words, character for character: modifier, number, scale, unit.")
    sent_start: Series[Whole] = described("Where its sentence begins in the raw text.", unit="code points", ge=0)
    sent_end: Series[Whole] = described("Where its sentence ends, exclusive.", unit="code points", ge=0)
    sentence: Series[Text] = described("The source sentence, character for character.")
    kind: Series[Text] = described("What sort of number it is.", isin=KINDS)
    value_low: Series[Amount] = described(
        "Lower end of what is claimed, in `unit`; null where only an upper bound is.", nullable=True
    )
    value_high: Series[Amount] = described(
        "Upper end of what is claimed, in `unit`; null where only a lower bound is.", nullable=True
    )
    modifier: Series[Text] = described("How the words bound the number.", isin=MODIFIERS)
    decimals: Series[Whole] = described(
        "Place of the last digit claimed, as in XBRL: -9 for a figure given in billions, 1 for 9.7.", nullable=True
    )
    unit: Series[Text] = described(
        "ISO 4217 code, percent, share, rank, times, a duration, a measure's symbol, else the noun counted.",
        nullable=True,
    )
    per: Series[Text] = described(
        "Denominator: `year` for an amount a year, an ISO 4217 code for a rate of exchange; null where there is none.",
        nullable=True,
    )
    direction: Series[Text] = described(
        "Whether the quantity rose or fell, where the text says so.", nullable=True, isin=DIRECTIONS
    )
    base: Series[Text] = described("What a change is measured against, in the text's words.", nullable=True)
    subject: Series[Text] = described("Who or what the number is about, a phrase of the text.", nullable=True)
    subject_code: Series[Text] = described(
        "Code of the subject, where it is a known entity (`dim_entity`).", nullable=True
    )
    subject_start: Series[Whole] = described("Where the subject's words begin.", unit="code points", nullable=True)
    subject_end: Series[Whole] = described(
        "Where the subject's words end, exclusive.", unit="code points", nullable=True
    )
    metric: Series[Text] = described("Which quantity of the subject, a phrase of the text.", nullable=True)
    metric_code: Series[Text] = described("Concept the metric belongs to (`dim_metric`).", nullable=True)
    metric_start: Series[Whole] = described(
        "Where the metric's words begin; null where they were put together.", unit="code points", nullable=True
    )
    metric_end: Series[Whole] = described("Where the metric's words end, exclusive.", unit="code points", nullable=True)
    speaker: Series[Text] = described("Who is credited with the number; null where nobody is.", nullable=True)
    speaker_code: Series[Text] = described(
        "Code of the speaker, where it is a known entity (`dim_entity`).", nullable=True
    )
    speaker_start: Series[Whole] = described("Where the speaker's words begin.", unit="code points", nullable=True)
    speaker_end: Series[Whole] = described(
        "Where the speaker's words end, exclusive.", unit="code points", nullable=True
    )
    status: Series[Text] = described("Role of the number: an outcome or something less.", isin=STATUSES)
    doubt: Series[Text] = described(
        "What the words leave open. collective_or_distributive: of several subjects, whether the number is each one's "
        "or all of theirs together; null where nothing is open.",
        nullable=True,
        isin=set(DOUBTS),  # of a tuple with one value pandera takes the value for the list
    )
    period_start: Series[Day] = described("First day the number holds for, where known.", nullable=True)
    period_end: Series[Day] = described("Day after the last day it holds for, where known.", nullable=True)
    period_kind: Series[Text] = described("Shape of the period: year, quarter, window, deadline …", nullable=True)
    period_relation: Series[Text] = described(
        "How the number relates to the period.", nullable=True, isin=PERIOD_RELATIONS
    )
    period_expr: Series[Text] = described("The words the period was read from.", nullable=True)
    announced: Series[Text] = described(
        "When a plan or target was made (ISO day, month, year or interval); never its period.", nullable=True
    )
    paired_start: Series[Whole] = described(
        "Where the mention begins that states this amount in another currency.", unit="code points", nullable=True
    )
    currency_codes: Series[Text] = described(
        "All ISO codes an ambiguous spelling allows, likeliest first, separated by spaces.", nullable=True
    )
    rule: Series[Text] = described("Named rules that read the claim, joined by ` + `.")
    confidence: Series[Share] = described(
        "Share of claims read this way expected to be right in value and unit.", unit="1", ge=0, le=1
    )
    code_version: Series[Text] = described("Version of the rules that read the claim.")
    partition_month: Series[Text] = month_column()
    row_hash: Series[Text] = row_hash_column()

    @pa.dataframe_check(description="The span is not shorter than the quote; in a page it may hold tags and entities.")
    def span_fits_quote(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's checks are class methods
        """The span is not shorter than the quote; in a page it may hold tags and entities."""
        return (frame["end"] - frame["start"]) >= frame["quote"].str.len()

    @pa.dataframe_check(description="The quote stands inside its sentence.")
    def quote_inside_sentence(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's checks are class methods
        """The quote stands inside its sentence."""
        return (frame["sent_start"] <= frame["start"]) & (frame["end"] <= frame["sent_end"])

    @pa.dataframe_check(description="A claim has a lower or an upper value, in order.")
    def values_ordered(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's checks are class methods
        """A claim has a lower or an upper value, in order."""
        low, high = frame["value_low"], frame["value_high"]
        either = low.notna() | high.notna()
        return either & (low.isna() | high.isna() | (low <= high).fillna(value=False))

    @pa.dataframe_check(description="Bounds have one open side; exact, approximate and range values have both ends.")
    def bounds_match_modifier(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's checks are class methods
        """Bounds have one open side: more_than and at_least no high, less_than and at_most no low."""
        low, high, modifier = frame["value_low"].notna(), frame["value_high"].notna(), frame["modifier"]
        floor = modifier.isin(["more_than", "at_least"])
        ceiling = modifier.isin(["less_than", "at_most"])
        return (floor & low & ~high) | (ceiling & high & ~low) | (~floor & ~ceiling & low)

    @pa.dataframe_check(description="A period ends after it begins.")
    def period_ordered(cls, frame: pd.DataFrame) -> pd.Series:  # noqa: N805 - pandera's checks are class methods
        """A period ends after it begins."""
        start, end = frame["period_start"], frame["period_end"]
        return start.isna() | end.isna() | (start < end).fillna(value=False)

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_claims"
        strict = True
        ordered = True


class ClaimMentions(pa.DataFrameModel):
    """One row for each word group a claim is made of, and the role it plays there."""

    claim_id: Series[Text] = id_column("c", "The claim.", key=True, references="core_claims.claim_id")
    mention_id: Series[Text] = id_column("m", "The mention.", key=True, references="core_mentions.mention_id")
    role: Series[Text] = described("Role of the mention in the claim.", isin=(*PART_ROLES, "period", "announced"))
    partition_month: Series[Text] = month_column()

    class Config:
        """The contract admits these columns, in this order, and no others; a mention has one role in a claim."""

        name = "core_claim_mentions"
        strict = True
        ordered = True
        unique = ["claim_id", "mention_id"]


class ClaimRelations(pa.DataFrameModel):
    """One row for each way two claims of an article belong together: a restated amount, a growth and its level."""

    relation_id: Series[Text] = id_column("l", "Hash of kind and both claims.", key=True)
    kind: Series[Text] = described("What the first claim is to the second.", isin=RELATION_KINDS)
    from_claim_id: Series[Text] = id_column("c", "The claim that depends.", references="core_claims.claim_id")
    to_claim_id: Series[Text] = id_column("c", "The claim it depends on.", references="core_claims.claim_id")
    rule: Series[Text] = described("Named rule that saw the relation.")
    partition_month: Series[Text] = month_column()

    class Config:
        """The contract admits these columns, in this order, and no others."""

        name = "core_claim_relations"
        strict = True
        ordered = True
