"""The landing folder takes in what is text, says why it refuses the rest, and never raises for what a file holds."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.errors import DamagedFile
from schemas.identity import bytes_hash
from warehouse.landed import landed_file, read_items
from warehouse.landing import ingest_path, refusals, scan

NOW = datetime(2026, 3, 4, 5, 6, 7, 890_000, tzinfo=UTC)
STORY = "The province spent 3.2 billion yuan on charging points in 2024.\n"


@pytest.fixture
def landing(tmp_path: Path) -> Path:
    return tmp_path / "home" / "landing"


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


def written(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def only(path: Path, landing: Path, **options):
    results = ingest_path(path, landing, now=NOW, **options)
    assert len(results) == 1
    return results[0]


def test_new_file_lies_under_its_hash_with_its_sidecar(inbox, landing):
    story = written(inbox, "story.txt", STORY)
    written(inbox, "story.meta.json", '{"published": "2024-12"}')
    digest = bytes_hash(STORY.encode())

    result = only(story, landing)

    assert (result.status, result.place) == ("new", f"{digest[:2]}/{digest[:16]}/story.txt")
    (file,) = scan(landing)
    (item,) = read_items(file)
    assert item.data == STORY.encode()
    assert item.sha256 == digest
    assert item.place == result.place
    assert item.sidecar == {"published": "2024-12"}
    assert item.received_at == NOW.replace(microsecond=0)
    assert item.text is None


def test_same_bytes_under_another_name_are_known(inbox, landing):
    only(written(inbox, "a.txt", STORY), landing)

    result = only(written(inbox, "b.txt", STORY), landing)

    assert (result.status, result.place.rsplit("/")[-1]) == ("known", "a.txt")
    assert len(list(scan(landing))) == 1


def test_later_sidecar_of_known_bytes_is_put_in_place(inbox, landing):
    story = written(inbox, "a.txt", STORY)
    only(story, landing)
    written(inbox, "a.meta.json", '{"published": "2024"}')
    only(story, landing)
    written(inbox, "a.meta.json", '{"published": "2025"}')

    result = only(story, landing)

    assert result.status == "known"
    assert "sidecar replaced" in result.message
    (item,) = read_items(next(scan(landing)))
    assert item.sidecar == {"published": "2025"}


def test_folder_is_taken_in_whole_and_in_order(inbox, landing):
    (inbox / "deep").mkdir()
    written(inbox, "b.txt", STORY)
    written(inbox, "a.txt", STORY + "More.")
    written(inbox / "deep", "c.md", STORY + "Still more.")
    written(inbox, "note.pdf", b"%PDF-1.7")
    written(inbox, ".hidden.txt", STORY)
    written(inbox, "half.txt.part", STORY)

    results = ingest_path(inbox, landing, now=NOW)

    assert [(Path(result.source).name, result.status, result.reason) for result in results] == [
        ("a.txt", "new", None),
        ("b.txt", "new", None),
        ("note.pdf", "refused", "malformed_pdf"),
        ("c.md", "new", None),
    ]


def test_empty_folder_is_said(inbox, landing):
    assert only(inbox, landing).reason == "empty_folder"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty_file"),
        ("blank.txt", b" \n\t\r\n", "empty_file"),
        ("nul.txt", b"abc\x00\x00\x00def\x00\x01\x02", "binary_file"),
        ("pdf.txt", b"%PDF-1.7\n1 0 obj", "binary_file"),
        ("photo.jpg", b"\xff\xd8\xff\xe0", "unsupported_format"),
        ("bad.meta.json", b"{}", "unsupported_format"),
        ("noending", STORY.encode(), "unsupported_format"),
    ],
)
def test_refused_at_the_door(inbox, landing, name, data, reason):
    result = only(written(inbox, name, data), landing)

    assert (result.status, result.place, result.reason) == ("refused", None, reason)
    assert name in result.message
    assert list(scan(landing)) == []


def test_text_of_50_mb_is_refused_before_it_is_copied(inbox, landing):
    big = inbox / "big.txt"
    with big.open("wb") as file:
        file.truncate(50_000_000)

    result = only(big, landing)

    assert result.reason == "too_large"
    assert "20 MB" in result.message
    assert not [path for path in landing.rglob("*") if path.is_file() and path.stat().st_size > 10_000]


def test_missing_file_is_refused(inbox, landing):
    result = only(inbox / "gone.txt", landing)

    assert result.reason == "unreadable"
    assert "No such file" in result.message


def test_closed_file_is_refused(inbox, landing, monkeypatch):
    story = written(inbox, "closed.txt", STORY)
    story.chmod(0)
    if os.geteuid() == 0:
        # Permissions do not bind the superuser; let the kernel's answer be given all the same.
        monkeypatch.setattr(os, "open", _denied)

    result = only(story, landing)

    assert result.reason == "unreadable"
    assert "Permission denied" in result.message


_open = os.open


def _denied(path, flags, *arguments, **options):
    if str(path).endswith("closed.txt"):
        raise PermissionError(13, "Permission denied", str(path))
    return _open(path, flags, *arguments, **options)


@pytest.mark.parametrize("sidecar", ["{", "[1]", '"2024"', "\xff", "[" * 100_000], ids=str.strip)
def test_bad_sidecar_is_refused_at_the_door_and_in_the_landing(inbox, landing, sidecar):
    story = written(inbox, "s.txt", STORY)
    written(inbox, "s.meta.json", sidecar.encode("latin-1"))

    result = only(story, landing)

    assert result.reason == "bad_sidecar"
    assert "s.meta.json" in result.message
    (item,) = read_items(landed_file(story))
    assert item.reason == "bad_sidecar"


def test_link_in_a_folder_is_refused_not_followed(inbox, landing, tmp_path):
    outside = written(tmp_path, "secret.txt", "not for the warehouse")
    (inbox / "link.txt").symlink_to(outside)
    (inbox / "folder").symlink_to(tmp_path)

    results = ingest_path(inbox, landing, now=NOW)

    assert {(Path(result.source).name, result.reason) for result in results} == {
        ("link.txt", "symlink"),
        ("folder", "symlink"),
    }
    assert list(scan(landing)) == []


def test_pipe_does_not_block(inbox, landing):
    os.mkfifo(inbox / "pipe.txt")

    assert only(inbox / "pipe.txt", landing).reason == "unreadable"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a\nb:c.txt", "a_b_c.txt"),
        ("  ..hidden.txt", "hidden.txt"),
        ("产业政策 2024.txt", "产业政策 2024.txt"),
        ("x" * 240 + ".txt", "x" * 180 + ".txt"),
    ],
    ids=["controls", "leading dots", "chinese", "long"],
)
def test_names_are_made_safe(inbox, landing, name, kept):
    assert only(written(inbox, name, STORY), landing).place.rsplit("/")[-1] == kept


def test_name_that_is_no_utf8_is_storable(inbox, landing):
    path = Path(os.fsdecode(os.fsencode(inbox) + b"/caf\xe9.txt"))
    path.write_text(STORY)

    result = only(path, landing)

    assert result.status == "new"
    result.source.encode("utf-8")


def test_refusal_is_noted_until_the_file_lands(inbox, landing):
    story = written(inbox, "story.txt", "")
    only(story, landing)
    (noted,) = refusals(landing)
    ingest_path(story, landing, now=NOW.replace(year=2027))

    assert (noted.reason, noted.place, noted.received_at.year) == ("empty_file", story.as_posix(), 2026)
    assert list(refusals(landing)) == [noted]

    written(inbox, "story.txt", STORY)
    only(story, landing)

    assert list(refusals(landing)) == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"reason": 1'])
def test_a_damaged_note_of_a_refusal_is_named_and_the_next_refusal_mends_it(inbox, landing, text):
    story = written(inbox, "story.txt", "")
    only(story, landing)
    (note,) = (landing / ".refused").glob("*.json")
    note.write_text(text, encoding="utf-8")
    with pytest.raises(DamagedFile, match=r"\.refused/.*\.json is missing or damaged .* bring the file in again"):
        list(refusals(landing))
    only(story, landing)
    assert [noted.reason for noted in refusals(landing)] == ["empty_file"]


@pytest.mark.parametrize("renames", [0, 1], ids=["before the sidecar", "before the article"])
def test_interrupted_copy_shows_nothing_and_is_made_good(inbox, landing, monkeypatch, renames):
    story = written(inbox, "story.txt", STORY)
    written(inbox, "story.meta.json", "{}")
    done = []

    def interrupted(staged, target):
        if len(done) == renames:
            raise KeyboardInterrupt
        done.append(target)
        return _replace(staged, target)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        only(story, landing)
    monkeypatch.setattr(os, "replace", _replace)

    assert list(scan(landing)) == []
    assert only(story, landing).status == "new"
    assert sorted(path.name for path in landing.rglob("*.*") if path.is_file()) == ["story.meta.json", "story.txt"]


_replace = os.replace


def test_unfinished_copies_of_yesterday_are_swept(inbox, landing):
    staging = landing / ".staging"
    staging.mkdir(parents=True)
    for name, age in (("old.tmp", 200_000), ("young.tmp", 60)):
        written(staging, name, "x")
        os.utime(staging / name, (NOW.timestamp() - age, NOW.timestamp() - age))

    only(written(inbox, "a.txt", STORY), landing)

    assert [path.name for path in staging.iterdir()] == ["young.tmp"]


def test_files_dropped_by_hand_are_found_in_a_stable_order(landing):
    for place in ("b/2.txt", "b/1.md", "a/z/3.txt", "0.txt", "b/1.meta.json", ".x/4.txt", "b/5.txt.tmp"):
        path = landing / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(STORY)

    assert [file.place for file in scan(landing)] == ["0.txt", "a/z/3.txt", "b/1.md", "b/2.txt"]
    assert list(scan(landing / "nowhere")) == []
