"""The command groups of the places where rows rest: `numtrail warehouse …` and `numtrail lake …`.

Heavy imports stand inside the commands, so that `numtrail --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from console.terminal import Terminal
from schemas.errors import SettingsError

if TYPE_CHECKING:
    from assets.resources import Home
    from warehouse.lake import Snapshot

warehouse_app = typer.Typer(
    help="The warehouses that BI tools read: set up the server, publish, see what is published.", no_args_is_help=True
)
lake_app = typer.Typer(
    help="The Parquet files behind them: their history, an earlier state, their hashes, old files.",
    no_args_is_help=True,
)
out = Terminal(width=None if sys.stdout.isatty() else 160)

AsOf = Annotated[
    str | None,
    typer.Option(help="The state after a commit (its number) or at a moment (2026-03-05, 2026-03-05T12:00Z)."),
]


@warehouse_app.command()
def init() -> None:
    """Set up the PostgreSQL server, or bring it up to this version: roles, tables by migration, views, rights.

    NUMTRAIL_WAREHOUSE_URL names the server, as its administrator; NUMTRAIL_WRITER_PASSWORD and
    NUMTRAIL_READER_PASSWORD set the passwords of the roles that publish and that BI tools use. May be run again.
    """
    from warehouse.postgres_setup import set_up

    done = set_up(
        _server(_home()),
        writer_password=os.environ.get("NUMTRAIL_WRITER_PASSWORD"),
        reader_password=os.environ.get("NUMTRAIL_READER_PASSWORD"),
    )
    if done.new_roles:
        out.print(f"Roles made: {', '.join(done.new_roles)}.")
    before = done.revision_before or "nothing"
    out.print(
        f"Tables: {before} → {done.revision}." if before != done.revision else f"Tables: {done.revision}, as before."
    )
    out.print("Views made again." if done.is_views_made else "Views as before.")


@warehouse_app.command()
def publish(
    everything: Annotated[
        bool, typer.Option("--everything", help="Compare every row with the server's, not only changed months.")
    ] = False,
) -> None:
    """Build the DuckDB file anew and bring the server up to date, from the Parquet files alone.

    The server is the one NUMTRAIL_WAREHOUSE_URL names; where it names none, the file alone is published.
    """
    from warehouse.duckdb_file import publish_duckdb
    from warehouse.postgres import publish_postgres

    home = _home()
    built = publish_duckdb(home.lake, home.duckdb_path, receipts_url=home.receipts_url)
    out.print(f"DuckDB      {sum(built.rows.values()):,} rows: {escape(str(built.path))}", soft_wrap=True)
    if home.warehouse_url is None:
        out.print("PostgreSQL  nothing published: NUMTRAIL_WAREHOUSE_URL is not set")
        return
    done = publish_postgres(home.lake, home.warehouse_url, receipts_url=home.receipts_url, everything=everything)
    written, deleted = (sum(getattr(t, name) for t in done.tables.values()) for name in ("written", "deleted"))
    months = f" in {len(done.months)} months" if done.months else ""
    told = f"{written:,} rows written, {deleted:,} deleted{months}" if done.is_changed else "as before"
    out.print(f"PostgreSQL  {told}; commit {done.manifest_number} of the lake")


@lake_app.command()
def log(
    limit: Annotated[int, typer.Option(min=1, help="How many commits, newest first.")] = 20,
) -> None:
    """List the commits of the lake, newest first: when, by which run, and how many rows of which tables changed."""
    from console.lake_history import print_history

    print_history(out, _home().lake, limit)


@lake_app.command()
def read(
    table: Annotated[str, typer.Argument(help="Table, as `docs/dictionary.md` names it.")],
    as_of: AsOf = None,
    month: Annotated[str | None, typer.Option(help="One month, YYYY-MM; all otherwise.")] = None,
    output: Annotated[
        Path | None, typer.Option(help="File to write: .parquet, .csv or .jsonl; JSON lines to the terminal otherwise.")
    ] = None,
) -> None:
    """Give the rows of a table, now or as they stood earlier.

    Example: `numtrail lake read core_claims --as-of 12 --month 2024-03 --output then.parquet`
    """
    from console.lake_history import write_rows

    count = write_rows(_snapshot(_home(), as_of).read(table, month), output)
    if output is not None:
        out.print(f"{count:,} rows written to {escape(str(output))}", soft_wrap=True)


@lake_app.command("verify")
def verify_lake(
    kept: Annotated[bool, typer.Option("--kept", help="Also the files of all earlier states that are kept.")] = False,
) -> None:
    """Hash every file of the lake again and name those that are missing or not what was written.

    Exit code 1: at least one is.
    """
    lake = _home().lake
    problems = lake.verify(is_history_too=kept)
    for problem in problems:
        out.print(f"[bold red]damaged[/] {escape(problem)}", soft_wrap=True)
    if not problems:
        of_states = " of the present state; those of earlier states too" if kept else ""
        out.print(f"{len(lake.entries()):,} files{of_states}: every hash right.")
    raise typer.Exit(1 if problems else 0)


@lake_app.command()
def restore(
    number: Annotated[int, typer.Argument(min=1, help="Number of the commit, as `numtrail lake log` lists it.")],
) -> None:
    """Make an earlier state of the lake the present one, as a new commit; works where the manifest is damaged too.

    Nothing is lost: the state that stood until now is kept as any other. The warehouses follow with
    `numtrail warehouse publish`; `numtrail run` would first make again what newer rules made otherwise.

    Example: `numtrail lake restore 1234`
    """
    lake = _home().lake
    lake.restore(number, now=datetime.now(UTC))
    out.print(f"The state after commit {number} is the present one, as commit {lake.snapshot().manifest.number}.")


@lake_app.command()
def vacuum(
    older_than: Annotated[int, typer.Option(min=0, help="Days for which superseded states are kept.")] = 30,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Name what would go; remove nothing.")] = False,
) -> None:
    """Remove states superseded for longer than that, and the files that no state names any more."""
    gone = _home().lake.vacuum(older_than, datetime.now(UTC), is_dry_run=dry_run)
    for path in gone:
        out.print(escape(str(path)), soft_wrap=True)
    out.print(f"{len(gone):,} files {'would be ' if dry_run else ''}removed.")


def _snapshot(home: Home, as_of: str | None) -> Snapshot:
    """The lake now, or as it stood after a commit or at a moment."""
    if as_of is None:
        return home.lake.snapshot()
    if as_of.isdigit():
        return home.lake.snapshot(int(as_of))
    try:
        moment = datetime.fromisoformat(as_of)
    except ValueError:
        raise SettingsError(f"--as-of {as_of}: give the number of a commit or an ISO 8601 day or moment") from None
    return home.lake.as_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _server(home: Home) -> str:
    if home.warehouse_url is None:
        raise SettingsError(
            "NUMTRAIL_WAREHOUSE_URL is not set: give the server's address, "
            "e.g. postgresql://admin@localhost:5432/numtrail, in the environment"
        )
    return home.warehouse_url


def _home() -> Home:
    from assets.resources import Home

    return Home()
