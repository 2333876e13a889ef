"""What a run came to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.text import Text

if TYPE_CHECKING:
    from assets.materialise import RunOutcome
    from assets.resources import Home
    from warehouse.summary import LargestAmount


def print_outcome(console: Console, home: Home, outcome: RunOutcome) -> None:
    """Sum up a run: what was made, what the warehouse holds, its largest amounts, and where it lies."""
    from warehouse.summary import summarise

    held = summarise(home.duckdb_path)
    console.print()
    if outcome.months:
        console.print(f"[bold]Done.[/] {len(outcome.months)} months made in {len(outcome.run_ids)} Dagster runs.")
    else:
        console.print("[bold]Nothing new.[/] Every month is up to date.")
    console.print(
        f"The warehouse holds {held.articles:,} articles, {held.sentences:,} sentences, "
        f"{sum(held.claims_by_kind.values()):,} claims and {held.facts:,} facts."
    )
    _print_counts(console, "Claims by kind", held.claims_by_kind)
    _print_counts(console, "Refused, by reason (core_rejects tells each)", held.rejects_by_reason)
    if held.largest:
        console.print("\n[bold]The largest amounts[/]")
        for amount in held.largest:
            _print_amount(console, amount)
    console.print(f"\nWarehouse  {escape(str(home.duckdb_path))}", soft_wrap=True)
    if home.warehouse_url is None:
        console.print("Server     none: NUMTRAIL_WAREHOUSE_URL is not set, nothing was published to PostgreSQL")
    if held.largest:
        console.print(f"Trail      numtrail trace {held.largest[0].claim_id}")


def _print_counts(console: Console, title: str, counts: dict[str, int]) -> None:
    if counts:
        console.print(f"\n[bold]{title}[/]")
        for name, count in counts.items():
            console.print(f"{count:8,}  {escape(name)}")


def _print_amount(console: Console, amount: LargestAmount) -> None:
    line = Text(f"  {_in_words(amount.usd):>14}  ")
    at = amount.sentence.find(amount.quote)
    shown = Text(amount.sentence)
    shown.stylize("bold cyan", at, at + len(amount.quote))
    console.print(line + shown, soft_wrap=True)
    about = f"{amount.subject} · " if amount.subject else ""
    console.print(f"{'':18}[dim]{escape(about)}{escape(amount.file)} · {amount.claim_id}[/]", soft_wrap=True)


def _in_words(usd: Decimal) -> str:
    """An amount in dollars to three digits: `US$138 bn`."""
    for scale, name in ((Decimal("1e12"), "tn"), (Decimal("1e9"), "bn"), (Decimal("1e6"), "m")):
        if abs(usd) >= scale:
            return f"US${usd / scale:.3g} {name}"
    return f"US${usd:,.0f}"
