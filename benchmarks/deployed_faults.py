"""Faults of a server: Numtrail as `deploy/` runs it, its records and its warehouse in a PostgreSQL of its own.

Each fault strikes while a lake that holds nothing but what landed is made or published. What ended is started again as
systemd would, what the daemon tries again is waited for, and a rerun follows.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import psycopg.sql

from benchmarks.dagster_server import ROOT, Dagster, deployment
from benchmarks.postgres_server import PostgresServer, postgres_server
from benchmarks.processes import descendants, free_port, program, wait_for
from warehouse.postgres_setup import set_up

PASSWORD = "of-this-run-alone"  # of a server that lives as long as the benchmark
WAREHOUSE, EMPTY = "warehouse", "warehouse_empty"


@dataclass
class Server:
    """Numtrail on a server: PostgreSQL, code server, daemon and webserver over one home folder."""

    dagster: Dagster
    postgres: PostgresServer
    months: tuple[str, str]
    entered: Path
    """A copy of the lake when what landed was entered in the ledger and nothing was made of it."""
    seconds: dict[str, float] = field(default_factory=dict)
    """How long the last run of each job took."""

    @property
    def home(self) -> Path:
        """The home folder."""
        return self.dagster.home

    @property
    def warehouse(self) -> str:
        """The address of the warehouse, as its owner."""
        return self.postgres.url(WAREHOUSE)

    def launch(self, job: str) -> str:
        """Queue a run of a job; of `rebuild_months` over all months, up to date or not."""
        if job == "rebuild_months":
            return self.dagster.launch(job, *self.months, ops={"months": {"config": {"force": True}}})
        return self.dagster.launch(job)

    def enter(self) -> None:
        """Enter what landed in the ledger, and keep a copy of the lake as it is then."""
        shutil.rmtree(self.entered, ignore_errors=True)
        self.run_through("ingest_landing")
        shutil.copytree(self.home / "lake", self.entered)

    def make_and_publish(self) -> None:
        """Make the months and publish them, each as a run from the queue."""
        for job in ("rebuild_months", "publish_warehouse"):
            self.run_through(job)

    def run_through(self, job: str) -> None:
        """Let a job do its work from the queue; raises RuntimeError where it does not succeed."""
        run_id = self.launch(job)
        wait_for(self.dagster.is_at_rest)
        run = self.dagster.run(run_id)
        if run["status"] != "SUCCESS":
            raise RuntimeError(f"{job}, run {run_id}, ended as {run['status']}")
        self.seconds[job] = run["endTime"] - run["startTime"]

    def forget(self) -> None:
        """Back to what landed: nothing made, nothing published."""
        shutil.rmtree(self.home / "lake")
        shutil.copytree(self.entered, self.home / "lake")
        (self.home / "warehouse.duckdb").unlink(missing_ok=True)
        for name in ("facts", "sketches"):
            shutil.rmtree(self.home / name, ignore_errors=True)
        with psycopg.connect(self.postgres.url(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {WAREHOUSE} WITH (FORCE)")
        self.postgres.new_database(WAREHOUSE, template=EMPTY)

    def strike(self, job: str, blow: Callable[[Server], None], chance: random.Random) -> str:
        """Launch a job, let the blow fall at a random moment of its work, mend, and run again; tells what was seen."""
        self.forget()
        if job != "rebuild_months":
            self.run_through("rebuild_months")
        run_id = self.launch(job)
        wait_for(lambda: self.dagster.run(run_id)["status"] == "STARTED")
        moment = chance.uniform(0.0, self.seconds[job])
        time.sleep(moment)
        was_under_way = self.dagster.run(run_id)["status"] == "STARTED"
        blow(self)
        self.restart()
        wait_for(self.dagster.is_at_rest)
        ended = self.dagster.run(run_id)["status"]
        if ended == "FAILURE":
            with suppress(TimeoutError):  # the daemon looks every five seconds for what is to be tried again
                wait_for(lambda: bool(self._tried_again(run_id)), 20)
            wait_for(self.dagster.is_at_rest)
        again = self._tried_again(run_id)
        self.make_and_publish()
        told = f"{moment:.1f} s into {job}" if was_under_way else f"just after {job}"
        return f"{told}, run {ended.lower()}" + "".join(f", tried again: {status.lower()}" for status in again)

    def _tried_again(self, run_id: str) -> list[str]:
        """How the runs ended that try a run again."""
        return [run["status"] for run in self.dagster.runs() if run["parentRunId"] == run_id]

    def restart(self) -> None:
        """Start again what has ended, as systemd does: runs left behind are marked before the code server starts."""
        for name, part in self.dagster.parts.items():
            if part.poll() is not None:
                if name == "code":
                    self.dagster.run_to_end(program("numtrail"), "reap")
                self.dagster.start(name)
        self.dagster.reload()


def kill_worker(server: Server) -> None:
    """Kill -9 of the processes that carry out runs: children of the code server."""
    for pid in descendants(server.dagster.parts["code"].pid):
        command = Path(f"/proc/{pid}/cmdline")
        if command.exists() and b"spawn_main" in command.read_bytes():
            os.kill(pid, signal.SIGKILL)


def kill_daemon(server: Server) -> None:
    """Kill -9 of the daemon."""
    server.dagster.kill("daemon")


def kill_code_server(server: Server) -> None:
    """Kill -9 of the code server; systemd ends its runs with it (`KillMode=control-group`)."""
    server.dagster.kill("code")


def crash_postgres(server: Server) -> None:
    """Kill -9 of PostgreSQL, which recovers; then every part is started again, as docs/operating.md says."""
    server.postgres.crash()
    time.sleep(1)
    server.postgres.start()
    for name in server.dagster.parts:
        server.dagster.kill(name)


def cut_power(server: Server) -> None:
    """Kill -9 of everything at once: runs, daemon, code server, webserver, PostgreSQL."""
    for name in server.dagster.parts:
        server.dagster.kill(name)
    server.postgres.crash()
    server.postgres.start()


@contextmanager
def serving(home: Path, months: tuple[str, str], code: Path = ROOT, **environment: str) -> Iterator[Server]:
    """Numtrail as `deploy/` has it, with the settings of `deploy/dagster.yaml`, over a home folder with articles.

    `code` is the repository or a copy of it; further variables go to every process.
    """
    with postgres_server(port=free_port()) as postgres:
        set_up(postgres.new_database(EMPTY))
        postgres.new_database(WAREHOUSE, template=EMPTY)
        told = {**records_in(postgres, home), "NUMTRAIL_WAREHOUSE_URL": postgres.url(WAREHOUSE), **environment}
        with deployment(home, code, **told) as dagster:
            yield Server(dagster, postgres, months, home.with_name(f"{home.name}-entered"))


def records_in(postgres: PostgresServer, home: Path) -> dict[str, str]:
    """Put the settings of `deploy/dagster.yaml` into a home folder, make the database they name; returns variables."""
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("CREATE USER dagster PASSWORD {}").format(PASSWORD))
        connection.execute("CREATE DATABASE dagster OWNER dagster")
    settings = (ROOT / "deploy" / "dagster.yaml").read_text(encoding="utf-8")
    (home / "dagster").mkdir(parents=True, exist_ok=True)
    told = settings.replace("port: 5432", f"port: {postgres.port}")
    told = told.replace("poll_interval_seconds: 60", "poll_interval_seconds: 5")  # minutes of waiting at each kill
    (home / "dagster" / "dagster.yaml").write_text(told, encoding="utf-8")
    return {
        "DAGSTER_PG_HOST": "127.0.0.1",
        "DAGSTER_PG_DATABASE": "dagster",
        "DAGSTER_PG_USER": "dagster",
        "DAGSTER_PG_PASSWORD": PASSWORD,
        "DAGSTER_EVENT_BATCH_SIZE": "100",
    }
