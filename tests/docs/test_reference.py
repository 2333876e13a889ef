"""The pages of reference say what the code says, and the tables behind them name what the code reads."""

import ast
import re
from pathlib import Path

import pytest

import numtrail
from benchmarks.architecture import drawn, imports, part_of
from benchmarks.report import measured
from console.reference import command_page, settings_page, with_limits
from schemas.codes import read_codes
from schemas.codes.limits import LIMITS
from schemas.errors import SettingsError
from warehouse.limits import limit_of

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("schemas", "pipelines", "warehouse", "assets", "console")
PREFIXES = ("NUMTRAIL_", "OPENLINEAGE_", "RAY_", "DAGSTER_")


def named_in_the_code():
    """Every whole text in the code that is the name of a variable of the environment."""
    sources = [ROOT / "numtrail.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, str) and value.startswith(PREFIXES) and value.replace("_", "").isalnum():
                yield value


def test_every_variable_that_the_code_reads_is_a_setting_and_every_setting_is_read():
    deployed = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "deploy").rglob("*.yaml"))
    known = set(read_codes("settings")) | {limit.setting for limit in LIMITS.values() if limit.setting}
    read = set(named_in_the_code()) | {limit.setting for limit in LIMITS.values() if limit.setting}
    read |= {name for name in known if f"env: {name}" in deployed}
    assert read == known


@pytest.mark.parametrize("file", ["numtrail.env", "docker-compose.yml"])
def test_deployments_set_nothing_that_is_no_setting(file):
    known = set(read_codes("settings")) | {limit.setting for limit in LIMITS.values()}
    text = (ROOT / "deploy" / file).read_text(encoding="utf-8")
    assert set(re.findall(r"\b(?:NUMTRAIL|OPENLINEAGE|RAY)_[A-Z_]+\b", text)) <= known


@pytest.mark.parametrize(
    ("page", "written"),
    [
        ("docs/cli.md", lambda page: command_page(numtrail.app)),
        ("docs/settings.md", lambda page: settings_page()),
        ("SECURITY.md", with_limits),
    ],
)
def test_pages_are_up_to_date(page, written):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert text == written(text), "stale: run `make reference` and commit the page"


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_a_limit_is_the_tables_unless_its_setting_says_otherwise(limit):
    assert limit_of(limit.name, {}) == limit.value
    if not limit.setting:
        assert limit_of(limit.name, {"": "7"}) == limit.value
        return
    assert limit_of(limit.name, {limit.setting: "7"}) == 7
    for wrong in ("-1", "0", "many", "1e3", "٣"):
        with pytest.raises(SettingsError, match=limit.setting):
            limit_of(limit.name, {limit.setting: wrong})


def test_the_drawing_is_that_of_the_imports():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert text == drawn(text), "stale: run `python -m benchmarks architecture` and commit the page"


def test_the_drawing_shows_no_way_back():
    order = {"numtrail": 0, "console": 1, "assets": 2, "pipelines": 3, "warehouse": 3, "schemas": 4}
    back = [
        (a, b)
        for a, b in ((part_of(a).partition(".")[0], part_of(b).partition(".")[0]) for a, b in imports())
        if a != b and order[a] >= order[b]
    ]
    assert back == []


def test_what_the_explanation_tells_of_errors_was_measured():
    text = (ROOT / "docs" / "explanation.md").read_text(encoding="utf-8")
    assert text == measured(text), "stale: run `make reference` and commit the page"


def test_every_link_of_the_documentation_leads_somewhere():
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), (page.name, target)
