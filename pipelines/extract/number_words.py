"""Spells out number words ("two hundred and fifty thousand") and knows the scales ("million", "bn", "crore")."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.tokens import Tokens

_ROWS = read_lexicon(__file__)


def words_of(role: str) -> frozenset[str]:
    """Return the spellings of the table that play one role."""
    return frozenset(row["spelling"] for row in _ROWS if row["role"] == role)


_SCALE_ROLES = frozenset(("scale", "short", "glued", "money_short", "plural", "follower"))
WORDS: dict[str, int] = {r["spelling"]: int(r["value"]) for r in _ROWS if r["role"] in ("small", "teen", "ten")}
ROLES: dict[str, str] = {r["spelling"]: r["role"] for r in _ROWS}
SCALES: dict[str, Decimal] = {r["spelling"]: Decimal(r["value"]) for r in _ROWS if r["role"] in _SCALE_ROLES}
NUMERIC_WORDS = frozenset(WORDS) | {word for word, role in ROLES.items() if role == "scale"}
"""The words a number may begin with, digits aside."""
SIGNS: dict[str, Decimal] = {r["spelling"]: Decimal(r["value"]) for r in _ROWS if r["role"] == "sign"} | {
    r["spelling"]: Decimal(r["value"]) / 3 for r in _ROWS if r["role"] == "sign_third"
}
_SMALL_ROLES = frozenset(("small", "teen", "ten"))
_HUNDRED = 100
_MOST_SCALES = 3
_COUNTS_OF_PARTS = {"a": 1, "one": 1, "two": 2, "three": 3}
FRACTIONS = {
    "half": (Decimal("0.5"), 1),
    "quarter": (Decimal("0.25"), 2),
    "third": (Decimal(1) / 3, 1),
    "fifth": (Decimal("0.2"), 1),
    "tenth": (Decimal("0.1"), 1),
}
"""What a part of one is worth, and to how many places."""
_METRE_FOLLOWERS = words_of("metre_follower")


def find_scale(tokens: Tokens, index: int, is_money: bool) -> tuple[int, Decimal] | None:
    """Return the token behind the scale at token `index`, and its factor; "-", "-odd", "+" before it are read along."""
    position = index + _marks_before_scale(tokens, index)
    word = tokens.words[position]
    step = SCALES.get(word)
    if step is None:
        return None
    role = ROLES[word]
    if tokens.names_a_class(position):
        return None
    if role == "plural" and (word in ("tens", "hundreds", "dozens") or not position):
        return None
    if role == "glued" and not is_short_scale(tokens, position, is_money):
        return None
    if role == "money_short" and not is_money:
        return None
    return position + 1, step


def _marks_before_scale(tokens: Tokens, index: int) -> int:
    """How many tokens stand between a numeral and its scale: "5-million", "20+ million", "400-odd crore"."""
    words = tokens.words
    if words[index] == "-" and words[index + 1] == "odd":
        return 2
    if words[index] == "+":
        return int(tokens.glued(index) and not tokens.glued(index + 1))
    return int(words[index] == "-" and words[index + 1] in SCALES and tokens.glued(index + 1))


def is_short_scale(tokens: Tokens, index: int, is_money: bool) -> bool:
    """Tell whether a lone k, m or b after a numeral is thousand, million or billion."""
    if is_money:
        return True
    word, glued = tokens.words[index], tokens.glued(index)
    if word == "b":
        return tokens.is_capitalised(index) or glued
    if not glued:
        return False
    if word == "k":
        return True
    follower = tokens.words[index + 1]
    if tokens.words[index + 3] == word and tokens.words[index + 2][:1].isdecimal():
        return _is_scale_of_range(tokens, index, is_money)
    if tokens.is_capitalised(index):
        return not tokens.glued(index + 1)
    if follower == "of":
        return tokens.words[index + 2] in ("its", "the", "their", "these", "those", "our")
    return follower[:1].isalpha() and follower not in _METRE_FOLLOWERS


def _is_scale_of_range(tokens: Tokens, index: int, is_money: bool) -> bool:
    """`4m-5m cars`, `from 4m to 5m`: the lower letter is what the upper one is; not `4m to 5m tall`."""
    joint, behind = tokens.words[index + 1], tokens.words[index + 4]
    if joint in "-–":
        return is_short_scale(tokens, index + 3, is_money)
    return joint != "to" or behind == "in" or behind not in _METRE_FOLLOWERS


class SpelledNumber(NamedTuple):
    """A number in words: the token behind it, its value, and how many of its last digits are not claimed.

    numeral, numeral_last: what stands before its scale and the token behind that, where it is one group with one
    ("three million"); else the value and `last`.
    """

    last: int
    value: int
    zeros: int
    numeral: int
    numeral_last: int


def spell_out(tokens: Tokens, index: int) -> SpelledNumber:
    """Read the number words from token `index` on, which holds one: "twenty-five", "two hundred and fifty thousand".

    An article may stand there for the one before a scale: "a hundred and five".

    A group is what stands before one of the scales from a thousand up. Scales fall from left to right, so that "two
    million five million" are two numbers; a scale directly behind a scale multiplies it ("a hundred million million").
    """
    words = tokens.words
    total, position, limit, ends_in_scale = 0, index, 0, False
    start, before_scale = index, (0, index)
    while True:
        group, last, ends_in_hundred = _read_group(tokens, start, is_first=start == index)
        scale, behind = _read_scales(tokens, last)
        if last == start or (limit and scale >= limit):
            break
        before_scale = (total + group * scale, behind) if limit else (group, last)
        total, position, limit = total + group * scale, behind, scale
        ends_in_scale = scale > 1 or ends_in_hundred
        if scale == 1:
            break
        start = position + 1 if words[position] == "and" else position
    return SpelledNumber(position, total, _trailing_zeros(total) if ends_in_scale else 0, *before_scale)


def _read_scales(tokens: Tokens, index: int) -> tuple[int, int]:
    """Return the product of the scales from a thousand up that stand at token `index`, and the token behind them."""
    words = tokens.words
    scale, position = 1, index
    while position < index + _MOST_SCALES and ROLES.get(words[position]) == "scale":
        step = SCALES[words[position]]
        if step <= _HUNDRED:
            break
        scale *= int(step)
        position += 1
    return scale, position


def _read_group(tokens: Tokens, index: int, is_first: bool) -> tuple[int, int, bool]:
    """Return a number below a thousand, the token behind it, and whether it ends in "hundred"."""
    is_article = is_first and tokens.words[index] in ("a", "an")
    value, position = (1, index + 1) if is_article else _read_tens(tokens, index)
    if position == index or tokens.words[position] != "hundred":
        return value, position, False
    value *= _HUNDRED
    position += 1
    joined = position + 1 if tokens.words[position] == "and" else position
    rest, last = _read_tens(tokens, joined)
    if last == joined or tokens.words[last] == "hundred":
        return value, position, True
    return value + rest, last, False


def _read_tens(tokens: Tokens, index: int) -> tuple[int, int]:
    """Return a number below a hundred: "five", "fifteen", "fifty", "fifty-five"."""
    words = tokens.words
    role = ROLES.get(words[index])
    if role not in _SMALL_ROLES:
        return 0, index
    value, position = WORDS[words[index]], index + 1
    if role == "ten":
        unit = position + 1 if words[position] == "-" and tokens.glued(position) else position
        if ROLES.get(words[unit]) == "small" and words[unit] != "zero":
            return value + WORDS[words[unit]], unit + 1
    return value, position


def _trailing_zeros(value: int) -> int:
    text = str(value)
    return len(text) - len(text.rstrip("0"))


def find_and_a_half(tokens: Tokens, index: int) -> tuple[int, Decimal, int] | None:
    """Return the token behind "and a half", "and three-quarters", its value and decimals, where it begins here."""
    words = tokens.words
    position = index + (words[index] == "-")
    if words[position] != "and":
        return None
    position += 1 + (words[position + 1] == "-")
    count = _COUNTS_OF_PARTS.get(words[position])
    is_hyphened = words[position + 1] == "-"
    if count is None or not (is_hyphened or words[position] == "a"):
        return None  # the first, the second and one third: a number of its own
    position += 1 + is_hyphened
    part = FRACTIONS.get(words[position].removesuffix("s") if count > 1 else words[position])
    if part is None or count * part[0] >= 1:
        return None
    return position + 1, count * part[0], part[1]


def find_part_of_scale(tokens: Tokens, index: int) -> tuple[int, Decimal, int] | None:
    """Return the scale token of "quarter of a million", "three quarters of a billion", the part of it, its decimals."""
    words = tokens.words
    count = WORDS.get(words[index])
    position = index if count is None else index + 1 + (words[index + 1] == "-")
    part = FRACTIONS.get(words[position].removesuffix("s") if count else words[position])
    if part is None or words[position + 1] != "of" or words[position + 2] not in ("a", "one"):
        return None
    is_scale = ROLES.get(words[position + 3]) == "scale" and SCALES[words[position + 3]] >= _LEAST_DIVIDED
    return (position + 3, (count or 1) * part[0], part[1]) if is_scale else None


_LEAST_DIVIDED = 1000
"""A quarter of a hundred firms is told of a hundred firms."""


def hyphened_fraction(tokens: Tokens, index: int) -> Decimal | None:
    """Return what a fraction behind a hyphen is worth: "3-1/2 hours"; of a price in cents: "$5.61-1/2 a bushel"."""
    is_joined = tokens.words[index] == "-" and tokens.glued(index) and tokens.glued(index + 1)
    return slash_fraction(tokens, index + 1) if is_joined else None


def slash_fraction(tokens: Tokens, index: int) -> Decimal | None:
    """Return what the three tokens of "3/16" are worth; less than one."""
    words = tokens.words
    if words[index + 1] != "/" or not (tokens.glued(index + 1) and tokens.glued(index + 2)):
        return None
    above, below = words[index], words[index + 2]
    if not (above.isdecimal() and below.isdecimal() and len(above) <= 2 and len(below) <= 2 and int(below)):
        return None
    if words[index + 3] == "/" or (len(below) == 2 and int(below) not in (10, 12, 16, 20, 32)):
        return None
    return Decimal(above) / Decimal(below) if int(above) < int(below) else None
