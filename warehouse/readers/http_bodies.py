"""What a web server sent, as it meant it: chunks put together, packed bodies unpacked, within a limit.

Crawlers store bodies as they came over the wire, or unpacked under the old headers; so the bytes are asked, too.
"""

import re
import zlib
from collections.abc import Mapping

from schemas.errors import UnreadableInput

_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")
_GZIP, _ZLIB = b"\x1f\x8b", (b"\x78\x01", b"\x78\x9c", b"\x78\xda")


def body_as_meant(where: str, data: bytes, headers: Mapping[str, str], limit: int) -> bytes:
    """The body of a response without the encodings of its way.

    Raises:
        UnreadableInput: `too_large` where it unpacks to more than `limit` bytes, `unknown_encoding` for a packing that
            is not read (Brotli, Zstandard), `truncated` for a damaged one.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        data = _joined(data)
    packing = headers.get("content-encoding", "").strip().lower()
    if packing in ("gzip", "x-gzip", "deflate") and data.startswith((_GZIP, *_ZLIB)):
        return _unpacked(where, data, limit)
    if packing in ("br", "zstd") and not data.lstrip()[:1] == b"<":
        raise UnreadableInput(
            "unknown_encoding", f"{where} is packed as {packing!r}, which is not read; store it unpacked"
        )
    return data


def _joined(data: bytes) -> bytes:
    """The chunks of a body put together; a body that is not in chunks stays as it is."""
    pieces: list[bytes] = []
    place = 0
    while match := _CHUNK.match(data, place):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(data[match.end() : match.end() + size])
        place = match.end() + size + 2
    return b"".join(pieces) if pieces and place >= len(data) else data


def _unpacked(where: str, data: bytes, limit: int) -> bytes:
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, whichever it is
    try:
        unpacked = unpacker.decompress(data, limit + 1)
    except zlib.error as error:
        raise UnreadableInput("truncated", f"{where} is packed and damaged ({error}); fetch it again") from error
    if len(unpacked) > limit:
        raise UnreadableInput("too_large", f"{where} unpacks to more than {limit / 1e6:g} MB; land it in parts")
    if not unpacker.eof:
        raise UnreadableInput("truncated", f"{where} is packed and ends too early; fetch it again")
    return unpacked
