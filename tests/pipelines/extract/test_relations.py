"""How claims hang together: each kind of relation in a sentence of our own, and what must not be related."""

import pytest

from pipelines.extract.claims import bind_claims
from pipelines.extract.mentions import find_mentions
from pipelines.extract.relations import find_relations
from schemas.pages import Sentence
from schemas.spans import SentenceReading


def relations_of(*sentences):
    """Relations as (kind, number, number), by the words at the two ends."""
    readings, raw = [], ""
    for text in sentences:
        dates, numbers = find_mentions(text)
        readings.append(
            SentenceReading(
                Sentence(len(raw), len(raw) + len(text), text, "body", 0),
                tuple(date.moved(len(raw)) for date in dates),
                tuple(quantity.moved(len(raw)) for quantity in numbers.quantities),
            )
        )
        raw += text + " "
    bound = bind_claims(readings)
    quotes = {c.quantity.start: raw[c.quantity.start : c.quantity.end] for r in bound for c in r.claims}
    return [(item.kind, quotes[item.from_start], quotes[item.to_start]) for item in find_relations(bound)]


@pytest.mark.parametrize(
    ("sentence", "relation"),
    [
        pytest.param(
            "Ghana received 500 million cedis ($40 million) of aid.",
            ("stated_conversion_of", "$40 million", "500 million cedis"),
            id="conversion",
        ),
        pytest.param(
            "Peru's exports rose 4.2 percent to 66 billion dollars.",
            ("growth_of", "4.2 percent", "66 billion dollars"),
            id="growth",
        ),
        pytest.param(
            "Nokia's headcount fell from 92,000 to 86,000.",
            ("from_to", "86,000", "92,000"),
            id="from-to",
        ),
        pytest.param(
            "Two thirds of the 900 villages have a doctor.",
            ("share_of", "Two thirds", "900"),
            id="share",
        ),
        pytest.param(
            "At least 6 of the treaty's 140 clauses deal with fishing.",
            ("part_of", "At least 6", "140"),
            id="part",
        ),
        pytest.param(
            "The operator has built 4,100 masts out of its targeted 9,000.",
            ("target_of", "9,000", "4,100"),
            id="target beside the outcome",
        ),
        pytest.param(
            "Sugar exports fell to $320 billion from $352 billion, down 9.1 percent.",
            ("growth_of", "9.1 percent", "$320 billion"),
            id="growth of the new level, not of its base",
        ),
        pytest.param(
            "Peru's exports came to 66 billion soles ($18 billion), up 4.2 percent.",
            ("growth_of", "4.2 percent", "66 billion soles"),
            id="growth of the amount, not of its conversion",
        ),
        pytest.param(
            "Its market share widened 1.3 percentage points to 37.9%.",
            ("growth_of", "1.3 percentage points", "37.9%"),
            id="points of a share",
        ),
        pytest.param(
            "The deficit will be 4 percent of output, one percentage point higher than last year.",
            None,
            id="a change is no whole",
        ),
        pytest.param(
            "Bonds worth 900 million euros will be sold, of which 300 million euros will build roads.",
            ("component_of", "300 million euros", "900 million euros"),
            id="component",
        ),
        pytest.param(
            "It put 10 million euros into ships, 5 million euros into docks and 3 million euros into cranes, for a "
            "total of 18 million euros.",
            ("component_of", "3 million euros", "18 million euros"),
            id="addends of a total",
        ),
        pytest.param(
            "The fund backed 23 firms, including 12 equipment firms.",
            None,
            id="other things",
        ),
    ],
)
def test_relation_within_a_sentence(sentence, relation):
    found = relations_of(sentence)
    assert (relation in found) if relation else not [item for item in found if item[0] in ("share_of", "repeats")]


def test_target_answers_its_outcome():
    found = relations_of("By May the operator had built 4,100 out of its targeted 9,000.")
    assert found == [("target_of", "9,000", "4,100")]


def test_repeated_sentence_is_one_claim():
    sentence = "Latvia planted 1,200 trees last year."
    assert relations_of(sentence, "It rained.", sentence) == [("repeats", "1,200", "1,200")]


def test_a_lead_told_again_is_one_claim():
    found = relations_of(
        "Latvian sales came to 12,340 boats.", "It rained.", "Latvian sales came to 12,340 boats last year."
    )
    assert ("repeats", "12,340", "12,340") in found


def test_same_number_of_another_metric_is_no_repeat():
    assert not relations_of("Latvia planted 1,200 trees.", "Latvia employs 1,200 foresters.")


def test_a_plan_does_not_repeat_an_outcome():
    assert not relations_of("Latvia planted 1,200 trees.", "Latvia plans to plant 1,200 trees.")


def test_no_pair_twice_in_a_kind():
    found = relations_of("Peru's exports rose 4.2 percent to 66 billion dollars from 63 billion dollars.")
    assert len(found) == len(set(found))


def test_nothing_where_nothing_is_claimed():
    assert find_relations([]) == ()
