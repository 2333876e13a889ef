"""The data dictionary: every table and column in words, written from the contracts."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from schemas.tables import TABLES, Table
from warehouse.contracts import Column, key_columns, row_rules, table_columns, table_description
from warehouse.duckdb_file import create_tables_and_views

_HEAD = """# Data dictionary

Generated from the contracts in `schemas/` by `make dictionary`; do not edit it by hand.

Tables stand in the order of the flow. A table has the same name as Dagster asset, Parquet folder, SQL table and here.
Spans are half-open, `[start, end)`, in Unicode code points of the raw text: `raw_text[start:end]` is the quote.
A period's end is the day after its last day. Columns not marked *may be null* are always filled.
"""


_ANALYST_HEAD = """# What the analyst reads

Views and dimensions of the published DuckDB file. Dashboards chart and add up `bi.v_observations`; every row has a
receipt.
"""
_RELATIONS = """
    SELECT schema_name, view_name, comment FROM duckdb_views() WHERE NOT internal
    UNION ALL
    SELECT schema_name, table_name, comment FROM duckdb_tables() WHERE table_name LIKE 'dim_%'
    ORDER BY schema_name, view_name
"""
_COLUMNS = """
    SELECT column_name, data_type, comment FROM duckdb_columns()
    WHERE schema_name = ? AND table_name = ? ORDER BY column_index
"""


def dictionary_page(tables: Mapping[str, Table] | Iterable[Table] = TABLES) -> str:
    """The dictionary of the tables as one Markdown page, in the order given."""
    listed = list(tables.values()) if isinstance(tables, Mapping) else list(tables)
    contents = [
        f"| [`{table.name}`](#{table.name}) | {table.stage} | {_cell(table_description(table))} |" for table in listed
    ]
    parts = [_HEAD, "\n".join(["| table | stage | one row |", "|---|---|---|", *contents]), ""]
    parts.extend(_table_page(table) for table in listed)
    return "\n".join(parts)


def analyst_pages() -> str:
    """What the published file holds besides: the `bi` and `mart` views and the dimensions, as their comments tell."""
    with duckdb.connect() as database:
        create_tables_and_views(database)
        relations = database.execute(_RELATIONS).fetchall()
        return "\n".join([_ANALYST_HEAD, *(_relation_page(database, *relation) for relation in relations)])


def write_dictionary(path: Path = Path("docs/dictionary.md")) -> None:
    """Write the dictionary of all tables, views and dimensions to `path`."""
    path.write_text(dictionary_page() + "\n" + analyst_pages(), encoding="utf-8")


def _relation_page(database: duckdb.DuckDBPyConnection, schema: str, name: str, comment: str) -> str:
    columns = database.execute(_COLUMNS, [schema, name]).fetchall()
    rows = ["| " + " | ".join([f"`{column}`", kind, _cell(meaning)]) + " |" for column, kind, meaning in columns]
    lines = [f"## {schema}.{name}", "", comment, "", "| column | type | meaning |", "|---|---|---|", *rows, ""]
    return "\n".join(lines)


def _table_page(table: Table) -> str:
    kept = "one Parquet file a month of publication" if table.is_monthly else "one Parquet folder, not divided by month"
    lines = [
        f"## {table.name}",
        "",
        table_description(table),
        "",
        f"Stage: {table.stage}. Key: {', '.join(f'`{name}`' for name in key_columns(table))}. Kept as {kept}, "
        f"sorted by {', '.join(f'`{name}`' for name in table.sort_by)}.",
        "",
        "| column | type | meaning | limits |",
        "|---|---|---|---|",
        *(_row(column) for column in table_columns(table)),
        "",
    ]
    rules = row_rules(table)
    if rules:
        lines += ["In every row:", "", *(f"- {rule}" for rule in rules), ""]
    return "\n".join(lines)


def _row(column: Column) -> str:
    unit = f" Unit: {column.unit}." if column.unit else ""
    reference = f" Points to `{column.references}`." if column.references else ""
    limits = [*(["may be null"] if column.is_nullable else []), *(f"`{limit}`" for limit in column.limits)]
    if column.allowed:
        limits.append("one of " + ", ".join(f"`{value}`" for value in column.allowed))
    cells = [f"`{column.name}`", column.sql_type, column.description + unit + reference, "; ".join(limits)]
    return "| " + " | ".join(map(_cell, cells)) + " |"


def _cell(text: str) -> str:
    """Text that stands in one cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    write_dictionary()
