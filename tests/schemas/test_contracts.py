"""The data model holds together: every column described, one name with one meaning, every reference answered."""

import re
from collections import defaultdict

import pytest

from schemas.tables import OWNERS, TABLES
from warehouse.contracts import key_columns, table_columns, table_description

COLUMNS = [(table, column) for table in TABLES.values() for column in table_columns(table)]
BY_NAME = defaultdict(list)
for _table, _column in COLUMNS:
    BY_NAME[_column.name].append((_table.name, _column))

each_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
each_column = pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{table.name}.{column.name}" for table, column in COLUMNS]
)


@each_column
def test_column_is_described_in_a_sentence(table, column):
    assert len(column.description) >= 5
    assert column.description[0].isupper() or column.description.startswith(("`", "single:"))
    assert column.description.rstrip()[-1] in ".…"


@each_column
def test_column_has_an_sql_type(table, column):
    assert column.sql_type


@each_column
def test_reference_names_a_key_of_an_earlier_or_same_stage(table, column):
    if column.references is None:
        return
    target, name = column.references.split(".")
    assert key_columns(TABLES[target]) == (name,), "a reference points to the key of a table"
    assert next(other for other in table_columns(TABLES[target]) if other.name == name).type == column.type
    names = list(TABLES)
    assert names.index(target) < names.index(table.name), "tables point back along the flow"


@each_table
def test_table_has_a_description_a_key_and_an_order(table):
    names = {column.name for column in table_columns(table)}

    assert table_description(table).startswith("One row for each ")
    assert key_columns(table)
    assert set(table.sort_by) <= names
    assert not [column for column in table_columns(table) if column.is_key and column.is_nullable]
    assert re.fullmatch(r"(raw|core|ref|dim|mart)_[a-z_]+", table.name)


@each_table
def test_monthly_tables_hold_their_month(table):
    names = {column.name for column in table_columns(table)}

    assert "partition_month" in names or not table.is_monthly


@pytest.mark.parametrize("name", [name for name, uses in BY_NAME.items() if len(uses) > 1])
def test_same_name_has_same_type_and_unit(name):
    uses = BY_NAME[name]

    assert len({column.type for _, column in uses}) == 1, [(table, column.type) for table, column in uses]
    assert len({column.unit for _, column in uses}) == 1, [(table, column.unit) for table, column in uses]


@pytest.mark.parametrize("name", [name for name in BY_NAME if name.endswith("_id")])
def test_id_has_one_form_and_one_table(name):
    uses = BY_NAME[name]

    assert len({limit for _, column in uses for limit in column.limits}) <= 1
    elsewhere = [column for table, column in uses if key_columns(TABLES[table]) != (name,)]
    assert len({column.references for column in elsewhere if column.references}) <= 1


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("partition_month", "month"),
        ("row_hash", "fingerprint"),
        ("rule", "rule"),
        ("start", "begin"),
        ("end", "end"),
        ("quote", "words"),
        ("published_start", "first day it|first day the article"),
        ("published_end", "day after"),
        ("period_start", "first day"),
        ("period_end", "day after"),
        ("value_low", "lower"),
        ("value_high", "upper"),
        ("claim_id", "claim|sentence and span"),
        ("place", "below the landing folder"),
        ("sha256", "sha-256"),
    ],
)
def test_same_name_means_the_same(name, word):
    odd = [
        (table, column.description)
        for table, column in BY_NAME[name]
        if not re.search(word, column.description.lower())
    ]

    assert len(BY_NAME[name]) >= 1
    assert not odd


def test_tables_stand_in_the_order_of_the_flow():
    order = ["ingest", "normalise", "extract", "conform", "everywhere"]
    stages = [order.index(table.stage) for table in TABLES.values()]

    assert stages == sorted(stages)


@each_column
def test_a_vocabulary_is_a_list_of_codes(table, column):
    checks = table.contract.to_schema().columns[column.name].checks
    for check in checks:
        codes = (check.statistics or {}).get("allowed_values", [])
        assert not isinstance(codes, str), "a single code would be read letter by letter"


def test_every_table_of_a_month_made_of_articles_tells_of_which_one_each_row_is():
    of_articles = {
        table.name for table in TABLES.values() if table.is_monthly and table.stage in ("extract", "conform")
    }
    assert of_articles | {"core_documents", "core_regions", "core_sentences"} == OWNERS.keys()
    for name, owner in OWNERS.items():
        (column,) = (column for column in table_columns(TABLES[name]) if column.name == owner)
        assert column.references in (None, "core_documents.article_id", "core_claims.claim_id")
        assert (column.references is None) == (name == "core_documents")
