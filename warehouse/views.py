"""The views of the warehouse, one source for DuckDB and PostgreSQL: schemas `mart` and `bi`, every column commented.

Scripts keep to the SQL both databases read; what they write differently is a function of `functions.<dialect>.sql`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import pyarrow as pa

from schemas.tables import TABLES
from warehouse.contracts import Relation, sql_name, sql_text, table_columns
from warehouse.dimensions import dimension_relations

Dialect = Literal["duckdb", "postgres"]

_HERE = Path(__file__).parent
_AMOUNT = pa.decimal128(38, 9)
_RECEIPT_OF_MART = {
    "mart_disagreements": "other_claim_id",
    "mart_fx_check": "original_claim_id",
    "mart_growth_check": "growth_claim_id",
    "mart_series": "chosen_claim_id",
    "mart_target_progress": "target_claim_id",
}
"""Mart -> the column with the claim whose receipt stands on each of its rows."""


def view_scripts(dialect: Dialect) -> Iterator[str]:
    """The SQL that makes functions, marts and views of the schema `bi`, in the order in which they need one another.

    The schemas, tables and dimensions have to be there. Of every mart and every dimension there is a view in `bi`,
    because tools see that schema alone: `mart.mart_x` is `bi.v_x`, `core.dim_x` is `bi.dim_x`.
    """
    yield (_HERE / f"functions.{dialect}.sql").read_text(encoding="utf-8")
    for folder in ("marts", "bi"):
        for script in sorted((_HERE / folder).glob("*.sql")):
            yield script.read_text(encoding="utf-8")
    for relation in dimension_relations():
        yield _dimension_view(relation)
    for script in sorted((_HERE / "marts").glob("*.sql")):
        yield _mart_view(script.stem, script.read_text(encoding="utf-8"))


def _dimension_view(relation: Relation) -> str:
    name = f"bi.{sql_name(relation.name)}"
    columns = ", ".join(sql_name(column.name) for column in relation.columns)
    comments = [
        f"COMMENT ON COLUMN {name}.{sql_name(column.name)} IS {sql_text(column.description)};"
        for column in relation.columns
    ]
    return "\n".join(
        [
            f"CREATE VIEW {name} AS SELECT {columns} FROM core.{sql_name(relation.name)};",  # noqa: S608 - quoted
            f"COMMENT ON VIEW {name} IS {sql_text(relation.description)};",
            *comments,
        ]
    )


def _mart_view(mart: str, script: str) -> str:
    """A mart as the schema `bi` shows it: its columns, their comments, and the receipt of the claim it rests on.

    That is not looked up in `v_claims`: DuckDB would join all that stands there, for one column.
    """
    view = f"bi.v_{mart.removeprefix('mart_')}"
    comments = [line for line in script.splitlines() if line.startswith("COMMENT ON ")]
    columns = [
        _outward(name) for name in re.findall(rf'^COMMENT ON COLUMN mart\.{mart}\."?(\w+)"? ', script, re.MULTILINE)
    ]
    receipt = (
        "core.receipt_address((SELECT published.receipts_url FROM core.published_manifest AS published), "
        "claims.article_id, claims.claim_id, documents.url, claims.sentence)"
    )
    return "\n".join(
        [
            f"CREATE VIEW {view} AS SELECT {', '.join(columns)}, {receipt} AS receipt_url "  # noqa: S608 - our own scripts
            f"FROM mart.{mart} AS marts "
            f"LEFT JOIN core.core_claims AS claims ON claims.claim_id = marts.{_RECEIPT_OF_MART[mart]} "
            "LEFT JOIN core.core_documents AS documents ON documents.article_id = claims.article_id;",
            *(line.replace(f" mart.{mart}", f" {view}", 1) for line in comments),
            f"COMMENT ON COLUMN {view}.receipt_url IS 'Where the sentence of its claim can be read; see v_claims.';",
        ]
    )


def _outward(name: str) -> str:
    """A column of a mart, amounts in the width that every tool reads; one name has one type in all contracts."""
    column = f"marts.{sql_name(name)}"
    return f"CAST(core.amount({column}) AS DECIMAL(28, 6)) AS {sql_name(name)}" if name in _amounts() else column


@cache
def _amounts() -> frozenset[str]:
    columns = (column for table in TABLES.values() for column in table_columns(table))
    return frozenset(column.name for column in columns if column.type == _AMOUNT)
