"""A command whose data are absent says so, and measures nothing."""

import pytest

from benchmarks.__main__ import main
from schemas.errors import StoreError


@pytest.mark.parametrize(
    "words",
    [
        ["concepts", "{absent}"],
        ["intake", "--prose", "{absent}"],
        ["pages", "--more", "{absent}"],
        ["predict", "quantities", "{absent}", "out.jsonl"],
        ["superset", "{absent}"],
        ["tampering", "{absent}"],
        ["trail", "{absent}", "out"],
    ],
    ids=lambda words: words[0],
)
def test_what_is_absent_is_said(words, tmp_path, capsys):
    absent = str(tmp_path / "nowhere")
    with pytest.raises(SystemExit) as ended:
        main([word.format(absent=absent) for word in words])
    assert ended.value.code == 2
    assert f"{absent} is absent: nothing to measure on" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["faults", "earthquake"], ["mutants", "poetry"], ["warehouse", "burn"]], ids=" ".join
)
def test_what_is_no_choice_is_said(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert f"invalid choice: {words[1]!r}" in capsys.readouterr().err


def test_what_is_not_installed_is_said(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["superset", str(tmp_path)])
    assert "environment/bin/superset is absent: docs/bi.md tells how to install it" in capsys.readouterr().err


def test_an_error_of_ours_is_said_without_a_traceback(monkeypatch, capsys):
    def broken(arguments):
        raise StoreError("the lake is damaged: restore it")

    monkeypatch.setattr("benchmarks.trail.main", broken)
    assert main(["trail"]) == 2
    assert capsys.readouterr().err == "the lake is damaged: restore it\n"
