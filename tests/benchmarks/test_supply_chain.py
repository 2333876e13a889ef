"""The audit never says that all is well where it could not ask; licences of what is installed are known."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from benchmarks import supply_chain

ROOT = Path(__file__).resolve().parents[2]


def answer(*packages):
    return json.dumps({"dependencies": list(packages), "fixes": []})


UNKNOWN = {"name": "a", "skip_reason": "not found"}
SOUND = {"name": "b", "version": "1", "vulns": []}
HOLED = {"name": "c", "version": "2", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("packages", "told"),
    [
        ((UNKNOWN,), "NOT AUDITED: none of 1"),
        ((SOUND, UNKNOWN), "1 packages audited, 0 known vulnerabilities; 1 NOT AUDITED."),
        ((SOUND,), "1 packages audited, 0 known vulnerabilities."),
        ((SOUND, HOLED), "2 packages audited, 1 known vulnerabilities."),
    ],
    ids=["nothing asked", "some not asked", "sound", "a hole"],
)
def test_an_audit_says_what_it_did_not_ask(packages, told):
    assert str(supply_chain.read_answer(answer(*packages))).startswith(told)


@pytest.mark.parametrize(
    ("script", "code", "told"),
    [
        ("exit 1", 0, "NOT AUDITED"),
        (f"cat > \"${{10}}\" <<'E'\n{answer(SOUND, HOLED)}\nE", 1, "CVE-2026-1"),
        (f"cat > \"${{10}}\" <<'E'\n{answer(UNKNOWN)}\nE", 0, "NOT AUDITED"),
    ],
    ids=["it fails", "a hole", "unknown there"],
)
def test_holes_fail_and_silence_does_not_pass_for_soundness(tmp_path, capsys, script, code, told):
    program = tmp_path / "pip-audit"
    program.write_text(
        f'#!/bin/bash\nwhile [ "$1" != --output ]; do shift; done; set -- 1 2 3 4 5 6 7 8 9 "$2"\n{script}\n'
    )
    program.chmod(0o700)
    assert supply_chain.audit(["--program", str(program)]) == code
    assert told in capsys.readouterr().out


def test_a_program_that_is_not_there_is_said(capsys, tmp_path):
    assert supply_chain.audit(["--program", str(tmp_path / "absent")]) == 0
    assert "NOT AUDITED" in capsys.readouterr().out


def test_licences_of_all_that_is_installed_are_known(capsys):
    assert supply_chain.licences([]) == 0, capsys.readouterr().err


@pytest.mark.parametrize(
    ("licence", "is_fine"),
    [("MIT", True), ("", False), ("GPL-3.0-only", False), ("MPL-1.1 OR GPL-2.0-only", True), ("AGPL-3.0", False),
     ("LGPL-3.0-only", True), ("GNU Library or Lesser General Public License (LGPL)", True),
     ("GNU General Public License v3 (GPLv3)", False)],
)  # fmt: skip
def test_licences_that_would_reach_our_code_are_found(licence, is_fine):
    assert supply_chain.is_fine(licence) is is_fine


def test_every_requirement_is_a_range_or_a_pin_and_every_one_has_its_constraint():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    fixed = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    for requirement in asked:
        name = re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")
        assert "==" in requirement or re.search(r">=.*,<|<.*,>=", requirement), requirement
        assert re.search(rf"(?m)^{re.escape(name)}==", fixed), name


def test_no_file_names_a_package_index():
    indexes = re.compile(
        r"https?://[\w.-]*(?:pypi|pythonhosted|anaconda|npmjs)[\w.-]*|--(?:extra-)?index-url|find-links"
    )
    found = [
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*")
        if path.is_file()
        and path != Path(__file__)
        and not {".git", ".venv", ".numtrail", "node_modules"} & set(path.relative_to(ROOT).parts)
        and path.suffix in {".py", ".toml", ".txt", ".md", ".yaml", ".yml", ".cfg", ""}
        and indexes.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert found == []
