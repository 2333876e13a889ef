"""Copies are found over months and runs, and depend on the articles alone."""

import hashlib
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import numpy
import pytest

from assets import copies as copies_of_articles
from assets.commits import stored_parts
from assets.copies import find_article_copies
from assets.ledger import Ledger, scan_landing
from assets.raw_parts import raw_article_parts
from assets.resources import Home
from assets.steps import normalise_parts
from pipelines.normalise.duplicates import PERMUTATIONS
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
            store(home, raw, ("raw_articles",), month, "ingest")
            parts = normalise_parts(home.lake.snapshot(), month)
            store(home, parts, ("core_documents", "core_regions", "core_sentences"), month, "normalise")
        find_article_copies(home.lake.snapshot(), home.sketches_folder)
    return home


def store(home: Home, parts, names: tuple[str, ...], month: str, step: str) -> None:
    made = stored_parts(home.lake, home.lake.snapshot(), parts, names=names, month=month, step=step)
    home.lake.replace(made, run_id="run", code_version="1", now=datetime(2026, 3, 1, tzinfo=UTC))


@pytest.mark.parametrize("most_asked", [0.0, 1.0], ids=["all anew", "what changed"])
@pytest.mark.parametrize("names", [list(DAYS), list(DAYS)[::-1]], ids=["in order", "the copy first"])
def test_copies_over_months_and_runs_whatever_came_first(tmp_path, article, monkeypatch, names, most_asked):
    monkeypatch.setattr(copies_of_articles, "MOST_ASKED", most_asked)
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


def sketched(folder, months: dict[str, list[tuple[str, str, int]]]) -> dict[str, Path]:
    """Files of sketches, as `month_file` would make them: (id, day, number of its text) of each article of a month."""
    files = {}
    for month, articles in months.items():
        name = hashlib.sha256(json.dumps(articles).encode()).hexdigest()[:16]
        files[month] = folder / f"{month}-{name}.npz"
        numpy.savez(
            files[month],
            ids=numpy.array([key for key, _, _ in articles], "U18"),
            days=numpy.array([day for _, day, _ in articles], "datetime64[D]"),
            sketches=numpy.array([text(number) for _, _, number in articles], "u4").reshape(-1, PERMUTATIONS),
        )
    return files


def text(number: int) -> numpy.ndarray:
    """The sketch of a text: those of one ten are copies of one another, the next ten shares a band with them."""
    sketch = numpy.random.default_rng(number // 10).integers(0, 1 << 32, PERMUTATIONS, dtype="u4")
    sketch[-4:] = number // 20
    sketch[number % 10] = number
    return sketch


@pytest.mark.parametrize("seed", range(8))
def test_the_last_answer_brought_up_to_date_is_what_all_articles_give(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(copies_of_articles, "MOST_ASKED", 1.0)
    chance = random.Random(seed)
    months = {f"2024-0{month}": [] for month in (1, 2, 3)}
    for number in range(60):
        months[f"2024-0{number % 3 + 1}"].append(
            (f"a{number}", f"2024-01-{number % 28 + 1:02d}", chance.randrange(400))
        )
    last = None
    for _ in range(6):
        files = sketched(tmp_path, months)
        articles = copies_of_articles._load(list(files.values()))
        found = sorted(copies_of_articles._brought_up(last, articles, files, tmp_path))
        assert found == sorted(articles.copies())
        assert found
        last = copies_of_articles._Answer("1", {month: path.name for month, path in files.items()}, found)
        months = {month: list(articles) for month, articles in months.items()}
        gone, moved, changed = (chance.choice(sorted(months)) for _ in range(3))
        months[gone].pop(chance.randrange(len(months[gone])))
        months["2024-01"].append(months[moved].pop())
        key, _, number = months[changed].pop(0)
        months[changed].append((key, f"2024-02-{chance.randrange(1, 28):02d}", number))
        months[changed].append((f"b{chance.random()}", "2023-12-31", chance.randrange(400)))
    for path in files.values():
        path.write_bytes(b"damaged")
    (tmp_path / "now").mkdir()
    assert copies_of_articles._changes(last, sketched(tmp_path / "now", months), tmp_path) is None
