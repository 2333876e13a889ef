"""Batches on their way through workers: which wait, which are out, which are back; what ends workers is cut out.

It is the same for a pool of processes and for a cluster, and starts no worker itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import pyarrow as pa

from warehouse.limits import limit_of

Result = TypeVar("Result")
"""What is made of a batch, or of a piece of one: mostly tables by name."""

TIMES_DONE_AGAIN = 1
"""How often a batch whose worker died is done again as it is: a process may be killed for no fault of the batch."""

BASE_SECONDS = SECONDS_PER_MEGABYTE = float(limit_of("batch_seconds"))
"""How long a batch may take: a minute, and a minute for each megabyte. Articles are read at some 400 kB a second; the
rest is for machines twenty times slower or that busy."""


@dataclass(slots=True)
class Task:
    """A batch, or a piece of one: its place among all, and how often its worker died."""

    place: tuple[int, ...]
    rows: pa.Table
    deaths: int = 0


@dataclass(slots=True)
class _Answers(Generic[Result]):
    """What has come back of one batch: results by place, and how many pieces are still out."""

    out: int = 1
    results: dict[tuple[int, ...], Result] = field(default_factory=dict)

    def in_order(self) -> list[Result]:
        return [self.results[place] for place in sorted(self.results)]


class BatchQueue(Generic[Result]):
    """The batches of one call: which are waiting, which are out, what has come back."""

    def __init__(
        self,
        refuse: Callable[[pa.Table, str, str], Result],
        batches: Iterator[pa.Table],
        most: int,
    ) -> None:
        """Take the batches, of which `most` are in memory at a time; see `assets.runners` for `refuse`."""
        self._refuse = refuse
        self._batches = enumerate(batches)
        self._most = most
        self._waiting: deque[Task] = deque()
        self._answers: dict[int, _Answers[Result]] = {}
        self._given = 0

    def next_task(self) -> Task | None:
        """What is to be done next: a piece to be done again, else the next batch while there is room for it."""
        if self._waiting:
            return self._waiting.popleft()
        if len(self._answers) >= self._most:
            return None
        number, rows = next(self._batches, (-1, None))
        if rows is None:
            return None
        self._answers[number] = _Answers()
        return Task((number,), rows)

    def put_back(self, task: Task) -> None:
        """Let a task wait that nobody could take."""
        self._waiting.appendleft(task)

    def done(self, task: Task, result: Result) -> None:
        """Keep the result of a task."""
        answers = self._answers[task.place[0]]
        answers.results[task.place] = result
        answers.out -= 1

    def died(self, task: Task, message: str) -> None:
        """Do a task again whose worker died, or cut it where that has been tried."""
        task.deaths += 1
        if task.deaths <= TIMES_DONE_AGAIN:
            self._waiting.append(task)
        else:
            self.cut_or_refuse(task, "worker_died", message)

    def cut_or_refuse(self, task: Task, reason: str, message: str) -> None:
        """Cut a task in two; where it is one row, that is what ends workers: refuse it."""
        if task.rows.num_rows <= 1:
            self.done(task, self._refuse(task.rows, reason, message))
            return
        half = task.rows.num_rows // 2
        self._answers[task.place[0]].out += 1
        for number, rows in enumerate((task.rows.slice(0, half), task.rows.slice(half))):
            # It has been done again as a whole already: what dies now is cut at once, down to a single row.
            deaths = TIMES_DONE_AGAIN if rows.num_rows > 1 else 0
            self._waiting.append(Task((*task.place, number), rows, deaths))

    def finished(self) -> Iterator[Result]:
        """The results of the next batches in order, as far as all of each is there."""
        while (answers := self._answers.get(self._given)) is not None and answers.out == 0:
            del self._answers[self._given]
            self._given += 1
            yield from answers.in_order()


def seconds_for(rows: pa.Table, base: float = BASE_SECONDS, per_megabyte: float = SECONDS_PER_MEGABYTE) -> float:
    """How long a worker may take for some rows."""
    return base + per_megabyte * int(rows.nbytes) / 1e6
