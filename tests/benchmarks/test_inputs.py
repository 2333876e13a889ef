"""A command whose data are absent says so, and measures nothing."""

import pytest

from benchmarks.__main__ import main


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
