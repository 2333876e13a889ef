"""How Alembic runs a migration: on the connection it is handed, inside that connection's transaction."""

from alembic import context

from warehouse.postgres_tables import METADATA, SCHEMA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table_schema=SCHEMA,
    include_schemas=True,
    include_name=lambda name, kind, parents: kind != "schema" or name == SCHEMA,
)
context.run_migrations()
