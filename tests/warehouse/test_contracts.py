"""What follows from a contract: types, comments, and the refusal of rows that break it."""

from decimal import Decimal

import duckdb
import pyarrow as pa
import pytest

from schemas.errors import ContractViolation
from schemas.tables import TABLES
from warehouse.contracts import arrow_schema, duckdb_ddl, key_columns, relation_of, table_columns
from warehouse.validation import contract_failures, validated

each_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
REGIONS = TABLES["core_regions"]


def changed(rows: pa.Table, column: str, values: list) -> pa.Table:
    """The rows with other values in one column, of whatever type."""
    return rows.set_column(rows.column_names.index(column), column, pa.array(values))


@each_table
def test_no_rows_satisfy_every_contract(table):
    assert contract_failures(table, arrow_schema(table).empty_table()) == []
    assert validated(table, arrow_schema(table).empty_table()).schema.equals(arrow_schema(table), check_metadata=True)


@each_table
def test_sql_table_has_the_columns_types_key_and_comments(table):
    with duckdb.connect() as database:
        database.execute("CREATE SCHEMA core")
        database.execute(duckdb_ddl(relation_of(table)))
        columns = database.execute(
            "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() "
            "WHERE NOT internal ORDER BY column_index"
        ).fetchall()
        (key,) = database.execute(
            "SELECT constraint_column_names FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
        ).fetchone()
        (comment,) = database.execute("SELECT comment FROM duckdb_tables() WHERE NOT internal").fetchone()

    expected = table_columns(table)
    assert [name for name, *_ in columns] == [column.name for column in expected]
    assert [nullable for _, _, nullable, _ in columns] == [column.is_nullable for column in expected]
    assert all(column.description in text for column, (*_, text) in zip(expected, columns, strict=True))
    assert tuple(key) == key_columns(table)
    assert comment.startswith("One row")


def test_good_rows_pass(regions):
    assert contract_failures(REGIONS, regions(5)) == []
    assert validated(REGIONS, regions(5)).equals(regions(5))


def test_each_failing_check_is_counted_by_row_and_shown(regions):
    rows = changed(regions(30), "kind", ["body"] * 10 + ["nonsense"] * 20)
    rows = changed(rows, "rule", ["x"] * 29 + [None])

    failures = {failure.column: failure for failure in contract_failures(REGIONS, rows)}

    assert set(failures) == {"kind", "rule"}
    assert failures["kind"].row_count == 20
    assert failures["kind"].rows == tuple(range(10, 20))
    assert failures["kind"].values[0] == "'nonsense'"
    assert (failures["rule"].check, failures["rule"].rows) == ("not_nullable", (29,))
    assert str(failures["kind"]).endswith("20 row(s), first row 10 ('nonsense')")


def test_check_over_several_columns_counts_each_row_once(sample_rows):
    spans = {"quote": "x", "start": 7, "end": 8, "sent_start": 9, "sent_end": 20}
    rows = [{**spans, "value_low": Decimal(1), "value_high": Decimal(1)}]

    (failure,) = contract_failures(TABLES["core_claims"], sample_rows.unchecked_rows_of("core_claims", rows))

    assert (failure.check, failure.column, failure.row_count) == ("quote_inside_sentence", None, 1)


def test_repeated_key_is_a_failure(regions):
    rows = pa.concat_tables([regions(3), regions(1)])

    (failure,) = contract_failures(REGIONS, rows)

    assert (failure.check, failure.column, failure.row_count) == ("key names one row", "region_id", 1)


@pytest.mark.parametrize(
    ("rows_from", "message"),
    [
        (lambda rows: rows.drop_columns(["rule"]), "rule: column_in_dataframe"),
        (lambda rows: rows.append_column("extra", pa.array(["x"] * 3)), "extra: column_in_schema"),
        (lambda rows: rows.select([1, 0, *range(2, 8)]), "column_ordered"),
        (lambda rows: changed(rows, "start", ["1", "2", "3"]), r"start: dtype\('int64\[pyarrow\]'\)"),
        (lambda rows: changed(rows, "start", [-1, 2, 3]), r"start: greater_than_or_equal_to\(0\): 1 row"),
    ],
    ids=["missing", "unknown", "out of order", "wrong type", "below its limit"],
)
def test_violation_names_column_and_check(regions, rows_from, message):
    with pytest.raises(ContractViolation, match=rf"core_regions: .*\n.*{message}"):
        validated(REGIONS, rows_from(regions(3)))
