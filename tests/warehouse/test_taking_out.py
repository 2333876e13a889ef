"""An item is taken out of a file of any format; the other items keep their numbers and bytes, or nothing happens."""

import gzip
import io
import json
import tarfile
import zipfile

import pytest

from schemas.errors import StoreError
from warehouse import taking_out
from warehouse.landed import FORMATS, LandedItem, landed_file, read_items
from warehouse.landing import ingest_path, scan
from warehouse.taking_out import take_out

SECRET = "The harbour of Qinglan cost 4.25 billion yuan"
OTHERS = ("Steel output rose 3 percent.", "A third text names 12 plants.")
TEXTS = (OTHERS[0], SECRET + ".", OTHERS[1])


def records() -> bytes:
    return "".join(json.dumps({"text": text, "title": text[:9]}) + "\n" for text in TEXTS).encode()


def rows() -> bytes:
    return ("title;text\r\n" + "".join(f'{text[:9]};"{text}"\r\n' for text in TEXTS)).encode()


def feed() -> bytes:
    entries = "".join(f"<item><title>{t[:9]}</title><description>{t}</description></item>" for t in TEXTS)
    return f'<?xml version="1.0"?><rss><channel><title>News</title>{entries}</channel></rss>'.encode()


def web_archive() -> bytes:
    made = b""
    for number, text in enumerate(TEXTS):
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>{text}</p>".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
            "WARC-Target-URI: https://example.org/\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        made += head.encode() + http + b"\r\n\r\n"
    return made


def packed_web_archive() -> bytes:
    return b"".join(gzip.compress(b"WARC/1.0" + part) for part in web_archive().split(b"WARC/1.0")[1:])


def web_archive_without_ids() -> bytes:
    """As some tools write it: a record without the name that the format asks for."""
    lines = web_archive().split(b"\r\n")
    return b"\r\n".join(line for line in lines if not line.startswith(b"WARC-Record-ID"))


def zip_archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(TEXTS):
            archive.writestr(f"in/{number}.txt", text)
            archive.writestr(f"in/{number}.meta.json", json.dumps({"title": text[:30]}))
        archive.writestr("more.jsonl", records())
    return made.getvalue()


def tar_archive() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for name, data in (("more.csv", rows()), *((f"{number}.txt", t.encode()) for number, t in enumerate(TEXTS))):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


def items(landing):
    found = [item for file in scan(landing) for item in read_items(file)]
    return [item for item in found if isinstance(item, LandedItem)]


def unpacked(path) -> bytes:
    """All bytes of a file, packed ones unpacked."""
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return b"".join(archive.read(name) for name in archive.namelist())
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


@pytest.mark.parametrize(
    ("name", "made"),
    [
        pytest.param("records.jsonl", records, id="jsonl"),
        pytest.param("table.csv", rows, id="csv"),
        pytest.param("feed.rss", feed, id="rss"),
        pytest.param("pages.warc", web_archive, id="warc"),
        pytest.param("nameless.warc", web_archive_without_ids, id="warc without ids"),
        pytest.param("pages.warc.gz", packed_web_archive, id="warc.gz"),
        pytest.param("pack.zip", zip_archive, id="zip"),
        pytest.param("pack.tar.gz", tar_archive, id="tar.gz"),
    ],
)
def test_one_item_goes_and_the_others_stay_as_they_are(tmp_path, now, name, made):
    source, landing = tmp_path / name, tmp_path / "landing"
    source.write_bytes(made())
    ingest_path(source, landing, now=now)
    (file,) = scan(landing)
    before = items(landing)
    hidden = {item.sha256 for item in before if SECRET in (item.text or item.data.decode())}
    assert hidden
    for sha256 in hidden:
        assert take_out(landing, sha256) == [file.place]
    kept = [(item.record_number, item.sha256) for item in before if item.sha256 not in hidden]
    assert [(item.record_number, item.sha256) for item in items(landing)] == kept
    assert SECRET.encode() not in unpacked(file.path)
    assert SECRET[:30].encode() not in unpacked(file.path)
    assert all(text.encode() in unpacked(file.path) for text in OTHERS)
    assert landed_file(file.path, landing).received_at == file.received_at
    assert not list((landing / ".staging").iterdir())


def test_a_file_of_its_own_goes_with_its_sidecar(tmp_path, now):
    source, landing = tmp_path / "a.txt", tmp_path / "landing"
    source.write_text(SECRET)
    source.with_name("a.meta.json").write_text('{"title": "Harbour"}')
    ingest_path(source, landing, now=now)
    (item,) = items(landing)
    assert take_out(landing, item.sha256) == [item.place]
    assert [path for path in landing.rglob("*") if path.is_file()] == []
    assert take_out(landing, item.sha256) == []


def test_where_others_would_change_the_file_stays(tmp_path, now, monkeypatch):
    source, landing = tmp_path / "table.csv", tmp_path / "landing"
    source.write_bytes(rows())
    ingest_path(source, landing, now=now)
    before = items(landing)
    monkeypatch.setitem(taking_out._EMPTIED, ".csv", lambda data, *_: data.replace(b"Steel", b"Steal"))
    with pytest.raises(StoreError, match="cannot be taken out without changing others; the file is as it was"):
        take_out(landing, before[1].sha256)
    assert items(landing) == before


def test_from_every_format_of_many_items_one_can_be_taken_out():
    assert {ending for ending, form in FORMATS.items() if form.holds_many} == set(taking_out._EMPTIED)
