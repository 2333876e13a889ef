"""Reads one number with all that belongs to it: sign, bound, currency or unit, denominator, noun, direction."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from pipelines.extract.ages import find_age_tail, is_abbreviated_age, is_age
from pipelines.extract.denominators import find_denominator, find_denominator_of, find_time_behind
from pipelines.extract.directions import find_direction_before, find_direction_behind
from pipelines.extract.drafts import Draft, Piece
from pipelines.extract.exchange_rates import add_rate
from pipelines.extract.modifiers import bounds, find_modifier_before, find_modifier_behind
from pipelines.extract.money import Currency, find_country_behind, find_prefix, find_suffix
from pipelines.extract.nouns import find_noun
from pipelines.extract.number_words import ROLES
from pipelines.extract.numbers import FEW, Number, read_number
from pipelines.extract.ratios import MULTIPLES, read_multiple, read_ratio
from pipelines.extract.separators import SeparatorEvidence
from pipelines.extract.signs import add_sign
from pipelines.extract.sizes import find_size_end
from pipelines.extract.tokens import Tokens
from pipelines.extract.units import find_measure_head, find_unit, find_unit_before, has_measure, is_multiple
from pipelines.extract.verbs import is_plain_verb
from pipelines.extract.words import DETERMINERS

_TO_NEXT = frozenset(("to", "from", "-", "–"))
"""Between two amounts of which the first tells the scale: $4m-5m."""
_LETTER_SCALES = frozenset(("m", "t", "mm", "k", "b"))
_OF_LESS = {"more_than": "less_than", "at_least": "at_most", "less_than": "more_than", "at_most": "at_least"}
"""What bounds what is halved: prices that more than halved are less than half of what they were."""
_PHYSICAL = frozenset(("length", "area", "volume", "mass", "energy", "power", "data", "speed"))
_MILLION = Decimal(1_000_000)
_HYPHENS = frozenset("-–")


class Reader(Protocol):
    """What `read_measured` needs of its caller."""

    drafts: list[Draft]

    def evidence_for(self, numeral: str) -> SeparatorEvidence:
        """Return what is known of the signs for thousands and decimals."""

    def refuse(self, kind: str, first: int, last: int, rule: str, reason: str) -> None:
        """Record a number that is no claim."""


def read_measured(tokens: Tokens, index: int, reader: Reader) -> Draft | None:
    """Return the quantity whose number begins at token `index`, or None where there is none to read."""
    draft = read_ratio(tokens, index)
    if draft is None and not tokens.words[index][0].isdecimal():
        draft = read_multiple(tokens, index)
    if draft is not None:
        _add_modifier(tokens, draft)
        if draft.kind == "multiple" and draft.value < 1:
            draft.modifier = _OF_LESS.get(draft.modifier, draft.modifier)
        if draft.direction is None:
            _add_direction(tokens, draft)
        return draft
    prefix = find_prefix(tokens, index)
    word = tokens.words[index]
    is_measured = ("," in word and has_measure(tokens, index + 1)) or _is_vague_measure(tokens, index)
    has_scale = prefix is not None or _is_scaled(tokens, index, reader)
    number = read_number(tokens, index, has_scale, reader.evidence_for(word), is_measured)
    if number is None:
        if word[0].isdecimal():
            reader.refuse("unreadable", index, index + 1, "<number>", "a numeral that cannot be read one way only")
        return None
    draft = _drafted(number, prefix.first if prefix else number.first)
    _add_unit(tokens, draft, prefix)
    _follow_multiple(draft, reader.drafts)
    add_sign(tokens, draft)
    _add_modifier(tokens, draft)
    _add_direction(tokens, draft)
    if draft.kind == "count":
        _name_by_words_before(tokens, draft)
    return draft


def _follow_multiple(draft: Draft, before: list[Draft]) -> None:
    """`at 14 times earnings, against 17 times for its peers`: a multiple like the number before."""
    if draft.unit == "time" and before and before[-1].kind == "multiple":
        draft.kind, draft.unit = "multiple", "times"
        draft.pieces = [Piece("unit", p.first, p.last, "times") if p.role == "noun" else p for p in draft.pieces]
        draft.last = draft.end


def _drafted(number: Number, first: int) -> Draft:
    """A quantity of which the number alone is known, with the scale behind it; `first` is where its words begin."""
    draft = Draft(number, first, number.last, number.last, number.value)
    if number.is_vague:
        draft.notes.append("vague")
    draft.pieces.append(Piece("number", number.first, max(number.numeral_last, number.first + 1)))
    if number.last > number.numeral_last and number.numeral_last > number.first:
        draft.pieces.append(Piece("scale", number.numeral_last, number.last))
    return draft


def _is_vague_measure(tokens: Tokens, index: int) -> bool:
    """Tell whether "few" or "several" stands before a unit that things are measured in; hours and points are not."""
    if ROLES.get(tokens.words[index]) != "vague":
        return False
    unit = find_unit(tokens, index + 1)
    return unit is not None and unit.kind in _PHYSICAL and find_suffix(tokens, index + 1, FEW, False) is None


def _is_scaled(tokens: Tokens, index: int, reader: Reader) -> bool:
    """Tell whether a lone "m", "k" or "t" behind a number is a scale: a currency follows, or amounts move by it."""
    words = tokens.words
    if words[index + 1] not in _LETTER_SCALES:
        return False
    if find_suffix(tokens, index + 2, Decimal(1), True) is not None:
        return True
    if words[index + 1] != "m" or not tokens.glued(index + 1):
        return False
    if reader.drafts and words[index - 1] in _TO_NEXT and reader.drafts[-1].number.factor == _MILLION:
        return True
    is_multiplied = words[index - 1] == "to" and words[index - 2] in MULTIPLES
    return is_multiplied or find_direction_before(tokens, index) is not None


def _name_by_words_before(tokens: Tokens, draft: Draft) -> None:
    """Take the measure named before the number: "a PUE of 1.25", "a factor of ten", "an area of 1,700 fields"."""
    if _is_area(tokens, draft.first):
        draft.kind = "area"
        return
    unit = find_unit_before(tokens, draft.first) if draft.unit is None else None
    if unit:
        draft.kind, draft.unit = "multiple" if unit == "times" else "other_measure", unit


def _is_area(tokens: Tokens, index: int) -> bool:
    """Tell whether things are counted to say how large a place is: "an area of 1,700 soccer fields"."""
    before = index - 2 if tokens.words[index - 1] in ("of", "some") else index - 1
    return before > 0 and tokens.words[before] == "area"


def _add_unit(tokens: Tokens, draft: Draft, prefix: Currency | None) -> None:
    """Read the currency, the measure or the counted noun."""
    number = draft.number
    index = number.last
    if number.is_vague and tokens.words[index] == "of":
        index += 1
    elif tokens.words[index] == "+" and tokens.glued(index) and not tokens.words[index + 1][:1].isdecimal():
        draft.modifier = "at_least"
        draft.pieces.append(Piece("modifier", index, index + 1, "at_least"))
        index += 1
        draft.last = draft.end = index
    suffix = find_suffix(tokens, index, number.value, number.factor > 1)
    if suffix and not prefix and tokens.words[suffix.first] in ("pounds", "pound") and number.factor < _MILLION:
        suffix = None
    currency = prefix or suffix
    if currency:
        _set_money(tokens, draft, prefix, suffix)
    else:
        _set_measure(tokens, draft, index)
    if add_rate(tokens, draft):
        return
    is_upper_end = tokens.words[index] == "/" and tokens.words[draft.first - 1] in _HYPHENS  # CNY 50-70/kg
    may_be_per = draft.unit is not None or tokens.words[index] == "per" or is_upper_end
    may_be_per = may_be_per and not (draft.kind == "percent" and tokens.words[draft.end] == "for")  # 5 % for each year
    denominator = find_denominator(tokens, draft.end) if may_be_per else find_time_behind(tokens, draft.end)
    timed = find_denominator_of(tokens, draft.end) if denominator is None and draft.unit is not None else None
    if timed:
        draft.per = timed.code
        draft.pieces.append(Piece("per", timed.first, timed.last, timed.code))
    if denominator:
        draft.per = denominator.code
        draft.end = denominator.last
        draft.pieces.append(Piece("per", denominator.first, denominator.last, denominator.code))


def _set_money(tokens: Tokens, draft: Draft, prefix: Currency | None, suffix: Currency | None) -> None:
    draft.kind = "money"
    currency = prefix or suffix
    assert currency is not None
    draft.codes, draft.unit = currency.codes, currency.codes[0]
    if prefix:
        draft.pieces.append(Piece("currency", prefix.first, prefix.last, draft.unit))
        draft.value *= prefix.factor
    if suffix and (not prefix or set(prefix.codes) & set(suffix.codes)) and not (prefix and suffix.factor != 1):
        draft.pieces.append(Piece("currency", suffix.first, suffix.last, suffix.codes[0]))
        draft.last = draft.end = suffix.last
        if not prefix:
            draft.value *= suffix.factor
            draft.decimals = draft.number.decimals - (suffix.factor.adjusted() if suffix.factor != 1 else 0)
        if suffix.scale:
            draft.value *= suffix.scale
            draft.decimals = draft.number.decimals - suffix.scale.adjusted()
    elif prefix:
        draft.end = find_country_behind(tokens, draft.last)
        draft.last = draft.end


def _set_measure(tokens: Tokens, draft: Draft, index: int) -> None:
    words = tokens.words
    unit = find_unit(tokens, index)
    if unit is None and (is_age(tokens, index - 1) or is_abbreviated_age(words[index])):
        draft.kind, draft.unit = "duration", "year"
        draft.notes.append("age")
        return
    if unit is None or (unit.kind == "index" and draft.number.factor > 1):
        _set_noun(tokens, draft, index)  # 18 million points are of a network, and of no index
        return
    if words[unit.first] == "times" and draft.value == int(draft.value) and not is_multiple(tokens, unit.last):
        draft.kind, draft.unit = "count", "time"
        draft.pieces.append(Piece("noun", unit.first, unit.last))
        draft.end = unit.last
        return
    draft.kind = unit.kind
    what, _, per = unit.code.partition(" per ")  # bpd: barrels a day; ‰ has no unit
    draft.unit, draft.per = what or None, per or None
    draft.pieces.append(Piece("unit", unit.first, unit.last, draft.unit))
    draft.last = draft.end = unit.last
    if unit.kind == "duration":
        end = find_age_tail(tokens, draft.last)
        if end is not None:
            draft.notes.append("age")
            draft.end = end


def _set_noun(tokens: Tokens, draft: Draft, index: int) -> None:
    behind = find_modifier_behind(tokens, index)
    first = behind.last if behind else index
    size = find_size_end(tokens, first)
    noun = find_noun(tokens, size or first)
    if noun is None:
        _set_whole(tokens, draft, index)
        return
    measure = find_measure_head(tokens, noun) if noun.is_plural else None
    if measure:
        draft.kind, draft.unit = measure.kind, measure.code
        draft.pieces.append(Piece("unit", measure.first, measure.last, measure.code))
        draft.last = draft.end = measure.last
        return
    is_odd = not noun.is_plural and draft.value != 1 and tokens.words[index] != "-"
    if is_odd and (draft.number.is_vague or is_plain_verb(noun.unit)):
        return  # 60,000 apply
    draft.unit = noun.unit
    draft.end = first if size else noun.last
    draft.pieces.append(Piece("noun", noun.first, noun.last))


def _set_whole(tokens: Tokens, draft: Draft, index: int) -> None:
    """Take the noun of "35m of its devices", "two of the firm's plants" as what is counted."""
    words = tokens.words
    if words[index] != "of":
        return
    position = index + 1
    while words[position] in DETERMINERS or words[position].endswith(("'s", "’s", "s’")):
        position += 1
    if position == index + 1:
        return
    noun = find_noun(tokens, position)
    if noun and noun.is_plural:
        draft.unit = noun.unit
        draft.pieces.append(Piece("noun", noun.first, noun.last))


def _add_modifier(tokens: Tokens, draft: Draft) -> None:
    if draft.number.is_vague:
        draft.modifier = "at_least"
    modifier = find_modifier_before(tokens, draft.first)
    if modifier and bounds(tokens, modifier, draft.last, "age" if "age" in draft.notes else draft.kind):
        draft.modifier = modifier.code
        draft.pieces.append(Piece("modifier", modifier.first, modifier.last, modifier.code))
        draft.first = modifier.first
        return
    inside = (draft.number.numeral_last,) if draft.number.numeral_last < draft.last else ()
    for position in (*inside, draft.last, draft.end):
        behind = find_modifier_behind(tokens, position)
        if behind:
            draft.modifier = behind.code
            draft.pieces.append(Piece("modifier", behind.first, behind.last, behind.code))
            if position == draft.last:
                draft.last = behind.last
            draft.end = max(draft.end, behind.last)
            return


def _add_direction(tokens: Tokens, draft: Draft) -> None:
    direction = find_direction_before(tokens, draft.first)
    is_percent = draft.kind == "percent"
    if direction is None and is_percent:
        direction = find_direction_behind(tokens, draft.last)
    if direction is None or (draft.kind == "count" and tokens.words[draft.first - 1] in ("a", "an", "the")):
        return
    draft.direction = direction.code
    draft.pieces.append(Piece("direction", direction.first, direction.last, direction.code))
    if direction.place == "noun_after" and is_percent:
        draft.end = max(draft.end, direction.last)
    if is_percent and not direction.is_level:
        draft.kind = "percent_change"
