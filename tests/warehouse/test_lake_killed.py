"""A commit killed at any moment leaves the old state whole, and running it again ends as if nothing had happened."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from warehouse.durable import remove_unfinished
from warehouse.lake import Lake

MONTHS = ("2024-01", "2024-02")


@pytest.fixture(scope="module")
def killed(tmp_path_factory) -> list[Path]:
    """Lakes in which a commit was killed before each of its steps, in order."""
    folder = tmp_path_factory.mktemp("killed")
    script = Path(__file__).with_name("commit_until_killed.py")
    done = subprocess.run([sys.executable, script, folder], capture_output=True, text=True, check=True)
    return [folder / str(step) / "lake" for step in range(1, int(done.stdout) + 1)]


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_readers_see_the_old_state_or_the_new_one(killed):
    states = []
    for root in killed:
        lake = Lake(root)
        assert lake.verify() == []
        rules = {lake.read("core_regions", month)["rule"][0].as_py() for month in MONTHS}
        assert len(rules) == 1, f"{root}: months of two states"
        assert lake.read("core_regions").num_rows == (10 if rules == {"old"} else 14)
        states.append(rules.pop())

    assert len(killed) > 12
    assert states == sorted(states, reverse=True), "once new, the state stays new"
    assert set(states) == {"old", "new"}


def test_run_again_ends_as_if_undisturbed(killed, lake, regions, now):
    old = {("core_regions", month, "all"): regions(5, month, "old") for month in MONTHS}
    new = {("core_regions", month, "all"): regions(7, month, "new") for month in MONTHS}
    undisturbed = lake
    undisturbed.replace(old, run_id="first", code_version="1", now=now)
    undisturbed.replace(new, run_id="second", code_version="1", now=now)

    for root in killed:
        lake = Lake(root)
        lake.replace(new, run_id="second", code_version="1", now=now)

        assert files_of(root) == files_of(undisturbed.root)
        remove_unfinished(lake.staging, datetime.now(UTC) + timedelta(days=2))
        assert not list(lake.staging.iterdir()), "what a killed commit left is removed when it is a day old"
