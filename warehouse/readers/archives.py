"""Archives: each member read by the reader of its own format, nothing ever unpacked to a path of its choosing.

Members are read through memory, large ones through an unnamed temporary file. What a member claims (its size, its
name) is not believed: sizes are counted while reading, names only tell the format.
"""

import errno
import struct
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any, TypeVar

from schemas.errors import UnreadableInput
from warehouse.items import HEAD_BYTES, Format, LandedItem, Refused, Source, require_text
from warehouse.limits import limit_of
from warehouse.sidecars import MAX_SIDECAR_BYTES, SIDECAR_ENDING, json_object

MAX_MEMBERS = limit_of("archive_members")
MAX_MEMBER_BYTES = limit_of("archive_member_bytes")
"""The largest member that holds many records; one that is an article keeps the limit of articles."""
MAX_TOTAL_BYTES = limit_of("file_bytes")
MAX_RATIO = limit_of("archive_ratio")
"""Beyond this ratio, and SMALL bytes, a member is a bomb."""
SMALL = 10_000_000
_CHUNK = 1 << 20
_IN_MEMORY = 20_000_000

Open = Callable[[], IO[bytes]]
Opened = TypeVar("Opened", zipfile.ZipFile, IO[bytes])
Sidecar = Callable[[], dict[str, Any]]
Member = tuple[str, str | None, int, int, Open]
"""Name, why it may not be read, size as it claims, size packed (0 where that is not known), how to open it."""


def read_zip(source: Source, formats: Mapping[str, Format]) -> Iterator[LandedItem | Refused]:
    """The items of all members of a ZIP file, in its order.

    Raises:
        UnreadableInput: `malformed_archive`.
    """
    try:
        with _opened_zip(lambda: zipfile.ZipFile(source.stream)) as archive:
            yield from _members(source, formats, [_zip_member(archive, info) for info in archive.infolist()])
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise UnreadableInput(
            "malformed_archive", f"{source.name} is no whole ZIP file ({error}); fetch it again"
        ) from error


def read_tar(source: Source, formats: Mapping[str, Format]) -> Iterator[LandedItem | Refused]:
    """The items of all members of a tar file, packed or not, in its order.

    Raises:
        UnreadableInput: `malformed_archive`, `truncated`.
    """
    try:
        with tarfile.open(fileobj=source.stream, mode="r:*") as archive:
            yield from _members(source, formats, (_tar_member(archive, info) for info in archive))
    except tarfile.TarError as error:
        raise UnreadableInput(
            "malformed_archive", f"{source.name} is no whole tar file ({error}); fetch it again"
        ) from error
    except (EOFError, zlib.error) as error:
        raise UnreadableInput("truncated", f"{source.name} ends too early or is damaged; fetch it again") from error


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    reason = None
    if info.flag_bits & 1:
        reason = "password"
    elif (info.external_attr >> 16) & 0o170000 == 0o120000:
        reason = "symlink"
    elif info.filename.endswith("/"):  # `is_dir` fails where there is no name at all
        reason = "folder"
    return info.filename, reason, info.file_size, info.compress_size, lambda: _opened_zip(lambda: archive.open(info))


def _opened_zip(opening: Callable[[], Opened]) -> Opened:
    """What `zipfile` opens; a name that is no UTF-8, or a place before the file, makes the archive a bad one.

    Raises:
        BadZipFile: Also where `zipfile` itself fails for what the archive says.
    """
    try:
        return opening()
    except (ValueError, struct.error) as error:
        raise zipfile.BadZipFile(str(error)) from error
    except OSError as error:
        if error.errno != errno.EINVAL:  # to look before the beginning of a file
            raise
        raise zipfile.BadZipFile(str(error)) from error


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Member:
    reason = None
    if info.issym() or info.islnk():
        reason = "symlink"
    elif info.isdir():
        reason = "folder"
    elif not info.isfile():
        reason = "not_a_file"
    return info.name, reason, info.size, 0, partial(_opened, archive, info)


def _opened(archive: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    stream = archive.extractfile(info)
    if stream is None:
        raise UnreadableInput("unreadable", f"member {_shown(info.name)} is no regular file; pack the file itself")
    return stream


def _members(
    source: Source, formats: Mapping[str, Format], members: Iterator[Member] | list[Member]
) -> Iterator[LandedItem | Refused]:
    sidecars: dict[str, Sidecar] = {}
    outer = source.sidecar()
    number = total = 0
    if isinstance(members, list):
        # A sidecar may stand behind its article; where the list of members is at hand, sidecars come first.
        members = iter(sorted(members, key=lambda member: not member[0].endswith(SIDECAR_ENDING)))
    for count, member in enumerate(members):
        if count >= MAX_MEMBERS:
            raise UnreadableInput(
                "too_many_members", f"{source.name} has more than {MAX_MEMBERS} members; pack it in parts"
            )
        name = member[0]
        if name.endswith(SIDECAR_ENDING):
            sidecars[_stem(name)] = _sidecar(source, member, outer)
            continue
        if member[1] == "folder" or PurePosixPath(name).name.startswith((".", "__MACOSX")) or "__MACOSX/" in name:
            continue
        for item in _member_items(source, formats, member, sidecars, outer):
            total += len(item.data) if isinstance(item, LandedItem) else 0
            if total > MAX_TOTAL_BYTES:
                raise UnreadableInput(
                    "archive_bomb", f"{source.name} unpacks to more than {MAX_TOTAL_BYTES} bytes; split it"
                )
            yield _located(item, number, name)
            number += 1


def _located(item: LandedItem | Refused, number: int, name: str) -> LandedItem | Refused:
    if isinstance(item, Refused):
        return replace(item, record_number=number)
    locator = f"member {name}" + (f", {item.locator}" if item.locator else "")
    return replace(item, record_number=number, locator=locator)


def _member_items(
    source: Source,
    formats: Mapping[str, Format],
    member: Member,
    sidecars: dict[str, Sidecar],
    outer: dict[str, Any],
) -> Iterator[LandedItem | Refused]:
    name, reason, size, packed, opened = member
    where = f"{source.name}, member {_shown(name)}"
    try:
        ending, form = _require_readable(where, name, reason, formats)
        limit = MAX_MEMBER_BYTES if form.holds_many else source.limit
        _require_no_bomb(where, size, packed, limit)
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spooled:
            _unpack(where, opened, spooled, limit, packed)
            spooled.seek(0)
            if form.is_text:
                require_text(where, spooled.read(HEAD_BYTES))
                spooled.seek(0)
            inner = replace(
                source,
                stream=spooled,
                name=where,
                format=ending[1:],
                sidecar=sidecars.get(_stem(name), lambda: outer),
                depth=source.depth + 1,
                only=None,  # records are numbered through the whole archive
            )
            yield from form.reader(inner)
    except UnreadableInput as error:
        yield source.refused(error.reason, str(error))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError) as error:
        yield source.refused("malformed_archive", f"{where} is damaged ({error}); pack it again")


def _require_readable(where: str, name: str, reason: str | None, formats: Mapping[str, Format]) -> tuple[str, Format]:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":"):
        raise UnreadableInput(
            "path_traversal", f"{where}: its name leads out of the archive; pack it under a plain name"
        )
    if reason == "symlink":
        raise UnreadableInput("symlink", f"{where} is a link; pack the file itself")
    if reason == "password":
        raise UnreadableInput("password", f"{where} asks for a password; pack it without one")
    if reason is not None:
        raise UnreadableInput("unreadable", f"{where} is no regular file; pack the file itself")
    ending = max((ending for ending in formats if path.name.lower().endswith(ending)), key=len, default=None)
    if ending is None:
        raise UnreadableInput(
            "unsupported_format", f"{where}: files of this ending are not read inside an archive; land it by itself"
        )
    return ending, formats[ending]


def _require_no_bomb(where: str, size: int, packed: int, limit: int) -> None:
    if size > limit:
        raise UnreadableInput(
            "too_large", f"{where} claims {size} bytes, more than the {limit} that are read; split it"
        )
    if packed and size > SMALL and size > MAX_RATIO * packed:
        raise UnreadableInput("archive_bomb", f"{where} unpacks to {size // packed} times its size; land it unpacked")


def _unpack(where: str, opened: Open, target: Any, limit: int, packed: int) -> None:
    """Copy a member, counting; what it claimed of its size may be a lie."""
    size = 0
    with opened() as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise UnreadableInput("too_large", f"{where} is larger than the {limit} bytes that are read; split it")
            if packed and size > SMALL and size > MAX_RATIO * packed:
                raise UnreadableInput(
                    "archive_bomb", f"{where} unpacks to more than {MAX_RATIO} times its size; land it unpacked"
                )
            target.write(chunk)


def _sidecar(source: Source, member: Member, outer: dict[str, Any]) -> Sidecar:
    """What a sidecar packed beside its article says, over what the archive's own says.

    What is given back raises UnreadableInput where the sidecar is no JSON object.
    """
    where = f"{source.name}, member {_shown(member[0])}"
    try:
        if member[1] is not None:
            raise ValueError("it is no regular file that can be read")
        with member[4]() as stream:
            data = stream.read(MAX_SIDECAR_BYTES + 1)
        if len(data) > MAX_SIDECAR_BYTES:
            raise ValueError(f"it is larger than {MAX_SIDECAR_BYTES} bytes")
        said = json_object(data)
    except (ValueError, zipfile.BadZipFile) as error:
        refusal = UnreadableInput("bad_sidecar", f"{where}: {error}; it should be a JSON object")

        def refuse() -> dict[str, Any]:
            raise refusal

        return refuse
    return lambda: {**outer, **said}


def _stem(name: str) -> str:
    path = PurePosixPath(name)
    base = path.name.removesuffix(SIDECAR_ENDING)
    return str(path.with_name(base if base != path.name else path.stem))


def _shown(name: str) -> str:
    return name[:200].encode("utf-8", "replace").decode("utf-8")
