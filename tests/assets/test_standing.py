"""A month that gains an article: only that one is read, and its files are those of a month made as a whole."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pyarrow.compute as pc
import pytest

import assets.raw_parts
from assets import steps
from assets.ledger import Ledger, corrected_part, scan_landing
from assets.month_making import MonthMaker
from assets.resources import Home
from schemas.rows import table_of
from warehouse.landing import ingest_path, scan

LANDED = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
MONTH = "2023-03"
STORY = (
    "A city fund of {0}\n\nHefei put {0} billion yuan ($3{0} million) into display makers in 2022. "
    "Output rose {0} percent to {0}00 tons, the city said.\n"
)


GERMAN = (
    "Die Stadt Hefei hat im Jahr 2022 rund acht Milliarden Yuan in die Hersteller von Bildschirmen gesteckt, wie die "
    "Verwaltung am Montag mitteilte. Damit sollen in den kommenden Jahren mehrere neue Fabriken entstehen, in denen "
    "nach Angaben der Behörden einige tausend Menschen arbeiten werden. Ob das Geld reicht, wissen wir noch nicht.\n"
)


@pytest.fixture
def archive(home, article, monkeypatch):
    """A month of two parts that was made: a file of records, a page of its own, and one that is not English."""
    monkeypatch.setattr(assets.raw_parts, "PART_BYTES", 900)
    lines = [json.dumps({"text": STORY.format(number), "published": "2023-03-01"}) for number in range(2, 8)]
    land(home, article("many.jsonl", "\n".join(lines)))
    land(home, article("one.txt", STORY.format(8), published="2023-03-09", title="One"))
    land(home, article("other.txt", GERMAN, published="2023-03-09"))
    rates = table_of(
        "ref_fx_rates",
        [
            ("ECB", code, date(2022, 1, 3) + timedelta(days), Decimal(rate), "EUR", code, "0" * 16)
            for code, rate in (("USD", "1.1"), ("CNY", "7.2"))
            for days in range(0, 700, 7)
        ],
    )
    home.lake.replace({("ref_fx_rates", "all", "all"): rates}, run_id="rates", code_version="1", now=LANDED)
    enter(home)
    MonthMaker(home, "first").make(MONTH)
    return home


def land(home, path) -> None:
    (result,) = ingest_path(path, home.landing, now=LANDED)
    assert result.status in ("new", "known")


def enter(home) -> None:
    """Enter in the ledger what landed, as the asset does."""
    snapshot = home.lake.snapshot()
    held = snapshot.read("raw_ledger")
    (found,) = scan_landing(
        scan(home.landing), (), Ledger(held, table_of("core_rejects", [])), first_month="1990-01", last_month="2025-06"
    )
    changes = {
        ("raw_ledger", "all", part): table_of("raw_ledger", rows)
        for part in snapshot.parts("raw_ledger", "all")
        if (rows := corrected_part(snapshot.read("raw_ledger", part=part), found.corrected)) is not None
    }
    if found.ledger_rows:
        changes["raw_ledger", "all", found.batch_name] = table_of("raw_ledger", found.ledger_rows)
    home.lake.replace(changes, run_id="ledger", code_version="1", now=LANDED)


def made_anew(home, tmp_path) -> Home:
    """A second home with the same landing folder and ledger, in which the month was made as a whole."""
    other = Home(root=str(tmp_path / "anew"))
    other.folder.mkdir()
    (other.folder / "landing").symlink_to(home.landing)
    tables = {("raw_ledger", "all", part): home.lake.snapshot().read("raw_ledger", part=part)
              for part in home.lake.snapshot().parts("raw_ledger", "all")}  # fmt: skip
    tables["ref_fx_rates", "all", "all"] = home.lake.read("ref_fx_rates")
    other.lake.replace(tables, run_id="ledger", code_version="1", now=LANDED)
    MonthMaker(other, "whole").make(MONTH)
    return other


def files(home) -> dict[tuple[str, str, str], str]:
    return {entry.key: entry.sha256 for entry in home.lake.entries(partition=MONTH)}


@pytest.fixture
def read(monkeypatch):
    """The batches that are worked on: how many rows each."""
    counted: list[tuple[str, int]] = []
    for name in ("normalise_batch", "extract_batch"):
        honest = getattr(steps, name)

        def counting(rows, *args, honest=honest, name=name, **known):
            counted.append((name, rows.num_rows))
            return honest(rows, *args, **known)

        monkeypatch.setattr(steps, name, counting)
    return counted


def rows_of(read: list[tuple[str, int]]) -> dict[str, int]:
    """How many articles went through each function."""
    total: Counter[str] = Counter()
    for name, rows in read:
        total[name] += rows
    return dict(total)


def test_only_what_is_new_is_read_and_the_files_are_those_of_a_whole_month(archive, article, read, tmp_path):
    land(archive, article("new.txt", STORY.format(9), published="2023-03-20"))
    enter(archive)

    MonthMaker(archive, "second").make(MONTH)

    # The one that was refused is looked at again with the new one.
    assert rows_of(read) == {"normalise_batch": 2, "extract_batch": 2}
    assert archive.lake.read("core_documents", MONTH).num_rows == 9
    assert len(archive.lake.snapshot().parts("core_claims", MONTH)) > 1
    assert files(archive) == files(made_anew(archive, tmp_path))


def test_a_corrected_sidecar_makes_its_own_article_again(archive, article, read, tmp_path):
    land(archive, article("one.txt", STORY.format(8), published="2023-03-10", title="Another title"))
    enter(archive)

    MonthMaker(archive, "second").make(MONTH)

    assert rows_of(read) == {"normalise_batch": 2, "extract_batch": 2}
    assert "Another title" in archive.lake.read("core_documents", MONTH)["title"].to_pylist()
    assert files(archive) == files(made_anew(archive, tmp_path))


def test_an_article_that_went_takes_its_rows_along(archive, read, tmp_path):
    snapshot = archive.lake.snapshot()
    (part,) = snapshot.parts("raw_ledger", "all")
    ledger = snapshot.read("raw_ledger", part=part)
    changes = {("raw_ledger", "all", part): ledger.filter(pc.invert(pc.ends_with(ledger["place"], "one.txt")))}
    archive.lake.replace(changes, run_id="less", code_version="1", now=LANDED)

    MonthMaker(archive, "second").make(MONTH)

    assert rows_of(read) == {"normalise_batch": 1, "extract_batch": 1}
    assert archive.lake.read("raw_articles", MONTH).num_rows == ledger.num_rows - 1
    assert files(archive) == files(made_anew(archive, tmp_path))


def test_newer_rules_make_every_article_again(archive, article, read, monkeypatch):
    land(archive, article("new.txt", STORY.format(9), published="2023-03-20"))
    enter(archive)
    import assets.freshness

    honest = assets.freshness.stage_version
    monkeypatch.setattr(assets.freshness, "stage_version", lambda stage: "new" if stage == "extract" else honest(stage))

    MonthMaker(archive, "second").make(MONTH)

    assert rows_of(read) == {"normalise_batch": 2, "extract_batch": 9}
