"""What the fuzzer asks of every input holds of the inputs that are kept, and of those that hypothesis invents."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.fuzzing import seeds, targets
from benchmarks.fuzzing.run import COUNTS, counts_table

SECURITY = Path(__file__).resolve().parents[2] / "SECURITY.md"
EXAMPLES = 40
SCRAPS = st.sampled_from(
    [
        "12",
        "1,234.5",
        "€",
        "US$",
        "%",
        " billion",
        " yuan",
        "more than ",
        " in 2023",
        " last year",
        "May 5",
        "03/04/2024",
    ]
    + [
        "\n\n",
        "By A. Writer",
        "(",
        ")",
        "–",
        "/",
        "\u00a0",
        "<p>",
        "</p>",
        "<b",
        "&amp;",
        "½",
        "one hundred and ",
        "3rd ",
    ]
    + [", respectively", "from ", " to ", " per ", "a year", "“", "”", "\u202e", "\u0000", "\U0001d7d8", "٣"]
)
TEXTS = st.lists(st.one_of(SCRAPS, st.text(max_size=6)), max_size=30).map("".join)


def kept():
    for name in targets.TARGETS:
        for number, data in enumerate(seeds.kept(name)):
            yield pytest.param(name, data, id=f"{name}-{number}")


@pytest.mark.parametrize(("name", "data"), list(kept()))
def test_what_broke_once_does_not_break_again(name, data):
    targets.run(name, data)


@pytest.mark.parametrize("name", ["warc", "files", "jsonl", "html"])
def test_every_seed_of_a_format_holds(name):
    for data in list(seeds.seeds(name))[:12]:
        targets.run(name, data)


@pytest.mark.parametrize("name", ["decode", "dates", "numbers", "digests", "text", "html"])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(text=TEXTS)
def test_invented_texts_hold(name, text):
    targets.run(name, b"\x01" + text.encode("utf-8", "replace"))


@pytest.mark.parametrize("name", ["decode", "jsonl", "warc", "files"])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.binary(max_size=300))
def test_invented_bytes_hold(name, data):
    targets.run(name, data)


def test_a_target_that_breaks_is_found(monkeypatch):
    monkeypatch.setitem(targets.TARGETS, "dates", lambda data: targets._inside(0, 99, "short"))
    with pytest.raises(targets.Broken, match="not in a text"):
        targets.run("dates", b"\x00a")


def test_the_counts_told_are_those_that_were_counted():
    told = SECURITY.read_text(encoding="utf-8")
    assert counts_table() in told, "stale: run `python -m benchmarks fuzz`"
    with COUNTS.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {row["target"] for row in rows} <= set(targets.TARGETS)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row["day"]) for row in rows)
