"""`python -m benchmarks fuzz TARGET… --seconds N`: feed targets with what a coverage-guided fuzzer invents.

Each target gets N CPU-seconds. What broke it is written to the folder given, with its traceback; the counts are added
to `counts.csv`, from which SECURITY.md tells them. Needs atheris (`pip install --editable '.[fuzz]'`).
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.fuzzing import seeds

COUNTS = Path(__file__).with_name("counts.csv")
COLUMNS = ("day", "target", "executions", "cpu_seconds", "findings")


def main(arguments: list[str]) -> int:
    """Feed the targets named; the exit code is 1 where something broke."""
    from benchmarks.fuzzing.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m benchmarks fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS) + "; all where none is named")
    parser.add_argument("--seconds", type=float, default=60, help="CPU-seconds a target (default: %(default)s)")
    parser.add_argument("--folder", type=Path, help="where corpus and findings are kept; a temporary one otherwise")
    options = parser.parse_args(arguments)
    unknown = set(options.targets) - set(TARGETS)
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: pip install --editable '.[fuzz]'", file=sys.stderr)
        return 2
    folder = options.folder or Path(tempfile.mkdtemp(prefix="numtrail-fuzz-"))
    found = 0
    for name in options.targets or TARGETS:
        row = fuzz(name, folder / name, options.seconds)
        found += int(row["findings"])
        _add(row)
        print(" ".join(f"{column}={value}" for column, value in row.items()), flush=True)
    page = seeds.ROOT / "SECURITY.md"
    page.write_text(told(page.read_text(encoding="utf-8")), encoding="utf-8")
    if found:
        print(f"What broke, with its tracebacks: {folder}/*/findings", file=sys.stderr)
    return 1 if found else 0


def fuzz(name: str, folder: Path, seconds: float) -> dict[str, str | int | float]:
    """Feed one target for some CPU-seconds; what was counted."""
    for place in ("corpus", "findings"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    seeds.write(name, folder / "corpus")
    seeds.dictionary(folder / "words.dict")
    executions, used = 0, 0.0
    while used < seconds:
        counts = folder / "counts.json"
        counts.unlink(missing_ok=True)
        with (folder / "log").open("ab") as log:
            subprocess.run(
                [sys.executable, "-m", "benchmarks.fuzzing.worker", name, str(folder), str(seconds - used)],
                stdout=log, stderr=log, check=False,
            )  # fmt: skip
        told = seeds.read_counts(counts)
        executions += int(told.get("executions", 0))
        used += told.get("cpu_seconds", 0) or 5.0
    findings = sum(path.suffix != ".txt" for path in (folder / "findings").iterdir())
    return {
        "day": datetime.now(UTC).date().isoformat(), "target": name, "executions": executions,
        "cpu_seconds": round(used, 1), "findings": findings,
    }  # fmt: skip


def counts_table() -> str:
    """What was fed to each target so far, as a Markdown table."""
    with COUNTS.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    lines = ["| target | last on | inputs | CPU-seconds | broke it |", "|---|---|---|---|---|"]
    for name in (*dict.fromkeys(row["target"] for row in rows), "all"):
        of_it = [row for row in rows if name in (row["target"], "all")]
        inputs, seconds = sum(int(row["executions"]) for row in of_it), sum(float(row["cpu_seconds"]) for row in of_it)
        findings = sum(int(row["findings"]) for row in of_it)
        lines.append(f"| {name} | {max(row['day'] for row in of_it)} | {inputs:,} | {seconds:,.0f} | {findings} |")
    return "\n".join(lines)


def told(page: str) -> str:
    """A page with the table between its marks."""
    before, rest = page.split("<!-- fuzzed -->")
    return f"{before}<!-- fuzzed -->\n{counts_table()}\n<!-- /fuzzed -->{rest.split('<!-- /fuzzed -->')[1]}"


def _add(row: dict[str, str | int | float]) -> None:
    is_new = not COUNTS.exists()
    with COUNTS.open("a", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerow(row)
