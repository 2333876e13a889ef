"""Bytes to text: which encoding, and what can never be text."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from schemas.errors import UnreadableInput
from schemas.values import value_class

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Longer marks first: the UTF-32 mark begins with the UTF-16 one."""

MAX_CONTROL_SHARE = 0.01
"""Control characters other than white space make up no more than this share of real text; above it the file is
binary. Measured on the sample and on news pages: none has any."""

GUESS_BYTES = 65_536
"""How much of a file the encoding is guessed from: enough for news, and bounded for hostile files."""

ENGLISH_CODE_PAGE = "cp1252"
"""What English text is stored in where it is not Unicode: the code page of Windows, a superset of Latin-1."""

MAX_FOREIGN_SHARE = 0.05
"""English prose has fewer bytes beyond ASCII than this (quotes, dashes, the odd name); then statistics of letters tell
nothing (they take a curly apostrophe for a Central European letter) and the code page of English is safe."""

DECLARED_WITHIN = 4_096
"""How far into a page its encoding may be stated: the HTML standard asks for the first 1 024 bytes, pages are late."""

_DECLARATION = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]+")
"""Control characters other than white space and the escape of terminals."""

_ASCII = bytes(range(128))


@value_class
class DecodedText:
    """A file's text and the encoding it was read with; spans count its code points."""

    text: str
    encoding: str


def decode_text(data: bytes, *, declared: str | None = None, is_markup: bool = False) -> DecodedText:
    """Read a file's bytes as text: by its byte order mark, else UTF-8, else the encoding it is said to be in.

    Where nothing says so, the letters suggest one. The text is what the bytes say, character for character: no newline
    is translated, nothing is repaired.

    Args:
        data: The bytes.
        declared: The encoding that came along with them, as a web server states it.
        is_markup: Whether they are a page's source, whose head may state it too.

    Raises:
        UnreadableInput: `empty_file`, `binary_file` or `unknown_encoding`.
    """
    if not data.strip(b" \t\r\n\x00"):
        raise UnreadableInput("empty_file", "The file holds no text. Remove it, or land the full article.")
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        stated = declared or (_declared_in(data) if is_markup else None)
        return _as_stated(data, stated) if stated else _guessed(data)
    if "\x00" in text and _looks_like_utf16(data):
        return _guessed_utf16(data)
    _refuse_binary(text)
    return DecodedText(text, "utf-8")


def _declared_in(data: bytes) -> str | None:
    match = _DECLARATION.search(data, 0, DECLARED_WITHIN)
    return match[1].decode("ascii", "replace") if match else None


def _as_stated(data: bytes, stated: str) -> DecodedText:
    """Read bytes in the encoding they are said to be in; where that fails, their letters are asked."""
    try:
        encoding = codecs.lookup(stated.strip("\"' ")).name
        # What calls itself Latin-1 is the Windows code page: browsers read it so (WHATWG Encoding, 4.2).
        encoding = ENGLISH_CODE_PAGE if encoding in ("iso8859-1", "ascii") else encoding
        return DecodedText(data.decode(encoding), encoding)
    except (LookupError, UnicodeDecodeError):
        return _guessed(data)


def _decoded(data: bytes, encoding: str) -> DecodedText:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            "unknown_encoding",
            f"The file is marked as {encoding} but byte {error.start} is not. Save it as UTF-8 and land it again.",
        ) from error
    _refuse_binary(text)
    return DecodedText(text, encoding)


def _guessed(data: bytes) -> DecodedText:
    if b"\x00" in data[:GUESS_BYTES]:
        if _looks_like_utf16(data):
            return _guessed_utf16(data)
        raise UnreadableInput("binary_file", "The file holds NUL bytes and is not text. Land the article as text.")
    if _is_nearly_ascii(data):
        try:
            return _decoded(data, ENGLISH_CODE_PAGE)
        except UnreadableInput:
            pass  # one of the five bytes that the code page leaves undefined: let the letters decide
    best = from_bytes(data[:GUESS_BYTES]).best()
    if best is None:
        raise UnreadableInput(
            "unknown_encoding", "No encoding turns the file into readable text. Save it as UTF-8 and land it again."
        )
    return _decoded(data, best.encoding)


def _is_nearly_ascii(data: bytes) -> bool:
    head = data[:GUESS_BYTES]
    return len(head.translate(None, _ASCII)) < MAX_FOREIGN_SHARE * len(head)


def _looks_like_utf16(data: bytes) -> bool:
    """Whether nearly every other byte is NUL, as in Western text stored as UTF-16 without a mark."""
    head = data[:GUESS_BYTES]
    pairs = max(1, len(head) // 2)
    return max(head[0::2].count(0), head[1::2].count(0)) > 0.7 * pairs


def _guessed_utf16(data: bytes) -> DecodedText:
    head = data[:GUESS_BYTES]
    return _decoded(data, "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be")


def _refuse_binary(text: str) -> None:
    head = text[:GUESS_BYTES]
    controls = sum(map(len, _CONTROLS.findall(head)))
    if controls > MAX_CONTROL_SHARE * len(head):
        raise UnreadableInput(
            "binary_file",
            f"{controls} of the first {len(head)} characters are control codes: this is no text. "
            "Land the article as text.",
        )
