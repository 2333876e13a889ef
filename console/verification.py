"""What verifying every number came to, a line each check."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from assets.resources import Home
from assets.verification import verify_all
from console.progress import live_progress


def print_verdicts(console: Console, errors: Console, home: Home) -> bool:
    """Derive every number again and print the count of each check and its first failures; whether all hold."""
    with live_progress(errors) as progress:
        verdicts = verify_all(home, progress)
    for verdict in verdicts:
        mark = "[bold red]✗[/]" if verdict.failed else "[green]✓[/]"
        wrong = f", [bold red]{verdict.failed:,} not as derived[/]" if verdict.failed else ""
        console.print(f"{mark} {escape(verdict.name)}: {verdict.checked:,} compared{wrong}")
        for line in verdict.first:
            console.print(f"    {escape(line)}", soft_wrap=True)
        if verdict.failed > len(verdict.first):
            console.print(f"    … and {verdict.failed - len(verdict.first):,} more")
    return not any(verdict.failed for verdict in verdicts)
