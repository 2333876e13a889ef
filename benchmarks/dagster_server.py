"""A Dagster of one's own on loopback, with all its parts: as `deploy/` has it on a server."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.processes import descendants, free_port, is_listening, processes_of, program, send_signal, wait_for

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 300.0
"""Dagster is up in eight seconds on a quiet machine; others may be at work on this one."""
LOCATION = "numtrail"

_REPOSITORY = {"repositoryName": "__repository__", "repositoryLocationName": LOCATION}
_SWITCH = "mutation($sensor: SensorSelector!) {startSensor(sensorSelector: $sensor) {__typename}}"
_LOADED = "{workspaceOrError{... on Workspace{locationEntries{loadStatus locationOrLoadError{__typename}}}}}"
_LAUNCH = """mutation($given: ExecutionParams!) {launchRun(executionParams: $given) {
  __typename ... on LaunchRunSuccess {run {runId}} ... on PythonError {message}}}"""
_RUNS = """{runsOrError(limit: 500) {... on Runs {results {runId jobName status startTime endTime parentRunId
  tags {key value}}}}}"""
HASTY_DAEMON = (
    sys.executable, "-c",
    "from dagster._daemon import controller; controller.DEFAULT_DAEMON_INTERVAL_SECONDS = 3;"
    "from dagster._daemon.cli import main; main()",
)  # fmt: skip
"""Dagster's daemon that looks for backfills every three seconds and not every thirty, which no setting can tell it."""
UNDER_WAY = frozenset({"QUEUED", "NOT_STARTED", "MANAGED", "STARTING", "STARTED", "CANCELING"})


@dataclass
class Dagster:
    """A running Dagster: addresses of its UI and its code server, home folder, folder of code, processes by name."""

    address: str
    code_address: str
    home: Path
    code: Path
    parts: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    commands: dict[str, Sequence[str]] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start a part in a session of its own, so that it can be ended with all its children.

        The code server is waited for: a webserver that does not find it shows an error until it looks again.
        """
        with (self.home / f"{name}.log").open("ab") as log:
            self.parts[name] = subprocess.Popen(
                list(self.commands[name]), cwd=self.code, env=dict(self.environment), stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True,
                # A shell's background job hands down SIGINT as ignored; Dagster would then never end.
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )  # fmt: skip
        if name == "code":
            wait_for(self._is_code_served, START_SECONDS)

    def run_to_end(self, *words: str) -> None:
        """Let a command do its work in the environment of the parts; raises where it fails."""
        done = subprocess.run(
            words, cwd=self.code, env=dict(self.environment), capture_output=True, text=True, timeout=600
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}: {done.stderr[-3000:]}")

    def kill(self, name: str) -> None:
        """End a part and all its children at once, as a machine does that runs out of memory."""
        part = self.parts[name]
        for pid in (*descendants(part.pid), part.pid):
            send_signal(pid, signal.SIGKILL)
        part.wait()

    def stop(self) -> None:
        """End all parts, the last one started first, and what they left behind: runs, and `tail` that follows logs."""
        for name, part in reversed(self.parts.items()):
            send_signal(part.pid, signal.SIGINT)
            try:
                part.wait(60)
            except subprocess.TimeoutExpired:
                self.kill(name)
        for pid in processes_of(self.home):
            send_signal(pid, signal.SIGKILL)

    def ask(self, query: str, **variables: object) -> dict[str, Any]:
        """The answer of the GraphQL interface; raises RuntimeError where it tells of an error."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = urllib.request.Request(f"{self.address}/graphql", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=120) as answer:
            told = json.load(answer)
        if told.get("errors"):
            raise RuntimeError(f"{query}: {told['errors']}")
        return dict(told["data"])

    def wait_until_loaded(self) -> None:
        """Wait until the code location is there, or say why not."""
        wait_for(self._is_loaded, START_SECONDS)

    def _is_code_served(self) -> bool:
        self._assert_alive("code")
        return is_listening(self.code_address)

    def _assert_alive(self, *names: str) -> None:
        ended = [name for name in names if self.parts[name].poll() is not None]
        if ended:
            raise RuntimeError(f"{ended} ended: {(self.home / f'{ended[0]}.log').read_text(errors='replace')[-3000:]}")

    def _is_loaded(self) -> bool:
        self._assert_alive(*self.parts)
        try:
            (entry,) = self.ask(_LOADED)["workspaceOrError"]["locationEntries"]
        except (OSError, ValueError):
            return False
        if entry["loadStatus"] != "LOADED":
            return False
        if entry["locationOrLoadError"]["__typename"] != "RepositoryLocation":
            raise RuntimeError(f"the code location does not load: {entry}")
        return True

    def restart_code(self) -> None:
        """Let the code server start again, as an upgrade does."""
        self.kill("code")
        self.start("code")
        self.reload()

    def reload(self) -> None:
        """Let the code location be loaded again, as its button in the UI does."""
        wait_for(lambda: is_listening(self.address), START_SECONDS)
        self.ask(f'mutation {{reloadRepositoryLocation(repositoryLocationName: "{LOCATION}") {{__typename}}}}')
        self.wait_until_loaded()

    def launch(self, job: str, first: str = "", last: str = "", **config: object) -> str:
        """Queue a run of a job, for a range of months where one is given (YYYY-MM); returns its id."""
        ends = {"start": first, "end": last} if first else {}
        given = {
            "selector": {**_REPOSITORY, "jobName": job},
            "runConfigData": config,
            "mode": "default",
            "executionMetadata": {
                "tags": [
                    {"key": f"dagster/asset_partition_range_{end}", "value": f"{month}-01"}
                    for end, month in ends.items()
                ]
            },
        }
        told = self.ask(_LAUNCH, given=given)["launchRun"]
        if "run" not in told:
            raise RuntimeError(f"{job} was not launched: {told}")
        return str(told["run"]["runId"])

    def runs(self) -> list[dict[str, Any]]:
        """All runs there were, the newest first."""
        return list(self.ask(_RUNS)["runsOrError"]["results"])

    def run(self, run_id: str) -> dict[str, Any]:
        """A run: its job, status, start and end (seconds since 1970), and the run that it tries again, if any."""
        return next(run for run in self.runs() if run["runId"] == run_id)

    def switch_on(self, sensor: str) -> None:
        """Switch a sensor on, as its switch in the UI does."""
        told = self.ask(_SWITCH, sensor={**_REPOSITORY, "sensorName": sensor})["startSensor"]
        if told["__typename"] != "Sensor":
            raise RuntimeError(f"{sensor} was not switched on: {told}")

    def is_at_rest(self) -> bool:
        """Whether no run is queued or under way."""
        return not any(run["status"] in UNDER_WAY for run in self.runs())

    def backfill_status(self) -> str:
        """How the newest backfill stands; empty where there was none."""
        found = self.ask("{partitionBackfillsOrError(limit: 1) {... on PartitionBackfills {results {status}}}}")
        return next((backfill["status"] for backfill in found["partitionBackfillsOrError"]["results"]), "")

    def partitions(self, asset: str) -> dict[str, int]:
        """How many partitions of an asset are made, failed and being made."""
        stats = "partitionStats{numMaterialized numFailed numMaterializing}"
        node = self.ask(f'{{assetNodeOrError(assetKey: {{path: ["{asset}"]}}) {{... on AssetNode {{{stats}}}}}}}')
        return dict(node["assetNodeOrError"]["partitionStats"])


@contextmanager
def deployment(home: Path, code: Path = ROOT, *, daemon: Sequence[str] = (), **environment: str) -> Iterator[Dagster]:
    """Dagster as the units of `deploy/systemd` start it: code server, daemon and webserver, each a process of its own.

    Args:
        home: The home folder; it holds Dagster's settings in `dagster/dagster.yaml`.
        code: A folder with the rooms and `pyproject.toml`: the repository, or a copy that may be changed.
        daemon: The daemon's program, by default the one that Dagster brings.
        environment: Variables beside those of this process.
    """
    code_port, web_port = free_port(), free_port()
    workspace = home / "workspace.yaml"
    told = (ROOT / "deploy" / "workspace.yaml").read_text(encoding="utf-8")
    workspace.write_text(told.replace("4266", str(code_port)), encoding="utf-8")
    served = Dagster(
        f"http://127.0.0.1:{web_port}",
        f"http://127.0.0.1:{code_port}",
        home,
        code,
        commands={
            "code": [
                *(program("dagster"), "api", "grpc", "--module-name", "assets.definitions"),
                *("--host", "127.0.0.1", "--port", str(code_port)),
            ],
            "daemon": [*(daemon or (program("dagster-daemon"),)), "run", "--workspace", str(workspace)],
            "webserver": [
                *(program("dagster-webserver"), "--workspace", str(workspace)),
                *("--host", "127.0.0.1", "--port", str(web_port)),
            ],
        },
        environment=environment_of(home, code, environment),
    )
    with _running(served, tuple(served.commands)):
        yield served


@contextmanager
def _running(served: Dagster, names: tuple[str, ...]) -> Iterator[None]:
    try:
        served.run_to_end(program("numtrail"), "reap")
        for name in names:
            served.start(name)
        served.wait_until_loaded()
        yield
    finally:
        served.stop()


def copied_code(folder: Path) -> Path:
    """A copy of the rooms, which may be changed under a running Dagster."""
    for room in ("assets", "pipelines", "schemas", "warehouse"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)  # names the code location
    return folder


def replaced(path: Path, pattern: str, other: str) -> str:
    """Replace a pattern in a file that holds it; returns what it held before."""
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(pattern, other, text, flags=re.MULTILINE)
    if not count:
        raise ValueError(f"{pattern} no longer stands in {path.name}")
    path.write_text(changed, encoding="utf-8")
    return text


def environment_of(home: Path, code: Path, more: Mapping[str, str]) -> dict[str, str]:
    """The environment of Dagster's processes: one home folder, one copy of the code, nothing told to anybody."""
    # Without bytecode every run would read all its modules anew: seconds each.
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {
        **inherited,
        "NUMTRAIL_HOME": str(home),
        "DAGSTER_HOME": str(home / "dagster"),
        "PYTHONPATH": str(code),
        "DAGSTER_DISABLE_TELEMETRY": "1",
        "NUMTRAIL_ENGINE": "inline",
        **more,
    }
