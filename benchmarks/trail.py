"""How long the trail takes on a large lake, and what the receipts of many articles cost.

`python -m benchmarks trail HOME FOLDER --copies N --months M` multiplies the lake of HOME (see `multiplied`) into
FOLDER, and prints CPU-seconds and seconds of `trace` for each kind of id, or (`--receipts`) articles per
CPU-second, peak memory and sizes of the receipts.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.inputs import existing_folder
from benchmarks.multiplied import ids_of, multiply
from warehouse.lake import Lake
from warehouse.receipts.site import write_receipts
from warehouse.trail_ids import keys_by_letter
from warehouse.trail_steps import trace


def main(arguments: list[str]) -> int:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks trail", description=__doc__)
    parser.add_argument("home", type=existing_folder, help="a home folder whose lake is multiplied")
    parser.add_argument("folder", type=Path, help="where the large lake goes; used as it is where it is there")
    parser.add_argument("--copies", type=int, default=2100, help="of each article")
    parser.add_argument("--months", type=int, default=240)
    parser.add_argument("--each", type=int, default=5, help="ids traced of each kind")
    parser.add_argument("--receipts", action="store_true", help="write the receipts instead of tracing")
    options = parser.parse_args(arguments)
    lake = Lake(options.folder / "lake")
    if not lake.root.is_dir():
        counts, seconds, _ = _timed(lambda: multiply(Lake(options.home / "lake"), lake, options.copies, options.months))
        print(f"multiplied in {seconds:.0f} CPU-s: " + ", ".join(f"{name} {rows:,}" for name, rows in counts.items()))
    if options.receipts:
        _receipts(lake, options.folder / "receipts")
    else:
        _traces(lake, options.home / "landing", options.each)
    return 0


def _traces(lake: Lake, landing: Path, each: int) -> None:
    snapshot = lake.snapshot()
    for table, key in keys_by_letter().values():
        ids = ids_of(snapshot, table, key, each) if snapshot.paths(table) else []
        if not ids:
            print(f"{table:24} no rows")
            continue
        taken = [_timed(partial(trace, lake, row_id, landing)) for row_id in ids]
        cpu, wall = (sorted(one[place] for one in taken) for place in (1, 2))
        whole = sum(step.is_whole for step, _, _ in taken)
        print(f"{table:24} {whole}/{len(taken)} whole, CPU {_spread(cpu)}, elapsed {_spread(wall)}")


def _receipts(lake: Lake, folder: Path) -> None:
    for turn in ("first", "again"):
        done, cpu, wall = _timed(lambda: write_receipts(lake, folder))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rate = done.articles / cpu
        print(f"{turn}: {done} {cpu:.1f} CPU-s, {wall:.1f} s, {rate:.0f} articles a CPU-s, peak {peak:.0f} MB")
    index = [path.stat().st_size for path in folder.glob("index*")]
    print(f"index {len(index)} files, {sum(index) / 1e6:.2f} MB; site {_size(folder) / 1e6:.0f} MB")


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _timed(do: Callable[[], Any]) -> tuple[Any, float, float]:
    cpu, wall = time.process_time(), time.monotonic()
    result = do()
    return result, time.process_time() - cpu, time.monotonic() - wall


def _spread(values: list[float]) -> str:
    return f"{values[0]:.2f} to {values[-1]:.2f} s (median {values[len(values) // 2]:.2f})"
