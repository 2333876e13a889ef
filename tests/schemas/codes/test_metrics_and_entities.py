"""The tables of metric concepts and entities: closed vocabularies, one meaning a wording, nothing guessed."""

import re

import pytest

from schemas.codes.entities import ENTITIES, entity_in, entity_of
from schemas.codes.metrics import METRICS, metric_of


def test_metric_vocabularies_are_closed():
    assert {metric.nature for metric in METRICS} == {"flow", "stock", "rate", "index", "rank"}
    assert {metric.additivity for metric in METRICS} == {"time", "entity", "none"}
    assert {metric.price_basis for metric in METRICS} == {"nominal", "real", "volume", None}


def test_only_what_accrues_sums_over_time():
    assert all(metric.nature == "flow" for metric in METRICS if metric.additivity == "time")
    assert all(metric.additivity == "none" for metric in METRICS if metric.nature in ("rate", "index", "rank"))


def test_a_wording_names_one_metric():
    phrases = [phrase for metric in METRICS for phrase in metric.phrases]
    assert len(phrases) == len(set(phrases))
    assert phrases == [phrase.lower() for phrase in phrases]


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("annual industrial output of the city", "industrial_output"),
        ("economic output", "gross_domestic_product"),
        ("share of the cloud market", "share"),
        ("number of data centers", "number"),
        ("Net profit", "profit"),
        ("size of the economy", "gross_domestic_product"),
        ("size of the national fund in Hefei", "fund_size"),
        ("size of the park", "area"),
        ("ranking on the Open Budget Index", "rank"),
        ("lighthouse keepers", None),
        ("", None),
        (None, None),
    ],
)
def test_metric_of(phrase, code):
    metric = metric_of(phrase)
    assert (metric.metric_code if metric else None) == code


def test_entity_codes_are_unique():
    codes = [entity.entity_code for entity in ENTITIES]
    assert len(codes) == len(set(codes))


def test_wikidata_ids_are_well_formed_and_name_one_entity():
    ids = [entity.wikidata_id for entity in ENTITIES if entity.wikidata_id]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"Q[1-9]\d*", item) for item in ids)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the UK", "united_kingdom"),
        ("China’s", "china"),
        ("XINHUA", "xinhua_news_agency"),
        ("The People's Bank of China", "people_s_bank_of_china"),
        ("Apple", "apple"),
        ("apple", None),
        ("Most", None),
        ("MOST", "ministry_of_science_and_technology"),
        ("Atlantis", None),
        ("Hefei model", None),
        (None, None),
    ],
)
def test_entity_of(name, code):
    entity = entity_of(name)
    assert (entity.entity_code if entity else None) == code


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("the Chinese battery giant CATL", "catl"),
        ("city of Hefei", "hefei"),
        ("provincial capital Hefei", "hefei"),
        ("state-backed news agency Xinhua", "xinhua_news_agency"),
        ("Hefei government", None),
        ("Huawei suppliers", None),
        ("rival Huawei", None),
        ("city of Apple", None),
        ("Beijing and Shanghai", None),
        (None, None),
    ],
)
def test_a_description_before_a_known_name_does_not_hide_it(phrase, code):
    entity = entity_in(phrase)
    assert (entity.entity_code if entity else None) == code
