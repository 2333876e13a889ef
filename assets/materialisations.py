"""What a materialisation tells of its rows: how many, how large, how many of each kind, five claims to look at."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import dagster as dg
import pyarrow as pa

from assets.lineage import column_lineage
from warehouse.manifest import Entry
from warehouse.published import site_address

COUNTED_COLUMNS = ("kind", "method", "reason", "status", "verdict")
"""Columns of few values whose counts are worth a look in each run."""
PREVIEWED = 5
PREVIEWED_CHARACTERS = 400
"""Longest text of a cell: a sentence is seldom longer, and the UI's database keeps every preview."""


class Tally:
    """Counts the rows of a table, part by part, for the metadata of its materialisation.

    Args:
        table: Its name.
        receipts_url: Where the receipts are published, for the links of the preview; null where they are not.
    """

    def __init__(self, table: str, receipts_url: str | None = None) -> None:
        self.table = table
        self.site = site_address(receipts_url)
        self.rows = 0
        self.counts: Counter[str] = Counter()
        self.preview = ""

    def add(self, data: pa.Table) -> None:
        """Count the rows of one part."""
        self.rows += data.num_rows
        for column in (name for name in COUNTED_COLUMNS if name in data.column_names):
            for entry in data.column(column).drop_null().value_counts().to_pylist():
                self.counts[f"{column}: {entry['values']}"] += entry["counts"]
        if self.table == "core_claims" and data.num_rows and not self.preview:
            self.preview = claims_preview(data, self.site)

    def metadata(self, entries: Sequence[Entry], *, is_lineage_told: bool = True) -> dict[str, dg.MetadataValue]:
        """The counts, the bytes of the files that hold the rows, their columns' sources, and a preview of claims.

        Counts are numbers of their own rather than one JSON value: the UI draws numbers over time and partitions.
        The sources of columns are the same for all months, and larger than all else: one month of a run tells them.
        """
        facts: dict[str, dg.MetadataValue] = {
            "dagster/row_count": dg.MetadataValue.int(self.rows),
            "bytes": dg.MetadataValue.int(sum(entry.bytes for entry in entries)),
        }
        if is_lineage_told:
            facts["dagster/column_lineage"] = dg.MetadataValue.column_lineage(column_lineage(self.table))
        facts.update({name: dg.MetadataValue.int(count) for name, count in self.counts.most_common()})
        if self.preview:
            facts["preview"] = dg.MetadataValue.md(self.preview)
        return facts


def claims_preview(claims: pa.Table, site: str | None = None) -> str:
    """Five claims as a Markdown table, spread over the rows: the quote, what was read of it, its sentence, its id.

    Where the receipts are published at `site`, the id leads to the number marked in its sentence.
    """
    places = sorted({place * claims.num_rows // PREVIEWED for place in range(PREVIEWED)})
    lines = ["| quote | kind | value | unit | sentence | claim |", "|---|---|---|---|---|---|"]
    for row in claims.take(pa.array(places)).to_pylist():
        low, high = _digits(row["value_low"]), _digits(row["value_high"])
        value = low if low == high else f"{low} … {high}"
        cells = (row["quote"], row["kind"], value, row["unit"] or "", row["sentence"])
        claim = _cell(row["claim_id"])
        if site:
            claim = f"[{claim}]({site}/{row['article_id']}.html#{row['claim_id']})"
        lines.append("| " + " | ".join([*map(_cell, cells), claim]) + " |")
    return "\n".join(lines)


def _digits(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _cell(text: str) -> str:
    """Text as it may stand in a cell of a Markdown table: articles are hostile, so no markup of theirs survives."""
    escaped = html.escape(" ".join(text.split())[:PREVIEWED_CHARACTERS], quote=False)
    return re.sub(r"([\\`*_{}\[\]()#+!|~-])", r"\\\1", escaped)
