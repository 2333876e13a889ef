"""Commit to a fresh copy of a lake again and again, each time killed a step later; run by `test_lake_killed.py`.

Usage: python commit_until_killed.py FOLDER. Makes FOLDER/1, FOLDER/2, … each a lake with a first commit, in which a
second commit was killed (SIGKILL) before its n-th step that touches the disk; prints how many were killed.
"""

import importlib.util
import os
import signal
import sys
from pathlib import Path

from warehouse import durable, lake
from warehouse.lake import Lake

_SPECIFICATION = importlib.util.spec_from_file_location("rows", Path(__file__).with_name("sample_rows.py"))
rows = importlib.util.module_from_spec(_SPECIFICATION)
_SPECIFICATION.loader.exec_module(rows)

OLD = {("core_regions", month, "all"): rows.region_rows(5, month, "old") for month in ("2024-01", "2024-02")}
NEW = {("core_regions", month, "all"): rows.region_rows(7, month, "new") for month in ("2024-01", "2024-02")}


def kill_before_step(last: int) -> None:
    """Let the process kill itself before its `last`-th call that touches the disk."""
    steps = 0

    def counted(call):
        def wrapper(*arguments, **options):
            nonlocal steps
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return call(*arguments, **options)

        return wrapper

    durable.os.replace = counted(os.replace)
    durable.os.fsync = counted(os.fsync)
    durable.tempfile.mkstemp = counted(durable.tempfile.mkstemp)
    lake.write_parquet = counted(lake.write_parquet)


def main(folder: Path) -> None:
    """Kill a commit at every step until one lives through all of them."""
    step = 0
    while True:
        step += 1
        root = Path(folder, str(step), "lake")
        Lake(root).replace(OLD, run_id="first", code_version="1", now=rows.NOW)
        child = os.fork()
        if child == 0:
            kill_before_step(step)
            Lake(root).replace(NEW, run_id="second", code_version="1", now=rows.NOW)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status == 0:
            sys.stdout.write(str(step - 1))
            return
        assert os.WIFSIGNALED(status), status


if __name__ == "__main__":
    main(Path(sys.argv[1]))
