"""Is everything in place? One line a check, with what to do where something is not."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from schemas.errors import DamagedFile, NumtrailError

if TYPE_CHECKING:
    from assets.resources import Home

Finding = tuple[bool, str]
STALE_RATES_DAYS = 45
"""Bundled rates older than this deserve a word: the distribution that carries them appears about monthly."""


def print_checkup(console: Console, home: Home) -> bool:
    """Run every check and print its finding; whether all passed."""
    checks: dict[str, Callable[[Home], Finding]] = {
        "Python": _python,
        "Dagster": _dagster,
        "home folder": _folder,
        "settings": _settings,
        "definitions": _definitions,
        "exchange rates": _rates,
        "lake": _lake,
        "warehouse": _warehouse,
    }
    passed = True
    for name, check in checks.items():
        try:
            fine, told = check(home)
        except (NumtrailError, OSError) as error:
            fine, told = False, str(error)
        passed = passed and fine
        mark = "[green]ok  [/]" if fine else "[bold red]fix [/]"
        console.print(f"{mark} {name:15} {escape(told)}", soft_wrap=True)
    return passed


def _python(home: Home) -> Finding:
    running = ".".join(map(str, sys.version_info[:3]))
    return sys.version_info >= (3, 11), f"{running}" + ("" if sys.version_info >= (3, 11) else ": 3.11 is needed")


def _dagster(home: Home) -> Finding:
    try:
        core, web = version("dagster"), version("dagster-webserver")
    except PackageNotFoundError as error:
        return False, f"{error.name} is not installed: run `make install`"
    return core == web, f"{core}" + ("" if core == web else f", but its web server is {web}: run `make install`")


def _folder(home: Home) -> Finding:
    home.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=home.folder) as probe:
        probe.write(b"x")
    free = os.statvfs(home.folder)
    gigabytes = free.f_bavail * free.f_frsize / 1e9
    return gigabytes > 1, f"{home.folder}, writable, {gigabytes:.0f} GB free" + ("" if gigabytes > 1 else ": make room")


def _settings(home: Home) -> Finding:
    from assets.partitions import FIRST_MONTH

    return True, f"money is converted to {', '.join(home.currencies)}; months begin with {FIRST_MONTH}"


def _definitions(home: Home) -> Finding:
    from assets.definitions import defs

    graph = defs.resolve_asset_graph()
    return True, f"{len(graph.get_all_asset_keys())} assets, {len(graph.asset_check_keys)} checks load"


def _rates(home: Home) -> Finding:
    from warehouse.rates_snapshots import latest_ecb_rates, newest_days

    (newest,) = newest_days(latest_ecb_rates(home.rates_folder)).values()
    age = (datetime.now(UTC).date() - newest).days
    told = f"ECB up to {newest}, {age} days old"
    return True, told + (": `numtrail rates --refresh` fetches newer ones" if age > STALE_RATES_DAYS else "")


def _lake(home: Home) -> Finding:
    problems = home.lake.verify()
    entries = home.lake.entries()
    if problems:
        return False, f"{len(problems)} of {len(entries)} files damaged, first {problems[0]}"
    return True, f"{len(entries)} Parquet files, every hash right" if entries else "empty: `numtrail run` fills it"


def _warehouse(home: Home) -> Finding:
    import duckdb

    if not home.duckdb_path.exists():
        return True, "not published yet: `numtrail run` does it"
    try:
        with duckdb.connect(str(home.duckdb_path), read_only=True) as connection:
            claims = connection.execute("SELECT count(*) FROM bi.v_claims").fetchone()
    except duckdb.Error as error:
        raise DamagedFile(home.duckdb_path, error, "remove it, `numtrail run` publishes it anew") from error
    return True, f"{home.duckdb_path.name} answers, {claims[0] if claims else 0:,} claims in bi.v_claims"
