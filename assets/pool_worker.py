"""One worker of a pool: a process that does what it is sent, under limits, and leaves a trace of what ends it."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import resource
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pyarrow as pa

from schemas.errors import StoreError

GRACE_SECONDS = 1.0
"""How long after its time is up a worker is ended: until then it writes down where it stands."""

START_SECONDS = 300.0
"""How long a process may take to start: some seconds, and longer on a machine that is busy."""

READY = "ready"
"""The first thing a process says."""

TRACE_CHARACTERS = 1200


class Worker:
    """A process of the pool as its owner sees it: what it is doing, until when, and what it left behind."""

    def __init__(self, context: ForkServerContext, memory_bytes: int) -> None:
        descriptor, name = tempfile.mkstemp(prefix="numtrail-worker-", suffix=".trace")
        self._trace = Path(name)
        with open(descriptor, "w"):  # noqa: PTH123 - a descriptor, not a path
            pass
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, name, memory_bytes), daemon=True)
        self._process.start()
        theirs.close()
        self._require_start()
        self.task: Any = None
        self.seconds = 0.0
        self.deadline = 0.0

    def _require_start(self) -> None:
        """Wait until the process is ready: one that cannot even begin says nothing of the batch it would be given."""
        try:
            if self.connection.poll(START_SECONDS) and self.connection.recv() == READY:
                return
            reason = f"was not ready after {START_SECONDS:.0f} seconds"
        except (EOFError, OSError):
            reason = "ended at once"
        self.end()
        raise StoreError(
            f"A process of the pool {reason}. Where a script of yours calls Numtrail, its work must stand behind "
            "`if __name__ == '__main__'`; to do without processes set NUMTRAIL_ENGINE=inline."
        )

    @property
    def process_id(self) -> int:
        """The process."""
        return int(self._process.pid or 0)

    def begin(self, task: Any, work: Callable[[pa.Table], Any], seconds: float) -> bool:
        """Send a task's rows; False where the process is gone and the task is still ours."""
        try:
            self.connection.send((work, as_stream(task.rows), seconds))
        except (BrokenPipeError, ConnectionError):
            return False
        self.task, self.seconds = task, seconds
        self.deadline = time.monotonic() + seconds + GRACE_SECONDS
        return True

    def ended(self) -> int | None:
        """How the process ended: its exit code, negative for a signal."""
        self._process.join(GRACE_SECONDS)
        return self._process.exitcode

    def last_words(self) -> str:
        """Where the process stood when it crashed or its time was up, as far as it could say."""
        return self._trace.read_text(encoding="utf-8", errors="replace")[:TRACE_CHARACTERS].strip()

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()
        self._trace.unlink(missing_ok=True)


def serve(connection: Connection, trace: str, memory_bytes: int) -> None:
    """Do what is sent until the other end is closed: what a worker's process runs.

    Answers (result, null), or (null, traceback) where the work raised. Where its owner is gone it ends at once: what it
    holds (the lock of a month) must not outlive the run that asked for it.
    """
    threading.Thread(target=_end_with_owner, daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    pa.set_cpu_count(1)
    with Path(trace).open("w", encoding="utf-8") as file:
        faulthandler.enable(file)
        connection.send(READY)
        while True:
            try:
                work, stream, seconds = connection.recv()
            except EOFError:
                return
            faulthandler.dump_traceback_later(seconds, file=file)
            answer = _answer(work, stream)
            faulthandler.cancel_dump_traceback_later()
            connection.send(answer)


def _end_with_owner() -> None:
    """Wait until the process that owns the pool is gone, however it ended, then end this one."""
    owner = multiprocessing.parent_process()
    if owner is not None:
        wait([owner.sentinel])
        os._exit(1)


def as_stream(rows: pa.Table) -> pa.Buffer:
    """Rows as an Arrow stream: pickling a slice would send along all that it was cut from."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as writer:
        writer.write_table(rows)
    return sink.getvalue()


def _answer(work: Callable[[pa.Table], Any], stream: pa.Buffer) -> tuple[Any, str | None]:
    try:
        return work(pa.ipc.open_stream(stream).read_all()), None
    except Exception as error:
        return None, "".join(traceback.format_exception(error))[-TRACE_CHARACTERS:]
