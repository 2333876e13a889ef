"""The files of a deployment say what they are meant to: nothing open, one way of trying again, settings that load."""

import re
import shutil
import subprocess
import sys
from configparser import RawConfigParser
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
import psycopg
import pytest
import yaml
from dagster._core.definitions.run_request import InstigatorType
from dagster._core.instance.config import dagster_instance_config
from dagster._core.scheduler.instigation import TickStatus

from assets.run_history import delete_old_runs

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
SECTIONS = {"Unit", "Service", "Install"}
OF_OTHERS = {
    "DAGSTER_HOME", "DAGSTER_DISABLE_TELEMETRY", "DAGSTER_EVENT_BATCH_SIZE",  # Dagster
    "POSTGRES_PASSWORD",  # the image of PostgreSQL
    "SUPERSET_SECRET_KEY",  # the image of Superset
}  # fmt: skip
"""Variables that other programs than ours read."""


def test_dagster_takes_the_settings_of_the_server(tmp_path):
    (tmp_path / "dagster.yaml").write_text((DEPLOY / "dagster.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    settings, _ = dagster_instance_config(str(tmp_path))
    assert settings["telemetry"] == {"enabled": False}
    assert settings["concurrency"]["pools"] == {"default_limit": 1, "granularity": "run"}
    assert settings["run_retries"] == {"enabled": True, "max_retries": 1, "retry_on_asset_or_op_failure": False}
    assert settings["run_monitoring"]["max_runtime_seconds"] == 14400
    assert settings["storage"]["postgres"]["postgres_db"]["scheme"] == "postgresql+psycopg2"


@dg.asset
def something(context: dg.AssetExecutionContext) -> None:
    """An asset that tells one line."""
    context.log.info("made")


def test_a_server_keeps_its_records_in_postgresql_and_deletes_old_ones(postgres, tmp_path, monkeypatch):
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute("CREATE USER dagster PASSWORD 'of-this-test'")
        connection.execute("CREATE DATABASE dagster OWNER dagster")
    named = {"HOST": "127.0.0.1", "DATABASE": "dagster", "USER": "dagster", "PASSWORD": "of-this-test"}
    for name, value in named.items():
        monkeypatch.setenv(f"DAGSTER_PG_{name}", value)
    settings = (DEPLOY / "dagster.yaml").read_text(encoding="utf-8")
    assert "port: 5432" in settings
    (tmp_path / "dagster.yaml").write_text(settings.replace("port: 5432", f"port: {postgres.port}"), encoding="utf-8")

    def rows(table: str) -> int:
        with psycopg.connect(postgres.url("dagster")) as connection:
            return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        runs = [dg.materialize([something], instance=instance).run_id for _ in range(2)]
        assert (rows("runs"), instance.get_run_by_id(runs[1]).is_success) == (2, True)
        assert instance.get_latest_materialization_event(something.key).run_id == runs[1]
        assert instance.run_monitoring_max_runtime_seconds == 14400
        assert instance.run_retries_enabled
        assert instance.get_tick_retention_settings(InstigatorType.SENSOR)[TickStatus.SKIPPED] == 3
        events = rows("event_logs")
        assert delete_old_runs(instance, 180, datetime.now(UTC) + timedelta(days=200)) == [runs[0]]
        assert (rows("runs"), rows("event_logs")) == (1, events / 2)
    assert not list(tmp_path.rglob("*.db"))


def test_every_port_is_bound_to_loopback():
    compose = yaml.safe_load((DEPLOY / "docker-compose.yml").read_text(encoding="utf-8"))
    ports = [port for service in compose["services"].values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)
    for unit in UNITS:
        assert set(re.findall(r"--host (\S+)", unit.read_text(encoding="utf-8"))) <= {"127.0.0.1"}, unit


def test_no_password_stands_in_a_file():
    for path in (path for path in DEPLOY.rglob("*") if path.is_file()):
        found = re.findall(r"(?m)^[ #-]*\w*PASSWORD\w*[=:][ ]*(\S+)", path.read_text(encoding="utf-8"))
        assert [value for value in found if "$" not in value] == [], path


def test_the_container_file_copies_what_there_is():
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert [place for place in copied if not (ROOT / place).exists()] == []
    rooms = {"assets", "console", "pipelines", "schemas", "warehouse", "numtrail.py", "pyproject.toml"}
    assert rooms <= set(copied)
    assert {line.split()[0] for line in lines if line and line[0].isupper()} == {
        "FROM", "RUN", "WORKDIR", "COPY", "USER", "ENV", "VOLUME"
    }  # fmt: skip


def test_the_containers_are_whole():
    compose = yaml.safe_load((DEPLOY / "docker-compose.yml").read_text(encoding="utf-8"))
    services = compose["services"]
    for name, service in services.items():
        assert ("image" in service) or ("build" in service), name
        if "build" in service:
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file(), name
        assert set(service.get("depends_on", ())) <= set(services), name
        for needed, how in service.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}, (name, needed)
            assert services[needed]["healthcheck"]["test"], needed
        for volume in service.get("volumes", ()):
            place = volume.split(":")[0]
            assert (DEPLOY / place).exists() if place.startswith(".") else place in compose["volumes"], volume
    programs = re.findall(r"numtrail reap|dagster[a-z-]* (?=api grpc|run|--)", str(services))
    assert set(programs) == {"numtrail reap", "dagster ", "dagster-daemon ", "dagster-webserver "}
    workspace = yaml.safe_load((DEPLOY / "workspace.container.yaml").read_text(encoding="utf-8"))
    (server,) = workspace["load_from"]
    assert server["grpc_server"]["host"] in services
    assert f"--port {server['grpc_server']['port']}" in str(services["code"]["command"])


def test_every_variable_is_one_that_is_read():
    compose = yaml.safe_load((DEPLOY / "docker-compose.yml").read_text(encoding="utf-8"))
    named = {name for service in compose["services"].values() for name in service.get("environment", ())}
    named |= set(re.findall(r"(?m)^#?([A-Z_]+)=", (DEPLOY / "numtrail.env").read_text(encoding="utf-8")))
    named |= set(re.findall(r"([A-Z_]{3,})=\S", (DEPLOY / "Containerfile").read_text(encoding="utf-8")))
    read = set(re.findall(r"\{env: ([A-Z_]+)\}", (DEPLOY / "dagster.yaml").read_text(encoding="utf-8")))
    read |= set(re.findall(r"\$([A-Z_]+)", (DEPLOY / "postgres-init.sh").read_text(encoding="utf-8")))
    for room in ("assets", "console", "warehouse"):
        for path in (ROOT / room).rglob("*.py"):
            read |= set(re.findall(r"\"((?:NUMTRAIL|OPENLINEAGE)_[A-Z_]+)\"", path.read_text(encoding="utf-8")))
    assert sorted(named - read - OF_OTHERS) == []
    assert read >= {"DAGSTER_PG_HOST", "NUMTRAIL_HOME", "WAREHOUSE_PASSWORD"}


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_are_sound(unit, tmp_path):
    parser = RawConfigParser(strict=False)
    parser.optionxform = str
    parser.read_string(unit.read_text(encoding="utf-8"))
    assert set(parser.sections()) == SECTIONS
    assert parser["Service"]["Restart"] == "always"
    assert parser["Service"]["EnvironmentFile"] == "/etc/numtrail/numtrail.env"
    verifier = shutil.which("systemd-analyze")
    if verifier is None:
        return  # not every machine has systemd: what can be said without it has been said
    for other in UNITS:
        text = other.read_text(encoding="utf-8").replace("/opt/numtrail/.venv/bin", str(Path(sys.executable).parent))
        (tmp_path / other.name).write_text(re.sub(r"(?m)^(User|Group)=.*", r"\1=root", text), encoding="utf-8")
    command = [verifier, "verify", str(tmp_path / unit.name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    told = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert (done.returncode, told) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
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
