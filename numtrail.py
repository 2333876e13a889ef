"""The front door: the `numtrail` command line. Thin: each command says what to do, the rooms do it.

Heavy imports stand inside the commands, so that `numtrail --help` answers at once. Exit codes: 0 all done (what a run
refuses it keeps in `core_rejects` and goes on); 1 `ingest` or `extract` refused some input, or a check failed; 2 the
command was called wrongly or cannot work as things stand.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from console.stores import lake_app, warehouse_app
from console.terminal import Terminal
from schemas.errors import NumtrailError

if TYPE_CHECKING:
    from assets.resources import Home

app = typer.Typer(
    name="numtrail",
    help="News articles in, a warehouse of numeric claims out, each with a trail back to the words it came from.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
out = Terminal(width=None if sys.stdout.isatty() else 160)
err = Terminal(stderr=True)
app.add_typer(warehouse_app, name="warehouse")
app.add_typer(lake_app, name="lake")

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files, folders or patterns (`'news/**/*.html'`): .txt .md .html .jsonl .csv .rss .warc.gz .pdf .zip …",
        show_default=False,
    ),
]


@app.command()
def run(
    landing: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders or patterns to ingest first; - for standard input.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Make every month again, not only what is new.")] = False,
) -> None:
    """Ingest, read and publish all that is new, through Dagster, and sum up.

    Only months with something new, or made by older rules, are made again; a second run changes nothing.

    Example: `numtrail run articles/`
    """
    from assets.materialise import materialise_new
    from console.ingestion import ingest_inputs
    from console.progress import live_progress
    from console.reports import print_outcome

    home = _home()
    if landing:
        ingest_inputs(out, err, home.landing, landing)
    with live_progress(err) as progress:
        outcome = materialise_new(home, progress, everything=force)
    print_outcome(out, home, outcome)


@app.command()
def backfill(
    first: Annotated[str | None, typer.Argument(help="First month, YYYY-MM.", show_default=False)] = None,
    last: Annotated[
        str | None, typer.Argument(help="Last month; the first alone otherwise.", show_default=False)
    ] = None,
    stale: Annotated[bool, typer.Option("--stale", help="All months that are out of date.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Make them again even where they are up to date.")] = False,
    only_list: Annotated[bool, typer.Option("--list", help="Say what is out of date, and do nothing.")] = False,
) -> None:
    """Make months again and publish: those that are stale, or a range. Nothing is ingested.

    A month is stale when its articles, its rules, the rates or the currencies changed since it was made. A month that
    fails stays as it was, the others are made; the exit code is then 2.

    Example: `numtrail backfill --stale` or `numtrail backfill 2023-01 2023-12 --force`
    """
    from console.backfills import make_months, print_stale

    if only_list:
        print_stale(out, _home())
    else:
        make_months(out, err, _home(), first, last, stale=stale, force=force)


@app.command()
def reap() -> None:
    """Mark Dagster runs as failed that a power cut left running, so that they hold nothing up; set the limits of pools.

    To be called before the code server starts, while no run can be alive.
    """
    from console.orphans import print_reaped

    _home()
    print_reaped(out)


@app.command()
def ingest(
    paths: Paths,
    field: Annotated[
        list[str] | None,
        typer.Option(
            help="What a record calls what is read, such as text=body; may be given again.", metavar="NAME=PATH"
        ),
    ] = None,
    name: Annotated[str, typer.Option(help="Name of what comes by standard input; its ending is its format.")] = (
        "article.txt"
    ),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file, for programs.")] = False,
) -> None:
    """Copy articles into the landing folder, each whole or not at all, and say what was new, known or refused.

    A sidecar `name.meta.json` beside `name.txt` may give `published` (ISO day, month, year or `start/end`), `url`,
    `publisher`, `title` and `byline`. PATH may be `-` for standard input. Nothing is read yet: `numtrail run` does
    that.

    Example: `numtrail ingest 'archive/**/*.jsonl' --field text=body --field published=date`
    """
    from console.ingestion import ingest_inputs, read_fields

    fields = read_fields(field or [])
    refused = ingest_inputs(out, err, _home().landing, paths, fields=fields, name=name, as_json=as_json)
    raise typer.Exit(1 if refused else 0)


@app.command()
def extract(
    paths: Paths,
    published: Annotated[
        str | None, typer.Option(help="Publication date where the file gives none: 2024-03-05, 2024-03, 2024 or a/b.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="JSON Lines file to write; standard output otherwise.")] = None,
) -> None:
    """Read the claims of files without storing anything: one JSON object a claim.

    Example: `numtrail extract article.txt --published 2024-03-05 --output claims.jsonl`
    """
    from console.extraction import write_claims

    count, refused = write_claims(paths, published, output, err)
    if output is not None:
        out.print(f"{count} claims written to {escape(str(output))}")
    raise typer.Exit(1 if refused else 0)


@app.command()
def trace(
    row_id: Annotated[str, typer.Argument(metavar="ID", help="Id of any row, or its first characters.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a tree.")] = False,
) -> None:
    """Show the way from any number back to its sentences, files and spans, verifying each step.

    Takes the id of a claim, a fact, a conversion, a row of a mart, a sentence, an article or a landed file. Ids stand
    in the views of the schema `bi`, on the receipts, and in the summary of `numtrail run`.

    Example: `numtrail trace c_fvrpk6z2 --json`
    """
    from console.trails import print_step, step_json
    from warehouse.trail_steps import trace as trace_row

    home = _home()
    step = trace_row(home.lake, row_id, home.landing)
    if as_json:
        typer.echo(step_json(step))
    is_whole = step.is_whole if as_json else print_step(out, step)
    raise typer.Exit(0 if is_whole else 1)


@app.command()
def receipts(
    output: Annotated[
        Path | None, typer.Option(help="Folder to write to; `receipts` in the home folder otherwise.")
    ] = None,
) -> None:
    """Write the receipts: a static site with every number marked in its sentence. Only changed pages are rewritten.

    Open `index.html` in a browser, or put the folder on any web server and name its address in NUMTRAIL_RECEIPTS_URL.
    """
    from console.receipts import write_site

    write_site(out, _home(), output)


@app.command()
def verify() -> None:
    """Derive every number again, from the landed bytes on, and name what comes out otherwise than it is stored.

    Exit code 0: all as derived; 1: something differs, or the rules are newer than the rows.
    """
    from console.verification import print_verdicts

    raise typer.Exit(0 if print_verdicts(out, err, _home()) else 1)


@app.command()
def forget(
    row_ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of articles (a_…) or landed items (r_…).")],
    reason: Annotated[str, typer.Option(help="Why: it is told to whoever brings the same bytes again.")],
    on: Annotated[str | None, typer.Option(help="Day that stands on the tombstone, ISO; today otherwise.")] = None,
    is_sure: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget articles for good: their text and all that was read from it, in every file; keep a tombstone without text.

    Earlier states of the lake go too. Afterwards every byte of the home folder is searched for their words.

    Example: `numtrail forget a_b4o3… --reason "licence withdrawn"`
    """
    from console.forgetting import print_forgotten

    if not is_sure:
        typer.confirm(
            f"Forget {', '.join(row_ids)}, text and all numbers read from it? This cannot be undone.", abort=True
        )
    raise typer.Exit(0 if print_forgotten(out, err, _home(), row_ids, reason, on) else 1)


@app.command()
def explain(sentence: Annotated[str, typer.Argument(help="A sentence in quotation marks.")]) -> None:
    """Show how a sentence is read: its numbers and dates, the rules behind them, and what was refused and why.

    Example: `numtrail explain "Output rose 9.7 percent to more than 1 trillion yuan in 2023."`
    """
    from console.explanations import print_explanation

    print_explanation(out, sentence)


@app.command()
def rates(
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Fetch the ECB's history first; keep it if it is newer.")
    ] = False,
) -> None:
    """Show the exchange rates in use: what each source covers, how old its newest rate is, which file it came from."""
    from console.rates import print_rates

    print_rates(out, _home(), refresh=refresh)


@app.command()
def doctor() -> None:
    """Check the set-up: versions, folders, rates, stored files, the published warehouse; say what to do about each."""
    from console.checkup import print_checkup

    raise typer.Exit(0 if print_checkup(out, _home()) else 1)


@app.command()
def dictionary(
    path: Annotated[Path, typer.Option(help="Where to write the page.")] = Path("docs/dictionary.md"),
) -> None:
    """Write the data dictionary: every table and column, from the contracts."""
    from warehouse.dictionary import write_dictionary

    write_dictionary(path)
    out.print(f"{escape(str(path))} written")


def _home() -> Home:
    """The home folder's resource, with Dagster pointed at its own folder there."""
    from assets.materialise import prepare_home
    from assets.resources import Home

    home = Home()
    os.environ.setdefault("DAGSTER_HOME", str(prepare_home(home.folder)))
    return home


def main() -> None:
    """Run the command line; what Numtrail refuses is said in a line, not as a traceback."""
    try:
        app()
    except NumtrailError as error:
        err.print(f"[bold red]numtrail:[/] {escape(str(error))}")
        raise SystemExit(2) from error
    except OSError as error:
        about = f"{error.strerror or error}" + (f": {error.filename}" if error.filename else "")
        err.print(
            f"[bold red]numtrail:[/] {escape(about)}. Free or mend the disk, then run again: nothing is half-made."
        )
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
