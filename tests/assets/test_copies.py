"""Copies are found over months and runs, and depend on the articles alone."""

from datetime import UTC, datetime

import pytest

from assets.commits import store_parts
from assets.copies import find_article_copies
from assets.ledger import Ledger, scan_landing
from assets.raw_parts import raw_article_parts
from assets.resources import Home
from assets.steps import normalise_parts
from schemas.rows import table_of
from warehouse.landing import ingest_path, scan

STORY = (
    "A fourth plant for Anhui\n\nAnhui opened three battery plants last year and wants to open a fourth before the "
    "rivers rise. The governor told reporters that towns along the water had asked for work, and that makers of cells "
    "had asked for land and power. A union of farmers said nobody had asked them. The plants employ 4,500 people.\n"
)
DAYS = {"first.txt": "2023-03-01", "copied.txt": "2024-05-02", "undated.txt": "2025-01-01/2026-01-01"}


def made(home: Home, landed: list[tuple[str, datetime]], article) -> Home:
    """The lake after these articles landed one by one, each read before the next came."""
    for number, (name, moment) in enumerate(landed):
        ingest_path(article(name, STORY + f"Printed as {name}.\n", published=DAYS[name]), home.landing, now=moment)
        ledger = Ledger(home.lake.read("raw_ledger"), table_of("core_rejects", []))
        (found,) = scan_landing(scan(home.landing), (), ledger, first_month="1990-01", last_month="2030-01")
        rows = {("raw_ledger", "all", f"part{number}"): table_of("raw_ledger", found.ledger_rows)}
        home.lake.replace(rows, run_id="run", code_version="1", now=moment)
        files = {file.place: file for file in scan(home.landing)}
        for month in sorted({row[-1] for row in found.ledger_rows}):
            raw = (({"raw_articles": rows}, no) for rows, no in raw_article_parts(home.lake.snapshot(), files, month))
            known = {"run_id": "run", "code_version": "1", "month": month}
            store_parts(home, raw, names=("raw_articles",), step="ingest", **known)
            parts = normalise_parts(home.lake.snapshot(), month)
            names = ("core_documents", "core_regions", "core_sentences")
            store_parts(home, parts, names=names, step="normalise", **known)
        find_article_copies(home.lake.snapshot(), home.sketches_folder)
    return home


@pytest.mark.parametrize("names", [list(DAYS), list(DAYS)[::-1]], ids=["in order", "the copy first"])
def test_copies_over_months_and_runs_whatever_came_first(tmp_path, article, names):
    moments = [datetime(2026, 2, day, tzinfo=UTC) for day in range(1, len(names) + 1)]
    home = made(Home(root=str(tmp_path / "home")), list(zip(names, moments, strict=True)), article)

    copies = find_article_copies(home.lake.snapshot(), home.sketches_folder).to_pylist()

    files = {row["article_id"]: row["file"] for row in home.lake.read("core_documents").to_pylist()}
    assert {(files[row["article_id"]], files[row["duplicate_of_article_id"]]) for row in copies} == {
        ("copied.txt", "first.txt"),
        ("undated.txt", "first.txt"),
    }
    (home.sketches_folder / "copies.json").write_text("{broken", encoding="utf-8")
    assert find_article_copies(home.lake.snapshot(), home.sketches_folder).to_pylist() == copies
    damaged, cut, _ = sorted(home.sketches_folder.glob("*.npz"))
    damaged.write_bytes(b"no sketches at all")
    cut.write_bytes(cut.read_bytes()[:-40])
    assert find_article_copies(home.lake.snapshot(), home.sketches_folder).to_pylist() == copies
    for month in ("2023-03", "2024-05"):
        # As if the articles of a month were forgotten, and the next time were there again.
        gone = {entry.key: None for entry in home.lake.entries() if entry.partition == month}
        before = home.lake.snapshot().manifest.number
        home.lake.replace(gone, run_id="run", code_version="1", now=moments[-1])
        for is_there in (False, True):
            if is_there:
                home.lake.restore(before, now=moments[-1])
            found = find_article_copies(home.lake.snapshot(), home.sketches_folder).to_pylist()
            assert len(found) == (2 if is_there else 1)
            anew = find_article_copies(home.lake.snapshot(), tmp_path / f"{month}{is_there}", is_anew=True)
            assert found == anew.to_pylist()
    assert all(row["similarity"] > 0.8 for row in copies)
    assert len(list(home.sketches_folder.glob("*.npz"))) == 3
