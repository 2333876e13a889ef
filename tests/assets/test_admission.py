"""At both ends of every step a broken row is refused by name, with what points to it; a broken table fails."""

import json
import shutil
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from assets import admission, ingest, month_making
from assets.admission import admitted
from assets.bucket_commits import refused_for_facts
from assets.bucket_plans import plan_buckets
from assets.freshness import MONTHLY_STEPS, STEPS
from assets.materialise import materialise_new
from assets.month_making import MonthMaker
from assets.verdicts import CONTRACT, judge
from schemas.errors import ContractViolation
from schemas.identity import content_id
from schemas.rows import bare_schema, table_of
from schemas.tables import TABLES
from warehouse import validation
from warehouse.contracts import Column, table_columns
from warehouse.lake import ALL
from warehouse.landing import ingest_path
from warehouse.rates_snapshots import latest_rates
from warehouse.soundness import is_sound

MONTH = "2024-01"
LATER = datetime(2025, 6, 2, tzinfo=UTC)
ARTICLES = (
    "Hefei put 12.5 billion yuan (US$1.75 billion) into display makers in 2022. Output rose 9.7 percent to more than "
    "100 billion yuan. The park covers 15 mu.",
    "Wuhan had built 80,000 charging points by April 2023, the city said. It spent 7.2 billion yuan ($1 billion) on "
    "30 mu of land.",
    "Anhui spent 3.6 billion yuan (US$500 million) in 2022. Its rice grew on 60 mu. Exports fell 4 percent in 2023.",
    "Suzhou spent 5 billion yuan in 2021. Exports were 7 billion euros in 2023, up 12 percent.",
)
SINCE_2021 = pc.field("rate_date") >= date(2021, 1, 1)
PLANTED_ROWS = 5_000
"""So many rows of a file are left when one of them is broken: of the exchange rates there are more than needed."""
READ_BY = [(step.name, name) for step in MONTHLY_STEPS for name in step.reads]
MADE_BY = [(step.name, name) for step in MONTHLY_STEPS for name in step.makes]


def quiet(doing: str, done: int, total: int) -> None:
    """No progress bar in tests."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A home in which four articles of a month were read, to the facts."""
    from assets.materialise import prepare_home
    from assets.resources import Home

    folder = tmp_path_factory.mktemp("made")
    records = [{"title": f"News {n}", "text": text, "published": "2024-01-20"} for n, text in enumerate(ARTICLES)]
    (folder / "news.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NUMTRAIL_HOME", str(folder))
        environment.setenv("DAGSTER_HOME", str(prepare_home(folder)))
        # Of the exchange rates those of some years do: every test here copies, reads and hashes them.
        environment.setattr(ingest, "latest_rates", lambda folder: latest_rates(folder).filter(SINCE_2021))
        home = Home()
        ingest_path(folder / "news.jsonl", home.landing, now=datetime(2025, 6, 1, tzinfo=UTC))
        materialise_new(home, quiet)
    return folder


@pytest.fixture
def copied(home, made):
    """A home of the test's own, as `made`."""
    for name in ("landing", "lake"):
        shutil.copytree(made / name, home.folder / name)
    return home


def measures(count: int, broken: int) -> pa.Table:
    rows = []
    for number in range(count):
        claim = content_id("c", number)
        numerator = 0 if number < broken else 1
        rows.append(
            (content_id("u", claim), claim, "mu", "ha", numerator, 15, Decimal(1), None, 0, True, None, MONTH)
        )  # fmt: skip
    return table_of("core_claim_measures", rows)


def corrections(count: int) -> pa.Table:
    day = date(2025, 1, 1)
    rows = []
    for number in range(count):
        claim = content_id("c", number)
        rows.append(
            (content_id("k", claim), claim, "a yen", "unit", "JPY", "CNY", "applied", "seen", day, day, MONTH)
        )  # fmt: skip
    return table_of("core_claim_corrections", rows)


def with_broken_row(name: str, data: pa.Table, row: int = -1) -> tuple[pa.Table, str]:
    """The rows, of which one (by default the last) has a value that its contract forbids; and the column it has it in.

    The file says of every row what it said before, save for that value: a contract that became stricter looks so.
    """
    column, value = next(
        (column, wrong)
        for column in table_columns(TABLES[name])
        if not (column.is_key or column.references or column.name == "partition_month")
        if (wrong := forbidden(column)) is not None
    )
    values = data[column.name].to_pylist()
    values[row] = value
    place = data.schema.names.index(column.name)
    return data.set_column(place, data.schema.field(place), pa.array(values, column.type)), column.name


def forbidden(column: Column) -> object:
    """A value of the column's type that its contract does not allow; null where it allows every one."""
    if column.allowed or any(limit.startswith("matches") for limit in column.limits):
        return "nonsense!"
    if any(limit.startswith(("at least 0", "at least 1", "more than 0")) for limit in column.limits):
        return -1.0 if pa.types.is_floating(column.type) else -1
    return None


def plant(home, name: str, row: int = -1) -> tuple[dict, str]:
    """Put a broken row into the lake as if it had always been there: the row as it is now, and the broken column."""
    snapshot = home.lake.snapshot()
    (entry,) = snapshot.entries(name, MONTH if TABLES[name].is_monthly else ALL)[:1]
    data = snapshot.read(name, entry.partition, part=entry.part).slice(0, PLANTED_ROWS)
    data, column = with_broken_row(name, data, row)
    home.lake.replace({entry.key: data}, run_id=entry.run_id, code_version=entry.code_version, now=LATER)
    return data.slice(data.num_rows - 1 if row == -1 else row, 1).to_pylist()[0], column


def tell_of_facts(home) -> None:
    """Store what facts are not made from, as the step does that makes them."""
    snapshot = home.lake.snapshot()
    plan = plan_buckets(snapshot, home.facts_folder, "observe", STEPS["observe"].makes)
    home.lake.replace(refused_for_facts(home.lake, snapshot, plan.files), run_id="test", code_version="1", now=LATER)


def rejects_of(home, step: str, table: str) -> list[dict]:
    rows = home.lake.read("core_rejects", MONTH).to_pylist()
    return [row for row in rows if (row["step"], row["reason"]) == (step, f"{table}_contract")]


@pytest.mark.parametrize(("step", "table"), READ_BY, ids=[f"{step} reads {table}" for step, table in READ_BY])
def test_a_broken_row_of_an_input_is_refused_and_the_rest_read(copied, step, table):
    before = {name: copied.lake.read(name, MONTH).num_rows for name in STEPS[step].makes}
    row, column = plant(copied, table)
    maker = MonthMaker(copied, "test", [STEPS[step]], force=True)
    if "partition_month" not in row:
        with pytest.raises(ContractViolation, match=rf"{table}: .*\n.*{column}: "):
            maker.make(MONTH)
        return
    maker.make(MONTH)
    found = rejects_of(copied, STEPS[step].stage, table)
    key = next(column.name for column in table_columns(TABLES[table]) if column.is_key)
    assert [column in reject["message"] and str(row[key]) in reject["message"] for reject in found] == [True]
    for name in STEPS[step].makes:
        rows = copied.lake.read(name, MONTH)
        assert rows.num_rows or not before[name], name
        assert rows.num_rows <= before[name]
        if key in rows.column_names:
            assert row[key] not in rows[key].to_pylist()


@pytest.mark.parametrize(("step", "table"), MADE_BY, ids=[f"{step} makes {table}" for step, table in MADE_BY])
def test_a_broken_row_of_an_output_is_refused_and_the_rest_kept(copied, monkeypatch, step, table):
    honest, told = month_making._MAKERS[step], []

    def dishonest(maker, snapshot, month):
        for tables, rejects in honest(maker, snapshot, month):
            made = tables[table] if table != "core_claim_corrections" else corrections(3)
            tables[table], column = with_broken_row(table, made)
            told.append((column, made.num_rows))
            yield tables, rejects

    monkeypatch.setitem(month_making._MAKERS, step, dishonest)
    MonthMaker(copied, "test", [STEPS[step]], force=True).make(MONTH)
    (reject,) = rejects_of(copied, TABLES[table].stage, table)
    ((column, count),) = told
    assert column in reject["message"]
    assert count > 1
    assert copied.lake.read(table, MONTH).num_rows == count - 1


def test_a_table_that_is_not_kept_by_month_takes_no_broken_row_in(copied):
    for step in ("deduplicate", "observe", "audit"):
        for name in STEPS[step].makes:
            rows = copied.lake.read(name)
            if rows.num_rows:
                broken, column = with_broken_row(name, rows)
                with pytest.raises(ContractViolation, match=column):
                    admitted({name: broken}, None)


def test_what_facts_are_not_made_from_is_told_and_told_no_more_once_it_is_mended(copied):
    sound = copied.lake.snapshot()
    row, column = plant(copied, "core_claim_conversions")
    tell_of_facts(copied)
    (reject,) = rejects_of(copied, "conform", "core_claim_conversions")
    assert column in reject["message"]
    assert row["conversion_id"] in reject["message"]
    copied.lake.restore(sound.manifest.number, now=LATER)
    tell_of_facts(copied)
    assert rejects_of(copied, "conform", "core_claim_conversions") == []


def test_each_file_is_held_against_its_contract_once(copied, monkeypatch):
    counts: Counter[str] = Counter()

    def counted(table, data):
        counts[table.name] += 1
        return is_sound(table, data)

    monkeypatch.setattr(validation, "is_sound", counted)
    monkeypatch.setattr(admission, "_KNOWN", {})
    maker = MonthMaker(copied, "test", force=True)

    def confirm():
        for name in TABLES:
            if TABLES[name].is_monthly:
                judge(maker.snapshot, name, MONTH)

    maker.make(MONTH, confirm)
    read = {name for step in MONTHLY_STEPS for name in (*step.reads, *step.makes)}
    # Of a table without rows there is nothing to hold against anything.
    assert counts == {name: 1 for name in read if copied.lake.read(name).num_rows}


def test_a_file_that_no_step_handed_in_is_judged(copied):
    plant(copied, "core_claims")
    verdict, *_ = judge(copied.lake.snapshot(), "core_claims", MONTH)
    assert (verdict.check, verdict.passed) == (CONTRACT, False)


def test_of_what_a_run_made_the_parts_it_wrote_are_looked_at_and_else_all(copied):
    name, looked_at = "core_observations", []
    plant(copied, name)
    sound = copied.lake.read(name).slice(0, 2)
    copied.lake.replace({(name, ALL, "more"): sound}, run_id="another", code_version="1", now=LATER)
    snapshot = copied.lake.snapshot()
    every = snapshot.read(name).num_rows
    for run_id, rows, passed in (("another", 2, True), ("none", 0, True), (None, every, False)):
        looked_at.clear()
        (verdict,) = judge(snapshot, name, None, lambda data: looked_at.append(data.num_rows), run_id=run_id)
        assert (sum(looked_at), verdict.rows, verdict.passed) == (rows, rows, passed), run_id


def test_a_broken_row_is_refused_with_all_the_rules_it_breaks():
    rows, _ = with_broken_row("core_claim_measures", measures(5, 1), row=0)
    kept, rejects = admitted({"core_claim_measures": rows}, MONTH)
    assert kept["core_claim_measures"].num_rows == 4
    (row,) = rejects
    named = dict(zip(bare_schema("core_rejects").names, row, strict=True))
    assert named["reason"] == "core_claim_measures_contract"
    assert "ratio_numerator: greater_than(0)" in named["message"]


def test_what_points_to_a_refused_row_is_refused_with_it(copied):
    tables = {name: copied.lake.read(name, MONTH) for name in ("core_mentions", "core_claims", "core_claim_mentions")}
    tables["core_claims"], _ = with_broken_row("core_claims", tables["core_claims"])
    gone = tables["core_claims"]["claim_id"].to_pylist()[-1]
    kept, _ = admitted(tables, MONTH)
    assert gone not in kept["core_claim_mentions"]["claim_id"].to_pylist()
    assert 0 < kept["core_claim_mentions"].num_rows < tables["core_claim_mentions"].num_rows


def test_a_step_that_breaks_most_of_its_rows_fails():
    with pytest.raises(ContractViolation, match="ratio_numerator"):
        admitted({"core_claim_measures": measures(5, 4)}, MONTH)


def test_a_table_that_is_not_kept_by_month_fails_for_a_broken_row():
    with pytest.raises(ContractViolation):
        admitted({"core_claim_measures": measures(5, 1)}, None)
