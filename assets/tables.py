"""A contract as an asset: its description, columns, owners and version come from the table's one declaration."""

from __future__ import annotations

import dagster as dg

from assets.partitions import MONTHS
from assets.versions import STAGE_SOURCES, stage_version
from schemas.tables import TABLES, Table
from warehouse.contracts import Column, key_columns, row_rules, table_columns, table_description

OWNER = "team:numtrail"


def asset_spec(name: str, deps: tuple[str, ...] = (), kinds: tuple[str, ...] = ("parquet",)) -> dg.AssetSpec:
    """The asset of a table: everything the UI shows of it before it was ever made."""
    table = TABLES[name]
    return dg.AssetSpec(
        key=name,
        deps=list(deps),
        description=table_description(table),
        group_name=table.stage if table.stage != "everywhere" else "audit",
        kinds=set(kinds),
        owners=[OWNER],
        code_version=stage_version(table.stage if table.stage in STAGE_SOURCES else "extract"),
        tags={"layer": name.split("_", 1)[0]},
        partitions_def=MONTHS if table.is_monthly else None,
        metadata={
            "dagster/column_schema": column_schema(table),
            "dagster/table_name": name,
            "sorted_by": ", ".join(table.sort_by),
        },
    )


def column_schema(table: Table) -> dg.TableSchema:
    """The table's columns as Dagster shows them: type, description, whether null is allowed, and limits."""
    keys = key_columns(table)
    return dg.TableSchema(
        columns=[
            dg.TableColumn(
                name=column.name,
                type=column.sql_type,
                description=column.description + (f" Unit: {column.unit}." if column.unit else ""),
                constraints=dg.TableColumnConstraints(
                    nullable=column.is_nullable, unique=keys == (column.name,), other=_limits(column)
                ),
            )
            for column in table_columns(table)
        ],
        constraints=dg.TableConstraints(other=list(row_rules(table))),
    )


def _limits(column: Column) -> list[str]:
    limits = list(column.limits)
    if column.allowed:
        limits.append("one of " + ", ".join(column.allowed))
    if column.references:
        limits.append(f"references {column.references}")
    return limits
