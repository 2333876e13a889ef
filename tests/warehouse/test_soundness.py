"""What is told sound natively is sound to pandera too, and broken rows are never told sound."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from schemas.tables import TABLES
from warehouse.contracts import arrow_schema, table_columns
from warehouse.soundness import is_sound
from warehouse.validation import judged_by_pandera

each_table = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
OTHERS = {
    pa.string(): ("no such thing\n",),
    pa.int64(): (-1,),
    pa.float64(): (1.5,),
    pa.date32(): (date(1, 1, 1),),
    pa.bool_(): (False,),
}
"""Values of each type that most columns do not admit; what a column admits of them shows that it does."""


def others(kind: pa.DataType) -> tuple:
    return (Decimal(-1),) if pa.types.is_decimal(kind) else OTHERS.get(kind, ())


def with_first(rows: pa.Table, name: str, value: object) -> pa.Table:
    """The rows with another value of a column in the first of them."""
    column = pa.array([value, *rows[name].to_pylist()[1:]], rows.schema.field(name).type)
    field = rows.schema.field(name).with_nullable(True)
    return rows.set_column(rows.column_names.index(name), field, column)


@each_table
def test_every_check_of_every_contract_can_be_told_natively(table):
    assert is_sound(table, arrow_schema(table).empty_table())


@each_table
def test_one_other_value_is_judged_as_pandera_judges_it(table, pattern):
    rows = next((rows for (name, *_), rows in pattern.changes.items() if name == table.name and rows.num_rows), None)
    if rows is None:
        assert table.name not in ("core_claims", "core_mentions", "core_sentences", "core_claim_conversions")
        return
    rows = rows.slice(0, 2)
    assert is_sound(table, rows)
    for column in table_columns(table):
        for value in (None, *others(column.type)):
            changed = with_first(rows, column.name, value)
            # Whether a key names two rows is asked apart from this.
            expected = all(
                failure.check == "key names one row" for failure in judged_by_pandera(table, changed).failures
            )
            assert is_sound(table, changed) == expected, (column.name, value)


def test_other_columns_types_and_orders_are_not_sound(pattern):
    rows = next(rows for (name, *_), rows in pattern.changes.items() if name == "core_claims")
    table = TABLES["core_claims"]
    assert not is_sound(table, rows.drop_columns(["per"]))
    assert not is_sound(table, rows.select(rows.column_names[::-1]))
    place = rows.column_names.index("start")
    assert not is_sound(table, rows.set_column(place, "start", rows["start"].cast(pa.int32())))
    place = rows.column_names.index("confidence")
    assert not is_sound(
        table, rows.set_column(place, rows.schema.field(place), pa.array([float("nan")] * rows.num_rows))
    )


def test_a_pair_that_two_rows_share_is_not_sound(pattern):
    rows = next(rows for (name, *_), rows in pattern.changes.items() if name == "core_claim_conversions")
    assert not is_sound(TABLES["core_claim_conversions"], pa.concat_tables([rows, rows]))
