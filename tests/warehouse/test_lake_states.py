"""The lake goes from whole state to whole state: only what changed is new, readers and makers never see half of one."""

import dataclasses
import os
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from schemas.errors import StoreError
from warehouse.lake import Lake
from warehouse.locks import exclusive_lock

JANUARY = ("core_regions", "2024-01", "all")
FEBRUARY = ("core_regions", "2024-02", "all")


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_second_run_with_the_same_rows_writes_nothing(lake, commit, regions, now):
    commit({JANUARY: regions(5)})
    before = files_of(lake.root)

    summary = lake.replace({JANUARY: regions(5)}, run_id="later", code_version="1", now=now + timedelta(days=1))

    assert (summary.unchanged, summary.is_changed, summary.manifest_number) == ((JANUARY,), False, 1)
    assert files_of(lake.root) == before


def test_the_same_rows_by_newer_rules_keep_file_run_and_time_and_take_on_the_version(lake, commit, regions, now):
    commit({JANUARY: regions(5)}, run_id="first")
    (before,) = lake.entries()

    summary = lake.replace({JANUARY: regions(5)}, run_id="later", code_version="2", now=now + timedelta(days=1))

    assert (summary.is_changed, summary.written, summary.manifest_number) == (False, (), 2)
    (after,) = lake.entries()
    assert after == dataclasses.replace(before, code_version="2")


def test_a_reserved_month_is_refused_to_a_second_maker_and_free_afterwards(lake):
    with (
        lake.reserved("2024-01", 0),
        lake.reserved("2024-02", 0),
        pytest.raises(StoreError, match="held by process"),
        lake.reserved("2024-01", 0),
    ):
        raise AssertionError("two makers in one month")
    with lake.reserved("2024-01", 0):
        pass


def test_only_what_changed_gets_a_new_run(lake, commit, regions):
    commit({JANUARY: regions(5), FEBRUARY: regions(5, "2024-02")}, run_id="first")
    commit({JANUARY: regions(5), FEBRUARY: regions(6, "2024-02")}, run_id="second")

    assert [entry.run_id for entry in lake.entries("core_regions")] == ["first", "second"]


def test_reader_of_an_old_snapshot_keeps_it(lake, commit, regions):
    commit({JANUARY: regions(5, rule="old")})
    snapshot = lake.snapshot()
    commit({JANUARY: regions(9, rule="new")})

    assert snapshot.read("core_regions")["rule"].unique().to_pylist() == ["old"]
    assert lake.snapshot(1).read("core_regions").num_rows == 5
    assert lake.read("core_regions").num_rows == 9


def test_polling_reader_sees_only_whole_states(lake, commit, regions):
    def state(number):
        months = ("2024-01", "2024-02", "2024-03")
        return {("core_regions", month, "all"): regions(20 + number, month, f"state{number}") for month in months}

    commit(state(0))
    seen, done, failures = set(), threading.Event(), []

    def poll():
        while not done.is_set():
            try:
                read = lake.read("core_regions", columns=["rule"])
                seen.add((read.num_rows, *sorted(read["rule"].unique().to_pylist())))
            except StoreError as error:
                failures.append(error)

    reader = threading.Thread(target=poll)
    reader.start()
    for number in range(1, 31):
        commit(state(number))
    done.set()
    reader.join()

    assert not failures
    assert seen <= {(3 * (20 + number), f"state{number}") for number in range(31)}
    assert len(seen) > 1


def test_two_committers_at_once_lose_nothing(lake):
    script = """if True:
        import importlib.util, sys
        from pathlib import Path
        from warehouse.lake import Lake
        spec = importlib.util.spec_from_file_location("rows", sys.argv[1])
        rows = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(rows)
        for month in range(1, 13):
            name = f"{sys.argv[3]}-{month:02d}"
            changes = {("core_regions", name, "all"): rows.region_rows(3, name)}
            Lake(Path(sys.argv[2])).replace(changes, run_id=sys.argv[3], code_version="1", now=rows.NOW)
    """
    builder = str(Path(__file__).with_name("sample_rows.py"))
    committers = [
        subprocess.Popen([sys.executable, "-c", script, builder, str(lake.root), year]) for year in ("2023", "2024")
    ]

    assert [committer.wait() for committer in committers] == [0, 0]
    assert len(lake.partitions("core_regions")) == 24
    assert lake.snapshot().manifest.number == 24
    assert lake.read("core_regions").num_rows == 72


def test_commit_waits_for_the_lock_and_then_says_who_holds_it(lake, regions, now):
    waiting = Lake(lake.root, wait_seconds=0.1)

    with exclusive_lock(lake.root.with_name(".lake.lock")), pytest.raises(StoreError, match="held by process"):
        waiting.replace({JANUARY: regions(1)}, run_id="run", code_version="1", now=now)

    assert waiting.replace({JANUARY: regions(1)}, run_id="run", code_version="1", now=now).is_changed


def test_vacuum_keeps_all_that_is_named_and_all_that_is_young(lake, regions, now):
    def commit_on(day, count):
        moment = now + timedelta(days=day)
        lake.replace({JANUARY: regions(count)}, run_id="run", code_version="1", now=moment)

    for day, count in ((-60, 1), (-40, 2), (-2, 3)):
        commit_on(day, count)
    stray = lake.root / "core_regions" / "2024-01" / "all-0000000000000000.parquet"
    stray.write_bytes(b"left by a killed run")
    files = lake.root / "core_regions" / "2024-01"
    _age(files, now - timedelta(days=100))

    removed = lake.vacuum(30, now)

    # The state of 40 days ago was current until two days ago: someone may still be reading it.
    assert len(removed) == 3
    assert stray in removed
    assert [entry.name for entry in sorted((lake.root / "_manifests").iterdir())] == ["000002.json", "000003.json"]
    assert lake.snapshot(2).read("core_regions").num_rows == 2
    assert lake.read("core_regions").num_rows == 3
    assert lake.vacuum(30, now) == []

    lake.vacuum(0, now)
    assert len(list(files.iterdir())) == 1
    assert lake.verify() == []


def test_vacuum_spares_a_file_that_is_about_to_be_named(lake, commit, regions, now):
    commit({JANUARY: regions(1)})
    young = lake.root / "core_regions" / "2024-01" / "all-1111111111111111.parquet"
    young.write_bytes(b"")
    _age(young.parent, now)

    assert lake.vacuum(1, now + timedelta(hours=1)) == []


def _age(folder: Path, moment):
    for path in folder.iterdir():
        os.utime(path, (moment.timestamp(), moment.timestamp()))
