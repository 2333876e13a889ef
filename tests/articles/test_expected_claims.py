"""The sample read against what its articles were written to say: floors below which a change has broken something."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from assets.extraction import extract_file
from warehouse.landed import Refused

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "sample"
ARTICLES = sorted(path for path in SAMPLE.iterdir() if path.suffix in (".txt", ".jsonl"))

FLOORS = {
    "kind": 0.95,
    "value_low": 0.98,
    "value_high": 0.98,
    "modifier": 0.97,
    "unit": 0.94,
    "status": 0.91,
    "period_start": 0.86,
    "period_end": 0.88,
    "speaker": 0.87,
}
"""Share of the found claims that have each field as expected. Raise a floor when the reading gets better."""


def expected(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def place(claim: dict) -> tuple[str, int, int, int]:
    return claim["file"], claim["article_index"], claim["start"], claim["end"]


@pytest.fixture(scope="module")
def found() -> dict[tuple, dict]:
    claims = [claim for path in ARTICLES for claim in extract_file(path) if not isinstance(claim, Refused)]
    return {place(claim): claim for claim in claims}


def test_nearly_every_expected_claim_is_found_with_its_exact_words(found):
    wanted = expected("expected_claims.jsonl")
    missed = [claim["quote"] for claim in wanted if place(claim) not in found]
    assert len(missed) <= 0.04 * len(wanted), missed


def test_hardly_anything_else_is_taken_for_a_claim(found):
    wanted = {place(claim) for claim in expected("expected_claims.jsonl")}
    spurious = [claim["quote"] for where, claim in found.items() if where not in wanted]
    assert len(spurious) <= 0.08 * len(found), spurious


def test_no_refused_number_becomes_a_claim(found):
    spans = {(file, index): [] for file, index, *_ in found}
    for file, index, start, end in found:
        spans[file, index].append((start, end))
    taken = [
        refusal["quote"]
        for refusal in expected("expected_refusals.jsonl")
        if any(
            start <= refusal["start"] and refusal["end"] <= end
            for start, end in spans.get((refusal["file"], refusal["article_index"]), ())
        )
    ]
    assert len(taken) <= 0.06 * len(expected("expected_refusals.jsonl")), taken


@pytest.mark.parametrize("field", FLOORS)
def test_fields_are_read_as_expected(found, field):
    right, seen, wrong = 0, 0, Counter()
    for claim in expected("expected_claims.jsonl"):
        answer = found.get(place(claim))
        if answer is None:
            continue
        seen += 1
        same = comparable(answer[field]) == comparable(claim[field])
        right += same
        if not same:
            wrong[f"{claim['quote']}: {answer[field]} for {claim[field]}"] += 1
    assert right >= FLOORS[field] * seen, wrong.most_common(20)


def comparable(value: object) -> object:
    if isinstance(value, str) and value.replace(".", "").lstrip("-").isdigit():
        return round(Decimal(value), 9)
    if isinstance(value, Decimal):
        return round(value, 9)
    return value.isoformat() if hasattr(value, "isoformat") else value
