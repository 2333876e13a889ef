"""Settles the part of speech of each word that its own look leaves open (`tag_guesses.py`), by its neighbours.

The letters are those of `tagging.py`. What may be a noun or a plain verb `verbs_or_nouns.py` settles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extract.lexicons import read_word_sets
from pipelines.extract.tag_guesses import is_verbal
from pipelines.extract.verbs import Verb, verb_of
from pipelines.extract.verbs_or_nouns import PLURALS, settle_base, tells_unit
from schemas.codes.entities import NAME_WORDS
from schemas.codes.metrics import METRIC_HEADS

_WORDS = read_word_sets(__file__)
_WHERE = _WORDS["where"]
_HOW = _WORDS["how"]
BOUND = _WORDS["bound"]
_REPORTED = _WORDS["reported"]
_LATEST = _WORDS["latest"]
_REVISED = _WORDS["revised"]
_REGIONS = _WORDS["region"]
_BEFORE_DEED = _WORDS["before deed"]
_TOLD = _WORDS["told"]
"""Participles that describe nothing: 62 said orders fell."""

_COMMON_ENDINGS = tuple(_WORDS["common ending"])


def settle_tags(lower: Sequence[str], guesses: Sequence[str]) -> str:
    """Decide the words that the lists leave open, from left to right, by the words beside them."""
    raw = "".join(guesses)
    behind = raw[1:] + "."
    tags: list[str] = []
    before = "."
    for index, guess in enumerate(raw):
        if guess in _OPEN:
            guess = _settled(lower, raw, index, before, tags)
        elif guess in _ASKED or (guess in _SMALL and lower[index] in _AMBIGUOUS):
            guess = _settled_small(lower, raw, index, before, behind[index], tags)
        if guess == "S" and index > 1 and _is_region(lower, raw, index):
            tags[-2:] = ["T", "T"]
            guess = "T"
        tags.append(guess)
        before = guess
    return "".join(tags)


def _is_region(lower: Sequence[str], raw: str, index: int) -> bool:
    """`south China's Guangdong Province`: where a province lies, and not whose it is."""
    return lower[index - 1] == "china" and lower[index - 2] in _REGIONS and raw[index + 1 : index + 2] in ("E", "e")


_OPEN = frozenset("nvwxye")
"""Guesses that only the neighbours settle."""
_BEHIND_NOUN = frozenset("OAM")
_ASKED = frozenset("RSY")
_SMALL = frozenset("HUTJ")
"""Guesses that a neighbour may change: of the small words only that of the ambiguous ones. All others stand."""


def _settled_small(lower: Sequence[str], raw: str, index: int, before: str, after: str, tags: Sequence[str]) -> str:
    """The tag of a small word or an adverb: a neighbour changes that of a few, `overseas sales`; else its guess."""
    guess, word = raw[index], lower[index]
    if word == "i" and before == "E" and after in "(;,.S":
        return "E"  # Big Fund I
    if word == "ones" and before == "J" and tags[-2:-1] != ["Q"]:
        return "N"  # the quota for heavy ones
    if word == "there" and after in "AVWw" and _is_where(tags):
        return "R"
    if guess == "R":
        return "J" if after in "NnJ" and word in _WHERE else "R"
    return "U" if _points_back(word, raw, index, before) else _settle_small(word, guess, before, after)


def _is_where(tags: Sequence[str]) -> bool:
    """`its share there is 10%`: behind a subject; not `in the country there are`."""
    place = len(tags) - 1
    while place >= 0 and tags[place] in "NEJTGS":
        place -= 1
    return place < len(tags) - 1 and (place < 0 or tags[place] in ";.C,")


def _settled(lower: Sequence[str], raw: str, index: int, before: str, tags: list[str]) -> str:
    """The tag of a word whose own look leaves it open."""
    guess, after = raw[index], raw[index + 1] if index + 1 < len(raw) else "."
    if guess == "e":
        return _settle_unknown(lower[index], before, after)
    if guess == "w":
        return _settle_participle(lower[index], raw, index, before, tags)
    if guess in "xy":
        if _is_noun_in_ing(lower, raw, index, before):
            return "N"
        return _settle_ing(lower[index], lower[index - 1] if index else "", before, after, guess, tags)
    if lower[index] in _LATEST and (before == "A" or after in "Vw"):
        return "R"
    if before in "NEQ" and _is_done_by(lower, index, after):
        return "W"
    if before == "N" and _is_counted(tags) and _lacks_plural(lower, tags):
        return "N"
    return settle_base(lower, raw, index, before, tags)


def _is_noun_in_ing(lower: Sequence[str], raw: str, index: int, before: str) -> bool:
    """`capacity for training doubled`, `10% into packaging and`, `a quota for smelting and refineries`."""
    after = raw[index + 1 : index + 2] or "."
    if after == "Q" and is_verbal(lower[index + 1].split()[0]):
        return True
    into = index > 0 and lower[index - 1] == "into" and after in ",.;C"
    return into or (before in "PO" and raw[index + 1 : index + 3] in ("CN", "Cn"))


def _settle_participle(word: str, raw: str, index: int, before: str, tags: list[str]) -> str:
    """A past or participle: an adjective before the noun that it describes, `the expected yield of`, else a verb."""
    after = raw[index + 1 : index + 2] or "."
    if tags[-2:] == [",", "Q"] and tags[:1] == ["O"]:
        return "W"  # of the five, four reported losses
    described = (
        before in "TGSJQPOI" or word in _REPORTED or (before == "R" and tags[-2:-1] in (["T"], ["G"], ["O"]))
    ) and word not in _TOLD
    is_noun = after == "v" and before in "TG" and raw[index + 2 : index + 3] in _BEHIND_NOUN
    is_revised = after == "Q" and before == "T" and word in _REVISED  # from a revised 1.5%
    return "J" if is_revised or described and (after in "NEnJxy" or is_noun) else "W"


def _is_done_by(lower: Sequence[str], index: int, after: str) -> bool:
    """`scenarios set to open`, `a fund set up by the state`, `funds run by towns`: a participle like its verb."""
    behind = tuple(lower[index + 1 : index + 3])
    if behind[:1] == ("by",):
        return verb_of(lower[index]).participle == lower[index]
    return lower[index] in BOUND and (after == "I" or behind == ("up", "by"))


def _settle_unknown(word: str, before: str, after: str) -> str:
    """A word that no list has, at the head of a sentence; digits that are no quantity: the Nikkei 225."""
    if word.isdigit():
        return "E" if before == "E" else "N"
    return "E" if after == "E" or word in NAME_WORDS or not _is_common(word) else "N"


_COMPARED = re.compile("-o(?:n|ver)-")
"""`year-on-year`, `quarter-over-quarter`."""


def _is_common(word: str) -> bool:
    """Whether an unknown word at the head of a sentence looks like a common noun: Analysts, Consumption."""
    return "-" in word or word in METRIC_HEADS or word.endswith(_COMMON_ENDINGS)


_NAMELY = re.compile(r"A(?:Q[^.;AMV]*?)?,")
"""`, that is 5 million dollars,`; `, that is,`."""


def _points_back(word: str, raw: str, index: int, before: str) -> bool:
    """`in dollar terms, that is $5 million.`; in an aside between two commas `that` points at the noun before it."""
    return word == "that" and before == "," and raw[index + 1 : index + 2] == "A" and not _NAMELY.match(raw, index + 1)


_AMBIGUOUS = _HOW | {"that", "one", "each", "first", "there", "i", "ones"}
"""The small words that are asked for below."""


def _settle_small(word: str, guess: str, before: str, after: str) -> str:
    """`that` before a noun, `one` before a noun and `'s` behind a pronoun are not what they mostly are."""
    if before == "H" and word in _HOW:
        return "R"
    if word == "that":
        return "T" if before in '.,;C"IPB' and after in "NJnE" else "U" if after == "S" else "H"
    if guess == "S":
        return "A" if before in "UHR" else "S"
    if guess == "Y" and before == "Q" and after in "NnEJ" and _COMPARED.search(word):
        return "J"
    if word == "each":
        return "R" if before in "MA" and after not in "NJQO" else guess  # will each invest
    if word == "first":
        return "R" if before in "NEAU" and after in "wVW" else guess  # as the paper first reported
    if word == "one":
        return "T" if after in "NJn" else "U"
    return guess


def _is_counted(tags: Sequence[str]) -> bool:
    """`1,000 hydrogen filling stations`: nothing but nouns back to a number."""
    place = len(tags) - 1
    while place >= 0 and tags[place] in "NJ":
        place -= 1
    return 0 <= place < len(tags) - 1 and tags[place] == "Q"


def _lacks_plural(lower: Sequence[str], tags: Sequence[str]) -> bool:
    """`1.42 million charging piles`: what so many are counted of ends in s, and the word before does not.

    A size counts nothing: `the five-year plan promises coverage`.
    """
    index = len(tags)
    number = next(place for place in range(index - 1, -1, -1) if tags[place] == "Q")
    before = lower[index - 1]
    is_one = lower[number] in ("1", "one") or (lower[number][:1].isdigit() and tells_unit(lower[number]))
    is_size = "-" in lower[number]
    return not (is_one or is_size) and lower[index].endswith("s") and not before.endswith("s") and before not in PLURALS


_LONGEST_NAME = 4
"""Words back to the preposition before a name."""


def _is_deed(before: str, after: str, tags: Sequence[str]) -> bool:
    """`with China lending 4 billion`: behind a name that a preposition leads, and with a number behind it."""
    return before == "E" and after == "Q" and "P" in tags[-_LONGEST_NAME:]


def _holds(word: str, previous: str, before: str, after: str) -> bool:
    """`shareholders holding 67%`: behind several, and with a number behind it."""
    return word == "holding" and before == "N" and after == "Q" and previous.endswith("s")


def _moves(known: Verb, before: str, after: str) -> bool:
    """`exports falling to 5 million`, `the economy growing 4.3 percent`: what a noun does."""
    told = before == "N" and after == "Q" and known.direction is not None
    return told or (before in "NES" and after == "P" and (known.noun == "share" or bool(known.direction)))


def _settle_ing(word: str, previous: str, before: str, after: str, guess: str, tags: Sequence[str]) -> str:
    """An -ing form: an adjective before a noun, a noun where only a noun can stand (`into chip packaging.`)."""
    if before in "C," and after in "xy":
        return "N"
    if _moves(verb_of(word), before, after) or (before == "P" and after == "Q" and previous in _BEFORE_DEED):
        return "X"  # after spending 5 billion
    if after == "C" and before in "NJ" and not previous.endswith("s"):
        return "N"
    if (previous == "each" and after in "TQG") or (
        guess == "y" and (_is_deed(before, after, tags) or _holds(word, previous, before, after))
    ):
        return "X"
    if guess == "y" and not (before == "A" or (before in ',"' and after in "TQGJU")):
        return "J" if "-" in word and after in "NEnv" else "N"  # loss-making funds
    if before in "TGSJ":
        return "J" if after in "NEnv" else "N"
    if (before == "Q" and after in "NEnv") or (after in "Nn" and _is_counted(tags)):
        return "J"
    return "N" if before == "N" and after in ".,;PY" and not previous.endswith("s") else "X"
