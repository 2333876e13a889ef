"""Amounts of money as conversion takes them: of their own day's worth, or of another year's, which nothing converts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from schemas.values import value_class

UNRESOLVED = "XXX"
"""ISO 4217's code for no currency: a dollar or yuan whose country the article does not tell."""


@value_class
class MoneyClaim:
    """What conversion needs to know of a money claim; `currency_rule` says how its currency was found.

    Raises:
        ValueError: The unit is no currency's code: a percentage, a share or a measure has no exchange rate.
    """

    claim_id: str
    currency_code: str
    value_low: Decimal | None
    value_high: Decimal | None
    decimals: int | None
    status: str
    nature: str
    period_start: date | None
    period_end: date | None
    published_start: date | None
    published_end: date | None
    partition_month: str
    currency_rule: str = "stated"

    def __post_init__(self) -> None:
        """Refuse what is no money, so that nothing else can be converted."""
        code = self.currency_code
        if len(code) != 3 or not code.isupper() or not code.isascii():
            raise ValueError(f"{self.claim_id}: {code!r} is no currency; only amounts of money are converted")


@value_class
class RealAmount:
    """An amount at constant prices: money by its unit, but of another year's worth, so that it is never converted.

    `terms` are the words that say so. It has no period and no value here: there is nothing to be done with them.
    """

    claim_id: str
    currency_code: str
    terms: str
    partition_month: str
    currency_rule: str = "stated"
