"""What the words of a number allow, to the digit: half a unit either way, open ends, quotients and growth."""

from decimal import Decimal

import pytest

from pipelines.conform.intervals import Interval, growth, quotient, rounded, rounding_interval


def interval(low: str | None, high: str | None) -> Interval:
    return Interval(*(None if end is None else Decimal(end) for end in (low, high)))


@pytest.mark.parametrize(
    ("low", "high", "modifier", "decimals", "allowed"),
    [
        pytest.param("352e9", "352e9", "exact", -9, ("351.5e9", "352.5e9"), id="half a unit"),
        pytest.param("9.1", "9.1", "exact", 1, ("9.05", "9.15"), id="half a tenth"),
        pytest.param("7", "7", "exact", None, ("7", "7"), id="no last digit known"),
        pytest.param("400", "400", "approx", 0, ("395", "405"), id="ten half units"),
        pytest.param("400e9", "400e9", "approx", -11, ("350e9", "450e9"), id="never less than half a unit"),
        pytest.param("90", "90", "nearly", 0, ("85.5", "94.5"), id="a twentieth of the number"),
        pytest.param("-90", "-90", "approx", 0, ("-94.5", "-85.5"), id="a twentieth of what is below zero"),
        pytest.param("0.4", "0.4", "approx", 1, ("0.35", "0.45"), id="below one"),
        pytest.param("0.4", "0.4", "approx", 2, ("0.38", "0.42"), id="a twentieth of what is below one"),
        pytest.param("160", None, "more_than", -1, ("160", None), id="a floor"),
        pytest.param(None, "160", "at_most", -1, (None, "160"), id="a ceiling"),
        pytest.param("10", "20", "range", 0, ("10", "20"), id="a range"),
    ],
)
def test_what_words_allow(low, high, modifier, decimals, allowed):
    stated = interval(low, high)
    assert rounding_interval(stated.low, stated.high, modifier, decimals) == interval(*allowed)


@pytest.mark.parametrize(
    ("above", "below", "found"),
    [
        (("2", "3"), ("4", "5"), ("0.4", "0.75")),
        ((None, "3"), ("4", "5"), (None, "0.75")),
        (("2", None), ("4", "5"), ("0.4", None)),
        (("2", "3"), (None, "5"), ("0.4", None)),
        (("2", "3"), ("4", None), (None, "0.75")),
        (("2", "3"), ("0", "5"), ("0.4", None)),
        (("2", "3"), ("-1", "0"), (None, None)),
        (("2", "3"), ("0.5", "1"), ("2", "6")),
    ],
)
def test_quotients_are_open_where_an_end_could_be_anything(above, below, found):
    assert quotient(interval(*above), interval(*below)) == interval(*found)


def test_growth_is_in_percent():
    assert growth(interval("110", "120"), interval("100", "100")) == interval("10", "20")
    assert growth(interval(None, "120"), interval("100", "100")) == interval(None, "20")


def test_intervals_meet_at_their_ends():
    assert interval("1", "2").meets(interval("2", "3"))
    assert not interval("1", "2").meets(interval("2.1", "3"))
    assert interval("1", None).meets(interval("9", "9"))
    assert interval(None, "1").meets(interval(None, "9"))
    assert not interval(None, "1").meets(interval("2", None))


def test_every_value_is_scaled_and_halves_are_rounded_to_even():
    assert interval("1", None).scaled(Decimal("0.5")) == interval("0.5", None)
    assert [rounded(Decimal(value), 1) for value in ("0.25", "0.35", "-0.05")] == [
        Decimal(value) for value in ("0.2", "0.4", "0.0")
    ]
