"""Reads one number: a numeral, number words, or both, with its scale ("1.4 million", "two and a half billion").

What the number counts, and whether it is a number at all and not a name or a date, is for other rules.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.number_words import (
    FRACTIONS,
    ROLES,
    SCALES,
    SIGNS,
    SpelledNumber,
    find_and_a_half,
    find_part_of_scale,
    find_scale,
    hyphened_fraction,
    slash_fraction,
    spell_out,
    words_of,
)
from pipelines.extract.separators import NO_EVIDENCE, SeparatorEvidence, read_numeral
from pipelines.extract.tokens import Tokens
from schemas.codes.limits import LIMITS

MAXIMUM_DIGITS = LIMITS["numeral_digits"].value
"""Longest numeral that is read: the warehouse stores NUMERIC(28,6) and the decimal context holds 28 digits."""

FEW = Decimal(2)
"""What "a few" and "several" are at least: a plural is more than one."""

_BEFORE_LONE_SCALE = words_of("before_scale")
_WORDS = read_word_sets(__file__)
_MEASURING = _WORDS["measuring"]
_VAGUE = _WORDS["vague"]
_GROUP_SPACES = frozenset("\u00a0\u2009\u202f\u2007")
_MOST_GROUPS = 9
_TIMES_SIGNS = frozenset("×x*")
_MINUS = frozenset("-−–")
_CENTS = 2
"""Decimals of a price in cents, of which "-1/2" is a part."""


class Number(NamedTuple):
    """A number as read: `[first, numeral_last)` is the numeral, `[numeral_last, last)` its scale, in tokens.

    value: numeral times factor. decimals: the place of the last digit claimed (XBRL sense). is_vague: whether it is a
    floor ("billions", "a few" kilometres). is_hundreds: whether the numeral is words that end in "hundred".
    """

    first: int
    numeral_last: int
    last: int
    numeral: Decimal
    factor: Decimal
    decimals: int
    is_vague: bool = False
    is_hundreds: bool = False

    @property
    def value(self) -> Decimal:
        """The number with its scale applied."""
        return self.numeral * self.factor


def read_number(
    tokens: Tokens,
    index: int,
    is_money: bool = False,
    evidence: SeparatorEvidence = NO_EVIDENCE,
    measured: bool = False,
) -> Number | None:
    """Read the number that begins at a token.

    Args:
        tokens: The text.
        index: The token at which a numeral, a number word, a scale word ("a million") or a fraction sign stands.
        is_money: Whether a currency stands beside it, so that a lone "m" or "t" is a scale and not a unit.
        evidence: How the article writes thousands and decimals.
        measured: Whether a unit stands beside it, so that "4,8" is one number.

    Returns:
        The number, or None where the words do not make one that can be read.
    """
    word = tokens.words[index]
    if word[0].isdecimal():
        return _read_digits(tokens, index, is_money, evidence, measured)
    if word in SIGNS:
        return _with_scale(tokens, index, index + 1, SIGNS[word], _places(SIGNS[word]), is_money)
    role, part = ROLES.get(word), find_part_of_scale(tokens, index)
    if part is not None:
        first = index - (tokens.words[index - 1] == "a" and index > 0)
        return _with_scale(tokens, first, part[0], part[1], part[2], is_money)
    if role in ("small", "teen", "ten"):
        return _read_words(tokens, index, is_money)
    if role == "scale":
        return _read_lone_scale(tokens, index)
    if role == "plural":
        return _read_vague(tokens, index)
    if role == "vague":
        return _read_few(tokens, index) if measured else None
    return _read_part_of_scale(tokens, index) if role == "fraction" else None


def _places(value: Decimal) -> int:
    return min(4, max(0, -int(value.as_tuple().exponent)))


def _read_digits(
    tokens: Tokens, index: int, is_money: bool, evidence: SeparatorEvidence, measured: bool
) -> Number | None:
    word = tokens.words[index]
    last = index + 1
    if len(word) > MAXIMUM_DIGITS:
        return None
    if word.isdecimal():
        first = index
        if index and tokens.words[index - 1] == "." and tokens.glued(index) and not tokens.glued(index - 1):
            return _with_scale(tokens, index - 1, last, Decimal("0." + word), len(word), is_money)
        last, value, places = _space_groups(tokens, index, Decimal(word))
        last, value, places = _trailing_fraction(tokens, last, value, places)
        return _with_scale(tokens, first, last, value, places, is_money)
    reading = read_numeral(word, evidence, is_money or measured or _is_measured(tokens, last))
    if reading is None:
        return None
    value, places = reading
    part = hyphened_fraction(tokens, last) if places == _CENTS or not places else None
    if part:
        return Number(index, last + 4, last + 4, value + part.scaleb(-places), Decimal(1), places + 1)
    return _with_scale(tokens, index, last, value, places, is_money)


def _is_measured(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    return word in _MEASURING or word in SCALES or tokens.glued(index)


def _space_groups(tokens: Tokens, index: int, value: Decimal) -> tuple[int, Decimal, int]:
    """Join thousands set apart by spaces: always at a no-break or thin space, else only where zeros or a row follow."""
    words, text = tokens.words, tokens.text
    groups: list[str] = []
    position, fraction = index + 1, ""
    if len(words[index]) > 3:
        return position, value, 0
    while len(groups) < _MOST_GROUPS and not fraction:
        group, point, fraction = words[position][:3], words[position][3:4], words[position][4:]
        if len(group) != 3 or not group.isdecimal() or tokens.starts[position] != tokens.ends[position - 1] + 1:
            break
        if point and (point not in ",." or not fraction.isdecimal()):
            break
        groups.append(group)
        position += 1
    gap = text[tokens.ends[index] : tokens.starts[index + 1]]
    if not groups or not (gap in _GROUP_SPACES or len(groups) > 1 or groups[0] == "000" or fraction.isdecimal()):
        return index + 1, value, 0
    places = len(fraction) if fraction.isdecimal() else 0
    digits = words[index] + "".join(groups)
    return position, Decimal(f"{digits}.{fraction}" if places else digits), places


def _trailing_fraction(tokens: Tokens, index: int, value: Decimal, places: int) -> tuple[int, Decimal, int]:
    """Add what follows a whole number: "2½", "2 1/2", "2 and a half"; or read it as a fraction itself: "1/4"."""
    words = tokens.words
    if words[index] in SIGNS:
        return index + 1, value + SIGNS[words[index]], _places(SIGNS[words[index]])
    fraction = slash_fraction(tokens, index)
    if fraction:
        return index + 3, value + fraction, 2
    fraction = hyphened_fraction(tokens, index)
    if fraction:
        return index + 4, value + fraction, 2
    if words[index] == "/" and value:
        whole = slash_fraction(tokens, index - 1)
        if whole:
            return index + 2, whole, 2
    joined = find_and_a_half(tokens, index)
    if joined:
        return joined[0], value + joined[1], joined[2]
    return index, value, places


def _with_scale(tokens: Tokens, first: int, last: int, numeral: Decimal, places: int, is_money: bool) -> Number:
    """Add the scale words, or the power of ten, that follow a numeral."""
    factor, position, exponent = Decimal(1), last, 0
    power = _power_of_ten(tokens, last) if tokens.words[last] in _TIMES_SIGNS else None
    if power:
        return Number(first, power[0], power[0], numeral.scaleb(power[1]), Decimal(1), places - power[1])
    for _ in range(3):
        found = find_scale(tokens, position, is_money)
        if found is None:
            break
        position, step = found
        factor *= step
        exponent += 0 if step == 12 else step.adjusted()
    return Number(first, last, position, numeral, factor, places - exponent)


def _power_of_ten(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Return the token behind "×10^30" and the exponent."""
    words = tokens.words
    if words[index + 1] != "10":
        return None
    position = index + 2
    if words[position] == "^":
        position += 1
    elif not (tokens.glued(position) and words[position] in _MINUS):
        return None
    is_negative = words[position] in _MINUS
    position += is_negative
    if not (words[position].isdecimal() and tokens.glued(position) and len(words[position]) <= 2):
        return None
    return position + 1, -int(words[position]) if is_negative else int(words[position])


def _read_words(tokens: Tokens, index: int, is_money: bool) -> Number:
    """Read number words, with the fraction or the scale that may follow them: "three and a half million"."""
    spelled = spell_out(tokens, index)
    joined = None if spelled.zeros else find_and_a_half(tokens, spelled.last)
    if joined:
        return _with_scale(tokens, index, joined[0], spelled.value + joined[1], joined[2], is_money)
    return _spelled(tokens, index, spelled, is_money)


def _spelled(tokens: Tokens, first: int, spelled: SpelledNumber, is_money: bool) -> Number:
    number = _with_scale(tokens, first, spelled.numeral_last, Decimal(spelled.numeral), 0, is_money)
    inside = len(str(spelled.value)) - len(str(spelled.numeral))
    is_hundreds = tokens.words[spelled.numeral_last - 1] == "hundred"
    return number._replace(decimals=number.decimals + inside - spelled.zeros, is_hundreds=is_hundreds)


def _read_lone_scale(tokens: Tokens, index: int) -> Number | None:
    """Read a scale word that has an article for a numeral: "a dozen", "a million"; "several hundred" is a floor."""
    before = tokens.words[index - 1] if index else ""
    factor = SCALES[tokens.words[index]]
    exponent = 0 if factor == 12 else factor.adjusted()
    number = _with_scale(tokens, index, index + 1, Decimal(1), 0, False)
    value, places = factor * number.factor, number.decimals - exponent
    if before in ("a", "an"):
        return _read_on(tokens, Number(index - 1, index, number.last, Decimal(1), value, places))
    vague = index - 2 if before == "of" and tokens.words[index - 2] == "couple" else index - 1
    if tokens.words[vague] in _VAGUE:
        first = vague - 1 if tokens.words[vague - 1] == "a" else vague
        return Number(first, index, number.last, Decimal(1), value, places, True)
    if before in ("half", "quarter") or tokens.words[index + 1] == "-" or tokens.glued(index):
        return None
    is_alone = index == 0 or before in _BEFORE_LONE_SCALE or tokens.words[index + 1] == "of"
    return Number(index, index, number.last, Decimal(1), value, places) if is_alone else None


def _read_on(tokens: Tokens, number: Number) -> Number:
    """Read what goes on behind an article and a scale: "a hundred and twenty million", "a million and a half"."""
    joined = find_and_a_half(tokens, number.last)
    if joined:
        behind, part, places = joined
        return Number(number.first, number.last, behind, 1 + part, number.factor, number.decimals + places)
    spelled = spell_out(tokens, number.first)
    if spelled.last <= number.last:
        return number
    return _spelled(tokens, number.first, spelled, False)


def _read_vague(tokens: Tokens, index: int) -> Number | None:
    """Read a vague plural, "hundreds of billions": a floor of one of each."""
    words = tokens.words
    factor, position = SCALES[words[index]], index + 1
    while words[position] == "of" and ROLES.get(words[position + 1]) == "plural" and position < index + 5:
        factor *= SCALES[words[position + 1]]
        position += 2
    if words[index] == "tens" and words[index + 1] in ("", ".", ","):
        return None
    return Number(index, index, position, Decimal(1), factor, -factor.adjusted(), True)


def _read_few(tokens: Tokens, index: int) -> Number | None:
    """Read "a few" and "several" before a unit: a floor of two."""
    is_few = tokens.words[index] == "few"
    if is_few and tokens.words[index - 1] != "a":
        return None
    return Number(index - is_few, index + 1, index + 1, FEW, Decimal(1), 0, True)


def _read_part_of_scale(tokens: Tokens, index: int) -> Number | None:
    """Read "half a million", "half-million", "quarter million"."""
    words = tokens.words
    position = index + 1
    while words[position] in ("a", "-") and position < index + 4:
        position += 1
    if ROLES.get(words[position]) != "scale":
        return None
    numeral, places = FRACTIONS[words[index]]
    first = index - 1 if index and words[index - 1] == "a" else index
    return _with_scale(tokens, first, position, numeral, places, False)
