"""Every table in the order of the flow: the data model on one screen.

A table's name is the name of its asset, its Parquet folder, its SQL table and its heading in `docs/dictionary.md`.
"""

import pandera.pandas as pa

from schemas.articles import RawArticles, RawLedger
from schemas.audits import Disagreements, FxChecks, GrowthChecks, TargetOutcomes
from schemas.claims import ClaimMentions, ClaimRelations, Claims
from schemas.corrections import ClaimCorrections
from schemas.documents import ArticleCopies, Documents, Regions, Sentences
from schemas.measures import ClaimMeasures
from schemas.mentions import Mentions
from schemas.observations import ObservationClaims, Observations
from schemas.rates import ClaimConversions, FxRates
from schemas.rejects import Rejects
from schemas.values import value_class


@value_class
class Table:
    """One table: its contract, the stage that makes it, whether it is kept by month, and how its rows are sorted."""

    contract: type[pa.DataFrameModel]
    stage: str
    is_monthly: bool
    sort_by: tuple[str, ...]

    @property
    def name(self) -> str:
        """The table's one name everywhere."""
        name: str | None = self.contract.to_schema().name
        if name is None:
            raise TypeError(f"{self.contract.__name__} has no Config.name: give the table its name there")
        return name


_IN_FLOW_ORDER = (
    Table(RawLedger, "ingest", False, ("received_at", "raw_article_id")),
    Table(FxRates, "ingest", False, ("source", "currency_code", "rate_date")),
    Table(RawArticles, "ingest", True, ("raw_article_id",)),
    Table(Documents, "normalise", True, ("article_id",)),
    Table(Regions, "normalise", True, ("article_id", "start", "kind")),
    Table(Sentences, "normalise", True, ("article_id", "start")),
    Table(ArticleCopies, "normalise", False, ("article_id",)),
    Table(Mentions, "extract", True, ("article_id", "start", "kind")),
    Table(Claims, "extract", True, ("article_id", "start")),
    Table(ClaimMentions, "extract", True, ("claim_id", "mention_id")),
    Table(ClaimRelations, "extract", True, ("from_claim_id", "to_claim_id", "kind")),
    Table(ClaimCorrections, "conform", True, ("claim_id", "field")),
    Table(ClaimMeasures, "conform", True, ("claim_id",)),
    Table(ClaimConversions, "conform", True, ("claim_id", "to_currency_code")),
    Table(FxChecks, "conform", True, ("original_claim_id",)),
    Table(Observations, "conform", False, ("observation_id",)),
    Table(ObservationClaims, "conform", False, ("observation_id", "claim_id")),
    Table(TargetOutcomes, "conform", False, ("target_observation_id",)),
    Table(GrowthChecks, "conform", False, ("growth_claim_id",)),
    Table(Disagreements, "conform", False, ("observation_id", "other_claim_id")),
    Table(Rejects, "everywhere", True, ("step", "place", "reject_id")),
)

TABLES: dict[str, Table] = {table.name: table for table in _IN_FLOW_ORDER}
"""Table name -> table, in flow order."""

OWNERS: dict[str, str] = {
    "core_documents": "article_id",
    "core_regions": "article_id",
    "core_sentences": "article_id",
    "core_mentions": "article_id",
    "core_claims": "article_id",
    "core_claim_mentions": "claim_id",
    "core_claim_relations": "from_claim_id",
    "core_claim_corrections": "claim_id",
    "core_claim_measures": "claim_id",
    "core_claim_conversions": "claim_id",
    "core_fx_checks": "original_claim_id",
}
"""Table -> the column that tells of which article, or of which claim and so of which article, a row is.

The key of a row is made of that column and more: rows of two articles never have the same key."""
