"""A file that another process changes while it is read: refused, or taken as it stood when it was opened."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from schemas.identity import bytes_hash
from warehouse import landing as landing_module
from warehouse.landed import landed_file, read_items
from warehouse.landing import ingest_path, scan

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
STORY = "The province spent 3.2 billion yuan on charging points in 2024, its governor told reporters.\n"
LINES = "".join(json.dumps({"text": f"{STORY * 11}It was number {number}."}) + "\n" for number in range(2_800)).encode()
"""Three megabytes: more than is read at a time, so that what is changed was not read before."""

CHANGES = {
    "grows": "open(path, 'ab').write(b'more')",
    "is cut off": "os.truncate(path, 1_500_000)",
    "is written over": "file = open(path, 'r+b'); file.seek(2_000_000); file.write(b'x' * 900); file.flush()",
    "is replaced": "open(path + '.new', 'wb').write(b'other'); os.replace(path + '.new', path)",
    "vanishes": "os.unlink(path)",
}
STAYS_OPEN = {"is replaced", "vanishes"}
"""What was opened stays what it was: the system keeps its bytes until it is closed."""


def change(path, what):
    """Let another process change the file, and wait until it has."""
    code = f"import os, sys; path = sys.argv[1]; {CHANGES[what]}"
    subprocess.run([sys.executable, "-I", "-S", "-c", code, str(path)], check=True)


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "inbox" / "large.jsonl"
    path.parent.mkdir()
    path.write_bytes(LINES)
    return path


@pytest.mark.parametrize("what", CHANGES)
def test_while_it_is_copied_in(large, tmp_path, monkeypatch, what):
    pieces = []
    require_size = landing_module.require_size

    def between_pieces(name, size, limit):
        pieces.append(size)
        if len(pieces) == 2:  # once before the first piece, then behind each
            change(large, what)
        require_size(name, size, limit)

    monkeypatch.setattr(landing_module, "require_size", between_pieces)
    (result,) = ingest_path(large, tmp_path / "landing", now=NOW)
    landed = list(scan(tmp_path / "landing"))

    assert pieces[1] < len(LINES)
    if what in STAYS_OPEN:
        assert (result.status, result.items) == ("new", 2_800)
        assert [bytes_hash(file.path.read_bytes()) for file in landed] == [bytes_hash(LINES)]
    else:
        assert (result.status, result.reason, landed) == ("refused", "changed_while_read", [])
        assert "ingest it again" in result.message
    assert not list((tmp_path / "landing" / ".staging").iterdir())


@pytest.mark.parametrize("what", CHANGES)
def test_while_its_items_are_read(large, what):
    items = read_items(landed_file(large))
    first = next(items)
    change(large, what)
    rest = list(items)

    assert first.data == LINES.split(b"\n", 1)[0]
    if what in STAYS_OPEN:
        assert b"".join(item.data + b"\n" for item in (first, *rest)) == LINES
    else:
        assert rest[-1].reason == "changed_while_read"
        assert "run again" in rest[-1].message


def test_a_file_that_vanishes_between_look_and_read_is_refused(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(STORY + name)
    files = list(scan(tmp_path))
    (tmp_path / "a.txt").unlink()

    items = [item for file in files for item in read_items(file)]

    assert [getattr(item, "reason", "taken") for item in items] == ["unreadable", "taken"]
