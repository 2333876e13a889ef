"""`python -m benchmarks cluster`: generated articles read on two Ray workers, one of them killed with -9 in mid-run.

Prints, as one JSON object, the hashes of every table's Parquet file as one process makes it (`alone`) and as the
cluster does (`disturbed`), how many workers were killed, seconds of both, and each address on which a process of the
cluster listens (`listening`: process, address). Needs the extra `numtrail[ray]`. A process of its own, because Ray
starts servers that live as long as it does.
"""

from __future__ import annotations

import argparse
import hashlib
import ipaddress
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa

from assets.clusters import RayRunner
from assets.runners import INLINE
from benchmarks.articles.generator import make_articles
from benchmarks.stages import raw_table
from pipelines.batches import read_batch, refuse_raws
from schemas.tables import TABLES
from warehouse.parquet import write_parquet
from warehouse.validation import validated

WORK = partial(read_batch, code_version="v1")
Tables = dict[str, pa.Table]
LISTENING = "0A"
"""The state of a listening socket in /proc/net/tcp."""


def main(arguments: list[str]) -> int:
    """Read the articles both ways and print what came out; exit code 1 where a byte differs."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks cluster", description=__doc__)
    parser.add_argument("--articles", type=int, default=1_000)
    parser.add_argument("--in-a-batch", type=int, default=32)
    options = parser.parse_args(arguments)
    table = raw_table(list(make_articles(options.articles)))
    cut = [table.slice(start, options.in_a_batch) for start in range(0, options.articles, options.in_a_batch)]
    outcome: dict[str, object] = {"articles": options.articles}
    with tempfile.TemporaryDirectory() as folder:
        for name, results in (
            ("alone", INLINE.run(WORK, refuse_raws, cut)),
            ("disturbed", with_a_kill(RayRunner(2).run(WORK, refuse_raws, cut), outcome)),
        ):
            started = time.monotonic()
            outcome[name] = hashes(results, Path(folder))
            outcome[f"{name}_seconds"] = round(time.monotonic() - started, 1)
    print(json.dumps(outcome))
    return 0 if outcome["alone"] == outcome["disturbed"] and outcome["killed"] else 1


def hashes(results: Iterable[Tables], folder: Path) -> dict[str, str]:
    """The bytes of each table as the lake would keep them, hashed."""
    made: dict[str, list[pa.Table]] = {}
    for tables in results:
        for name, rows in tables.items():
            made.setdefault(name, []).append(rows)
    found = {}
    for name in (name for name in made if name in TABLES and name != "core_rejects"):
        path = folder / f"{name}.parquet"
        write_parquet(TABLES[name], validated(TABLES[name], pa.concat_tables(made[name])), path)
        found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def with_a_kill(results: Iterable[Tables], outcome: dict[str, object]) -> Iterator[Tables]:
    """The results, one worker killed while they come; notes on which addresses the cluster listens."""
    outcome["killed"] = 0
    for number, tables in enumerate(results):
        if number >= 1 and not outcome["killed"]:
            family = own_processes()
            running = [pid for pid, name in family.items() if name.startswith("ray::run_unit")]
            if running:
                outcome["listening"] = listening(family)
                os.kill(running[0], signal.SIGKILL)
                outcome["killed"] = 1
        yield tables


def own_processes() -> dict[int, str]:
    """This process and those below it, by name."""
    parents: dict[int, tuple[str, int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = status.read_text().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue  # it ended meanwhile
        parents[int(status.parent.name)] = (name, int(rest.split()[1]))
    return {pid: name for pid, (name, _) in parents.items() if _is_ours(pid, parents)}


def _is_ours(pid: int, parents: dict[int, tuple[str, int]]) -> bool:
    while pid in parents:
        if pid == os.getpid():
            return True
        pid = parents[pid][1]
    return False


def listening(family: dict[int, str]) -> list[tuple[str, str]]:
    """On which addresses some processes listen: name of the process and address, each pair once."""
    owners: dict[str, str] = {}
    for pid, name in family.items():
        try:
            for link in Path(f"/proc/{pid}/fd").iterdir():
                target = str(link.readlink())
                if target.startswith("socket:["):
                    owners[target[8:-1]] = name
        except OSError:
            continue
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == LISTENING and fields[9] in owners:
                found.add((owners[fields[9]], _address(fields[1].partition(":")[0])))
    return sorted(found)


def _address(digits: str) -> str:
    """An address as the kernel writes it, in the usual form."""
    words = [bytes.fromhex(digits[start : start + 8])[::-1] for start in range(0, len(digits), 8)]
    address = ipaddress.ip_address(b"".join(words))
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
