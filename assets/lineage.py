"""Which columns a table's columns are made from, as Dagster shows them beside a materialisation."""

from __future__ import annotations

from functools import cache

import dagster as dg

from schemas.tables import TABLES
from warehouse.lineage import column_sources


@cache
def column_lineage(table: str) -> dg.TableColumnLineage:
    """The sources of each column of a table; what comes from files that are no asset is left out.

    Belongs in the metadata of a materialisation under `dagster/column_lineage`.
    """
    return dg.TableColumnLineage(
        deps_by_column={
            column: [
                dg.TableColumnDep(asset_key=dg.AssetKey(name), column_name=source_column)
                for name, source_column in dict.fromkeys((source.table, source.column) for source in sources)
                if name in TABLES
            ]
            for column, sources in column_sources(table).items()
        }
    )
