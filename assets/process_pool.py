"""A pool of processes that loses no batch: whatever ends a worker, its batch is done again or cut until it is found.

Why not `concurrent.futures`: one killed worker breaks that pool and all that was given to it, a worker that loops is
never ended, and all batches are queued at once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import wait

import pyarrow as pa

from assets.pool_worker import Worker

Tables = dict[str, pa.Table]

TIMES_DONE_AGAIN = 1
"""How often a batch whose worker died is done again as it is: a process may be killed for no fault of the batch."""

BASE_SECONDS = 60.0
SECONDS_PER_MEGABYTE = 60.0
"""How long a batch may take: a minute, and a minute for each megabyte. Articles are read at some 400 kB a second; the
rest is for machines twenty times slower or that busy."""

MEMORY_BYTES = 2 << 30
"""How much a worker may allocate; a batch of the largest size needs a tenth of it."""


@dataclass(slots=True)
class _Task:
    """A batch, or a piece of one: its place among all, and how often its worker died."""

    place: tuple[int, ...]
    rows: pa.Table
    deaths: int = 0


@dataclass(slots=True)
class _Answers:
    """What has come back of one batch: tables by place, and how many pieces are still out."""

    out: int = 1
    tables: dict[tuple[int, ...], Tables] = field(default_factory=dict)

    def in_order(self) -> list[Tables]:
        return [self.tables[place] for place in sorted(self.tables)]


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
        self._context.set_forkserver_preload(["pipelines.batches"])
        self._workers: list[Worker] = []

    @property
    def process_ids(self) -> list[int]:
        """The workers alive."""
        return [worker.process_id for worker in self._workers]

    def close(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def run(
        self,
        work: Callable[[pa.Table], Tables],
        refuse: Callable[[pa.Table, str, str], Tables],
        batches: Iterable[pa.Table],
    ) -> Iterator[Tables]:
        """The tables of each batch in order; `work` and `refuse` must be importable by name.

        A batch whose worker dies is done again, then cut in two, until one row is left: that is refused with what is
        known of its end. One whose worker takes too long or too much memory is cut at once.
        """
        run = _Run(work, refuse, iter(batches), 2 * self._count)
        try:
            while True:
                yield from run.finished()
                self._hand_out(run)
                busy = [worker for worker in self._workers if worker.task is not None]
                if not busy:
                    return
                self._take_in(run, busy)
        finally:
            # Whoever stops listening half-way leaves workers busy with what nobody waits for.
            for worker in [worker for worker in self._workers if worker.task is not None]:
                self._dismiss(worker)

    def _hand_out(self, run: _Run) -> None:
        while (task := run.next_task()) is not None:
            worker = next((worker for worker in self._workers if worker.task is None), None)
            if worker is None and len(self._workers) < self._count:
                worker = Worker(self._context, self._memory_bytes)
                self._workers.append(worker)
            if worker is None:
                run.put_back(task)
                return
            seconds = self._base_seconds + self._seconds_per_megabyte * task.rows.nbytes / 1e6
            if not worker.begin(task, run.work, seconds):
                self._dismiss(worker)
                run.put_back(task)

    def _take_in(self, run: _Run, busy: list[Worker]) -> None:
        nearest = min(worker.deadline for worker in busy) - time.monotonic()
        wait([worker.connection for worker in busy], timeout=max(0.0, nearest))
        for worker in busy:
            if worker.connection.poll():
                self._answered(run, worker)
            elif worker.deadline <= time.monotonic():
                task, trace = worker.task, worker.last_words()
                self._dismiss(worker)
                run.cut_or_refuse(task, "time_limit", f"It took longer than {worker.seconds:.0f} seconds. {trace}")

    def _answered(self, run: _Run, worker: Worker) -> None:
        task = worker.task
        try:
            tables, error = worker.connection.recv()
        except (EOFError, OSError):
            message = f"The process that read it {_ending(worker.ended())}. {worker.last_words()}"
            self._dismiss(worker)
            run.died(task, message)
            return
        worker.task = None
        if error is None:
            run.done(task, tables)
        else:
            run.cut_or_refuse(task, "worker_failed", error)

    def _dismiss(self, worker: Worker) -> None:
        worker.end()
        self._workers.remove(worker)


class _Run:
    """The batches of one call: which are waiting, which are out, what has come back."""

    def __init__(
        self,
        work: Callable[[pa.Table], Tables],
        refuse: Callable[[pa.Table, str, str], Tables],
        batches: Iterator[pa.Table],
        most: int,
    ) -> None:
        self.work = work
        self._refuse = refuse
        self._batches = enumerate(batches)
        self._most = most
        self._waiting: deque[_Task] = deque()
        self._answers: dict[int, _Answers] = {}
        self._given = 0

    def next_task(self) -> _Task | None:
        """What is to be done next: a piece to be done again, else the next batch while there is room for it."""
        if self._waiting:
            return self._waiting.popleft()
        if len(self._answers) >= self._most:
            return None
        number, rows = next(self._batches, (-1, None))
        if rows is None:
            return None
        self._answers[number] = _Answers()
        return _Task((number,), rows)

    def put_back(self, task: _Task) -> None:
        """Let a task wait that nobody could take."""
        self._waiting.appendleft(task)

    def done(self, task: _Task, tables: Tables) -> None:
        """Keep the tables of a task."""
        answers = self._answers[task.place[0]]
        answers.tables[task.place] = tables
        answers.out -= 1

    def died(self, task: _Task, message: str) -> None:
        """Do a task again whose worker died, or cut it where that has been tried."""
        task.deaths += 1
        if task.deaths <= TIMES_DONE_AGAIN:
            self._waiting.append(task)
        else:
            self.cut_or_refuse(task, "worker_died", message)

    def cut_or_refuse(self, task: _Task, reason: str, message: str) -> None:
        """Cut a task in two; where it is one row, that is what ends workers: refuse it."""
        if task.rows.num_rows <= 1:
            self.done(task, self._refuse(task.rows, reason, message))
            return
        half = task.rows.num_rows // 2
        self._answers[task.place[0]].out += 1
        for number, rows in enumerate((task.rows.slice(0, half), task.rows.slice(half))):
            # It has been done again as a whole already: what dies now is cut at once, down to a single row.
            deaths = TIMES_DONE_AGAIN if rows.num_rows > 1 else 0
            self._waiting.append(_Task((*task.place, number), rows, deaths))

    def finished(self) -> Iterator[Tables]:
        """The tables of the next batches in order, as far as all of each is there."""
        while (answers := self._answers.get(self._given)) is not None and answers.out == 0:
            del self._answers[self._given]
            self._given += 1
            yield from answers.in_order()


def _ending(code: int | None) -> str:
    """How a process ended, in words."""
    if code is not None and code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with exit code {code}" if code is not None else f"is gone ({os.strerror(32)})"
