"""Column lineage names real columns of tables that the step reads, and leaves no column of any table out."""

import pytest

from assets.freshness import STEPS
from assets.lineage import column_lineage
from schemas.tables import TABLES
from warehouse.contracts import table_columns
from warehouse.lineage import OUTSIDE, column_sources

READS = {name: {*step.reads, "landing"} for step in STEPS.values() for name in step.makes}
"""The ledger decides which landed files are read, so the first step reads these besides."""
HOW = ("identity", "transformation", "aggregation", "join", "filter", "conditional")
"""The terms of OpenLineage for how a column is made from another."""


def columns_of(table: str) -> set[str]:
    return set(OUTSIDE[table]) if table in OUTSIDE else {column.name for column in table_columns(TABLES[table])}


@pytest.mark.parametrize("table", TABLES)
def test_every_column_has_its_sources(table):
    sources = column_sources(table)
    assert [column for column, found in sources.items() if not found and column != "row_hash"] == []
    for column, found in sources.items():
        assert len(set(found)) == len(found), column
        for source in found:
            assert source.column in columns_of(source.table), (column, source)
            assert source.how in HOW


@pytest.mark.parametrize("table", READS)
def test_sources_are_what_the_step_reads(table):
    named = {source.table for sources in column_sources(table).values() for source in sources}
    assert named <= READS[table]


@pytest.mark.parametrize("table", READS)
def test_an_identical_column_keeps_its_type(table):
    types = {name: {column.name: column.type for column in table_columns(TABLES[name])} for name in TABLES}
    for column, found in column_sources(table).items():
        for source in found:
            if source.how == "identity" and source.table in TABLES:
                assert types[table][column] == types[source.table][source.column], (column, source)


def test_dagster_is_told_of_tables_alone():
    deps = column_lineage("core_claim_conversions").deps_by_column
    assert {dep.asset_key.to_user_string() for dep in deps["value_low"]} == {"core_claims", "ref_fx_rates"}
    assert column_lineage("raw_ledger").deps_by_column["sha256"] == []
