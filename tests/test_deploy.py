"""The files of a deployment say what they are meant to: nothing open, one way of trying again, settings that load."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from dagster._core.instance.config import dagster_instance_config

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"


def test_dagster_takes_the_settings_of_the_server(tmp_path):
    (tmp_path / "dagster.yaml").write_text((DEPLOY / "dagster.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    settings, _ = dagster_instance_config(str(tmp_path))
    assert settings["telemetry"] == {"enabled": False}
    assert settings["concurrency"]["pools"] == {"default_limit": 1, "granularity": "run"}
    assert settings["run_retries"] == {"enabled": True, "max_retries": 1, "retry_on_asset_or_op_failure": False}
    assert settings["run_monitoring"]["max_runtime_seconds"] == 14400
    assert settings["storage"]["postgres"]["postgres_db"]["scheme"] == "postgresql+psycopg2"


def test_every_port_is_bound_to_loopback():
    compose = yaml.safe_load((DEPLOY / "docker-compose.yml").read_text(encoding="utf-8"))
    ports = [port for service in compose["services"].values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    for unit in (DEPLOY / "systemd").glob("*.service"):
        assert set(re.findall(r"--host (\S+)", unit.read_text(encoding="utf-8"))) <= {"127.0.0.1"}, unit


def test_no_password_stands_in_a_file():
    for path in (path for path in DEPLOY.rglob("*") if path.is_file()):
        found = re.findall(r"(?m)^[ #-]*\w*PASSWORD\w*[=:][ ]*(\S+)", path.read_text(encoding="utf-8"))
        assert [value for value in found if "$" not in value] == [], path


@pytest.mark.parametrize("unit", sorted((DEPLOY / "systemd").glob("*.service")), ids=lambda path: path.name)
def test_units_name_programs_that_exist(unit):
    programs = re.findall(
        r"^ExecStart(?:Pre)?=/opt/numtrail/\.venv/bin/(\S+) (.*)$", unit.read_text(encoding="utf-8"), re.M
    )
    assert programs
    for program, words in programs:
        found = Path(sys.executable).parent / program
        assert found.exists(), program
        if program != "numtrail":
            command = [str(found), *words.partition("--")[0].split(), "--help"]
            help_text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
            for option in re.findall(r"--[a-z-]+", words):
                assert option in help_text, (program, option)
