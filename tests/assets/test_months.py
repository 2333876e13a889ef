"""A run over several months: each has its own materialisation and checks, and a bad one fails alone."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pyarrow as pa
import pytest

from assets import month_making
from assets.definitions import defs
from assets.freshness import MONTHLY_STEPS, stale_months
from assets.materialise import materialise_new
from assets.month_making import MonthMaker
from pipelines import batches
from schemas.errors import ContractViolation, NumtrailError
from schemas.tables import TABLES
from warehouse.duckdb_file import published_number
from warehouse.landing import ingest_path

MONTHS = ("2023-03", "2023-04", "2023-05")
KEYS = tuple(f"{month}-01" for month in MONTHS)
MONTHLY_TABLES = [table.name for table in TABLES.values() if table.is_monthly]


def quiet(doing: str, done: int, total: int) -> None:
    """No progress bar in tests."""


@pytest.fixture(scope="module")
def known(tmp_path_factory) -> Path:
    """A home where an article of each month has landed and, with the rates, is known to the ledger."""
    from assets.resources import Home

    folder = tmp_path_factory.mktemp("known")
    for number, month in enumerate(MONTHS, 3):
        path = folder / f"{month}.txt"
        path.write_text(f"A city fund\n\nHefei put {number}.5 billion yuan into display makers in 2022.\n")
        path.with_suffix(".meta.json").write_text(json.dumps({"published": f"{month}-05"}))
        ingest_path(path, folder / "landing", now=datetime(2025, 6, 1, tzinfo=UTC))
    with dg.DagsterInstance.ephemeral() as instance:
        job = defs.resolve_job_def("ingest_landing")
        assert job.execute_in_process(instance=instance, resources={"home": Home(root=str(folder))}).success
    return folder


@pytest.fixture
def landed(home, known):
    """A home of the test's own, as `known`."""
    for name in ("landing", "lake"):
        shutil.copytree(known / name, home.folder / name)
    return home


@pytest.fixture
def instance(landed):
    with dg.DagsterInstance.get() as instance:
        yield instance


def run(instance, job: str, first: str = "", last: str = "", *, force: bool = False, only: tuple[str, ...] = ()):
    tags = {"dagster/asset_partition_range_start": first, "dagster/asset_partition_range_end": last} if first else {}
    config = {"ops": {"months": {"config": {"force": True}}}} if force else {}
    return defs.resolve_job_def(job).execute_in_process(
        instance=instance, tags=tags, run_config=config, raise_on_error=False,
        asset_selection=[dg.AssetKey(name) for name in only] or None,
    )  # fmt: skip


def break_month(monkeypatch, bad: str) -> None:
    """Let the extraction of one month make claims that break their contract."""
    honest = month_making._MAKERS["extract"]

    def broken(maker, snapshot, month):
        for tables, rejects in honest(maker, snapshot, month):
            if month == bad:
                claims = tables["core_claims"]
                place = claims.schema.names.index("kind")
                wrong = pa.array(["nonsense"] * claims.num_rows, pa.string())
                tables["core_claims"] = claims.set_column(place, "kind", wrong)
            yield tables, rejects

    monkeypatch.setitem(month_making._MAKERS, "extract", broken)


def statuses(instance, table: str) -> dict[str, str]:
    graph = defs.resolve_asset_graph()
    found = instance.get_status_by_partition(
        dg.AssetKey(table), list(KEYS), graph.get(dg.AssetKey(table)).partitions_def
    )
    return {key: status.value if status else "none" for key, status in found.items()}


def test_each_month_has_its_materialisation_and_checks(instance, landed):
    assert run(instance, "rebuild_months", KEYS[0], KEYS[-1]).success
    for name in MONTHLY_TABLES:
        wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey(name), asset_partitions=list(KEYS))
        records = instance.fetch_materializations(wanted, limit=100).records
        assert sorted(record.partition_key for record in records) == list(KEYS), name
        for record in records:
            told = record.asset_materialization.metadata
            assert told["dagster/row_count"].value == landed.lake.read(name, record.partition_key[:7]).num_rows
    claims = instance.fetch_materializations(dg.AssetKey("core_claims"), limit=1).records[0].asset_materialization
    assert claims.metadata["kind: money"].value == 1
    assert "5.5 billion yuan" in claims.metadata["preview"].value
    assert set(statuses(instance, "core_claims").values()) == {"MATERIALIZED"}


def test_a_bad_month_fails_alone_and_only_it_is_made_again(instance, landed, monkeypatch):
    with monkeypatch.context() as patched:
        break_month(patched, MONTHS[1])
        result = run(instance, "rebuild_months", KEYS[0], KEYS[-1])
    assert not result.success
    for name in MONTHLY_TABLES:
        assert statuses(instance, name) == dict(zip(KEYS, ("MATERIALIZED", "FAILED", "MATERIALIZED"), strict=True)), (
            name
        )
    failure = next(event.step_failure_data for event in result.all_events if event.is_step_failure)
    assert "core_claims" in failure.user_failure_data.metadata[MONTHS[1]].value
    wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey("core_claims"), asset_partitions=[KEYS[1]])
    (seen,) = instance.fetch_observations(wanted, limit=5).records
    assert "nonsense" in seen.asset_observation.metadata["failure"].value
    assert not landed.lake.entries("core_documents", MONTHS[1])
    assert stale_months(landed.lake.snapshot(), ",".join(landed.currencies)) == [MONTHS[1]]

    assert run(instance, "rebuild_months", KEYS[0], KEYS[-1]).success
    assert set(statuses(instance, "core_claims").values()) == {"MATERIALIZED"}
    made = {key: was_up_to_date(instance, key) for key in KEYS}
    assert made == dict(zip(KEYS, (True, False, True), strict=True))


def was_up_to_date(instance, key: str) -> bool:
    wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey("core_claims"), asset_partitions=[key])
    (record,) = instance.fetch_materializations(wanted, limit=1).records
    return record.asset_materialization.metadata["was_up_to_date"].value


def test_force_makes_a_month_again_and_gives_the_same_rows(instance, landed):
    run(instance, "rebuild_months", KEYS[0], KEYS[0])
    before = {entry.key: entry.sha256 for entry in landed.lake.entries()}
    run(instance, "rebuild_months", KEYS[0], KEYS[0])
    assert was_up_to_date(instance, KEYS[0])
    run(instance, "rebuild_months", KEYS[0], KEYS[0], force=True)
    assert not was_up_to_date(instance, KEYS[0])
    assert {entry.key: entry.sha256 for entry in landed.lake.entries()} == before


def test_one_table_can_be_made_alone(instance, landed):
    run(instance, "rebuild_months", KEYS[0], KEYS[0])
    assert run(instance, "rebuild_months", KEYS[0], KEYS[0], only=("core_claims",)).success
    wanted = dg.AssetRecordsFilter(asset_key=dg.AssetKey("core_documents"))
    assert len(instance.fetch_materializations(wanted, limit=5).records) == 1


@pytest.mark.parametrize(
    ("breaks", "table"), [("normalise_articles", "core_documents"), ("read_sentences", "core_claims")]
)
def test_a_month_fails_where_most_of_its_articles_break_the_rules_and_never_for_one(
    landed, instance, article, monkeypatch, breaks, table
):
    for number in (7, 8, 9):
        path = article(f"{number}.txt", f"A fund\n\nWuhu put {number}.5 billion yuan into cars.\n", published=MONTHS[1])
        ingest_path(path, landed.landing, now=datetime(2025, 6, 1, tzinfo=UTC))
    assert run(instance, "ingest_landing").success
    honest = getattr(batches, breaks)

    def break_on(*marks: str) -> None:
        def broken(read, *arguments, **named):
            if any(mark in str(read) for mark in marks):
                raise RecursionError("planted")
            return honest(read, *arguments, **named)

        monkeypatch.setattr(batches, breaks, broken)

    break_on("Wuhu put 7.5")
    assert run(instance, "rebuild_months", KEYS[1], KEYS[1]).success
    before = {entry.key: entry.sha256 for entry in landed.lake.entries()}
    (reject,) = landed.lake.read("core_rejects", MONTHS[1]).to_pylist()
    assert "RecursionError: planted" in reject["message"]

    break_on("Wuhu put")
    result = run(instance, "rebuild_months", KEYS[1], KEYS[1], force=True)
    assert not result.success
    failure = next(event.step_failure_data for event in result.all_events if event.is_step_failure)
    told = failure.user_failure_data.metadata[MONTHS[1]].value
    assert told.startswith(f"{table} fails most_articles_are_read in 3 of 4 ")
    assert "RecursionError: planted" in told
    (seen,) = (event.asset_check_evaluation_data for event in result.all_events if is_verdict(event, passed=False))
    assert (seen.asset_key.to_user_string(), seen.check_name) == (table, "most_articles_are_read")
    assert seen.severity == dg.AssetCheckSeverity.ERROR
    assert seen.metadata["failures"].value == 3
    assert {entry.key: entry.sha256 for entry in landed.lake.entries()} == before


def is_verdict(event, *, passed: bool) -> bool:
    is_evaluation = event.event_type == dg.DagsterEventType.ASSET_CHECK_EVALUATION
    return is_evaluation and event.asset_check_evaluation_data.passed is passed


def test_a_month_that_fails_on_the_command_line_is_told_and_the_rest_published(landed, monkeypatch):
    break_month(monkeypatch, MONTHS[1])
    with pytest.raises(NumtrailError, match=r"1 months failed and stand as they were\.\n  2023-04: core_claims"):
        materialise_new(landed, quiet)
    assert landed.lake.partitions("core_claims") == [MONTHS[0], MONTHS[2]]
    assert landed.duckdb_path.exists()


def test_a_month_that_fails_late_is_put_back_as_it_was(landed, monkeypatch):
    materialise_new(landed, quiet)
    before = {entry.key: (entry.sha256, entry.code_version) for entry in landed.lake.entries()}

    def fail() -> None:
        raise ContractViolation("planted")

    maker = MonthMaker(landed, "a-run", MONTHLY_STEPS, force=True)
    monkeypatch.setattr("assets.month_making.stage_version", lambda stage: "other")
    with pytest.raises(ContractViolation, match="planted"):
        maker.make(MONTHS[0], fail)
    assert {entry.key: (entry.sha256, entry.code_version) for entry in landed.lake.entries()} == before


def test_a_month_whose_process_ends_between_two_steps_stays_as_it_was(landed, monkeypatch):
    materialise_new(landed, quiet)
    before = {entry.key: (entry.sha256, entry.code_version) for entry in landed.lake.entries()}

    def interrupted(maker, snapshot, month):
        raise KeyboardInterrupt

    monkeypatch.setitem(month_making._MAKERS, "extract", interrupted)
    monkeypatch.setattr("assets.freshness.stage_version", lambda stage: "other")
    with pytest.raises(KeyboardInterrupt):
        MonthMaker(landed, "a-run", MONTHLY_STEPS, force=True).make(MONTHS[0])
    assert {entry.key: (entry.sha256, entry.code_version) for entry in landed.lake.entries()} == before


def test_a_damaged_file_of_a_month_is_made_again(landed):
    materialise_new(landed, quiet)
    (entry,) = landed.lake.entries("core_sentences", MONTHS[0])
    path = landed.lake.root / entry.path
    path.write_bytes(b"rubbish")
    outcomes = MonthMaker(landed, "a-run", MONTHLY_STEPS).make(MONTHS[0])
    assert [name for name, outcome in outcomes.items() if not outcome.was_fresh] == ["normalise"]
    assert landed.lake.verify() == []


def test_a_run_killed_just_before_it_published_is_published_by_the_next(landed, tmp_path):
    materialise_new(landed, quiet)
    older = tmp_path / "older.duckdb"
    shutil.copy(landed.duckdb_path, older)
    (entry,) = landed.lake.entries("core_claims", MONTHS[0])
    landed.lake.replace(
        {entry.key: None}, run_id="a-run", code_version=entry.code_version, now=datetime(2025, 6, 2, tzinfo=UTC)
    )
    materialise_new(landed, quiet)
    shutil.copy(older, landed.duckdb_path)
    assert published_number(landed.duckdb_path) != landed.lake.snapshot().manifest.number
    materialise_new(landed, quiet)
    assert published_number(landed.duckdb_path) == landed.lake.snapshot().manifest.number
    published = landed.duckdb_path.stat()
    materialise_new(landed, quiet)
    assert landed.duckdb_path.stat() == published, "what is published is not published again"
