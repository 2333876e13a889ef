"""Makes news articles of our own with exactly known claims: any number, the same for the same seed.

Sentences come from `wordings.csv`, words from `words.csv`, numbers and times are made up with the value they stand for
kept beside them. Styles vary: datelines, furniture, lists, lines broken at 72 characters, curly quotes. What is known
of a claim: its span, kind, value, modifier and unit, and its period where the sentence names one.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent
FIRST_DAY, LAST_DAY = date(2022, 1, 3), date(2024, 12, 28)
SLOT = re.compile(r"\{(\w+)\}")
SCALES = {"million": 6, "billion": 9, "trillion": 12}
MEASURES = frozenset({"energy", "length", "mass", "power", "area"})
SMALL = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
QUARTERS = ("first", "second", "third", "fourth")
WITH_CLAIM = 0.28
"""Share of sentences with a number that is a claim: in news agency text a quarter to a third."""
HARD_WRAPPED, WITH_FURNITURE, BULLETED = 0.1, 0.4, 0.15
"""Shares of articles with lines broken at 72 characters, with page furniture, and with a bulleted list."""


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim that was put into an article: where it stands and what it says; a null period is not told."""

    start: int
    end: int
    quote: str
    kind: str
    value_low: Decimal | None
    value_high: Decimal | None
    modifier: str
    unit: str
    period_start: date | None
    period_end: date | None


@dataclass(frozen=True, slots=True)
class MadeArticle:
    """An article with its known claims, in the order of its text."""

    number: int
    title: str
    published: date
    text: str
    claims: tuple[KnownClaim, ...]


Said = tuple[int, int, str, Decimal | None, Decimal | None, str, str]
"""A claim in some words: its place in them, kind, bounds, modifier, unit."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words put into a slot, and the claim in them: its place in the words, and what it says."""

    words: str
    claim: Said | None = None
    period: tuple[date, date] | None = None


def make_articles(count: int, seed: int = 11) -> Iterator[MadeArticle]:
    """The first `count` articles of a seed; article n is the same whatever the count."""
    maker = _Maker()
    for number in range(count):
        yield maker.article(number, random.Random(f"{seed}:{number}"))


class _Maker:
    def __init__(self) -> None:
        self._wordings: dict[str, list[str]] = {}
        for row in _rows("wordings.csv"):
            self._wordings.setdefault(row["role"], []).append(row["wording"])
        self._words: dict[str, list[tuple[str, str]]] = {}
        for row in _rows("words.csv"):
            self._words.setdefault(row["slot"], []).append((row["words"], row["code"]))
        self._makers: dict[str, Callable[[random.Random, date], _Piece]] = {
            "money": self._money,
            "count": self._count,
            "share": lambda dice, day: self._percent(dice, "percent"),
            "growth": lambda dice, day: self._percent(dice, "percent_change"),
            "fall": lambda dice, day: self._percent(dice, "percent_change"),
            "period": _period,
            "period_head": _period,
            "day": lambda dice, day: _Piece(f"{day.day} {MONTHS[day.month - 1]}"),
        }

    def article(self, number: int, dice: random.Random) -> MadeArticle:
        published = FIRST_DAY + timedelta(days=dice.randrange((LAST_DAY - FIRST_DAY).days))
        title, _ = self._sentence(dice.choice(self._wordings["title"]), dice, published)
        text, claims = title + "\n\n", []
        opening, _ = self._sentence(dice.choice(self._wordings["opening"]), dice, published)
        text += opening
        for paragraph in range(dice.randint(6, 11)):
            for place in range(dice.randint(2, 4)):
                role = "claim" if dice.random() < WITH_CLAIM else "noise"
                wording = dice.choice(self._wordings[role])
                while wording.startswith("- "):
                    wording = dice.choice(self._wordings[role])
                words, found = self._sentence(wording, dice, published)
                text += " " if place else ""
                claims += [_moved(claim, len(text)) for claim in found]
                text += words
            text += "\n\n"
            if paragraph == 1 and dice.random() < WITH_FURNITURE:
                text += self._sentence(dice.choice(self._wordings["furniture"]), dice, published)[0] + "\n\n"
        if dice.random() < BULLETED:
            text, claims = self._with_list(text, claims, dice, published)
        if dice.random() < HARD_WRAPPED:
            text = _wrapped(text)
        claims = [_as_it_stands(claim, text) for claim in claims]
        return MadeArticle(number, title, published, text.rstrip() + "\n", tuple(claims))

    def _with_list(
        self, text: str, claims: list[KnownClaim], dice: random.Random, day: date
    ) -> tuple[str, list[KnownClaim]]:
        wording = next(words for words in self._wordings["claim"] if words.startswith("- "))
        for _ in range(dice.randint(2, 4)):
            words, found = self._sentence(wording, dice, day)
            claims = claims + [_moved(claim, len(text)) for claim in found]
            text += words + "\n"
        return text, claims

    def _sentence(self, wording: str, dice: random.Random, day: date) -> tuple[str, list[KnownClaim]]:
        made, position = "", 0
        found: list[tuple[int, Said]] = []
        periods: list[tuple[date, date]] = []
        for slot in SLOT.finditer(wording):
            made += wording[position : slot.start()]
            piece = self._piece(slot[1], dice, day)
            if piece.claim is not None:
                found.append((len(made), piece.claim))
            if piece.period is not None:
                periods.append(piece.period)
            made += piece.words
            position = slot.end()
        made += wording[position:]
        since, until = periods[0] if periods else (None, None)
        claims = []
        for place, (first, last, kind, low, high, modifier, unit) in found:
            start, end = place + first, place + last
            claims.append(KnownClaim(start, end, made[start:end], kind, low, high, modifier, unit, since, until))
        return made, claims

    def _piece(self, slot: str, dice: random.Random, day: date) -> _Piece:
        name = slot.lower()
        if name in MEASURES:
            return self._measure(dice, name)
        maker = self._makers.get(name)
        piece = maker(dice, day) if maker else _Piece(dice.choice(self._words[name])[0])
        if slot.isupper():
            return _Piece(piece.words.upper())
        return (
            _Piece(piece.words[0].upper() + piece.words[1:], piece.claim, piece.period) if slot[0].isupper() else piece
        )

    def _modified(self, dice: random.Random, value: Decimal) -> tuple[str, Decimal | None, Decimal | None, str]:
        words, code = dice.choice(self._words["modifier"])
        low = None if code in ("less_than", "at_most") else value
        high = None if code in ("more_than", "at_least") else value
        return words, low, high, code

    def _money(self, dice: random.Random, day: date) -> _Piece:
        form, code = dice.choice(self._words["money"])
        scale = dice.choice(list(SCALES)[1:] if code in ("JPY", "KRW") else list(SCALES)[:2])
        numeral, value = _numeral(dice, 1, 900)
        before, low, high, modifier = self._modified(dice, value.scaleb(SCALES[scale]))
        words = before + form.format(n=numeral, scale=scale)
        return _Piece(words, (0, len(words), "money", low, high, modifier, code))

    def _count(self, dice: random.Random, day: date) -> _Piece:
        noun, singular = dice.choice(self._words["counted"])
        if dice.random() < 0.15:
            word = dice.choice(SMALL)
            return _Piece(
                f"{word} {noun}", (0, len(word), "count", *(Decimal(SMALL.index(word) + 2),) * 2, "exact", singular)
            )
        value = Decimal(dice.choice((dice.randint(13, 990), dice.randint(10, 900) * 100, dice.randint(11, 99) * 10**5)))
        numeral = f"{value / 10**6:f} million" if value >= 10**6 else f"{value:,}"
        before, low, high, modifier = self._modified(dice, value)
        words = before + numeral
        return _Piece(f"{words} {noun}", (0, len(words), "count", low, high, modifier, singular))

    def _percent(self, dice: random.Random, kind: str) -> _Piece:
        form, code = dice.choice(self._words["percent"])
        numeral, value = _numeral(dice, 1, 60)
        before, low, high, modifier = self._modified(dice, value)
        words = before + form.format(n=numeral)
        return _Piece(words, (0, len(words), kind, low, high, modifier, code))

    def _measure(self, dice: random.Random, kind: str) -> _Piece:
        form, code = dice.choice(self._words[kind])
        numeral, value = _numeral(dice, 2, 950)
        before, low, high, modifier = self._modified(dice, value)
        words = before + form.format(n=numeral)
        return _Piece(words, (0, len(words), kind, low, high, modifier, code))


def _numeral(dice: random.Random, least: int, most: int) -> tuple[str, Decimal]:
    value = Decimal(dice.randint(least, most))
    if dice.random() < 0.5:
        value += Decimal(dice.randint(1, 9)).scaleb(-1)
    return f"{value}", value


def _period(dice: random.Random, day: date) -> _Piece:
    year = dice.randint(day.year - 4, day.year - 1)
    choice = dice.randrange(5)
    if choice == 0:
        words, span = f"in {year}", (date(year, 1, 1), date(year + 1, 1, 1))
    elif choice == 1:
        month = dice.randint(1, 12)
        words, span = f"in {MONTHS[month - 1]} {year}", (date(year, month, 1), _first_after(year, month, 1))
    elif choice == 2:
        quarter = dice.randint(0, 3)
        start = date(year, 3 * quarter + 1, 1)
        words, span = f"in the {QUARTERS[quarter]} quarter of {year}", (start, _first_after(year, start.month, 3))
    elif choice == 3:
        half = dice.randint(0, 1)
        start = date(year, 6 * half + 1, 1)
        words, span = f"in the {QUARTERS[half]} half of {year}", (start, _first_after(year, start.month, 6))
    else:
        year = day.year - 1
        words, span = "last year", (date(year, 1, 1), date(year + 1, 1, 1))
    return _Piece(words, period=span)


def _first_after(year: int, month: int, months: int) -> date:
    count = year * 12 + month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _moved(claim: KnownClaim, offset: int) -> KnownClaim:
    return replace(claim, start=claim.start + offset, end=claim.end + offset)


def _as_it_stands(claim: KnownClaim, text: str) -> KnownClaim:
    """The claim with the words that stand at its place, where lines were broken."""
    return replace(claim, quote=text[claim.start : claim.end])


def _wrapped(text: str, width: int = 72) -> str:
    """The text with spaces turned into line ends so that lines stay below a width; every place stays what it was."""
    letters, line, last = list(text), 0, -1
    for place, letter in enumerate(text):
        if letter == "\n":
            line, last = place + 1, -1
        elif letter == " ":
            if place - line > width and last > 0:
                letters[last] = "\n"
                line = last + 1
            last = place
    return "".join(letters)


def _rows(name: str) -> list[dict[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))
