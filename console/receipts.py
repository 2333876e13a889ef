"""What writing the receipts came to."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.markup import escape

from assets.resources import Home
from warehouse.receipts.site import write_receipts


def write_site(console: Console, home: Home, output: Path | None) -> None:
    """Write the receipts to a folder, by default that of the home folder, and say how many files changed."""
    folder = output or home.folder / "receipts"
    done = write_receipts(home.lake, folder, base_url=home.receipts_url or "")
    told = f"{done.articles:,} articles; {done.written:,} files written, {done.unchanged:,} as before"
    console.print(f"{told}, {done.removed:,} removed: {escape(str(folder / 'index.html'))}", soft_wrap=True)
