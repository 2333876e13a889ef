"""`python -m benchmarks shares`: which part of reading takes which share of `extract_batch`.

The stack is looked at many times a CPU-second while generated articles are read again and again: other than a profiler
that counts calls, this makes no small function dearer than it is. A part is counted wherever it stands in the stack:
"tagging words" is also in "what a number is about", which asks for the sentences before.
"""

from __future__ import annotations

import argparse
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

INTERVAL = 0.001
"""CPU-seconds between two looks; the system's clock makes four or ten milliseconds of it."""
OWN = 10
"""Functions whose own time is told."""

PARTS: dict[str, tuple[str, ...]] = {
    "finding numbers": ("pipelines.extract.quantities:find_quantities",),
    "finding dates": ("pipelines.extract.dates:find_dates",),
    "binding claims": ("pipelines.extract.claims:bind_claims",),
    "… tagging words": ("pipelines.extract.tagging:tag_sentence",),
    "… how a number sits": ("pipelines.extract.frames:read_frame",),
    "… what a number is about": ("pipelines.extract.contexts:find_about",),
    "… its role": ("pipelines.extract.roles:find_status",),
    "… who says it": ("pipelines.extract.speakers:find_speaker",),
    "periods": ("pipelines.conform.period_binding:bind_periods",),
    "… dates in order": ("pipelines.conform.chronology:resolve_dates",),
    "… what a time does in its sentence": ("pipelines.conform.period_roles:candidate_of",),
    "relations": ("pipelines.extract.relations:find_relations",),
    "rows and ids": (
        "pipelines.records:mention_rows",
        "pipelines.records:claim_row",
        "pipelines.records:claim_mention_rows",
        "pipelines.records:relation_rows",
        "pipelines.records:is_storable",
        "schemas.rows:table_of",
    ),
}
"""The parts in the order of the flow, those of a part behind it, and the functions whose calls they are."""


class Shares(NamedTuple):
    """What was seen: sentences a CPU-second, the share of each part, and that of single functions by themselves."""

    speed: float
    parts: dict[str, float]
    own: dict[str, float]


def main(arguments: list[str]) -> int:
    """Measure and print the shares: those of the parts, then of the functions with most of their own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks shares", description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20.0, help="CPU-seconds of reading")
    options = parser.parse_args(arguments)
    shares = measure_shares(options.articles, options.seconds)
    print(f"{shares.speed:,.0f} sentences a CPU-second\n\n| part of `extract_batch` | share |\n|---|---|")
    for told in (shares.parts, shares.own):
        print("\n".join(f"| {name} | {share:.1%} |" for name, share in told.items()))
    return 0


def measure_shares(count: int, seconds: float) -> Shares:
    """Read so many generated articles, once to warm up and then for so many CPU-seconds, and look at the stack."""
    from benchmarks.articles.generator import make_articles
    from benchmarks.stages import raw_table
    from pipelines.batches import articles_of, extract_batch, normalise_batch

    made = normalise_batch(raw_table(list(make_articles(count))))
    articles = articles_of(made["core_documents"], made["core_sentences"])
    extract_batch(articles, "warm")
    stacks: Counter[tuple[CodeType, ...]] = Counter()
    rounds, started = 0, time.process_time()
    with _looking(extract_batch.__code__, stacks):
        while time.process_time() - started < seconds:
            extract_batch(articles, "benchmark")
            rounds += 1
    spent = time.process_time() - started
    return _shares(stacks, rounds * made["core_sentences"].num_rows / spent)


@contextmanager
def _looking(within: CodeType, stacks: Counter[tuple[CodeType, ...]]) -> Iterator[None]:
    """Count the stacks, innermost function first, that are met inside of a function."""

    def look(number: int, frame: FrameType | None) -> None:
        stack = []
        while frame is not None and frame.f_code is not within:
            stack.append(frame.f_code)
            frame = frame.f_back
        if frame is not None:
            stacks[tuple(stack)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, INTERVAL, INTERVAL)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _named(code: CodeType) -> str:
    """A function by its module; those that `dataclasses` writes have none."""
    if code.co_filename.startswith("<"):
        return f"making values (`{code.co_name}`)"
    return f"{Path(code.co_filename).stem}.{code.co_qualname}"


def _shares(stacks: Counter[tuple[CodeType, ...]], speed: float) -> Shares:
    from benchmarks.__main__ import find_function

    whole = max(1, stacks.total())
    parts = {}
    for name, functions in PARTS.items():
        codes = {find_function(function).__code__ for function in functions}
        parts[name] = sum(count for stack, count in stacks.items() if not codes.isdisjoint(stack)) / whole
    own: Counter[str] = Counter()
    for stack, count in stacks.items():
        if stack:
            own[f"own: {_named(stack[0])}"] += count
    return Shares(speed, parts, {name: count / whole for name, count in own.most_common(OWN)})
