"""`python -m benchmarks mutants`: change the rules of numbers, dates, currency a bit; which changes does no test see?

A mutant is one module with one operator, constant, condition or result changed. Each is tried in a process of its own
on the tests of its area, which stop at the first that fails. What no test notices is printed with its line: a gap in
the tests, or a change that changes nothing.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.util
import os
import random
import resource
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120
"""CPU-seconds for the tests of one mutant; one that takes longer loops, and is seen."""

_CORPORA = "tests/pipelines/extract/test_corpora.py"
AREAS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "numbers": (
        (
            "extract/numbers.py",
            "extract/number_words.py",
            "extract/separators.py",
            "extract/ranges.py",
            "conform/intervals.py",
        ),
        (
            _CORPORA,
            "tests/pipelines/extract/test_quantities.py",
            "tests/pipelines/conform/test_intervals.py",
            "tests/pipelines/conform/test_audits.py",
            "tests/pipelines/conform/test_matching.py",
        ),
    ),
    "dates": (
        ("extract/dates.py", "extract/dates_fields.py", "extract/dates_guards.py"),
        (_CORPORA, "tests/pipelines/extract/test_dates.py", "tests/pipelines/conform/test_periods.py"),
    ),
    "currency": (
        (
            "extract/money.py",
            "extract/currency_signs.py",
            "conform/currency.py",
            "conform/rate_choice.py",
            "conform/rate_books.py",
            "conform/rates.py",
        ),
        (
            _CORPORA,
            "tests/pipelines/extract/test_currency_signs.py",
            "tests/pipelines/conform/test_currency.py",
            "tests/pipelines/conform/test_rates.py",
        ),
    ),
}
"""Area -> modules below `pipelines/` that are changed, and the tests that should notice."""

_OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning")
"""pytest warns of plugins that were imported before it; here they are, on purpose."""

_COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the module, its line, what was changed into what, and the changed source."""

    path: Path
    line: int
    change: str
    source: str


def _unchanged(path: Path) -> Mutant:
    """The module as it stands: tests that fail on it tell nothing of its mutants."""
    return Mutant(path, 0, "nothing", ast.unparse(ast.parse(path.read_text(encoding="utf-8"))))


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for number, node in enumerate(ast.walk(tree)):
        for change, changed in _changes(node):
            other = copy.deepcopy(tree)
            target = list(ast.walk(other))[number]
            target.__dict__.update(changed.__dict__)
            if type(target) is not type(changed):
                target.__class__ = changed.__class__
            yield Mutant(path, getattr(node, "lineno", 0), change, ast.unparse(ast.fix_missing_locations(other)))


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        ops = [_COMPARISONS[type(node.ops[0])](), *node.ops[1:]]
        yield ast.unparse(node), ast.Compare(node.left, ops, node.comparators)
    elif isinstance(node, ast.BinOp) and type(node.op) in _ARITHMETIC:
        yield ast.unparse(node), ast.BinOp(node.left, _ARITHMETIC[type(node.op)](), node.right)
    elif isinstance(node, ast.BoolOp):
        op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield ast.unparse(node), ast.BoolOp(op, node.values)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield ast.unparse(node), ast.UnaryOp(ast.Not(), node)
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value} -> {node.value + 1}", ast.Constant(node.value + 1)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield f"{node.value} -> {not node.value}", ast.Constant(not node.value)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield f"{ast.unparse(node)} -> return None", ast.Return(ast.Constant(None))


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def is_seen(mutant: Mutant, tests: tuple[str, ...]) -> bool:
    """Whether a test fails where a mutant stands in for its module; tried in a child of this process."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os._exit(_run(mutant, tests))
    _, status = os.waitpid(child, 0)
    return not (os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0)


def _run(mutant: Mutant, tests: tuple[str, ...]) -> int:
    import pytest

    signal.alarm(10 * SECONDS)
    name = ".".join(mutant.path.relative_to(ROOT).with_suffix("").parts)
    try:
        _stand_in(name, mutant)
        return int(pytest.main([*_OPTIONS, *tests]))
    except BaseException:  # noqa: BLE001 - whatever it does instead of running, the tests would have noticed
        return 1


def _stand_in(name: str, mutant: Mutant) -> None:
    """Let imports of a module find the mutant."""

    class Loader(importlib.machinery.SourceFileLoader):
        def get_code(self, fullname: str) -> CodeType:
            return compile(mutant.source, str(mutant.path), "exec")

    class Finder:
        @staticmethod
        def find_spec(fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
            if fullname != name:
                return None
            return importlib.util.spec_from_file_location(name, mutant.path, loader=Loader(name, str(mutant.path)))

    sys.meta_path.insert(0, Finder)


def main(arguments: list[str]) -> int:
    """Try a sample of the mutants of each area named; the exit code is 1 only where tests fail anyway."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks mutants", description=__doc__)
    parser.add_argument("areas", nargs="*", help=", ".join(AREAS) + "; all where none is named")
    parser.add_argument("--sample", type=int, default=60, help="mutants of each area (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=12, help="of the sample (default: %(default)s)")
    parser.add_argument("--at", nargs="+", help="instead of a sample all of these lines: numbers.py:139 …")
    options = parser.parse_args(arguments)
    # What every test needs is imported once, so that a child begins where the rules are imported.
    import hypothesis  # noqa: F401
    import inflect  # noqa: F401
    import pandas  # noqa: F401
    import pyarrow.compute  # noqa: F401
    import pytest  # noqa: F401
    import yaml  # noqa: F401

    for area in options.areas or AREAS:
        modules, tests = AREAS[area]
        if is_seen(_unchanged(ROOT / "pipelines" / modules[0]), tests):
            parser.exit(1, f"{area}: the tests fail on the code as it stands; see to that first: {' '.join(tests)}\n")
        everything = [mutant for module in modules for mutant in mutants(ROOT / "pipelines" / module)]
        chosen = random.Random(options.seed).sample(everything, min(options.sample, len(everything)))
        if options.at:
            chosen = [mutant for mutant in everything if f"{mutant.path.name}:{mutant.line}" in options.at]
        survivors = []
        for number, mutant in enumerate(chosen, start=1):
            print(f"{area}: {number} of {len(chosen)}", file=sys.stderr, flush=True)
            if not is_seen(mutant, tests):
                survivors.append(mutant)
                print(f"  survives {mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.change[:100]}", flush=True)
        share = 1 - len(survivors) / max(1, len(chosen))
        print(f"{area}: {len(chosen)} of {len(everything)} mutants tried, {share:.0%} seen", flush=True)
    return 0
