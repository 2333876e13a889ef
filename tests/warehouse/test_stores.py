"""The commands about the places where rows rest: the lake's history and hashes, and the warehouses."""

import csv
import json
import re

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

import numtrail
from schemas.errors import SettingsError, StoreError
from warehouse.lake import Lake


@pytest.fixture
def call():
    runner = CliRunner()
    return lambda *words: runner.invoke(numtrail.app, [str(word) for word in words])


@pytest.fixture
def lake(home, sample_rows) -> Lake:
    """A lake of three commits: five rows, seven, and a day later none."""
    lake = home.lake
    for number, count in enumerate((5, 7, 0)):
        rows = {("core_regions", "2024-01", "all"): sample_rows.region_rows(count) if count else None}
        moment = sample_rows.NOW.replace(day=sample_rows.NOW.day + number)
        lake.replace(rows, run_id=f"run-{number}", code_version="1", now=moment)
    return lake


@pytest.mark.parametrize("group", ["lake", "warehouse"])
def test_every_command_teaches_its_use(call, group):
    commands = re.findall(r"^│ (\w+)", call(group, "--help").output, re.MULTILINE)
    assert len(commands) >= 2
    for command in commands:
        assert len(call(group, command, "--help").output.splitlines()) > 5


def test_log_tells_what_each_commit_changed(call, lake):
    text = call("lake", "log").output

    assert text.index("run-2") < text.index("run-1") < text.index("run-0"), "newest first"
    assert re.search(r"core_regions +-7 rows +0 written, 1 removed", text)
    assert re.search(r"core_regions +\+2 rows +1 written, 0 removed", text)
    assert re.search(r"core_regions +\+5 rows +1 written, 0 removed", text)
    assert "run-0" not in call("lake", "log", "--limit", "2").output


@pytest.mark.parametrize(
    ("as_of", "count"), [(None, 0), ("1", 5), ("2", 7), ("2026-03-04T05:06:07Z", 5), ("2026-03-05T23:00", 7)]
)
def test_rows_of_any_state_that_is_kept(call, lake, as_of, count):
    answer = call("lake", "read", "core_regions", *(["--as-of", as_of] if as_of else []))

    rows = [json.loads(line) for line in answer.output.splitlines()]
    assert len(rows) == count
    assert all(row["kind"] == "body" for row in rows)


def test_rows_go_to_a_file_too(call, lake, tmp_path):
    for ending in ("parquet", "csv", "jsonl"):
        answer = call("lake", "read", "core_regions", "--as-of", "2", "--output", tmp_path / f"then.{ending}")
        assert answer.output.startswith("7 rows written")
    assert pq.read_table(tmp_path / "then.parquet").num_rows == 7
    with (tmp_path / "then.csv").open(newline="") as file:
        header, *lines = csv.reader(file)
    assert header[0] == "region_id"
    assert len(lines) == 7
    assert all(line[0].startswith("g_") for line in lines)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("read", "core_regions", "--as-of", "2020-01-01"), StoreError),
        (("read", "core_regions", "--as-of", "77"), StoreError),
        (("read", "core_regions", "--as-of", "yesterday"), SettingsError),
        (("read", "core_nothing"), StoreError),
        (("read", "core_regions", "--output", "rows.xls"), SettingsError),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(call, lake, words, error):
    answer = call("lake", *words)

    assert isinstance(answer.exception, error)
    assert len(str(answer.exception)) > 20


def test_verify_finds_a_changed_file_of_an_earlier_state(call, lake):
    assert "0 files: every hash right" in call("lake", "verify").output
    path = lake.snapshot(1).paths("core_regions")[0]
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    assert call("lake", "verify").exit_code == 0
    answer = call("lake", "verify", "--kept")
    assert answer.exit_code == 1
    assert path.name in answer.output


def test_an_earlier_state_is_restored_also_where_the_manifest_is_damaged(call, lake):
    manifest = lake.root / "_manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8")[:100], encoding="utf-8")

    answer = call("lake", "restore", 2)

    assert answer.exit_code == 0, answer.output
    assert "The state after commit 2 is the present one, as commit 4." in answer.output
    assert lake.read("core_regions").num_rows == 7
    assert isinstance(call("lake", "restore", 99).exception, StoreError)


def test_vacuum_names_and_removes_what_no_state_needs(call, lake):
    before = {path for path in lake.root.rglob("*") if path.is_file()}
    assert "4 files would be removed" in call("lake", "vacuum", "--older-than", "0", "--dry-run").output
    assert {path for path in lake.root.rglob("*") if path.is_file()} == before
    assert "4 files removed" in call("lake", "vacuum", "--older-than", "0").output
    assert lake.verify(is_history_too=True) == []
    assert isinstance(call("lake", "read", "core_regions", "--as-of", "1").exception, StoreError)


def test_publish_without_a_server_says_so(call, lake, monkeypatch):
    monkeypatch.delenv("NUMTRAIL_WAREHOUSE_URL", raising=False)
    answer = call("warehouse", "publish")
    assert answer.exit_code == 0
    assert "PostgreSQL  nothing published: NUMTRAIL_WAREHOUSE_URL is not set" in answer.output
    assert isinstance(call("warehouse", "init").exception, SettingsError)


def test_init_then_publish_then_nothing_to_do(call, lake, sample_rows, empty_database, monkeypatch):
    monkeypatch.setenv("NUMTRAIL_WAREHOUSE_URL", empty_database)
    assert isinstance(call("warehouse", "publish").exception, StoreError), "not set up yet"
    first = call("warehouse", "init")
    assert "Tables: nothing → " in first.output
    assert "Views as before" in call("warehouse", "init").output
    assert "rows written" in call("warehouse", "publish").output
    assert "PostgreSQL  as before; commit 3 of the lake" in call("warehouse", "publish").output
    assert "PostgreSQL  as before" in call("warehouse", "publish", "--everything").output
