"""What landed gets into the ledger once, in parts of bounded size; a corrected sidecar makes its months again."""

import json
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest

import assets.ledger
import assets.raw_parts
from assets.commits import stored_parts
from assets.freshness import STEPS, fingerprint
from assets.ledger import Ledger, corrected_part, dated_by_older_code, scan_landing
from assets.raw_parts import raw_article_parts
from assets.steps import normalise_parts
from assets.versions import stage_version
from schemas.rows import bare_schema, table_of
from warehouse.landing import ingest_path, scan

LANDED = datetime(2025, 6, 1, 8, 0, tzinfo=UTC)
STORY = "A city fund\n\nHefei put {} billion yuan into display makers in 2022, and will do so again, the city said.\n"


def land(home, path):
    (result,) = ingest_path(path, home.landing, now=LANDED)
    return result


def look(home, ledger=None, rejects=None):
    ledger = Ledger(ledger or table_of("raw_ledger", []), rejects or table_of("core_rejects", []))
    return list(scan_landing(scan(home.landing), (), ledger, first_month="1990-01", last_month="2025-06"))


def write_ledger(home, rows, part="first", version="1"):
    home.lake.replace(
        {("raw_ledger", "all", part): table_of("raw_ledger", rows)}, run_id="run", code_version=version, now=LANDED
    )


def make(home, step, month, parts):
    version = fingerprint(home.lake.snapshot(), STEPS[step], month)
    names = STEPS[step].makes
    made = stored_parts(home.lake, home.lake.snapshot(), parts, names=names, month=month, step=step)
    home.lake.replace(made, run_id="run", code_version=version, now=LANDED)


@pytest.fixture
def records(home, article):
    lines = [json.dumps({"text": STORY.format(number), "published": "2023-03-01"}) for number in range(9)]
    land(home, article("many.jsonl", "\n".join(lines)))
    return lines


def test_ledger_comes_in_batches(home, records, monkeypatch):
    monkeypatch.setattr(assets.ledger, "BATCH_ROWS", 4)

    batches = look(home)

    assert [len(batch.ledger_rows) for batch in batches] == [4, 4, 1]
    assert len({batch.batch_name for batch in batches}) == 3


def test_large_month_is_kept_in_parts_and_shrinks_again(home, records, monkeypatch):
    (batch,) = look(home)
    write_ledger(home, batch.ledger_rows)
    files = {file.place: file for file in scan(home.landing)}
    snapshot = home.lake.snapshot()
    monkeypatch.setattr(assets.raw_parts, "PART_BYTES", 4 * len(records[0]))
    parts = [({"raw_articles": made}, rejects) for made, rejects in raw_article_parts(snapshot, files, "2023-03")]
    make(home, "raw_articles", "2023-03", iter(parts))
    make(home, "normalise", "2023-03", normalise_parts(home.lake.snapshot(), "2023-03"))

    names = ["all", "all_00001", "all_00002"]
    assert home.lake.snapshot().parts("raw_articles", "2023-03") == names
    assert home.lake.snapshot().parts("core_sentences", "2023-03") == names
    assert home.lake.read("raw_articles", "2023-03").num_rows == 9
    assert home.lake.read("core_documents", "2023-03").num_rows == 9

    monkeypatch.undo()
    parts = [({"raw_articles": made}, rejects) for made, rejects in raw_article_parts(snapshot, files, "2023-03")]
    make(home, "raw_articles", "2023-03", iter(parts))

    assert home.lake.snapshot().parts("raw_articles", "2023-03") == ["all"]
    assert home.lake.read("raw_articles", "2023-03").num_rows == 9


def test_a_file_of_several_parts_is_read_once(home, records, article, monkeypatch):
    land(home, article("b.txt", STORY.format(50), published="2023-03-02"))
    land(home, article("c.txt", STORY.format(51), published="2023-03-02"))
    (batch,) = look(home)
    write_ledger(home, batch.ledger_rows)
    files = {file.place: file for file in scan(home.landing)}
    ((whole, _),) = raw_article_parts(home.lake.snapshot(), files, "2023-03")
    read, read_items = [], assets.raw_parts.read_items
    monkeypatch.setattr(
        assets.raw_parts, "read_items", lambda file, **more: read.append(file) or read_items(file, **more)
    )
    monkeypatch.setattr(assets.raw_parts, "PART_BYTES", 2 * len(records[0]))

    parts = [rows for rows, rejects in raw_article_parts(home.lake.snapshot(), files, "2023-03") if not rejects]

    assert len(parts) > 3
    assert pa.concat_tables(parts).sort_by("raw_article_id").equals(whole.sort_by("raw_article_id"))
    assert len(read) == len(files) == 3


def test_an_article_is_dated_once_and_again_where_older_code_did(home, article, monkeypatch):
    land(home, article("dated.txt", "A city fund\n\nBy Ann Lee\n\nMarch 5, 2023\n\n" + STORY.format(3)))
    (batch,) = look(home)
    files = {file.place: file for file in scan(home.landing)}
    write_ledger(home, batch.ledger_rows, version=stage_version("ingest"))
    (listed,) = batch.ledger_rows
    monkeypatch.setattr(assets.raw_parts, "read_item", None)
    ((made, _),) = raw_article_parts(home.lake.snapshot(), files, "2023-03")
    monkeypatch.undo()
    (row,) = made.to_pylist()
    assert (row["published_start"], row["publication_method"]) == (date(2023, 3, 5), "header")
    assert row["publication_evidence"]
    assert row["reference_end"] == date(2023, 3, 6)

    wrong = tuple(
        "<older>" if name == "publication_rule" else value
        for name, value in zip(bare_schema("raw_ledger").names, listed, strict=True)
    )
    write_ledger(home, [wrong], version="older")
    ((again, _),) = raw_article_parts(home.lake.snapshot(), files, "2023-03")
    assert again.equals(made)


def test_texts_of_a_file_that_is_gone_come_from_the_lake(home, records):
    (batch,) = look(home)
    write_ledger(home, batch.ledger_rows)
    snapshot = home.lake.snapshot()
    files = {file.place: file for file in scan(home.landing)}
    make(
        home,
        "raw_articles",
        "2023-03",
        [({"raw_articles": made}, r) for made, r in raw_article_parts(snapshot, files, "2023-03")],
    )
    before = home.lake.read("raw_articles")

    ((made, rejects),) = raw_article_parts(home.lake.snapshot(), {}, "2023-03")

    assert rejects == []
    assert sorted(made.column("sha256").to_pylist()) == sorted(before.column("sha256").to_pylist())
    ((made, rejects),) = raw_article_parts(snapshot, {}, "2023-03")
    assert (made.num_rows, {row[2] for row in rejects}) == (0, {"landed_file_missing"})


def test_known_file_is_not_read_again_but_its_refusals_are_kept(home, article, monkeypatch):
    good = json.dumps({"text": STORY.format(1), "published": "2023-03-01"})
    land(home, article("mixed.jsonl", f"{good}\n{{\n"))
    (first,) = look(home)
    write_ledger(home, first.ledger_rows)
    monkeypatch.setattr(assets.ledger, "read_items", lambda file: pytest.fail("read again"))

    (second,) = look(home, home.lake.read("raw_ledger"), table_of("core_rejects", list(first.rejects.values())))

    assert (second.ledger_rows, second.corrected, second.known) == ([], {}, 1)
    assert second.rejects == first.rejects
    assert [row[2] for row in second.rejects.values()] == ["malformed_json"]


def test_corrected_sidecar_moves_the_article_and_marks_both_months(home, article):
    story = article("fund.txt", STORY.format(7), published="2023-03-01")
    land(home, story)
    (first,) = look(home)
    write_ledger(home, first.ledger_rows)
    before = {m: fingerprint(home.lake.snapshot(), STEPS["raw_articles"], m) for m in ("2023-03", "2024-05", "2020-01")}

    article("fund.txt", STORY.format(7), published="2024-05-09", title="Fund")
    assert land(home, story).status == "known"
    (second,) = look(home, home.lake.read("raw_ledger"))
    rows = corrected_part(home.lake.read("raw_ledger"), second.corrected)
    write_ledger(home, rows)

    after = {month: fingerprint(home.lake.snapshot(), STEPS["raw_articles"], month) for month in before}
    assert [row[-1] for row in rows] == ["2024-05"]
    assert [month for month in before if before[month] != after[month]] == ["2023-03", "2024-05"]
    (third,) = look(home, home.lake.read("raw_ledger"))
    assert (third.corrected, third.ledger_rows) == ({}, [])


def test_corrected_title_alone_makes_its_month_again(home, article):
    story = article("fund.txt", STORY.format(7), published="2023-03-01")
    land(home, story)
    (first,) = look(home)
    article("fund.txt", STORY.format(7), published="2023-03-01", title="Fund")
    land(home, story)

    (second,) = look(home, table_of("raw_ledger", first.ledger_rows))

    assert [row[-1] for row in second.corrected.values()] == ["2023-03"]


def test_what_older_code_dated_is_dated_again_and_moves_where_it_must(home, article):
    story = f"Fund opens\n\nPublished: 9 May 2024\n\n{STORY.format(7)}"
    land(home, article("fund.txt", story))
    (first,) = look(home)
    names = bare_schema("raw_ledger").names
    month, day = names.index("partition_month"), names.index("published_start")
    (row,) = first.ledger_rows
    wrong = [*row]
    wrong[month], wrong[day] = "2023-03", date(2023, 3, 1)
    write_ledger(home, [tuple(wrong)])
    snapshot = home.lake.snapshot()
    ledger = Ledger(snapshot.read("raw_ledger"), table_of("core_rejects", []), {"fund.txt", row[3]})

    (second,) = scan_landing(scan(home.landing), (), ledger, first_month="1990-01", last_month="2099-01")

    assert list(second.corrected.values()) == [row]
    assert second.ledger_rows == []
    assert dated_by_older_code(snapshot) == snapshot.entries("raw_ledger")
