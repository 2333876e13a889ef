"""Files kept beside the lake, one a month: where many are to be made, processes of the pool make them first.

Who needs them then finds them there. What a process could not make is made by who needs it, and tells its error there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pyarrow as pa
from dagster import get_dagster_logger

from assets.admission import remember_sound, sound_files
from assets.batch_queue import BASE_SECONDS
from assets.runners import Runner, pool_of
from warehouse.lake import Lake, Snapshot

MakeFile = Callable[[Snapshot, str, Path], Path]
"""Makes the file of a month in a folder where it is not there yet; importable by name."""

Made = tuple[list[tuple[str, str]], str]
"""Table and content of each file of the lake that was found sound on the way; why a file was not made, else empty."""

FEWEST_ARTICLES = 2_000
"""Articles of the months whose files are missing from which on processes make them: some two seconds of work."""
SECONDS_AN_ARTICLE = 0.05
"""For machines some fifty times slower, or that busy: an article takes a millisecond."""


def make_ahead(runner: Runner, make: MakeFile, snapshot: Snapshot, folder: Path, missing: Iterable[str]) -> None:
    """Let the processes of a runner's pool make the files of some months, where there is a pool and enough to do."""
    articles = {month: sum(entry.rows for entry in snapshot.entries("core_documents", month)) for month in missing}
    if len(articles) < 2 or sum(articles.values()) < FEWEST_ARTICLES or (pool := pool_of(runner)) is None:
        return
    work = partial(make_one, make=make, root=snapshot.root, number=snapshot.manifest.number, folder=folder)
    units = [pa.table({"month": [month], "articles": [count]}) for month, count in articles.items()]
    for sound, why in pool.run(work, leave_one, units, seconds_of):
        for table, sha256 in sound:
            remember_sound(table, sha256)
        if why:
            get_dagster_logger().warning(why)
    # What they keep of a month is more than it costs to start others for what comes next.
    pool.close()


def make_one(unit: pa.Table, *, make: MakeFile, root: Path, number: int, folder: Path) -> Made:
    """Make the file of the month that a unit names."""
    snapshot = Lake(root).snapshot(number)
    month = unit["month"][0].as_py()
    make(snapshot, month, folder)
    return sound_files(snapshot, month), ""


def seconds_of(unit: pa.Table) -> float:
    """How long a process may take for a month."""
    return BASE_SECONDS + SECONDS_AN_ARTICLE * int(unit["articles"][0].as_py())


def leave_one(unit: pa.Table, reason: str, message: str) -> Made:
    """Leave a month to who needs its file: it fails there with its own error, or does not."""
    return [], f"{unit['month'][0]}: no process could make what is kept of it ({reason}), so it is made here: {message}"
