"""Writes what Numtrail reads in the style of the NewsQuant annotations, so that the scorer can compare the two.

NewsQuant's conventions differ from the product's: its units are lemmas and British singular names, "from X to Y" is one
range, "one of the" counts as 1, "up to" is `<`, a verb of movement is its `change`. The translation stands here alone;
nothing of it reaches the product.
"""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from benchmarks.concepts import add_concepts
from pipelines.extract.mentions import find_mentions
from pipelines.extract.nouns import find_noun
from pipelines.extract.number_words import WORDS
from pipelines.extract.quantities import find_quantities
from pipelines.extract.singulars import singular
from pipelines.extract.tokens import Tokens
from schemas.spans import Quantity, QuantityReading, Refusal

_CODES = Path(__file__).parents[1] / "schemas" / "codes"
_STYLE = Path(__file__).with_suffix(".style.csv")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


_NAMES = {row["code"]: row["name"] for row in _read(_CODES / "units.csv")}
_STYLED: dict[tuple[str, str], str] = {(row["role"], row["ours"]): row["theirs"] for row in _read(_STYLE)}
_NAMES |= {ours: theirs for (role, ours), theirs in _STYLED.items() if role == "unit"}
_CURRENCIES = {ours: theirs for (role, ours), theirs in _STYLED.items() if role == "currency"}
_LEMMAS = {ours: theirs for (role, ours), theirs in _STYLED.items() if role == "lemma"}
_DROPPED = frozenset(ours for (role, ours) in _STYLED if role == "dropped")
_CHANGES = {"more_than": ">", "at_least": ">", "less_than": "<", "at_most": "<", "approx": "~", "nearly": "~"}
_RANGED_MULTIPLES = 10
_SHORTEST_PARTICIPLE = 5
_LONGEST_PLACE = 2
_BEFORE_ONE_OF = frozenset(
    ["the", "my", "your", "our", "its", "their", "his", "her", "these", "those", "a", "most", "many", "very", "few"]
)
_NO_SUPERLATIVES = frozenset(
    [
        "forest",
        "interest",
        "request",
        "harvest",
        "honest",
        "modest",
        "contest",
        "protest",
        "conquest",
        "arrest",
        "invest",
        "guest",
    ]
)


def predict(item: dict[str, Any]) -> dict[str, Any]:
    """Read one sentence and return its quantities in the scorer's form."""
    text = item["text"]
    dates, reading = find_mentions(text)
    spans = [(date.start, date.end) for date in dates if date.takes_number]
    quantities = translate_reading(text, reading) + _spans_of_time(text, spans)
    return add_concepts({"text": text, "quantities": quantities}, dates, reading)


def _spans_of_time(text: str, spans: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Return the durations inside date expressions ("the past three months"), which NewsQuant counts too."""
    found = []
    for start, end in spans:
        for quantity in find_quantities(text[start:end]).quantities:
            if quantity.kind == "duration":
                found.append(_translate(text, quantity.moved(start), QuantityReading()))
    return found


def translate_reading(text: str, reading: QuantityReading) -> list[dict[str, Any]]:
    """Return the quantities of a reading in NewsQuant's conventions."""
    origins = {q.from_index for q in reading.quantities if q.from_index is not None and "from-to" in q.rule}
    translated = []
    tokens: Tokens | None = None
    for index, quantity in enumerate(reading.quantities):
        if index in origins or quantity.kind == "rank" or _is_plain_multiple(quantity):
            continue
        translated.append(_translate(text, quantity, reading))
    for refusal in reading.refusals:
        if refusal.rule == "<one>":
            tokens = tokens or Tokens(text)
            translated += _translate_one(tokens, refusal)
    return translated


def _translate(text: str, quantity: Quantity, reading: QuantityReading) -> dict[str, Any]:
    low, high = quantity.value_low, quantity.value_high
    change = _change(text, quantity, reading)
    cents = _cents(quantity)
    if cents:
        low, high = (value and value * 100 for value in (low, high))
    is_vague = high is None and _is_vague(quantity)
    if is_vague and low is not None:
        value: Any = [float(low), float(low * _RANGED_MULTIPLES)]
        change = "="
    elif quantity.modifier == "range":
        value = [float(low or 0), float(high or 0)]
    else:
        value = float(low if low is not None else high or 0)
    if quantity.from_index is not None and "from-to" in quantity.rule:
        origin = reading.quantities[quantity.from_index]
        first = origin.value_low if origin.value_low is not None else origin.value_high
        if quantity.modifier != "range":
            value = [float((first or Decimal(0)) * (100 if cents else 1)), value]
            change = "="
    if "descending" in quantity.rule:
        value.reverse()
    if (
        quantity.direction
        and not is_vague
        and quantity.modifier not in ("more_than", "less_than", "at_least", "at_most", "range")
    ):
        change = _moved(text, quantity, change)
    unit, currency = _unit(text, quantity)
    return {
        "value": value,
        "unit": unit,
        "currency": currency,
        "change": change,
        "start": quantity.start,
        "end": quantity.end,
    }


def _change(text: str, quantity: Quantity, reading: QuantityReading) -> str:
    """Return the bound as a symbol; an amount in brackets has the bound of the amount that it restates."""
    if (
        quantity.modifier == "exact"
        and quantity.paired_with is not None
        and quantity.paired_with < len(reading.quantities)
    ):
        paired = reading.quantities[quantity.paired_with]
        if paired.start < quantity.start and paired.modifier in ("more_than", "less_than", "at_least", "at_most"):
            return _CHANGES[paired.modifier]
    words = text[: quantity.start].split()
    if quantity.modifier == "exact" and words and words[-1].lower() in ("averaged", "averaging"):
        return "~"
    if text[quantity.start : quantity.end].lower().startswith("within"):
        return "="
    return _CHANGES.get(quantity.modifier, "=")


def _is_plain_multiple(quantity: Quantity) -> bool:
    """Tell "doubled" and "twice", which NewsQuant leaves out, from "four times" and "sixfold"."""
    return quantity.kind == "multiple" and not any(
        part.text.endswith("fold") or part.role == "unit" for part in quantity.parts
    )


def _is_vague(quantity: Quantity) -> bool:
    number = next((part for part in quantity.parts if part.role == "number"), None)
    return number is not None and number.text.lower().endswith(("dozens", "tens", "hundreds", "thousands", "ions"))


def _moved(text: str, quantity: Quantity, change: str) -> str:
    """Return up or down for the amount of a movement told by a verb, not for a level reached nor for a noun."""
    part = next((part for part in quantity.parts if part.role == "direction"), None)
    if part is None or part.start > quantity.start:
        return change
    between = text[part.start : quantity.start].split()
    if "to" in between or "at" in between or "of" in between:
        return change
    return quantity.direction or change


def _cents(quantity: Quantity) -> bool:
    part = next((part for part in quantity.parts if part.role == "currency"), None)
    return part is not None and ("currency", "cents " + part.text.lower()) in _STYLED


def _unit(text: str, quantity: Quantity) -> tuple[str, str | None]:
    """Return the unit in NewsQuant's words and the ISO code of money."""
    if quantity.kind == "money":
        part = next((part for part in quantity.parts if part.role == "currency"), None)
        words = part.text.lower() if part else ""
        name = _STYLED.get(("currency", "cents " + words)) or _STYLED.get(("currency", words))
        name = name or _CURRENCIES.get(quantity.unit or "", quantity.unit or "-")
    elif quantity.kind == "ratio":
        name = _share_noun(text, quantity)
    elif "age" in quantity.rule and quantity.kind == "duration":
        name = f"{quantity.unit} of age"
    elif quantity.unit is None:
        name = "-"
    elif any(part.role == "noun" for part in quantity.parts) or "shared unit" in quantity.rule:
        name = _lemmas(text, quantity)
    else:
        name = _NAMES.get(quantity.unit, quantity.unit)
    if quantity.per:
        name = f"{name} per {_NAMES.get(quantity.per, quantity.per)}"
    return name, quantity.unit if quantity.kind == "money" and not _cents(quantity) else None


def _share_noun(text: str, quantity: Quantity) -> str:
    """Return "% population" for "a third of the population"."""
    tokens = _tokens(text)
    index = next((k for k in range(tokens.count) if tokens.starts[k] >= quantity.end), tokens.count)
    while tokens.words[index] in ("of", "the", "its", "their", "all", "a", "this", "that", "these", "his", "her"):
        index += 1
    noun = find_noun(tokens, index)
    return "% " + (_lemmatise(noun.unit) if noun else "-")


@lru_cache(maxsize=8)
def _tokens(text: str) -> Tokens:
    return Tokens(text)


def _lemmas(text: str, quantity: Quantity) -> str:
    if quantity.unit == "time":
        return "count"
    noun = next((part for part in quantity.parts if part.role == "noun"), None)
    unit = quantity.unit or "-"
    if noun is None and unit in _NAMES:
        return _NAMES[unit]
    name = _lemmatise(noun.text if noun else unit)
    if noun is not None and text[noun.end : noun.end + 4] == " of ":
        tokens = _tokens(text)
        index = next((k for k in range(tokens.count) if tokens.starts[k] >= noun.end + 4), tokens.count)
        inner = find_noun(tokens, index)
        if inner and inner.is_plural and name in _DROPPED:
            return f"{name} {_lemmatise(inner.unit)}"
    return name


def _lemmatise(phrase: str) -> str:
    """Return the content words of a noun phrase as lemmas."""
    words = [_lemma(word) for word in phrase.replace("-", " ").split()]
    words = [word for word in words if word]
    while len(words) > 1 and words[0].endswith("ed") and len(words[0]) > _SHORTEST_PARTICIPLE:
        words = words[1:]
    return " ".join(words) or "-"


def _lemma(word: str) -> str:
    """Return the lemma of a content word, nothing for a function word; superlatives become positives."""
    word = re.sub("['’]s$", "", word)
    styled = _LEMMAS.get(word.lower())
    if styled is not None:
        return styled
    if word.endswith("iest") and len(word) > _SHORTEST_PARTICIPLE:
        return word[:-4] + "y"
    if word.endswith("est") and len(word) > _SHORTEST_PARTICIPLE and word not in _NO_SUPERLATIVES:
        stem = word[:-3]
        return stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "sl" else stem
    lemma = singular(word)
    return _LEMMAS.get(lemma.lower(), lemma)


def _translate_one(tokens: Tokens, refusal: Refusal) -> list[dict[str, Any]]:
    """Return 1 for "one of the best speakers" and "one particular demand"."""
    index = next(k for k in range(tokens.count) if tokens.starts[k] == refusal.start) + 1
    words = tokens.words
    if words[index] == "of":
        index += 1
        owner = ""
        while words[index] in _BEFORE_ONE_OF or words[index].endswith(("'s", "’s")):
            owner = tokens.slice(index, index + 1) if words[index].endswith(("'s", "’s")) else owner
            index += 1
        noun = find_noun(tokens, index)
        if noun is None or words[index] in WORDS or words[index][:1].isdecimal():
            return []
        unit = " ".join(filter(None, (_lemma(owner), _lemmatise(noun.unit), _place(tokens, noun.last))))
        return [_one(refusal, unit)]
    noun = find_noun(tokens, index)
    if noun is None:
        return []
    return [_one(refusal, _lemmatise(noun.unit))]


def _place(tokens: Tokens, index: int) -> str:
    """Return the place behind "one of the best players": "in the world" gives "world"."""
    words = tokens.words
    if words[index] != "in":
        return ""
    index += 1
    if words[index] not in _BEFORE_ONE_OF:
        return ""
    noun = find_noun(tokens, index + 1)
    return _lemmatise(noun.unit) if noun and noun.last - noun.first <= _LONGEST_PLACE else ""


def _one(refusal: Refusal, unit: str) -> dict[str, Any]:

    return {"value": 1.0, "unit": unit, "currency": None, "change": "=", "start": refusal.start, "end": refusal.end}
