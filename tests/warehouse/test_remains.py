"""Whether words are left in a file is told of every file, or the one that cannot be looked through is named."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas.errors import DamagedFile
from warehouse.remains import files_with

RUN = "put billions into tidal turbines near"


def filled(folder):
    pq.write_table(pa.table({"sentence": [RUN] * 5_000}), folder / "rows.parquet")
    with duckdb.connect(str(folder / "rows.duckdb")) as database:
        database.execute("CREATE TABLE told AS SELECT ? AS sentence", [RUN])
    (folder / "page.txt").write_text(f"They {RUN} Ostrava.", encoding="utf-8")
    return folder


def test_words_are_found_in_packed_files_too(tmp_path):
    assert files_with(filled(tmp_path), [RUN]) == ["page.txt", "rows.duckdb", "rows.parquet"]


@pytest.mark.parametrize("name", ["rows.parquet", "rows.duckdb"])
def test_a_file_that_cannot_be_looked_through_is_named(tmp_path, name):
    path = filled(tmp_path) / name
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(DamagedFile, match=f"{name} is missing or damaged .* what it holds of the text is not known"):
        files_with(tmp_path, [RUN])
