"""The trail of a claim as a tree: from the value back to the words, the file and its bytes."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Console
from rich.markup import escape
from rich.text import Text
from rich.tree import Tree

from warehouse.trail import Conversion, Row, Trail


def print_trail(console: Console, trail: Trail) -> bool:
    """Print a claim's trail, each step with its ids and spans, and the verdict of each check; whether all hold."""
    claim = trail.claim
    tree = Tree(f"[bold]{_value(claim)}[/]  {escape(_about(claim))}  [dim]{claim['claim_id']}[/]")
    _add_fact(tree, trail)
    for conversion in trail.conversions:
        _add_conversion(tree, conversion)
    rules = tree.add(f"read by {escape(claim['rule'])}  [dim]rules {claim['code_version']}[/]")
    for mention in trail.mentions:
        code = f" = {mention['code']}" if mention["code"] else ""
        rules.add(
            f"{mention['role']}: [cyan]{escape(mention['text'])}[/]{escape(code)}  "
            f"[dim][{mention['start']}, {mention['end']})[/dim]"
        )
    _add_sentence(tree, trail)
    source = tree.add(f"article {escape(trail.article['title'] or 'without title')}  [dim]{claim['article_id']}[/]")
    source.add(f"published {_interval(trail.article)}")
    if trail.article["url"]:
        source.add(escape(trail.article["url"]))
    source.add(
        f"file {escape(trail.raw['place'])}, characters {claim['start']} to {claim['end']}  "
        f"[dim]sha256 {trail.raw['sha256'][:16]}…[/]"
    )
    verdicts = tree.add("verified" if trail.is_whole else "[bold red]the trail is broken[/]")
    for check in trail.checks:
        mark = "[green]✓[/]" if check.is_right else "[bold red]✗[/]"
        verdicts.add(f"{mark} {escape(check.name)}" + ("" if check.is_right else f": {escape(check.detail)}"))
    console.print(tree)
    return trail.is_whole


def _add_fact(tree: Tree, trail: Trail) -> None:
    fact = trail.observation
    if fact is not None:
        others = f", told by {fact['claim_count']} claims in {fact['article_count']} articles"
        told = f"{trail.observation_role} claim of a fact that is {fact['consistency']}{others}"
        tree.add(f"{escape(told)}  [dim]{fact['observation_id']}[/]")
    for relation in trail.relations:
        other = relation["to_claim_id"]
        arrow = "of" if relation["from_claim_id"] == trail.claim["claim_id"] else "by"
        shown = other if arrow == "of" else relation["from_claim_id"]
        tree.add(f"{escape(relation['kind'])} ({arrow}) {shown}  [dim]{escape(relation['rule'])}[/]")


def _add_conversion(tree: Tree, conversion: Conversion) -> None:
    row = conversion.row
    if row["reason"]:
        tree.add(f"no {row['to_currency_code']}: {escape(row['reason'])}")
        return
    branch = tree.add(f"{_bounds(row)} {row['to_currency_code']}  [dim]{row['conversion_id']}[/]")
    branch.add(
        f"rate {row['rate'].normalize():f}, {row['method'].replace('_', ' ')}, {row['rate_days']} days from "
        f"{row['rate_start']} to before {row['rate_end']}, {row['source']} [dim]snapshot {row['snapshot_id']}[/]"
    )


def _add_sentence(tree: Tree, trail: Trail) -> None:
    claim, sentence = trail.claim, trail.sentence
    shown = Text(f"sentence {sentence['sentence_number']}: ")
    if trail.before:
        shown.append(trail.before["text"] + " ", style="dim")
    words = Text(sentence["text"])
    words.stylize("bold cyan", claim["start"] - sentence["start"], claim["end"] - sentence["start"])
    shown.append_text(words)
    if trail.after:
        shown.append(" " + trail.after["text"], style="dim")
    tree.add(shown)


def _value(claim: Row) -> str:
    unit = (claim["unit"] or "") + (f" per {claim['per']}" if claim["per"] else "")
    direction = f" {claim['direction']}" if claim["direction"] else ""
    return f"{_bounds(claim)} {escape(unit)}{direction}"


def _bounds(row: Row) -> str:
    low, high = row["value_low"], row["value_high"]
    if low == high:
        return _digits(low)
    if high is None:
        return f"{_digits(low)} or more"
    return f"up to {_digits(high)}" if low is None else f"{_digits(low)} to {_digits(high)}"


def _digits(value: Decimal) -> str:
    whole = value == value.to_integral_value()
    return f"{value:,.0f}" if whole else f"{value.normalize():,f}"


def _about(claim: Row) -> str:
    parts = [claim["modifier"].replace("_", " "), claim["status"], claim["subject"], claim["metric"]]
    if claim["period_start"] or claim["period_end"]:
        parts.append(f"{claim['period_start'] or '…'} to before {claim['period_end'] or '…'} ({claim['period_expr']})")
    return " · ".join(part for part in parts if part)


def _interval(article: Row) -> str:
    start, end = article["published_start"], article["published_end"]
    if start is None:
        return "on an unknown day"
    return f"{start} to before {end}, by {article['publication_method']}"
