"""The manifest: the one list of which files the lake consists of, and where each came from."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from schemas.errors import StoreError

MANIFEST_NAME = "_manifest.json"
KEPT_FOLDER = "_manifests"
ALL = "all"
"""The partition of a table that is not kept by month, and the part of a partition written by one step."""

_FORMAT = 1
PART_PATTERN = re.compile(r"^[a-z0-9_]{1,64}$")
MONTH_PATTERN = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")

PartKey = tuple[str, str, str]
"""Table, partition, part."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the lake: a part of a partition of a table, its content hash, and the run that wrote it.

    `committed_at` is ISO 8601 in UTC.
    """

    table: str
    partition: str
    part: str
    rows: int
    bytes: int
    sha256: str
    run_id: str
    committed_at: str
    code_version: str

    @property
    def key(self) -> PartKey:
        """Table, partition and part."""
        return self.table, self.partition, self.part

    @property
    def path(self) -> str:
        """Where the file lies below the lake, named by its content."""
        return file_path(self.key, self.sha256)


@dataclass(frozen=True)
class Manifest:
    """The state of the lake after one commit; `number` counts commits from 1, 0 is the empty lake."""

    number: int
    committed_at: str | None
    run_id: str | None
    entries: dict[PartKey, Entry]

    @cached_property
    def by_place(self) -> dict[tuple[str, ...], list[Entry]]:
        """The entries of each table, `(table,)`, and of each partition of it, `(table, partition)`; sorted by part."""
        found: dict[tuple[str, ...], list[Entry]] = {}
        for key in sorted(self.entries):
            for place in (key[:1], key[:2]):
                found.setdefault(place, []).append(self.entries[key])
        return found

    def to_json(self) -> str:
        """The manifest as JSON, sorted, a line a file: made to be read and compared by people too."""
        head = {
            "format": _FORMAT,
            "number": self.number,
            "committed_at": self.committed_at,
            "run_id": self.run_id,
        }
        lines = [_line(self.entries[key]) for key in sorted(self.entries)]
        body = ",\n    ".join(lines)
        return json.dumps(head)[:-1] + ', "entries": [\n    ' + body + "\n]}\n"


KNOWN_LINES = 65_536
"""Lines that are kept: each commit writes them all again, and changes those of a month."""


@lru_cache(maxsize=KNOWN_LINES)
def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry))


KNOWN_MANIFESTS = 4
"""Manifests that are kept by their text: each step of each month asks for the present one."""

_KNOWN: dict[str, Manifest] = {}

EMPTY = Manifest(number=0, committed_at=None, run_id=None, entries={})


def file_path(key: PartKey, sha256: str) -> str:
    """The path below the lake of the file with that content: `<table>/<partition>/<part>-<16 digits>.parquet`."""
    table, partition, part = key
    return f"{table}/{partition}/{part}-{sha256[:16]}.parquet"


def utc_text(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC; raises ValueError for one without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; pass an aware datetime")
    return moment.astimezone(UTC).isoformat()


def load_manifest(root: Path, number: int | None = None) -> Manifest:
    """The current manifest of the lake at `root`, or the kept one of that number; `EMPTY` where nothing was committed.

    Raises StoreError for one that is missing or damaged, naming the file and how to get an earlier state back.
    """
    path = root / MANIFEST_NAME if number is None else kept_path(root, number)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        if number is None and not kept_numbers(root):
            return EMPTY
        raise StoreError(f"{path} is missing; {_way_back(root)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} cannot be read ({error}); {_way_back(root)}") from error
    if text in _KNOWN:
        return _KNOWN[text]
    try:
        return remembered(text, _parsed(json.loads(text)))
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{path} is damaged ({type(error).__name__}: {error}); {_way_back(root)}") from error


def remembered(text: str, manifest: Manifest) -> Manifest:
    """The manifest, kept in mind by its text, so that this process need not read it again."""
    while len(_KNOWN) >= KNOWN_MANIFESTS:
        del _KNOWN[next(iter(_KNOWN))]
    _KNOWN[text] = manifest
    return manifest


def kept_path(root: Path, number: int) -> Path:
    """Where the manifest of that number is kept."""
    return root / KEPT_FOLDER / f"{number:06d}.json"


def kept_numbers(root: Path) -> list[int]:
    """The numbers of the manifests still kept, oldest first."""
    folder = root / KEPT_FOLDER
    return sorted(int(path.stem) for path in folder.glob("*.json") if path.stem.isdigit()) if folder.is_dir() else []


def _parsed(document: dict[str, Any]) -> Manifest:
    if document["format"] != _FORMAT:
        raise ValueError(f"format {document['format']} is not known to this version, which reads {_FORMAT}")
    entries = [Entry(**fields) for fields in document["entries"]]
    for entry in entries:
        if not (PART_PATTERN.match(entry.part) and re.fullmatch(r"[0-9a-f]{64}", entry.sha256)):
            raise ValueError(f"entry {entry.key} has no valid part or hash")
    return Manifest(
        number=int(document["number"]),
        committed_at=document["committed_at"],
        run_id=document["run_id"],
        entries={entry.key: entry for entry in entries},
    )


def _way_back(root: Path) -> str:
    kept = kept_numbers(root)
    if not kept:
        return "no earlier manifest is kept: remove the lake folder and run `numtrail run` to build it anew"
    return f"`numtrail lake restore {kept[-1]}` makes the newest kept state current, kept: {kept[0]} to {kept[-1]}"
