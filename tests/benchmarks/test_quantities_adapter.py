"""The adapter speaks NewsQuant's style and the product does not."""

import json

import pytest

from benchmarks.__main__ import main
from benchmarks.quantities import predict


def read(text):
    return [(q["value"], q["unit"], q["change"]) for q in predict({"text": text})["quantities"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Profit went from 4 to 5 billion dollars.", [([4e9, 5e9], "dollar", "=")]),
        ("It is one of the best lenses.", [(1.0, "good lens", "=")]),
        ("It holds up to 400 people.", [(400.0, "people", "<")]),
        ("The share rose 19 cents.", [(19.0, "cent", "up")]),
        ("It lasted for the past three months.", [(3.0, "month", "=")]),
        ("Dozens of homes burnt.", [([12.0, 120.0], "home", "=")]),
        ("A third of the voters agreed.", [(pytest.approx(1 / 3), "% voter", "=")]),
        ("It runs at 80 km/h.", [(80.0, "kilometre per hour", "=")]),
        ("It sells at $2 a gallon.", [(2.0, "dollar per gallon", "=")]),
        ("No number stands here.", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_translation(text, expected):
    assert read(text) == expected


def test_one_line_in_one_line_out_in_order(tmp_path, capsys):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = ["It weighs 5 kg.", "Nothing.", "It weighs 6 kg."]
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    assert main(["predict", "quantities", str(source), str(target), "--repeat", "2"]) == 0
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [line["text"] for line in lines] == texts
    assert [len(line["quantities"]) for line in lines] == [1, 0, 1]
    assert "6 lines" in capsys.readouterr().err
