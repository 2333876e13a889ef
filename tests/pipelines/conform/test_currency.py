"""Conversion: the right rate for the nature of a number, exactly, or the reason why not."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.conform.currency import convert_claims, leave_unconverted
from pipelines.conform.money_claims import MoneyClaim, RealAmount
from pipelines.conform.rate_books import RateBook
from pipelines.conform.rate_choice import rate_window
from pipelines.conform.rates import ReferenceRates

MONDAY = date(2024, 1, 1)


def book(days: int = 60) -> ReferenceRates:
    """Business days only; one euro buys 8 yuan, and from 1.00 dollar on a hundredth more each day."""
    rates, count = [], 0
    for offset in range(days):
        day = MONDAY + timedelta(days=offset)
        if day.weekday() < 5:
            rates.append(("EUR", "CNY", day, Decimal(8)))
            rates.append(("EUR", "USD", day, Decimal("1.00") + Decimal("0.01") * count))
            count += 1
    return ReferenceRates([RateBook(rates, source="TEST", snapshots={date.min: "s"})])


def claim(**changes) -> MoneyClaim:
    fields = {
        "claim_id": "c_aaaaaaaaaaaaaaaa",
        "currency_code": "CNY",
        "value_low": Decimal(800),
        "value_high": Decimal(800),
        "decimals": -2,
        "status": "actual",
        "nature": "flow",
        "period_start": date(2024, 1, 1),
        "period_end": date(2024, 1, 6),
        "published_start": date(2024, 2, 1),
        "published_end": date(2024, 2, 2),
        "partition_month": "2024-02",
    }
    return MoneyClaim(**{**fields, **changes})


def converted(claims, rates, targets) -> list[tuple[object, ...]]:
    """The rows of the table, in the order of its columns."""
    columns = convert_claims(claims, rates, targets).drop_columns("row_hash").columns
    return list(zip(*(column.to_pylist() for column in columns), strict=True))


def chosen(asking: MoneyClaim) -> dict[str, object]:
    """The row of a claim's conversion to dollars, by column."""
    (row,) = convert_claims([asking], book(), ["USD"]).to_pylist()
    return row


def test_a_flow_takes_the_mean_of_the_daily_crosses():
    row = chosen(claim())
    assert row["method"] == "period_average"
    assert row["rate_days"] == 5
    assert row["rate"] == sum(Decimal("1.00") + Decimal("0.01") * n for n in range(5)) / 5 / 8


def test_a_stock_takes_the_last_rate_of_its_period():
    row = chosen(claim(nature="stock", period_end=date(2024, 1, 8)))
    assert (row["method"], row["rate_start"], row["rate"]) == ("period_end", date(2024, 1, 5), Decimal("1.04") / 8)


@pytest.mark.parametrize("status", ["plan", "target", "projected", "hypothetical"])
def test_what_lies_ahead_takes_the_rate_of_publication(status):
    row = chosen(claim(status=status))
    assert (row["method"], row["rate_start"]) == ("spot_published", date(2024, 2, 1))


def test_no_rate_after_the_words_were_written_is_used():
    running = claim(period_end=date(2025, 1, 1), published_start=date(2024, 1, 10), published_end=date(2024, 1, 11))
    assert chosen(running)["rate_end"] == date(2024, 1, 11)


def day(month: int, number: int) -> date:
    return date(2024, month, number)


NEVER = {"period_start": None, "period_end": None}
UNDATED = {"published_start": None, "published_end": None}


@pytest.mark.parametrize(
    ("changes", "window"),
    [
        ({}, ("period_average", day(1, 1), day(1, 6))),
        ({"nature": "stock"}, ("period_end", None, day(1, 6))),
        ({"period_start": None}, ("period_end", None, day(1, 6))),
        ({"period_end": None}, ("period_average", day(1, 1), day(2, 2))),
        ({"period_end": day(3, 1)}, ("period_average", day(1, 1), day(2, 2))),
        ({"period_start": day(2, 1), "period_end": day(3, 1)}, ("period_average", day(2, 1), day(2, 2))),
        ({"period_start": day(2, 2), "period_end": day(3, 1)}, ("spot_published", None, day(2, 2))),
        ({"nature": "stock", "period_end": day(3, 1)}, ("period_end", None, day(2, 2))),
        (UNDATED, ("period_average", day(1, 1), day(1, 6))),
        ({**UNDATED, "period_end": None}, ("none", None, None)),
        ({"status": "plan"}, ("spot_published", None, day(2, 2))),
        (NEVER, ("spot_published", None, day(2, 2))),
        ({**NEVER, "published_end": day(2, 3)}, ("spot_published", day(2, 1), day(2, 3))),
        ({**NEVER, "published_start": None}, ("spot_published", None, day(2, 2))),
        ({**NEVER, **UNDATED}, ("none", None, None)),
    ],
)
def test_the_days_whose_rates_convert_a_claim(changes, window):
    assert rate_window(claim(**changes)) == window


def test_a_weekend_takes_the_friday_before_never_the_monday_after():
    assert book().on("CNY", "USD", date(2024, 1, 7)).start == date(2024, 1, 5)


def test_a_rate_more_than_a_week_old_is_none():
    answer = book(days=5).on("CNY", "USD", date(2024, 1, 13))
    assert answer.rate is None
    assert "in the week up to" in answer.reason


def test_a_period_that_is_not_covered_has_no_average():
    answer = book(days=20).average("CNY", "USD", date(2024, 1, 1), date(2024, 3, 1))
    assert answer.rate is None
    assert "do not cover" in answer.reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"currency_code": "XXX"}, "which currency is meant"),
        ({"currency_code": "TWD"}, "no TWD rate up to"),
        ({"period_start": None, "period_end": None, "published_start": None, "published_end": None}, "neither"),
        ({"period_start": date(1998, 1, 1), "period_end": date(1999, 1, 1)}, "no CNY rate up to 1998-12-31"),
    ],
    ids=["ambiguous", "uncovered", "undated", "too-early"],
)
def test_no_rate_means_a_reason_and_no_value(changes, reason):
    (row,) = converted([claim(**changes)], book(), ["USD"])
    assert row[5:8] == ("none", None, None)
    assert reason in row[-2]


@pytest.mark.parametrize("unit", ["percent", "percentage_point", "share", "times", "MW", "t", "mu", "", "job"])
def test_only_money_makes_a_claim_that_can_be_converted(unit):
    with pytest.raises(ValueError, match="is no currency"):
        claim(currency_code=unit)


def test_what_is_in_real_terms_is_of_a_type_that_is_not_converted():
    assert not issubclass(RealAmount, MoneyClaim)
    assert get_type_hints(convert_claims)["claims"] == Sequence[MoneyClaim]
    with pytest.raises(TypeError, match="RealAmount: only a MoneyClaim"):
        convert_claims([claim(), RealAmount("c_a", "CNY", "at 2015 prices", "2024-02")], book(), ["USD"])


def test_an_amount_in_real_terms_says_why_it_has_no_value():
    (row,) = leave_unconverted(
        [RealAmount("c_aaaaaaaaaaaaaaaa", "CNY", "at 2015 prices", "2024-02")], ["CNY"]
    ).to_pylist()
    assert (row["method"], row["value_low"], row["rate"], row["rate_days"]) == ("none", None, None, 0)
    assert row["reason"] == "stated in real terms: at 2015 prices"
    assert row["conversion_id"] == converted([claim()], book(), ["CNY"])[0][0]


def test_each_day_names_the_file_that_brought_its_rate():
    rates = [("EUR", "USD", day(1, number), Decimal("1.1")) for number in (2, 3, 4)]
    brought = ReferenceRates([RateBook(rates, source="TEST", snapshots={date.min: "old", day(1, 3): "new"})])
    told = [
        claim(**NEVER, currency_code="EUR", published_start=day(1, number), published_end=day(1, number + 1))
        for number in (2, 3, 4)
    ]
    rows = convert_claims(told, brought, ["USD"]).select(["snapshot_id", "rate_start", "rate_end"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("old", day(1, 2), day(1, 3)), ("new", day(1, 3), day(1, 4)), ("new", day(1, 4), day(1, 5)),
    ]  # fmt: skip


def test_a_bound_stays_a_bound():
    (row,) = converted([claim(value_high=None)], book(), ["USD"])
    assert row[6] is not None
    assert row[7] is None


def test_the_own_currency_is_what_the_article_states():
    (row,) = converted([claim(value_low=Decimal("0.123456789"))], book(), ["CNY"])
    assert row[5:10] == ("own_currency", Decimal("0.123456789"), Decimal(800), -2, Decimal(1))
    assert row[12] == 0


def test_a_publication_known_to_the_month_takes_the_mean_of_that_month():
    undated = claim(period_start=None, period_end=None, published_start=MONDAY, published_end=date(2024, 2, 1))
    row = chosen(undated)
    assert (row["method"], row["rate_days"]) == ("spot_published", 23)


def test_an_open_period_ends_with_the_publication():
    since = claim(period_end=None, published_start=date(2024, 1, 10), published_end=date(2024, 1, 11))
    row = chosen(since)
    assert (row["method"], row["rate_end"]) == ("period_average", date(2024, 1, 11))


def test_a_converted_amount_beyond_the_column_is_refused_with_a_reason():
    huge = claim(currency_code="USD", value_low=Decimal("9e28"), value_high=Decimal("9e28"))
    (row,) = converted([huge], book(), ["CNY"])
    assert row[5:8] == ("none", None, None)
    assert "more digits" in row[-2]


def test_precision_is_not_invented():
    (row,) = converted([claim(value_low=Decimal("160e9"), value_high=None, decimals=-9)], book(), ["USD"])
    assert row[8] == -9
    (row,) = converted([claim(currency_code="USD", decimals=-6)], book(), ["CNY"])
    assert row[8] == -7


def test_many_claims_at_once_are_converted_as_each_alone():
    claims = [
        claim(claim_id="c_aaaaaaaaaaaaaaa1"),
        claim(claim_id="c_aaaaaaaaaaaaaaa2", nature="stock"),
        claim(claim_id="c_aaaaaaaaaaaaaaa3", status="plan", value_high=None),
        claim(claim_id="c_aaaaaaaaaaaaaaa4", currency_code="USD"),
        claim(claim_id="c_aaaaaaaaaaaaaaa5", currency_code="XXX"),
        claim(claim_id="c_aaaaaaaaaaaaaaa6", period_start=date(2024, 1, 15), period_end=date(2024, 1, 20)),
    ]
    targets = ["USD", "CNY", "EUR"]
    assert converted(claims, book(), targets) == [row for each in claims for row in converted([each], book(), targets)]


@given(st.decimals(min_value="0.01", max_value="1e15", places=2, allow_nan=False, allow_infinity=False))
def test_there_and_back_is_the_same_within_the_places_kept(value):
    there = converted([claim(value_low=value, value_high=value)], book(), ["EUR"])[0][6]
    back = converted([claim(currency_code="EUR", value_low=there, value_high=there)], book(), ["CNY"])[0][6]
    assert abs(back - value) <= Decimal("0.00001")


amounts = st.decimals(min_value="0.01", max_value="1e15", places=2, allow_nan=False, allow_infinity=False)


@given(low=st.none() | amounts, high=st.none() | amounts, target=st.sampled_from(["USD", "CNY", "EUR"]))
def test_bounds_stay_bounds_and_in_order(low, high, target):
    if low is not None and high is not None:
        low, high = sorted((low, high))
    (row,) = converted([claim(value_low=low, value_high=high)], book(), [target])
    assert (row[6] is None, row[7] is None) == (low is None, high is None)
    if low is not None and high is not None:
        assert row[6] <= row[7]
