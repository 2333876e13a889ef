"""Reads an ordinal as a rank where it ranks ("ranked 12th", "from 35th to 12th"), and refuses it elsewhere."""

from __future__ import annotations

from decimal import Decimal

from pipelines.extract.drafts import Draft, Piece
from pipelines.extract.lexicons import read_lexicon, read_word_sets
from pipelines.extract.moments import ORDINAL_ENDINGS
from pipelines.extract.number_words import WORDS
from pipelines.extract.numbers import Number
from pipelines.extract.tokens import Tokens

_ROWS = read_lexicon(__file__)


_WORDS = read_word_sets(__file__)
ORDINALS: dict[str, int] = {row["spelling"]: int(row["value"]) for row in _ROWS if row["role"] == "ordinal"}
_RANKERS = _WORDS["ranker"]
_BEFORE_NUMBER = _WORDS["before_number"]
_PLACES = _WORDS["place"]
_RANKED_IN = _WORDS["ranked_in"]
_REACH = 5
_LONGEST_RANK = 4


def is_ordinal(tokens: Tokens, index: int) -> bool:
    """Tell whether the token begins an ordinal: "12th", "third"."""
    word = tokens.words[index]
    if tokens.words[index + 1] in ORDINAL_ENDINGS and word.isdecimal():
        return tokens.glued(index + 1)
    return word in ORDINALS


def read_rank(tokens: Tokens, index: int) -> Draft | None:
    """Return the rank that the ordinal at token `index` states, or None where it only orders or names."""
    words = tokens.words
    word = words[index]
    last = index + 1 if word in ORDINALS else index + 2
    if len(word) > 6 and word.isdecimal():
        return None
    if words[last] == "place" and index > 1 and words[index - 1] == "the" and words[index - 2] == "in":
        return None
    value = Decimal(ORDINALS.get(word, 0) or int(word))
    if not (_is_ranked_before(tokens, index) or _is_ranked_behind(tokens, last)):
        return None
    number = Number(index, last, last, value, Decimal(1), 0)
    return Draft(number, index, last, last, value, "rank", "rank", pieces=[Piece("rank", index, last)])


def find_numbered_rank(tokens: Tokens, index: int) -> Draft | None:
    """Return the rank that "ranked No. 2" states; `index` is the token of the numeral."""
    words = tokens.words
    position = index - 1 if words[index - 1] == "." else index
    if position < 2 or words[position - 1] not in ("no", "number"):
        return None
    is_told = words[position - 1] == "number" and words[position - 2] in _BEFORE_NUMBER
    if not is_told and words[position - 2] not in _RANKERS and not _is_of_all(tokens, position - 2, index + 1):
        return None
    told = words[index] if words[index].isdecimal() and len(words[index]) <= _LONGEST_RANK else WORDS.get(words[index])
    if not told:
        return None
    value = Decimal(told)
    number = Number(index, index + 1, index + 1, value, Decimal(1), 0)
    return Draft(number, index, index + 1, index + 1, value, "rank", "rank", pieces=[Piece("rank", index, index + 1)])


def _is_of_all(tokens: Tokens, index: int, last: int) -> bool:
    """Tell whether "the country's No. 2 foundry" stands here: a place among all that a country or a trade has."""
    words = tokens.words
    owner = words[index] if words[index] not in ("'s", "’s") or not index else words[index - 1] + "'s"
    owned = owner[-2:] in ("'s", "’s") and owner[:-2] in _FIELDS
    return owned and words[last].isalpha() and not tokens.is_capitalised(last)


_FIELDS = _WORDS["field"]


def _is_ranked_before(tokens: Tokens, index: int) -> bool:
    words = tokens.words
    for position in range(index - 1, max(-1, index - 1 - _REACH), -1):
        word = words[position]
        if word in _RANKERS:
            return word != "number" or position == index - 1
        if not (word.isalpha() or word.isdecimal() or word in ("'s", ",")) or word in ("and", "but", "for"):
            break
    if words[index - 1] not in ("from", "to"):
        return False
    return _has_rank_nearby(tokens, index)


def _has_rank_nearby(tokens: Tokens, index: int) -> bool:
    """Tell whether the other end of "from 35th … to 12th" stands within a few words."""
    words = tokens.words
    if words[index - 1] == "from":
        places = range(index + 2, min(tokens.count, index + 9))
        partner = "to"
    else:
        places = range(max(1, index - 8), index - 1)
        partner = "from"
    return any(words[p - 1] == partner and is_ordinal(tokens, p) for p in places)


def _is_ranked_behind(tokens: Tokens, last: int) -> bool:
    words = tokens.words
    if words[last] in _PLACES:
        return words[last] != "in" or (words[last + 1] == "the" and words[last + 2] in _RANKED_IN)
    return False
