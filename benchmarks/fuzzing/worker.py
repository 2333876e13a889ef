"""The process that is fed: `python -m benchmarks.fuzzing.worker TARGET FOLDER SECONDS`, started by `fuzz`.

What breaks a target is written to FOLDER/findings, an input for each place where it broke, and the work goes on; only
what ends the process itself (a crash of a native library, an endless loop, too much memory) stops it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["pipelines", "schemas", "warehouse"], enable_loader_override=False):
    from benchmarks.fuzzing import targets

LONGEST_INPUT = 2_048
SECONDS_AN_INPUT = 1_200
"""By the clock on the wall, which goes on while the process is halted; CPU-seconds are held by the target itself."""
MEGABYTES = 2_048
_TELL_EVERY = 200


class _Fed:
    """A target with what was counted of it."""

    def __init__(self, name: str, folder: Path, seconds: float) -> None:
        self.name, self.folder, self.seconds = name, folder, seconds
        self.executions = 0
        self.seen: set[str] = set()

    def one(self, data: bytes) -> None:
        self.executions += 1
        try:
            targets.run(self.name, data)
        except Exception as error:  # a finding, whatever it is: kept with the place it comes from
            self._keep(data, error)
        if self.executions % _TELL_EVERY == 0:
            self.tell()
            if time.process_time() >= self.seconds:
                os._exit(0)

    def _keep(self, data: bytes, error: Exception) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno} {frames[-2].lineno}"
        name = hashlib.sha256(place.encode()).hexdigest()[:12]
        if name in self.seen:
            return
        self.seen.add(name)
        (self.folder / "findings" / name).write_bytes(data)
        told = "".join(traceback.format_exception(error))
        (self.folder / "findings" / f"{name}.txt").write_text(told, encoding="utf-8", errors="backslashreplace")

    def tell(self) -> None:
        counts = {"executions": self.executions, "cpu_seconds": round(time.process_time(), 1)}
        (self.folder / "counts.json").write_text(json.dumps(counts), encoding="utf-8")


def main() -> None:
    """Feed a target until its CPU-seconds are used up."""
    name, folder, seconds = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    fed = _Fed(name, folder, seconds)
    atheris.Setup(
        [
            sys.argv[0], str(folder / "corpus"), f"-max_len={LONGEST_INPUT}", f"-timeout={SECONDS_AN_INPUT}",
            f"-report_slow_units={SECONDS_AN_INPUT}", f"-rss_limit_mb={MEGABYTES}",
            f"-artifact_prefix={folder}/findings/", f"-dict={folder}/words.dict", "-len_control=20",
            "-print_final_stats=1",
        ],
        fed.one,
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    main()
