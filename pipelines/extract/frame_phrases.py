"""The phrases beside a number: the nouns it counts, what it is a part of, where it went."""

from __future__ import annotations

import re
from typing import TypedDict

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.phrases import Range, extended_right
from pipelines.extract.ratios import MULTIPLE_BASES
from pipelines.extract.tag_guesses import is_verbal
from pipelines.extract.tagging import Tagged
from pipelines.extract.units import PERCENT_ENDS
from pipelines.extract.verbs import verb_of
from pipelines.extract.verbs_or_nouns import tells_unit

_WORDS = read_word_sets(__file__)
_INTO = _WORDS["aim"]
_ORDINALS = _WORDS["one of several"]
"""What tells of several one and leaves its noun out: `15,000 in the first quarter and 11,000 in the second`."""


_TIMES = _WORDS["time"]
_LEFT_OVER = _WORDS["left over"]
_COMPARING = {(word,) for word in _WORDS["comparing"]}
_LONG = 4
"""Words of a phrase that says more than when: `in its first fiscal year`."""


class Around(TypedDict):
    """The phrases beside a number, told alike of every role: the members of a frame of the same names."""

    counted: Range | None
    of: Range | None
    tail: Range | None


def around_number(tagged: Tagged, word: int, last: int) -> Around:
    """The phrases beside the number at `word`, whose own phrase ends before `last`."""
    of = _of_phrase(tagged, word, last)
    return Around(counted=_counted(tagged, word, last), of=of, tail=_tail(tagged, of[1] if of else last))


def holds_verb(tagged: Tagged, word: int) -> bool:
    """Whether a number's own words hold its verb: `exceeded 5,000`; `to nearly double`, `will triple`."""
    lower = tagged.lower[word]
    bare = lower.split()[-1] in MULTIPLE_BASES and word > 0 and tagged.tags[word - 1] in "IM"
    return bare or is_verbal(lower)


def is_told_by_next(tagged: Tagged, word: int) -> bool:
    """`the $22 billion analysts had expected`: an amount counts nobody; who stands behind it foresees or tells it."""
    first, last = tagged.phrase_at(word) or (word, word + 1)
    if last == word + 1 or tagged.tags[last - 1] not in "NE":
        return False
    if not (tells_unit(tagged.lower[word]) or not _SIGNS.isdisjoint(tagged.lower[word])):
        return False
    polled = tagged.phrase_starting(last + 2) if tagged.tags[last : last + 2] == "WP" else None
    last = polled[1] if polled is not None and polled[0] == last + 2 else last  # economists polled by the agency
    verb = last + (tagged.tags[last : last + 1] == "A")
    return tagged.tags[verb : verb + 1] in ("W", "V") and bool(verb_of(tagged.lower[verb]).senses & _TELLING)


_SIGNS = frozenset("$€£¥%")
_TELLING = frozenset({"speech", "forecast"})


def names_before(tagged: Tagged, first: int, word: int) -> bool:
    """Whether nouns stand right before the number in its own phrase, owning nothing: `panel strength 8.9 ksi`."""
    return first < word and tagged.tags[word - 1] in "NE" and "S" not in tagged.tags[first:word]


def _counted(tagged: Tagged, word: int, last: int) -> Range | None:
    """The nouns behind the number in its own phrase, or behind the bracket that tells it again in another unit."""
    if is_told_by_next(tagged, word):
        return None
    restated = _BRACKET.match(tagged.tags, word + 1) if word and tagged.tags[word - 1] in "TG" else None
    if restated is not None:
        behind = tagged.phrase_starting(restated.end())
        word, last = restated.end() - 1, behind[1] if behind else restated.end()
    word, last = _compared(tagged, word) or (word, last)
    first = word + 1
    while first < last and tagged.tags[first] in "RC":
        first += 1
    end = last
    while end > first and tagged.tags[end - 1] not in "NE":
        end -= 1
    joint = tagged.tags.find("C", first, end) if tagged.tags[last : last + 2] == "OQ" else -1
    end = joint if joint > first else end  # 70,000 staff and sales of 310 billion
    only_left = end == first + 1 and tagged.lower[first] in _LEFT_OVER
    return (first, end) if first < end and not only_left else None


def compares(tagged: Tagged, word: int) -> bool:
    """`pays 12% more for power`: whether a percentage tells by how much something is more or less than it was."""
    behind = tagged.lower[word + 1 : word + 2]
    return (
        tagged.lower[word].endswith(PERCENT_ENDS) and behind in _COMPARING and tagged.tags[word + 2 : word + 3] != "O"
    )


def _compared(tagged: Tagged, word: int) -> Range | None:
    """`12% more engineers`, `5% less steel`: the phrase of what there is so much more or less of."""
    things = tagged.phrase_starting(word + 1) if compares(tagged, word) else None
    return things if things is not None and things[0] == word + 1 and tagged.tags[things[1] - 1] in "NE" else None


_LISTED = re.compile(r"(?:,Q)*,?CQ(?=O)")
"""`28, 17 and 9 percent of the market`: from the first number to the `of` that all share."""
_BRACKET = re.compile(r"\([RP]*Q\)(?=[JNE])")
"""`(US$8 billion)` between `a 60 billion yuan` and `fund`."""


def _of_phrase(tagged: Tagged, word: int, last: int) -> Range | None:
    """`70% of the market in Europe`, `10 of the code's articles`, `80,000 out of its 250,000`: what stands behind."""
    if last != word + 1 or last >= len(tagged.tags):
        return None
    listed = _LISTED.match(tagged.tags, last) if tagged.lower[word].isdecimal() else None
    last = listed.end() if listed else last
    if tagged.tags[last] == "(":
        last = tagged.tags.find(")", last) + 1
        if last <= 0 or last >= len(tagged.tags):
            return None
    if tagged.tags[last] == "O" or tagged.lower[last] == "out of":
        return tagged.phrase_starting(last + 1)
    return None


def _tail(tagged: Tagged, last: int) -> Range | None:
    """The phrase behind the number that says where it went: `into new infrastructure`, `in vouchers for companies`."""
    tags = tagged.tags
    if last < len(tags) and tags[last] == "(":
        closing = tags.find(")", last)
        last = closing + 1 if closing > 0 else last
    if last >= len(tags) or tags[last] not in "PI" or tagged.lower[last] not in _INTO:
        return None
    phrase = tagged.phrase_starting(last + 1)
    if phrase is None or phrase[0] != last + 1 or "Q" in tags[phrase[0] : phrase[1]]:
        return None
    if tagged.lower[phrase[1] - 1] in _ORDINALS or (
        phrase[1] - phrase[0] < _LONG and tagged.lower[phrase[1] - 1] in _TIMES
    ):
        return None
    joint = tags.rfind("C", *phrase) if tags[phrase[1] : phrase[1] + 2] == "OQ" else -1
    if joint > phrase[0]:
        return last, joint  # 2 billion in cash and debt of 5 billion
    return last, extended_right(tagged, phrase, closed=True)[1]
