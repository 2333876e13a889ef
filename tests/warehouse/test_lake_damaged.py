"""A lake with a damaged or lost file says which, and an earlier state can be put back."""

import pyarrow.parquet as pq
import pytest

from schemas.errors import StoreError
from schemas.tables import TABLES
from warehouse.contracts import arrow_schema

JANUARY = ("core_regions", "2024-01", "all")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 9}', '{"format": 1, "number": 1}', "\udcff"], ids=repr)
def test_damaged_manifest_is_named_and_an_earlier_one_can_be_restored(lake, commit, regions, now, text):
    commit({JANUARY: regions(5)})
    commit({JANUARY: regions(6)})
    manifest = lake.root / "_manifest.json"
    manifest.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(StoreError, match=r"_manifest\.json.*lake restore 2.*kept: 1 to 2"):
        lake.read("core_regions")
    lake.restore(1, now=now)

    assert lake.read("core_regions").num_rows == 5
    assert lake.snapshot().manifest.number == 3


def test_lost_manifest_is_no_empty_lake(lake, commit, regions):
    commit({JANUARY: regions(5)})
    (lake.root / "_manifest.json").unlink()

    with pytest.raises(StoreError, match="is missing; `numtrail lake restore 1`"):
        lake.partitions("core_regions")


def test_manifest_cannot_point_outside_the_lake(lake, commit, regions):
    commit({JANUARY: regions(5)})
    manifest = lake.root / "_manifest.json"
    manifest.write_text(manifest.read_text().replace('"part": "all"', '"part": "../../secret"'))

    with pytest.raises(StoreError, match="is damaged"):
        lake.read("core_regions")


@pytest.mark.parametrize("damage", ["missing", "truncated", "flipped", "empty"])
def test_damaged_file_is_named(lake, commit, regions, damage):
    commit({JANUARY: regions(500)})
    path = lake.snapshot().paths("core_regions")[0]
    data = bytearray(path.read_bytes())
    if damage == "missing":
        path.unlink()
    elif damage == "flipped":
        data[len(data) // 3] ^= 1
        path.write_bytes(data)
    else:
        path.write_bytes(data[: 0 if damage == "empty" else -100])

    with pytest.raises(StoreError, match=r"all-[0-9a-f]{16}\.parquet is missing or damaged"):
        lake.read("core_regions")
    (problem,) = lake.verify()
    assert path.name in problem

    commit({JANUARY: regions(500)})
    assert lake.verify() == []


def test_file_of_another_contract_is_refused(lake, commit, regions):
    commit({JANUARY: regions(5)})
    path = lake.snapshot().paths("core_regions")[0]
    pq.write_table(regions(5).drop_columns(["rule"]), path)

    with pytest.raises(StoreError, match="another contract of core_regions \\(column rule\\)"):
        lake.read("core_regions")


def test_column_added_later_reads_as_null(lake, commit, tmp_path):
    table = TABLES["core_rejects"]
    commit({("core_rejects", "2024-01", "ingest"): arrow_schema(table).empty_table()})
    path = lake.snapshot().paths("core_rejects")[0]
    pq.write_table(arrow_schema(table).empty_table().drop_columns(["excerpt"]), path)

    assert lake.read("core_rejects").column_names == arrow_schema(table).names


def test_restore_refuses_a_state_whose_files_are_gone(lake, commit, regions, now):
    commit({JANUARY: regions(5)})
    lake.snapshot().paths("core_regions")[0].unlink()
    commit({JANUARY: regions(6)})

    with pytest.raises(StoreError, match="1 of its files are gone"):
        lake.restore(1, now=now)
    with pytest.raises(StoreError, match=r"000009\.json is missing"):
        lake.restore(9, now=now)
