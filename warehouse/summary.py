"""What stands in the published warehouse, in the few numbers a person wants to see after a run."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import duckdb

from warehouse.duckdb_file import bound_memory, count_rows

_LOOKED_AT = 200
"""Amounts looked up first: nearly all are of a fact, and some of the same."""

_TOP = """
    CREATE OR REPLACE TEMP TABLE top AS
    SELECT claim_id FROM (
        SELECT claim_id, coalesce(value_low, value_high) AS usd FROM core.core_claims
        WHERE kind = 'money' AND unit = 'USD'
        UNION ALL
        SELECT claim_id, coalesce(value_low, value_high) FROM core.core_claim_conversions
        WHERE to_currency_code = 'USD'
    )
    WHERE usd IS NOT NULL
    ORDER BY usd DESC
    LIMIT ?
"""
_OF_FACTS = """
    SELECT claims.claim_id, claims.quote, claims.sentence, claims.subject, claims.file,
        CASE
            WHEN converted.claim_id IS NULL THEN coalesce(claims.value_low, claims.value_high)
            ELSE coalesce(converted.value_low, converted.value_high)
        END AS usd
    FROM core.core_claims AS claims
    SEMI JOIN top USING (claim_id)
    SEMI JOIN (SELECT chosen_claim_id FROM core.core_observations WHERE NOT is_restatement) AS facts
        ON facts.chosen_claim_id = claims.claim_id
    LEFT JOIN core.core_claim_conversions AS converted
        ON converted.claim_id = claims.claim_id AND converted.to_currency_code = 'USD'
    WHERE usd IS NOT NULL
    ORDER BY usd DESC, claims.claim_id
    LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class LargestAmount:
    """A money claim, its words, where they stand, and what it comes to in US dollars."""

    claim_id: str
    quote: str
    sentence: str
    subject: str | None
    file: str
    usd: Decimal


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the whole warehouse and its largest amounts."""

    articles: int
    sentences: int
    claims_by_kind: dict[str, int]
    rejects_by_reason: dict[str, int]
    facts: int
    largest: tuple[LargestAmount, ...]


def summarise(published: Path, amounts: int = 5) -> Summary:
    """Count what the published DuckDB file holds and pick its largest amounts: each fact once, restatements left out.

    A money claim counts as in `bi.v_claims`, in dollars by its conversion or else as stated; a bound by the end that it
    gives. Raises duckdb.Error where there is no such file.
    """
    with duckdb.connect(str(published), read_only=True) as database:
        bound_memory(database)
        return Summary(
            articles=count_rows(database, "core_documents"),
            sentences=count_rows(database, "core_sentences"),
            claims_by_kind=_counted(database, "core_claims", "kind"),
            rejects_by_reason=_counted(database, "core_rejects", "reason"),
            facts=count_rows(database, "core_observations"),
            largest=_largest(database, amounts),
        )


def _counted(database: duckdb.DuckDBPyConnection, table: str, column: str) -> dict[str, int]:
    """How many rows of a table have each value, the commonest first."""
    query = f"SELECT {column}, count(*) FROM core.{table} GROUP BY 1 ORDER BY 2 DESC, 1"  # noqa: S608 - constants
    return dict(database.execute(query).fetchall())


def _largest(database: duckdb.DuckDBPyConnection, amounts: int) -> tuple[LargestAmount, ...]:
    """The largest amounts that stand for a fact: from the top down, so that few of the many are looked up."""
    looked_at = _LOOKED_AT
    while True:
        (there,) = database.execute(_TOP, [looked_at]).fetchone() or (0,)
        found = database.execute(_OF_FACTS, [amounts]).fetchall()
        if len(found) == amounts or there < looked_at:
            return tuple(LargestAmount(*row) for row in found)
        looked_at *= 4
