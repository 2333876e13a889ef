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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

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
_OWN_CURRENCY = "own_currency"


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


RateWindow = tuple[str, date | None, date | None]
"""Which rate a claim asks for: the method, and the days [start, end) to average, or, without a start, the last. Without
an end there is none to ask for: neither a past period nor the publication is known."""

_Question = tuple[str, str, str, date | None, date | None]
"""What decides a rate: the claim's currency, the rule that told it, and the window's method, start and end."""


def convert_claims(claims: Sequence[MoneyClaim], rates: ReferenceRates, targets: Sequence[str]) -> pa.Table:
    """Convert each money claim to each target currency: `core_claim_conversions`.

    Each claim has a row for each target; in its own currency that is what it states, at a rate of 1. A bound stays a
    bound: an open end stays open. Where no rate can be had the row says why, and holds no value.

    Raises:
        TypeError: Something else than a `MoneyClaim` is among the claims.
    """
    strangers = {type(claim) for claim in claims} - {MoneyClaim}
    if strangers:
        raise TypeError(f"{', '.join(sorted(kind.__name__ for kind in strangers))}: only a MoneyClaim can be converted")
    questions: dict[_Question, int] = {}
    asked = [questions.setdefault(_question(claim), len(questions)) for claim in claims]
    chosen, answers = _chosen_rates(list(questions), rates, targets)
    count = len(targets)
    each = numpy.repeat(numpy.arange(len(claims)), count)
    places = answers[numpy.array(asked, numpy.int64)].ravel()
    amounts = _amounts(claims, each, chosen, places)
    endings = [f"\x1f{target}".encode() for target in targets]
    names = [claim.claim_id for claim in claims]
    encoded = [name.encode("utf-8", "surrogatepass") for name in names]
    ids = content_ids("v", [name + ending for name in encoded for ending in endings])
    columns: list[Sequence[object]] = list(zip(*chosen, strict=True)) or [()] * _RATE_COLUMNS
    return table_of_blocks(
        "core_claim_conversions",
        (
            Block((fixed_texts(ids, ID_LENGTH),)),
            Block((names,), each),
            Block(tuple(columns[:_RATE_PLACE]), places),
            Block(amounts),
            Block(tuple(columns[_RATE_PLACE:]), places),
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
    question = _question(claim)
    answer = _answered(question, rates, target)
    return _method(question, answer), answer


def rate_window(claim: MoneyClaim) -> RateWindow:
    """The days whose rates convert a claim, whatever the target."""
    known_by = claim.published_end or claim.period_end
    start, end = claim.period_start, claim.period_end or claim.published_end
    is_dated = claim.period_start is not None or claim.period_end is not None
    if is_dated and claim.status not in FORWARD_LOOKING and end is not None and known_by is not None:
        end = min(end, known_by)
        if claim.nature == "stock" or start is None:
            return ("period_end", None, end)
        if start < end:
            return ("period_average", start, end)
    return _publication_window(claim)


def _publication_window(claim: MoneyClaim) -> RateWindow:
    """The day of publication, or the interval in which that day lies."""
    start, end = claim.published_start, claim.published_end
    if end is None:
        return ("none", None, None)
    if start is None or end - start <= _DAY:
        return ("spot_published", None, end)
    return ("spot_published", start, end)


def _question(claim: MoneyClaim) -> _Question:
    return (claim.currency_code, claim.currency_rule, *rate_window(claim))


def _answered(question: _Question, rates: ReferenceRates, target: str) -> RateAnswer:
    code, rule, _, start, end = question
    if code == UNRESOLVED:
        return RateAnswer(None, reason=f"which currency is meant is {rule}")
    if code == target:
        return _OWN
    if end is None:
        return RateAnswer(None, reason="neither a past period nor a publication date is known")
    if start is None:
        return rates.on(code, target, end - _DAY)
    return rates.average(code, target, start, end)


def _method(question: _Question, answer: RateAnswer) -> str:
    if answer is _OWN:
        return _OWN_CURRENCY
    return "none" if answer.rate is None else question[2]


_RateRow = tuple[str, str, str, str, Decimal | None, date | None, date | None, int, str | None, str | None, str | None]
"""The columns that do not depend on the amount: currency, its rule, target, method; rate, first day, day after the
last, days, source, snapshot, reason."""

_METHOD_PLACE: Final = 3
_RATE_PLACE: Final = 4
_RATE_COLUMNS: Final = 11


def _chosen_rates(
    questions: Sequence[_Question], rates: ReferenceRates, targets: Sequence[str]
) -> tuple[list[_RateRow], numpy.ndarray]:
    """The answer to each question for each target, and in which place it is, a row a question, a column a target.

    One answer stands for all claims that ask for it. Plain tuples of plain values: the collector of garbage looks at
    them once and then leaves them out.
    """
    rows: list[_RateRow] = []
    places = numpy.zeros((len(questions), len(targets)), numpy.int64)
    for column, target in enumerate(targets):
        numbers = []
        for number, answer in _answers(questions, rates, target):
            code, rule, method, _, _ = questions[number]
            rate, start, end, days, reason, source, snapshot_id, note = answer
            if note is not None:
                rule = f"{rule}; {note}"
            if rate is None or answer is _OWN:
                method = _method(questions[number], answer)
            numbers.append(number)
            rows.append((code, rule, target, method, rate, start, end, days, source, snapshot_id, reason))
        places[numbers, column] = numpy.arange(len(rows) - len(numbers), len(rows))
    return rows, places


def _answers(questions: Sequence[_Question], rates: ReferenceRates, target: str) -> Iterator[tuple[int, RateAnswer]]:
    """The number of each question and its answer for a target; the single days of a currency are asked for at once."""
    of_days: dict[str, list[int]] = {}
    for number, question in enumerate(questions):
        code, _, _, start, end = question
        if start is None and end is not None and code not in (UNRESOLVED, target):
            of_days.setdefault(code, []).append(number)
        else:
            yield number, _answered(question, rates, target)
    for code, numbers in of_days.items():
        days = [end - _DAY for end in [questions[number][4] for number in numbers] if end is not None]
        yield from zip(numbers, rates.on_days(code, target, days), strict=True)


_POWERS = {digits: Decimal(1).scaleb(digits) for digits in range(-12, 29)}
"""Powers of ten, for every place that a rate may begin at."""

_TOO_LARGE = "the converted amount has more digits than the column holds"


def _amounts(
    claims: Sequence[MoneyClaim], each: numpy.ndarray, chosen: list[_RateRow], places: numpy.ndarray
) -> tuple[pa.Array, pa.Array, pa.Array]:
    """Both bounds and the precision of each row, exactly.

    A row whose amount the column could not hold gets a place of its own in `chosen`, with that as its reason.

    Args:
        claims: The claims.
        each: For each row, its claim.
        chosen: The rates.
        places: For each row, its rate; changed where a row gets another.
    """
    lows = pa.array([claim.value_low for claim in claims], _AMOUNT)
    highs = pa.array([claim.value_high for claim in claims], _AMOUNT)
    # Of most claims both bounds are one number, which is converted once.
    is_apart = pc.fill_null(pc.not_equal(lows, highs), True).to_numpy(zero_copy_only=False)
    apart = numpy.flatnonzero(is_apart[each])
    rates = pa.array([row[_RATE_PLACE] for row in chosen], _RATE)
    own = pa.array([row[_METHOD_PLACE] == _OWN_CURRENCY for row in chosen], pa.bool_())
    where, where_apart = pa.array(places), pa.array(places[apart])
    low = _converted(lows.take(pa.array(each)), rates.take(where), own.take(where))
    high = _converted(highs.take(pa.array(each[apart])), rates.take(where_apart), own.take(where_apart))
    bounds = pa.concat_arrays([low, high])
    where_high = numpy.arange(len(each))
    where_high[apart] = len(each) + numpy.arange(len(apart))
    is_too_large = _is_too_large(bounds)
    too_large = is_too_large[: len(each)] | is_too_large[where_high]
    for row in numpy.flatnonzero(too_large):
        place = places[row]
        places[row] = len(chosen)
        chosen.append((*chosen[place][:3], "none", None, None, None, 0, None, None, _TOO_LARGE))
    held, kept = pa.array(~too_large), pc.if_else(pa.array(~is_too_large), bounds, None).cast(_AMOUNT)
    low, high = (
        pc.if_else(held, kept.slice(0, len(each)), None),
        pc.if_else(held, kept.take(pa.array(where_high)), None),
    )
    coarsening = pa.array([_ceiling_log10(row[_RATE_PLACE]) for row in chosen], pa.int64()).take(pa.array(places))
    decimals = pa.array([claim.decimals for claim in claims], pa.int64()).take(pa.array(each))
    return low, high, pc.subtract(decimals, coarsening)


def _converted(amounts: pa.Array, rates: pa.Array, is_own: pa.Array) -> pa.Array:
    """Amounts at their rates, to six places, half to even: decimals of 76 digits hold every product.

    In the claim's own currency an amount stays as it is stated.
    """
    wide = amounts.cast(_WIDE_AMOUNT)
    products = pc.multiply(wide, rates.cast(_WIDE_RATE))
    rounded = pc.round(products, ndigits=VALUE_PLACES, round_mode="half_to_even")
    return pc.if_else(is_own, wide.cast(products.type), rounded)


def _is_too_large(amounts: pa.Array) -> numpy.ndarray:
    is_large = pc.fill_null(pc.greater_equal(pc.abs(amounts), LARGEST), False)
    found: numpy.ndarray = is_large.to_numpy(zero_copy_only=False)
    return found


def _ceiling_log10(rate: Decimal | None) -> int | None:
    """The smallest whole number n with rate <= 10^n: by how many places a precision is coarsened.

    Half a unit of the claim's last place, 0.5·10^-decimals, becomes rate times as wide.
    """
    if rate is None:
        return None
    digits = rate.adjusted()
    return digits if rate == _POWERS[digits] else digits + 1
