"""`python -m benchmarks predict SET IN.jsonl OUT.jsonl`: write predictions in the form the scorers read; measure speed.

Each set names the module and function that reads one line and answers one line; a new adapter is a new line here.
"""

from __future__ import annotations

import argparse
import cProfile
import importlib
import json
import pstats
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.inputs import existing_file
from schemas.errors import NumtrailError

ADAPTERS: dict[str, str] = {
    "quantities": "benchmarks.quantities:predict",
    "timex": "benchmarks.dates:predict_timex",
    "intervals": "benchmarks.dates:predict_interval",
    "pubdate": "benchmarks.dates:predict_publication",
}
"""What can be predicted, and by which function: one parsed input line in, one output object out."""

COMMANDS: dict[str, str] = {
    "migration": "benchmarks.migration:main",
    "mutants": "benchmarks.mutants:main",
    "warehouse": "benchmarks.warehouse:main",
    "automation": "benchmarks.automation:main",
    "accuracy": "benchmarks.generated:accuracy",
    "architecture": "benchmarks.architecture:main",
    "audit": "benchmarks.supply_chain:audit",
    "backfill": "benchmarks.backfill:main",
    "buckets": "benchmarks.buckets:main",
    "cluster": "benchmarks.cluster:main",
    "concepts": "benchmarks.concepts:main",
    "conversion": "benchmarks.conversion:main",
    "faults": "benchmarks.faults:main",
    "growth": "benchmarks.growth:main",
    "fuzz": "benchmarks.fuzzing.run:main",
    "generate": "benchmarks.generated:generate",
    "licences": "benchmarks.supply_chain:licences",
    "intake": "benchmarks.intake:main",
    "pages": "benchmarks.pages:main",
    "reference": "benchmarks.reference:main",
    "report": "benchmarks.report:main",
    "shares": "benchmarks.shares:main",
    "stages": "benchmarks.stages:main",
    "superset": "benchmarks.superset:main",
    "tampering": "benchmarks.tampering:main",
    "trail": "benchmarks.trail:main",
}
"""Other commands: a function that takes the rest of the command line and returns the exit code."""


def find_function(name: str) -> Callable[..., Any]:
    """Import the function that `module:function` names."""
    module, function = name.split(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), function)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 where it did its work."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments and arguments[0] in COMMANDS:
        try:
            return int(find_function(COMMANDS[arguments[0]])(arguments[1:]))
        except NumtrailError as error:  # Ray is not installed, a home is damaged: said, as the front door says it
            print(error, file=sys.stderr)
            return 2
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("command", choices=["predict", *COMMANDS])
    parser.add_argument("set", choices=sorted(ADAPTERS))
    parser.add_argument("input", type=existing_file, help="JSONL, one object a line")
    parser.add_argument("output", type=Path, help="JSONL, one prediction a line, in the same order")
    parser.add_argument("--repeat", type=int, default=1, help="read the input N times and report lines per CPU-second")
    parser.add_argument("--profile", action="store_true", help="print where the time goes")
    options = parser.parse_args(arguments)
    predict = find_function(ADAPTERS[options.set])
    lines = [json.loads(line) for line in options.input.read_text(encoding="utf-8").splitlines() if line.strip()]
    profiler = cProfile.Profile() if options.profile else None
    started = time.process_time()
    if profiler:
        profiler.enable()
    for _ in range(options.repeat):
        predictions = [predict(line) for line in lines]
    if profiler:
        profiler.disable()
    seconds = time.process_time() - started
    with options.output.open("w", encoding="utf-8") as handle:
        handle.writelines(json.dumps(prediction, ensure_ascii=False) + "\n" for prediction in predictions)
    count = len(lines) * options.repeat
    print(f"{count} lines in {seconds:.2f} CPU-seconds: {count / max(seconds, 1e-9):.0f} a second", file=sys.stderr)
    if profiler:
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(35)
    return 0


if __name__ == "__main__":
    sys.exit(main())
