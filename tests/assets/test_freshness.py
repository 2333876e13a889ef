"""A changed lexicon makes exactly what depends on it stale, and one command makes that again and no more."""

import ast
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

import numtrail
import pipelines
from assets.freshness import STEPS, stale_months, stale_tables
from assets.materialise import materialise_new, prepare_home
from assets.resources import Home
from assets.versions import SOURCE_ENDINGS, STAGE_SOURCES, stage_version
from warehouse.lake import Lake
from warehouse.landing import ingest_path

MONTHS = ("2022-11", "2023-03", "2023-04")
CURRENCIES = "USD,CNY,EUR"
RULES = Path(pipelines.__path__[0])


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A home whose months are made and published."""
    folder = tmp_path_factory.mktemp("made")
    for number, month in enumerate(MONTHS, 3):
        path = folder / f"{month}.txt"
        path.write_text(f"A city fund\n\nHefei put {number}.5 billion yuan into display makers in 2022.\n")
        path.with_suffix(".meta.json").write_text(json.dumps({"published": f"{month}-05"}))
        ingest_path(path, folder / "home" / "landing", now=datetime(2025, 6, 1, tzinfo=UTC))
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DAGSTER_HOME", str(prepare_home(folder / "home")))
        materialise_new(Home(root=str(folder / "home")), lambda doing, done, total: None)
    return folder / "home"


@pytest.fixture
def lake(home, made) -> Lake:
    """The lake of a copy of it."""
    shutil.copytree(made, home.folder, dirs_exist_ok=True)
    return home.lake


@pytest.fixture
def rules(tmp_path, monkeypatch):
    """Versions are taken from a copy of the rules, in which a line is added to a file."""
    copy = tmp_path / "pipelines"
    shutil.copytree(pipelines.__path__[0], copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(pipelines, "__path__", [str(copy)])
    stage_version.cache_clear()

    def add_line(name: str) -> None:
        (path,) = copy.rglob(name)
        with path.open("a", encoding="utf-8") as file:
            file.write("\n")
        stage_version.cache_clear()

    yield add_line
    stage_version.cache_clear()


def stale_steps(lake: Lake) -> dict[str, list[str]]:
    """Month -> the steps to be made again."""
    snapshot = lake.snapshot()
    return {
        month: [
            step.name for step in STEPS.values() if set(step.makes) & set(stale_tables(snapshot, month, CURRENCIES))
        ]
        for month in stale_months(snapshot, CURRENCIES)
    }


@pytest.mark.parametrize(
    ("lexicon", "steps"),
    [
        ("modifiers.lexicon.csv", ["extract"]),
        ("regions.lexicon.csv", ["normalise"]),
        ("growth.lexicon.csv", ["convert"]),
        ("modifiers.corpus.yaml", []),
    ],
)
def test_a_changed_lexicon_marks_what_is_made_with_it(lake, rules, lexicon, steps):
    assert stale_steps(lake) == {}
    rules(lexicon)
    assert stale_steps(lake) == (dict.fromkeys(MONTHS, steps) if steps else {})


def test_what_is_stale_is_listed_made_again_and_nothing_else(lake, home, rules):
    before = {entry.key: entry for entry in lake.entries()}
    call = CliRunner().invoke
    assert "All 3 months are up to date" in call(numtrail.app, ["backfill", "--list"]).output
    rules("modifiers.lexicon.csv")
    listed = call(numtrail.app, ["backfill", "--list"]).output
    assert [month for month in MONTHS if month in listed] == list(MONTHS)
    assert "core_claims" in listed
    assert "core_documents" not in listed

    answer = call(numtrail.app, ["backfill", "--stale"])

    assert answer.exit_code == 0, answer.output
    assert stale_months(lake.snapshot(), CURRENCIES) == []
    after = {entry.key: entry for entry in lake.entries()}
    made_again = {key[0] for key in after if after[key].code_version != before[key].code_version}
    assert {"core_mentions", "core_claims"} <= made_again
    assert not {"raw_articles", "core_documents", "core_sentences"} & made_again
    assert {key: entry.sha256 for key, entry in after.items() if key[0] == "core_documents"} == {
        key: entry.sha256 for key, entry in before.items() if key[0] == "core_documents"
    }


def test_a_changed_currency_marks_conversions_alone(lake):
    stale = {name for month in MONTHS for name in stale_tables(lake.snapshot(), month, "USD")}
    assert stale == set(STEPS["convert"].makes)
    assert os.environ.get("NUMTRAIL_CURRENCIES", CURRENCIES) == CURRENCIES


def sources_of(stage: str) -> set[Path]:
    return {path for pattern in STAGE_SOURCES[stage] for path in RULES.glob(pattern) if path.suffix in SOURCE_ENDINGS}


def imported(path: Path) -> set[Path]:
    """The modules of `pipelines` that a module imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    files = {RULES.parent / f"{name.replace('.', '/')}.py" for name in names if name.startswith("pipelines.")}
    return {file for file in files if file.is_file()}


def test_every_rule_and_lexicon_counts_for_a_stage():
    counted = set().union(*map(sources_of, STAGE_SOURCES))
    files = {path for path in RULES.rglob("*") if path.suffix in SOURCE_ENDINGS and path.name != "__init__.py"}
    assert [path for path in sorted(files - counted) if not path.name.endswith(".corpus.yaml")] == []


@pytest.mark.parametrize("stage", STAGE_SOURCES)
def test_what_a_stage_imports_counts_for_it(stage):
    # These three join the stages and import what is of any.
    shared = {"batches.py", "reading.py", "records.py"}
    counted = {path for path in sources_of(stage) if path.suffix == ".py" and path.name not in shared}
    wanted = {module for path in counted for module in imported(path)}
    assert sorted(wanted - sources_of(stage)) == []
