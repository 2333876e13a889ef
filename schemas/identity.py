"""Ids that any machine makes alike: hashes of content, never random, never counted.

An id is a letter for its table, an underscore and 16 characters of base32: 80 bits of BLAKE2b, short enough for a BI
tool and safe in JavaScript. Two of a billion rows collide with a chance of about 4 in ten million (birthday bound).
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

import numpy

_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _DIGITS for second in _DIGITS)
"""Ten bits as two digits of base32: eight look-ups make an id, in a third of the time the library's loop takes."""

ID_LENGTH = 18
"""Letter, underscore, sixteen digits."""

_kept = lru_cache(maxsize=8192)
"""The rows of an article name the same sentences, mentions and claims several times; articles come one by one."""

_FIVE_BITS = numpy.array([16, 8, 4, 2, 1], numpy.uint8)


def content_id(prefix: str, *parts: str | int) -> str:
    """The id of whatever `parts` describe, e.g. `content_id("c", sentence_id, 12, 30)` -> `c_…`."""
    digest = hashlib.blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=10).digest()
    n = int.from_bytes(digest, "big")
    pairs = _PAIRS
    return (
        f"{prefix}_{pairs[n >> 70]}{pairs[n >> 60 & 1023]}{pairs[n >> 50 & 1023]}{pairs[n >> 40 & 1023]}"
        f"{pairs[n >> 30 & 1023]}{pairs[n >> 20 & 1023]}{pairs[n >> 10 & 1023]}{pairs[n & 1023]}"
    )


def content_ids(prefix: str, texts: Iterable[bytes]) -> str:
    """Many ids, one after the other: of each text, its parts joined by U+001F, what `content_id` makes of the parts."""
    bits = numpy.unpackbits(numpy.frombuffer(digests_of(texts), numpy.uint8)).reshape(-1, 5)
    digits = numpy.frombuffer(_DIGITS.encode(), numpy.uint8)[bits @ _FIVE_BITS].reshape(-1, 16)
    heads = numpy.tile(numpy.frombuffer(f"{prefix}_".encode(), numpy.uint8), (len(digits), 1))
    return numpy.hstack((heads, digits)).tobytes().decode("ascii")


def digests_of(texts: Iterable[bytes]) -> bytes:
    """The 80 bits of BLAKE2b of each text, one after the other."""
    blake2b = hashlib.blake2b
    return b"".join([blake2b(text, digest_size=10).digest() for text in texts])


def bytes_hash(data: bytes) -> str:
    """The SHA-256 of bytes as 64 hexadecimal digits: how a landed file is known again."""
    return hashlib.sha256(data).hexdigest()


def raw_article_id(sha256: str) -> str:
    """The id of a landed file or record: its bytes alone, wherever it lies."""
    return content_id("r", sha256)


def article_id(sha256: str, article_index: int) -> str:
    """The id of an article: the raw bytes it was read from and its place in the digest."""
    return content_id("a", sha256, article_index)


@_kept
def sentence_id(article: str, start: int, end: int) -> str:
    """The id of a sentence: its article and span."""
    return content_id("s", article, start, end)


@_kept
def mention_id(sentence: str, kind: str, start: int, end: int) -> str:
    """The id of a mention: its sentence, kind and span."""
    return content_id("m", sentence, kind, start, end)


@_kept
def claim_id(sentence: str, start: int, end: int) -> str:
    """The id of a claim: its sentence and span. A better extractor keeps it; `row_hash` tells of changes."""
    return content_id("c", sentence, start, end)


def row_hash(values: tuple[object, ...]) -> str:
    """A fingerprint of a row's values: equal rows are not written again."""
    joined = "\x1f".join(["\x00" if value is None else str(value) for value in values])
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()
