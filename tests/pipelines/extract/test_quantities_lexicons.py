"""The tables beside the rules: codes that exist, no spelling twice, a note in the last column."""

import csv
from pathlib import Path

import pytest

from pipelines.extract.singulars import singular
from schemas.codes import read_codes

FOLDER = Path(__file__).parents[3] / "pipelines" / "extract"
TABLES = sorted(FOLDER.parent.rglob("*.lexicon.csv"))
KEYS = {
    "number_words": ("spelling",),
    "money": ("spelling", "place", "exact"),
    "units": ("spelling", "exact"),
    "modifiers": ("spelling", "place"),
    "directions": ("spelling", "place"),
    "labels": ("spelling", "place"),
    "nouns": ("spelling", "role"),
    "ranks": ("spelling", "role"),
    "ratios": ("spelling", "role"),
    "moments": ("spelling", "role"),
}


def rows(name):
    with (FOLDER / f"{name}.lexicon.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.parametrize(("name", "key"), KEYS.items(), ids=KEYS)
def test_no_spelling_stands_twice(name, key):
    keys = [tuple(row[column] for column in key) for row in rows(name) if row.get("kind") != "spaced"]
    assert sorted({k for k in keys if keys.count(k) > 1}) == []


@pytest.mark.parametrize("path", TABLES, ids=[path.name.split(".")[0] for path in TABLES])
def test_no_row_stands_twice_and_the_last_column_is_the_note(path):
    with path.open(encoding="utf-8", newline="") as handle:
        header, *body = csv.reader(handle)
    said = [tuple(row[:-1]) for row in body]

    assert header[-1] == "note"
    assert sorted({row for row in said if said.count(row) > 1}) == []


def test_every_currency_spelling_points_at_known_codes():
    known = read_codes("currencies")
    assert {code for row in rows("money") for code in row["codes"].split()} <= set(known)


def test_every_unit_spelling_points_at_a_known_unit_of_its_kind():
    known = read_codes("units")
    measured = [row for row in rows("units") if row["kind"] not in ("compares", "named_before", "spaced")]
    codes = [(row, *row["code"].partition(" per ")[::2]) for row in measured]
    of_so_many = [row for row, code, per in codes if not code and row["kind"] == "count" and per.isdecimal()]
    assert [row["spelling"] for row in of_so_many] == ["‰"]
    wrong = [
        row
        for row, code, per in codes
        if row not in of_so_many and (known.get(code, {}).get("kind") != row["kind"] or (per and per not in known))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("companies", "company"),
        ("children", "child"),
        ("analyses", "analysis"),
        ("buses", "bus"),
        ("bus", "bus"),
        ("glass", "glass"),
        ("series", "series"),
        ("EVs", "EV"),
        ("data", "data"),
        ("Americans", "American"),
        ("grandchildren", "grandchild"),
        ("firm", "firm"),
    ],
)
def test_singular(plural, expected):
    assert singular(plural) == expected
