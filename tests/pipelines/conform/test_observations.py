"""Claims to facts: what matches, who speaks for the fact, what may be summed."""

import random
from datetime import date
from decimal import Decimal

from pipelines.conform.observations import ObservedClaim, observe_claims, rounding_interval


def claim(number: int, **changes) -> ObservedClaim:
    fields = {
        "claim_id": f"c_{'a' * 15}{'abcdefgh'[number]}",
        "article_id": f"a_{number}",
        "subject": "Hefei",
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
        "restates": False,
        "additivity": "additive",
    }
    return ObservedClaim(**{**fields, **changes})


def test_the_same_fact_in_two_articles_is_one_row():
    observations, bridges = observe_claims([claim(0), claim(1, subject="the Hefei", published_start=date(2023, 1, 1))])
    (row,) = observations
    assert row[15:19] == (2, 2, 1, "consistent")
    assert {role for _, _, role in bridges} == {"chosen", "supporting"}


def test_a_rounded_value_supports_and_another_contradicts():
    rounded = claim(1, value_low=Decimal(1000), value_high=Decimal(1000), decimals=-3)
    other = claim(2, value_low=Decimal(1900), value_high=Decimal(1900))
    observations, bridges = observe_claims([claim(0), rounded, other])
    assert observations[0][18] == "conflict"
    roles = {claim_id: role for _, claim_id, role in bridges}
    assert roles[other.claim_id] == "conflicting"
    assert roles[rounded.claim_id] == "supporting"
    near = claim(3, value_low=Decimal("1200.4"), value_high=Decimal("1200.4"), decimals=1)
    assert observe_claims([claim(0), near])[0][0][18] == "consistent"


def test_the_order_of_claims_changes_nothing():
    claims = [claim(n, confidence=0.5 + n / 10, decimals=-n) for n in range(6)]
    first = observe_claims(claims)
    random.Random(7).shuffle(claims)
    second = observe_claims(claims)
    assert sorted(map(str, first[0])) == sorted(map(str, second[0]))
    assert sorted(first[1]) == sorted(second[1])


def test_what_has_no_subject_or_period_matches_nothing():
    observations, _ = observe_claims([claim(0, subject=None), claim(1, subject=None), claim(2, period_end=None)])
    assert [row[18] for row in observations] == ["single"] * 3


def test_a_bound_has_no_value_and_is_never_summed():
    (row,), _ = observe_claims([claim(0, modifier="more_than", value_high=None)])
    assert row[11] is None
    assert row[12] == 1200
    assert row[14] is None


def test_only_additive_outcomes_that_restate_nothing_are_summed():
    assert observe_claims([claim(0)])[0][0][14] == 1200
    for changes in ({"status": "plan"}, {"kind": "percent"}, {"restates": True}, {"additivity": None}):
        assert observe_claims([claim(0, **changes)])[0][0][14] is None


def test_a_named_value_speaks_before_a_bound():
    bound = claim(0, modifier="more_than", value_high=None, confidence=1.0)
    exact = claim(1, confidence=0.5)
    assert observe_claims([bound, exact])[0][0][19] == exact.claim_id


def test_rounding_intervals_follow_the_last_digit_claimed():
    assert rounding_interval(claim(0, value_low=Decimal("9.7"), value_high=Decimal("9.7"), decimals=1)) == (
        Decimal("9.65"),
        Decimal("9.75"),
    )
    assert rounding_interval(claim(0, decimals=-2)) == (1150, 1250)
    assert rounding_interval(claim(0, modifier="more_than", value_high=None)) == (1200, None)
