"""Every corpus that stands beside a rule file: each text gives the reading it is listed under, or none.

A corpus names its `reader`. Under `finds`, texts are grouped by what they mean (`reads`); the words that hold the
reading stand between ⟦ and ⟧, and nothing else in the text may be read unless the group says `others: n`. Under
`finds_nothing`, texts are grouped by the class of false friend; `refused` names the kind of refusal that must be given.
"""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from pipelines.extract.dates import find_dates
from pipelines.extract.quantities import find_quantities

FOLDER = Path(__file__).parents[3] / "pipelines" / "extract"
OPEN, CLOSE = "⟦", "⟧"
READERS = {
    "find_quantities": lambda text: find_quantities(text).quantities,
    "find_dates": find_dates,
}


def load_corpora():
    """Return the corpora of single sentences; one without a `reader` holds whole articles and has a test of its own."""
    corpora = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.corpus.yaml")}
    return {name: corpora[name] for name in sorted(corpora) if "reader" in corpora[name]}


CORPORA = load_corpora()


def finding_cases():
    for name, corpus in CORPORA.items():
        for group in corpus.get("finds") or []:
            for text in group["texts"]:
                yield pytest.param(corpus["reader"], group, text, id=f"{name}: {text}")


def nothing_cases():
    for name, corpus in CORPORA.items():
        for group in corpus.get("finds_nothing") or []:
            for text in group["texts"]:
                yield pytest.param(corpus["reader"], group, text, id=f"{name}: {text}")


def unmark(text):
    """Return the text without its marks, and the span between them."""
    start = text.index(OPEN)
    plain = text.replace(OPEN, "")
    end = plain.index(CLOSE)
    return plain.replace(CLOSE, ""), start, end


def read_bounds(value):
    """Return low and high of "5", "5 .. 6", "5 .." or ".. 6"."""
    if ".." not in value:
        return Decimal(value), Decimal(value)
    low, high = (part.strip() for part in value.split(".."))
    return (Decimal(low) if low else None), (Decimal(high) if high else None)


def check_field(reading, field, expected):
    if field == "value":
        low, high = read_bounds(str(expected))
        found = (reading.value_low, reading.value_high)
        return all(close(a, b) for a, b in zip(found, (low, high), strict=True)), found
    if field == "fields":
        found = dict(reading.fields)
        return all(found.get(key) == value for key, value in expected.items()), found
    found = getattr(reading, field)
    return found == expected or str(found) == str(expected), found


def close(found, expected):
    if found is None or expected is None:
        return found is expected
    return abs(found - expected) <= abs(expected) * Decimal("1e-9")


@pytest.mark.parametrize(("reader", "group", "marked"), list(finding_cases()))
def test_finds(reader, group, marked):
    text, start, end = unmark(marked)
    readings = READERS[reader](text)
    spans = [text[r.start : r.end] for r in readings]
    here = [r for r in readings if r.start < end and r.end > start]
    assert here, f"nothing found; elsewhere: {spans}"
    assert len(here) == 1, f"more than one reading: {[text[r.start : r.end] for r in here]}"
    reading = here[0]
    quote = text[reading.start : reading.end]
    assert (reading.start, reading.end) == (start, end), f"read {quote!r} instead of {text[start:end]!r}"
    for field, expected in group["reads"].items():
        agrees, found = check_field(reading, field, expected)
        assert agrees, f"other {field}: {found!r} instead of {expected!r}"
    others = len(readings) - 1
    assert others == group.get("others", 0), f"{others} other readings: {spans}"


@pytest.mark.parametrize(("reader", "group", "text"), list(nothing_cases()))
def test_finds_nothing(reader, group, text):
    readings = READERS[reader](text)
    assert not readings, f"found {[(text[r.start : r.end], r.rule) for r in readings]}"
    wanted = group.get("refused")
    if wanted and reader == "find_quantities":
        kinds = {refusal.kind for refusal in find_quantities(text).refusals}
        assert wanted in kinds, f"refused as {sorted(kinds) or 'nothing'} instead of {wanted}"


def test_every_corpus_says_what_it_finds_and_whence():
    assert CORPORA
    for name, corpus in CORPORA.items():
        assert corpus["reader"] in READERS, name
        assert corpus.get("finds") or corpus.get("finds_nothing"), name
        assert (FOLDER / name.replace(".corpus.yaml", ".py")).exists(), name
