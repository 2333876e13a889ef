"""The pool of processes: nothing is lost, whatever ends a worker, and only what ends it is refused."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("run_poisoned.py")


@pytest.fixture(scope="module")
def outcome():
    run = subprocess.run([sys.executable, SCRIPT], cwd=ROOT, capture_output=True, text=True, timeout=240, check=True)
    return json.loads(run.stdout)


def test_rows_that_end_their_worker_are_refused_alone_and_the_rest_is_done_in_order(outcome):
    assert outcome["poisoned"]["numbers"] == [2 * n for n in range(40) if n not in (3, 17, 25, 39)]
    assert [row["kind"] for row in outcome["poisoned"]["refused"]] == ["crash", "loop", "memory", "leave"]


@pytest.mark.parametrize(
    ("kind", "reason", "told"),
    [
        ("crash", "worker_died", "SIGSEGV"),
        ("crash", "worker_died", "in work"),
        ("loop", "time_limit", "in work"),
        ("memory", "worker_failed", "MemoryError"),
        ("leave", "worker_died", "exit code 3"),
    ],
)
def test_a_refusal_tells_how_the_worker_ended_and_where(outcome, kind, reason, told):
    (row,) = [row for row in outcome["poisoned"]["refused"] if row["kind"] == kind]
    assert row["reason"] == reason
    assert told in row["message"]


def test_killed_workers_are_replaced_and_their_batches_done_again(outcome):
    killed = outcome["killed"]
    assert killed["kills"] == 2
    assert killed["numbers"] == [2 * n for n in range(400)]
    assert killed["workers"] == 2


def test_no_more_batches_are_in_memory_than_twice_the_workers(outcome):
    assert outcome["killed"]["most_in_memory"] <= 5


def test_workers_that_cannot_start_are_no_fault_of_the_batches(tmp_path):
    script = tmp_path / "unguarded.py"
    script.write_text(
        "import pyarrow as pa\nfrom assets.process_pool import ProcessPool\nfrom schemas.errors import StoreError\n"
        "if __name__ != '__main__':\n    raise SystemExit(1)\n"
        "try:\n    list(ProcessPool(1).run(len, len, [pa.table({'n': [1]})]))\n"
        "except StoreError as error:\n    print(error)\n",
        encoding="utf-8",
    )
    run = subprocess.run([sys.executable, script], cwd=ROOT, capture_output=True, text=True, timeout=240, check=True)
    assert "ended at once" in run.stdout


def test_workers_end_with_their_owner_whatever_ended_it():
    command = [sys.executable, SCRIPT, "owner_killed"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240)
    assert run.returncode == -signal.SIGKILL, run.stderr
    worker = int(run.stdout)
    until = time.monotonic() + 60
    while is_running(worker) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_running(worker)


def is_running(process_id: int) -> bool:
    """Whether a process is there and has not ended: one that nobody waited for is a zombie, state Z."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
