"""One writer at a time, across processes: a lock that the kernel frees when its holder dies."""

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import StoreError
from warehouse.durable import make_folder

_POLL_SECONDS = 0.02


@contextmanager
def exclusive_lock(path: Path, wait_seconds: float = 60.0) -> Iterator[None]:
    """Hold the lock file `path` for the length of a `with` block.

    Waits at most `wait_seconds` for another holder, then raises StoreError that names it. The file stays; what counts
    is the kernel's lock on it (flock), which ends with the process, so a killed writer never leaves a stale lock.
    """
    make_folder(path.parent)
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
    try:
        _acquire(descriptor, path, wait_seconds)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(descriptor, 200, 0).decode(errors="replace") or "another process"
                raise StoreError(
                    f"{path}: held by {holder} for longer than {wait_seconds:g} s; "
                    "wait until it has finished, or end it, and run again"
                ) from None
            time.sleep(_POLL_SECONDS)
        else:
            return
