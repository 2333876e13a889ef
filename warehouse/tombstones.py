"""Tombstones: what has to stay forgotten, known by the hash of its bytes and told without a word of its text."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from schemas.errors import StoreError
from warehouse.durable import publish_bytes

FORGOTTEN = "forgotten"
"""The reason under which the same bytes are refused when they come again."""
_FOLDER = ".forgotten"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """A landed item that was forgotten: its id and those of its articles, its SHA-256, why, and on which day."""

    raw_article_id: str
    article_ids: tuple[str, ...]
    sha256: str
    reason: str
    forgotten_on: date

    @property
    def message(self) -> str:
        """What is said to whoever brings the same bytes again."""
        return (
            f"These bytes were forgotten on {self.forgotten_on} ({self.reason}) and are not taken in again; if they "
            f"may be, remove the tombstone {self.sha256[:16]}.json"
        )


def read_tombstones(landing: Path) -> dict[str, Tombstone]:
    """The tombstones of a landing folder by the SHA-256 of what they stand for.

    Raises StoreError for one that cannot be read: what it forbids is not known then.
    """
    found = {}
    for path in sorted((landing / _FOLDER).glob("*.json")):
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            day = date.fromisoformat(fields["forgotten_on"])
            stone = Tombstone(**{**fields, "article_ids": tuple(fields["article_ids"]), "forgotten_on": day})
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise StoreError(f"{path} is damaged ({error}): restore it from a backup before anything lands") from error
        found[stone.sha256] = stone
    return found


def put_tombstone(landing: Path, stone: Tombstone) -> None:
    """Set a tombstone; one that stands already keeps its reason and day."""
    path = landing / _FOLDER / f"{stone.sha256[:16]}.json"
    if not path.exists():
        fields = {**asdict(stone), "forgotten_on": stone.forgotten_on.isoformat()}
        publish_bytes(json.dumps(fields, indent=1).encode(), path, landing / ".staging")
