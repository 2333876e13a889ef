"""Processes and ports of this machine: whose they are, whether they answer, how they are ended."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

WAIT_SECONDS = 1200.0
"""The daemon looks for backfills every 30 seconds; the rest is the machine, and who else works on it."""


def program(name: str) -> str:
    """A program of this virtual environment."""
    return str(Path(sys.executable).parent / name)


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_listening(address: str) -> bool:
    """Whether somebody listens at an address, `scheme://host:port`."""
    host, port = address.rpartition("/")[2].split(":")
    try:
        socket.create_connection((host, int(port)), timeout=5).close()
    except OSError:
        return False
    return True


def descendants(pid: int) -> list[int]:
    """All processes that a process started, and those that they started, the youngest generation first."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        children.setdefault(parent, []).append(int(entry.parent.name))
    found: list[int] = []
    layer = [pid]
    while layer:
        layer = [child for parent in layer for child in children.get(parent, ())]
        found = [*layer, *found]
    return found


def processes_of(home: Path) -> list[int]:
    """All processes that were started to work in a home folder, whoever their parent is now."""
    wanted = f"NUMTRAIL_HOME={home}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            is_ours = wanted in entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if is_ours and int(entry.parent.name) != os.getpid():
            found.append(int(entry.parent.name))
    return found


def wait_for(holds: Callable[[], bool], seconds: float = WAIT_SECONDS) -> None:
    """Wait until something holds; raises TimeoutError where that takes too long."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"waited for more than {seconds:.0f} seconds")
        time.sleep(1)


def send_signal(pid: int, number: int) -> None:
    """Send a signal to a process that may be gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
