"""The concept measure on hand-made sentences: partial, complete, consumed only where value and unit agree."""

from benchmarks.concepts import add_concepts, score_concepts
from pipelines.extract.mentions import find_mentions


def gold(*quantities):
    return {
        "quantities": [
            {"value": value, "normalized_unit": unit, "referred_concepts": words} for value, unit, words in quantities
        ]
    }


def predicted(*quantities):
    return {
        "quantities": [{"value": value, "unit": unit, "referred_concepts": words} for value, unit, words in quantities]
    }


def f1(wanted, got):
    scores = score_concepts([wanted], [got])
    return scores["partial"]["F1"], scores["complete"]["F1"]


def test_same_words_in_any_order_and_case_are_complete():
    assert f1(gold(("5.0", "mile", "old bridge, Peru")), predicted((5.0, "mile", ["peru", "Old", "bridge"]))) == (
        100,
        100,
    )


def test_one_common_word_is_partial():
    assert f1(gold(("5.0", "mile", "old bridge")), predicted((5.0, "mile", ["bridge"]))) == (100, 0)


def test_nothing_answers_nothing():
    assert f1(gold(("5.0", "mile", "-")), predicted((5.0, "mile", ["-"]))) == (100, 100)


def test_other_value_is_no_hit():
    assert f1(gold(("5.0", "mile", "bridge")), predicted((6.0, "mile", ["bridge"]))) == (0, 0)


def test_range_meets_range_only():
    assert f1(gold(("5.0-6.0", "mile", "bridge")), predicted(([5.0, 6.0], "mile", ["bridge"]))) == (100, 100)
    assert f1(gold(("5.0-6.0", "mile", "bridge")), predicted((5.0, "mile", ["bridge"]))) == (0, 0)


def test_a_spare_prediction_costs_precision():
    scores = score_concepts(
        [gold(("5.0", "mile", "bridge"))], [predicted((5.0, "mile", ["bridge"]), (9.0, "mile", ["-"]))]
    )
    assert scores["complete"] == {"P": 50.0, "R": 100.0, "F1": 66.7}


def test_concepts_are_added_to_a_prediction():
    text = "Nokia’s shares lost 4.5%."
    start = text.index("4.5%")
    prediction = {"text": text, "quantities": [{"value": 4.5, "unit": "%", "start": start, "end": start + 4}]}
    dates, reading = find_mentions(text)
    assert add_concepts(prediction, dates, reading)["quantities"][0]["referred_concepts"] == ["Nokia", "shares"]
