"""What verifying every number came to, a line each check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from assets.verification import Verdict


def print_verdicts(console: Console, verdicts: list[Verdict]) -> bool:
    """Print the count of each check and its first failures; whether all hold."""
    for verdict in verdicts:
        mark = "[bold red]✗[/]" if verdict.failed else "[green]✓[/]"
        wrong = f", [bold red]{verdict.failed:,} not as derived[/]" if verdict.failed else ""
        console.print(f"{mark} {escape(verdict.name)}: {verdict.checked:,} compared{wrong}")
        for line in verdict.first:
            console.print(f"    {escape(line)}", soft_wrap=True)
        if verdict.failed > len(verdict.first):
            console.print(f"    … and {verdict.failed - len(verdict.first):,} more")
    return not any(verdict.failed for verdict in verdicts)
