"""Run Superset on this machine alone with the bundle loaded: `python -m warehouse.superset.serve FOLDER PORT …`.

Superset lives in an environment of its own (`make superset` makes it); this module only starts its programs. Secret key
and the administrator's password are made at the first start and kept in the folder, readable by its owner alone.
"""

from __future__ import annotations

import argparse
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from schemas.errors import NumtrailError, SettingsError, StoreError
from warehouse.postgres_connection import parsed_url, warehouse_url
from warehouse.postgres_setup import READER
from warehouse.superset.bundle import DASHBOARD, bundle_bytes
from warehouse.superset.client import SupersetClient

USER = "admin"
_START_SECONDS = 300
_SETTINGS = """\
import os

SECRET_KEY = open(os.environ["NUMTRAIL_SUPERSET_SECRET"]).read().strip()
SQLALCHEMY_DATABASE_URI = "sqlite:///" + os.environ["NUMTRAIL_SUPERSET_RECORDS"]
# One user on the loopback interface: no cross-site forms, no mail, no telemetry, nothing fetched from elsewhere.
TALISMAN_ENABLED = False
WTF_CSRF_ENABLED = True
SCARF_ANALYTICS = False
ENABLE_PROXY_FIX = False
ROW_LIMIT = 10000
"""


def main(arguments: list[str] | None = None) -> int:
    """Set up Superset where that was not done, start it, load the bundle, say where it is, and wait."""
    parser = argparse.ArgumentParser(prog="python -m warehouse.superset.serve", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="where Superset keeps its records")
    parser.add_argument("port", type=int)
    parser.add_argument("--programs", type=Path, required=True, help="the bin folder of Superset's environment")
    parser.add_argument("--duckdb", type=Path, required=True, help="the published DuckDB file")
    options = parser.parse_args(arguments)
    try:
        with running_superset(options.folder, options.port, options.programs, options.duckdb) as client:
            password = options.folder / "password"
            sys.stdout.write(
                f"\nSuperset: {client.address}/superset/dashboard/{DASHBOARD}/\n"
                f"Log in as {USER}; the password is in {password}\nEnd it with Ctrl-C.\n"
            )
            sys.stdout.flush()
            while client.is_up():
                time.sleep(5)
    except KeyboardInterrupt:
        return 0
    except NumtrailError as error:
        sys.stderr.write(f"numtrail: {error}\n")
        return 2
    return 1


@contextmanager
def running_superset(folder: Path, port: int, programs: Path, duckdb_path: Path) -> Iterator[SupersetClient]:
    """A Superset with the bundle loaded, logged in to as its administrator; ended with the `with` block."""
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.absolute()
    environment = _environment(folder, programs)
    superset = str(programs / "superset")
    password = _secret(folder / "password", 12)
    if not (folder / "ready").exists():
        for step in (
            ["db", "upgrade"],
            ["fab", "create-admin", "--username", USER, "--firstname", "A", "--lastname", "Administrator"]
            + ["--email", "admin@localhost", "--password", password],
            ["init"],
        ):
            _run([superset, *step], environment, folder)
        (folder / "ready").touch()
    uri = database_uri(folder, duckdb_path)
    command = [superset, "run", "--host", "127.0.0.1", "--port", str(port), "--with-threads"]
    with (folder / "superset.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - Superset's own program, from the environment we were given
            command, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        client = SupersetClient(f"http://127.0.0.1:{port}")
        _wait(client, process, folder)
        client.log_in(USER, password)
        client.load(bundle_bytes(uri))
        yield client
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def database_uri(folder: Path, duckdb_path: Path) -> str:
    """What Superset reads: the server as its reader where NUMTRAIL_READER_PASSWORD is set, else the DuckDB file.

    The password goes into a file that the server's client library reads, never into Superset's records.
    """
    password, url = os.environ.get("NUMTRAIL_READER_PASSWORD"), warehouse_url()
    if not (password and url):
        if not duckdb_path.is_file():
            raise SettingsError(f"{duckdb_path} is not there yet: `make run` publishes it")
        return f"duckdb:///{duckdb_path.absolute()}?access_mode=read_only"
    server = parsed_url(url)
    host, port = server.host or "127.0.0.1", server.port or 5432
    kept = folder / "pgpass"
    escaped = password.replace("\\", "\\\\").replace(":", "\\:")
    _write_private(kept, f"{host}:{port}:{server.database}:{READER}:{escaped}\n")
    return f"postgresql+psycopg2://{READER}@{host}:{port}/{server.database}?passfile={quote(str(kept))}"


def _environment(folder: Path, programs: Path) -> dict[str, str]:
    settings = folder / "superset_config.py"
    settings.write_text(_SETTINGS, encoding="utf-8")
    _secret(folder / "secret_key", 42)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {
        **kept,
        "PATH": f"{programs}:{kept.get('PATH', '')}",
        "SUPERSET_CONFIG_PATH": str(settings),
        "FLASK_APP": "superset.app:create_app()",
        "SUPERSET_HOME": str(folder),
        "NUMTRAIL_SUPERSET_SECRET": str(folder / "secret_key"),
        "NUMTRAIL_SUPERSET_RECORDS": str(folder / "superset.db"),
    }


def _secret(path: Path, size: int) -> str:
    """The secret kept in a file, made where there is none yet."""
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(size))
    return path.read_text(encoding="utf-8").strip()


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def _run(command: list[str], environment: dict[str, str], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603 - Superset's own program
        command, env=environment, cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines()[-3:]
        raise StoreError(
            f"`superset {' '.join(command[1:3])}` failed: {' / '.join(lines)}; mend that and run `make superset` again"
        )


def _wait(client: SupersetClient, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not client.is_up():
        if process.poll() is not None or time.monotonic() > deadline:
            raise StoreError(f"Superset did not start on {client.address}: see {folder / 'superset.log'}")
        time.sleep(1)


if __name__ == "__main__":
    raise SystemExit(main())
