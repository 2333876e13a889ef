"""What forgetting an article came to: what went, what stays, and the proof that nothing is left."""

from __future__ import annotations

from datetime import UTC, date, datetime

from rich.console import Console
from rich.markup import escape

from assets.forgetting import forget
from assets.resources import Home
from console.progress import live_progress
from schemas.errors import SettingsError


def print_forgotten(out: Console, err: Console, home: Home, given_ids: list[str], reason: str, on: str | None) -> bool:
    """Forget articles and print what was done; whether none of its words was found afterwards."""
    try:
        day = date.fromisoformat(on) if on else datetime.now(UTC).date()
    except ValueError as error:
        raise SettingsError(f"{on!r} is no day: give it as 2026-03-05") from error
    with live_progress(err) as progress:
        done = forget(home, given_ids, reason, day, progress)
    for stone in done.stones:
        out.print(f"forgotten: {stone.raw_article_id} with {', '.join(stone.article_ids) or 'no article'}")
        out.print(f"    reason on its tombstone: {escape(stone.reason)}, {stone.forgotten_on}")
    for place in done.places:
        out.print(f"    taken out of {escape(place)}", soft_wrap=True)
    out.print(f"    {done.rows:,} rows taken out of the lake; earlier states of the lake removed")
    if done.deleted_runs:
        out.print(f"    {len(done.deleted_runs)} runs whose records quoted it deleted from Dagster's history")
    if done.left:
        out.print(f"[bold red]✗[/] its words still stand in {len(done.left)} places:")
        for place in done.left:
            out.print(f"    {escape(place)}", soft_wrap=True)
    elif done.looked_for:
        server = "" if home.warehouse_url is None else " or in any table on the server"
        out.print(
            f"[green]✓[/] none of {done.looked_for} of its runs of words stands in any file below {home.folder}{server}"
        )
    else:
        out.print("    nothing to look for: its text was gone, or other articles hold all of its words")
    out.print("    [dim]copies elsewhere (backups, receipts written to another folder) are not Numtrail's to find[/]")
    return not done.left
