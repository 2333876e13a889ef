"""Rows that satisfy their contracts, made small, and a lake that holds a whole trail."""

import base64
import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from schemas.tables import TABLES
from warehouse.contracts import from_rows, validated
from warehouse.lake import Lake

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


def made_id(prefix: str, *parts: object) -> str:
    """An id of the right form, the same for the same parts."""
    digest = hashlib.blake2b(repr(parts).encode(), digest_size=10).digest()
    return f"{prefix}_{base64.b32encode(digest).decode().lower()}"


def region_rows(count: int, month: str = "2024-01", rule: str = "plain") -> pa.Table:
    """`count` rows of `core_regions`, the smallest monthly table; `rule` tells one version of them from another."""
    article = made_id("a", month)
    rows = [
        {
            "region_id": made_id("g", month, number),
            "article_id": article,
            "kind": "body",
            "start": number * 10,
            "end": number * 10 + 9,
            "rule": rule,
            "partition_month": month,
            "row_hash": f"{rule}{number}",
        }
        for number in range(count)
    ]
    table = TABLES["core_regions"]
    return validated(table, from_rows(table, rows))


@pytest.fixture(scope="session")
def now() -> datetime:
    """The one moment of all tests."""
    return NOW


@pytest.fixture(scope="session")
def regions():
    """Makes rows of `core_regions`; see `region_rows`."""
    return region_rows


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake that is not there yet."""
    return Lake(tmp_path / "lake", wait_seconds=5)
