"""The tables of the server warehouse, said to SQLAlchemy from the contracts: keys, checks, references, indexes.

`METADATA` is what the migrations lead to: a contract that changes without a migration fails a test. Comments are no
part of it; they are told anew whenever the warehouse is set up, so that a better wording needs no migration.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from schemas.columns import ID_LETTER, MONTH_PATTERN
from schemas.tables import TABLES, Table
from warehouse.contracts import (
    Column,
    Relation,
    described_with_unit,
    relation_of,
    sql_name,
    sql_text,
    table_columns,
    unique_columns,
)
from warehouse.dimensions import DIMENSION_REFERENCES, dimension_relations
from warehouse.duckdb_file import stored_tables
from warehouse.published import LEFT_OUT, PUBLISHED_MANIFEST, PUBLISHED_PARTS

SCHEMA = "core"
_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
}
_TYPES: dict[pa.DataType, sa.types.TypeEngine[Any]] = {
    pa.string(): sa.Text(),
    pa.int64(): sa.BigInteger(),
    pa.float64(): postgresql.DOUBLE_PRECISION(),
    pa.bool_(): sa.Boolean(),
    pa.date32(): sa.Date(),
    pa.timestamp("us", "UTC"): postgresql.TIMESTAMP(timezone=True),
}
_COMPARISONS = {"at least": ">=", "more than": ">", "at most": "<=", "less than": "<"}
ROW_RULES: dict[tuple[str, str], str] = {
    ("core_documents", "span_is_ordered"): '"end" > start',
    ("core_sentences", "span_fits_text"): '"end" - start = length(coalesce(source_text, text))',
    ("core_mentions", "span_fits_text"): '"end" - start >= length(text)',
    ("core_claims", "span_fits_quote"): '"end" - start >= length(quote)',
    ("core_claims", "quote_inside_sentence"): 'sent_start <= start AND "end" <= sent_end',
    ("core_claims", "values_ordered"): (
        "coalesce(value_low, value_high) IS NOT NULL AND coalesce(value_low <= value_high, true)"
    ),
    ("core_claims", "bounds_match_modifier"): (
        "CASE WHEN modifier IN ('more_than', 'at_least') THEN value_low IS NOT NULL AND value_high IS NULL "
        "WHEN modifier IN ('less_than', 'at_most') THEN value_low IS NULL AND value_high IS NOT NULL "
        "ELSE value_low IS NOT NULL END"
    ),
    ("core_claims", "period_ordered"): "period_start < period_end",
    ("core_claim_measures", "value_or_reason"): "(coalesce(value_low, value_high) IS NULL) <> (reason IS NULL)",
    ("core_claim_conversions", "rate_or_reason"): "(rate IS NULL) <> (reason IS NULL)",
    ("core_claim_conversions", "no_value_without_rate"): (
        "rate IS NOT NULL OR (value_low IS NULL AND value_high IS NULL)"
    ),
}
"""Table and check -> what the contract says between the columns of a row, in SQL; a null answer passes."""
_INDEXES: dict[str, tuple[tuple[str, ...], ...]] = {
    "core_claims": (("period_start",), ("subject",), ("metric",)),
    "core_observations": (("series_id", "period_start"), ("metric", "period_start")),
}
"""Look-ups that dashboards make, besides those along references and by month, which every table has."""


def relations() -> list[Relation]:
    """Every table of the server warehouse: dimensions, tables of the lake in flow order, what is published."""
    stored = [relation_of(table) for table in stored_tables()]
    return [*dimension_relations(), *stored, PUBLISHED_MANIFEST, PUBLISHED_PARTS]


def build_metadata() -> sa.MetaData:
    """All tables with keys, checks, references, indexes and comments, in the schema `core`."""
    metadata = sa.MetaData(schema=SCHEMA, naming_convention=_NAMES)
    for relation in relations():
        sa.Table(
            relation.name,
            metadata,
            *(_column(relation, column) for column in relation.columns),
            sa.PrimaryKeyConstraint(*relation.key),
            *_constraints(relation),
        )
    return metadata


def comment_script() -> str:
    """The statements that tell of every table and column what it holds."""
    lines = []
    for relation in relations():
        table = f"{SCHEMA}.{sql_name(relation.name)}"
        lines.append(f"COMMENT ON TABLE {table} IS {sql_text(relation.description)};")
        lines += [
            f"COMMENT ON COLUMN {table}.{sql_name(column.name)} IS {sql_text(described_with_unit(column))};"
            for column in relation.columns
        ]
    return "\n".join(lines)


def _column(relation: Relation, column: Column) -> sa.Column[Any]:
    target = _target(relation, column)
    # Deferred to the commit: a month is replaced in one transaction, whatever the order of its tables.
    references = [sa.ForeignKey(target, deferrable=True, initially="DEFERRED")] if target else []
    return sa.Column(
        column.name,
        _type(column),
        *references,
        nullable=column.is_nullable,
        index=bool(target or column.name == "partition_month") and column.name not in _leading(relation),
    )


def _leading(relation: Relation) -> set[str]:
    """First columns of the key and of what else is unique: those indexes serve look-ups along them too."""
    unique = unique_columns(TABLES[relation.name]) if relation.name in TABLES else []
    return {names[0] for names in (relation.key, *unique)}


def _type(column: Column) -> sa.types.TypeEngine[Any]:
    if pa.types.is_decimal128(column.type):
        return sa.Numeric(column.type.precision, column.type.scale)
    return _TYPES[column.type]


def _target(relation: Relation, column: Column) -> str | None:
    """The column that this one points to, `core.table.column`; past a table that stays in the lake, to its parent."""
    target = column.references or DIMENSION_REFERENCES.get((relation.name, column.name))
    while target is not None:
        table, _, name = target.partition(".")
        if table not in LEFT_OUT:
            return f"{SCHEMA}.{target}"
        target = next(other.references for other in table_columns(TABLES[table]) if other.name == name)
    return None


def _constraints(relation: Relation) -> Iterator[sa.schema.SchemaItem]:
    for column in relation.columns:
        if column.allowed:
            listed = ", ".join(map(sql_text, column.allowed))
            yield sa.CheckConstraint(_plain(f"{sql_name(column.name)} IN ({listed})"), name=f"{column.name}_known")
        # The form of an id is checked where it is a key: a reference finds no row of another form.
        limits = column.limits if column.references is None else ()
        for number, limit in enumerate(limits):
            yield sa.CheckConstraint(_plain(_limit(column.name, limit)), name=f"{column.name}_{number}")
    for names in _INDEXES.get(relation.name, ()):
        yield sa.Index(f"ix_{relation.name}_{'_'.join(names)}", *names)
    if relation.name in TABLES:
        yield from _rules_of_rows(TABLES[relation.name], relation)


def _rules_of_rows(table: Table, relation: Relation) -> Iterator[sa.schema.SchemaItem]:
    contract = table.contract.to_schema()
    for check in contract.checks:
        yield sa.CheckConstraint(_plain(ROW_RULES[table.name, check.name]), name=check.name)
    for names in unique_columns(table):
        if names != relation.key:
            yield sa.UniqueConstraint(*names)


def _limit(name: str, limit: str) -> str:
    """A limit as the contract words it, in SQL: `at least 0`, `matches ^[A-Z]{3}$`."""
    if limit.startswith("matches "):
        return pattern_condition(sql_name(name), limit.removeprefix("matches "))
    words, number = limit.rsplit(" ", 1)
    return f"{sql_name(name)} {_COMPARISONS[words]} {number}"


def pattern_condition(column: str, pattern: str) -> str:
    """SQL that holds where a column matches a pattern of the contracts; the commonest are said without counting.

    To match `{16}` takes the server seven microseconds a row, longer than to store it; what stands in its place two.
    """
    if pattern == MONTH_PATTERN:
        months = ", ".join(f"'{month:02d}'" for month in range(1, 13))
        return f"{column} LIKE '____-__' AND left({column}, 4) !~ '[^0-9]' AND right({column}, 2) IN ({months})"
    found = ID_LETTER.fullmatch(pattern)
    if found:
        return f"{column} LIKE '{found[1]}\\{'_' * 17}' AND right({column}, 16) !~ '[^a-z2-7]'"
    return f"{column} ~ {sql_text(pattern)}"


def _plain(condition: str) -> sa.TextClause:
    """SQL as it stands: a colon in it begins no parameter."""
    return sa.text(condition.replace(":", "\\:"))


METADATA = build_metadata()
