"""The house keeps its order: rooms are shipped, rules stay light, nothing of a test folder shadows a room."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("schemas", "pipelines", "warehouse", "assets", "console")

RULE_MODULES = (
    "pipelines.extract.dates",
    "pipelines.extract.quantities",
    "pipelines.extract.mentions",
    "pipelines.extract.claims",
    "pipelines.extract.relations",
)


def test_every_room_is_shipped():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shipped = settings["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"]
    assert sorted(shipped) == sorted((*ROOMS, "numtrail.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_ours_and_a_package(room):
    module = __import__(room)
    assert Path(module.__file__).resolve().parent == ROOT / room


def test_no_package_among_the_tests():
    assert not list((ROOT / "tests").rglob("__init__.py"))


@pytest.mark.parametrize("module", RULE_MODULES)
def test_rules_import_the_standard_library_alone(module):
    program = (
        "import sys; before = set(sys.modules)\n"
        f"import {module}\n"
        "names = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print('\\n'.join(sorted(n for n in names if n not in sys.stdlib_module_names)))"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert set(found.stdout.split()) <= {"pipelines", "schemas"}


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if not path.read_text(encoding="utf-8").lstrip().startswith('"""')
    ]
    assert silent == []


def test_no_room_imports_the_front_door():
    inward = [
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"^\s*(?:import|from) numtrail\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert inward == []


def test_no_group_is_repeated_possessively():
    """Python before 3.11.5 keeps what a failed turn of such a group had taken: "27,055," for 27,055 (gh-106052).

    Where every turn takes one sign or fails before it took any, as in the tags of a page, it makes no difference.
    """
    found = {
        (path.name, line.strip()[:40])
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\)(?:[*+?]|\{[\d,]+\})\+|\(\?>", line)
    }
    assert {name for name, _ in found} == {"markup.py"}, found
