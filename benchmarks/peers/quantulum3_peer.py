"""Runs quantulum3 over the sentences of a JSONL file; called in its own environment, imports nothing of ours."""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path
from typing import Any

warnings.filterwarnings("ignore")

from quantulum3 import parser  # noqa: E402

CURRENCY = {"dollar": "dollar", "euro": "euro", "pound sterling": "pound sterling", "yen": "japanese yen"}


def read(text: str) -> list[dict[str, Any]]:
    quantities = []
    for quantity in parser.parse(text):
        name = quantity.unit.name
        value = quantity.value
        if quantity.uncertainty:
            value = [quantity.value - quantity.uncertainty, quantity.value + quantity.uncertainty]
        unit = "-" if name == "dimensionless" else CURRENCY.get(name, name)
        quantities.append({"value": value, "unit": unit, "currency": None, "change": "=", "start": 0, "end": 0})
    return quantities


def main() -> None:
    source, target, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    texts = [json.loads(line)["text"] for line in Path(source).read_text(encoding="utf-8").splitlines()]
    predictions = [{"text": text, "quantities": read(text)} for text in texts]
    Path(target).write_text("".join(json.dumps(p) + "\n" for p in predictions), encoding="utf-8")
    started, count = time.process_time(), 0
    while time.process_time() - started < seconds:
        for text in texts:
            read(text)
        count += len(texts)
    print(json.dumps({"sentences": count, "cpu_seconds": time.process_time() - started}))


main()
