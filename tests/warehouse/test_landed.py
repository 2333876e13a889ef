"""Landed files are read item by item; what one of them holds is refused with a reason and never raises."""

import json
from pathlib import Path

import pytest

from schemas.identity import bytes_hash
from warehouse.landed import landed_file, read_items

STORY = "The province spent 3.2 billion yuan on charging points in 2024.\n"


def written(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def items_of(path: Path, **options):
    return list(read_items(landed_file(path), **options))


def refused_reason(path: Path, **options) -> str:
    items = items_of(path, **options)
    assert len(items) == 1
    return items[0].reason


def test_records_of_a_jsonl_file(tmp_path):
    lines = [
        json.dumps({"text": "One.", "published": "2024-05-01", "url": "https://example.org/1"}),
        "",
        json.dumps({"text": "二 \U0001f600", "publisher": "Daily"}),
    ]
    path = written(tmp_path, "feed.jsonl", "\r\n".join(lines))
    written(tmp_path, "feed.meta.json", '{"publisher": "Feed", "published": "2020"}')

    first, second = items_of(path)

    assert (first.text, first.record_number, first.format) == ("One.", 0, "jsonl")
    assert first.sidecar == {"published": "2024-05-01", "url": "https://example.org/1", "publisher": "Feed"}
    assert first.data == lines[0].encode()
    assert first.sha256 == bytes_hash(lines[0].encode())
    assert (second.text, second.record_number) == ("二 \U0001f600", 2)
    assert second.sidecar == {"publisher": "Daily", "published": "2020"}


def test_text_field_is_configurable(tmp_path):
    path = written(tmp_path, "a.ndjson", '{"body": "One.", "text": "teaser"}')

    (item,) = items_of(path, text_field="body")

    assert (item.text, item.sidecar) == ("One.", {"text": "teaser"})


def test_bad_records_are_refused_and_the_rest_is_read(tmp_path):
    lines = [
        b'{"text": "Good."}',
        b'{"text": "cut of',
        b"[1, 2]",
        b'{"title": "no text"}',
        b'{"text": 7}',
        b'{"text": "  "}',
        b"\xff\xfe\xff",
        b'{"text": "A lone \xed\xa0\xbd surrogate in bytes."}',
        b"[" * 5_000,
        b'{"text": "' + b"x" * 3_000 + b'"}',
        b'{"text": "Also good."}',
    ]
    path = written(tmp_path, "a.jsonl", b"\n".join(lines))

    items = items_of(path, max_item_bytes=2_000)

    assert [getattr(item, "reason", "taken") for item in items] == [
        "taken",
        "malformed_json",
        "malformed_json",
        "no_text",
        "no_text",
        "no_text",
        "malformed_json",
        "malformed_json",
        "too_large",
        "too_large",
        "taken",
    ]
    assert [item.record_number for item in items] == list(range(11))
    assert items[1].excerpt == '{"text": "cut of'
    assert "line 2" in items[1].message
    assert all(item.place == "a.jsonl" for item in items)


def test_deeply_nested_record_is_refused(tmp_path):
    deep = '{"text": "x", "a": ' + "[" * 100_000 + "]" * 100_000 + "}"

    assert refused_reason(written(tmp_path, "a.jsonl", deep)) == "malformed_json"


def test_lone_surrogates_are_replaced(tmp_path):
    path = written(tmp_path, "a.jsonl", r'{"text": "a\ud83db \ud83d\ude00", "title": "\udc00"}')

    (item,) = items_of(path)

    assert (item.text, item.sidecar) == ("a\ufffdb \U0001f600", {"title": "\ufffd"})


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "latin-1", "utf-8-sig"])
def test_texts_in_other_encodings_are_passed_on(tmp_path, encoding):
    (item,) = items_of(written(tmp_path, "a.txt", STORY.encode(encoding)))

    assert item.data == STORY.encode(encoding)


def test_compressed_bytes_are_no_text(tmp_path):
    noise = b"".join(bytes_hash(bytes([number])).encode().fromhex(bytes_hash(bytes([number]))) for number in range(64))

    assert refused_reason(written(tmp_path, "a.txt", noise)) == "binary_file"
    assert refused_reason(written(tmp_path, "a.jsonl", noise)) == "binary_file"


def test_empty_jsonl_is_refused(tmp_path):
    assert refused_reason(written(tmp_path, "a.jsonl", "\n\n")) == "empty_file"


def test_file_that_vanished_is_refused(tmp_path):
    story = written(tmp_path, "a.txt", STORY)
    file = landed_file(story)
    story.unlink()

    (item,) = read_items(file)

    assert item.reason == "unreadable"


@pytest.mark.parametrize(("name", "taken"), [("a.txt", 0), ("a.jsonl", 1)])
def test_file_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch, name, taken):
    path = written(tmp_path, name, '{"text": "One."}\n')
    states = iter([(17, 1), (18, 2)])
    monkeypatch.setattr("warehouse.landed.identity", lambda stream: next(states))

    items = items_of(path)

    assert [item.reason for item in items[taken:]] == ["changed_while_read"]
