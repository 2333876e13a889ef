"""Whether anything arrived, changed or went in the landing folder, told from its list of files without reading them."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LandingState:
    """The landing folder as it stands: a digest over the name, size and times of each file, and how many there are."""

    digest: str
    files: int


def landing_state(landing: Path) -> LandingState:
    """Look at every file and sidecar below the landing folder, hidden ones and what cannot be seen left out.

    The time of the last change of a file's entry (ctime) counts, which no copying tool can set back: a file that
    brings an old date along is seen all the same.
    """
    digest, files = hashlib.blake2b(digest_size=16), 0
    folders = [landing]
    while folders:
        try:
            with os.scandir(folders.pop()) as listed:
                entries = sorted((entry for entry in listed if not entry.name.startswith(".")), key=lambda e: e.name)
        except OSError:
            continue  # a folder that is gone or closed: the run that reads the landing says so
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                folders.append(Path(entry.path))
            else:
                found = entry.stat(follow_symlinks=False)
                digest.update(os.fsencode(entry.path))
                digest.update(f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}\0".encode())
                files += 1
    return LandingState(digest.hexdigest(), files)
