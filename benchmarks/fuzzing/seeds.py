"""What the fuzzer starts from: examples of the rules, the sample articles, and the inputs that once broke a target."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import yaml

from benchmarks.fuzzing.targets import ENDINGS

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).with_name("corpus")
"""A folder for each target: inputs that broke it once, and those of formats that no example shows."""
_PLAIN = b"\x00"
"""The first byte of an input that is not repeated."""
STORY = "The port spent 3.2 billion yuan on cranes in 2024."
_TEXTS = ("dates", "numbers", "digests", "text", "decode")


def seeds(target: str) -> Iterator[bytes]:
    """The inputs of a target to begin with; each is a valid one."""
    yield from kept(target)
    if target in _TEXTS:
        yield from (_PLAIN + line.encode() for line in _examples())
        yield from (_PLAIN + path.read_bytes() for path in sorted(ROOT.glob("sample/*.txt")))
    if target == "html":
        for path in sorted(ROOT.glob("sample/0[01]*.txt")):
            paragraphs = path.read_text(encoding="utf-8").split("\n\n")
            body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
            yield _PLAIN + f"<html><head><title>{paragraphs[0]}</title></head><body>{body}</body></html>".encode()
    if target in ("jsonl", "files"):
        yield from (_PLAIN + path.read_bytes() for path in sorted(ROOT.glob("sample/*.jsonl")))
    if target == "warc":
        yield from (_PLAIN + archive for archive in _web_archives())
    if target == "files":
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a/b.txt", STORY)
            archive.writestr("c.csv", "title,text\n1,2\n")
        for ending, data in (
            (".csv", f"title,text,date\nCars,{STORY},2024-05-06\n".encode()),
            (
                ".rss",
                f"<rss><channel><title>T</title><item><description>{STORY}</description></item></channel></rss>".encode(),
            ),
            (".zip", packed.getvalue()),
            (".tsv", f"text\tpublished\n{STORY}\t2024\n".encode()),
            (".warc.gz", gzip.compress(_web_archives()[0])),
        ):
            yield _PLAIN + bytes([ENDINGS.index(ending)]) + data


def _web_archives() -> list[bytes]:
    """A record with a page, one whose body is in chunks, one packed with gzip."""
    packed = gzip.compress(STORY.encode(), mtime=0)
    bodies = [
        ("", STORY.encode()),
        ("Transfer-Encoding: chunked\r\n", b"%x\r\n%s\r\n0\r\n\r\n" % (len(STORY), STORY.encode())),
        ("Content-Encoding: gzip\r\n", packed),
    ]
    archives = []
    for headers, body in bodies:
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n{headers}\r\n".encode() + body
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
            "WARC-Target-URI: https://example.org/1\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        archives.append(head.encode() + answer + b"\r\n\r\n")
    return archives


def kept(target: str) -> list[bytes]:
    """The inputs that are kept for a target."""
    return [path.read_bytes() for path in sorted((CORPUS / target).glob("*")) if path.is_file()]


def _examples() -> Iterator[str]:
    for path in sorted(ROOT.glob("pipelines/extract/*.corpus.yaml")):
        yield from _strings(yaml.safe_load(path.read_text(encoding="utf-8")))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _strings(name)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str) and any(character.isdigit() for character in value):
        yield value


def dictionary(path: Path) -> None:
    """Write the words of the rules' tables as a dictionary that libFuzzer inserts from."""
    words: set[str] = set()
    for table in sorted(ROOT.glob("pipelines/extract/*.lexicon.csv")):
        for line in table.read_text(encoding="utf-8").splitlines():
            word = line.split(",", 1)[0].strip('" ')
            if word and not line.startswith("#") and len(word) <= 24 and word.isprintable():
                words.add(word)
    path.write_text("".join(f'"{_escaped(word)}"\n' for word in sorted(words)[::3]), encoding="ascii")


def _escaped(word: str) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode())


def write(target: str, folder: Path) -> int:
    """Write the seeds of a target as files that libFuzzer reads; how many there are."""
    count = 0
    for count, data in enumerate(seeds(target), start=1):
        (folder / f"seed-{count:05}").write_bytes(data)
    return count


def read_counts(path: Path) -> dict[str, float]:
    """What a worker said of its work so far; nothing where it ended before it said any."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
