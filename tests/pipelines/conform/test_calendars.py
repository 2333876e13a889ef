"""Our feasts beside the library `holidays`: every day of every year that both know."""

from datetime import date

import holidays
import pytest

from pipelines.conform.calendars import AFTER_THANKSGIVING, EASTER_HOLIDAYS, LUNAR, WEEKDAY_HOLIDAYS, holiday

YEARS = range(1990, 2051)
AMERICAN = {
    "new_year": "New Year's Day",
    "christmas": "Christmas Day",
    "christmas_eve": "Christmas Eve",
    "new_year_eve": "New Year's Eve",
    "thanksgiving": "Thanksgiving Day",
    "labor_day_us": "Labor Day",
    "memorial_day": "Memorial Day",
    "mlk_day": "Martin Luther King Jr. Day",
    "independence_day_us": "Independence Day",
    "veterans_day": "Veterans Day",
    "halloween": "Halloween",
    "valentines_day": "Valentine's Day",
    "st_patricks_day": "Saint Patrick's Day",
    "mothers_day": "Mother's Day",
    "fathers_day": "Father's Day",
    "easter": "Easter Sunday",
    "good_friday": "Good Friday",
}
CHINESE = {"dragon_boat": "Dragon Boat Festival", "mid_autumn": "Mid-Autumn Festival"}
FROM_2008 = range(2008, 2051)
"""China's festivals beside the new year are days off, and in the library, since 2008."""


def named(found, name):
    days = [day for day, names in found.items() if name in [one.strip() for one in names.split(";")]]
    return min(days, default=None)


@pytest.fixture(scope="module")
def american():
    return {year: holidays.country_holidays("US", years=year, categories=("public", "unofficial")) for year in YEARS}


@pytest.fixture(scope="module")
def chinese():
    return {year: holidays.country_holidays("CN", years=year, language="en_US") for year in YEARS}


@pytest.mark.parametrize("name", AMERICAN)
def test_western_feasts_are_those_of_the_library(american, name):
    seen = 0
    for year, found in american.items():
        day = named(found, AMERICAN[name])
        if day is not None:
            assert holiday(name, year)[0] == day, year
            seen += 1
    assert seen > 25


@pytest.mark.parametrize("name", CHINESE)
def test_chinese_festivals_are_those_of_the_library(chinese, name):
    for year in FROM_2008:
        days = [d for d, names in chinese[year].items() if CHINESE[name] in names and "observed" not in names]
        assert holiday(name, year)[0] in days, year


def test_the_chinese_new_year_is_that_of_the_library(chinese):
    for year, found in chinese.items():
        days = sorted(d for d, names in found.items() if names.startswith("Chinese New Year") and "Eve" not in names)
        assert holiday("chinese_new_year", year)[0] in days[:2], year


def test_days_counted_from_another_feast():
    assert holiday("black_friday", 2024)[0] == date(2024, 11, 29)
    assert holiday("cyber_monday", 2024)[0] == date(2024, 12, 2)
    assert holiday("easter_monday", 2024)[0] == date(2024, 4, 1)
    assert holiday("lantern_festival", 2024)[0] == date(2024, 2, 24)
    assert {*AFTER_THANKSGIVING} == {"black_friday", "cyber_monday"}


def test_beyond_the_table_a_lunar_feast_is_unknown():
    last = max(year for _, year in LUNAR)
    assert holiday("mid_autumn", last + 1) is None
    assert holiday("easter", last + 1) is not None
    assert {*EASTER_HOLIDAYS, *WEEKDAY_HOLIDAYS}
