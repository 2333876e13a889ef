"""Reads parts of a whole ("two-thirds", "more than half", "one in five") and multiples ("doubled", "threefold")."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipelines.extract.directions import find_direction_before
from pipelines.extract.drafts import Draft, Piece
from pipelines.extract.lexicons import read_lexicon, read_word_sets
from pipelines.extract.nouns import find_noun
from pipelines.extract.number_words import SCALES, SIGNS, WORDS, find_part_of_scale
from pipelines.extract.numbers import Number
from pipelines.extract.tokens import Tokens
from pipelines.extract.units import find_unit

_ROWS = read_lexicon(__file__)
_WORDS = read_word_sets(__file__)

PARTS: dict[str, Decimal] = {r["spelling"]: Decimal(r["value"]) for r in _ROWS if r["role"] in ("part", "half")}
MULTIPLES: dict[str, Decimal] = {
    r["spelling"]: Decimal(r["value"]) for r in _ROWS if r["role"] in ("multiple", "fold", "halving")
}
MULTIPLE_BASES: dict[str, Decimal] = {r["spelling"]: Decimal(r["value"]) for r in _ROWS if r["role"] == "multiple_base"}
_STOPS, _THAN = frozenset(".;"), frozenset(("than", "its", "their"))
_ONE = frozenset({"one", "1"})
_RATIO_FOLLOWERS = frozenset(PARTS) | {"-", "in", "out", "of"}
_AFTER_MOVE = _WORDS["after_move"]
_FOLDS = _WORDS["fold"]
_WHOLES = _WORDS["whole"]
_BOUNDS_BEFORE = _WORDS["bound"]
_BEING = _WORDS["being"]
_BEING_SEVERAL = _WORDS["being several"]
_COMPARING = _WORDS["comparing"]
_NO_FRACTION = _WORDS["no_fraction"]
_TWICE_OF = _WORDS["twice_of"]
_NO_UNIT = _WORDS["no_unit"]
_OF_WHICH = _WORDS["pointing"]
_ORDERED = _WORDS["ordered"]
_COUNTED = _WORDS["counted"]
_BEFORE_BASE = _WORDS["before_base"]
_NO_MULTIPLE = _WORDS["no_multiple"]
_BEHIND_FRACTION = _WORDS["behind_fraction"]
POINT = "percentage"
"""Where a point begins that no number counts: down a percentage point."""
_LARGEST_DENOMINATOR = 20
"""Above it two numerals and a slash are rather a score, a date or a case than a part of a whole."""
_OTHER_SENSES = frozenset((("down", "on"), ("as", "a"), ("as", "an"), ("as", "the")))


def read_ratio(tokens: Tokens, index: int) -> Draft | None:
    """Return the part of a whole that begins at token `index`: "half of", "a third of", "two-thirds", "one in five"."""
    word = tokens.words[index]
    if find_part_of_scale(tokens, index) is not None:
        return None
    if word == "half":
        return _read_half(tokens, index)
    if word in PARTS:
        return _read_single_part(tokens, index)
    if word == POINT:
        return _read_point(tokens, index)
    if word in SIGNS and tokens.words[index + 1] == "of":
        return _fraction_of_unit(tokens, index, index, SIGNS[word]) or _draft(index, index + 1, SIGNS[word], "fraction")
    if tokens.words[index + 1] == "/":
        return _read_written_fraction(tokens, index)
    if tokens.words[index + 1] not in _RATIO_FOLLOWERS:
        return _read_one_thing_in(tokens, index)
    return _read_parts(tokens, index) or _read_one_in(tokens, index)


def _draft(first: int, last: int, value: Decimal, note: str, kind: str = "ratio") -> Draft:
    number = Number(first, last, last, value, Decimal(1), 2)
    unit = "share" if kind == "ratio" else "times"
    return Draft(number, first, last, last, value, kind, unit, decimals=2, pieces=[Piece(note, first, last)])


def _read_half(tokens: Tokens, index: int) -> Draft | None:
    words = tokens.words
    before, follower = words[index - 1], words[index + 1]
    last = index + 1
    if before in _ORDERED and index:
        return None
    if before in ("one", "a") and index > tokens.floor:
        part = _fraction_of_unit(tokens, index, index - 1, Decimal("0.5"))
        if part is not None and part.kind == "percent":
            return part
        return _draft(index - 1, last, Decimal("0.5"), "fraction") if follower == "of" else None
    if follower in ("a", "-") and words[index + 2] in SCALES:
        return None
    part = _fraction_of_unit(tokens, index, index, Decimal("0.5"))
    if part:
        return part
    stands = follower == "of" or follower in _WHOLES or (index == 0 and follower.endswith("s"))
    moved = before == "by" and follower in _AFTER_MOVE and find_direction_before(tokens, index) is not None
    if stands or moved or _stands_alone(words, index):
        return _draft(index, last, Decimal("0.5"), "fraction")
    return None


def _stands_alone(words: list[str], index: int) -> bool:
    """Tell whether `half` has its whole before it: "more than half in May", "of which half were oaks"."""
    before, follower = words[index - 1] if index else "", words[index + 1]
    if before in _BOUNDS_BEFORE:
        return follower in ("a", "in", "") or follower in ",.;:)" or follower in _BEING
    return before in _OF_WHICH and follower in _BEING


def _fraction_of_unit(tokens: Tokens, index: int, first: int, value: Decimal) -> Draft | None:
    """Read a part of one unit: "half an hour", "a quarter mile", "half of one percent", "a quarter-point"."""
    words = tokens.words
    position = index + 1
    if words[position] == "of":
        position += 1
    is_one = words[position] in _ONE
    if is_one or words[position] in ("a", "an", "-"):
        position += 1
    unit = find_unit(tokens, position)
    if is_one and unit is not None and unit.kind != "percent":
        return None
    if (
        unit is None
        or unit.kind in ("money", "multiple")
        or unit.last - unit.first > 2
        or words[unit.first] in _NO_UNIT
    ):
        return None
    draft = _draft(first, unit.last, value, "fraction")
    draft.kind, draft.unit, draft.decimals = unit.kind, unit.code, 2
    draft.pieces = [Piece("fraction", first, index + 1), Piece("unit", unit.first, unit.last, unit.code)]
    return draft


def _read_single_part(tokens: Tokens, index: int) -> Draft | None:
    words = tokens.words
    if words[index - 1] not in ("a", "an", "one") or index <= tokens.floor:
        return None  # the one of "$ one quarter km" is a dollar's
    part = _fraction_of_unit(tokens, index, index - 1, 1 / PARTS[words[index]])
    is_each = (
        part is not None and words[index] != "quarter" and words[index + 1] in ("a", "an")
    )  # cut it by a fifth a year
    if part and not is_each:
        # `a fourth year student` is in the fourth year; `a quarter mile` is a part of one.
        orders = words[index] != "quarter" and part.kind == "duration" and words[index + 1] != "of"
        return None if orders else part
    if words[index + 1] != "of":
        follower = words[index + 1]
        stands = (is_each or follower in _AFTER_MOVE) and find_direction_before(
            tokens, _over_bound(words, index - 1)
        ) is not None
        stands = stands or (follower in _BEING and index > 1 and words[index - 2] in _OF_WHICH)
        stands = stands or (follower in ("short", "shy") and words[index + 2] == "of")
        stands = stands or (index > 2 and words[index - 2] in _OF_WHICH and words[index - 3] == "of")
        stands = stands or (index > 1 and words[index - 2] == "between" and follower == "and")
        stands = stands or (index > 1 and words[index - 2] in _BOUNDS_BEFORE and follower in _STOPS)
        stands = stands or follower in _BEING_SEVERAL or (follower in _COMPARING and words[index + 2] in _THAN)
        return _draft(index - 1, index + 1, 1 / PARTS[words[index]], "fraction") if stands else None
    if words[index + 2] in ("a", "an") and words[index + 3] in SCALES:
        return None
    return _draft(index - 1, index + 1, 1 / PARTS[words[index]], "fraction")


def _read_point(tokens: Tokens, index: int) -> Draft | None:
    """Read "down a percentage point", "a percentage point higher": one, where something moved by it."""
    words, first = tokens.words, index - 1
    if words[first] != "a" or words[index + 1] != "point" or first < tokens.floor:
        return None
    moved = find_direction_before(tokens, _over_bound(words, first)) is not None or words[index + 2] in _COMPARING
    return _fraction_of_unit(tokens, first, first, Decimal(1)) if moved else None


def _over_bound(words: Sequence[str], place: int) -> int:
    """`by about a third`, `by more than a third`: where the words begin that say how exact a part is."""
    if place > 1 and words[place - 1] in _BOUNDS_BEFORE and words[place - 1] != "to":
        place -= 1 + (words[place - 2] in _BOUND_OPENS)
    return place


_BOUND_OPENS = frozenset({"more", "less", "at"})


def _read_parts(tokens: Tokens, index: int) -> Draft | None:
    """Read "two-thirds", "three quarters of", "one third", "one-fifth"."""
    words = tokens.words
    above = WORDS.get(words[index])
    if above is None:
        return None
    position = index + 1
    hyphened = words[position] == "-"
    position += hyphened
    below = PARTS.get(words[position])
    if below is None or above >= below:
        return None
    last = position + 1
    part = _fraction_of_unit(tokens, position, index, Decimal(above) / below)
    if part is not None and part.kind == "percent":
        return part  # three-quarters of a percentage point are no share
    if words[position] in ("quarter", "quarters") and not (hyphened or words[last] == "of"):
        return None
    if above == 1 and not hyphened and words[last] != "of" and words[position] != "third":
        return None
    if words[last] in _NO_FRACTION:
        return None
    return _draft(index, last, Decimal(above) / below, "fraction")


def _read_written_fraction(tokens: Tokens, index: int) -> Draft | None:
    """Read "1/3 of firms", "a 2/3 majority"; not "3/4 of an inch", a length, nor "9/16 inch"."""
    words, last = tokens.words, index + 3
    above, below = words[index], words[index + 2]
    if not (above.isdecimal() and below.isdecimal() and tokens.glued(index + 1) and tokens.glued(index + 2)):
        return None
    if not 0 < int(above) < int(below) <= _LARGEST_DENOMINATOR or words[last] not in _BEHIND_FRACTION:
        return None
    value = Decimal(above) / Decimal(below)
    return _fraction_of_unit(tokens, index + 2, index, value) or _draft(index, last, value, "fraction")


def _read_one_in(tokens: Tokens, index: int) -> Draft | None:
    """Read "one in five", "nine out of ten", "one of every three", "one-in-five"."""
    words = tokens.words
    above = _small_number(words[index])
    if above is None:
        return None
    is_joined = words[index + 1] == "-" == words[index + 3]
    position = index + 1 + is_joined
    if words[position] == "out":
        position += 1
    if words[position] not in ("in", "of"):
        return None
    is_every = words[position + 1] in ("every", "each")
    if words[position] == "of" and not (is_every or position > index + 1):
        return None
    position += 1 + is_every + is_joined
    below = _small_number(words[position])
    if below is None or above >= below or (above > 1 and below not in (3, 4, 5, 10, 100, 1000) and not is_every):
        return None
    follower = words[position + 1]
    if follower in _COUNTED:
        return None
    return _draft(index, position + 1, Decimal(above) / Decimal(below), "fraction")


def is_one_thing_in(tokens: Tokens, index: int) -> bool:
    """Tell whether "one" at token `index` is of a share told with its thing: "one car in four was electric"."""
    return _denominator_behind_thing(tokens, index) is not None


def _denominator_behind_thing(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """Return the four of "one car in four" and the token behind it; "one man in two vans" holds no share."""
    words = tokens.words
    if not words[index + 1].isalpha() or words[index + 2] not in ("in", "out"):
        return None
    position = index + 3 + (words[index + 2] == "out")
    is_every = words[position] in ("every", "each")
    position += is_every
    below = _small_number(words[position])
    if below is None or not 1 < below <= _LARGEST_OF_THINGS or words[position + 1] in _COUNTED:
        return None
    follower = find_noun(tokens, position + 1)
    is_counted = follower is not None and follower.is_plural and not is_every
    return None if is_counted or find_unit(tokens, position + 1) else (below, position + 1)


_LARGEST_OF_THINGS = 100
"""One firm in 1900 is one of that year."""


def _read_one_thing_in(tokens: Tokens, index: int) -> Draft | None:
    """Read "one car in four", "one child in every six"."""
    found = _denominator_behind_thing(tokens, index) if tokens.words[index] in _ONE else None
    return _draft(index, found[1], Decimal(1) / found[0], "fraction") if found else None


def _small_number(word: str) -> int | None:
    if word.isdecimal() and len(word) <= 4 and int(word) < 1900:
        return int(word)
    return WORDS.get(word) or {"hundred": 100, "thousand": 1000}.get(word)


def read_multiple(tokens: Tokens, index: int) -> Draft | None:
    """Return the multiple that the word at token `index` states: "doubled", "twice the", "threefold", "halved"."""
    words = tokens.words
    word = words[index]
    value = MULTIPLES.get(word)
    if value is None:
        value = MULTIPLE_BASES.get(word)
        follower = words[index + 1]
        if value is None or not (follower in _WHOLES or words[index - 1] in _BEFORE_BASE):
            return None
        if follower in _NO_MULTIPLE or word == "twice" and follower not in _TWICE_OF:
            return None
    elif word in ("doubles", "triples") and words[index + 1] not in _WHOLES:
        return None
    if (words[index + 1], words[index + 2]) in _OTHER_SENSES:
        return None  # doubling down on robots, doubles as a shelter
    draft = _draft(index, index + 1, value, "multiple", "multiple")
    draft.decimals = 1
    if word not in _FOLDS and word in MULTIPLES:
        draft.direction = "down" if value < 1 else "up"
    return draft
