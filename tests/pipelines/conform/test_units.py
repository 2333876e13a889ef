"""Measures in one unit a quantity, exactly."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.conform.units import MeasureClaim, ceiling_log10, conform_measures, conform_value
from schemas.codes.conformed_units import CONFORMED_UNITS


@pytest.mark.parametrize(
    ("unit", "value", "conformed", "made", "is_exact"),
    [
        ("mu", "15", "ha", "1", True),
        ("mu", "1000", "ha", "66.666666667", False),
        ("km2", "2.5", "ha", "250", True),
        ("GW", "886.66", "MW", "886660", True),
        ("TWh", "1.2", "MWh", "1200000", True),
        ("jin", "2000", "t", "1", True),
        ("basis_point", "25", "percentage_point", "0.25", True),
        ("job", "7", "job", "7", True),
    ],
)
def test_a_measure_is_put_into_its_unit_of_comparison(unit, value, conformed, made, is_exact):
    found = conform_value(unit, Decimal(value), None, 0)
    assert (found.unit, found.value_low, found.value_high, found.is_exact) == (conformed, Decimal(made), None, is_exact)


def test_what_nine_places_cannot_hold_is_told_and_not_made_zero():
    (row,) = conform_measures([MeasureClaim("c_a", "mg", Decimal("0.1"), Decimal("0.1"), 1, "2024-01")])
    assert row[6:8] == (None, None)
    assert "nine places" in row[10]


def test_precision_is_not_invented():
    assert conform_value("GW", Decimal("886.66"), None, 2).decimals == -1
    assert conform_value("mu", Decimal(1000), None, -3).decimals == -2


@given(st.sampled_from(sorted(CONFORMED_UNITS)))
def test_a_ratio_is_coarsened_to_the_next_power_of_ten(unit):
    ratio = CONFORMED_UNITS[unit].ratio
    power = ceiling_log10(ratio)
    assert Fraction(10) ** (power - 1) < ratio <= Fraction(10) ** power


def test_every_unit_conforms_to_one_that_conforms_to_itself():
    assert [u for u, entry in CONFORMED_UNITS.items() if CONFORMED_UNITS[entry.conformed_unit_code].ratio != 1] == []
