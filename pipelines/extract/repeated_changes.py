"""Tells a change from a level where the number before tells it: `exports rose 5% and imports 3%`, `slowing from 8%`.

`repeated_changes.lexicon.csv` has the words that lead from one change to the next.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipelines.extract.about import PERCENT
from pipelines.extract.kinds import TOLD, with_points
from pipelines.extract.lexicons import read_choices, read_word_sets
from pipelines.extract.tagging import Tagged
from pipelines.extract.told_again import is_told_again
from schemas.pages import Sentence
from schemas.spans import Quantity

_CHOICES = read_choices(__file__)
_WORDS = read_word_sets(__file__)
_FURTHER = _WORDS["further"]
_ATTAINING = _WORDS["attaining"]
_MOVING_BY = frozenset({"by", "between", "up", "down", "off"})
_CAME = re.compile("[;,]C?U[VW]P{1,2}")
_ASIDE = "(?:,[TGJNEU]{1,5}[VW])?"
_WHERE = "(?:P?Y|P[TGJNES]{1,4})"
_NEXT = re.compile(f"(?:{_WHERE}){{0,2}}{_ASIDE}(?:,C?|C)(?:[THU]O)?[TGJNES]*[NE]")
"""`, imports`; `against the dollar, and the yen`; `, it said, and cargo`; `and that of tea`."""
_ELSEWHERE = re.compile(f"(?:{_WHERE}){{1,2}}{_ASIDE}(?:,C?|C)")
"""`in Europe,`; `in 2024, the bank estimates, and`."""
_NEXT_PLACE = re.compile(_WHERE)
_AND_DID = re.compile(f"(?:{_WHERE})?,?CU?[VW]")
"""`in 2023 and got`, `, but it managed`."""
_LONGEST_LIST = 12
_JOINT = re.compile(r"[\w\s-]*(?:,|,? and|,? but) ")
_PLAIN_JOINT = re.compile(r",? and |, ")
_BASE = re.compile(rf" (?:{_CHOICES['base']})\b")
_COMPARED = re.compile(rf" (?:{_CHOICES['comparing']})\b")
_LONGEST_JOINT = 40
_LONGEST_BASE = 20
_LONGEST_BETWEEN = 90
_AGAINST = re.compile(
    rf"[^,;]{{0,40}},? (?:well |far |just )?(?:{_CHOICES['against']}) (?:the )?"
    rf"(?:(?:an? |the )?(?:\w+ )?(?:{_CHOICES['expected']}) of )?"
)
"""`in the quarter, slowing from`, `, up from a forecast of`."""


def with_change(
    sentence: Sentence, before: Quantity, quantity: Quantity, tagged: Tagged, word: int
) -> tuple[Quantity, str | None]:
    """`up 12% sequentially and 34% from a year ago`, `exports rose 5% and imports 3%`: the second changed as the first.

    Args:
        sentence: The sentence of both; spans of the numbers are offsets into the raw text.
        before: The number before, with its direction.
        quantity: The percentage to judge.
        tagged: The words of the sentence.
        word: The place of the percentage among them.
    """
    text, start = sentence.text, sentence.start
    if quantity.kind == "index":
        moves = text[: quantity.start - start].endswith((" up ", " down ", " by "))
        is_compared = moves or _COMPARED.match(text[quantity.end - start :][:_LONGEST_BASE]) is not None
        return with_points(before, quantity) if is_compared else (quantity, None)
    same = quantity.unit == "percent" or quantity.unit == before.unit
    if _is_other_way(before, tagged, word):
        rule = "kind: percent change, as the amount before"
        told = f"{quantity.rule} + {rule}"
        return replace(quantity, kind="percent_change", direction=before.direction, rule=told), rule
    if before.kind != "percent_change" or not same:
        return quantity, None
    between, behind = text[before.end - start : quantity.start - start], text[quantity.end - start :][:_LONGEST_BASE]
    is_joint = len(between) <= _LONGEST_JOINT and _JOINT.fullmatch(between) and _BASE.match(behind)
    is_listed = _PLAIN_JOINT.fullmatch(between) and _ends_list(tagged, word)
    is_again = _is_what_came(tagged, word) or is_told_again(tagged, word) or is_further(tagged, word)
    is_again = is_again or _is_next_change(tagged, word) or _AGAINST.fullmatch(between[:_LONGEST_BETWEEN]) is not None
    if not (before.direction and (is_joint or is_listed or is_again)) and not _is_elsewhere(tagged, word):
        return quantity, None
    rule = "kind: percent change, as the number before"
    return replace(quantity, kind="percent_change", direction=before.direction, rule=f"{quantity.rule} + {rule}"), rule


def _is_other_way(before: Quantity, tagged: Tagged, word: int) -> bool:
    """`cut prices by 10 to 15 zlotys, or 6-9 percent`: the same change told in percent."""
    number = tagged.tags.rfind("Q", 0, word)
    restates = tagged.lower[word - 1] == "or" and tagged.tags[number + 1 : word] in ("C", ",C")
    moved = before.direction is not None and before.kind not in PERCENT
    return restates and moved and tagged.lower[number - 1] in _MOVING_BY and tagged.lower_at(word + 1) != "of"


def is_attained(tagged: Tagged, word: int) -> bool:
    """`aimed for growth of 6% in 2023 and got 5.2%`: what came of what the number before was meant to be."""
    number = tagged.tags.rfind("Q", 0, word)
    is_next = number > 0 and _AND_DID.fullmatch(tagged.tags, number + 1, word) is not None
    behind = tagged.tags[word + 1 : word + 2]
    return is_next and tagged.lower[word - 1] in _ATTAINING and behind in ("", ".", ",", ";", "P", "Y")


def _is_what_came(tagged: Tagged, word: int) -> bool:
    """`expected growth of 4.8 percent; it came in at 4.6 percent`: the same, as it turned out."""
    if is_attained(tagged, word):
        return True
    number = tagged.tags.rfind("Q", 0, word)
    is_next = number > 0 and _CAME.fullmatch(tagged.tags[number + 1 : word]) is not None
    return is_next and "it" in tagged.lower[number:word] and tagged.lower[word - 1] == "at"


def is_further(tagged: Tagged, word: int) -> bool:
    """`fell 23 percent to 6.7 trillion yuan in 2022 and another 13 percent in 2023`: the same change went on."""
    return tagged.lower[word - 1] in _FURTHER and _ends_list(tagged, word)


def _is_next_change(tagged: Tagged, word: int) -> bool:
    """`…, imports 3%`: nothing but a noun between two percentages, and no noun that is itself told in percent."""
    number = tagged.tags.rfind("Q", 0, word)
    by = word - (tagged.lower[word - 1] == "by")  # …, and profits by 80%
    between = tagged.tags[number + 1 : by]
    if number < 0 or len(between) > _LONGEST_LIST or not _NEXT.fullmatch(between) or tagged.lower[by - 1] in TOLD:
        return False
    return _ends_list(tagged, word)


def _is_elsewhere(tagged: Tagged, word: int) -> bool:
    """`5% in Europe, 8% in Asia and 2% at home`: the same change in another place or time."""
    number = tagged.tags.rfind("Q", 0, word)
    is_joint = 0 <= word - number <= _LONGEST_LIST and _ELSEWHERE.fullmatch(tagged.tags, number + 1, word) is not None
    return is_joint and _NEXT_PLACE.match(tagged.tags, word + 1) is not None


def _ends_list(tagged: Tagged, word: int) -> bool:
    """Whether nothing behind a percentage says of what it is."""
    behind = tagged.tags[word + 1 : word + 2]
    return behind in ("", ".", ",", ";", "C", "P") or tagged.lower[word + 1] == "respectively"
