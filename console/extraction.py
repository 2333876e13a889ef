"""Writing extracted claims to a file or to standard output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.markup import escape

from assets.extraction import extract_file, to_json
from console.ingestion import find_inputs
from pipelines.conform.sidecar_dates import read_sidecar_date
from schemas.errors import SettingsError, UnreadableInput
from warehouse.landed import Refused


def write_claims(paths: Sequence[str], published: str | None, output: Path | None, errors: Console) -> tuple[int, int]:
    """Write the claims of files and folders as JSON Lines; returns how many claims, and how many items were refused.

    The output file appears whole or not at all. Refused items are named on `errors`, the rest goes on.

    Raises:
        SettingsError: A path does not exist or `published` is no date.
    """
    if published is not None:
        _require_date(published)
    count = refused = 0
    with _sink(output) as sink:
        for path in find_inputs(paths):
            for claim in extract_file(path, published=published):
                if isinstance(claim, Refused):
                    refused += 1
                    errors.print(f"[yellow]refused[/] {escape(claim.place)}: {escape(claim.message)}", soft_wrap=True)
                else:
                    count += 1
                    sink.write(to_json(claim) + "\n")
    return count, refused


def _require_date(published: str) -> None:
    try:
        read_sidecar_date(published)
    except UnreadableInput as error:
        raise SettingsError(f"--published {published}: {error}") from error


@contextmanager
def _sink(output: Path | None) -> Iterator[TextIO]:
    if output is None:
        yield sys.stdout
        return
    if not output.parent.is_dir():
        raise SettingsError(f"{output.parent} is no folder: make it, or choose another --output.")
    staged = output.with_name(f".{output.name}.{os.getpid()}.tmp")
    try:
        with staged.open("w", encoding="utf-8", errors="surrogatepass") as handle:
            yield handle
        staged.replace(output)
    finally:
        staged.unlink(missing_ok=True)
