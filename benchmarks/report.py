"""`python -m benchmarks report`: score Numtrail and its peers in one run and write `docs/benchmarks.md`.

The data, the scorers and the gold are not part of the repository; they are looked for in `../shared`, and what is
absent is said in the table. Each peer runs in an environment of its own under the user's cache folder, made at the
first run.
"""

from __future__ import annotations

import argparse
import csv
import json
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.inputs import SHARED
from benchmarks.peer_runs import PEERS, peer_run

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
EXPLANATION = ROOT / "docs" / "explanation.md"
SETS = ("newsquant", "currency", "dimension", "temperature", "age")
_TOLD = ("newsquant", "currency")
"""The sets of which the explanation tells what their measure means."""
CRITERIA = ("value", "value+unit", "value+unit_canon", "value+change")
LEAST = {
    ("newsquant", "value"): 93,
    ("newsquant", "value+unit"): 86,
    ("newsquant", "value+change"): 89,
    ("currency", "value"): 88,
    ("currency", "value+unit"): 82,
}


def main(arguments: list[str]) -> int:
    """Run every measurement and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks report", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="CPU-seconds of each speed run")
    parser.add_argument("--without-peers", action="store_true", help="measure Numtrail alone")
    options = parser.parse_args(arguments)
    if not SHARED.is_dir():
        print(f"{SHARED} is absent: nothing to measure on", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        lines = write_page(Path(folder), options.seconds, [] if options.without_peers else list(PEERS))
    scale = kept_section(PAGE)
    PAGE.write_text("\n".join([*lines, *scale]) + "\n", encoding="utf-8")
    absent = [data for data in map(gold_path, _TOLD) if not data.is_file()]
    if absent:
        print(f"wrote {PAGE.relative_to(ROOT)}; {absent[0]} is absent: {EXPLANATION.relative_to(ROOT)} stays as it was")
        return 1
    EXPLANATION.write_text(measured(EXPLANATION.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(ROOT)}, and its errors into {EXPLANATION.relative_to(ROOT)}")
    return 0


def measured(page: str) -> str:
    """A page with what the accuracy measured means for a hundred numbers, between its marks."""
    rows = ["| of a hundred | news, any quantity | money, any currency |", "|---|---|---|"]
    found = {
        (cells[0], cells[1]): cells[2:4]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 6
    }
    for words, measure, column in (
        ("numbers read, another value stands there, or none", "value", 0),
        ("numbers there, not read, or with another value", "value", 1),
        ("numbers read, value or unit is another", "value+unit", 0),
        ("numbers there, not read with value and unit", "value+unit", 1),
    ):
        shares = [100 - float(found[name, measure][column]) for name in _TOLD]
        rows.append(f"| {words} | {shares[0]:.1f} | {shares[1]:.1f} |")
    before, rest = page.split("<!-- measured -->")
    table = "\n".join(rows)
    return f"{before}<!-- measured -->\n{table}\n<!-- /measured -->{rest.split('<!-- /measured -->')[1]}"


def kept_section(page: Path) -> list[str]:
    """The section that `python -m benchmarks stages` wrote: it is measured by itself and stays."""
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    _, heading, rest = text.partition("\n## Scale\n")
    return ["", "## Scale", *rest.rstrip().split("\n")] if heading else []


def write_page(folder: Path, seconds: float, peers: list[str]) -> list[str]:
    """Measure, and return the lines of the page."""
    scores = {name: score_set(name, folder) for name in SETS}
    speed = measure_speed(seconds)
    runs = {peer: run_peer(peer, folder, seconds) for peer in peers}
    today = datetime.now(UTC).date().isoformat()
    return [
        "# Benchmarks",
        "",
        f"Written by `python -m benchmarks report` (`make bench`) on {today}, {platform.machine()}, Python "
        f"{platform.python_version()}, one core. Do not edit by hand.",
        "",
        "## Accuracy",
        "",
        "Strict one-to-one F1 in percent, on the halves that may be tuned on. `bar` is what has to be reached.",
        "",
        "| set | measure | P | R | F1 | bar |",
        "|---|---|---|---|---|---|",
        *accuracy_rows(scores),
        "",
        "## The five seed articles, whole pipeline",
        "",
        *seed_rows(folder),
        "",
        "## Negative corpora",
        "",
        *negative_rows(),
        "",
        "## Speed and peers, same run",
        "",
        "Sentences per CPU-second on the tuning half of NewsQuant, repeated; the ratio is that of numbers and dates.",
        "A peer's unit names are compared after both sides pass through one table of spellings.",
        "",
        "| | sentences per CPU-second | ratio | value F1 | value and unit F1 (one spelling) | value and change F1 |",
        "|---|---|---|---|---|---|",
        *speed_rows(speed, runs, scores["newsquant"]),
        "",
        "CQE is not run here: it needs a spaCy model under a name that no package index serves and dies at import",
        "without the `en_US.UTF-8` locale.",
        "",
        "## Gold items found wrong or against its own rule",
        "",
        "By line of the file and first digits of the SHA-1 of the sentence. Nothing is done to reach them.",
        "",
        *gold_rows(),
    ]


def run_scorer(name: str, *arguments: str) -> dict[str, Any]:
    """Run one of the shared scorers and return its JSON."""
    command = [sys.executable, str(SHARED / "bench" / name), *arguments, "--json"]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def gold_path(name: str) -> Path:
    return SHARED / "bench" / "data" / f"{name}_dev.jsonl"


def score_set(name: str, folder: Path) -> dict[str, Any] | None:
    """Predict one set and score it; None where the set is absent."""
    gold = gold_path(name)
    if not gold.exists():
        return None
    target = folder / f"{name}.jsonl"
    command = [sys.executable, "-m", "benchmarks", "predict", "quantities", str(gold), str(target)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    return run_scorer("score_quantities.py", "--gold", str(gold), "--pred", str(target))


def accuracy_rows(scores: dict[str, dict[str, Any] | None]) -> list[str]:
    rows = []
    for name, score in scores.items():
        if score is None:
            rows.append(f"| {name} | absent | | | | |")
            continue
        for criterion in ("value", "value+unit", "value+change"):
            if criterion in score["strict"]:
                found = score["strict"][criterion]
                bar = LEAST.get((name, criterion), "")
                rows.append(f"| {name} | {criterion} | {found['P']} | {found['R']} | {found['F1']} | {bar} |")
    return rows


def seed_rows(folder: Path) -> list[str]:
    """Score the claims of the seed articles as the command line writes them."""
    files = sorted((SHARED / "seeds").glob("*.txt"))
    if not files:
        return ["absent"]
    target = folder / "claims.jsonl"
    command = [sys.executable, "numtrail.py", "extract", *map(str, files), "--output", str(target)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    gold = SHARED / "gold" / "seeds_claims.jsonl"
    score = run_scorer("score_claims.py", "--gold", str(gold), "--pred", str(target))
    fields = score["fields"]
    rows = [
        "| measure | value | bar |",
        "|---|---|---|",
        f"| claims F1 | {score['f1']} | 0.97 |",
        f"| rows wholly right | {score['row_exact']} | |",
    ]
    rows += [f"| {name} | {fields[name]} | 0.97 |" for name in ("kind", "value", "modifier", "unit")]
    return rows


def negative_rows() -> list[str]:
    """Count the claims that the negative corpora beside the rules give."""
    import yaml

    from pipelines.extract.quantities import find_quantities

    texts = claims = 0
    for path in sorted((ROOT / "pipelines" / "extract").glob("*.corpus.yaml")):
        corpus = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(corpus, dict) or corpus.get("reader") != "find_quantities":
            continue
        for group in corpus.get("finds_nothing") or []:
            texts += len(group["texts"])
            claims += sum(len(find_quantities(text).quantities) for text in group["texts"])
    return [f"{claims} claims in {texts} sentences (bar: 0)."]


def measure_speed(seconds: float) -> dict[str, float] | None:
    """Return how many sentences of the tuning half one CPU-second reads: numbers and dates alone, and whole claims."""
    gold = gold_path("newsquant")
    if not gold.exists():
        return None
    from pipelines.extract.mentions import find_mentions
    from pipelines.reading import read_sentences
    from schemas.pages import Sentence
    from schemas.spans import Publication

    day = date(2021, 6, 1)
    written = Publication(day, day + timedelta(days=1), day, day + timedelta(days=1))
    texts = [json.loads(line)["text"] for line in gold.read_text(encoding="utf-8").splitlines()]
    readers: dict[str, Callable[[str], object]] = {
        "numbers and dates": find_mentions,
        "claims with contexts and periods": lambda text: read_sentences(
            [Sentence(0, len(text), text, "body", 0)], written
        ),
    }
    return {name: _speed(read, texts, seconds) for name, read in readers.items()}


def _speed(read: Callable[[str], object], texts: list[str], seconds: float) -> float:
    for text in texts:
        read(text)
    started, count = time.process_time(), 0
    while time.process_time() - started < seconds:
        for text in texts:
            read(text)
        count += len(texts)
    return count / (time.process_time() - started)


def run_peer(peer: str, folder: Path, seconds: float) -> dict[str, Any] | None:
    """Run a peer on the tuning half and score it; None where it cannot be installed here."""
    target = folder / f"{peer}.jsonl"
    run = peer_run(peer, gold_path("newsquant"), target, seconds)
    if run is None:
        return None
    score = run_scorer("score_quantities.py", "--gold", str(gold_path("newsquant")), "--pred", str(target))
    return {"speed": run["sentences"] / run["cpu_seconds"], "score": score}


def speed_rows(
    speed: dict[str, float] | None, runs: dict[str, dict[str, Any] | None], ours: dict[str, Any] | None
) -> list[str]:
    if speed is None or ours is None:
        return ["| NewsQuant is absent | | | | | |"]
    rows = [f"| Numtrail, {name} | {found:,.0f} | | {cells(ours)} |" for name, found in speed.items()]
    for peer, run in runs.items():
        if run is None:
            rows.append(f"| {peer} | could not be installed here | | | | |")
        else:
            ratio = speed["numbers and dates"] / run["speed"]
            rows.append(f"| {PEERS[peer][0]} | {run['speed']:,.0f} | {ratio:.1f} | {cells(run['score'])} |")
    return rows


def cells(score: dict[str, Any]) -> str:
    strict = score["strict"]
    return " | ".join(str(strict[c]["F1"]) if c in strict else "–" for c in ("value", *CRITERIA[2:]))


def gold_rows() -> list[str]:
    """List the gold items found wrong, from the table beside this module."""
    with (ROOT / "benchmarks" / "gold_errors.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    head = ["| set | line | sentence | field | why |", "|---|---|---|---|---|"]
    return head + [f"| {r['set']} | {r['line']} | `{r['sha1']}` | {r['field']} | {r['why']} |" for r in rows]
