"""A pool of processes that loses no batch: whatever ends a worker, its batch is done again or cut until it is found.

Why not `concurrent.futures`: one killed worker breaks that pool and all that was given to it, a worker that loops is
never ended, and all batches are queued at once.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.forkserver
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from multiprocessing.connection import wait

import pyarrow as pa

from assets.batch_queue import BASE_SECONDS, SECONDS_PER_MEGABYTE, BatchQueue, Result, seconds_for
from assets.pool_worker import Worker
from warehouse.limits import limit_of

MEMORY_BYTES = limit_of("batch_bytes")
"""How much a worker may allocate; a batch of the largest size needs a tenth of it."""

BATCH_MODULES = ("pipelines.batches",)
"""What the process that workers are forked from has loaded: all that reading a batch takes."""


class ProcessPool:
    """Workers that each do one batch at a time; at most twice as many batches as workers are in memory."""

    def __init__(
        self,
        workers: int,
        *,
        base_seconds: float = BASE_SECONDS,
        seconds_per_megabyte: float = SECONDS_PER_MEGABYTE,
        memory_bytes: int = MEMORY_BYTES,
    ) -> None:
        self._count = workers
        self._base_seconds = base_seconds
        self._seconds_per_megabyte = seconds_per_megabyte
        self._memory_bytes = memory_bytes
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([*BATCH_MODULES])
        self._workers: list[Worker] = []

    @property
    def size(self) -> int:
        """How many workers there are at most."""
        return self._count

    @property
    def process_ids(self) -> list[int]:
        """The workers alive."""
        return [worker.process_id for worker in self._workers]

    def load_ahead(self, modules: Sequence[str]) -> None:
        """Begin to load modules that workers will need beyond those of a batch, while this process goes on.

        They are loaded once, in the process that workers are forked from, and share its memory. Where that process is
        there already nothing is done: each worker then loads what is missing by itself.
        """
        self._context.set_forkserver_preload([*BATCH_MODULES, *modules])
        multiprocessing.forkserver.ensure_running()

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def run(
        self,
        work: Callable[[pa.Table], Result],
        refuse: Callable[[pa.Table, str, str], Result],
        batches: Iterable[pa.Table],
        seconds: Callable[[pa.Table], float] | None = None,
    ) -> Iterator[Result]:
        """What `work` makes of each batch in order; it and `refuse` must be importable by name.

        A batch whose worker dies is done again, then cut in two, until one row is left: that is refused with what is
        known of its end. One whose worker takes too long or too much memory is cut at once; `seconds` says how long
        that is, by default as its size allows.
        """
        run = BatchQueue(refuse, iter(batches), 2 * self._count)
        limit = seconds or self._seconds_by_size
        try:
            while True:
                yield from run.finished()
                self._hand_out(run, work, limit)
                busy = [worker for worker in self._workers if worker.task is not None]
                if not busy:
                    return
                self._take_in(run, busy)
        finally:
            # Whoever stops listening half-way leaves workers busy with what nobody waits for.
            for worker in [worker for worker in self._workers if worker.task is not None]:
                self._dismiss(worker)

    def _seconds_by_size(self, rows: pa.Table) -> float:
        return seconds_for(rows, self._base_seconds, self._seconds_per_megabyte)

    def _hand_out(
        self, run: BatchQueue[Result], work: Callable[[pa.Table], Result], limit: Callable[[pa.Table], float]
    ) -> None:
        while (task := run.next_task()) is not None:
            worker = next((worker for worker in self._workers if worker.task is None), None)
            if worker is None and len(self._workers) < self._count:
                worker = Worker(self._context, self._memory_bytes)
                self._workers.append(worker)
            if worker is None:
                run.put_back(task)
                return
            if not worker.begin(task, work, limit(task.rows)):
                self._dismiss(worker)
                run.put_back(task)

    def _take_in(self, run: BatchQueue[Result], busy: list[Worker]) -> None:
        nearest = min(worker.deadline for worker in busy) - time.monotonic()
        wait([worker.connection for worker in busy], timeout=max(0.0, nearest))
        for worker in busy:
            if worker.connection.poll():
                self._answered(run, worker)
            elif worker.deadline <= time.monotonic():
                task, trace = worker.task, worker.last_words()
                self._dismiss(worker)
                run.cut_or_refuse(task, "time_limit", f"It took longer than {worker.seconds:.0f} seconds. {trace}")

    def _answered(self, run: BatchQueue[Result], worker: Worker) -> None:
        task = worker.task
        try:
            result, error = worker.connection.recv()
        except (EOFError, OSError):
            message = f"The process that read it {_ending(worker.ended())}. {worker.last_words()}"
            self._dismiss(worker)
            run.died(task, message)
            return
        worker.task = None
        if error is None:
            run.done(task, result)
        else:
            run.cut_or_refuse(task, "worker_failed", error)

    def _dismiss(self, worker: Worker) -> None:
        worker.end()
        self._workers.remove(worker)


def _ending(code: int | None) -> str:
    """How a process ended, in words."""
    if code is not None and code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with exit code {code}" if code is not None else f"is gone ({os.strerror(32)})"
