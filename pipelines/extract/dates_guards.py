"""Decides whether words that look like a date are one, from the words around them. Standard library only.

A year is not a year before "people" or after "US$"; May is a month beside "in" and a verb elsewhere; "a year" is a
rate after a number and a length of time elsewhere. The kinds of neighbours stand in `dates.lexicon.csv`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pipelines.extract.dates_lexing import Row, Token
from pipelines.extract.lexicons import read_word_sets

YEAR_PREPOSITIONS = frozenset(
    {"in", "since", "by", "until", "till", "from", "to", "before", "after", "during", "of", "between",
     "through", "as_of", "throughout", "on", "for", "over", "into", "around", "about", "and", "or", "than",
     "within"}
)  # fmt: skip
MONTH_PREPOSITIONS = YEAR_PREPOSITIONS | {"last", "next", "this", "early", "mid", "late", "at", "-", "(", "lpar"}
BASES = frozenset({"than", "from", "on", "over", "against"})
"""What leads to a time that something is compared with."""
BOUNDS = frozenset({"more", "nearly", "least", "up_to"})
QUANTITIES = frozenset({"small_int", "number", "decimal", "figure", "year", "counted", "$", "currency", "hundred"})
NO_YEAR_BEFORE = frozenset({"counted", "$", "hundred", "thousand", "timezone"})
"""What a year does not stand before: 2020 %, 1415 GMT."""
FREE_MONTHS = frozenset({"march", "may"})
NEXT_REACH = 20
"""How many words before a lone "next" the "this year" may stand that it follows."""
PRICE_REACH = 8
"""How many words before "the 1800s" may say that it is the level of a price."""
_WORDS = read_word_sets(__file__)
PRICES = _WORDS["price"]
"""Words beside which a round number in the plural is a level."""


_OWNERS = _WORDS["owner"]
_TIMES = _WORDS["times"]
_NAMED = _WORDS["named after a feast"]


class Place(NamedTuple):
    """Where a match stands: all tokens, and the half-open range of those that matched."""

    row: Row
    start: int
    end: int

    @property
    def before(self) -> Token | None:
        """The token just before the match."""
        return self.row[self.start - 1] if self.start else None

    @property
    def after(self) -> Token | None:
        """The token just after the match."""
        return self.row[self.end] if self.end < len(self.row) else None

    @property
    def tokens(self) -> list[Token]:
        """The tokens that matched."""
        return self.row.between(self.start, self.end)


def _kind(token: Token | None) -> str:
    return token.kind if token is not None else "line"


def _glued(left: Token | None, right: Token | None) -> bool:
    return left is not None and right is not None and left.end == right.start


def year_stands(place: Place) -> bool:
    """Tell whether a bare four-digit number is a year, and whether a lone "next" is the next one."""
    is_next = len(place.tokens) == 1 and place.tokens[0].kind == "next"
    return _follows_this_year(place) if is_next else _figure_stands(place)


def _figure_stands(place: Place) -> bool:
    before, after = place.before, place.after
    if len(place.tokens) > 1:
        return place.tokens[-2].kind != "the" or _kind(after) != "counted"
    if _kind(after) in NO_YEAR_BEFORE or _kind(before) in BOUNDS | {"$", "currency", "label"}:
        return False
    token = place.tokens[0]
    if _glued(before, token) and _kind(before) not in {"lpar", "'", "-", "/", "dash", "opening_quote", "mark"}:
        return False
    if _kind(before) not in YEAR_PREPOSITIONS and _is_per(place.row, place.end):
        return False
    if _kind(before) == "than":
        return _kind(place.row[place.start - 2] if place.start > 1 else None) != "more"
    if token.kind == "old_year":
        return _kind(before) in YEAR_PREPOSITIONS - {
            "to",
            "of",
            "or",
            "for",
            "over",
            "and",
            "about",
            "around",
            "than",
            "on",
        }
    if _kind(before) in {"about", "around", "over", "of"} and _looks_plural(after):
        return False
    return not _closes_a_name(place)


def _follows_this_year(place: Place) -> bool:
    """Tell whether "next" closes its clause behind "this year": "4.9 % this year and 4.5 % next"."""
    if _kind(place.after) not in {",", ".", "line", "and", ")", "rpar"}:
        return False
    before = place.row.between(max(0, place.start - NEXT_REACH), place.start)
    pairs = zip(before, before[1:], strict=False)
    return any(one.kind.startswith("this") and other.kind == "unit.year" for one, other in pairs)


def _is_per(row: Row, position: int) -> bool:
    """Tell whether "a year" or "per day" stands at a place: "sells 2000 a year" tells how many."""
    return (
        position + 1 < len(row)
        and row[position].kind in {"a", "each"}
        and row[position + 1].kind.startswith(("unit", "clock_unit"))
    )


def _looks_plural(token: Token | None) -> bool:
    return token is not None and token.kind == "word" and token.lower.endswith("s") and len(token.lower) > 3


def _closes_a_name(place: Place) -> bool:
    """Tell whether the year ends a quoted name: “Healthy Cities 2030”."""
    tokens, start, end = place.row, place.start, place.end
    if end >= len(tokens) or tokens[end].kind not in {"closing_quote", "'"}:
        return False
    for back in range(start - 1, max(-1, start - 7), -1):
        if tokens[back].kind in {"opening_quote", "closing_quote", "'"}:
            return back < start - 1
        if tokens[back].kind in {"line", ",", "."}:
            return False
    return False


def month_stands(place: Place) -> bool:
    """Tell whether a bare month name is one; "May" and "March" need a preposition or a mark before them."""
    token = next((t for t in place.tokens if t.kind in {"month", "month_word", "month_short"}), None)
    if token is None or len(place.tokens) > 1:
        return not _is_behind_base(place)
    if token.kind == "month":
        return True
    before = _kind(place.before)
    if token.kind == "month_short":
        return before in MONTH_PREPOSITIONS or _kind(place.after) in {"quarter", "'"}
    if token.lower == "august" or _is_owned_month(place):
        return True
    return before in MONTH_PREPOSITIONS - {"and", "or", "than"} or (
        token.lower in FREE_MONTHS and _kind(place.after) == "'" and before != "line"
    )


def _is_behind_base(place: Place) -> bool:
    """Tell whether the month is when something was more than a year before: "up 5 % from a year earlier | in June"."""
    kinds = [token.kind for token in place.tokens]
    told = kinds[: kinds.index("in")] if "in" in kinds else ()
    return _kind(place.before) in BASES and any(kind in {"year", "unit.year"} for kind in told)


def _is_owned_month(place: Place) -> bool:
    """Tell whether a month stands between whose and what: "Aker's May orders"; not "the people's March on the city"."""
    if place.start < 2 or _kind(place.after) != "word":
        return False
    return _kind(place.before) == "s" and place.row[place.start - 2].kind == "'"


def rate_or_length(place: Place) -> str | None:
    """Return `set` for "15 a year", `duration` for "in a year", null where "a day" is neither."""
    before = place.before
    kind = _kind(before)
    if kind in QUANTITIES or (before is not None and before.lower in _TIMES) or _looks_plural(before):
        return "set"
    if kind in {
        "in",
        "for",
        "within",
        "after",
        "over",
        "about",
        "than",
        "nearly",
        "least",
        "around",
        "until",
        "to",
        "just",
    }:
        return "duration"
    return None


def duration_stands(place: Place) -> bool:
    """Tell whether a number and a unit are a length of time; a lone "second" or "quarter" is none."""
    units = [t for t in place.tokens if t.kind.startswith(("unit", "clock_unit")) or t.kind in {"quarter", "quarters"}]
    if not units:
        return any(t.kind == "glued_length" for t in place.tokens)
    if units[-1].kind == "quarter":
        return any(t.kind in {"small_int", "small_number", "number"} for t in place.tokens)
    first = place.tokens[0]
    return not (_kind(place.before) in {"$", "currency"} and first.kind in QUANTITIES)


def ago_stands(place: Place) -> bool:
    """Tell whether a length of time ago is told as a whole; "a quarter of a century ago" is no century ago."""
    parted = place.row[place.start - 2].lower if place.start > 1 and _kind(place.before) == "of" else ""
    return parted.removesuffix("s") not in {"half", "quarter", "third"}


def season_stands(place: Place) -> bool:
    """Tell whether a season's name is one: "in the spring", not "spring water" or "the spring broke"."""
    if len(place.tokens) > (2 if place.tokens[0].kind == "the" else 1):
        return True
    return _kind(place.before) in {"in", "during", "by", "since", "until", "this", "early", "late", "mid", "from"}


def day_stands(place: Place) -> bool:
    """Tell whether a month and a figure are a day: not before a unit or a percent sign, nor in "may 20 people"."""
    if _kind(place.after) == "counted":
        return False
    return not (_glued(place.before, place.tokens[0]) and _kind(place.before) == "$")


def slash_stands(place: Place) -> bool:
    """Tell whether "10/25" is a day: only with a word for when before it, or between two of them."""
    return _kind(place.before) in {"on", "from", "to", "until", "by", "since", "before", "after", "between", "weekday"}


def no_day_stands(place: Place) -> bool:
    """Tell whether a figure beside a month is a day that no month has (32 to 99), not a number of something."""
    figure = next(t for t in place.tokens if t.kind == "number")
    return figure.lower.isdecimal() and 31 < int(figure.value) < 100 and _kind(place.before) not in {"$", "currency"}


def no_year_stands(place: Place) -> bool:
    """Tell whether "the year" names a year that no calendar has: 0, or one of five and more figures."""
    figure, after = place.tokens[-1], place.after
    if not figure.lower.isdecimal() or 0 < int(figure.value) < 10_000:
        return False
    return not _looks_plural(after) and _kind(after) not in {"counted", "hundred", "thousand", "$", "currency"}


def decade_stands(place: Place) -> bool:
    """Tell whether "the 1800s" is a time, not the level of a price, an index or a rate."""
    if _kind(place.before) in {"$", "currency"} or _is_age(place):
        return False
    around = place.row.between(max(0, place.end - 1 - PRICE_REACH), place.start)
    return PRICES.isdisjoint(token.lower for token in around) or not _is_round_hundreds(place)


def _is_age(place: Place) -> bool:
    """Tell whether the decade is one of a life: "a man in his 30s"."""
    return place.before is not None and place.before.lower in _OWNERS and place.tokens[0].kind == "short_decade"


def _is_round_hundreds(place: Place) -> bool:
    return any(t.kind == "decade" and t.value.endswith("00s") for t in place.tokens)


def holiday_stands(place: Place) -> bool:
    """Tell whether a feast is a time and not the name of a place or a deed: "Easter Island", "the Easter Rising"."""
    return place.after is None or place.after.lower not in _NAMED


def always(_place: Place) -> bool:
    """The words are a date wherever they stand."""
    return True


GUARDS: dict[str, Callable[[Place], bool]] = {
    "year": year_stands,
    "month": month_stands,
    "duration": duration_stands,
    "ago": ago_stands,
    "season": season_stands,
    "day": day_stands,
    "decade": decade_stands,
    "holiday": holiday_stands,
    "impossible_day": no_day_stands,
    "impossible_year": no_year_stands,
}
