"""A progress bar on standard error, or plain lines where that is no terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Report = Callable[[str, int, int], None]


@contextmanager
def live_progress(console: Console, plain_every: int = 1) -> Iterator[Report]:
    """Give a function to call with (what is being done, steps done, steps in all).

    Where the console is no terminal every `plain_every`-th step has a line.
    """
    if not console.is_terminal:

        def told(doing: str, done: int, total: int) -> None:
            if done % plain_every == 0:
                console.print(f"[{done}/{total}] {doing}", markup=False)

        yield told
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def report(doing: str, done: int, total: int) -> None:
            bar.update(task, description=escape(doing), completed=done, total=total)

        yield report
