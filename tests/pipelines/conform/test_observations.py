"""Claims to facts: what matches, who speaks for the fact, what may be summed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.conform.matching import ObservedClaim
from pipelines.conform.observations import find_facts, observation_rows
from schemas.rows import bare_schema

NAMES = bare_schema("core_observations").names[:-1]


def observe(claims) -> tuple[list[dict], list[tuple]]:
    observations, bridges = observation_rows(find_facts(claims))
    return [dict(zip(NAMES, row, strict=True)) for row in observations], bridges


def claim(number: int, **changes) -> ObservedClaim:
    fields = {
        "claim_id": f"c_{'a' * 15}{'abcdefgh'[number]}",
        "article_id": f"a_{number}",
        "start": 0,
        "subject": "Hefei",
        "subject_code": None,
        "metric_code": "gross_domestic_product",
        "nature": "flow",
        "base": None,
        "metric": "economic output",
        "status": "actual",
        "kind": "money",
        "unit": "CNY",
        "per": None,
        "direction": None,
        "period_start": date(2022, 1, 1),
        "period_end": date(2023, 1, 1),
        "modifier": "exact",
        "value_low": Decimal(1200),
        "value_high": Decimal(1200),
        "decimals": -2,
        "confidence": 0.9,
        "published_start": date(2023, 2, 1),
        "additivity": "time",
    }
    values = {**fields, **changes}
    if "value_low" in changes and "value_high" not in changes:
        values["value_high"] = None if values["modifier"] == "more_than" else values["value_low"]
    return ObservedClaim(**values)


def test_the_same_fact_in_two_articles_is_one_row():
    (row,), bridges = observe([claim(0), claim(1, subject="the Hefei", published_start=date(2023, 1, 1))])
    assert (row["claim_count"], row["article_count"], row["value_count"], row["consistency"]) == (2, 2, 1, "consistent")
    assert {role for _, _, role in bridges} == {"chosen", "supporting"}


def test_synonyms_of_one_statistic_are_one_fact_and_narrower_ones_are_not():
    assert len(observe([claim(0), claim(1, metric="GDP")])[0]) == 1
    assert len(observe([claim(0, metric="retail sales"), claim(1, metric="online sales")])[0]) == 2


def test_a_rounded_value_supports_and_another_contradicts():
    rounded = claim(1, value_low=Decimal(1000), value_high=Decimal(1000), decimals=-3)
    other = claim(2, value_low=Decimal(1900), value_high=Decimal(1900), published_start=date(2020, 1, 1))
    (row,), bridges = observe([claim(0), rounded, other])
    assert row["consistency"] == "conflict"
    roles = {claim_id: role for _, claim_id, role in bridges}
    assert roles[other.claim_id] == "conflicting"
    assert roles[rounded.claim_id] == "supporting"


def test_an_amount_at_constant_prices_is_no_other_telling_of_the_money_of_the_day():
    nominal, at_2015 = claim(0), claim(1, value_low=Decimal(1000), price_terms="at constant 2015 prices")
    again = claim(2, value_low=Decimal(1000), price_terms="in 2015 yuan")
    at_2020 = claim(3, value_low=Decimal(1100), price_terms="at 2020 prices")
    rows, _ = observe([nominal, at_2015, again, at_2020])
    assert sorted((row["value"], row["claim_count"], row["consistency"]) for row in rows) == [
        (1000, 2, "consistent"),
        (1100, 1, "single"),
        (1200, 1, "single"),
    ]
    assert len({row["series_id"] for row in rows}) == 3
    assert observe([nominal])[0][0]["observation_id"] in {row["observation_id"] for row in rows}


def test_prices_of_a_year_that_is_not_told_are_known_to_be_the_same_in_one_article_only():
    real = {"price_terms": "at comparable prices"}
    assert len(observe([claim(0, **real), claim(1, **real)])[0]) == 2
    assert len(observe([claim(0, **real), claim(1, article_id="a_0", start=90, **real)])[0]) == 1


def test_equal_measures_in_other_units_are_one_fact():
    power = {"kind": "power", "metric": "solar capacity", "nature": "stock"}
    gigawatts = claim(0, **power, unit="GW", value_low=Decimal("886.66"), value_high=Decimal("886.66"), decimals=2)
    megawatts = claim(1, **power, unit="MW", value_low=Decimal(886660), value_high=Decimal(886660), decimals=-1)
    (row,), _ = observe([gigawatts, megawatts])
    assert (row["unit"], row["value"], row["consistency"]) == ("MW", 886660, "consistent")


def test_a_stock_is_matched_by_the_day_it_stands_at():
    year = claim(0, nature="stock")
    day = claim(1, nature="stock", period_start=date(2022, 12, 31))
    assert len(observe([year, day])[0]) == 1
    assert len(observe([claim(0), claim(1, period_start=date(2022, 12, 31))])[0]) == 2


def test_an_article_that_gives_two_values_speaks_of_two_things():
    second = claim(1, article_id="a_0", start=90, value_low=Decimal(9000), value_high=Decimal(9000))
    rows, _ = observe([claim(0), second])
    assert sorted(row["value"] for row in rows) == [1200, 9000]
    assert {row["consistency"] for row in rows} == {"single"}


def test_what_is_said_twice_in_the_same_words_is_one_fact_also_without_a_subject():
    first = claim(0, subject=None)
    again = claim(1, article_id="a_0", subject=None, repeats_claim_id=first.claim_id)
    assert len(observe([first, again])[0]) == 1


def test_what_has_no_subject_or_period_matches_nothing():
    rows, _ = observe([claim(0, subject=None), claim(1, subject=None), claim(2, period_end=None)])
    assert [row["consistency"] for row in rows] == ["single"] * 3


def test_a_bound_has_no_value_and_is_never_summed():
    (row,), _ = observe([claim(0, modifier="more_than", value_high=None)])
    assert (row["value"], row["value_low"], row["value_additive"]) == (None, 1200, None)


def test_only_additive_outcomes_that_restate_nothing_are_summed():
    assert observe([claim(0)])[0][0]["value_additive"] == 1200
    for changes in (
        {"status": "plan"},
        {"kind": "percent"},
        {"is_restatement": True},
        {"is_component": True},
        {"additivity": None},
        {"per": "year"},
        {"price_terms": "at 2015 prices"},
        {"metric": "output per person"},
        {"metric": "average cost"},
        {"subject": "Each kilowatt-hour"},
    ):
        assert observe([claim(0, **changes)])[0][0]["value_additive"] is None


def test_a_named_value_speaks_before_a_bound_and_the_latest_of_equals():
    bound = claim(0, modifier="more_than", value_high=None, confidence=1.0)
    exact = claim(1, confidence=0.5)
    revised = claim(2, confidence=0.5, published_start=date(2024, 1, 1))
    assert observe([bound, exact])[0][0]["chosen_claim_id"] == exact.claim_id
    assert observe([bound, exact, revised])[0][0]["chosen_claim_id"] == revised.claim_id


def claim_of(number: int, value: Decimal, modifier: str, **changes) -> ObservedClaim:
    high = None if modifier == "more_than" else value
    return claim(number, value_low=value, value_high=high, modifier=modifier, **changes)


made = st.builds(
    claim_of,
    st.integers(0, 7),
    article_id=st.sampled_from(["a_0", "a_1", "a_2"]),
    start=st.integers(0, 3),
    subject=st.sampled_from(["Hefei", "the Hefei", "China", None]),
    metric=st.sampled_from(["GDP", "economic output", "exports", None]),
    modifier=st.sampled_from(["exact", "approx", "more_than"]),
    value=st.sampled_from([Decimal(1000), Decimal(1200), Decimal(1900)]),
    decimals=st.sampled_from([None, -3, -2]),
    is_component=st.booleans(),
)
some_claims = st.lists(made, max_size=8, unique_by=lambda made_claim: made_claim.claim_id)


@settings(max_examples=60)
@given(some_claims, st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(claims, shuffler):
    first = observe(claims)
    shuffled = list(claims)
    shuffler.shuffle(shuffled)
    assert observe(shuffled) == first
    assert sorted(claim_id for _, claim_id, _ in first[1]) == sorted(each.claim_id for each in claims)


@settings(max_examples=60)
@given(some_claims, st.sampled_from(["a_ ", "a_9"]))
def test_claims_of_a_new_article_never_rename_a_fact(claims, article):
    before = {row["observation_id"] for row in observe(claims)[0]}
    newcomers = [claim(n, claim_id=f"c_{'b' * 15}{'ab'[n]}", article_id=article) for n in range(2)]
    assert before <= {row["observation_id"] for row in observe([*claims, *newcomers])[0]}


@settings(max_examples=60)
@given(some_claims)
def test_a_sum_never_includes_a_bound_or_a_part(claims):
    by_id = {each.claim_id: each for each in claims}
    for row in observe(claims)[0]:
        if row["value_additive"] is not None:
            chosen = by_id[row["chosen_claim_id"]]
            assert chosen.modifier in ("exact", "approx")
            assert not chosen.is_component


def test_a_copy_tells_what_its_original_told_whatever_day_it_was_printed():
    told = [claim(0, subject=None), claim(1, article_id="a_0", start=90, value_low=Decimal(9000))]
    copies = [
        replace(
            each,
            claim_id=f"c_{9 - place}",
            article_id="a_copy",
            original_article_id="a_0",
            original_claim_id=each.claim_id,
        )
        for place, each in enumerate(told)
    ]
    rows, bridges = observe([*told, *copies])
    assert len(rows) == 2
    assert sorted(role for _, _, role in bridges) == ["chosen", "chosen", "supporting", "supporting"]


def test_what_a_copy_adds_is_a_fact_of_the_same_story():
    added = replace(claim(1), article_id="a_copy", subject=None, original_article_id="a_0")
    assert added.thing[0] == "a_0"
