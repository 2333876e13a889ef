"""Tells years, calendar dates and clock times from numbers by their look, where no date rule has read them already."""

from __future__ import annotations

from pipelines.extract.lexicons import read_lexicon, read_word_sets
from pipelines.extract.spelling_trees import Entry, find_right, grow_tree
from pipelines.extract.tokens import Tokens

_ROWS = read_lexicon(__file__)


_WORDS = read_word_sets(__file__)
_MONTHS = _WORDS["month"]
_MONTH_WORDS = _WORDS["month_word"]
_CLOCK = grow_tree((word, Entry("clock", "")) for word in _WORDS["clock"])
_ERAS = _WORDS["era"]
_BEHIND_ERA = _WORDS["behind_era"]
COUNTED = _WORDS["counted"]
ORDINAL_ENDINGS = _WORDS["ordinal_ending"]
_YEAR_PREPOSITIONS = _WORDS["year_preposition"]
_OLD_YEAR_PREPOSITIONS = _WORDS["old_year_preposition"]
_SUBJECTS = _WORDS["subject"]
_DASHES = frozenset("-–—/‑")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_LAST_DAY = 31
_OLDEST_YEAR = 1000
_NO_YEAR_LENGTH = 5


def _is_month(tokens: Tokens, index: int) -> bool:
    word = tokens.words[index]
    if index < 0:
        return False
    if word in _MONTHS:
        return True
    return word in _MONTH_WORDS and (tokens.is_capitalised(index) or _is_lower_case(tokens, index))


def _is_lower_case(tokens: Tokens, index: int) -> bool:
    """Tell whether the words around a token hold no capital at all: a text in lower case."""
    start = tokens.starts[index]
    around = tokens.text[max(0, start - 100) : start + 100]
    return around == around.lower()


def find_moment(tokens: Tokens, index: int) -> tuple[str, int, int] | None:
    """Return the kind (date or time) and extent of the moment that the numeral at token `index` belongs to.

    Args:
        tokens: The text.
        index: A token that begins with a digit.

    Returns:
        The kind, the first token and the token behind it; None where the numeral is no date or time by its look.
    """
    if not tokens.words[index].isdecimal():
        return _decimal_time(tokens, index)
    if _is_no_year(tokens, index):
        return "date", index, index + 1
    return (
        _clock_time(tokens, index) or _calendar_date(tokens, index) or _era_year(tokens, index) or _year(tokens, index)
    )


def _decimal_time(tokens: Tokens, index: int) -> tuple[str, int, int] | None:
    """Read "10.45pm"."""
    found = find_right(_CLOCK, tokens, index + 1)
    word = tokens.words[index]
    if found and len(word) <= 5 and word.count(".") == 1:
        return "time", index, found[1]
    return None


def _clock_time(tokens: Tokens, index: int) -> tuple[str, int, int] | None:
    words = tokens.words
    last = index + 1
    if len(words[index]) == 4 and find_right(_CLOCK, tokens, last):
        return "time", index, last + 1
    if len(words[index]) > 2:
        return None
    if words[last] == ":" and tokens.glued(last) and len(words[last + 1]) == 2 and words[last + 1].isdecimal():
        last += 2
        if words[last] == ":" and words[last + 1][:1].isdecimal():
            last += 2
        found = find_right(_CLOCK, tokens, last)
        return "time", index, found[1] if found else last
    found = find_right(_CLOCK, tokens, last)
    return ("time", index, found[1]) if found else None


def _calendar_date(tokens: Tokens, index: int) -> tuple[str, int, int] | None:
    words = tokens.words
    word = words[index]
    numeric = _numeric_date(tokens, index) if words[index + 1] in _DASHES else None
    if numeric:
        return numeric
    if len(word) > 2 or not 1 <= int(word) <= _LAST_DAY:
        return None
    before = index - 2 if words[index - 1] == "." and index > 1 else index - 1
    last = index + 1
    if words[last] in ORDINAL_ENDINGS and tokens.glued(last):
        last += 1
    if index and _is_month(tokens, before):
        return _behind_month(tokens, before, last)
    month = last + 1 if words[last] == "of" else last
    if _is_month(tokens, month):
        return "date", index, month + 2 if _is_year(words[month + 1]) else month + 1
    return None


def _behind_month(tokens: Tokens, month: int, last: int) -> tuple[str, int, int] | None:
    """Read "May 28", "May 3-5, 2024" where a day ends before token `last`; "in May 28% of …" is none."""
    words = tokens.words
    if words[last] in ("-", "–", "/") and words[last + 1].isdecimal() and len(words[last + 1]) <= 2:
        last += 2
    if words[last] in ("%", "percent") or (words[last] == "per" and words[month] in _MONTH_WORDS):
        return None
    year = last + 1 if words[last] == "," else last
    return "date", month, year + 1 if _is_year(words[year]) else last


def _numeric_date(tokens: Tokens, index: int) -> tuple[str, int, int] | None:
    """Read "2024-05-28", "28/5/24"."""
    words = tokens.words
    sign, middle, last = words[index + 1], words[index + 2], words[index + 4]
    if words[index + 3] != sign or not (middle.isdecimal() and last.isdecimal()):
        return None
    if not (tokens.glued(index + 1) and tokens.glued(index + 2) and tokens.glued(index + 3)):
        return None
    lengths = (len(words[index]), len(middle), len(last))
    if words[index + 5] == sign and tokens.glued(index + 5):
        return None
    is_date = lengths[1] <= 2 and ((lengths[0] == 4 and lengths[2] <= 2) or (lengths[0] <= 2 and lengths[2] in (2, 4)))
    return ("date", index, index + 5) if is_date else None


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and _FIRST_YEAR <= int(word) <= _LAST_YEAR


def _era_year(tokens: Tokens, index: int) -> tuple[str, int, int] | None:
    """Read "664 BCE", "664 b.c.e.", "44 BC"; a noun behind BC makes it the Canadian province: "12 BC hospitals"."""
    words = tokens.words
    era, last = words[index + 1], index + 2
    if era == "b" and tuple(words[index + 2 : index + 4]) == (".", "c"):
        has_e = tuple(words[index + 4 : index + 6]) == (".", "e")
        era, last = ("bce", index + 6) if has_e else ("bc", index + 4)
        last += words[last] == "."
    follower = words[last]
    if era == "bce" or (era == "bc" and (not follower[:1].isalpha() or follower in _BEHIND_ERA)):
        return "date", index, last
    return None


def _year(tokens: Tokens, index: int) -> tuple[str, int, int] | None:
    words = tokens.words
    word, follower = words[index], words[index + 1]
    if follower == "s" and tokens.glued(index + 1) and (_is_year(word) or (len(word) in (2, 4) and word[-1] == "0")):
        return "date", index, index + 2
    if len(word) != 4 or follower in COUNTED:
        return None
    if _is_year(word):
        return "date", index, index + 3 if _goes_on(tokens, index) else index + 1
    if follower in _ERAS:
        return "date", index, index + 2
    if index > 3 and words[index - 4 : index] == ["a", ".", "d", "."]:
        return "date", index - 4, index + 3 if follower in ("and", "to") and len(words[index + 2]) == 4 else index + 1
    return ("date", index, index + 1) if _is_old_year(tokens, index) else None


def _goes_on(tokens: Tokens, index: int) -> bool:
    """Tell whether a year begins a span: "2019-2024", "2019–24", "2019 to 2024"."""
    words, sign = tokens.words, index + 1
    if words[sign] in _DASHES and tokens.glued(sign) and words[sign + 1].isdecimal() and tokens.glued(sign + 1):
        return len(words[sign + 1]) in (2, 4)
    return words[sign] == "to" and _is_year(words[sign + 1])


def _is_old_year(tokens: Tokens, index: int) -> bool:
    """Tell whether four figures too small for a year of news are one: "in 1066", "the Treaty of 1494"."""
    words = tokens.words
    if not index or not _OLDEST_YEAR <= int(words[index]) < _FIRST_YEAR or words[index + 1][:1].isalpha():
        return False
    is_named = words[index - 1] == "of" and tokens.is_capitalised(index - 2)
    return words[index - 1] in _OLD_YEAR_PREPOSITIONS or is_named


def _is_no_year(tokens: Tokens, index: int) -> bool:
    """Tell whether five figures are a year with one too many: "In 20244 it sold", not "in 20000 homes"."""
    word = tokens.words[index]
    if len(word) != _NO_YEAR_LENGTH or word[:2] not in ("19", "20") or not index:
        return False
    return tokens.words[index - 1] in _YEAR_PREPOSITIONS and tokens.words[index + 1] in _SUBJECTS
