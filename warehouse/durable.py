"""Files that readers see old or new, never half: write aside, flush to disk, rename."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from schemas.errors import DamagedFile


def sync_file(path: Path) -> None:
    """Wait until the bytes of `path` are on the disk."""
    _sync(path, os.O_RDONLY)


def sync_folder(path: Path) -> None:
    """Wait until the names in a folder are on the disk: a rename is durable only then."""
    _sync(path, os.O_RDONLY | os.O_DIRECTORY)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, and wait until each new one is on the disk."""
    if path.is_dir():
        return
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in reversed(missing):
        sync_folder(folder.parent)


def publish_file(staged: Path, target: Path) -> None:
    """Move a finished file to its name: readers see the old file or the new one, whole, even after a power cut.

    Both must lie on the same file system.
    """
    sync_file(staged)
    make_folder(target.parent)
    os.replace(staged, target)  # noqa: PTH105 - the one call whose atomicity everything rests on, named as in POSIX
    sync_folder(target.parent)


def publish_bytes(data: bytes, target: Path, staging: Path) -> None:
    """Write `data` to `target` by way of a file in the folder `staging`, as `publish_file` does."""
    with staged_file(staging, target.suffix) as staged:
        staged.write_bytes(data)
        publish_file(staged, target)


def read_json(path: Path, remedy: str) -> dict[str, Any]:
    """The fields of a JSON file that we wrote; raises DamagedFile, which tells the remedy, where it holds none."""
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DamagedFile(path, error, remedy) from error


@contextmanager
def staged_file(staging: Path, suffix: str = "") -> Iterator[Path]:
    """A new empty file in the folder `staging`, removed at the end where it was not moved away."""
    make_folder(staging)
    descriptor, name = tempfile.mkstemp(suffix=suffix + ".tmp", dir=staging)
    os.close(descriptor)
    path = Path(name)
    path.chmod(0o644)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


UNFINISHED_SECONDS = 86_400
"""Age from which a staged file is of a process that died: none takes a day to write one."""


def remove_unfinished(staging: Path, now: datetime) -> None:
    """Remove what killed runs left unfinished more than a day ago; a younger file may be another run's."""
    if not staging.is_dir():
        return
    with os.scandir(staging) as found:
        old = [
            entry.path
            for entry in found
            if entry.name.endswith(".tmp") and now.timestamp() - entry.stat().st_mtime > UNFINISHED_SECONDS
        ]
    for path in old:
        Path(path).unlink(missing_ok=True)


def _sync(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
