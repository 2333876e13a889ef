"""`python -m benchmarks intake --megabytes 2000`: memory and speed of taking in one large JSONL file, step by step.

Writes a file of articles of our own making into a folder aside, all of one month (the worst case), and takes each step
in a process of its own: what `numtrail ingest` does, the ledger, the raw articles, documents and sentences. Memory and
CPU-seconds are the kernel's counts, of the process and of the workers of its pool: the highest peak of one, and the sum
of all peaks. Starting Python and Dagster is counted apart. `--prose FILE` takes the texts of a
JSONL file for the articles' bodies, over and over; in each round the words before stops change places, so that nothing
that a step remembers of one round answers for the next.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from benchmarks.inputs import existing_file

STEPS = ("ingest", "ledger", "raw_articles", "normalise")
MONTH = "2024-05"
BAR_MB = 600
ARTICLE_BYTES = 4_000
"""About the length of a newspaper article."""
_PROSE = (
    "the province opened another plant near river and town with workers who make batteries for cars which sell abroad "
    "its governor told reporters local firms will compete over land power water while banks lend money to builders of "
    "roads ports rail lines schools hospitals because people want jobs homes clean air lower prices better goods a "
    "factory owner said rivals from other cities copied her design but courts protect inventors slowly"
)
WORDS = _PROSE.split()
_LAST_WORD = re.compile(r"\b[a-z]{4,}\b(?=[.?!,;:])")


def main(arguments: list[str]) -> int:
    """Measure the steps; exit code 1 where memory passes the bar."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks intake", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--article-bytes", type=int, default=ARTICLE_BYTES)
    parser.add_argument("--prose", type=existing_file, help="a JSONL file whose texts are the bodies; else made prose")
    parser.add_argument("--steps", default=",".join(STEPS), help="which steps to take, in order")
    parser.add_argument("--folder", type=Path, help="where to write; a temporary folder otherwise")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        return take(options.step, options.folder)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        os.environ["NUMTRAIL_HOME"] = str(Path(folder) / "home")
        bodies = prose_of(options.prose) if options.prose else made_bodies(options.article_bytes)
        written = write_articles(Path(folder) / "large.jsonl", options.megabytes * 1_000_000, bodies)
        print(f"{written / 1e6:.0f} MB of JSONL, all of one month", flush=True)
        told = [measured(step, Path(folder), written) for step in options.steps.split(",")]
    speed = written / 1e6 / sum(seconds for _, seconds in told)
    print(f"all steps: {speed:.2f} MB per CPU-second (bar 2)")
    return 0 if max(peak for peak, _ in told) < BAR_MB else 1


def made_bodies(article_bytes: int) -> Iterator[str]:
    """Bodies of made prose, two hundred of them over and over."""
    dice = random.Random(5)
    return cycle([_body(dice, article_bytes) for _ in range(200)])


def prose_of(path: Path) -> Iterator[str]:
    """The texts of a JSONL file, over and over, with the words before stops exchanged from the second round on."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    words = [word for text in texts for word in _LAST_WORD.findall(text)]
    dice = random.Random(5)
    yield from texts
    while True:
        dice.shuffle(words)
        others = iter(words)
        for text in texts:
            yield _with_words(text, others)


def _with_words(text: str, words: Iterator[str]) -> str:
    return _LAST_WORD.sub(lambda _: next(words), text)


def write_articles(path: Path, size: int, bodies: Iterator[str]) -> int:
    """Write a JSONL file of about so many bytes; the same every time. Each article opens and ends with its number."""
    written, number = 0, 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            text = f"Plant {number} opened.\n\n{next(bodies)}\n\nIt was number {number}."
            record = {"title": f"Plant {number}", "published": f"{MONTH}-{number % 28 + 1:02d}", "text": text}
            written += file.write(json.dumps(record) + "\n")
            number += 1
    return written


def _body(dice: random.Random, length: int) -> str:
    sentences: list[str] = []
    while sum(map(len, sentences)) < length:
        words = dice.choices(WORDS, k=dice.randint(8, 24))
        sentences.append(" ".join(words).capitalize() + f" by {dice.randint(12, 99)} percent.")
    return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


def measured(step: str, folder: Path, size: int) -> tuple[float, float]:
    """Take a step in a process of its own and print what it took; returns its peak memory in MB and its CPU-seconds."""
    command = [sys.executable, "-m", "benchmarks", "intake", "--step", step, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, start_new_session=True)
    if done.returncode:
        print(f"{step} failed: {done.stderr[-2000:]}")
        return float("inf"), float("inf")
    told = json.loads(done.stdout.splitlines()[-1])
    print(
        f"{step:13} peak {told['peak_mb']:.0f} MB ({told['base_mb']:.0f} before it began; bar {BAR_MB}; "
        f"{told['sum_mb']:.0f} with its workers), "
        f"{told['cpu']:.0f} CPU-seconds, {size / 1e6 / told['cpu']:.2f} MB per CPU-second, {told['rows']} rows",
        flush=True,
    )
    return float(told["peak_mb"]), float(told["cpu"])


def take(step: str, folder: Path) -> int:
    """Take one step in this process and print its figures as JSON."""
    import dagster as dg

    from assets.freshness import STEPS as MADE_BY
    from assets.ingest import raw_ledger
    from assets.materialise import prepare_home
    from assets.month_making import MonthMaker
    from assets.resources import Home
    from warehouse.landing import ingest_path

    home = Home()
    os.environ["DAGSTER_HOME"] = str(prepare_home(home.folder))
    instance = dg.DagsterInstance.ephemeral() if step == "ledger" else None
    (base, _), started = _family(), time.process_time()
    if step == "ingest":
        from datetime import UTC, datetime

        (result,) = ingest_path(folder / "large.jsonl", home.landing, now=datetime.now(UTC))
        rows = result.items
    elif step == "ledger":
        dg.materialize(
            [raw_ledger],
            resources={"home": home},
            instance=instance,
            run_config={"loggers": {"console": {"config": {"log_level": "ERROR"}}}},
        )
        rows = sum(entry.rows for entry in home.lake.entries("raw_ledger"))
    else:
        MonthMaker(home, "benchmark", [MADE_BY[step]]).make(MONTH)
        rows = sum(entry.rows for entry in home.lake.entries(MADE_BY[step].makes[-1]))
    peaks, cpu = _family()
    told = {"peak_mb": max(peaks), "sum_mb": sum(peaks), "base_mb": max(base), "cpu": cpu - started, "rows": rows}
    print(json.dumps(told))
    return 0


def _family() -> tuple[list[float], float]:
    """The peak memory in MB of this process and its workers, and the CPU-seconds that they took together.

    Workers are children of a process that starts them, not of this one: they are known by its session.
    """
    peaks: list[float] = []
    ticks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            status = (folder / "status").read_text()
        except OSError:
            continue  # ended meanwhile
        if int(fields[3]) == os.getsid(0):
            ticks += int(fields[11]) + int(fields[12])
            peaks.extend(int(kilobytes) / 1024 for kilobytes in re.findall(r"VmHWM:\s+(\d+)", status))
    return peaks, ticks / os.sysconf("SC_CLK_TCK")
