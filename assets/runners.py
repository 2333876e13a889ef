"""Where batches are worked on: in this process, or in a pool of others that survives what kills one of them.

A runner takes a pure function from rows to tables, and batches of rows, and gives back the tables of each batch in the
order of the batches. It knows nothing of articles. `assets.clusters` has the runner that does the same on Ray.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, islice
from typing import Protocol

import pyarrow as pa

from assets.process_pool import ProcessPool
from schemas.errors import SettingsError

Tables = dict[str, pa.Table]
Work = Callable[[pa.Table], Tables]
Refuse = Callable[[pa.Table, str, str], Tables]
"""What is given in place of the tables of a row that no worker came through: rows, short reason, message."""

ENGINES = ("auto", "inline", "pool", "ray")
"""auto: one batch here, more in a pool. inline: all here. pool: all in a pool. ray: on a Ray cluster."""


class Runner(Protocol):
    """Works on batches of rows."""

    def run(self, work: Work, refuse: Refuse, batches: Iterable[pa.Table]) -> Iterator[Tables]:
        """The tables that `work` makes of each batch, in order; of a row that ends its worker, those of `refuse`."""
        ...


class Inline:
    """Works in this process, one batch after the other."""

    def run(self, work: Work, refuse: Refuse, batches: Iterable[pa.Table]) -> Iterator[Tables]:
        """See `Runner.run`; what would end a worker ends this process, so `refuse` is never asked."""
        del refuse
        return map(work, batches)


class Automatic:
    """Works here where there is one batch, else in a pool: starting processes costs more than one batch."""

    def __init__(self, pool: Callable[[], ProcessPool]) -> None:
        self._pool = pool

    def run(self, work: Work, refuse: Refuse, batches: Iterable[pa.Table]) -> Iterator[Tables]:
        """See `Runner.run`."""
        rest = iter(batches)
        first = list(islice(rest, 2))
        chosen = INLINE if len(first) < 2 else self._pool()
        yield from chosen.run(work, refuse, chain(first, rest))

    @property
    def pool(self) -> ProcessPool:
        """The pool that more than one batch goes to."""
        return self._pool()


INLINE = Inline()


def runner_of(engine: str, workers: int) -> Runner:
    """The runner of that name, one of `ENGINES`; `workers` processes, 0 for as many as the machine has cores for us.

    Raises SettingsError for another name, or for `ray` where it is not installed.
    """
    if engine not in ENGINES:
        raise SettingsError(f"NUMTRAIL_ENGINE is {engine!r}: give one of {', '.join(ENGINES)}.")
    count = workers or len(os.sched_getaffinity(0))
    if engine == "ray":
        from assets.clusters import RayRunner

        return RayRunner(count)
    if engine == "inline":
        return INLINE
    return _pool(count) if engine == "pool" else Automatic(lambda: _pool(count))


def pool_of(runner: Runner) -> ProcessPool | None:
    """The pool of several processes that a runner works in; null where there is one process, or a cluster."""
    pool = runner.pool if isinstance(runner, Automatic) else runner
    return pool if isinstance(pool, ProcessPool) and pool.size > 1 else None


@cache
def _pool(workers: int) -> ProcessPool:
    """The pool of that size, kept until this process ends: its workers take longer to start than to do a batch."""
    pool = ProcessPool(workers)
    atexit.register(pool.close)
    return pool
