"""Tells a number that is of what the number before is: of another date, for another thing, by how much it is more.

`told_again.lexicon.csv` has the words of more and less.
"""

from __future__ import annotations

import re

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.tagging import Tagged

MORE = read_word_sets(__file__)["more"]
"""Words of a comparison: 200,000 fewer than."""


def is_told_again(tagged: Tagged, word: int) -> bool:
    """`4,000 euros in May, 3,500 in June`: the same of another date, with nothing but dates between and behind."""
    before = tagged.tags.rfind("Q", 0, word)
    between = tagged.tags[before + 1 : word].lstrip("JN")
    is_joined = (
        before >= 0 and between.rstrip("RTJ").endswith(("C", ",")) and "Y" in between and not between.strip("PRYTJ,C")
    )
    behind = tagged.tags[word + 1 : word + 5]
    if before >= 0 and behind[:1] in ("", ".", ",", ";") and _IN_NEXT.fullmatch(between):
        return True
    return is_joined and behind.removeprefix("P").removeprefix("TO")[:1] == "Y"  # in each of the next two years


_IN_NEXT = re.compile("(?:,C|C|,)P?Y(?:CY)?P?")
"""`, and in 2026 and 2027 15,000`."""


def is_told_of_next(tagged: Tagged, word: int) -> bool:
    """`Oslo pays 600,000 euros to each firm, Turin 500,000`: the same of who comes next, by name."""
    before = tagged.tags.rfind("Q", 0, word)
    is_named = before >= 0 and _NEXT_NAME.fullmatch(tagged.tags, before + 1, word) is not None
    return is_named and tagged.tags[word + 1 : word + 2] in ("", ".", ",", ";")


_NEXT_NAME = re.compile("[^;.Q]{0,10}(?:,C?|C)T?E{1,3}")


def is_told_alike(tagged: Tagged, word: int) -> bool:
    """`5,000 yuan on paint and 900 on nails`: the same for another, by the same preposition."""
    before = tagged.tags.rfind("Q", 0, word)
    between = tagged.tags[before + 1 : word]
    is_joined = before >= 0 and between.endswith(("C", ",")) and set("VAMWX;").isdisjoint(between)
    return is_joined and tagged.tags[word + 1 : word + 2] == "P" and tagged.lower[word + 1] == tagged.lower[before + 1]


def is_told_more(tagged: Tagged, word: int) -> bool:
    """`…, 200,000 fewer than last year`, `…, 10 million more than planned`: by how much the number before is more."""
    behind = tagged.tags[word + 3 : word + 5].lstrip("P")[:1]
    is_compared = tagged.lower_at(word + 1) in MORE and tagged.lower[word + 2 : word + 3] == ("than",)
    return is_compared and tagged.tags[word - 1 : word] == "," and behind in ("Y", "W", "V", "U", "E")
