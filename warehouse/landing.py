"""The landing folder: articles come in here, once per distinct bytes, and stay as they came.

`ingest_path` copies a file in under `<2 digits>/<16 digits of its SHA-256>/<its name>`; files that were put there by
hand, in whatever subfolder, are read all the same. What was refused at the door is noted in `.refused/`, so that the
next run can report it.
"""

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from schemas.errors import UnreadableInput
from warehouse.durable import publish_bytes, publish_file, staged_file
from warehouse.items import Format, Source, require_size, require_some, require_text
from warehouse.landed import (
    FORMATS,
    MAX_ITEM_BYTES,
    LandedFile,
    LandedItem,
    Refused,
    format_of,
    landed_file,
    read_items,
)
from warehouse.sidecars import SIDECAR_ENDING, open_regular, read_sidecar, sidecar_path, storable_name
from warehouse.tombstones import FORGOTTEN, read_tombstones

__all__ = [
    "FORMATS",
    "MAX_ITEM_BYTES",
    "IngestResult",
    "LandedFile",
    "LandedItem",
    "Refused",
    "ingest_path",
    "landed_file",
    "read_items",
    "refusals",
    "scan",
]

MAX_FILE_BYTES = 20_000_000_000
"""The largest file of many records taken in; it is read one by one, so this bounds the disk, not the memory."""
_CHUNK_BYTES = 1 << 20
_NAME_BYTES = 180
"""File systems hold 255 bytes; the sidecar's ending and room for a temporary one must fit too."""
_REFUSED_FOLDER = ".refused"
_STAGING_FOLDER = ".staging"
_UNFINISHED_SECONDS = 86_400
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".swp", "~")


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of one file: `new`, `known` (the same bytes landed before) or `refused`, and why.

    `place` is where it lies below the landing folder, null where it was refused.
    """

    source: str
    status: str
    place: str | None
    reason: str | None = None
    message: str | None = None


def ingest_path(
    source: Path, landing: Path, *, now: datetime, max_item_bytes: int = MAX_ITEM_BYTES
) -> list[IngestResult]:
    """Copy a file, or all files of a folder, into the landing folder, each whole or not at all.

    A file's sidecar (`name.meta.json` beside `name.txt`) goes along and arrives first. `now` becomes the file's
    modification time: when it landed. What cannot be an article is refused with a reason and noted for the next run;
    nothing is raised for it. Links inside a folder are refused: they may point anywhere.
    """
    _sweep(landing / _STAGING_FOLDER, now)
    if source.is_dir():
        files = [file.path for file in scan(source)]
        if not files:
            return [IngestResult(storable_name(source), "refused", None, "empty_folder", f"{source} holds no files")]
    else:
        files = [source.resolve() if source.is_symlink() else source]
    return [_ingest_file(path, landing, now, max_item_bytes) for path in files]


def scan(landing: Path) -> Iterator[LandedFile]:
    """Every file below the landing folder in a stable order: by folder, then by name; none where there is no folder.

    Sidecars, hidden files and folders, and unfinished downloads are passed over; what cannot be read as an article is
    not: `read_items` says why, for links (which are not followed) and closed folders too.
    """
    unreadable: list[OSError] = []
    for folder, subfolders, names in os.walk(landing, onerror=unreadable.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        links = [name for name in subfolders if Path(folder, name).is_symlink()]
        for name in sorted([*names, *links]):
            if not (name.startswith(".") or name.endswith((SIDECAR_ENDING, *_UNFINISHED))):
                yield landed_file(Path(folder) / name, landing)
    for error in unreadable:
        if not isinstance(error, FileNotFoundError):
            yield landed_file(Path(error.filename), landing)


def refusals(landing: Path) -> Iterator[Refused]:
    """What was refused at the door and has not landed since, in a stable order."""
    for note in sorted((landing / _REFUSED_FOLDER).glob("*.json")):
        fields = json.loads(note.read_text(encoding="utf-8"))
        yield Refused(**{**fields, "received_at": datetime.fromisoformat(fields["received_at"])})


def _sweep(staging: Path, now: datetime) -> None:
    """Remove what killed runs left unfinished more than a day ago; a younger file may be another run's."""
    for path in staging.glob("*.tmp"):
        if now.timestamp() - path.stat().st_mtime > _UNFINISHED_SECONDS:
            path.unlink(missing_ok=True)


def _ingest_file(source: Path, landing: Path, now: datetime, max_item_bytes: int) -> IngestResult:
    name = storable_name(source)
    try:
        result = _copied_in(source, landing, now, max_item_bytes)
    except UnreadableInput as error:
        reason, message = error.reason, str(error)
    except OSError as error:
        reason, message = "unreadable", f"{name} cannot be read: {error.strerror}; check the path and its permissions"
    else:
        _note_path(source, landing).unlink(missing_ok=True)
        return result
    _note(Refused(reason, message, name, now.astimezone(UTC).replace(microsecond=0)), source, landing)
    return IngestResult(name, "refused", None, reason, message)


def _note(refused: Refused, source: Path, landing: Path) -> None:
    """Note a refusal, one note a source; the same refusal again leaves the note as it was."""
    path = _note_path(source, landing)
    old = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    if (old.get("reason"), old.get("message")) == (refused.reason, refused.message):
        return
    text = json.dumps({**asdict(refused), "received_at": refused.received_at.isoformat()}, ensure_ascii=False)
    publish_bytes(text.encode("utf-8", "replace"), path, landing / _STAGING_FOLDER)


def _copied_in(source: Path, landing: Path, now: datetime, max_item_bytes: int) -> IngestResult:
    """Copy one file to its place; raises UnreadableInput for what cannot be an article, OSError for what has gone."""
    name = storable_name(source)
    with open_regular(source) as stream, staged_file(landing / _STAGING_FOLDER) as staged:
        form = format_of(source)[1]
        limit = MAX_FILE_BYTES if form.holds_many else max_item_bytes
        require_size(name, os.fstat(stream.fileno()).st_size, limit)
        sha256 = _copy(stream, staged, name, limit, is_text=form.is_text)
        _require_first(staged, source, form, max_item_bytes)
        _require_not_forgotten(staged, source, form, sha256, landing)
        folder = landing / sha256[:2] / sha256[:16]
        sidecar = sidecar_path(source)
        target = next((file.path for file in scan(folder)), None)
        status = "new" if target is None else "known"
        target = target or folder / _safe_name(source.name)
        message = _land_sidecar(sidecar, sidecar_path(target), landing) if sidecar.is_file() else None
        if status == "new":
            os.utime(staged, (now.timestamp(), now.timestamp()))
            publish_file(staged, target)
    return IngestResult(name, status, storable_name(target.relative_to(landing)), message=message)


def _copy(stream: BinaryIO, staged: Path, name: str, limit: int, *, is_text: bool) -> str:
    """Copy an open file and return its SHA-256; raises UnreadableInput where it is no text or grows past `limit`."""
    digest, size, is_blank = hashlib.sha256(), 0, True
    with staged.open("wb") as target:
        while chunk := stream.read(_CHUNK_BYTES):
            if size == 0 and is_text:
                require_text(name, chunk[:8192])
            size += len(chunk)
            require_size(name, size, limit)
            is_blank = is_blank and not chunk.strip()
            digest.update(chunk)
            target.write(chunk)
    require_some(name, is_blank)
    return digest.hexdigest()


def _require_first(staged: Path, source: Path, form: Format, max_item_bytes: int) -> None:
    """Raise UnreadableInput where a file cannot be read up to its first item: no need to take it in to say so."""
    with staged.open("rb") as stream:
        file = landed_file(source)
        said = partial(read_sidecar, source)
        next(form.reader(Source(file, stream, file.place, "", said, limit=max_item_bytes)), None)


def _require_not_forgotten(staged: Path, source: Path, form: Format, sha256: str, landing: Path) -> None:
    """Raise UnreadableInput for a file that is, or holds, what has to stay forgotten."""
    stones = read_tombstones(landing)
    if not stones:
        return
    if sha256 in stones:
        raise UnreadableInput(FORGOTTEN, f"{storable_name(source)}: {stones[sha256].message}")
    if form.holds_many:
        with staged.open("rb") as stream:
            file = landed_file(source)
            said = partial(read_sidecar, source)
            for item in form.reader(Source(file, stream, file.place, format_of(source)[0][1:], said)):
                if isinstance(item, LandedItem) and item.sha256 in stones:
                    where = f"{storable_name(source)}, {item.locator or f'record {item.record_number}'}"
                    raise UnreadableInput(
                        FORGOTTEN, f"{where}: {stones[item.sha256].message}. Take it out and land the rest"
                    )


def _land_sidecar(source: Path, target: Path, landing: Path) -> str | None:
    """Put the sidecar in place; says so where it replaces another one."""
    with open_regular(source) as stream:
        data = stream.read()
    old = target.read_bytes() if target.is_file() else None
    if data == old:
        return None
    publish_bytes(data, target, landing / _STAGING_FOLDER)
    return None if old is None else "its sidecar replaced the one that lay there"


def _note_path(source: Path, landing: Path) -> Path:
    """Where the refusal of a file is noted."""
    absolute = os.fsencode(source.absolute())
    return landing / _REFUSED_FOLDER / f"{hashlib.blake2b(absolute, digest_size=8).hexdigest()}.json"


def _safe_name(name: str) -> str:
    """A base name that every file system takes: no separators, control characters or leading dots, not too long."""
    readable = unicodedata.normalize("NFC", os.fsencode(name).decode("utf-8", "replace"))
    clean = re.sub(r'[\x00-\x1f\x7f<>:"/\\|?*]', "_", readable).strip().lstrip(".")
    stem, dot, ending = clean.rpartition(".")
    short = stem.encode()[:_NAME_BYTES].decode("utf-8", "ignore").rstrip(" .") or "article"
    return f"{short}{dot}{ending}"
