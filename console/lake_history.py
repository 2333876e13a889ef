"""The history of the lake, and rows of any of its states."""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
from rich.console import Console
from rich.markup import escape

from schemas.errors import SettingsError
from warehouse.lake import Lake
from warehouse.manifest import EMPTY, Manifest


def print_history(console: Console, lake: Lake, limit: int) -> None:
    """Print the newest commits: number, moment, run, and each table's change in rows and parts."""
    history = lake.history()
    if not history:
        console.print("The lake is empty: `numtrail run` fills it.")
    before = {manifest.number: earlier for earlier, manifest in zip(history, history[1:], strict=False)}
    for manifest in reversed(history[-limit:]):
        moment = (manifest.committed_at or "")[:19].replace("T", " ")
        console.print(f"[bold]{manifest.number:6}[/]  {moment}  {escape(manifest.run_id or '')}", soft_wrap=True)
        is_first = manifest.number == 1
        if manifest.number in before or is_first:
            for line in _changes(before.get(manifest.number, EMPTY), manifest):
                console.print(f"        {line}")
        else:
            console.print("        [dim]the state before it is no longer kept[/]")


def _changes(before: Manifest, after: Manifest) -> list[str]:
    """What a commit changed, a line a table: parts written and removed, rows more or fewer."""
    rows: Counter[str] = Counter()
    written: Counter[str] = Counter()
    removed: Counter[str] = Counter()
    for key in before.entries.keys() | after.entries.keys():
        old, new = before.entries.get(key), after.entries.get(key)
        if old is not None and new is not None and old.sha256 == new.sha256:
            continue
        rows[key[0]] += (new.rows if new else 0) - (old.rows if old else 0)
        (written if new else removed)[key[0]] += 1
    return [
        f"{table:24} {rows[table]:+8,} rows  {written[table]} written, {removed[table]} removed"
        for table in sorted(written.keys() | removed.keys())
    ] or ["no row changed: newer rules gave the same"]


def write_rows(rows: pa.Table, output: Path | None) -> int:
    """Write rows as Parquet, CSV or JSON lines by the file's ending, or as JSON lines to the terminal; their number.

    Raises:
        SettingsError: The ending is none of these.
    """
    if output is None:
        _write_json(rows, sys.stdout)
    elif output.suffix == ".parquet":
        import pyarrow.parquet as pq

        pq.write_table(rows, output, compression="zstd")
    elif output.suffix == ".csv":
        import pyarrow.csv as csv

        # In one chunk: pyarrow writes NUL bytes for a table whose first chunk has no rows.
        csv.write_csv(_without_formulas(rows.combine_chunks()), output)
    elif output.suffix in (".jsonl", ".ndjson"):
        with output.open("w", encoding="utf-8") as file:
            _write_json(rows, file)
    else:
        raise SettingsError(f"{output}: give a file that ends in .parquet, .csv or .jsonl")
    return int(rows.num_rows)


def _without_formulas(rows: pa.Table) -> pa.Table:
    """Rows whose texts no spreadsheet runs: an apostrophe stands before what begins like a formula."""
    import pyarrow.compute as pc

    for place, field in enumerate(rows.schema):
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type):
            column = pc.replace_substring_regex(rows[field.name], pattern=r"^([=+@\t\r-])", replacement=r"'\1")
            rows = rows.set_column(place, field, column)
    return rows


def _write_json(rows: pa.Table, file: IO[str]) -> None:
    for batch in rows.to_batches(max_chunksize=1_000):
        for row in batch.to_pylist():
            file.write(json.dumps(row, ensure_ascii=False, default=_told) + "\n")


def _told(value: Any) -> str:
    """Amounts as text, so that no digit is lost; moments and days in ISO 8601."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON: write the table as .parquet")
