"""Money claims to other currencies, each with the rate, its days and its source, or with the reason why not.

Only a `MoneyClaim` can be converted, and only an amount with a currency makes one: a percentage or a share has none, so
there is nothing it could be multiplied with. An amount in real terms is a `RealAmount`, which nothing here converts: no
day's rate belongs to the prices of another year.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipelines.conform.money_claims import MoneyClaim, RealAmount
from pipelines.conform.rate_choice import CHOSEN, OWN_CURRENCY, choose_rates
from pipelines.conform.rates import ReferenceRates
from schemas.identity import ID_LENGTH, content_id, content_ids
from schemas.rows import Block, fixed_texts, table_of, table_of_blocks

VALUE_PLACES = 6
"""Converted amounts are kept to six places; how many of them mean anything is told by `decimals`."""

LARGEST = Decimal("1e29")
"""What a column of 38 digits with nine places holds; no amount of money on earth comes near it."""

_AMOUNT = pa.decimal128(38, 9)
_RATE = pa.decimal128(28, 12)
_WIDE_AMOUNT = pa.decimal256(38, 9)
_WIDE_RATE = pa.decimal256(28, 12)

_POWERS = [pa.scalar(Decimal(1).scaleb(digits), _RATE) for digits in range(-12, 16)]
"""Every power of ten that a rate's column can hold, from the least on."""

_RATE_PLACE = CHOSEN.get_field_index("rate")
_REFUSED = {
    **dict.fromkeys(("rate", "rate_start", "rate_end", "source", "snapshot_id")),
    "method": "none",
    "rate_days": 0,
    "reason": "the converted amount has more digits than the column holds",
}


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
    chosen, answers = choose_rates(claims, rates, targets)
    each = numpy.repeat(numpy.arange(len(claims)), len(targets))
    bounds, of_low, of_high = _bounds(claims, each, chosen, answers.ravel())
    chosen, places = _refused(chosen, answers.ravel(), of_low == len(bounds) - 1)
    decimals = pa.array([claim.decimals for claim in claims], pa.int64()).take(pa.array(each))
    coarsening = _ceilings_log10(chosen.column("rate")).take(pa.array(places))
    names = [claim.claim_id for claim in claims]
    endings = [f"\x1f{target}".encode() for target in targets]
    encoded = [name.encode("utf-8", "surrogatepass") for name in names]
    ids = content_ids("v", [name + ending for name in encoded for ending in endings])
    return table_of_blocks(
        "core_claim_conversions",
        (
            Block((fixed_texts(ids, ID_LENGTH),)),
            Block((names,), each),
            Block(tuple(chosen.columns[:_RATE_PLACE]), places),
            Block((bounds,), of_low),
            Block((bounds,), of_high),
            Block((pc.subtract(decimals, coarsening),)),
            Block(tuple(chosen.columns[_RATE_PLACE:]), places),
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


def _bounds(
    claims: Sequence[MoneyClaim], each: NDArray[numpy.int64], chosen: pa.RecordBatch, places: NDArray[numpy.int64]
) -> tuple[pa.Array, NDArray[numpy.int64], NDArray[numpy.int64]]:
    """Converted amounts, and which of them is each row's lower and upper bound.

    The last amount is null: that of both bounds of a row of which one is beyond what the column holds.

    Args:
        claims: The claims.
        each: For each row, its claim.
        chosen: The rates.
        places: For each row, its rate.
    """
    lows = pa.array([claim.value_low for claim in claims], _AMOUNT)
    highs = pa.array([claim.value_high for claim in claims], _AMOUNT)
    # Of most claims both bounds are one number, which is converted once.
    is_apart = pc.fill_null(pc.not_equal(lows, highs), True).to_numpy(zero_copy_only=False)
    apart = numpy.flatnonzero(is_apart[each])
    of_claim = numpy.concatenate((each, each[apart] + len(claims)))
    amounts = pa.concat_arrays([lows, highs]).cast(_WIDE_AMOUNT).take(pa.array(of_claim))
    bounds = _converted(amounts, chosen, pa.array(numpy.concatenate((places, places[apart]))))
    of_low, of_high = numpy.arange(len(each)), numpy.arange(len(each))
    of_high[apart] = len(each) + numpy.arange(len(apart))
    is_large = pc.fill_null(pc.greater_equal(pc.abs(bounds), LARGEST), False).to_numpy(zero_copy_only=False)
    is_refused = is_large[of_low] | is_large[of_high]
    of_low[is_refused] = of_high[is_refused] = len(bounds)
    held = pc.if_else(pa.array(~is_large), bounds, None).cast(_AMOUNT)
    return pa.concat_arrays([held, pa.nulls(1, _AMOUNT)]), of_low, of_high


def _converted(amounts: pa.Array, chosen: pa.RecordBatch, places: pa.Array) -> pa.Array:
    """Amounts at their rates, to six places, half to even: decimals of 76 digits hold every product.

    In the claim's own currency an amount stays as it is stated.
    """
    is_own = pc.equal(chosen.column("method"), OWN_CURRENCY).take(places)
    products = pc.multiply(amounts, chosen.column("rate").cast(_WIDE_RATE).take(places))
    rounded = pc.round(products, ndigits=VALUE_PLACES, round_mode="half_to_even")
    return pc.if_else(is_own, amounts.cast(products.type), rounded)


def _refused(
    chosen: pa.RecordBatch, places: NDArray[numpy.int64], is_refused: NDArray[numpy.bool_]
) -> tuple[pa.RecordBatch, NDArray[numpy.int64]]:
    """The rates, and for each row its own: one that says why for a row whose amount the column could not hold."""
    rows = numpy.flatnonzero(is_refused)
    if not len(rows):
        return chosen, places
    told = [{**row, **_REFUSED} for row in chosen.take(pa.array(places[rows])).to_pylist()]
    changed = places.copy()
    changed[rows] = chosen.num_rows + numpy.arange(len(rows))
    return pa.concat_batches([chosen, pa.RecordBatch.from_pylist(told, CHOSEN)]), changed


def _ceilings_log10(rates: pa.Array) -> pa.Array:
    """The smallest whole number n with rate <= 10^n: by how many places a precision is coarsened.

    Half a unit of the claim's last place, 0.5·10^-decimals, becomes rate times as wide. Counted are the powers of ten
    that a rate exceeds; the first is 10^-12.
    """
    exceeded = pa.array(numpy.full(len(rates), -12))
    for power in _POWERS:
        exceeded = pc.add(exceeded, pc.greater(rates, power).cast(pa.int64()))
    return exceeded
