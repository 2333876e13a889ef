"""The front door: what each command answers, and with which exit code."""

import json

import pytest
import typer
from typer.testing import CliRunner

import numtrail
from schemas.errors import SettingsError

TEXT = "A fund\n\nAnhui put more than 12.5 billion yuan (US$1.75 billion) into display makers in 2022.\n"


@pytest.fixture
def call():
    runner = CliRunner()
    return lambda *words: runner.invoke(numtrail.app, [str(word) for word in words])


@pytest.mark.parametrize(
    "command", ["run", "backfill", "reap", "ingest", "extract", "trace", "receipts", "explain", "doctor", "dictionary"]
)
def test_every_command_teaches_its_use(call, command):
    answer = call(command, "--help")
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()) > 5


def test_help_explains_every_argument_and_option():
    def commands(group, name):
        for inner, command in group.commands.items():
            yield from commands(command, f"{name} {inner}") if hasattr(command, "commands") else [(inner, command)]

    for name, command in commands(typer.main.get_command(numtrail.app), "numtrail"):
        for parameter in command.params:
            assert parameter.help, (name, parameter.name)


def test_extract_writes_every_field_of_a_claim(call, article, tmp_path):
    from assets.extraction import CLAIM_FIELDS

    source, target = article("fund.txt", TEXT, published="2023-03-01"), tmp_path / "claims.jsonl"
    assert call("extract", source, "--output", target).exit_code == 0
    claims = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    first, second = claims
    assert tuple(first) == CLAIM_FIELDS
    assert first["quote"] == "more than 12.5 billion yuan"
    assert (first["value_low"], first["value_high"], first["modifier"]) == (12_500_000_000, None, "more_than")
    assert TEXT[first["start"] : first["end"]] == first["quote"]
    assert TEXT[first["sent_start"] : first["sent_end"]] == first["sentence"]
    assert (first["period_start"], first["period_end"]) == ("2022-01-01", "2023-01-01")
    assert second["paired_start"] == first["start"]


def test_extract_keeps_all_digits(call, article):
    source = article("exact.txt", "Output\n\nAnhui made 1.123456789 trillion yuan and 0.1 percent more in 2022.\n")
    assert '"value_low": 1123456789000,' in call("extract", source).output


def test_extract_goes_on_past_a_bad_file_and_says_so(call, article, tmp_path):
    bad, good = article("bad.txt", b"\x00\x01\x02\x03" * 50), article("good.txt", TEXT)
    answer = call("extract", bad, good, "--output", tmp_path / "claims.jsonl")
    assert answer.exit_code == 1
    assert (tmp_path / "claims.jsonl").read_text(encoding="utf-8").count("\n") == 2


@pytest.mark.parametrize(
    "words", [("extract", "absent.txt"), ("ingest", "absent"), ("trace", "c_unknown"), ("run", "absent")]
)
def test_what_cannot_be_done_is_said_in_a_sentence(call, home, words):
    answer = call(*words)
    assert isinstance(answer.exception, SettingsError)
    assert len(str(answer.exception)) > 20


def test_extract_refuses_a_date_that_is_none(call, article):
    answer = call("extract", article("good.txt", TEXT), "--published", "yesterday")
    assert isinstance(answer.exception, SettingsError)
    assert "yesterday" in str(answer.exception)


def test_ingest_tells_new_known_and_refused(call, home, article):
    good, bad = article("good.txt", TEXT), article("empty.txt", b"")
    assert "1 new, 0 known, 0 refused" in call("ingest", good).output
    assert "0 new, 1 known, 0 refused" in call("ingest", good).output
    answer = call("ingest", bad)
    assert "0 new, 0 known, 1 refused" in answer.output
    assert answer.exit_code == 1


def test_explain_shows_the_rule_and_the_refusal(call):
    answer = call("explain", "Shanghai built more than 40,000 of them with 5G in 2023.")
    assert "more_than" in answer.output
    assert "label" in answer.output
    assert "<modifier> <number>" in answer.output


def test_run_then_trace_then_doctor(call, home, article):
    landed = article("fund.txt", TEXT, published="2023-03-01")
    answer = call("run", landed)
    assert answer.exit_code == 0, answer.output
    assert "2 claims" in answer.output
    claim = home.lake.read("core_claims").to_pylist()[0]["claim_id"]
    traced = call("trace", claim)
    assert traced.exit_code == 0
    assert "the quote stands at its span" in traced.output
    assert call("doctor").exit_code == 0
    (home.landing / home.lake.read("raw_articles").to_pylist()[0]["place"]).write_text("changed", encoding="utf-8")
    broken = call("trace", claim)
    assert broken.exit_code == 1
    assert "the trail is broken" in broken.output
