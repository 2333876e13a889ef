"""How a sentence is read, shown piece by piece."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.text import Text

from pipelines.reading import read_sentences
from schemas.pages import Sentence
from schemas.spans import Claim, Publication, Quantity, SentenceReading

STYLES = {"claim": "bold cyan", "date": "magenta", "refused": "yellow"}


def print_explanation(console: Console, sentence: str) -> None:
    """Print a sentence with its numbers and dates coloured, a row a claim with its rule, and each refusal's reason."""
    whole = Sentence(0, len(sentence), sentence, "body", 0)
    readings, _ = read_sentences([whole], Publication())
    reading = readings[0]
    console.print(_coloured(reading), soft_wrap=True)
    console.print(f"[{STYLES['claim']}]claim[/]  [{STYLES['date']}]date[/]  [{STYLES['refused']}]seen and refused[/]\n")
    _print_claims(console, reading)
    for expression in reading.dates:
        relation = f", {expression.relation}" if expression.relation else ""
        fields = ", ".join(f"{name} {value}" for name, value in expression.fields if value is not None)
        console.print(
            f"[{STYLES['date']}]{escape(expression.text)}[/]  {expression.timex_type}{relation}: "
            f"{escape(expression.shape)} ({escape(fields)})  [dim]{escape(expression.rule)}[/]"
        )
    dated = [(expression.start, expression.end) for expression in reading.dates]
    for refusal in reading.refusals:
        if any(start <= refusal.start and refusal.end <= end for start, end in dated):
            continue
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


def _print_claims(console: Console, reading: SentenceReading) -> None:
    for claim in reading.claims:
        quantity, context = claim.quantity, claim.context
        words = reading.sentence.text[quantity.start : quantity.end]
        unit = (quantity.unit or "") + (f" per {quantity.per}" if quantity.per else "")
        direction = context.direction or quantity.direction or ""
        told = f"{quantity.kind}, {quantity.modifier} {_value(quantity)} {unit} {direction}".strip()
        console.print(f"[{STYLES['claim']}]{escape(words)}[/]  {escape(told)}", soft_wrap=True)
        about = [f"{name} {value}" for name, value in _context(claim) if value]
        console.print(f"    {escape(' · '.join(about))}", soft_wrap=True)
        rules = " + ".join(dict.fromkeys((quantity.rule, *claim.rules, *context.rules)))
        console.print(f"    [dim]{escape(rules)}; confidence {claim.confidence:.2f}[/]", soft_wrap=True)


def _context(claim: Claim) -> tuple[tuple[str, str | None], ...]:
    context = claim.context
    return (
        ("subject", context.subject),
        ("metric", context.metric),
        ("speaker", context.speaker),
        ("status", context.status),
        ("base", context.base),
        ("period", claim.period_expression),
    )


def _value(quantity: Quantity) -> str:
    low, high = (
        None if bound is None else f"{bound:,f}".rstrip("0").rstrip(".") if "." in f"{bound:f}" else f"{bound:,f}"
        for bound in (quantity.value_low, quantity.value_high)
    )
    return str(low) if low == high else f"{low or '…'} to {high or '…'}"
