"""Tells whose currency a shared sign means from what else the article names: ¥ is the yen or the yuan.

Currencies that the article names in words decide; else the countries it speaks of; where neither tells, the number is
money of an unknown currency (`XXX`) and keeps every code that its sign allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipelines.extract.lexicons import read_lexicon
from schemas.spans import Quantity, SentenceReading

UNKNOWN = "XXX"
_COUNTRY_WORDS: dict[str, tuple[str, ...]] = {}
for _row in read_lexicon(__file__):
    _COUNTRY_WORDS[_row["code"]] = (*_COUNTRY_WORDS.get(_row["code"], ()), _row["word"])


class CurrencyEvidence:
    """What an article says of the currencies that share a sign; read when the first such sign is met."""

    def __init__(self, readings: Sequence[SentenceReading]) -> None:
        self._readings = readings
        self._decided: dict[tuple[str, ...], str] = {}

    def decided(self, quantity: Quantity) -> tuple[Quantity, str | None]:
        """The number with the currency that the article tells, and the rule; unchanged where none is in doubt."""
        codes = quantity.currency_codes
        if len(codes) < 2 or not _COUNTRY_WORDS.keys() >= set(codes):  # noqa: PLR2004 - one code is no doubt
            return quantity, None
        if codes not in self._decided:
            self._decided[codes] = self._by_words(codes) or self._by_countries(codes) or UNKNOWN
        code = self._decided[codes]
        rule = f"currency: {code if code != UNKNOWN else 'not told'} by the article"
        return replace(quantity, unit=code, rule=f"{quantity.rule} + {rule}"), rule

    def _by_words(self, codes: Iterable[str]) -> str | None:
        named = {
            quantity.unit
            for reading in self._readings
            for quantity in reading.quantities
            if len(quantity.currency_codes) == 1
        }
        found = [code for code in codes if code in named]
        return found[0] if len(found) == 1 else None

    def _by_countries(self, codes: Iterable[str]) -> str | None:
        texts = [reading.sentence.text for reading in self._readings]
        told = {code: sum(text.count(word) for text in texts for word in _COUNTRY_WORDS[code]) for code in codes}
        most = max(told, key=lambda code: told[code])
        rest = sum(told.values()) - told[most]
        return most if told[most] > 2 * rest else None
