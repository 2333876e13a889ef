"""What a file holds, looked through before it lands: its items are counted, what cannot be taken in is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from schemas.errors import UnreadableInput
from warehouse.items import Format, Source
from warehouse.landed import LandedItem, landed_file
from warehouse.tombstones import FORGOTTEN, Tombstone

SHOWN_PROBLEMS = 20
"""Refused records that `ingest` tells of one file; `core_rejects` holds each."""


@dataclass(slots=True)
class Survey:
    """What a file holds: how many items, how many that cannot be taken in, the first of these in words."""

    taken: int = 0
    refused: int = 0
    problems: list[str] = field(default_factory=list)


def survey(
    staged: Path,
    source: Path,
    form: Format,
    max_item_bytes: int,
    said: dict[str, Any],
    stones: Mapping[str, Tombstone],
) -> Survey:
    """Look through a file's items.

    Raises UnreadableInput where it cannot be read up to the first one, or holds what has to stay forgotten.
    """
    found = Survey()
    file = landed_file(source)
    with staged.open("rb") as stream:
        inner = Source(file, stream, file.place, "", lambda: said, limit=max_item_bytes)
        try:
            for item in form.reader(inner):
                if isinstance(item, LandedItem):
                    _require_not_forgotten(item, stones)
                    found.taken += 1
                else:
                    found.refused += 1
                    if len(found.problems) < SHOWN_PROBLEMS:
                        found.problems.append(item.message)
        except UnreadableInput as error:
            if error.reason == FORGOTTEN or not (found.taken or found.refused):
                raise
            found.refused += 1
            found.problems.append(str(error))
    return found


def _require_not_forgotten(item: LandedItem, stones: Mapping[str, Tombstone]) -> None:
    if item.sha256 in stones:
        where = f"{item.place}, {item.locator or f'record {item.record_number}'}"
        raise UnreadableInput(FORGOTTEN, f"{where}: {stones[item.sha256].message}. Take it out and land the rest")
