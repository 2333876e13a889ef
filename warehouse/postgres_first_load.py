"""The first load of a server warehouse: keys, indexes and references are made after the rows, for all rows at once.

Looking up each row's key and reference as it arrives takes longer than the rows themselves. Whoever may act as the
owner has them made and checked whole at the end; the writer, who may change no table, pays the price.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from warehouse.postgres_setup import OWNER
from warehouse.postgres_tables import METADATA, SCHEMA
from warehouse.published import PUBLISHED_PARTS

_INDEX_MEMORY = "256MB"
"""For each index of the first load: a million keys are sorted in memory."""


@contextmanager
def first_load(connection: sa.Connection) -> Iterator[None]:
    """Let an empty warehouse be filled without keys, indexes and references, and make them before the commit.

    Nothing is different where the warehouse holds rows already or the user may not act as its owner.
    """
    parts = METADATA.tables[f"{SCHEMA}.{PUBLISHED_PARTS.name}"]
    is_first = connection.execute(sa.select(~sa.exists(sa.select(parts)))).scalar_one()
    is_owner = connection.execute(sa.select(sa.func.pg_has_role(OWNER, "MEMBER"))).scalar_one()
    if not (is_first and is_owner):
        yield
        return
    connection.execute(sa.text(f"SET LOCAL ROLE {OWNER}"))
    connection.execute(sa.text(f"SET LOCAL maintenance_work_mem = '{_INDEX_MEMORY}'"))
    tables = METADATA.sorted_tables
    keys = [constraint for table in tables for constraint in _keys(table)]
    references = [constraint for table in tables for constraint in table.foreign_key_constraints]
    indexes = [index for table in tables for index in sorted(table.indexes, key=lambda index: str(index.name))]
    for constraint in (*references, *keys):
        connection.execute(sa.schema.DropConstraint(constraint))
    for index in indexes:
        connection.execute(sa.schema.DropIndex(index))
    yield
    for constraint in keys:
        connection.execute(sa.schema.AddConstraint(constraint, isolate_from_table=False))
    for index in indexes:
        connection.execute(sa.schema.CreateIndex(index))
    for constraint in references:
        connection.execute(sa.schema.AddConstraint(constraint, isolate_from_table=False))
    for table in tables:
        connection.execute(sa.text(f'ANALYZE {SCHEMA}."{table.name}"'))


def _keys(table: sa.Table) -> Iterator[sa.Constraint]:
    """The primary key of a table, then what else is unique in it, in the order of their names."""
    yield table.primary_key
    unique = [constraint for constraint in table.constraints if isinstance(constraint, sa.UniqueConstraint)]
    yield from sorted(unique, key=lambda constraint: str(constraint.name))
