"""What a published warehouse says of itself: the state of the lake it was built from, and the parts it holds."""

from __future__ import annotations

import pyarrow as pa

from warehouse.contracts import Column, Relation

LEFT_OUT = ("raw_articles",)
"""Tables that stay in the lake: the full texts are most of the bytes and no dashboard reads them."""


def _column(
    name: str, kind: pa.DataType, description: str, *, is_key: bool = False, is_nullable: bool = True
) -> Column:
    return Column(
        name=name,
        type=kind,
        is_nullable=is_nullable and not is_key,
        is_key=is_key,
        description=description,
        unit=None,
        references=None,
        allowed=(),
        limits=(),
    )


PUBLISHED_MANIFEST = Relation(
    "published_manifest",
    "One row: the state of the lake that this warehouse was built from.",
    (
        _column("manifest_number", pa.int64(), "Number of the manifest.", is_key=True),
        _column("committed_at", pa.timestamp("us", "UTC"), "When that state was committed."),
        _column("run_id", pa.string(), "The run that committed it."),
        _column(
            "receipts_url", pa.string(), "Address of the receipts site, without a slash at its end; null for none."
        ),
    ),
)

PUBLISHED_PARTS = Relation(
    "published_parts",
    "One row for each Parquet file of the lake whose rows stand here: what has changed since is published again.",
    (
        _column("table_name", pa.string(), "The table.", is_key=True),
        _column("partition", pa.string(), "Its partition: a month, YYYY-MM, or `all`.", is_key=True),
        _column("part", pa.string(), "The part of the partition, written by one step.", is_key=True),
        _column("sha256", pa.string(), "SHA-256 of the file.", is_nullable=False),
    ),
)


def site_address(receipts_url: str | None) -> str | None:
    """The address of the receipts site as the views put it before the name of a page; null where none is set."""
    return (receipts_url or "").strip().rstrip("/") or None
