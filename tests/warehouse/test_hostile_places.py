"""Full disks, limits on writing and closed folders are said, and leave nothing half taken."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas.errors import StoreError
from warehouse.landing import ingest_path

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
STORY = "The province spent 3.2 billion yuan on charging points in 2024, its governor told reporters.\n"


@contextmanager
def small_disk(folder, kilobytes):
    """A disk of its own with room for so much; only the superuser may mount one."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    done = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk may be mounted here ({done.stderr.strip()}); a limit on writing is tested beside this")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def files_below(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_full_disk_is_said_and_leaves_nothing_half_taken(tmp_path):
    inbox, home = tmp_path / "inbox", tmp_path / "disk"
    inbox.mkdir()
    (inbox / "a.txt").write_text(STORY)
    (inbox / "b.jsonl").write_text("".join(json.dumps({"text": f"{STORY}{number}"}) + "\n" for number in range(9000)))
    with small_disk(home, 512):
        ingest_path(inbox / "a.txt", home / "landing", now=NOW)
        before = files_below(home)

        with pytest.raises(StoreError, match="No space left on device.*NUMTRAIL_HOME"):
            ingest_path(inbox / "b.jsonl", home / "landing", now=NOW)

        assert files_below(home) == before
        (inbox / "b.jsonl").write_text(json.dumps({"text": STORY * 2}) + "\n")
        (result,) = ingest_path(inbox / "b.jsonl", home / "landing", now=NOW)
        assert (result.status, result.items) == ("new", 1)


LIMITED = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from schemas.errors import StoreError
from warehouse.landing import ingest_path
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    ingest_path(Path(sys.argv[1]), Path(sys.argv[2]), now=datetime.now(UTC))
except StoreError as error:
    print(error)
"""


def test_a_limit_on_writing_is_said_and_leaves_nothing_half_taken(tmp_path):
    inbox, home = tmp_path / "inbox", tmp_path / "landing"
    inbox.mkdir()
    (inbox / "a.txt").write_text(STORY)
    (inbox / "b.txt").write_text(STORY * 2000)

    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(inbox), str(home)], capture_output=True, text=True, check=True
    )

    assert "File too large" in done.stdout
    assert "what was landed before stands" in done.stdout
    assert [path.name for path in home.rglob("*") if path.is_file()] == ["a.txt"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can become somebody whom permissions bind")
def test_closed_folders_and_files_are_refused_and_the_rest_is_taken():
    top = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        top.chmod(0o777)
        for place in ("inbox/closed/a.txt", "inbox/b.txt", "inbox/c.txt"):
            (top / place).parent.mkdir(parents=True, exist_ok=True)
            (top / place).write_text(STORY + place)
        (top / "inbox" / "closed").chmod(0)
        (top / "inbox" / "b.txt").chmod(0)
        os.seteuid(65534)
        try:
            results = ingest_path(top / "inbox", top / "landing", now=NOW)
        finally:
            os.seteuid(0)
    finally:
        shutil.rmtree(top)

    assert [(Path(result.source).name, result.status, result.reason) for result in results] == [
        ("b.txt", "refused", "unreadable"),
        ("c.txt", "new", None),
        ("closed", "refused", "unreadable"),
    ]
    assert all("permissions" in result.message for result in results if result.status == "refused")


@pytest.mark.skipif(os.geteuid() != 0, reason="only the superuser can become somebody whom permissions bind")
def test_a_landing_folder_that_cannot_be_written_is_said(tmp_path):
    top = Path(tempfile.mkdtemp(dir="/tmp"))
    try:
        top.chmod(0o755)
        (top / "a.txt").write_text(STORY)
        os.seteuid(65534)
        try:
            with pytest.raises(StoreError, match="NUMTRAIL_HOME"):
                ingest_path(top / "a.txt", top / "landing", now=NOW)
        finally:
            os.seteuid(0)
    finally:
        shutil.rmtree(top)
