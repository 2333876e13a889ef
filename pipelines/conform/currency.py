"""Money claims to other currencies, each with the rate, its days and its source, or with the reason why not.

Which rate: a flow (spent, earned, invested over a period) takes the mean of the daily rates in its period; a stock (a
balance, a fund's size as of a day) the last rate of the period; a plan, target or projection, and whatever has no
period, the rate of the day of publication. A period still running when the article appeared ends, for this, at the
publication: a rate after the words were written is never used. (GFSM 2014, 3.132 and BPM6, 3.104 prescribe the same for
national accounts.)

Only a `MoneyClaim` can be converted, and only an amount with a currency makes one: a percentage or a share has none, so
there is nothing it could be multiplied with. An amount in real terms is a `RealAmount`, which nothing here converts: no
day's rate belongs to the prices of another year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.conform.rates import RateAnswer, ReferenceRates
from schemas.identity import ID_LENGTH, content_id, content_ids
from schemas.rows import Block, fixed_texts, table_of, table_of_blocks

FORWARD_LOOKING = frozenset({"target", "plan", "projected", "hypothetical"})
"""Roles of a number whose period lies ahead: no average rate of the future exists."""

UNRESOLVED = "XXX"
"""ISO 4217's code for no currency: a dollar or yuan whose country the article does not tell."""

VALUE_PLACES = 6
"""Converted amounts are kept to six places; how many of them mean anything is told by `decimals`."""

LARGEST = Decimal("1e29")
"""What a column of 38 digits with nine places holds; no amount of money on earth comes near it."""

_AMOUNT = pa.decimal128(38, 9)
_RATE = pa.decimal128(28, 12)
_WIDE_AMOUNT = pa.decimal256(38, 9)
_WIDE_RATE = pa.decimal256(28, 12)
_DAY = timedelta(days=1)
_OWN = RateAnswer(Decimal(1))


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class RealAmount:
    """An amount at constant prices: money by its unit, but of another year's worth, so that it is never converted.

    `terms` are the words that say so. It has no period and no value here: there is nothing to be done with them.
    """

    claim_id: str
    currency_code: str
    terms: str
    partition_month: str
    currency_rule: str = "stated"


class RateWindow(NamedTuple):
    """Which rate a claim asks for: the method, and the days [start, end) to average, or, without a start, the last."""

    method: str
    start: date | None
    end: date


def convert_claims(claims: Sequence[MoneyClaim], rates: ReferenceRates, targets: Sequence[str]) -> pa.Table:
    """Convert each money claim to each target currency: `core_claim_conversions`.

    Each claim has a row for each target; in its own currency that is what it states, at a rate of 1. A bound stays a
    bound: an open end stays open. Where no rate can be had the row says why, and holds no value.

    Raises:
        TypeError: Something else than a `MoneyClaim` is among the claims.
    """
    strangers = {type(claim).__name__ for claim in claims if type(claim) is not MoneyClaim}
    if strangers:
        raise TypeError(f"{', '.join(sorted(strangers))}: only a MoneyClaim can be converted")
    asked: dict[tuple[str, str, RateWindow | None], int] = {}
    first: list[MoneyClaim] = []
    groups = []
    for claim in claims:
        group = asked.setdefault((claim.currency_code, claim.currency_rule, rate_window(claim)), len(first))
        if group == len(first):
            first.append(claim)
        groups.append(group)
    chosen = _ChosenRates()
    for claim, (_, _, window) in zip(first, asked, strict=True):
        for target in targets:
            chosen.add(claim, target, *_answered(claim, window, rates, target))
    count = len(targets)
    each = numpy.repeat(numpy.arange(len(claims)), count)
    places = (numpy.array(groups, numpy.int64)[:, None] * count + numpy.arange(count)).ravel()
    amounts = _amounts(claims, each, chosen, places)
    endings = [f"\x1f{target}".encode() for target in targets]
    names = [claim.claim_id for claim in claims]
    encoded = [name.encode("utf-8", "surrogatepass") for name in names]
    ids = content_ids("v", [name + ending for name in encoded for ending in endings])
    return table_of_blocks(
        "core_claim_conversions",
        (
            Block((fixed_texts(ids, ID_LENGTH),)),
            Block((names,), each),
            Block(chosen.names, places),
            Block(amounts),
            Block(chosen.origin, places),
            Block(([claim.partition_month for claim in claims],), each),
        ),
    )


def leave_unconverted(amounts: Sequence[RealAmount], targets: Sequence[str]) -> pa.Table:
    """Say of each amount in real terms, for each target currency, why it is not converted: `core_claim_conversions`."""
    rows = [
        (content_id("v", amount.claim_id, target), amount.claim_id, amount.currency_code, amount.currency_rule, target,
         "none", None, None, None, None, None, None, 0, None, None, f"stated in real terms: {amount.terms}",
         amount.partition_month)
        for amount in amounts
        for target in targets
    ]  # fmt: skip
    return table_of("core_claim_conversions", rows)


def choose_rate(claim: MoneyClaim, rates: ReferenceRates, target: str) -> tuple[str, RateAnswer]:
    """The method for a claim and the rate it gives, e.g. (`period_average`, answer); see `CONVERSION_METHODS`."""
    return _answered(claim, rate_window(claim), rates, target)


def rate_window(claim: MoneyClaim) -> RateWindow | None:
    """The days whose rates convert a claim, whatever the target; none where neither period nor publication is known."""
    known_by = claim.published_end or claim.period_end
    start, end = claim.period_start, claim.period_end or claim.published_end
    is_dated = claim.period_start is not None or claim.period_end is not None
    if is_dated and claim.status not in FORWARD_LOOKING and end is not None and known_by is not None:
        end = min(end, known_by)
        if claim.nature == "stock" or start is None:
            return RateWindow("period_end", None, end)
        if start < end:
            return RateWindow("period_average", start, end)
    return _publication_window(claim)


def _publication_window(claim: MoneyClaim) -> RateWindow | None:
    """The day of publication, or the interval in which that day lies."""
    start, end = claim.published_start, claim.published_end
    if end is None:
        return None
    if start is None or end - start <= _DAY:
        return RateWindow("spot_published", None, end)
    return RateWindow("spot_published", start, end)


def _answered(
    claim: MoneyClaim, window: RateWindow | None, rates: ReferenceRates, target: str
) -> tuple[str, RateAnswer]:
    code = claim.currency_code
    if code == UNRESOLVED:
        return "none", RateAnswer(None, reason=f"which currency is meant is {claim.currency_rule}")
    if code == target:
        return "own_currency", _OWN
    if window is None:
        return "none", RateAnswer(None, reason="neither a past period nor a publication date is known")
    if window.start is None:
        return window.method, rates.on(code, target, window.end - _DAY)
    return window.method, rates.average(code, target, window.start, window.end)


_POWERS = {digits: Decimal(1).scaleb(digits) for digits in range(-12, 29)}
"""Powers of ten, for every place that a rate may begin at."""


class _ChosenRates:
    """Rates with what all claims that ask for them have in common: the columns that do not depend on the amount.

    Columns and not objects: a hundred thousand of these cost the collector of garbage more than all the arithmetic.
    """

    __slots__ = ("coarsening", "is_own", "names", "origin")

    def __init__(self) -> None:
        self.names: tuple[list[str], ...] = ([], [], [], [])
        self.origin: tuple[list[object], ...] = ([], [], [], [], [], [], [])
        self.is_own: list[bool] = []
        self.coarsening: list[int | None] = []

    def add(self, claim: MoneyClaim, target: str, method: str, answer: RateAnswer) -> None:
        """Put the answer to a claim's question behind the others."""
        rate, start, end, days, reason, source, snapshot_id, note = answer
        rule = claim.currency_rule
        self._put(
            (claim.currency_code, f"{rule}; {note}" if note else rule, target, "none" if rate is None else method),
            (rate, start, end, days, source, snapshot_id, reason),
        )
        self.is_own.append(answer is _OWN)
        self.coarsening.append(None if rate is None else _ceiling_log10(rate))

    def refuse(self, place: int, reason: str) -> int:
        """Answer the question at a place by a reason, at a place behind the others; returns that place."""
        self._put((*[column[place] for column in self.names[:3]], "none"), (None, None, None, 0, None, None, reason))
        self.is_own.append(False)
        self.coarsening.append(None)
        return len(self.is_own) - 1

    def _put(self, names: tuple[str, ...], origin: tuple[object, ...]) -> None:
        for texts, text in zip(self.names, names, strict=True):
            texts.append(text)
        for values, value in zip(self.origin, origin, strict=True):
            values.append(value)


_TOO_LARGE = "the converted amount has more digits than the column holds"


def _amounts(
    claims: Sequence[MoneyClaim], each: numpy.ndarray, chosen: _ChosenRates, places: numpy.ndarray
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Both bounds and the precision of each row, exactly: decimals of 76 digits hold every product of two columns.

    A row whose amount the column could not hold gets a place of its own in `chosen`, with that as its reason.

    Args:
        claims: The claims.
        each: For each row, its claim.
        chosen: The rates.
        places: For each row, its rate; changed where a row gets another.
    """
    rows, where = pa.array(each), pa.array(places)
    rates = pa.array(chosen.origin[0], _RATE).take(where).cast(_WIDE_RATE)
    own = pa.array(chosen.is_own, pa.bool_()).take(where)
    bounds = []
    too_large = numpy.zeros(len(places), bool)
    for name in ("value_low", "value_high"):
        stated = pa.array([getattr(claim, name) for claim in claims], _AMOUNT).cast(_WIDE_AMOUNT).take(rows)
        products = pc.multiply(stated, rates)
        # To six places, half to even; in the claim's own currency as it is stated.
        rounded = pc.round(products, ndigits=VALUE_PLACES, round_mode="half_to_even")
        bounds.append(pc.if_else(own, stated.cast(products.type), rounded))
        too_large |= pc.fill_null(pc.greater_equal(pc.abs(bounds[-1]), LARGEST), False).to_numpy(zero_copy_only=False)
    for row in numpy.flatnonzero(too_large):
        places[row] = chosen.refuse(places[row], _TOO_LARGE)
    held = pa.array(~too_large)
    coarsening = pa.array(chosen.coarsening, pa.int64()).take(pa.array(places))
    decimals = pa.array([claim.decimals for claim in claims], pa.int64()).take(rows)
    low, high = (pc.if_else(held, bound, None).cast(_AMOUNT) for bound in bounds)
    return low, high, pc.subtract(decimals, coarsening)


def _ceiling_log10(rate: Decimal) -> int:
    """The smallest whole number n with rate <= 10^n: by how many places a precision is coarsened.

    Half a unit of the claim's last place, 0.5·10^-decimals, becomes rate times as wide.
    """
    digits = rate.adjusted()
    return digits if rate == _POWERS[digits] else digits + 1
