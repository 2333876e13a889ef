"""The same batches on a Ray cluster: each a unit, a file in and a folder out, so that a killed worker loses nothing.

A unit's result is written aside and renamed, so it is there whole or not at all, however often the unit was begun; what
counts is committed by the caller through the manifest of the lake, once. Needs the extra `numtrail[ray]`.

`RAY_ADDRESS` names a running cluster, and `NUMTRAIL_UNITS` a folder that all its machines see. Without an address
workers are started on this machine, reachable by a token of this run alone. Ray's own servers listen on every address
of a machine whatever is asked of them: keep its ports behind a firewall (`docs/scaling.md`).
"""

from __future__ import annotations

import os
import pickle
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from assets.batch_queue import BatchQueue, Task, seconds_for
from schemas.errors import SettingsError
from warehouse.parquet import read_beside, read_footer

Tables = dict[str, pa.Table]

LOOPBACK = "127.0.0.2"
"""Where the workers of one machine meet. Ray takes 127.0.0.1 for a wish to be reached from elsewhere and puts the
machine's own address in its place; any other address of the loopback network it leaves alone."""

RETRIES = 2
"""How often Ray begins a unit again whose worker or machine died, before it is cut."""


@dataclass(frozen=True, slots=True)
class _Running:
    """A unit that is out: its task, where its result will be, and until when it may take."""

    task: Task
    target: Path
    seconds: float
    deadline: float


class RayRunner:
    """Works on a Ray cluster; at most twice as many units as workers are out."""

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def run(
        self,
        work: Callable[[pa.Table], Tables],
        refuse: Callable[[pa.Table, str, str], Tables],
        batches: Iterable[pa.Table],
    ) -> Iterator[Tables]:
        """See `assets.runners.Runner.run`; `work` must be importable on every machine."""
        ray = _connected(self._workers)
        begin = ray.remote(max_retries=RETRIES, num_cpus=1)(run_unit)
        queue = BatchQueue(refuse, iter(batches), 2 * self._workers)
        running: dict[Any, _Running] = {}
        with tempfile.TemporaryDirectory(prefix="numtrail-units-", dir=os.environ.get("NUMTRAIL_UNITS")) as name:
            while True:
                yield from queue.finished()
                while (task := queue.next_task()) is not None:
                    source, target = _write_unit(Path(name), task)
                    seconds = seconds_for(task.rows)
                    reference = begin.remote(pickle.dumps(work), str(source), str(target))
                    running[reference] = _Running(task, target, seconds, time.monotonic() + (RETRIES + 1) * seconds)
                if not running:
                    return
                _take_in(ray, queue, running)


def run_unit(work: bytes, source: str, target: str) -> None:
    """Work on one unit, on whatever machine this is: rows from a Parquet file, tables into a folder there at once."""
    done = Path(target)
    if done.is_dir():
        return  # an earlier attempt came through after all
    tables = pickle.loads(work)(pq.read_table(source))  # noqa: S301 - sent by our own driver over an authenticated link
    aside = Path(tempfile.mkdtemp(prefix=f"{done.name}.", dir=done.parent))
    for name, rows in tables.items():
        pq.write_table(rows, aside / f"{name}.parquet", compression="zstd", write_page_checksum=True)
    try:
        aside.rename(done)
    except OSError:
        shutil.rmtree(aside)  # another attempt was faster; both made the same


def _write_unit(folder: Path, task: Task) -> tuple[Path, Path]:
    name = "_".join(map(str, task.place)) + f"_{task.deaths}"
    source = folder / f"{name}.parquet"
    pq.write_table(task.rows, source, compression="zstd")
    return source, folder / name


def _take_in(ray: ModuleType, queue: BatchQueue[Tables], running: dict[Any, _Running]) -> None:
    nearest = min(unit.deadline for unit in running.values()) - time.monotonic()
    ready, _ = ray.wait(list(running), timeout=max(0.0, nearest))
    for reference in ready:
        unit = running.pop(reference)
        try:
            ray.get(reference)
        except ray.exceptions.RayTaskError as error:
            queue.cut_or_refuse(unit.task, "worker_failed", str(error))
        except ray.exceptions.RayError as error:
            queue.cut_or_refuse(unit.task, "worker_died", f"The worker that read it died {RETRIES + 1} times. {error}")
        else:
            queue.done(unit.task, _read_result(unit.target))
    now = time.monotonic()
    for reference, unit in [pair for pair in running.items() if pair[1].deadline <= now]:
        del running[reference]
        ray.cancel(reference, force=True)
        queue.cut_or_refuse(unit.task, "time_limit", f"It took longer than {unit.seconds:.0f} seconds.")


def _read_result(folder: Path) -> Tables:
    """The tables of a unit, which are then removed; raises DamagedFile for one that is not whole."""
    paths = sorted(folder.glob("*.parquet"))
    tables = {path.stem: read_beside([path], read_footer(path).schema.to_arrow_schema()) for path in paths}
    shutil.rmtree(folder)
    return tables


def _connected(workers: int) -> ModuleType:
    """Ray, connected to the cluster of `RAY_ADDRESS` or to one of this process's own."""
    os.environ.setdefault("RAY_AUTH_MODE", "token")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # Ray starts its workers at a lower priority than anything else on the machine; ours are what it is there for.
    os.environ.setdefault("RAY_worker_niceness", "0")
    address = os.environ.get("RAY_ADDRESS")
    if address is None:
        # Else Ray writes one to the user's home folder, and whoever reads that may run code here.
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    try:
        import ray
    except ImportError as error:
        raise SettingsError("NUMTRAIL_ENGINE is ray, which is not installed: pip install 'numtrail[ray]'.") from error
    if not ray.is_initialized():
        local = {} if address else {"num_cpus": workers, "_node_ip_address": LOOPBACK, "include_dashboard": False}
        ray.init(address=address, log_to_driver=False, **local)
    connected: ModuleType = ray
    return connected
