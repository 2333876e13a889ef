"""Which articles of all months repeat an earlier one. Dagster-free, so tests call it.

The sketch of each article is kept beside the lake, a file a month, named by the content it was made from: it can be
thrown away at any time and is made again, as one that is damaged is; only new months are sketched.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy
import pyarrow as pa
from numpy.lib.npyio import NpzFile

from assets.admission import admitted_inputs
from assets.freshness import STEPS
from assets.versions import stage_version
from pipelines.normalise.duplicates import PERMUTATIONS, find_copies, sketch_of
from schemas.rows import table_of
from warehouse.durable import publish_bytes
from warehouse.lake import Snapshot

_LAST_DAY = numpy.datetime64(date.max)
"""Where undated articles stand in the order: behind all others, so that a copy with a date is never the original's."""


def find_article_copies(snapshot: Snapshot, folder: Path) -> pa.Table:
    """Rows of `core_article_copies` for the articles of all months; sketches are kept in `folder`.

    Articles are held against one another in the order of publication, then of their ids: the same articles give the
    same answer, whenever and in whatever order they landed.
    """
    files = [_month_file(snapshot, month, folder) for month in snapshot.partitions("core_sentences")]
    for stale in set(folder.glob("*.npz")) - set(files):
        stale.unlink()
    loaded = [numpy.load(path, allow_pickle=False) for path in files]
    ids, days = (
        numpy.concatenate([month[name] for month in loaded] or [numpy.array([], kind)])
        for name, kind in (("ids", "U18"), ("days", "datetime64[D]"))
    )
    order = numpy.lexsort((ids, days))
    copies = find_copies(_all_sketches(loaded, len(ids)), order)
    names = ids[order]
    rows = [(str(names[copy.place]), str(names[copy.original]), copy.similarity) for copy in copies]
    return table_of("core_article_copies", sorted(rows))


def _all_sketches(loaded: Sequence[NpzFile], count: int) -> numpy.ndarray:
    """The sketches of all months as one array, 0.5 kB an article, filled a month at a time and so held once."""
    sketches, first = numpy.empty((count, PERMUTATIONS), dtype="u4"), 0
    for month in loaded:
        rows = month["sketches"]
        sketches[first : first + len(rows)] = rows
        first += len(rows)
    return sketches


def _month_file(snapshot: Snapshot, month: str, folder: Path) -> Path:
    """The file with the sketches of a month's articles, made where it is not there yet, or not whole."""
    entries = [*snapshot.entries("core_documents", month), *snapshot.entries("core_sentences", month)]
    content = " ".join([stage_version("normalise"), *(entry.sha256 for entry in entries)])
    path = folder / f"{month}-{hashlib.sha256(content.encode()).hexdigest()[:16]}.npz"
    if not _is_whole(path):
        # What it refuses the step that reads sentences into claims tells: it reads the same two tables.
        snapshot, _ = admitted_inputs(snapshot, STEPS["deduplicate"], month)
        days = snapshot.read("core_documents", month, ["article_id", "published_start"]).to_pydict()
        published = dict(zip(days["article_id"], days["published_start"], strict=True))
        made = [(name, sketch) for name, text in _texts(snapshot, month) if (sketch := sketch_of(text)) is not None]
        buffer = io.BytesIO()
        numpy.savez(
            buffer,
            ids=numpy.array([name for name, _ in made], dtype="U18"),
            days=numpy.array([published[name] or _LAST_DAY for name, _ in made], dtype="datetime64[D]"),
            sketches=numpy.array([sketch for _, sketch in made], dtype="u4").reshape(-1, PERMUTATIONS),
        )
        publish_bytes(buffer.getvalue(), path, folder / ".staging")
    return path


def _is_whole(path: Path) -> bool:
    """Whether a file of sketches holds all its arrays as they were written: each has its checksum."""
    try:
        with zipfile.ZipFile(path) as file:
            return {"ids.npy", "days.npy", "sketches.npy"} <= set(file.namelist()) and file.testzip() is None
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError):
        return False  # RuntimeError is what a damaged head that says "encrypted" or "packed in another way" gives


def _texts(snapshot: Snapshot, month: str) -> Iterator[tuple[str, str]]:
    """The words of each article of a month, one part of it in memory at a time; articles are never split over parts."""
    for part in snapshot.parts("core_sentences", month):
        rows = snapshot.read("core_sentences", month, ["article_id", "start", "text"], part=part)
        rows = rows.sort_by([("article_id", "ascending"), ("start", "ascending")])
        name, words = None, []
        for article, text in zip(rows["article_id"].to_pylist(), rows["text"].to_pylist(), strict=True):
            if article != name and name is not None:
                yield name, " ".join(words)
                words = []
            name = article
            words.append(text)
        if name is not None:
            yield name, " ".join(words)
