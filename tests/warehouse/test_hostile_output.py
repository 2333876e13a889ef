"""What strangers wrote, where it is shown: no terminal, log, page, spreadsheet or database takes it for a command."""

import io
import logging
import os
import pickle
import re
import stat
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
import yaml
from typer.testing import CliRunner

import numtrail
from console.lake_history import write_rows
from console.terminal import Terminal
from warehouse.sidecars import storable_name

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("schemas", "pipelines", "warehouse", "assets", "console")
STORY = "The port spent 3.2 billion yuan on cranes in 2024.\n"
COMMANDS = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202eevil"


def sources():
    return [ROOT / "numtrail.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]


def test_a_terminal_takes_no_command_from_what_it_shows():
    written = io.StringIO()
    terminal = Terminal(file=written, force_terminal=True, color_system="standard")
    terminal.print(f"[bold]ours[/] {COMMANDS}")
    shown = written.getvalue()
    assert "\x1b[1mours\x1b[0m" in shown
    assert re.sub(r"\x1b\[\d*m", "", shown).isprintable() or set(re.sub(r"\x1b\[\d*m", "", shown)) & {"\n"}
    assert not re.search("[\x07\x9b\u202e]|\x1b[^\\[]|\x1b\\[2J", shown)
    assert "␛]0;owned" in shown


@pytest.mark.parametrize("words", [("explain", f"The port {COMMANDS} spent 3 million yuan."), ("trace", COMMANDS)])
def test_commands_print_no_command(words, home):
    answer = CliRunner().invoke(numtrail.app, list(words))
    assert not re.search("[\x07\x9b\u202e\x1b]", answer.output)


@pytest.mark.parametrize("name", ["a\n2 new, 0 refused.txt", "a\x1b[31m.txt", "a\u2028b.txt"])
def test_a_name_is_one_line_wherever_it_is_told(name, home, tmp_path):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / name).write_bytes(b"\x00\x01\x02" * 90)
    answer = CliRunner().invoke(numtrail.app, ["ingest", str(tmp_path / "inbox")])
    assert "2 new, 0 refused" not in {line.strip() for line in answer.output.splitlines()}
    assert storable_name(Path(name)).isprintable()


def test_a_file_with_such_a_name_keeps_its_trail(home, article):
    from warehouse.trail_checks import landed_path

    home.landing.mkdir(parents=True)
    path = home.landing / "a\nb.txt"
    path.write_text(STORY, encoding="utf-8")
    assert landed_path(home.landing, storable_name(Path("a\nb.txt"))) == path


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0"])
def test_a_spreadsheet_runs_no_cell(text, tmp_path):
    write_rows(pa.table({"quote": [text, "plain - text", None], "value": [-1, 2, 3]}), tmp_path / "a.csv")
    written = (tmp_path / "a.csv").read_bytes().decode("utf-8")
    assert f"'{text}" in written
    assert '"plain - text",2' in written
    assert ",-1" in written


def test_yaml_is_loaded_as_data_and_nothing_is_unpickled():
    for path in sources():
        code = path.read_text(encoding="utf-8")
        assert not re.search(r"yaml\.(?!safe_load|safe_dump|YAMLError)\w*load", code), path
        unpickled = re.findall(
            r"^.*\b(?:pickle|marshal|shelve|dill|joblib|cloudpickle)\.loads?\b.*$", code, re.MULTILINE
        )
        assert all("sent by our own driver" in line for line in unpickled), path
        assert len(unpickled) <= (path.name == "clusters.py"), path
        assert not re.search(r"\beval\(|\bexec\(", code), path
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load("!!python/object/apply:os.system ['true']")


def test_a_pickle_that_is_landed_is_refused_and_not_run(tmp_path):
    from warehouse.landed import landed_file, read_items

    class Trap:
        def __reduce__(self):
            return (os.mkdir, (str(tmp_path / "trapped"),))

    for name in ("a.txt", "a.jsonl", "a.pkl", "a.zip"):
        (tmp_path / name).write_bytes(pickle.dumps(Trap()) + b"\x00" * 64)
        items = list(read_items(landed_file(tmp_path / name)))
        assert all(hasattr(item, "reason") for item in items), name
    assert not (tmp_path / "trapped").exists()


def test_sql_is_made_of_our_own_names_alone():
    """Text reaches a database as a parameter: where SQL is put together, ruff asks why, and each answer is ours."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--select", "S608", "--no-cache", "-q", *ROOMS],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    unexplained = [
        line
        for path in sources()
        for line in path.read_text(encoding="utf-8").splitlines()
        if "noqa: S608" in line and not re.search(r"S608 - \w+", line)
    ]
    assert unexplained == []


def test_no_secret_reaches_a_message_or_a_log(home, monkeypatch, caplog):
    from warehouse.postgres_connection import warehouse_url

    monkeypatch.setenv("NUMTRAIL_WAREHOUSE_URL", "postgresql://writer:hunter2@127.0.0.1:1/none")
    monkeypatch.setenv("NUMTRAIL_READER_PASSWORD", "hunter3")
    assert warehouse_url()
    caplog.set_level(logging.DEBUG)
    answers = [CliRunner().invoke(numtrail.app, words) for words in (["warehouse", "init"], ["doctor"])]
    told = "".join(answer.output + repr(answer.exception) for answer in answers) + caplog.text
    assert "hunter" not in told
    assert "127.0.0.1" in told


def test_only_owner_and_group_look_into_the_home_folder(tmp_path):
    from assets.materialise import prepare_home

    before = os.umask(0)
    try:
        prepare_home(tmp_path / "home")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o750


def test_files_with_secrets_are_for_their_owner_alone(tmp_path):
    from warehouse.superset import serve

    serve._secret(tmp_path / "secret_key", 32)
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert "install -m 0640 -o root -g numtrail deploy/numtrail.env" in page
