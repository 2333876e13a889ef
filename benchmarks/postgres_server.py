"""A PostgreSQL server of one's own, in a temporary folder, run by an unprivileged user and ended with its starter."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
import psycopg.sql

ADMIN = "admin"
_START_SECONDS = 60
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
"""For tests: what they hold may be lost with the machine."""


class ServerMissing(Exception):
    """No PostgreSQL server is installed; the message says what to install."""


@dataclass
class PostgresServer:
    """A server: the folder of its socket, its port (in the socket's name alone), its command, and its process."""

    folder: Path
    port: int
    command: list[str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it answers; after a crash it recovers first."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder
            )
        _wait_until_ready(self)

    def stop(self) -> None:
        """End the server, at once where it does not end by itself."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)

    def crash(self) -> None:
        """Kill the server as it stands (SIGKILL), with the processes of its connections."""
        if self.process is None:
            return
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        self.process.kill()
        self.process.wait()
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)

    def url(self, database: str = "postgres", user: str = ADMIN, password: str | None = None) -> str:
        """The address of a database as a user; over the socket everybody is trusted, over TCP a password is asked."""
        secret = f":{quote(password, safe='')}" if password else ""
        if password:
            return f"postgresql://{user}{secret}@127.0.0.1:{self.port}/{database}"
        return f"postgresql://{user}@/{database}?host={quote(str(self.folder), safe='')}&port={self.port}"

    def new_database(self, name: str, template: str = "template1") -> str:
        """Create a database, a copy of `template`, and return its address."""
        named = [psycopg.sql.Identifier(word) for word in (name, template)]
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*named))
        return self.url(name)


@contextmanager
def postgres_server(settings: dict[str, str] | None = None, *, port: int) -> Iterator[PostgresServer]:
    """Start a server, give it, and end it; raises ServerMissing where none is installed.

    `port` is its port on the loopback interface.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="numtrail-pg-"))
    try:
        owner = _unprivileged()
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = folder / "data"
        made = [programs / "initdb", "--pgdata", data, "--username", ADMIN, "--encoding=UTF8", "--locale=C.UTF-8"]
        _run([*made, "--no-sync", "--auth-local=trust", "--auth-host=scram-sha-256"], owner, folder)
        wanted = {**_QUICK, "unix_socket_directories": str(folder), "listen_addresses": "127.0.0.1", **(settings or {})}
        options = [word for name, value in wanted.items() for word in ("-c", f"{name}={value}")]
        server = PostgresServer(
            folder, port, _as([programs / "postgres", "-D", data, "-p", str(port), *options], owner)
        )
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of the server's programs: of the newest version installed."""
    found = shutil.which("postgres")
    folders = [Path(found).parent] if found else []
    debian = Path("/usr/lib/postgresql")
    folders += sorted(debian.glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    for folder in folders:
        if (folder / "initdb").is_file():
            return folder
    raise ServerMissing("PostgreSQL's server is not installed: `apt-get install postgresql` on Debian and Ubuntu")


def _unprivileged() -> pwd.struct_passwd | None:
    """Who the server runs as: ourselves, or, as it refuses to run as root, `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _as(command: list[object], owner: pwd.struct_passwd | None) -> list[str]:
    """The command run as `owner`, and ended when this process dies, however it dies."""
    words = ["setpriv", "--pdeathsig", "INT"]
    if owner is not None:
        words += [f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    return [*words, *map(str, command)]


def _run(command: list[object], owner: pwd.struct_passwd | None, folder: Path) -> None:
    done = subprocess.run(_as(command, owner), capture_output=True, text=True, cwd=folder, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.strip() or done.stdout.strip()}")


def _wait_until_ready(server: PostgresServer) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        if server.process is None or server.process.poll() is not None:
            raise RuntimeError(f"the server did not start: {(server.folder / 'log').read_text()[-2000:]}")
        try:
            psycopg.connect(server.url()).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
