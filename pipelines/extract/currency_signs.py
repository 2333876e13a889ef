"""Tells whose currency a shared sign means from what else the article names: ¥ is the yen or the yuan, $ many a dollar.

For ¥, currencies that the article names in words decide; else the countries it speaks of; where neither tells, the
number is money of an unknown currency (`XXX`) and keeps every code that its sign allows.

International reporting writes the US dollar without its country and marks the others, so a bare $ is a US dollar unless
the article tells otherwise: it is plainly about one other country with a dollar, and either it marks the US dollars
apart (`US$`), or no other currency stands in it and that country's own press writes its dollar bare. A claim keeps the
codes of those dollars whose countries the article names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.extract.lexicons import read_lexicon
from schemas.spans import Quantity, SentenceReading

UNKNOWN = "XXX"
_US = "USD"
_DOLLARS = frozenset({"USD", "HKD", "TWD", "SGD", "AUD", "CAD", "NZD"})
_WRITTEN_BARE = frozenset({"SGD", "AUD", "CAD", "NZD"})
"""Dollars that their own country's press writes as $ alone; that of Hong Kong and Taiwan writes HK$ and NT$."""
_PLAIN = 2
"""Times that an article names a country which it is plainly about, at the least."""

MARKED_APART = "currency: USD, other dollars are marked"
BY_DEFAULT = "currency: USD by the default of international reporting"
DOUBTFUL_DEFAULT = "currency: USD by default in an article on another dollar's country"
TOLD_DOLLAR = "currency: dollar of the country that the article is about"
_COUNTRY_WORDS: dict[str, tuple[str, ...]] = {}
for _row in read_lexicon(__file__):
    _COUNTRY_WORDS[_row["code"]] = (*_COUNTRY_WORDS.get(_row["code"], ()), _row["word"])


class CurrencyEvidence:
    """What an article says of the currencies that share a sign; read when the first such sign is met."""

    def __init__(self, readings: Sequence[SentenceReading]) -> None:
        self._readings = readings
        self._decided: dict[tuple[str, ...], str] = {}
        self._dollars: tuple[tuple[str, ...], str] | None = None

    def decided(self, quantity: Quantity) -> tuple[Quantity, str | None]:
        """The number with the currency that the article tells, and the rule; unchanged where none is in doubt."""
        codes = quantity.currency_codes
        if len(codes) > 1 and _DOLLARS.issuperset(codes):
            return self._dollar(quantity)
        if len(codes) < 2 or not _COUNTRY_WORDS.keys() >= set(codes):  # one code is no doubt
            return quantity, None
        if codes not in self._decided:
            self._decided[codes] = self._by_words(codes) or self._by_sign(codes) or self._by_countries(codes) or UNKNOWN
        code = self._decided[codes]
        rule = f"currency: {code if code != UNKNOWN else 'not told'} by the article"
        return replace(quantity, unit=code, rule=f"{quantity.rule} + {rule}"), rule

    def _dollar(self, quantity: Quantity) -> tuple[Quantity, str]:
        if self._dollars is None:
            self._dollars = self._whose_dollar()
        codes, rule = self._dollars
        return replace(quantity, unit=codes[0], currency_codes=codes, rule=f"{quantity.rule} + {rule}"), rule

    def _whose_dollar(self) -> tuple[tuple[str, ...], str]:
        """The codes a bare dollar of this article may have, the decided one first, and the rule that decided."""
        told = self._told(_COUNTRY_WORDS)
        named = self._named()
        place = max(_DOLLARS - {_US}, key=lambda code: (told[code], code))
        is_plain = told[place] >= _PLAIN and told[place] > 2 * (sum(told.values()) - told[place])
        possible = (_US, *sorted(code for code in _DOLLARS - {_US} if told[code]))
        if named & _DOLLARS - {_US}:
            return (_US,), MARKED_APART
        if not is_plain:
            return possible, BY_DEFAULT
        if _US in named or (place in _WRITTEN_BARE and not named):
            return (place, *(code for code in possible if code != place)), TOLD_DOLLAR
        return possible, DOUBTFUL_DEFAULT

    def _named(self) -> set[str]:
        """The currencies of the article's amounts that leave no doubt."""
        return {
            quantity.currency_codes[0]
            for reading in self._readings
            for quantity in reading.quantities
            if len(quantity.currency_codes) == 1
        }

    def _told(self, codes: Iterable[str]) -> dict[str, int]:
        """How often the article names the country of each currency."""
        text = "\n".join([reading.sentence.text for reading in self._readings])
        return {code: sum([text.count(word) for word in _COUNTRY_WORDS[code]]) for code in codes}

    def _by_words(self, codes: Iterable[str]) -> str | None:
        named = self._named()
        found = [code for code in codes if code in named]
        return found[0] if len(found) == 1 else None

    def _by_sign(self, codes: Iterable[str]) -> str | None:
        """`settled at $78.91, up 98 cents`: cents are of the dollars that the article writes with a bare sign."""
        if _US not in codes:
            return None
        amounts = (quantity.currency_codes for reading in self._readings for quantity in reading.quantities)
        return self._whose_dollar()[0][0] if any(len(a) > 1 and _DOLLARS.issuperset(a) for a in amounts) else None

    def _by_countries(self, codes: Iterable[str]) -> str | None:
        told = self._told(codes)
        most = max(told, key=lambda code: told[code])
        rest = sum(told.values()) - told[most]
        return most if told[most] > 2 * rest else None
