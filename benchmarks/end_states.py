"""The end state of a home folder and of a server warehouse, as hashes: what two runs are compared by."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import psycopg

from warehouse.lake import Lake

State = dict[str, str]


def state_of(home: Path) -> State:
    """The hash of each Parquet file by its key, and of the rows of each table of the DuckDB file."""
    lake = Lake(home / "lake")
    problems = lake.verify()
    state = {"/".join(entry.key): entry.sha256 for entry in lake.entries()} | {"problems": " ".join(problems)}
    path = home / "warehouse.duckdb"
    if path.is_file():
        with duckdb.connect(str(path), read_only=True) as database:
            tables = database.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'core'").fetchall()
            for (name,) in sorted(tables):
                if name != "published_manifest":  # the number of commits differs, rows do not
                    rows = database.execute(f'SELECT * FROM core."{name}" ORDER BY ALL').fetchall()
                    state[f"duckdb/{name}"] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return state


def rows_of(warehouse: str) -> State:
    """The hash of the rows of each table of the server warehouse."""
    state: State = {}
    with psycopg.connect(warehouse) as connection:
        named = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'core' ORDER BY 1").fetchall()
        for (name,) in named:
            if name != "published_manifest":
                rows = connection.execute(f'SELECT t::text FROM core."{name}" AS t ORDER BY 1').fetchall()
                state[f"postgres/{name}"] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return state
