"""Reads the currency before or behind a number: "US$1.4 trillion", "160 billion yuan", "19 cents"."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipelines.extract.lexicons import read_lexicon
from pipelines.extract.number_words import NUMERIC_WORDS, ROLES, SCALES
from pipelines.extract.spelling_trees import Entry, Tree, find_left, find_right, grow_tree
from pipelines.extract.tokens import Tokens

_ROWS = sorted(read_lexicon(__file__), key=lambda row: not row["exact"])
_PREFIX_PLACES = frozenset(("prefix", "both", "prefix_glued"))
_SUFFIX_PLACES = frozenset(("suffix", "both", "suffix_glued", "suffix_context", "after_symbol"))


def _tree(places: frozenset[str], reverse: bool) -> Tree:
    return grow_tree(
        (
            (r["spelling"], Entry(r["place"], r["codes"], r["exact"], r["factor"]))
            for r in _ROWS
            if r["place"] in places
        ),
        reverse=reverse,
    )


_PREFIXES = _tree(_PREFIX_PLACES, reverse=True)
_SUFFIXES = _tree(_SUFFIX_PLACES, reverse=False)
_LAST_WORDS = frozenset(_PREFIXES)
FACTORS = {r["spelling"]: Decimal(r["factor"]) for r in _ROWS if r["factor"] and Decimal(r["factor"]) < 1}
"""Names of parts of a currency, as cents, and what part they are."""
_NAMES = {
    r["spelling"]: Entry(r["place"], r["codes"], r["exact"], r["factor"])
    for r in _ROWS
    if r["place"] in ("suffix", "both") and r["spelling"].isalpha()
}
"""Names of currencies that stand behind a number."""
_CODES: dict[str, tuple[str, ...]] = {r["codes"]: tuple(r["codes"].split()) for r in _ROWS}
_BARE_DOLLAR = next(_CODES[row["codes"]] for row in _ROWS if row["spelling"] == "$")
_SPACED_SYMBOLS = frozenset(row["spelling"] for row in _ROWS if row["place"] == "letters")
"""Letters that keep their meaning with a space before the sign ("HK $5"); the article "a" of "a $5 note" does not."""
_WORD_PREFIXES = frozenset(row["spelling"] for row in _ROWS if row["place"] == "word_before")
_CONTEXTS: dict[str, frozenset[str]] = {
    code: frozenset(r["spelling"] for r in _ROWS if r["place"] == "context" and r["codes"] == code)
    for code in {r["codes"] for r in _ROWS if r["place"] == "context"}
}
_NO_WORDS: frozenset[str] = frozenset()
_LEAST_WON = 100
_MINUS = frozenset("-−")
_SYMBOLS = frozenset("$€£¥")


class Currency(NamedTuple):
    """A currency sign or name in tokens `[first, last)`: its possible codes, and 0.01 for cents."""

    codes: tuple[str, ...]
    first: int
    last: int
    factor: Decimal
    scale: Decimal | None = None


def _currency(tokens: Tokens, entry: Entry, first: int, last: int) -> Currency:
    codes = _CODES[entry.code]
    if len(codes) > 1:
        codes = _order_by_context(tokens, codes)
    return Currency(codes, first, last, Decimal(entry.factor or 1))


def _order_by_context(tokens: Tokens, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Put the currency of the country that the text names first: ¥ is yuan beside "Beijing", yen beside "Tokyo"."""
    named = [code for code in codes if not _CONTEXTS.get(code, _NO_WORDS).isdisjoint(tokens.vocabulary())]
    if len(named) != 1:
        return codes
    return (named[0], *(code for code in codes if code != named[0]))


def find_prefix(tokens: Tokens, index: int) -> Currency | None:
    """Return the currency that ends just before token `index`, the first of a number."""
    if tokens.words[index - 1] in _MINUS and tokens.glued(index) and tokens.words[index - 2] in _SYMBOLS:
        signed = find_prefix(tokens, index - 1)
        return signed._replace(last=index) if signed else None
    if index == 0 or tokens.words[index - 1] not in _LAST_WORDS:
        return None
    found = find_left(_PREFIXES, tokens, index)
    if found is None:
        return None
    entry, first = found
    if not _prefix_fits(tokens, entry, first, index):
        return None
    if tokens.words[index - 1] == "$" and first == index - 2 and not _is_country_sign(tokens, first):
        return Currency(_BARE_DOLLAR, index - 1, index, Decimal(1))
    return _currency(tokens, entry, first, index)


def _prefix_fits(tokens: Tokens, entry: Entry, first: int, index: int) -> bool:
    """Tell whether a currency's words before token `index` are one: no part of a longer word, no name with a number."""
    words = tokens.words
    if entry.role == "prefix_glued" and not (tokens.glued(index) and _is_amount(tokens, index)):
        return False
    if entry.exact and tokens.glued(index) and not _is_amount(tokens, index):
        return False
    word = words[index - 1]
    if word in _WORD_PREFIXES and (words[index + 1] not in SCALES or _is_counted(words, first)):
        return False
    return not (word.isalpha() and len(word) > 1 and tokens.glued(first) and words[first - 1].isalpha())


def _is_counted(words: list[str], index: int) -> bool:
    """Tell whether a currency's name stands behind an amount of its own: "5 million yuan, 3 million cars"."""
    before = words[index - 1] if index else ""
    return before[:1].isdecimal() or before in NUMERIC_WORDS or before in SCALES


def _is_country_sign(tokens: Tokens, index: int) -> bool:
    return tokens.glued(index + 1) or tokens.words[index] in _SPACED_SYMBOLS


def _is_amount(tokens: Tokens, index: int) -> bool:
    """Tell whether the numeral looks like money and not like the number of a model: R5 million, PS21,700, not PS5."""
    word, follower = tokens.words[index], tokens.words[index + 1]
    return not word.isdecimal() or ROLES.get(follower) in ("scale", "short", "glued") or len(word) > 3


def find_suffix(tokens: Tokens, index: int, value: Decimal, has_scale: bool) -> Currency | None:
    """Return the currency that begins at token `index`, behind a number with this value.

    "75 USD million" puts the scale behind the currency: it is read along and returned as `scale`.
    """
    words = tokens.words
    first = index + 1 if words[index] == "-" and tokens.glued(index + 1) else index
    if words[first] not in _SUFFIXES:
        return _worth(tokens, first)
    found = find_right(_SUFFIXES, tokens, first)
    if found is None:
        return None
    entry, last = found
    if not _suffix_fits(tokens, entry, first, value, has_scale):
        return None
    currency = _currency(tokens, entry, first, last)
    if not has_scale and ROLES.get(words[last]) in ("scale", "short") and words[first].isalpha():
        return currency._replace(last=last + 1, scale=SCALES[words[last]])
    return currency


def _worth(tokens: Tokens, first: int) -> Currency | None:
    """Return the currency of "5 million yuan's worth of goods"."""
    name, is_owner = tokens.words[first].replace("’", "'").removesuffix("'s"), tokens.words[first + 1] == "worth"
    entry = _NAMES.get(name) if is_owner and name != tokens.words[first] else None
    return _currency(tokens, entry, first, first + 1) if entry is not None else None


def _suffix_fits(tokens: Tokens, entry: Entry, index: int, value: Decimal, has_scale: bool) -> bool:
    """Keep words that are something else as well from being read as money."""
    word = tokens.words[index]
    if entry.role == "suffix_glued":
        return tokens.glued(index) and not (tokens.glued(index + 1) and tokens.words[index + 1].isalnum())
    if entry.role == "suffix_context":
        return has_scale
    if entry.role == "after_symbol":
        return False
    if word == "won":
        return has_scale or (value >= _LEAST_WON and tokens.words[index + 1] not in ("the", "a", "an"))
    if word in ("$", "€", "£", "¥", "￥") and tokens.words[index + 1][:1].isdecimal():
        return tokens.glued(index) and not tokens.glued(index + 1)
    return True


def find_country_behind(tokens: Tokens, index: int) -> int:
    """Return the token after "U.S." or "US" behind a dollar amount ("$75 U.S. per barrel"), or `index`."""
    words = tokens.words
    if (
        words[index] == "us"
        and tokens.text[tokens.starts[index]].isupper()
        and words[index + 1] in ("per", "a", ",", ".", ")")
    ):
        return index + 1
    if words[index : index + 4] == ["u", ".", "s", "."] and words[index + 4] in ("per", "a", ",", ")", ""):
        return index + 4
    return index
