"""What exists, as tables: currencies (ISO 4217) and units of measure (UCUM, QUDT). How they are written is elsewhere.

`currencies.csv`: code, numeric code, name, decimals of the minor unit, first and last day of validity (empty where it
still is valid or the day is not known), usual symbol, note. Source: the ISO 4217 list with its withdrawn codes; days of
validity and symbols from Unicode CLDR. `units.csv`: code (the symbol used in `core_claims`), name, dimension, UCUM code
and QUDT IRI where they exist, base unit and the factor towards it, note.
"""

import csv
from functools import cache
from pathlib import Path


@cache
def read_codes(table: str) -> dict[str, dict[str, str]]:
    """Return a table of codes: code to row.

    Args:
        table: `currencies` or `units`.

    Returns:
        One dictionary a code, header name to cell; an empty cell is an empty string.
    """
    path = Path(__file__).with_name(f"{table}.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["code"]: row for row in csv.DictReader(handle)}
