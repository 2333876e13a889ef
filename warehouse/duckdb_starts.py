"""What a publication of the DuckDB file starts from: the file published before, as a copy or as the spare of it.

A copy of ten gigabytes takes half a minute however little has changed. So of a large file the one that it replaced is
kept, the spare, and the next publication brings that up to date in place of a copy. Whoever still reads it holds
DuckDB's lock on it; then it is left to them, and a copy is made after all.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from warehouse.durable import publish_file
from warehouse.limits import limit_of

Start = tuple[Path, Callable[[Path, Path], None]]


def possible_starts(published: Path) -> list[Start]:
    """Files to start from, the cheapest first, each with what puts it where the next one is made.

    None at all where nothing may be taken over. A spare with a second name is removed: a publication was killed before
    its new file stood in the old one's place, so that both names are of the published file; or it is somebody's backup.
    """
    if _is_anew(published).exists():
        return []
    spare = _spare_of(published)
    if spare.is_file() and spare.stat().st_nlink > 1:
        spare.unlink()
    return [(spare, os.replace), (published, _copy)]  # what is moved is a spare no more, whatever becomes of it


def put_in_place(built: Path, published: Path, *, is_anew: bool) -> None:
    """Publish the new file; the old one becomes the spare where copying it would take long.

    `is_anew` where nothing was taken over: what `start_anew` asked for has been done then.
    """
    spare, asked = _spare_of(published), _is_anew(published)
    spare.unlink(missing_ok=True)
    is_large = published.is_file() and published.stat().st_size > limit_of("copied_bytes")
    if is_large and not asked.exists():
        with suppress(OSError):  # a file system without second names: the next publication makes a copy
            os.link(published, spare)  # noqa: PTH200 - named as in POSIX
    publish_file(built, published)
    if is_anew:
        asked.unlink(missing_ok=True)


def start_anew(published: Path) -> None:
    """Let the next publication take nothing over from earlier files: rows taken out of those stay in their blocks."""
    _is_anew(published).touch()
    _spare_of(published).unlink(missing_ok=True)


def _spare_of(published: Path) -> Path:
    return published.with_name(f".{published.name}-spare")


def _is_anew(published: Path) -> Path:
    return published.with_name(f".{published.name}-anew")


def _copy(published: Path, built: Path) -> None:
    """A copy to work on; where the file system can, the two share what is not changed."""
    with published.open("rb") as source, built.open("wb") as target:
        left = published.stat().st_size
        try:
            while left > 0 and (copied := os.copy_file_range(source.fileno(), target.fileno(), left)):
                left -= copied
        except OSError:  # not within one file system, or not known to it
            shutil.copyfile(published, built)
