"""WHERE things rest: the landing folder, Parquet, DuckDB, PostgreSQL. Knows files, formats and SQL, but no Dagster."""
