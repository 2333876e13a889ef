"""Each format gives its items with their place in the file; what is hostile or broken is refused and says why."""

import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from warehouse.landed import LandedItem, landed_file, read_items

STORY = "The province spent 3.2 billion yuan on charging points in 2024."


def items_of(folder: Path, name: str, data: bytes):
    path = folder / name
    path.write_bytes(data)
    return list(read_items(landed_file(path)))


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_rows_of_a_table(tmp_path):
    items = items_of(tmp_path, "a.csv", f'text,date\n"{STORY}",2024-05-06\n,2024\n'.encode())

    assert (items[0].text, items[0].locator, items[0].sidecar["published"]) == (STORY, "row 1", "2024-05-06")
    assert items[1].reason == "no_text"


def test_entries_of_a_feed(tmp_path):
    feed = (
        "<rss><channel><title>Daily</title><item><title>T</title><pubDate>Mon, 06 May 2024 10:00:00 GMT</pubDate>"
        f"<description>{STORY}</description></item></channel></rss>"
    )
    (item,) = items_of(tmp_path, "a.rss", feed.encode())

    assert item.text == STORY
    assert item.sidecar == {"publisher": "Daily", "title": "T", "published": "2024-05-06"}


def test_members_of_a_zip_and_their_sidecars(tmp_path):
    data = zipped(**{"b/one.txt": STORY.encode(), "b/one.meta.json": b'{"published": "2024"}'})
    (item,) = items_of(tmp_path, "a.zip", data)

    assert (item.locator, item.sidecar) == ("member b/one.txt", {"published": "2024"})


def test_a_page_of_a_web_archive(tmp_path):
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    body += b"<html><p>" + STORY.encode() + b"</p></html>"
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://example.org/1\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    (item,) = items_of(tmp_path, "a.warc", head.encode() + body + b"\r\n\r\n")

    assert isinstance(item, LandedItem)
    assert item.media_type == "text/html"
    assert item.sidecar["url"] == "https://example.org/1"
    assert item.locator.endswith("at byte 0")


def linked_tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        info = tarfile.TarInfo("link.txt")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(info)
    return buffer.getvalue()


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><item><description>&b;</description></item></rss>'


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("bomb.zip", zipped(**{"a.jsonl": b" " * 50_000_000}), "archive_bomb"),
        ("out.zip", zipped(**{"../a.txt": STORY.encode()}), "path_traversal"),
        ("link.tar.gz", linked_tar(), "symlink"),
        ("cut.tar.gz", linked_tar()[:40], "truncated"),
        ("laughs.xml", LAUGHS, "entity_declaration"),
        ("cut.zip", zipped(**{"a.txt": STORY.encode()})[:60], "malformed_archive"),
        ("bad.pdf", b"%PDF-1.7 nothing", "malformed_pdf"),
        ("no.warc", b"GET / HTTP", "malformed_warc"),
        ("sidecar.zip", zipped(**{"a.txt": STORY.encode(), "a.meta.json": b"["}), "bad_sidecar"),
    ],
    ids=lambda value: value if isinstance(value, str) else "data",
)
def test_hostile_and_broken_files_are_refused(tmp_path, name, data, reason):
    (item,) = items_of(tmp_path, name, data)

    assert item.reason == reason
    assert len(item.message) > 30


def test_one_bad_member_leaves_the_rest(tmp_path):
    items = items_of(tmp_path, "a.zip", zipped(**{"a.exe": b"MZ", "b.jsonl": json.dumps({"text": STORY}).encode()}))

    assert [getattr(item, "reason", "taken") for item in items] == ["unsupported_format", "taken"]


@pytest.mark.parametrize(("name", "data"), [
    ("a.jsonl", json.dumps({"body": STORY, "head": "T"}).encode()),
    ("a.csv", f'body,head\n"{STORY}",T\n'.encode()),
    ("a.zip", zipped(**{"in.csv": f'body,head\n"{STORY}",T\n'.encode()})),
])  # fmt: skip
def test_fields_of_records_go_by_the_names_in_the_sidecar(tmp_path, name, data):
    (tmp_path / "a.meta.json").write_text(json.dumps({"fields": {"text": "body", "title": "head"}, "publisher": "P"}))

    (item,) = items_of(tmp_path, name, data)

    assert (item.text, item.sidecar["title"], item.sidecar["publisher"]) == (STORY, "T", "P")


@pytest.mark.parametrize("fields", [{"colour": "x"}, {"text": 3}, ["text"]])
def test_fields_that_name_nothing_are_a_bad_sidecar(tmp_path, fields):
    (tmp_path / "a.meta.json").write_text(json.dumps({"fields": fields}))

    (item,) = items_of(tmp_path, "a.jsonl", json.dumps({"text": STORY}).encode())

    assert item.reason == "bad_sidecar"
