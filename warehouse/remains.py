"""Whether anything is left of a text: every byte below a folder is looked through, packed columns unpacked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.errors import DamagedFile
from warehouse.contracts import sql_name

_RUN = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ]{27,}[A-Za-z0-9]")
"""Words without punctuation or accents: they read the same in plain text, JSON, markup and SQL."""
MOST_RUNS = 64
"""Runs looked for, spread over the text: each costs a search of every byte."""
_CHUNK = 1 << 24
_DUCKDB = b"DUCK"
_PARQUET = b"PAR1"


def telling_runs(text: str, others: Sequence[str] = ()) -> tuple[str, ...]:
    """Runs of words by which a text is known again, spread over its length; those that `others` hold too left out."""
    whole = {match[0] for match in _RUN.finditer(text)}
    runs = sorted(run for run in whole if not any(run in other for other in others))
    step = max(1, len(runs) // MOST_RUNS)
    return tuple(runs[::step][:MOST_RUNS])


def files_with(folder: Path, runs: Sequence[str]) -> list[str]:
    """The files below a folder in which any of the runs stands, as paths below it, sorted.

    Parquet and DuckDB files are read column by column, because they pack their text; of all others the bytes, in
    which a run may also stand percent-encoded. Raises DamagedFile for one that cannot be looked through.
    """
    if not runs:
        return []
    wanted = [form.encode() for run in runs for form in (run, run.replace(" ", "%20"))]
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [path.relative_to(folder).as_posix() for path in paths if _holds(path, wanted)]


def _holds(path: Path, wanted: Sequence[bytes]) -> bool:
    with path.open("rb") as file:
        head = file.read(12)
    try:
        if head.startswith(_PARQUET):
            return any(_column_holds(column, wanted) for column in _parquet_columns(path))
        if head[8:] == _DUCKDB:
            return any(_column_holds(column, wanted) for column in _duckdb_columns(path))
    except (OSError, pa.ArrowException, duckdb.Error) as error:
        raise DamagedFile(path, error, "what it holds of the text is not known: remove it, then look again") from error
    return _bytes_hold(path, wanted)


def _bytes_hold(path: Path, wanted: Sequence[bytes]) -> bool:
    overlap = max(map(len, wanted)) - 1
    with path.open("rb") as file:
        tail = b""
        while chunk := file.read(_CHUNK):
            held = tail + chunk
            if any(run in held for run in wanted):
                return True
            tail = held[-overlap:]
    return False


def _column_holds(column: pa.Array, wanted: Sequence[bytes]) -> bool:
    """Whether a run stands in the bytes that all values of a column lie in, one behind the other."""
    data = column.cast(pa.large_string()).buffers()[2]
    held = data.to_pybytes() if data is not None else b""
    return any(run in held for run in wanted)


def _parquet_columns(path: Path) -> Iterator[pa.Array]:
    file = pq.ParquetFile(path)
    names = [field.name for field in file.schema_arrow if field.type == pa.string()]
    for batch in file.iter_batches(columns=names):
        yield from batch.columns


def _duckdb_columns(path: Path) -> Iterator[pa.Array]:
    with duckdb.connect(str(path), read_only=True) as database:
        columns = database.execute(
            "SELECT table_schema, table_name, column_name FROM information_schema.columns "
            "JOIN information_schema.tables USING (table_schema, table_name) "
            "WHERE data_type = 'VARCHAR' AND table_type = 'BASE TABLE'"
        ).fetchall()
        for schema, table, column in columns:
            query = f"SELECT {sql_name(column)} FROM {sql_name(schema)}.{sql_name(table)}"  # noqa: S608 - quoted names
            for batch in database.sql(query).to_arrow_reader(100_000):
                yield batch.column(0)
