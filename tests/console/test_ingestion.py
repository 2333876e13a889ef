"""What `numtrail ingest` takes (files, folders, patterns, standard input) and what it says of each."""

import io
import json
import sys
from types import SimpleNamespace

import pytest
from rich.console import Console

from console.ingestion import find_inputs, ingest_inputs, read_fields
from schemas.errors import SettingsError
from warehouse.landed import read_items
from warehouse.landing import scan

STORY = "The province spent 3.2 billion yuan on charging points in 2024.\n"


@pytest.fixture
def inbox(tmp_path):
    for place in ("a.txt", "deep/b.md", "deep/er/c.txt", "c.html"):
        path = tmp_path / "inbox" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(STORY + place)
    (tmp_path / "inbox" / "a.meta.json").write_text('{"published": "2024"}')
    return tmp_path / "inbox"


@pytest.fixture
def told():
    return Console(file=io.StringIO(), width=200)


def names(paths):
    return [path.name for path in paths]


def test_patterns_folders_and_files_are_found_once_each(inbox):
    assert names(find_inputs([f"{inbox}/**/*.txt"])) == ["a.txt", "c.txt"]
    assert names(find_inputs([f"{inbox}/a*"])) == ["a.txt"]
    assert names(find_inputs([str(inbox / "a.txt"), f"{inbox}/?.txt", str(inbox / "deep")])) == [
        "a.txt",
        "b.md",
        "c.txt",
    ]


def test_a_name_with_brackets_is_a_file_first(inbox):
    (inbox / "[1].txt").write_text(STORY)

    assert names(find_inputs([str(inbox / "[1].txt")])) == ["[1].txt"]


@pytest.mark.parametrize("path", ["absent.txt", "absent/*.txt"])
def test_what_names_nothing_is_said(inbox, path):
    with pytest.raises(SettingsError, match="absent"):
        find_inputs([str(inbox / path)])


def test_each_file_has_its_line_and_bad_records_theirs(inbox, tmp_path, told):
    (inbox / "many.jsonl").write_text(json.dumps({"text": STORY}) + "\n{\n" + json.dumps({"text": STORY * 2}) + "\n")
    (inbox / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0")

    refused = ingest_inputs(told, told, tmp_path / "landing", [str(inbox)])

    lines = told.file.getvalue().splitlines()
    assert refused == 1
    assert [line.split()[0] for line in lines[:-1]] == ["new", "new", "new", "refused", "refused", "new", "new"]
    assert "2 records" in lines[2]
    assert "line 2" in lines[3]
    assert "photo.jpg" in lines[4]
    assert "5 new, 0 known, 1 refused; 6 articles or records, 1 records that cannot be read" in lines[-1]


def test_a_bar_tells_how_far_it_got(inbox, tmp_path, told, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")  # a dumb terminal has no bar
    terminal = Console(file=io.StringIO(), width=100, force_terminal=True)

    ingest_inputs(told, terminal, tmp_path / "landing", [str(inbox)])

    assert "4/4" in terminal.file.getvalue()


def test_standard_input_is_a_file_of_the_given_name(tmp_path, told, monkeypatch, capsys):
    record = {
        "article": {"body": STORY},
        "when": "2024-05-06T10:00:00Z",
        "by": ["Ann Bell", "Cy Dow"],
        "text": "teaser",
    }
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(json.dumps(record).encode())))
    fields = read_fields(["text=article.body", "published = when", "byline=by"])

    ingest_inputs(told, told, tmp_path / "landing", ["-"], fields=fields, name="feed.jsonl", as_json=True)

    result = json.loads(capsys.readouterr().out)
    assert (result["status"], result["items"]) == ("new", 1)
    (file,) = scan(tmp_path / "landing")
    (item,) = read_items(file)
    assert item.text == STORY
    assert (item.sidecar["published"], item.sidecar["byline"]) == ("2024-05-06", "Ann Bell, Cy Dow")
    assert not list((tmp_path / "landing" / ".staging").iterdir())


@pytest.mark.parametrize("stated", ["text", "=body", "text=", "colour=red"])
def test_fields_that_are_none_are_said(stated):
    with pytest.raises(SettingsError, match="--field"):
        read_fields([stated])
