"""Taking articles in from a terminal: which files are meant, how far it got, what became of each."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from console.progress import live_progress
from schemas.errors import SettingsError
from warehouse.items import RECORD_FIELDS
from warehouse.landing import IngestResult, files_of, ingest_file, ingest_stream

STANDARD_INPUT = "-"
GLOB_SIGNS = "*?["
SHOWN_EACH = 50
"""Up to so many files each has its line; of more only those that need a look."""
_STATUS_STYLE = {"new": "green", "known": "dim", "refused": "yellow"}


def find_inputs(paths: Sequence[str]) -> list[Path]:
    """The files that the words of a command line mean, in order: files, folders, patterns such as `news/**/*.html`.

    Raises:
        SettingsError: A path does not exist, a pattern matches nothing, a folder is empty.
    """
    files: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.exists() or path.is_symlink():
            found = files_of(path)
        elif any(sign in name for sign in GLOB_SIGNS):
            found = [file for match in _matches(path) for file in files_of(match)]
        else:
            raise SettingsError(f"{name}: no such file or folder. Check the spelling.")
        if not found:
            raise SettingsError(f"{name}: there are no files. Check the pattern, or put articles there.")
        files.extend(found)
    return list(dict.fromkeys(files))


def _matches(pattern: Path) -> list[Path]:
    """What a pattern matches; it is read here and not by the shell, so that `**` and long lists work everywhere."""
    parts = pattern.parts
    fixed = next(place for place, part in enumerate(parts) if any(sign in part for sign in GLOB_SIGNS))
    base = Path(*parts[:fixed]) if fixed else Path()
    return sorted(path for path in base.glob(str(Path(*parts[fixed:]))) if not path.name.endswith(".meta.json"))


def read_fields(stated: Sequence[str]) -> dict[str, str]:
    """The names of record fields as `--field text=body` states them.

    Raises:
        SettingsError: One is not of that form, or names a field that is not read.
    """
    fields = {}
    for entry in stated:
        name, sign, path = (part.strip() for part in entry.partition("="))
        if not sign or not path or name not in RECORD_FIELDS:
            raise SettingsError(
                f"--field {entry}: write what is read, a sign and the record's name for it, such as text=body; "
                f"read are {', '.join(RECORD_FIELDS)}."
            )
        fields[name] = path
    return fields


def ingest_inputs(
    console: Console,
    errors: Console,
    landing: Path,
    paths: Sequence[str],
    *,
    fields: Mapping[str, str] | None = None,
    name: str = "article.txt",
    as_json: bool = False,
) -> int:
    """Copy what the paths mean into the landing folder, with a progress bar, and say what became of each.

    Returns how many files were refused.

    Raises:
        SettingsError: A path means nothing.
        StoreError: The landing folder cannot be written.
    """
    words = [path for path in paths if path != STANDARD_INPUT]
    files = find_inputs(words)
    counts: Counter[str] = Counter()
    total = len(files) + (len(words) < len(paths))
    with live_progress(errors, plain_every=1_000) as progress:
        for number, result in enumerate(_ingested(landing, files, total > len(files), fields or {}, name)):
            progress(f"taking in {Path(result.source).name[:40]}", number + 1, total)
            counts[result.status] += 1
            counts["records"] += result.items
            counts["bad records"] += result.refused_items
            if as_json:
                print(json.dumps(asdict(result), ensure_ascii=False), file=sys.stdout)  # noqa: T201 - for programs
            elif total <= SHOWN_EACH or result.status == "refused" or result.message or result.problems:
                _print_result(console, result)
    if not as_json:
        told = ", ".join(f"{counts[status]} {status}" for status in ("new", "known", "refused"))
        held = f"{counts['records']} articles or records" + (
            f", {counts['bad records']} records that cannot be read" if counts["bad records"] else ""
        )
        console.print(f"Ingested into {escape(str(landing))}: {told}; {held}", soft_wrap=True)
    return counts["refused"]


def _ingested(
    landing: Path, files: Sequence[Path], has_stream: bool, fields: Mapping[str, str], name: str
) -> Iterator[IngestResult]:
    now = datetime.now(UTC)
    for path in files:
        yield ingest_file(path, landing, now=now, fields=fields)
    if has_stream:
        yield ingest_stream(sys.stdin.buffer, name, landing, now=now, fields=fields)


def _print_result(console: Console, result: IngestResult) -> None:
    style = _STATUS_STYLE[result.status]
    said = result.message if result.status == "refused" else result.source
    extra = f"  {result.items} records" if result.items > 1 else ""
    note = f"  ({result.message})" if result.message and result.status != "refused" else ""
    console.print(
        f"  [{style}]{result.status:7}[/]  {escape(said or result.source)}{extra}{escape(note)}", soft_wrap=True
    )
    for problem in result.problems:
        console.print(f"           [yellow]refused[/]  {escape(problem)}", soft_wrap=True)
    if result.refused_items > len(result.problems):
        console.print(f"           and {result.refused_items - len(result.problems)} more; `core_rejects` holds each")
