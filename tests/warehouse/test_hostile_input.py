"""Hostile and broken files: each is refused and told what to do, nothing is half taken, the rest goes on."""

import gzip
import io
import json
import os
import struct
import tarfile
import zipfile
from datetime import UTC, datetime

import pypdfium2
import pytest

from assets.ledger import Ledger, scan_landing
from pipelines.normalise.articles import normalise_articles
from pipelines.reading import read_page
from schemas.errors import UnreadableInput
from schemas.markup import HTML
from schemas.rows import table_of
from warehouse.landed import landed_file, read_items
from warehouse.landing import scan

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
STORY = "The province spent 3.2 billion yuan on charging points in 2024, its governor told reporters.\n"
PACKED = gzip.compress(STORY.encode())


def zipped(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(info: tarfile.TarInfo, data: bytes = b"", mode: str = "w:gz") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def named(name: str, size: int = 0, **fields) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    for field, value in fields.items():
        setattr(info, field, value)
    return info


def zip_link() -> bytes:
    info = zipfile.ZipInfo("link.txt")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return zipped((info, b"/etc/hostname"))


def zip_claiming(size: int) -> bytes:
    """A ZIP whose directory claims that its one member unpacks to `size` bytes."""
    data = bytearray(zipped(("a.txt", STORY.encode())))
    struct.pack_into("<I", data, data.rfind(b"PK\x01\x02") + 24, size)
    return bytes(data)


def zip_placed_before_its_beginning() -> bytes:
    data = bytearray(zipped(("a.txt", STORY.encode())))
    claimed = int.from_bytes(data[-6:-2], "little") + 1000  # where the list of members begins
    data[-6:-2] = claimed.to_bytes(4, "little")
    return bytes(data)


def tar_claiming(size: int) -> bytes:
    return named("a.txt", size).tobuf(tarfile.GNU_FORMAT) + STORY.encode()


def web_archive() -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + STORY.encode() * 50
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://example.org/1\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def scanned_pdf() -> bytes:
    """A PDF whose one page is a picture."""
    document = pypdfium2.PdfDocument.new()
    page, picture = document.new_page(200, 200), pypdfium2.PdfImage.new(document)
    picture.set_bitmap(pypdfium2.PdfBitmap.new_native(40, 40, 1))
    picture.set_matrix(pypdfium2.PdfMatrix().scale(200, 200))
    page.insert_obj(picture)
    page.gen_content()
    page.close()
    buffer = io.BytesIO()
    document.save(buffer)
    document.close()
    return buffer.getvalue()


def locked_pdf() -> bytes:
    """A PDF with a standard lock whose keys no password opens."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"11" * 32 + b"> /U <" + b"22" * 32 + b"> >>",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size 5 /Root 1 0 R /Encrypt 4 0 R /ID [<00> <00>] >>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + table + trailer


ENTITIES = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
LAUGHS = (
    f'<!DOCTYPE r [<!ENTITY l0 "ha">{ENTITIES}]><rss><item><title>x</title><description>&l9;</description></item></rss>'
)
"""A billion laughs in a feed."""

HOSTILE = [
    ("bomb.zip", zipped(("a.jsonl", b" " * 30_000_000)), "archive_bomb"),
    ("out.zip", zipped(("../../a.txt", STORY.encode())), "path_traversal"),
    ("root.tar.gz", tarred(named("/etc/a.txt", len(STORY)), STORY.encode()), "path_traversal"),
    ("up.tar", tarred(named("x/../../a.txt", len(STORY)), STORY.encode(), "w"), "path_traversal"),
    ("link.zip", zip_link(), "symlink"),
    ("link.tar.gz", tarred(named("link.txt", type=tarfile.SYMTYPE, linkname="/etc/hostname")), "symlink"),
    ("hard.tar.gz", tarred(named("link.txt", type=tarfile.LNKTYPE, linkname="/etc/hostname")), "symlink"),
    ("device.tar.gz", tarred(named("null.txt", type=tarfile.CHRTYPE)), "unreadable"),
    ("placed.zip", zip_placed_before_its_beginning(), "malformed_archive"),
    ("claims.zip", zip_claiming(4_000_000_000), "too_large"),
    ("claims.tar", tar_claiming(10_000_000_000), "too_large malformed_archive"),
    ("laughs.xml", LAUGHS.encode(), "entity_declaration"),
    ("laughs16.xml", LAUGHS.encode("utf-16"), "entity_declaration"),
    ("cut.warc.gz", gzip.compress(web_archive())[:-60], "truncated"),
    ("cut.warc", web_archive()[:-900], "truncated"),
    ("cut.tar.gz", tarred(named("a.txt", 5000), os.urandom(5000))[:2000], "malformed_archive truncated"),
    ("locked.pdf", locked_pdf(), "password"),
    ("scan.pdf", scanned_pdf(), "no_text_layer"),
    ("nested.zip", zipped(("inner.zip", zipped(("a.txt", b" " * 30_000_000)))), "unsupported_format"),
    ("large.zip", zipped(("a.txt", STORY.encode() * 250_000)), "too_large"),
]


@pytest.mark.parametrize(("name", "data", "reason"), HOSTILE, ids=[name for name, _, _ in HOSTILE])
def test_it_is_refused_and_says_what_to_do(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)

    items = list(read_items(landed_file(tmp_path / name)))

    assert [item.reason for item in items] == reason.split()
    assert all(name in item.message and len(item.message) > len(name) + 25 for item in items)


def test_each_becomes_a_reject_row_and_the_rest_goes_on(tmp_path):
    folder = tmp_path / "landing"
    folder.mkdir()
    for name, data, _ in HOSTILE:
        (folder / name).write_bytes(data)
    (folder / "zz_good.txt").write_text(STORY)
    (folder / "zz_utf16.txt").write_bytes(STORY.replace("3.2", "4.5").encode("utf-16-le"))
    ledger = Ledger(table_of("raw_ledger", []), table_of("core_rejects", []))

    (found,) = scan_landing(scan(folder), (), ledger, first_month="1990-01", last_month="2099-01")

    assert sorted((row[4], row[2]) for row in found.rejects.values()) == sorted(
        (n, r) for n, _, why in HOSTILE for r in why.split()
    )
    assert [row[3] for row in found.ledger_rows] == ["zz_good.txt", "zz_utf16.txt"]


def test_one_bad_member_leaves_the_others(tmp_path):
    data = zipped(
        ("../a.txt", b"x"), ("b.txt", STORY.encode()), ("c.pdf", locked_pdf()), ("d.txt", b"\x00\x01\x02" * 99)
    )
    (tmp_path / "a.zip").write_bytes(data)

    items = list(read_items(landed_file(tmp_path / "a.zip")))

    assert [getattr(item, "reason", "taken") for item in items] == [
        "path_traversal",
        "taken",
        "password",
        "binary_file",
    ]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ("Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(STORY), STORY.encode())),
        ("Transfer-Encoding: chunked", STORY.encode()),
        ("Content-Encoding: gzip", gzip.compress(STORY.encode())),
        ("Content-Encoding: gzip", STORY.encode()),
        ("Content-Encoding: gzip\r\nTransfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(PACKED), PACKED)),
        ("Content-Encoding: gzip", gzip.compress(b" " * 21_000_000)),
        ("Content-Encoding: gzip", gzip.compress(STORY.encode())[:-9]),
        ("Content-Encoding: br", b"\x8b\x02\x80abc\x03"),
    ],
    ids=["chunked", "chunks joined before", "gzip", "unpacked before", "both", "bomb", "cut", "brotli"],
)
def test_bodies_of_a_web_archive_are_read_as_meant(tmp_path, headers, body, request):
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n{headers}\r\n\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://example.org/1\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    (tmp_path / "a.warc").write_bytes(head.encode() + answer + b"\r\n\r\n")

    (item,) = read_items(landed_file(tmp_path / "a.warc"))

    reasons = {"bomb": "too_large", "cut": "truncated", "brotli": "unknown_encoding"}
    expected = reasons.get(request.node.callspec.id)
    assert getattr(item, "reason", None) == expected
    assert expected or item.data == STORY.encode()


def test_records_before_the_break_are_kept(tmp_path):
    lines = "".join(json.dumps({"text": STORY + str(number)}) + "\n" for number in range(500)).encode()
    packed = gzip.compress(web_archive()) + gzip.compress(web_archive().replace(b"uuid:1", b"uuid:2"))[:-50]
    (tmp_path / "a.warc.gz").write_bytes(packed)
    (tmp_path / "a.jsonl").write_bytes(lines[:-30])

    for name, taken, reason in (("a.warc.gz", 1, "truncated"), ("a.jsonl", 499, "malformed_json")):
        items = list(read_items(landed_file(tmp_path / name)))
        assert [getattr(item, "reason", "taken") for item in items] == ["taken"] * taken + [reason]


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table><tr><td"])
def test_deeply_nested_pages_are_read_or_refused_in_time(tag):
    raw = f"<html><body>{f'<{tag}>' * 50_000}<p>{STORY * 5}</p></body></html>"
    try:
        for article in normalise_articles(raw, media_type=HTML):
            assert all(region.end <= len(raw) for region in article.regions)
    except UnreadableInput as error:
        assert error.reason == "nested_too_deep"  # noqa: PT017 - either answer is right, a crash is not


def test_entities_of_a_page_grow_into_nothing():
    raw = (
        f'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><html><body><p>{STORY * 5} &b;&b;&b;</p></body></html>'
    )

    assert sum(len(read.readings) for read in read_page(raw, media_type=HTML)) < 20


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_read_exactly(tmp_path, encoding):
    from assets.ingesting import read_item

    (tmp_path / "a.txt").write_bytes(STORY.encode(encoding))

    (item,) = read_items(landed_file(tmp_path / "a.txt"))

    assert (read_item(item).decoded.text, read_item(item).decoded.encoding) == (STORY, encoding)
