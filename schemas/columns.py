"""The column types that contracts are written in: each names its Arrow type once, for files, frames and databases.

A contract column says `Series[Text]` and the like; its Arrow schema, SQL type and dictionary entry follow from here.
`described` declares a column: the description is obligatory, `unit` and `references` go along as metadata.
"""

import re
from typing import Annotated, Any

import pandas as pd
import pandera.pandas as pa
import pyarrow

Text = Annotated[pd.ArrowDtype, pyarrow.string()]
Whole = Annotated[pd.ArrowDtype, pyarrow.int64()]
Amount = Annotated[pd.ArrowDtype, pyarrow.decimal128(38, 9)]
"""Values and bounds: exact to nine places after the point; a value with more is refused, never rounded."""
Rate = Annotated[pd.ArrowDtype, pyarrow.decimal128(28, 12)]
Share = Annotated[pd.ArrowDtype, pyarrow.float64()]
Day = Annotated[pd.ArrowDtype, pyarrow.date32()]
Moment = Annotated[pd.ArrowDtype, pyarrow.timestamp("us", "UTC")]
Flag = Annotated[pd.ArrowDtype, pyarrow.bool_()]

ID_PATTERN = r"^{prefix}_[a-z2-7]{{16}}$"
ID_LETTER = re.compile(r"\^([a-z])_\[a-z2-7\]\{16\}\$")
"""Finds the letter in the pattern of a column of ids."""
MONTH_PATTERN = r"^\d{4}-(0[1-9]|1[0-2])$"


def described(
    description: str,
    *,
    unit: str | None = None,
    references: str | None = None,
    key: bool = False,
    **constraints: Any,
) -> Any:
    """A column of a contract: what it holds in a sentence, its unit, the column it points to, and its limits.

    `key` marks (a part of) the primary key; a single key column is checked for uniqueness. Further keywords are
    pandera's: `nullable`, `unique`, `isin`, `str_matches`, `ge`, `le`.
    """
    if "isin" in constraints:
        # pandera unpacks a tuple into arguments: one of a single code would then be read letter by letter.
        constraints["isin"] = list(constraints["isin"])
    metadata = {"unit": unit, "references": references, "key": key}
    return pa.Field(
        description=description,
        metadata={name: value for name, value in metadata.items() if value},
        **constraints,
    )


def id_column(prefix: str, description: str, **constraints: Any) -> Any:
    """An id column: a prefix letter and 16 characters of base32 (see `schemas.identity`)."""
    return described(description, str_matches=ID_PATTERN.format(prefix=prefix), **constraints)


def month_column() -> Any:
    """The partition a row belongs to; one wording for every table."""
    return described(
        "Month in which the article was published (or received, where no publication date is known), YYYY-MM.",
        str_matches=MONTH_PATTERN,
    )


def row_hash_column() -> Any:
    """The fingerprint by which an unchanged row is recognised; one wording for every table."""
    return described("Fingerprint of the row's other values; equal fingerprints are not written again.")
