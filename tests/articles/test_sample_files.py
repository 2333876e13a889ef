"""The sample articles and what is expected of them: every expectation stands where it says.

The expectations were written from the language, not from what a program found. `start` and `end` count code points of
the decoded file, line ends untouched; in a .jsonl of the record's `text`. `article_index` is the place of an article in
its file; of a record, its line number from 0, a broken line counted; null for what belongs to the page and to no
article. A vague plural has a floor and no high. `why` begins with the kind of refusal.
"""

import json
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "sample"
KINDS = {
    *("money", "percent", "percent_change", "count", "rank", "ratio", "multiple", "duration", "area", "length"),
    *("mass", "energy", "power", "volume", "data", "speed", "index", "other_measure"),
}
STATUSES = {"actual", "target", "plan", "projected", "estimate", "hypothetical"}
CLAIM_FIELDS = {
    *("file", "article_index", "quote", "start", "end", "kind", "value_low", "value_high", "modifier", "unit", "per"),
    *("direction", "status", "period_start", "period_end", "subject", "metric", "speaker", "paired_start"),
}


def read_lines(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


CLAIMS = read_lines("expected_claims.jsonl")
REFUSALS = read_lines("expected_refusals.jsonl")


def text_of(row):
    """The decoded text that a row's offsets count in: the file, or the `text` of its record, numbered by line."""
    raw = (SAMPLE / row["file"]).read_bytes().decode("utf-8")
    if row["file"].endswith(".jsonl"):
        return json.loads(raw.splitlines()[row["article_index"]])["text"]
    return raw


def by_text(rows):
    groups = defaultdict(list)
    for row in rows:
        groups[row["file"], row["article_index"] if row["file"].endswith(".jsonl") else 0].append(row)
    return groups


def listed_files():
    lines = (SAMPLE.parent / "docs" / "sample.md").read_text(encoding="utf-8").splitlines()
    matches = [re.match(r"\| `([^`]+)` \| ([^|]+) \|", line) for line in lines]
    return {match[1]: match[2] for match in matches if match}


def told_of_files():
    """What the page says that each readable article shows; file names and code aside."""
    lines = (SAMPLE.parent / "docs" / "sample.md").read_text(encoding="utf-8").splitlines()
    rows = [re.match(r"\| `([^`]+)` \| [^|]+ \| (.*) \|$", line) for line in lines]
    return [(row[1], re.sub(r"`[^`]*`", "", row[2])) for row in rows if row and not row[1].startswith("090_")]


TOLD = told_of_files()


@pytest.mark.parametrize(("name", "rows"), [("claims", CLAIMS), ("refusals", REFUSALS)])
def test_every_quote_stands_at_its_offsets(name, rows):
    wrong = [row for row in rows if text_of(row)[row["start"] : row["end"]] != row["quote"]]
    assert not wrong


def test_there_are_enough_expectations_to_measure_with():
    assert len(CLAIMS) >= 120
    assert len(REFUSALS) >= 40


def test_no_two_expectations_overlap():
    for place, rows in by_text(CLAIMS + REFUSALS).items():
        ordered = sorted(rows, key=lambda row: row["start"])
        for left, right in pairwise(ordered):
            assert left["end"] <= right["start"], (place, left["quote"], right["quote"])


def test_every_digit_of_a_readable_article_is_expected_one_way_or_the_other():
    for rows in by_text(CLAIMS + REFUSALS).values():
        text = text_of(rows[0])
        covered = {place for row in rows for place in range(row["start"], row["end"])}
        loose = [
            text[max(0, at - 20) : at + 20] for at, char in enumerate(text) if char.isdigit() and at not in covered
        ]
        assert not loose, rows[0]["file"]


def test_every_readable_article_has_expectations():
    readable = {name for name in listed_files() if not name.startswith("090_")}
    assert {row["file"] for row in CLAIMS} == readable


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim['file']}:{claim['start']}")
def test_claim_agrees_with_itself(claim):
    low, high = (value and Decimal(value) for value in (claim["value_low"], claim["value_high"]))
    assert set(claim) == CLAIM_FIELDS
    assert claim["kind"] in KINDS
    assert claim["status"] in STATUSES
    assert claim["direction"] in {"up", "down", None}
    assert claim["unit"]
    assert claim["subject"]
    assert claim["metric"]
    if claim["modifier"] in {"more_than", "at_least"}:
        assert low is not None
        assert high is None
    elif claim["modifier"] in {"less_than", "at_most"}:
        assert low is None
        assert high is not None
    elif claim["modifier"] == "range":
        assert low < high
    elif re.match(r"(tens|hundreds|billions)\b", claim["quote"], re.IGNORECASE):
        assert (claim["modifier"], high) == ("approx", None)
    else:
        assert claim["modifier"] in {"exact", "approx", "nearly"}
        assert low == high
    if claim["period_start"]:
        assert date.fromisoformat(claim["period_start"]) < date.fromisoformat(claim["period_end"])


def test_a_pair_states_one_amount_in_two_currencies():
    amounts = {(claim["file"], claim["article_index"], claim["start"]): claim for claim in CLAIMS}
    pairs = [claim for claim in CLAIMS if claim["paired_start"] is not None]
    assert len(pairs) >= 8
    for claim in pairs:
        partner = amounts[claim["file"], claim["article_index"], claim["paired_start"]]
        assert (claim["kind"], partner["kind"]) == ("money", "money")
        assert claim["unit"] != partner["unit"]


def test_sample_holds_what_its_readme_lists():
    held = {path.name for path in SAMPLE.iterdir()}
    sidecars = {name for name in held if name.endswith(".meta.json")}
    assert held - sidecars == set(listed_files())
    dated_by_sidecar = {name for name, dated_by in listed_files().items() if dated_by.startswith("sidecar")}
    assert {name.replace(".txt", ".meta.json") for name in dated_by_sidecar} == sidecars


@pytest.mark.parametrize("line", TOLD, ids=lambda told: told[0])
def test_what_the_page_tells_of_an_article_stands_in_it(line):
    name, shown = line
    sidecar = (SAMPLE / name).with_suffix(".meta.json")
    text = (SAMPLE / name).read_bytes().decode("utf-8") + (sidecar.read_text("utf-8") if sidecar.is_file() else "")
    text = re.sub(r"\s+", " ", text)
    for quote in re.findall(r'"([^"]+)"', shown):
        # X and Y stand for any number.
        pattern = re.sub(r"\b[XY]\b", r".{1,20}?", re.escape(quote))
        assert re.search(pattern, text), quote
    # What is computed from what it states is held by the test below.
    for number in re.findall(r"\d[\d,.]*\d|\d", re.sub(r'"[^"]*"|give [\d.]+ %', "", shown)):
        is_file = len(number) == 3 and number.startswith("0")
        assert any(map(re.compile(number).match, listed_files())) if is_file else number in text, number


def test_the_wrong_rate_of_the_page_is_wrong_as_it_says():
    shown = dict(TOLD)["010_research_ledger.txt"]
    stated, base, level, implied = map(
        Decimal, re.search(r"\(([\d.]+) %, where ([\d.]+) and ([\d.]+) give ([\d.]+)", shown).groups()
    )
    assert abs((level / base - 1) * 100 - implied) < Decimal("0.05")
    assert stated != implied


def test_sidecars_have_known_fields_and_a_readable_date():
    for path in SAMPLE.glob("*.meta.json"):
        fields = json.loads(path.read_text(encoding="utf-8"))
        assert set(fields) <= {"published", "url", "publisher", "title"}, path.name
        for part in fields["published"].split("/"):
            assert re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", part), path.name


def test_broken_files_are_broken_as_the_readme_says():
    with pytest.raises(UnicodeDecodeError):
        (SAMPLE / "090_broken_binary.txt").read_bytes().decode("utf-8")
    assert b"\x00" in (SAMPLE / "090_broken_binary.txt").read_bytes()
    broken = []
    for number, line in enumerate((SAMPLE / "022_local_funds.jsonl").read_text(encoding="utf-8").splitlines()):
        try:
            json.loads(line)
        except json.JSONDecodeError:
            broken.append(number)
    assert broken == [2]
