"""The pages of reference that are written from the code: the command line, the settings, the limits.

`make reference` writes them anew; a test holds the pages against what this module says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import typer

from schemas.codes import read_codes
from schemas.codes.limits import LIMITS

CLI_HEAD = """# The command line

Written from the commands themselves by `make reference`; do not edit by hand. `numtrail` is `.venv/bin/numtrail`.

Exit codes: 0 all done (what a run refuses it keeps in `core_rejects` and goes on); 1 `ingest` or `extract` refused some
input, or a check failed; 2 the command was called wrongly or cannot work as things stand.
"""

SETTINGS_HEAD = """# Settings

Written from `schemas/codes/settings.csv` and `limits.csv` by `make reference`; do not edit by hand.

Settings are variables of the environment. Where one is wrong the command says which and what it should be. Those marked
secret are never written to a file or a log; messages show addresses without their passwords.
"""

LIMITS_HEAD = """## Limits

What is beyond a limit is refused, with a row in `core_rejects` that says so; the rest goes on. Limits without a setting
are rules of reading: rows depend on them.
"""

BEGIN, END = "<!-- limits -->", "<!-- /limits -->"
"""What stands around the table of limits on a page that others write."""


def command_page(app: typer.Typer) -> str:
    """Every command with its arguments and options, as one Markdown page."""
    group = typer.main.get_command(app)
    parts = [CLI_HEAD]
    for name, command in sorted(_commands(group, "numtrail")):
        parts.append(_command(name, command))
    return "\n".join(parts)


def settings_page() -> str:
    """Every setting and every limit, as one Markdown page."""
    rows = [
        f"| `{name}` | {_default(row)} | {_cell(row['meaning'])}{' **Secret.**' if row['secret'] else ''} |"
        for name, row in read_codes("settings").items()
    ]
    head = ["| setting | default | what it does |", "|---|---|---|"]
    return "\n".join([SETTINGS_HEAD, *head, *rows, "", LIMITS_HEAD, limits_table(), ""])


def limits_table() -> str:
    """The limits as a Markdown table."""
    rows = [
        f"| {_cell(limit.meaning)} | {limit.value:,} {limit.unit} | {f'`{limit.setting}`' if limit.setting else ''} |"
        for limit in LIMITS.values()
    ]
    return "\n".join(["| what | the most | setting |", "|---|---|---|", *rows])


def with_limits(page: str) -> str:
    """A page with the table of limits between its marks."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{limits_table()}\n{END}{rest.split(END)[1]}"


def write_reference(folder: Path, app: typer.Typer) -> None:
    """Write the pages of reference below the root of the repository."""
    (folder / "docs" / "cli.md").write_text(command_page(app), encoding="utf-8")
    (folder / "docs" / "settings.md").write_text(settings_page(), encoding="utf-8")
    security = folder / "SECURITY.md"
    security.write_text(with_limits(security.read_text(encoding="utf-8")), encoding="utf-8")


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    for inner, child in command.commands.items():
        yield from _commands(child, f"{name} {inner}")


def _command(name: str, command: click.Command) -> str:
    told = re.sub(r"(?m)^ +", "", command.help or "").strip()
    rows = [
        f"| `{_parameter(parameter)}` | {_cell(getattr(parameter, 'help', None) or '')} |"
        for parameter in command.params
    ]
    table = ["| argument or option | meaning |", "|---|---|", *rows, ""] if rows else []
    return "\n".join([f"## {name}", "", told, "", *table])


def _parameter(parameter: click.Parameter) -> str:
    if isinstance(parameter, click.Argument):
        shown = (parameter.metavar or parameter.name or "").upper()
        return shown if parameter.required else f"[{shown}]"
    option = max(parameter.opts, key=len)
    return (
        option
        if getattr(parameter, "is_flag", False)
        else f"{option} {parameter.metavar or (parameter.name or '').upper()}"
    )


def _default(row: dict[str, str]) -> str:
    value = row["default"]
    return f"`{value}`" if re.fullmatch(r"[\w.,:/-]+", value) else _cell(value)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
