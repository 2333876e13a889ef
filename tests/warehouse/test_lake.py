"""The lake keeps what it was given, byte for byte, and refuses what is not of its tables."""

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from schemas.errors import ContractViolation, StoreError
from schemas.tables import TABLES
from warehouse.contracts import DICTIONARY_KEY, arrow_schema
from warehouse.lake import Lake
from warehouse.parquet import ROW_GROUP_ROWS

JANUARY = ("core_regions", "2024-01", "all")
FEBRUARY = ("core_regions", "2024-02", "all")


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_rows_come_back_sorted_with_the_contract_schema(lake, commit, regions):
    rows = regions(5)
    commit({JANUARY: rows.take(pa.array([3, 0, 4, 1, 2]))})

    read = lake.read("core_regions")

    assert read.equals(rows)
    assert read.schema.equals(arrow_schema(TABLES["core_regions"]), check_metadata=True)


def test_what_was_never_written_reads_as_no_rows(lake):
    assert lake.read("core_claims", "2024-01").schema.equals(arrow_schema(TABLES["core_claims"]))
    assert (lake.partitions("core_claims"), lake.entries(), lake.verify()) == ([], [], [])


def test_empty_partition_counts_as_made(lake, commit, regions):
    commit({JANUARY: regions(0)})

    assert lake.partitions("core_regions") == ["2024-01"]
    assert lake.read("core_regions", "2024-01").num_rows == 0
    assert lake.entries()[0].rows == 0


def test_parts_are_read_together_and_replaced_alone(lake, commit, regions):
    by_step = {("core_regions", "2024-01", step): regions(3, rule=step) for step in ("extract", "normalise")}
    commit(by_step)
    commit({("core_regions", "2024-01", "extract"): regions(1, rule="extract")})

    assert lake.read("core_regions", "2024-01")["rule"].to_pylist() == ["extract", *["normalise"] * 3]


def test_none_removes_a_part(lake, commit, regions):
    commit({JANUARY: regions(2), FEBRUARY: regions(2, "2024-02")})

    summary = commit({JANUARY: None, ("core_regions", "2024-03", "all"): None})

    assert (summary.removed, summary.unchanged) == ((JANUARY,), (("core_regions", "2024-03", "all"),))
    assert lake.partitions("core_regions") == ["2024-02"]


def test_columns_and_filters_keep_the_rest_unread(lake, commit, regions):
    commit({JANUARY: regions(50)})

    read = lake.read("core_regions", columns=["end", "start"], where=pc.field("start") >= 480)

    assert read.to_pylist() == [{"end": 489, "start": 480}, {"end": 499, "start": 490}]


def test_decimals_dates_and_odd_text_come_back_exactly(lake, commit, sample_rows):
    rates = [Decimal("0.000000000001"), Decimal("1234567890123456.123456789012")]
    rows = [
        {
            "source": "ECB",
            "currency_code": code,
            "rate_date": day,
            "rate": rate,
            "base_currency_code": "EUR",
            "quote_currency_code": code,
            "snapshot_id": "'\u200b\U0001f600",
        }
        for code, day, rate in zip(("CNY", "USD"), (date(1900), date(9999)), rates, strict=True)
    ]
    commit({("ref_fx_rates", "all", "all"): sample_rows.rows_of("ref_fx_rates", rows)})

    assert [{name: row[name] for name in rows[0]} for row in lake.read("ref_fx_rates").to_pylist()] == rows


def date(year: int):
    return pa.scalar(f"{year}-12-31").cast(pa.date32()).as_py()


def test_file_tells_its_columns_to_any_reader(lake, commit, regions):
    commit({JANUARY: regions(1)})

    schema = pq.read_schema(lake.snapshot().paths("core_regions")[0])

    assert schema.field("start").metadata[b"unit"] == b"code points"
    assert b"Where it begins" in schema.metadata[DICTIONARY_KEY.encode()]
    assert not [name for name in schema.metadata if b"run" in name]


def test_row_groups_and_compression(lake, commit, regions):
    commit({JANUARY: regions(ROW_GROUP_ROWS + 1)})

    metadata = pq.read_metadata(lake.snapshot().paths("core_regions")[0])

    assert [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)] == [ROW_GROUP_ROWS, 1]
    assert metadata.row_group(0).column(0).compression == "ZSTD"


def test_same_rows_in_any_order_and_chunks_give_the_same_bytes(tmp_path, now, regions):
    rows = regions(1000)
    shuffled = rows.take(pa.array([(number * 7) % 1000 for number in range(1000)]))
    chunked = pa.concat_tables([shuffled.slice(0, 3), shuffled.slice(3)])
    roots = [tmp_path / name for name in "abc"]
    for root, data in zip(roots, (rows, shuffled, chunked), strict=True):
        Lake(root).replace({JANUARY: data}, run_id="run", code_version="1", now=now)

    assert files_of(roots[0]) == files_of(roots[1]) == files_of(roots[2])


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (("core_nothing", "2024-01", "all"), "no table of the lake"),
        (("core_regions", "all", "all"), "should be a month"),
        (("core_regions", "2024-13", "all"), "should be a month"),
        (("raw_ledger", "2024-01", "all"), "should be 'all'"),
        (("core_regions", "2024-01", "../x"), "lower-case letters"),
    ],
)
def test_badly_named_parts_are_refused(lake, commit, regions, key, message):
    with pytest.raises(StoreError, match=message):
        commit({key: regions(1)})

    assert not lake.root.exists()


def test_rows_of_another_month_are_refused(commit, regions):
    with pytest.raises(ContractViolation, match="rows of other months: 2024-02"):
        commit({JANUARY: regions(1, "2024-02")})


def test_rows_of_another_shape_are_refused(lake, commit, regions):
    rows = regions(2)
    commit({JANUARY: rows})

    with pytest.raises(ContractViolation, match="start int64"):
        commit({FEBRUARY: regions(1, "2024-02"), JANUARY: rows.set_column(3, "start", rows["start"].cast(pa.int32()))})
    with pytest.raises(ContractViolation, match="not the contract's"):
        commit({JANUARY: rows.select(list(reversed(rows.column_names)))})
    with pytest.raises(ContractViolation, match="rule: a null"):
        commit({JANUARY: rows.set_column(5, "rule", pa.array(["x", None]))})

    assert lake.snapshot().manifest.number == 1
    assert lake.read("core_regions").num_rows == 2


def test_commit_wants_a_moment_with_a_time_zone(lake, regions, now):
    with pytest.raises(ValueError, match="time zone"):
        lake.replace({JANUARY: regions(1)}, run_id="run", code_version="1", now=now.replace(tzinfo=None))
