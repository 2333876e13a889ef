"""Whether anything is left of a text on the server: every column of text is looked through."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from warehouse.contracts import sql_name
from warehouse.postgres_connection import connected, told_plainly
from warehouse.postgres_tables import METADATA, SCHEMA


def tables_with(url: str, runs: Sequence[str]) -> list[str]:
    """The tables of the server warehouse that hold any of the runs (see `warehouse.remains.telling_runs`), sorted.

    Raises StoreError where the server cannot be reached.
    """
    if not runs:
        return []
    # Runs are letters, digits and spaces: as a pattern each means itself.
    pattern = "|".join(runs)
    with told_plainly(url), connected(url) as connection:
        return sorted(
            table.name
            for table in METADATA.sorted_tables
            if (columns := [sql_name(column.name) for column in table.columns if isinstance(column.type, sa.Text)])
            and connection.execute(
                sa.text(
                    f"SELECT EXISTS (SELECT FROM {SCHEMA}.{sql_name(table.name)} "  # noqa: S608 - quoted names
                    f"WHERE concat_ws(chr(10), {', '.join(columns)}) ~ :pattern)"
                ),
                {"pattern": pattern},
            ).scalar_one()
        )
