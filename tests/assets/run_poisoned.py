"""A pool given batches of which some end their worker: `python run_poisoned.py`; prints what became of each row.

A script of its own, because the functions that a worker is sent must be importable by it.
"""

import ctypes
import json
import os
import signal
import sys
import time

import pyarrow as pa

from assets.process_pool import ProcessPool

ROWS = 40


def work(rows: pa.Table) -> dict[str, pa.Table]:
    """Double each number, or come to the end that its kind names."""
    for kind in rows["kind"].to_pylist():
        if kind == "crash":
            ctypes.string_at(0)
        if kind == "loop":
            while True:
                pass
        if kind == "memory":
            bytearray(1 << 40)
        if kind == "leave":
            os._exit(3)
        time.sleep(0.01)
    return {"made": pa.table({"number": [2 * number for number in rows["number"].to_pylist()]})}


def refuse(rows: pa.Table, reason: str, message: str) -> dict[str, pa.Table]:
    """Say of each row why it was refused."""
    made = pa.table({"number": pa.array([], pa.int64())})
    return {"made": made, "refused": pa.table({"kind": rows["kind"], "reason": [reason], "message": [message]})}


def poisoned() -> dict:
    """One row of each kind of poison among many good ones, in batches of ten."""
    kinds = ["good"] * ROWS
    for place, kind in ((3, "crash"), (17, "loop"), (25, "memory"), (39, "leave")):
        kinds[place] = kind
    table = pa.table({"number": list(range(ROWS)), "kind": kinds})
    pool = ProcessPool(2, base_seconds=1.0)
    results = list(pool.run(work, refuse, (table.slice(start, 10) for start in range(0, ROWS, 10))))
    pool.close()
    refused = [row for tables in results if "refused" in tables for row in tables["refused"].to_pylist()]
    return {"numbers": [n for tables in results for n in tables["made"]["number"].to_pylist()], "refused": refused}


def killed() -> dict:
    """Good batches, of which some lose their worker to a kill from outside."""
    table = pa.table({"number": list(range(400)), "kind": ["good"] * 400})
    taken = []
    batches = (taken.append(start) or table.slice(start, 10) for start in range(0, 400, 10))
    pool = ProcessPool(2)
    numbers, kills, most = [], 0, 0
    for tables in pool.run(work, refuse, batches):
        numbers += tables["made"]["number"].to_pylist()
        most = max(most, len(taken) - len(numbers) // 10)
        if len(numbers) in (50, 200):
            os.kill(pool.process_ids[0], signal.SIGKILL)
            kills += 1
    left = pool.process_ids
    pool.close()
    return {"numbers": numbers, "kills": kills, "workers": len(left), "most_in_memory": most}


def owner_killed() -> None:
    """Tell a worker's number, then end as a kill ends: at once, while the worker is at work."""
    pool = ProcessPool(1, base_seconds=300.0)
    batches = iter([pa.table({"number": [1], "kind": ["good"]}), pa.table({"number": [2], "kind": ["loop"]})])
    for _ in pool.run(work, refuse, batches):
        sys.stdout.write(str(pool.process_ids[0]))
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    if sys.argv[1:] == ["owner_killed"]:
        owner_killed()
    json.dump({"poisoned": poisoned(), "killed": killed()}, sys.stdout)
