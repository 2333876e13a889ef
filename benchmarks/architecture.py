"""`python -m benchmarks architecture`: write the import graph into docs/architecture.md, as the code has it.

Rooms and their parts are the nodes; an arrow says that a module of the one imports a module of the other. It is the
graph that import-linter proves the contracts on.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import grimp

PAGE = Path(__file__).resolve().parents[1] / "docs" / "architecture.md"
ROOMS = ("console", "assets", "pipelines", "warehouse", "schemas")
PARTS = {"pipelines": ("normalise", "extract", "conform"), "warehouse": ("readers", "receipts"), "schemas": ("codes",)}
"""Rooms that are drawn with their parts; what stands beside these parts is the room itself."""
BEGIN, END = "<!-- graph -->", "<!-- /graph -->"


def main(arguments: list[str]) -> int:
    """Write the page anew; always 0."""
    argparse.ArgumentParser(prog="python -m benchmarks architecture", description=__doc__).parse_args(arguments)
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


def drawn(page: str) -> str:
    """A page with the graph between its marks."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{graph()}\n{END}{rest.split(END)[1]}"


def graph() -> str:
    """The imports between rooms and their parts, as a Mermaid drawing."""
    arrows = {(part_of(importer), part_of(imported)) for importer, imported in imports()}
    lines = [f"    {_node(a)} --> {_node(b)}" for a, b in sorted(arrows) if a != b]
    return "\n".join(["```mermaid", "graph TD", *lines, "```"])


def imports() -> list[tuple[str, str]]:
    """Every import of one of our modules by another."""
    found = grimp.build_graph(*ROOMS, cache_dir=None)
    return [(a, b) for a in sorted(found.modules) for b in sorted(found.find_modules_directly_imported_by(a))]


def part_of(module: str) -> str:
    """The node that a module belongs to."""
    room, _, rest = module.partition(".")
    part = rest.partition(".")[0]
    return f"{room}.{part}" if part in PARTS.get(room, ()) else room


def _node(part: str) -> str:
    return f"{part.replace('.', '_')}[{part.replace('.', '/')}]"
