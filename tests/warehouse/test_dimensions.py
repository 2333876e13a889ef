"""The dimensions of both warehouses: whole days, code lists as they are declared, and nothing else."""

import csv
import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

import warehouse.dimensions
from schemas.errors import StoreError
from warehouse.dimensions import CODES, create_dimensions


def test_days_are_whole_and_plans_are_counted():
    with duckdb.connect() as database:
        database.execute("CREATE SCHEMA core")
        create_dimensions(database)
        ((first, last, count),) = database.execute(
            "SELECT min(date_day), max(date_day), count(*) FROM core.dim_date"
        ).fetchall()
        plans = dict(
            database.execute(
                "SELECT five_year_plan, min(year) || '-' || max(year) FROM core.dim_date GROUP BY 1"
            ).fetchall()
        )
        units = dict(database.execute("SELECT code, factor FROM core.dim_unit WHERE code IN ('km', 'GWh')").fetchall())

    assert (first, last) == (date(1949, 10, 1), date(2100, 12, 31))
    assert count == (last - first + timedelta(days=1)).days
    assert (plans[1], plans[2], plans[3], plans[14]) == ("1953-1957", "1958-1962", "1966-1970", "2021-2025")
    assert units["km"] == 1000


def test_code_lists_become_dimensions():
    with duckdb.connect() as database:
        database.execute("CREATE SCHEMA core")
        create_dimensions(database)
        loaded = dict(database.execute("SELECT table_name, estimated_size FROM duckdb_tables()").fetchall())
        currencies = dict(
            database.execute("SELECT code, minor_unit FROM core.dim_currency WHERE code IN ('JPY', 'XXX')").fetchall()
        )

    assert set(loaded) >= {"dim_currency", "dim_date", "dim_metric", "dim_unit"}
    assert all(loaded.values())
    assert currencies == {"JPY": 0, "XXX": None}


def test_every_dimension_column_is_declared_and_no_other():
    with (Path(warehouse.dimensions.__file__).parent / "columns.csv").open(newline="") as file:
        declared = list(csv.DictReader(file))

    for source in {column["source"] for column in declared} - {""}:
        with (CODES / source).open(newline="") as file:
            header = next(csv.reader(file))
        assert header == [column["column"] for column in declared if column["source"] == source]


@pytest.mark.parametrize(
    ("header", "line", "message"),
    [
        ("code,name,kind,ucum_code,qudt_iri,base_unit_code,factor,note", "km,again,,,,,1,", "dim_unit: .*uplicate key"),
        ("code,name,kind,ucum_code,qudt_iri,base_unit_code,factor,note", "x,x,,,,,many,", r"units\.csv: .*'many'"),
        ("code,name,kind,ucum_code,qudt_iri,base_unit_code,factor,note", "x,x,1", r"units\.csv: .*"),
        ("code,surprise", "x,x", r"units\.csv: its columns are \['code', 'surprise'\]"),
    ],
)
def test_code_list_with_a_wrong_value_is_refused(tmp_path, header, line, message):
    for source in CODES.glob("*.csv"):
        shutil.copy(source, tmp_path)
    known = "km,kilometre" + ",1" * (header.count(",") - 1)
    (tmp_path / "units.csv").write_text(f"{header}\n{known}\n{line}\n")

    with duckdb.connect() as database:
        database.execute("CREATE SCHEMA core")
        with pytest.raises(StoreError, match=message):
            create_dimensions(database, tmp_path)
