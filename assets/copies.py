"""Which articles of all months repeat an earlier one. Dagster-free, so tests call it.

The sketch of each article is kept beside the lake, a file a month, named by the content it was made from: it can be
thrown away at any time and is made again, as one that is damaged is; only new months are sketched. Beside them lies the
last answer, so that the next is worked out for those articles alone that may be told otherwise.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy
import pyarrow as pa

from assets.admission import admitted_inputs
from assets.freshness import STEPS
from assets.made_ahead import make_ahead
from assets.runners import INLINE, Runner
from assets.versions import stage_version
from pipelines.normalise.duplicates import PERMUTATIONS, Copy, find_changed_copies, find_copies, sketch_of
from schemas.rows import table_of
from warehouse.durable import publish_bytes, remove_unfinished
from warehouse.lake import Snapshot

Row = tuple[str, str, float]
"""An article, the one it repeats, and how alike they are."""

_LAST = "copies.json"
"""The file of the last answer."""

MOST_ASKED = 0.02
"""Share of articles above which all are held against one another: to ask of each what it may repeat takes as long."""

_LAST_DAY = numpy.datetime64(date.max)
"""Where undated articles stand in the order: behind all others, so that a copy with a date is never the original's."""


@dataclass(frozen=True, slots=True)
class _Sketched:
    """Articles with their sketches: ids, days of publication, and a row of numbers each."""

    ids: numpy.ndarray
    days: numpy.ndarray
    sketches: numpy.ndarray

    @property
    def order(self) -> numpy.ndarray:
        """Their rows in the order of publication, then of their ids."""
        return numpy.lexsort((self.ids, self.days))

    def copies(self) -> list[Row]:
        """Those that repeat an earlier one, all held against one another."""
        order = self.order
        return self.named(find_copies(self.sketches, order), order)

    def named(self, copies: Iterable[Copy], order: numpy.ndarray) -> list[Row]:
        """Copies told by places in an order, by the ids of the articles."""
        ids = self.ids
        return [(str(ids[order[c.place]]), str(ids[order[c.original]]), c.similarity) for c in copies]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was found the last time: by which rules, from which files, and what."""

    version: str
    months: dict[str, str]
    copies: list[Row]

    @property
    def digest(self) -> str:
        """A hash of all of it, kept beside it: what was damaged is no answer."""
        return hashlib.sha256(json.dumps([self.version, self.months, self.copies]).encode()).hexdigest()


def find_article_copies(
    snapshot: Snapshot, folder: Path, runner: Runner = INLINE, *, is_anew: bool = False
) -> pa.Table:
    """Rows of `core_article_copies` for the articles of all months.

    The same articles give the same answer, whenever and in whatever order they landed. It is worked out anew for those
    that may be told otherwise because of what came, went or changed since the last time.

    Args:
        snapshot: The lake.
        folder: Where the sketches of each month and the last answer are kept.
        runner: Where sketches that are not there yet are made.
        is_anew: Whether the last answer is left aside and as it is, and all articles are held against one another.
    """
    months = snapshot.partitions("core_sentences")
    missing = [month for month in months if not _path(snapshot, month, folder).is_file()]
    make_ahead(runner, month_file, snapshot, folder, missing)
    files = {month: month_file(snapshot, month, folder) for month in months}
    articles = _load(list(files.values()))
    if is_anew:
        return table_of("core_article_copies", sorted(articles.copies()))
    answer = _Answer(stage_version("normalise"), {month: path.name for month, path in files.items()}, [])
    answer = replace(answer, copies=sorted(_brought_up(_last_answer(folder), articles, files, folder)))
    publish_bytes(json.dumps([answer.digest, asdict(answer)]).encode(), folder / _LAST, folder / ".staging")
    remove_unfinished(folder / ".staging", datetime.now(UTC))
    for stale in set(folder.glob("*.npz")) - set(files.values()):
        stale.unlink(missing_ok=True)
    return table_of("core_article_copies", answer.copies)


def _brought_up(last: _Answer | None, articles: _Sketched, files: Mapping[str, Path], folder: Path) -> list[Row]:
    """The copies among all articles, from the last answer where little changed since."""
    changes = None if last is None else _changes(last, files, folder)
    if last is None or changes is None:
        return articles.copies()
    seeds, gone = changes
    order, copied = articles.order, numpy.array([row[0] for row in last.copies], articles.ids.dtype)
    was_copy = numpy.isin(articles.ids, copied)[order]
    found = find_changed_copies(articles.sketches, order, seeds, was_copy, int(MOST_ASKED * len(order)) + 1)
    if found is None:
        return articles.copies()
    asked, copies = found
    gone |= set(articles.ids[order[asked]].tolist())
    return [*(row for row in last.copies if row[0] not in gone), *articles.named(copies, order)]


def _load(files: Sequence[Path]) -> _Sketched:
    """The articles of some files; their sketches, 0.5 kB an article, are put in place file by file and so held once."""
    loaded = [numpy.load(path, allow_pickle=False) for path in files]
    ids, days = (
        numpy.concatenate([month[name] for month in loaded] or [numpy.array([], kind)])
        for name, kind in (("ids", "U18"), ("days", "datetime64[D]"))
    )
    sketches, first = numpy.empty((len(ids), PERMUTATIONS), dtype="u4"), 0
    for month in loaded:
        rows = month["sketches"]
        sketches[first : first + len(rows)] = rows
        first += len(rows)
    return _Sketched(ids, days, sketches)


def _changes(last: _Answer, files: Mapping[str, Path], folder: Path) -> tuple[numpy.ndarray, set[str]] | None:
    """Sketches that came, went or changed since the last answer, and ids that went; null where that cannot be told."""
    seeds, gone = [numpy.empty((0, PERMUTATIONS), dtype="u4")], set[str]()
    for month in last.months.keys() | files.keys():
        old, new = last.months.get(month), files.get(month)
        if new is not None and old == new.name:
            continue
        if old is not None and not _is_whole(folder / old):
            return None
        sides = [_load([path]) if path else _load([]) for path in (folder / old if old else None, new)]
        was, now = ({row: place for place, row in enumerate(_rows(side))} for side in sides)
        for side, these, those in ((sides[0], was, now), (sides[1], now, was)):
            seeds.append(side.sketches[[place for row, place in these.items() if row not in those]])
        gone |= {row[0] for row in was.keys() - now.keys()}
    return numpy.concatenate(seeds), gone


def _rows(side: _Sketched) -> Iterator[tuple[str, str, bytes]]:
    sketches = (row.tobytes() for row in side.sketches)
    return zip(side.ids.tolist(), side.days.astype(str).tolist(), sketches, strict=True)


def _last_answer(folder: Path) -> _Answer | None:
    """What was found the last time by the present rules; null where there is none, or it is damaged."""
    try:
        digest, fields = json.loads((folder / _LAST).read_text(encoding="utf-8"))
        last = _Answer(**fields)
        last = replace(last, copies=[(str(copy), str(original), float(alike)) for copy, original, alike in last.copies])
    except (OSError, ValueError, TypeError):
        return None
    return last if (last.version, last.digest) == (stage_version("normalise"), digest) else None


def _path(snapshot: Snapshot, month: str, folder: Path) -> Path:
    """Where the sketches of a month lie, named by what they are made from."""
    entries = [*snapshot.entries("core_documents", month), *snapshot.entries("core_sentences", month)]
    content = " ".join([stage_version("normalise"), *(entry.sha256 for entry in entries)])
    return folder / f"{month}-{hashlib.sha256(content.encode()).hexdigest()[:16]}.npz"


def month_file(snapshot: Snapshot, month: str, folder: Path) -> Path:
    """The file with the sketches of a month's articles, made where it is not there yet, or not whole."""
    path = _path(snapshot, month, folder)
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
