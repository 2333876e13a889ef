"""The landing folder: articles come in here, once per distinct bytes, and stay as they came.

`ingest_path` copies a file in under `<2 digits>/<16 digits of its SHA-256>/<its name>`; files that were put there by
hand, in whatever subfolder, are read all the same. What was refused at the door is noted in `.refused/`, so that the
next run can report it.
"""

import errno
import hashlib
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from schemas.errors import DamagedFile, StoreError, UnreadableInput
from warehouse.durable import publish_bytes, publish_file, read_json, remove_unfinished, staged_file
from warehouse.items import FIELDS, identity, require_size, require_some, require_text
from warehouse.landed import MAX_ITEM_BYTES, LandedFile, Refused, format_of, landed_file
from warehouse.limits import limit_of
from warehouse.sidecars import SIDECAR_ENDING, open_regular, read_sidecar, sidecar_path, storable_name
from warehouse.surveys import survey
from warehouse.tombstones import FORGOTTEN, read_tombstones

_LANDING_FAILS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG})
"""What is wrong with the landing folder and not with the file: no room, a quota, a disk that is read only, a limit on
what this process may write (`ulimit -f`)."""
MAX_FILE_BYTES = limit_of("file_bytes")
"""The largest file of many records taken in; it is read one by one, so this bounds the disk, not the memory."""
_CHUNK_BYTES = 1 << 20
_NAME_BYTES = 180
"""File systems hold 255 bytes; the sidecar's ending and room for a temporary one must fit too."""
_REFUSED_FOLDER = ".refused"
_STAGING_FOLDER = ".staging"
_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload", ".swp", "~")


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What became of one file: `new`, `known` (the same bytes landed before) or `refused`, and why.

    `place` is where it lies below the landing folder, null where it was refused. items: how many articles or records
    were found in it. refused_items: how many of its records cannot be taken in; problems: the first of these, in words.
    """

    source: str
    status: str
    place: str | None
    reason: str | None = None
    message: str | None = None
    items: int = 0
    refused_items: int = 0
    problems: tuple[str, ...] = ()


def ingest_path(
    source: Path,
    landing: Path,
    *,
    now: datetime,
    max_item_bytes: int = MAX_ITEM_BYTES,
    fields: Mapping[str, str] | None = None,
) -> list[IngestResult]:
    """Copy a file, or all files of a folder, into the landing folder, each whole or not at all.

    A file's sidecar (`name.meta.json` beside `name.txt`) goes along and arrives first. `now` becomes the file's
    modification time: when it landed. `fields` says by which names the fields of records go; it is kept in the sidecar.
    What cannot be an article is refused with a reason and noted for the next run; nothing is raised for it. Links
    inside a folder are refused: they may point anywhere.

    Raises:
        StoreError: The disk is full or the landing folder cannot be written; what was landed before stands.
    """
    files = files_of(source)
    if not files:
        return [IngestResult(storable_name(source), "refused", None, "empty_folder", f"{source} holds no files")]
    return [ingest_file(path, landing, now=now, max_item_bytes=max_item_bytes, fields=fields) for path in files]


def files_of(source: Path) -> list[Path]:
    """The files that a path names: itself, or all that lie in a folder."""
    if source.is_dir():
        return [file.path for file in scan(source)]
    return [source.resolve() if source.is_symlink() else source]


def ingest_stream(
    stream: IO[bytes], name: str, landing: Path, *, now: datetime, fields: Mapping[str, str] | None = None
) -> IngestResult:
    """Take in what comes through a pipe as a file called `name`, whose ending tells its format; see `ingest_path`."""
    staging = landing / _STAGING_FOLDER
    try:
        staging.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=staging, suffix=".tmp") as folder:
            path = Path(folder) / _safe_name(name)
            with path.open("wb") as target:
                copied = 0
                while copied <= MAX_FILE_BYTES and (chunk := stream.read(_CHUNK_BYTES)):
                    copied += target.write(chunk)
            result = ingest_file(path, landing, now=now, fields=fields, shown=f"standard input as {name}")
    except OSError as error:
        raise _unwritable(landing, error) from error
    return result


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
        yield _noted(note)


def _noted(note: Path) -> Refused:
    """What a note says; raises DamagedFile."""
    remedy = "remove it and bring the file in again, which notes anew what is refused"
    fields = read_json(note, remedy)
    try:
        return Refused(**{**fields, "received_at": datetime.fromisoformat(fields["received_at"])})
    except (KeyError, TypeError, ValueError) as error:
        raise DamagedFile(note, error, remedy) from error


def ingest_file(
    source: Path,
    landing: Path,
    *,
    now: datetime,
    max_item_bytes: int = MAX_ITEM_BYTES,
    fields: Mapping[str, str] | None = None,
    shown: str | None = None,
) -> IngestResult:
    """Copy one file into the landing folder; see `ingest_path`. `shown` is what messages call it."""
    name = shown or storable_name(source)
    try:
        remove_unfinished(landing / _STAGING_FOLDER, now)
        result = _copied_in(source, landing, now, max_item_bytes, fields or {}, name)
        _note_path(source, landing).unlink(missing_ok=True)
    except UnreadableInput as error:
        reason, message = error.reason, str(error)
    except OSError as error:
        if error.errno in _LANDING_FAILS or str(error.filename or "").startswith(str(landing)):
            raise _unwritable(landing, error) from error
        reason, message = "unreadable", f"{name} cannot be read: {error.strerror}; check the path and its permissions"
    else:
        return result
    try:
        _note(Refused(reason, message, name, now.astimezone(UTC).replace(microsecond=0)), source, landing)
    except OSError as error:
        raise _unwritable(landing, error) from error
    return IngestResult(name, "refused", None, reason, message)


def _unwritable(landing: Path, error: OSError) -> StoreError:
    return StoreError(
        f"Nothing more can be written below {landing} ({error.strerror}); what was landed before stands. Make room, or "
        "set NUMTRAIL_HOME to a folder that can be written, then run again."
    )


def _note(refused: Refused, source: Path, landing: Path) -> None:
    """Note a refusal, one note a source; the same refusal again leaves the note as it was."""
    path = _note_path(source, landing)
    try:
        old = _noted(path)
    except DamagedFile:
        pass  # the first of this source, or a note that this one mends
    else:
        if (old.reason, old.message) == (refused.reason, refused.message):
            return
    text = json.dumps({**asdict(refused), "received_at": refused.received_at.isoformat()}, ensure_ascii=False)
    publish_bytes(text.encode("utf-8", "replace"), path, landing / _STAGING_FOLDER)


def _copied_in(
    source: Path, landing: Path, now: datetime, max_item_bytes: int, fields: Mapping[str, str], name: str
) -> IngestResult:
    """Copy one file to its place; raises UnreadableInput for what cannot be an article, OSError for what has gone."""
    with open_regular(source) as stream, staged_file(landing / _STAGING_FOLDER) as staged:
        form = format_of(source)[1]
        limit = MAX_FILE_BYTES if form.holds_many else max_item_bytes
        before = identity(stream)
        require_size(name, before[0], limit)
        sha256 = _copy(stream, staged, name, limit, is_text=form.is_text)
        if identity(stream) != before:
            raise UnreadableInput("changed_while_read", f"{name} changed while it was copied; ingest it again")
        said = {**read_sidecar(source), **({FIELDS: dict(fields)} if fields and form.holds_many else {})}
        stones = read_tombstones(landing)
        if sha256 in stones:
            raise UnreadableInput(FORGOTTEN, f"{name}: {stones[sha256].message}")
        found = survey(staged, source, form, max_item_bytes, said, stones)
        folder = landing / sha256[:2] / sha256[:16]
        target = next((file.path for file in scan(folder)), None)
        status = "new" if target is None else "known"
        target = target or folder / _safe_name(source.name)
        sidecar = _sidecar_bytes(source, said, is_own=not fields)
        message = _land_sidecar(sidecar, sidecar_path(target), landing) if sidecar is not None else None
        if status == "new":
            os.utime(staged, (now.timestamp(), now.timestamp()))
            publish_file(staged, target)
    place = storable_name(target.relative_to(landing))
    return IngestResult(name, status, place, None, message, found.taken, found.refused, tuple(found.problems))


def _copy(stream: IO[bytes], staged: Path, name: str, limit: int, *, is_text: bool) -> str:
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


def _sidecar_bytes(source: Path, said: dict[str, Any], *, is_own: bool) -> bytes | None:
    """The sidecar to land with a file: its own as it stands, else what is said of it; null where nothing is."""
    path = sidecar_path(source)
    if is_own:
        if not path.is_file():
            return None
        with open_regular(path) as stream:
            return stream.read()
    return json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8", "replace")


def _land_sidecar(data: bytes, target: Path, landing: Path) -> str | None:
    """Put the sidecar in place; says so where it replaces another one."""
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
