"""The lake keeps what it was given, byte for byte, and its readers see only whole states."""

import dataclasses
import os
import subprocess
import sys
import threading
from datetime import timedelta
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
from warehouse.locks import exclusive_lock
from warehouse.parquet import ROW_GROUP_ROWS

JANUARY = ("core_regions", "2024-01", "all")
FEBRUARY = ("core_regions", "2024-02", "all")


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


# --- what is stored


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


# --- nothing changes twice


def test_same_rows_in_any_order_and_chunks_give_the_same_bytes(tmp_path, now, regions):
    rows = regions(1000)
    shuffled = rows.take(pa.array([(number * 7) % 1000 for number in range(1000)]))
    chunked = pa.concat_tables([shuffled.slice(0, 3), shuffled.slice(3)])
    roots = [tmp_path / name for name in "abc"]
    for root, data in zip(roots, (rows, shuffled, chunked), strict=True):
        Lake(root).replace({JANUARY: data}, run_id="run", code_version="1", now=now)

    assert files_of(roots[0]) == files_of(roots[1]) == files_of(roots[2])


def test_second_run_with_the_same_rows_writes_nothing(lake, commit, regions, now):
    commit({JANUARY: regions(5)})
    before = files_of(lake.root)

    summary = lake.replace({JANUARY: regions(5)}, run_id="later", code_version="1", now=now + timedelta(days=1))

    assert (summary.unchanged, summary.is_changed, summary.manifest_number) == ((JANUARY,), False, 1)
    assert files_of(lake.root) == before


def test_the_same_rows_by_newer_rules_keep_file_run_and_time_and_take_on_the_version(lake, commit, regions, now):
    commit({JANUARY: regions(5)}, run_id="first")
    (before,) = lake.entries()

    summary = lake.replace({JANUARY: regions(5)}, run_id="later", code_version="2", now=now + timedelta(days=1))

    assert (summary.is_changed, summary.rows_written, summary.manifest_number) == (False, 0, 2)
    (after,) = lake.entries()
    assert after == dataclasses.replace(before, code_version="2")


def test_a_partition_is_put_back_as_it_was_and_the_others_stay(lake, commit, regions, now):
    commit({JANUARY: regions(5)})
    earlier = lake.snapshot()
    commit({JANUARY: regions(7), FEBRUARY: regions(3, "2024-02")})

    lake.revert("2024-01", earlier, run_id="later", now=now)

    assert lake.read("core_regions", "2024-01").equals(regions(5).cast(lake.read("core_regions").schema))
    assert lake.read("core_regions", "2024-02").num_rows == 3
    assert lake.verify() == []


def test_a_partition_that_never_was_is_put_back_to_nothing(lake, commit, regions, now):
    earlier = lake.snapshot()
    commit({JANUARY: regions(5)})
    lake.revert("2024-01", earlier, run_id="later", now=now)
    assert lake.entries() == []


def test_a_partition_goes_back_only_where_its_files_are_there(lake, commit, regions, now):
    commit({JANUARY: regions(5)})
    earlier = lake.snapshot()
    commit({JANUARY: regions(7)})
    earlier.paths("core_regions")[0].unlink()
    with pytest.raises(StoreError, match="is gone"):
        lake.revert("2024-01", earlier, run_id="later", now=now)
    assert lake.read("core_regions").num_rows == 7


def test_a_reserved_month_is_refused_to_a_second_maker_and_free_afterwards(lake):
    with (
        lake.reserved("2024-01", 0),
        lake.reserved("2024-02", 0),
        pytest.raises(StoreError, match="held by process"),
        lake.reserved("2024-01", 0),
    ):
        raise AssertionError("two makers in one month")
    with lake.reserved("2024-01", 0):
        pass


def test_only_what_changed_gets_a_new_run(lake, commit, regions):
    commit({JANUARY: regions(5), FEBRUARY: regions(5, "2024-02")}, run_id="first")
    commit({JANUARY: regions(5), FEBRUARY: regions(6, "2024-02")}, run_id="second")

    assert [entry.run_id for entry in lake.entries("core_regions")] == ["first", "second"]


# --- readers


def test_reader_of_an_old_snapshot_keeps_it(lake, commit, regions):
    commit({JANUARY: regions(5, rule="old")})
    snapshot = lake.snapshot()
    commit({JANUARY: regions(9, rule="new")})

    assert snapshot.read("core_regions")["rule"].unique().to_pylist() == ["old"]
    assert lake.snapshot(1).read("core_regions").num_rows == 5
    assert lake.read("core_regions").num_rows == 9


def test_polling_reader_sees_only_whole_states(lake, commit, regions):
    def state(number):
        months = ("2024-01", "2024-02", "2024-03")
        return {("core_regions", month, "all"): regions(20 + number, month, f"state{number}") for month in months}

    commit(state(0))
    seen, done, failures = set(), threading.Event(), []

    def poll():
        while not done.is_set():
            try:
                read = lake.read("core_regions", columns=["rule"])
                seen.add((read.num_rows, *sorted(read["rule"].unique().to_pylist())))
            except StoreError as error:
                failures.append(error)

    reader = threading.Thread(target=poll)
    reader.start()
    for number in range(1, 31):
        commit(state(number))
    done.set()
    reader.join()

    assert not failures
    assert seen <= {(3 * (20 + number), f"state{number}") for number in range(31)}
    assert len(seen) > 1


def test_two_committers_at_once_lose_nothing(lake):
    script = """if True:
        import importlib.util, sys
        from pathlib import Path
        from warehouse.lake import Lake
        spec = importlib.util.spec_from_file_location("rows", sys.argv[1])
        rows = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(rows)
        for month in range(1, 13):
            name = f"{sys.argv[3]}-{month:02d}"
            changes = {("core_regions", name, "all"): rows.region_rows(3, name)}
            Lake(Path(sys.argv[2])).replace(changes, run_id=sys.argv[3], code_version="1", now=rows.NOW)
    """
    builder = str(Path(__file__).with_name("sample_rows.py"))
    committers = [
        subprocess.Popen([sys.executable, "-c", script, builder, str(lake.root), year]) for year in ("2023", "2024")
    ]

    assert [committer.wait() for committer in committers] == [0, 0]
    assert len(lake.partitions("core_regions")) == 24
    assert lake.snapshot().manifest.number == 24
    assert lake.read("core_regions").num_rows == 72


def test_commit_waits_for_the_lock_and_then_says_who_holds_it(lake, regions, now):
    waiting = Lake(lake.root, wait_seconds=0.1)

    with exclusive_lock(lake.root.with_name(".lake.lock")), pytest.raises(StoreError, match="held by process"):
        waiting.replace({JANUARY: regions(1)}, run_id="run", code_version="1", now=now)

    assert waiting.replace({JANUARY: regions(1)}, run_id="run", code_version="1", now=now).is_changed


# --- what may not enter


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


# --- clearing up


def test_vacuum_keeps_all_that_is_named_and_all_that_is_young(lake, regions, now):
    def commit_on(day, count):
        moment = now + timedelta(days=day)
        lake.replace({JANUARY: regions(count)}, run_id="run", code_version="1", now=moment)

    for day, count in ((-60, 1), (-40, 2), (-2, 3)):
        commit_on(day, count)
    stray = lake.root / "core_regions" / "2024-01" / "all-0000000000000000.parquet"
    stray.write_bytes(b"left by a killed run")
    files = lake.root / "core_regions" / "2024-01"
    _age(files, now - timedelta(days=100))

    removed = lake.vacuum(30, now)

    # The state of 40 days ago was current until two days ago: someone may still be reading it.
    assert len(removed) == 3
    assert stray in removed
    assert [entry.name for entry in sorted((lake.root / "_manifests").iterdir())] == ["000002.json", "000003.json"]
    assert lake.snapshot(2).read("core_regions").num_rows == 2
    assert lake.read("core_regions").num_rows == 3
    assert lake.vacuum(30, now) == []

    lake.vacuum(0, now)
    assert len(list(files.iterdir())) == 1
    assert lake.verify() == []


def test_vacuum_spares_a_file_that_is_about_to_be_named(lake, commit, regions, now):
    commit({JANUARY: regions(1)})
    young = lake.root / "core_regions" / "2024-01" / "all-1111111111111111.parquet"
    young.write_bytes(b"")
    _age(young.parent, now)

    assert lake.vacuum(1, now + timedelta(hours=1)) == []


def _age(folder: Path, moment):
    for path in folder.iterdir():
        os.utime(path, (moment.timestamp(), moment.timestamp()))
