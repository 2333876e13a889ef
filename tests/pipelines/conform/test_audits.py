"""Facts held against one another: growth, targets, stated conversions, disagreements."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pipelines.conform.audits import FactIndex, Link
from pipelines.conform.disagreements import find_disagreements
from pipelines.conform.growth import GrowthWording, check_growth
from pipelines.conform.matching import ObservedClaim
from pipelines.conform.observations import find_facts
from pipelines.conform.rate_books import RateBook
from pipelines.conform.rates import ReferenceRates
from pipelines.conform.stated_rates import StatedPair, check_stated_rates
from pipelines.conform.targets import find_outcomes
from schemas.rows import bare_schema


def level(name: str, value: str, year: int, **changes) -> ObservedClaim:
    number = Decimal(value)
    fields = {
        "claim_id": f"c_{name:a<16}",
        "article_id": "a_1",
        "start": 0,
        "subject": "Anhui",
        "subject_code": None,
        "metric": "science spending",
        "metric_code": None,
        "nature": "flow",
        "additivity": "time",
        "status": "actual",
        "kind": "money",
        "unit": "CNY",
        "per": None,
        "direction": None,
        "base": None,
        "period_start": date(year, 1, 1),
        "period_end": date(year + 1, 1, 1),
        "modifier": "exact",
        "value_low": number,
        "value_high": number,
        "decimals": 0,
        "confidence": 0.9,
        "published_start": date(2024, 1, 1),
    }
    return ObservedClaim(**{**fields, **changes})


def change(name: str, percent: str, year: int, **changes) -> ObservedClaim:
    places = len(percent.partition(".")[2])
    fields = {"kind": "percent_change", "unit": "percent", "direction": "up", "decimals": places, **changes}
    return level(name, percent, year, **fields)


def named(table: str, rows: list[tuple]) -> list[dict]:
    names = bare_schema(table).names
    return [dict(zip(names, row, strict=False)) for row in rows]


def growth_of(claims, wordings=None) -> dict:
    (row,) = named("core_growth_checks", check_growth(FactIndex(find_facts(claims)), wordings or {}))
    return row


@pytest.mark.parametrize(
    ("percent", "verdict"),
    [("9.1", "consistent"), ("9.0", "within_rounding"), ("8.1", "inconsistent")],
    ids=["right", "within-rounding", "wrong"],
)
def test_a_fall_is_held_against_its_levels(percent, verdict):
    claims = [level("base", "352", 2019), level("now", "320", 2020), change("g", percent, 2020, direction="down")]
    row = growth_of(claims)
    assert row["verdict"] == verdict
    assert round(row["implied_percent"], 2) == Decimal("-9.09")
    if verdict == "inconsistent":
        assert row["why"] == "the levels give -9.09 %, reported is -8.1 %"


def test_a_target_in_real_terms_is_not_met_by_money_of_the_day():
    target = level("t", "1000", 2022, status="target", **AT_2015)
    (row,) = outcomes([target, level("o", "1200", 2022, article_id="a_2")])
    assert (row["state"], row["verdict"], row["progress_percent"]) == ("unknown", "not_comparable", None)
    assert "at constant 2015 prices" in row["why"]
    (row,) = outcomes([target, level("o", "1200", 2022), level("r", "900", 2022, **AT_2015)])
    assert (row["state"], row["progress_percent"]) == ("missed", 90)


def test_a_level_before_that_nobody_told_is_implied():
    row = growth_of([level("now", "352", 2019), change("g", "12.5", 2019)])
    assert (row["verdict"], row["why"]) == ("not_comparable", "no earlier level is told")
    assert round(row["implied_base"], 1) == Decimal("312.9")
    assert row["implied_base_low"] < row["implied_base"] < row["implied_base_high"]


def test_a_change_is_held_against_the_levels_of_its_own_time_alone_however_many_are_told():
    levels = [level(f"l{year}", str(100 + year), year) for year in range(1980, 2020)]
    index = FactIndex(find_facts(levels))
    growth = change("g", "12.5", 2019)
    assert [fact.chosen.claim_id for fact in index.levels_behind(growth)] == [levels[-1].claim_id]
    assert [fact.chosen.claim_id for fact in index.levels_like(levels[-1], date(2019, 1, 1))] == [levels[-2].claim_id]


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("Output rose XX in real terms.", "not_comparable"),
        ("In nominal terms output rose XX.", "inconsistent"),
        ("Output rose XX.", "not_comparable"),
    ],
    ids=["real", "nominal", "by-convention-real"],
)
def test_real_growth_is_told_apart_from_wrong_growth(sentence, verdict):
    claims = [level("base", "12606", 2023, metric="GDP"), level("now", "13491", 2024, metric="GDP")]
    growth = change("g", "5.0", 2024, metric="GDP")
    wording = GrowthWording(sentence, sentence.index("XX"), sentence.index("XX") + 2)
    row = growth_of([*claims, growth], {growth.claim_id: wording})
    assert row["verdict"] == verdict


AT_2015 = {"price_terms": "at constant 2015 prices"}
AT_2020 = {"price_terms": "at 2020 prices"}


@pytest.mark.parametrize(
    ("before", "now", "sentence", "verdict", "why"),
    [
        (AT_2015, AT_2015, "Output rose XX.", "consistent", "to its last digit"),
        (AT_2015, AT_2015, "Output rose XX in real terms.", "consistent", "to its last digit"),
        (
            AT_2015,
            AT_2015,
            "In nominal terms output rose XX.",
            "not_comparable",
            "nominal growth, against levels in real",
        ),
        (AT_2015, {}, "In nominal terms output rose XX.", "not_comparable", "one level is in real terms"),
        ({}, AT_2015, "Output rose XX in real terms.", "not_comparable", "one level is in real terms"),
        (AT_2015, AT_2020, "Output rose XX in real terms.", "not_comparable", "the prices of different years"),
        ({}, {}, "Output rose XX in real terms.", "not_comparable", "real growth, against levels at current prices"),
        ({}, {}, "In nominal terms output rose XX.", "consistent", "to its last digit"),
    ],
)
def test_levels_in_real_terms_are_told_apart_from_money_of_the_day(before, now, sentence, verdict, why):
    growth = change("g", "5.0", 2024)
    wording = GrowthWording(sentence, sentence.index("XX"), sentence.index("XX") + 2)
    claims = [level("base", "1000", 2023, **before), level("now", "1050", 2024, **now), growth]
    row = growth_of(claims, {growth.claim_id: wording})
    assert row["verdict"] == verdict
    assert why in row["why"]


def test_growth_is_held_against_levels_in_its_own_prices_where_both_are_told():
    claims = [
        level("base", "1000", 2023),
        level("now", "1100", 2024),
        level("realbase", "900", 2023, **AT_2015),
        level("realnow", "945", 2024, **AT_2015),
    ]
    for sentence, percent, base in (
        ("It rose XX in real terms.", "5.0", 900),
        ("It rose XX, nominally.", "10.0", 1000),
    ):
        growth = change("g", percent, 2024)
        place = sentence.index("XX")
        row = growth_of([*claims, growth], {growth.claim_id: GrowthWording(sentence, place, place + 2)})
        assert row["verdict"] == "consistent"
        assert row["implied_base"] == base


def test_two_rates_in_one_sentence_each_have_their_own_prices():
    sentence = "It grew 5.0% in real terms and 4.2% in nominal terms."
    place = sentence.index("4.2%")
    claims = [level("base", "1000", 2022, metric="GDP"), level("now", "1042", 2023, metric="GDP")]
    growth = change("g", "4.2", 2023, metric="GDP")
    row = growth_of([*claims, growth], {growth.claim_id: GrowthWording(sentence, place, place + 4)})
    assert (row["price_basis"], row["verdict"]) == ("nominal", "consistent")


def test_levels_that_are_only_bounded_may_contradict_but_never_confirm():
    base = level("base", "100", 2019)
    more = level("now", "200", 2020, modifier="more_than", value_high=None)
    assert growth_of([base, more, change("g", "150", 2020)])["verdict"] == "not_comparable"
    assert growth_of([base, more, change("g", "50", 2020)])["verdict"] == "inconsistent"


STATIONS = {"kind": "count", "unit": "base station", "metric": "base stations built", "nature": "stock"}


def outcomes(claims, links=()) -> list[dict]:
    return named("core_target_outcomes", find_outcomes(FactIndex(find_facts(claims), links)))


@pytest.mark.parametrize(
    ("done", "year", "state", "verdict"),
    [
        ("80000", 2020, "under_way", "not_comparable"),
        ("260000", 2022, "met", "consistent"),
        ("90000", 2022, "missed", "inconsistent"),
    ],
    ids=["before-the-deadline", "reached", "missed"],
)
def test_a_target_is_held_against_its_latest_outcome(done, year, state, verdict):
    target = level("t", "250000", 2022, status="target", **STATIONS)
    outcome = level("o", done, year, article_id="a_2", **STATIONS)
    (row,) = outcomes([target, outcome])
    assert (row["state"], row["verdict"]) == (state, verdict)
    assert row["progress_percent"] == Decimal(done) / 2500


def test_an_outcome_whose_rounding_reaches_the_target_meets_it_and_a_round_target_is_no_milder():
    target = level("t", "252000", 2022, status="target", **{**STATIONS, "decimals": -3})
    outcome = level("o", "250000", 2022, article_id="a_2", **{**STATIONS, "decimals": -4})
    assert outcomes([target, outcome])[0]["verdict"] == "within_rounding"
    assert outcomes([replace(target, decimals=-6), replace(outcome, decimals=0)])[0]["state"] == "missed"


def test_a_ceiling_is_met_from_below():
    target = level("t", "100", 2022, status="target", modifier="at_most", value_low=None, **STATIONS)
    assert outcomes([target, level("o", "90", 2022, article_id="a_2", **STATIONS)])[0]["state"] == "met"
    assert outcomes([target, level("o", "120", 2022, article_id="a_2", **STATIONS)])[0]["state"] == "missed"


def test_a_number_of_a_time_to_come_is_no_outcome():
    target = level("t", "400", 2030, status="target", **STATIONS)
    assert outcomes([target, level("o", "5", 2030, article_id="a_2", **STATIONS)])[0]["state"] == "no_outcome"


def test_a_length_still_to_come_answers_no_plan_without_a_deadline():
    target = level("t", "400", 2030, status="plan", period_start=None, period_end=None, **STATIONS)
    assert outcomes([target, level("o", "5", 2030, **STATIONS)])[0]["state"] == "no_outcome"


@pytest.mark.parametrize(("metric", "state"), [("amount asked", "unknown"), ("5G base stations asked", "missed")])
def test_a_goal_that_names_nothing_is_not_missed_in_the_year_of_the_outcome_beside_it(metric, state):
    share = {"kind": "percent", "unit": "percent", "decimals": 2}
    target = level("t", "8", 2022, status="target", **{**share, "metric": metric})
    done = level("o", "6.91", 2022, **{**share, "metric": "5G base stations"})
    assert outcomes([target, done], [Link("target_of", target.claim_id, done.claim_id)])[0]["state"] == state


def test_a_target_that_nothing_answers_says_so():
    assert outcomes([level("t", "5", 2030, status="target")])[0]["state"] == "no_outcome"


def test_the_outcome_that_the_text_names_comes_first():
    target = level("t", "250000", 2022, status="target", **STATIONS)
    beside = level("b", "70000", 2020, subject="the operator", **STATIONS)
    (row,) = outcomes([target, beside], [Link("target_of", target.claim_id, beside.claim_id)])
    assert row["outcome_claim_id"] == beside.claim_id


def market() -> ReferenceRates:
    """Thirty-one days at 7.20 to 7.29 yuan and 150 yen to the dollar."""
    days = [date(2024, 5, 1) + timedelta(days=count) for count in range(31)]
    quotes = [("USD", Decimal(1)), ("JPY", Decimal(150)), ("EUR", Decimal("0.9"))]
    rates = [("XAU", code, day, rate) for day in days for code, rate in quotes]
    rates += [("XAU", "CNY", day, Decimal("7.20") + Decimal("0.003") * count) for count, day in enumerate(days)]
    return ReferenceRates([RateBook(rates, source="TEST", snapshots={date.min: "s"}, pivot="XAU")])


def pair(unit: str, amount: str, dollars: str, decimals: int, **changes) -> StatedPair:
    number, converted = Decimal(amount), Decimal(dollars)
    made = StatedPair(
        "c_a", unit, number, number, "c_b", "USD", converted, converted, "exact", decimals,
        date(2024, 5, 28), date(2024, 5, 29), "2024-05",
    )  # fmt: skip
    return replace(made, **changes)


@pytest.mark.parametrize(
    ("stated", "verdict", "fitting"),
    [
        (pair("CNY", "344e9", "47.5e9", -8), "consistent", None),
        (pair("JPY", "344e9", "47.5e9", -8), "inconsistent", "CNY"),
        (pair("CNY", "1000e9", "140.2e9", -8), "within_rounding", None),
        (pair("CNY", "344e9", "475e9", -9), "inconsistent", None),
        (pair("CNY", "344e9", "47.5e9", -8, published_start=None, published_end=None), "not_comparable", None),
        (pair("XXX", "344e9", "47.5e9", -8), "not_comparable", None),
        (pair("CNY", "344e9", "99e9", -8, price_terms="at 2015 prices"), "not_comparable", None),
    ],
    ids=["right", "yen-for-yuan", "official-fixing", "a-digit-off", "undated", "no-currency", "real-terms"],
)
def test_a_stated_conversion_is_held_against_the_market(stated, verdict, fitting):
    (row,) = named("core_fx_checks", check_stated_rates([stated], market()))
    assert (row["verdict"], row["fitting_currency_code"]) == (verdict, fitting)


def test_a_wide_interval_of_publication_makes_no_rate_right():
    days = [date(2024, 1, 1) + timedelta(days=count) for count in range(180)]
    rates = [("EUR", "USD", day, Decimal(1)) for day in days]
    rates += [("EUR", "CNY", day, Decimal("7.10") + Decimal("0.001") * count) for count, day in enumerate(days)]
    book = ReferenceRates([RateBook(rates, source="TEST", snapshots={date.min: "s"})])
    wide = {"published_start": date(2024, 2, 1), "published_end": date(2024, 6, 28)}
    near = pair("CNY", "1000e9", "140.2e9", -8, **wide)  # 7.133 a dollar: a rate of the first weeks alone
    (row,) = named("core_fx_checks", check_stated_rates([near], book))
    assert row["verdict"] == "within_rounding"
    assert "on some of the days" in row["why"]
    (row,) = named("core_fx_checks", check_stated_rates([pair("CNY", "1000e9", "140e9", -10, **wide)], book))
    assert row["verdict"] == "consistent"  # two digits: right whichever day it was


@pytest.mark.parametrize(("end", "verdict"), [(date(2023, 11, 1), "consistent"), (date(2033, 11, 1), "inconsistent")])
def test_an_amount_of_the_past_may_be_converted_at_the_rates_of_its_time(end, verdict):
    days = [date(2023, 10, 1) + timedelta(days=count) for count in range(300)]
    rates = [("EUR", "USD", day, Decimal(1)) for day in days]
    rates += [("EUR", "KRW", day, Decimal(1150 if day < date(2024, 1, 1) else 1400)) for day in days]
    book = ReferenceRates([RateBook(rates, source="TEST", snapshots={date.min: "s"})])
    bought = pair("KRW", "10300e9", "9e9", -9, period_start=date(2023, 10, 1), period_end=end)
    (row,) = named("core_fx_checks", check_stated_rates([bought], book))
    assert row["verdict"] == verdict


def test_claims_that_differ_are_told_with_their_gap():
    first = level("a", "126058", 2023, article_id="a_1")
    later = level("b", "129427", 2023, article_id="a_2", published_start=date(2024, 12, 27))
    rounded = level("c", "129000", 2023, article_id="a_3", decimals=-3)
    rows = named("core_disagreements", find_disagreements(FactIndex(find_facts([first, later, rounded]))))
    verdicts = {row["other_claim_id"]: row["verdict"] for row in rows}
    assert verdicts == {first.claim_id: "inconsistent", rounded.claim_id: "within_rounding"}
    assert "361 days" in next(row["why"] for row in rows if row["verdict"] == "inconsistent")
