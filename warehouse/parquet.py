"""Parquet as the lake keeps it: equal rows give equal bytes, and damage is noticed while reading."""

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from schemas.errors import ContractViolation, DamagedFile, StoreError
from schemas.tables import Table
from warehouse.contracts import arrow_schema, key_columns

ROW_GROUP_ROWS = 131_072
"""Rows a row group: DuckDB reads one a thread; measured best between 64 k and 1 M rows for both scans and look-ups."""
_ZSTD_LEVEL = 3
"""101 MB for a million claims at 2.2 s of CPU; level 9 saves 3 MB for three times the work."""

_BESIDE = "it is made from the lake: remove it and run `numtrail run`"


def write_parquet(table: Table, data: pa.Table, path: Path) -> None:
    """Write the rows to `path`, sorted by the table's order, then its key: the same rows give the same bytes.

    Raises ContractViolation where names or types of the columns are not the contract's, or a null stands where none
    may.
    """
    schema = arrow_schema(table)
    _require_schema(table, data, schema)
    order = [(name, "ascending") for name in dict.fromkeys((*table.sort_by, *key_columns(table)))]
    indices = pc.sort_indices(data, sort_keys=order)
    with (
        path.open("wb") as file,
        pq.ParquetWriter(
            file, schema, compression="zstd", compression_level=_ZSTD_LEVEL, write_page_checksum=True
        ) as writer,
    ):
        for offset in range(0, data.num_rows, ROW_GROUP_ROWS):
            rows = data.take(indices.slice(offset, ROW_GROUP_ROWS)).combine_chunks()
            writer.write_table(pa.Table.from_arrays(rows.columns, schema=schema), row_group_size=ROW_GROUP_ROWS)


def read_parquet(
    table: Table, paths: Sequence[Path], columns: Sequence[str] | None = None, where: pc.Expression | None = None
) -> pa.Table:
    """The rows of the files, in the order of `paths`, with the contract's schema.

    `columns` and `where` keep what is not needed from being read. A column the contract gained after a file was
    written reads as null where it may be null. Raises StoreError for a missing or damaged file (page checksums are
    verified) and for a file of another contract.
    """
    schema = arrow_schema(table)
    names = list(columns) if columns is not None else schema.names
    wanted = pa.schema([schema.field(name) for name in names], metadata=schema.metadata)
    tables = [wanted.empty_table(), *(_read_file(table, path, schema, names, where) for path in paths)]
    return pa.concat_tables(tables)


def _read_file(table: Table, path: Path, schema: pa.Schema, names: list[str], where: pc.Expression | None) -> pa.Table:
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            _require_columns(table, path, file.schema_arrow, schema)
            if where is None and set(names) <= set(file.schema_arrow.names):
                # The file is open: a dataset would open it again, for twice the time of a small one.
                rows = file.read(columns=names).select(names)
            else:
                rows = _scanned([path], schema, names, where)
    except (OSError, pa.ArrowException) as error:
        raise DamagedFile(path, error, _remedy(table, path)) from error
    return pa.Table.from_arrays(
        rows.columns, schema=pa.schema([schema.field(name) for name in names], metadata=schema.metadata)
    )


def _remedy(table: Table, path: Path) -> str:
    """How a damaged file of the lake is made good: of a month from what landed, of all months from the months."""
    if table.is_monthly:
        return f"make it again with `numtrail backfill {path.parent.name}`"
    if table.stage == "conform":
        return "remove the folder `facts` of the home folder, then `numtrail run --force` makes it again"
    if table.name == "raw_ledger":
        return "restore it from a backup, or an earlier state of the lake that is whole (`numtrail lake log`)"
    return "make it again with `numtrail run --force`"


def read_beside(
    paths: Sequence[Path], schema: pa.Schema, columns: Sequence[str] | None = None, where: pc.Expression | None = None
) -> pa.Table:
    """The rows of files that are kept beside the lake and are no table of it; `columns` and `where` as in a table.

    Raises DamagedFile for the first that is missing or damaged; page checksums are verified.
    """
    names = list(columns) if columns is not None else schema.names
    if not paths:
        return schema.empty_table().select(names)
    try:
        return _scanned(paths, schema, names, where)
    except (OSError, pa.ArrowException) as error:
        for path in paths:  # Arrow does not say in which file it was
            try:
                _scanned([path], schema, names, where)
            except (OSError, pa.ArrowException) as cause:
                raise DamagedFile(path, cause, _BESIDE) from cause
        raise StoreError(f"{paths[0].parent} could not be read ({error}); run again") from error


def read_matching(paths: Sequence[Path], schema: pa.Schema, wanted: Mapping[str, pa.Array]) -> pa.Table:
    """The rows of files beside the lake in which one of some columns holds one of the values wanted of it.

    The columns are read first, then only those row groups that have such a row: where few rows match, most of a file
    is never read. Raises as `read_beside` does.
    """
    tables = [schema.empty_table()]
    for path in paths:
        try:
            with pq.ParquetFile(path, page_checksum_verification=True) as file:
                tables.extend(_matching(file, schema, wanted))
        except (OSError, pa.ArrowException) as error:
            raise DamagedFile(path, error, _BESIDE) from error
    return pa.concat_tables(tables)


def _matching(file: pq.ParquetFile, schema: pa.Schema, wanted: Mapping[str, pa.Array]) -> Iterator[pa.Table]:
    """The rows of each row group of a file that match."""
    for group in range(file.num_row_groups):
        is_wanted = _is_any(file.read_row_group(group, columns=list(wanted)), wanted)
        if pc.any(is_wanted).as_py():
            yield file.read_row_group(group).select(schema.names).cast(schema).filter(is_wanted)


def _is_any(rows: pa.Table, wanted: Mapping[str, pa.Array]) -> pa.ChunkedArray:
    matches = [pc.is_in(rows[name], value_set=values) for name, values in wanted.items()]
    return reduce(pc.or_, matches)


def read_footer(path: Path) -> pq.FileMetaData:
    """How many rows a file has, its schema and what is told beside them; raises DamagedFile as `read_beside` does."""
    try:
        return pq.read_metadata(path)
    except (OSError, pa.ArrowException) as error:
        raise DamagedFile(path, error, _BESIDE) from error


def _scanned(paths: Sequence[Path], schema: pa.Schema, names: list[str], where: pc.Expression | None) -> pa.Table:
    """The rows of files that a filter keeps; a column that a file has not reads as null."""
    scanning = ds.ParquetFragmentScanOptions(page_checksum_verification=True)
    file_format = ds.ParquetFileFormat(default_fragment_scan_options=scanning)
    return ds.dataset([str(path) for path in paths], schema=schema, format=file_format).to_table(
        columns=names, filter=where
    )


def _require_columns(table: Table, path: Path, found: pa.Schema, schema: pa.Schema) -> None:
    """Raise StoreError unless a file holds every column of the contract, save those that may be null."""
    for field in schema:
        is_there = field.name in found.names
        if not (found.field(field.name).type == field.type if is_there else field.nullable):
            raise StoreError(
                f"{path}: written under another contract of {table.name} (column {field.name}); "
                "make the table again with `numtrail run`"
            )


def _require_schema(table: Table, data: pa.Table, schema: pa.Schema) -> None:
    if data.schema.names != schema.names or data.schema.types != schema.types:
        differing = [
            f"{field.name} {field.type}"
            for field in schema
            if field.name not in data.schema.names or data.schema.field(field.name).type != field.type
        ]
        raise ContractViolation(
            f"{table.name}: columns are not the contract's, in its order; expected {differing or schema.names}, "
            f"found {data.schema.names}. Mend the step that makes them, or the contract in schemas/"
        )
    for field in schema:
        if not field.nullable and data.column(field.name).null_count:
            raise ContractViolation(
                f"{table.name}.{field.name}: a null stands where none may; fill it in, or let the contract allow it"
            )
