"""`python -m benchmarks concepts`: score what numbers are about as published with NewsQuant (their referred concepts).

The published measure: gold and predicted quantities of a sentence, both sorted by unit, are paired wherever their
values agree; a predicted quantity is used up only where its unit agrees too. A pair is a partial hit where the two sets
of concept words, in small letters, share a word, and a complete hit where they hold the same words. Precision is hits
over predicted quantities, recall hits over gold quantities. A quantity about nothing has the one word "-".
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.concept_words import find_concepts
from benchmarks.inputs import SHARED, existing_file
from schemas.spans import DateExpression, QuantityReading

GOLD = SHARED / "bench" / "data" / "newsquant_dev.jsonl"
"""The half of NewsQuant that may be tuned on."""

_RELATIVE_TOLERANCE = 1e-05
_ABSOLUTE_TOLERANCE = 1e-08
_NOTHING = ["-"]


def add_concepts(
    prediction: dict[str, Any], dates: Sequence[DateExpression], reading: QuantityReading
) -> dict[str, Any]:
    """Return a prediction for one sentence with `referred_concepts`, a list of words, on each quantity.

    Args:
        prediction: A sentence and its quantities, each with the offsets `start` and `end`.
        dates: The dates that were read in it.
        reading: The numbers that were read in it.
    """
    concepts = find_concepts(prediction["text"], reading.quantities, dates)
    places = [
        (quantity.start, quantity.end, words) for quantity, words in zip(reading.quantities, concepts, strict=True)
    ]
    quantities = [
        quantity | {"referred_concepts": _concepts_at(quantity, places)} for quantity in prediction["quantities"]
    ]
    return prediction | {"quantities": quantities}


def _concepts_at(quantity: Mapping[str, Any], places: Iterable[tuple[int, int, tuple[str, ...]]]) -> list[str]:
    """The words of the number that overlaps this quantity most; "-" where it has none."""
    best: tuple[str, ...] = ()
    longest = 0
    for start, end, words in places:
        common = min(end, quantity["end"]) - max(start, quantity["start"])
        if common > longest:
            best, longest = words, common
    return [re.sub(r"['’]s?$", "", word) for word in best] or _NOTHING


def score_concepts(gold: Sequence[Mapping[str, Any]], predictions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return precision, recall and F1 of partial and complete concept hits, in percent, one decimal.

    Args:
        gold: Sentences with `quantities`, each with `value`, `normalized_unit`, `referred_concepts` (comma and blank
            separated).
        predictions: The same sentences in the same order with `value`, `unit`, `referred_concepts` (a list).
    """
    partial = complete = gold_total = predicted_total = 0
    for wanted, got in zip(gold, predictions, strict=True):
        some, all_words = _hits(wanted["quantities"], got["quantities"])
        partial, complete = partial + some, complete + all_words
        gold_total += len(wanted["quantities"])
        predicted_total += len(got["quantities"])
    return {
        "partial": _scores(partial, gold_total, predicted_total),
        "complete": _scores(complete, gold_total, predicted_total),
    }


def _hits(wanted: Sequence[Mapping[str, Any]], got: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    left = sorted(got, key=lambda quantity: quantity["unit"])
    partial = complete = 0
    for quantity in sorted(wanted, key=lambda quantity: quantity["normalized_unit"]):
        value = _value(quantity["value"])
        words = {word.lower() for word in re.split(r"[,\s]+", quantity["referred_concepts"])}
        count = len(re.split(r"[,\s]+", quantity["referred_concepts"]))
        for other in left:
            if not _same(value, _value(other["value"])):
                continue
            mine = [word.lower() for word in other["referred_concepts"]]
            common = len(words & set(mine))
            partial += common > 0
            complete += common == count == len(mine)
            if other["unit"].strip() == quantity["normalized_unit"].strip().lower():
                left = [item for item in left if item is not other]
                break
    return partial, complete


def _value(value: str | float | Sequence[float]) -> tuple[float, ...]:
    if isinstance(value, str):
        plain = "E" in value or value.startswith("-") or "-" not in value
        return (float(value),) if plain else tuple(float(end) for end in value.split("-"))
    return (float(value),) if isinstance(value, int | float) else tuple(float(end) for end in value)


def _same(wanted: tuple[float, ...], got: tuple[float, ...]) -> bool:
    return len(wanted) == len(got) and all(
        math.isclose(mine, theirs, rel_tol=0, abs_tol=_ABSOLUTE_TOLERANCE + _RELATIVE_TOLERANCE * abs(mine))
        for theirs, mine in zip(wanted, got, strict=True)
    )


def _scores(hits: int, wanted: int, got: int) -> dict[str, float]:
    precision, recall = hits / got if got else 0.0, hits / wanted if wanted else 0.0
    both = precision + recall
    return {
        "P": round(100 * precision, 1),
        "R": round(100 * recall, 1),
        "F1": round(200 * precision * recall / both, 1) if both else 0.0,
    }


def main(arguments: list[str]) -> int:
    """Score the concepts of an annotated file and print precision, recall and F1 of both kinds of hits."""
    from benchmarks.quantities import predict

    parser = argparse.ArgumentParser(prog="python -m benchmarks concepts", description=__doc__)
    parser.add_argument(
        "gold", nargs="?", type=existing_file, default=str(GOLD), help="sentences, a line each (default: %(default)s)"
    )
    gold = [json.loads(line) for line in parser.parse_args(arguments).gold.read_text(encoding="utf-8").splitlines()]
    for kind, scores in score_concepts(gold, [predict(sentence) for sentence in gold]).items():
        print(f"{kind}: {' '.join(f'{name} {score}' for name, score in scores.items())}")
    return 0
