"""Reads what an amount is per: "a year", "per kWh", "/km", "-a-day", "per 100,000 people"."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.nouns import find_noun
from pipelines.extract.number_words import NUMERIC_WORDS
from pipelines.extract.numbers import read_number
from pipelines.extract.tokens import Tokens
from pipelines.extract.units import find_unit

_ROWS = read_lexicon(__file__)
_COUNTED = frozenset(row["spelling"] for row in _ROWS if row["role"] == "counted")
_TIME_SHIFTS = frozenset(row["spelling"] for row in _ROWS if row["role"] == "time_shift")
_LEADS = frozenset(row["spelling"] for row in _ROWS if row["role"] == "lead")
_SECOND_LEADS = frozenset(tuple(row["spelling"].split()) for row in _ROWS if row["role"] == "two_leads")
_TIMES = frozenset(row["spelling"] for row in _ROWS if row["role"] == "time")
_NO_HEADS = frozenset(row["spelling"] for row in _ROWS if row["role"] == "no_head")
_FOR_EACH = frozenset(("for", lead) for lead in ("each", "every"))
_ALONE = {"annually": "year", "apiece": "piece"}
_NO_DENOMINATORS = frozenset(("percent", "multiple", "index"))
_CODES = {row["spelling"]: row["code"] for row in _ROWS if row["code"]}


class Denominator(NamedTuple):
    """What an amount is per: its code, the first token of the words and the token behind them."""

    code: str
    first: int
    last: int


def find_denominator(tokens: Tokens, index: int) -> Denominator | None:
    """Return the denominator that begins at token `index`, directly behind an amount and its unit."""
    words = tokens.words
    position = index
    if (words[index], words[index + 1]) in _SECOND_LEADS:
        position += 1
    lead = words[position]
    if lead in _ALONE:
        return Denominator(_ALONE[lead], index, index + 1)
    if lead not in _LEADS or (lead == "/" and not tokens.glued(position)):
        return None
    position += 1
    if words[position] == "-":
        position += 1
    noun = words[position]
    if (lead in ("per", "every") or position > index + 1) and (noun[:1].isdecimal() or noun in NUMERIC_WORDS):
        return _per_many(tokens, index, position)
    found = _per_unit(tokens, index, position, lead) or _per_thing(tokens, index, position, lead)
    return found or (_for_each(tokens, index, position) if (words[index], lead) in _FOR_EACH else None)


def find_time_behind(tokens: Tokens, index: int) -> Denominator | None:
    """Return the time behind a number that counts nothing by name: "it makes 5,000 a week"."""
    found = _per_unit(tokens, index, index + 1, "a") if tokens.words[index] == "a" else None
    return found if found is not None and found.code in _TIMES else None


def find_denominator_of(tokens: Tokens, index: int) -> Denominator | None:
    """Return the time behind what there is so much of: "tonnes of steel a year", "litres of pure water each day"."""
    words = tokens.words
    if words[index] != "of":
        return None
    position = index + 1
    while position <= index + _LONGEST_OF and words[position].isalpha() and words[position] not in _LEADS:
        position += 1
    lead = words[position]
    if position == index + 1 or lead not in _LEADS or words[position - 1] in _NO_HEADS:
        return None
    found = _per_unit(tokens, position, position + 1, lead)
    return found if found is not None and found.code in _TIMES else None


_LONGEST_OF = 4
"""Words of what there is so much of."""


def find_leading_denominator(tokens: Tokens, index: int) -> Denominator | None:
    """Return the denominator whose number stands at token `index`, before its amount.

    "For every 10,000 residents there are 53 nurses", "the number of robots per 10,000 workers reached 392".
    """
    words = tokens.words
    if index > 1 and words[index - 1] == "every" and words[index - 2] == "for":
        return _per_many(tokens, index - 2, index)
    if index > 1 and words[index - 1] == "per" and words[index - 2].isalpha():
        found = _per_many(tokens, index - 1, index)
        return found if found is not None and " " in found.code else None
    return None


def _per_many(tokens: Tokens, index: int, position: int) -> Denominator | None:
    """Read "per 100,000 people", "per million residents"."""
    number = read_number(tokens, position)
    if number is None:
        return None
    many = f"{number.value.normalize():f}"
    unit = find_unit(tokens, number.last)
    if unit and unit.kind == "duration" and tokens.words[position - 1] == "every":
        return None
    sized = find_noun(tokens, unit.last) if unit and tokens.words[number.last] == "-" else None
    if sized is not None and unit is not None:  # per 40-foot box
        size = tokens.text[tokens.starts[position] : tokens.ends[unit.last - 1]]
        return Denominator(f"{size} {sized.unit}", index, sized.last)
    if unit and unit.kind not in _NO_DENOMINATORS:
        return Denominator(f"{many} {unit.code}", index, unit.last)
    noun = find_noun(tokens, number.last)
    if noun is None or not noun.is_plural:
        return Denominator(many, index, number.last)
    return Denominator(f"{many} {noun.unit}", index, noun.last)


def _for_each(tokens: Tokens, index: int, position: int) -> Denominator | None:
    """Read "for each car", "for every listed firm", "for each kilowatt-hour"."""
    unit = find_unit(tokens, position)
    if unit is not None and unit.kind not in _NO_DENOMINATORS and unit.first == position:
        return Denominator(unit.code, index, unit.last)
    noun = find_noun(tokens, position)
    return Denominator(noun.unit, index, noun.last) if noun is not None and not noun.is_plural else None


def _per_unit(tokens: Tokens, index: int, position: int, lead: str) -> Denominator | None:
    """Read "per kWh", "a year", "each month"; not "a year earlier", which compares, nor "a second plant"."""
    unit = find_unit(tokens, position)
    if unit is None or unit.kind in _NO_DENOMINATORS or unit.first != position:
        return None
    if lead in ("each", "every") and unit.kind != "duration":
        return None
    behind = tokens.words[unit.last]
    is_shift = unit.kind == "duration" and behind in _TIME_SHIFTS
    is_shift = is_shift and not (behind == "from" and tokens.words[unit.last + 1][:1].isdecimal())
    if lead in ("a", "an") and (is_shift or unit.code == "s"):
        return None
    return Denominator(unit.code, index, unit.last)


def _per_thing(tokens: Tokens, index: int, position: int, lead: str) -> Denominator | None:
    """Read "per share", "a head", "/person"."""
    noun = tokens.words[position]
    code = _CODES.get(noun)
    if code is None and noun in _COUNTED and lead in ("per", "a", "an", "/"):
        code = noun
    if code is None and lead == "per" and noun.isalpha() and noun != "cent":
        code = noun
    return Denominator(code, index, position + 1) if code else None
