"""How a sentence is read, shown piece by piece."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from pipelines.reading import read_sentences
from schemas.spans import Publication, Sentence, SentenceReading

STYLES = {"claim": "bold cyan", "date": "magenta", "refused": "yellow"}


def print_explanation(console: Console, sentence: str) -> None:
    """Print a sentence with its numbers and dates coloured, a row a claim with its rule, and each refusal's reason."""
    whole = Sentence(0, len(sentence), sentence, "body", 0)
    readings, _ = read_sentences([whole], Publication())
    reading = readings[0]
    console.print(_coloured(reading), soft_wrap=True)
    console.print(f"[{STYLES['claim']}]claim[/]  [{STYLES['date']}]date[/]  [{STYLES['refused']}]seen and refused[/]\n")
    if reading.claims:
        console.print(_claims(reading))
    for expression in reading.dates:
        relation = f", {expression.relation}" if expression.relation else ""
        fields = ", ".join(f"{name} {value}" for name, value in expression.fields if value is not None)
        console.print(
            f"[{STYLES['date']}]{escape(expression.text)}[/]  {expression.timex_type}{relation}: "
            f"{escape(expression.shape)} ({escape(fields)})  [dim]{escape(expression.rule)}[/]"
        )
    for refusal in reading.refusals:
        words = sentence[refusal.start : refusal.end]
        console.print(
            f"[{STYLES['refused']}]{escape(words)}[/]  {refusal.kind}: {escape(refusal.reason)}  "
            f"[dim]{escape(refusal.rule)}[/]"
        )
    if not (reading.claims or reading.dates or reading.refusals):
        console.print("No number and no date was seen.")


def _coloured(reading: SentenceReading) -> Text:
    text = Text(reading.sentence.text)
    for refusal in reading.refusals:
        text.stylize(STYLES["refused"], refusal.start, refusal.end)
    for expression in reading.dates:
        text.stylize(STYLES["date"], expression.start, expression.end)
    for claim in reading.claims:
        text.stylize(STYLES["claim"], claim.quantity.start, claim.quantity.end)
    return text


def _claims(reading: SentenceReading) -> Table:
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for name in ("quote", "kind", "value", "unit", "modifier", "subject", "metric", "status", "rule"):
        table.add_column(name, overflow="fold")
    for claim in reading.claims:
        quantity, context = claim.quantity, claim.context
        low, high = (None if v is None else f"{v.normalize():,f}" for v in (quantity.value_low, quantity.value_high))
        value = low if low == high else f"{low or '…'} – {high or '…'}"
        cells = (
            reading.sentence.text[quantity.start : quantity.end],
            quantity.kind,
            value,
            (quantity.unit or "") + (f" per {quantity.per}" if quantity.per else ""),
            quantity.modifier,
            context.subject,
            context.metric,
            context.status,
            quantity.rule,
        )
        table.add_row(*(escape(str(cell or "")) for cell in cells))
    return table
