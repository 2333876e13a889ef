"""Files that others wrote, opened with care: regular files only, JSON objects only, text that can be stored."""

import json
import os
import re
import stat
from pathlib import Path
from typing import Any, BinaryIO

from schemas.errors import UnreadableInput
from schemas.identity import bytes_hash
from warehouse.limits import limit_of

MAX_SIDECAR_BYTES = limit_of("sidecar_bytes")
SIDECAR_ENDING = ".meta.json"
_UNSHOWN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def storable_name(path: Path) -> str:
    """The path as text that any file can hold and any log can show in a line.

    Bytes of a name that are no UTF-8, control codes and line breaks appear as hexadecimal escapes.
    """
    text = os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
    return _UNSHOWN.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file for reading; raises UnreadableInput for a link, a pipe, a device or a folder."""
    if path.is_symlink():
        raise UnreadableInput(
            "symlink", f"{storable_name(Path(path.name))} is a symbolic link; put the file itself there"
        )
    # Without O_NONBLOCK opening a pipe that nobody writes to would wait for ever.
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise UnreadableInput(
            "unreadable", f"{storable_name(Path(path.name))} is no regular file; put the file itself there"
        )
    return os.fdopen(descriptor, "rb")


def sidecar_path(path: Path) -> Path:
    """Where the sidecar of a file lies: `name.meta.json` beside `name.txt`."""
    return path.with_name(path.stem + SIDECAR_ENDING)


def read_sidecar(path: Path) -> dict[str, Any]:
    """What the sidecar of the file at `path` says; empty where there is none.

    Raises UnreadableInput (reason `bad_sidecar`) for one that is no JSON object, too large, or cannot be read.
    """
    sidecar = sidecar_path(path)
    name = storable_name(Path(sidecar.name))
    try:
        with open_regular(sidecar) as stream:
            data = stream.read(MAX_SIDECAR_BYTES + 1)
        if len(data) > MAX_SIDECAR_BYTES:
            raise UnreadableInput(
                "bad_sidecar", f"{name} is larger than {MAX_SIDECAR_BYTES} bytes; keep there what describes the article"
            )
        return json_object(data)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, UnreadableInput) as error:
        raise UnreadableInput(
            "bad_sidecar",
            f"{name}: {error}; it should be a JSON object such as "
            '{"published": "2024-03-05", "url": …, "publisher": …, "title": …}',
        ) from error


def sidecar_hash(path: Path) -> str | None:
    """The SHA-256 of the sidecar beside a file, null where none can be read: how a corrected one is noticed."""
    try:
        with open_regular(sidecar_path(path)) as stream:
            return bytes_hash(stream.read(MAX_SIDECAR_BYTES + 1))
    except (OSError, UnreadableInput):
        return None


def json_object(data: bytes) -> dict[str, Any]:
    """A JSON object; raises ValueError for anything else. Lone surrogates become U+FFFD: no file can hold them."""
    try:
        # Strictly: of bytes the library itself would let lone surrogates through.
        text = data.decode(json.detect_encoding(data))
        document = json.loads(text)
        if not isinstance(document, dict):
            raise ValueError(f"it is a {type(document).__name__}")
        # An escape may still bring one in.
        clean: dict[str, Any] = _without_surrogates(document) if "\\ud" in text or "\\uD" in text else document
        return clean
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_without_surrogates(element) for element in value]
    if isinstance(value, dict):
        return {_without_surrogates(name): _without_surrogates(inner) for name, inner in value.items()}
    return value
