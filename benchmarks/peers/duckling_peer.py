"""Runs Duckling over the sentences of a JSONL file; called in its own environment, imports nothing of ours."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckling

DIMENSIONS = ["amount-of-money", "number", "distance", "duration", "temperature", "volume", "quantity"]
UNITS = {"$": "dollar", "EUR": "euro", "£": "pound sterling", "GBP": "pound sterling", "JPY": "japanese yen"}
CHANGES = {"from": ">", "to": "<"}


def make_reader() -> Callable[[str], list[dict[str, Any]]]:
    zones = duckling.load_time_zones("/usr/share/zoneinfo")
    reference = duckling.parse_ref_time(zones, "UTC", 1_546_300_800)
    context = duckling.Context(reference, duckling.default_locale_lang(duckling.parse_lang("EN")))
    dimensions = duckling.parse_dimensions(DIMENSIONS)

    def read(text: str) -> list[dict[str, Any]]:
        found = duckling.parse(text, context, dimensions, False)
        found.sort(key=lambda entity: (entity["start"], -entity["end"], DIMENSIONS.index(entity["dim"])))
        quantities, end = [], -1
        for entity in found:
            if entity["start"] < end:
                continue
            end = entity["end"]
            quantities.append(translate(entity))
        return quantities

    return read


def translate(entity: dict[str, Any]) -> dict[str, Any]:
    value, change = entity["value"], "="
    if value["type"] == "interval":
        ends = [value[key]["value"] for key in ("from", "to") if key in value]
        side = value.get("from") or value.get("to")
        number = ends if len(ends) > 1 else ends[0]
        change = "=" if len(ends) > 1 else CHANGES["from" if "from" in value else "to"]
    else:
        side, number = value, value["value"]
    unit = UNITS.get(side.get("unit"), side.get("unit") or "-")
    return {
        "value": number,
        "unit": unit,
        "currency": None,
        "change": change,
        "start": entity["start"],
        "end": entity["end"],
    }


def main() -> None:
    source, target, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    texts = [json.loads(line)["text"] for line in Path(source).read_text(encoding="utf-8").splitlines()]
    duckling.init()
    read = make_reader()
    predictions = [{"text": text, "quantities": read(text)} for text in texts]
    Path(target).write_text("".join(json.dumps(p) + "\n" for p in predictions), encoding="utf-8")
    started, count = time.process_time(), 0
    while time.process_time() - started < seconds:
        for text in texts:
            read(text)
        count += len(texts)
    print(json.dumps({"sentences": count, "cpu_seconds": time.process_time() - started}))


main()
