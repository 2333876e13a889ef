"""The trail of any row as a tree: from the value back to the words, the file and its bytes; or as JSON."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.text import Text
from rich.tree import Tree

from warehouse.manifest import Entry
from warehouse.places import place_in_file
from warehouse.trail import Conversion, Trail
from warehouse.trail_checks import Check
from warehouse.trail_ids import Row
from warehouse.trail_steps import Step

_SHOWN_RATES = 4
"""Rates listed below a conversion; an average over ten years has thousands."""


def print_step(console: Console, step: Step) -> bool:
    """Print a row and all it rests on, each with its ids and spans, and the verdict of each check; whether all hold."""
    console.print(_tree(step))
    verdict = "verified: every check holds" if step.is_whole else "[bold red]the trail is broken[/]"
    console.print(f"{verdict}  [dim]{len(step.trails)} claims down to their bytes[/]")
    return step.is_whole


def step_json(step: Step) -> str:
    """A row and all it rests on as one JSON object; numbers keep all their digits, dates are ISO text."""
    return _json({"is_whole": step.is_whole, **_fields(step)})


def _tree(step: Step) -> Tree:
    role = f"[dim]{escape(step.role)}:[/] " if step.role else ""
    if step.trail is not None:
        tree = Tree(f"{role}[bold]{_value(step.row)}[/]  {escape(_about(step.row))}  [dim]{step.row_id}[/]")
        _add_trail(tree, step.trail)
    else:
        tree = Tree(f"{role}[bold]{escape(_headline(step))}[/]  [dim]{step.table} {step.row_id}[/]")
        for rate in step.rates:
            tree.add(f"rate {_rate(rate)}")
        for below in step.steps:
            tree.add(_tree(below))
        if step.left_out:
            tree.add(f"… and {step.left_out:,} more")
    _add_checks(tree, step.checks)
    _add_maker(tree, step.made_by)
    return tree


def _headline(step: Step) -> str:
    """What a row says, in a line: its value where it has one, else its words."""
    row = step.row
    value = [Text.from_markup(_value(row)).plain] if "value_low" in row and "unit" in row else []
    names = ("metric", "subject", "status", "title", "file", "text", "kind", "verdict", "reason")
    words = [str(row[name]) for name in names if row.get(name)]
    return " · ".join([*value, *words]) or step.table


def _add_trail(tree: Tree, trail: Trail) -> None:
    claim = trail.claim
    _add_fact(tree, trail)
    for conversion in trail.conversions:
        _add_conversion(tree, conversion)
    for row in trail.corrections:
        stated, instead = row["stated_value"], row["corrected_value"]
        tree.add(f"corrected: {row['field']} {escape(str(stated))} is read as {escape(instead)}, {escape(row['why'])}")
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
        f"file {escape(trail.raw['place'])}, {escape(place_in_file(trail.raw, claim['start'], claim['end']))}  "
        f"[dim]sha256 {trail.raw['sha256'][:16]}…[/]"
    )
    _add_checks(tree, trail.checks)


def _add_checks(tree: Tree, checks: tuple[Check, ...]) -> None:
    if not checks:
        return
    is_right = all(check.is_right for check in checks)
    verdicts = tree.add("verified" if is_right else "[bold red]the trail is broken here[/]")
    for check in checks:
        mark = "[green]✓[/]" if check.is_right else "[bold red]✗[/]"
        verdicts.add(f"{mark} {escape(check.name)}" + ("" if check.is_right else f": {escape(check.detail)}"))


def _add_maker(tree: Tree, entry: Entry | None) -> None:
    if entry is not None:
        when = entry.committed_at[:19].replace("T", " ")
        tree.add(f"[dim]made by run {entry.run_id}, {when} UTC, from code and inputs {entry.code_version}[/]")


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
    if row["method"] == "own_currency":
        tree.add(f"stated in {row['to_currency_code']}  [dim]{row['conversion_id']}[/]")
        return
    branch = tree.add(f"{_bounds(row)} {row['to_currency_code']}  [dim]{row['conversion_id']}[/]")
    for used in conversion.rates[:_SHOWN_RATES]:
        branch.add(_rate(used))
    if len(conversion.rates) > _SHOWN_RATES:
        branch.add(f"… and {len(conversion.rates) - _SHOWN_RATES} more rates; --json lists all")
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
    at = claim["start"] - sentence["start"]
    if sentence["text"][at : at + len(claim["quote"])] != claim["quote"]:  # a page's source holds tags besides
        at = sentence["text"].find(claim["quote"])
    words.stylize("bold cyan", at, at + len(claim["quote"]))
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


def _rate(row: Row) -> str:
    code = row["currency_code"]
    base, quote = row.get("base_currency_code", code), row.get("quote_currency_code", code)
    return f"[dim]{row['rate_date']}: 1 {base} = {row['rate'].normalize():f} {quote}, {row['source']}[/]"


def _fields(value: Any) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _json(value: Any) -> str:
    """A value as JSON; decimals are written with all their digits, which the library's own encoder cannot."""
    if is_dataclass(value):
        value = _fields(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(str(name))}: {_json(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_json, value)) + "]"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return json.dumps(value.isoformat() if hasattr(value, "isoformat") else value, ensure_ascii=False)
