"""`python -m benchmarks mutants`: change the rules of numbers, dates, currency a bit; which changes does no test see?

A mutant is one module with one operator, constant, condition or result changed. The tests of an area are collected
once; each mutant is tried in a child of that process, where the changed function takes the place of the one that
stands and the tests that call it run; the first that fails ends the child. A change outside of functions, or in one
that runs already while modules are imported, is tried in a process that imports the changed module in the module's
stead. What no test notices is printed with its line: a gap in the tests, or a change that changes nothing.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import os
import pickle
import random
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, FrameType, FunctionType

import pytest

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
        (
            "extract/dates.py",
            "extract/dates_fields.py",
            "extract/dates_guards.py",
            "extract/dates_days.py",
            "extract/dates_months.py",
            "extract/dates_windows.py",
            "conform/periods.py",
            "conform/periods_named.py",
            "conform/periods_relative.py",
            "conform/periods_spans.py",
            "conform/periods_windows.py",
        ),
        (
            _CORPORA,
            "tests/pipelines/extract/test_dates.py",
            "tests/pipelines/conform/test_periods.py",
            "tests/pipelines/conform/test_calendars.py",
            "tests/pipelines/conform/test_open_dates.py",
            "tests/pipelines/conform/test_period_binding.py",
        ),
    ),
    "currency": (
        (
            "extract/money.py",
            "extract/currency_signs.py",
            "conform/currency.py",
            "conform/rate_choice.py",
            "conform/rate_books.py",
            "conform/rates.py",
            "conform/rate_books.py",
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

_OPTIONS = ("-x", "-qq", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning")
"""pytest warns of plugins that were imported before it; here they are, on purpose."""

_COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_ARITHMETIC = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the module, its line, what was changed into what, and where in the module's tree."""

    path: Path
    line: int
    change: str
    function: str | None
    """The outermost function in whose body the change is made, dotted; null for one made elsewhere."""
    node: int
    choice: int

    @property
    def module(self) -> str:
        """The dotted name of the module."""
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    def code(self) -> CodeType:
        """The changed module, compiled."""
        tree = ast.parse(self.path.read_text(encoding="utf-8"))
        target = list(ast.walk(tree))[self.node]
        changed = list(_changes(target))[self.choice][1]
        target.__class__ = changed.__class__
        target.__dict__.update(changed.__dict__)
        return compile(ast.unparse(ast.fix_missing_locations(tree)), str(self.path), "exec")


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {id(node): name for name, body in _functions(tree.body) for node in body}
    for number, node in enumerate(ast.walk(tree)):
        for choice, (change, _) in enumerate(_changes(node)):
            yield Mutant(path, getattr(node, "lineno", 0), change, functions.get(id(node)), number, choice)


def _functions(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, list[ast.AST]]]:
    """The functions of a module and the methods of its classes, each with the nodes of its body."""
    for statement in body:
        if isinstance(statement, ast.ClassDef):
            yield from _functions(statement.body, f"{within}{statement.name}.")
        elif isinstance(statement, ast.FunctionDef):
            yield within + statement.name, [node for inner in statement.body for node in ast.walk(inner)]


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
        yield ast.unparse(node), ast.UnaryOp(ast.Not(), ast.UnaryOp(ast.Not(), node.operand))
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value} -> {node.value + 1}", ast.Constant(node.value + 1)
    elif isinstance(node, ast.Constant) and type(node.value) is bool:
        yield f"{node.value} -> {not node.value}", ast.Constant(not node.value)
    elif isinstance(node, ast.Return) and node.value is not None and not _is_empty(node.value):
        yield f"{ast.unparse(node)} -> return None", ast.Return(ast.Constant(None))


def _is_empty(node: ast.AST) -> bool:
    """`None` in the place of `None` or `False` changes nothing that a condition tells."""
    return isinstance(node, ast.Constant) and (node.value is None or node.value is False)


def _passes(try_it: Callable[[], bool]) -> bool:
    """Whether all tests pass in a child of this process; whatever else becomes of it, the tests would have noticed."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        signal.alarm(10 * SECONDS)
        try:
            os._exit(0 if try_it() else 1)
        except BaseException:  # noqa: BLE001 - a mutant may break whatever it likes
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0


def answers_in_place(chosen: list[Mutant], tests: tuple[str, ...]) -> Iterator[bytes]:
    """For the code as it stands and then for each mutant in its function's place: what the tests say.

    `SEEN`; `UNSEEN`; or `UNSURE`, where no test fails and the function was called before it was changed.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_quiet()
        os._exit(int(pytest.main([*_OPTIONS, *tests], plugins=[_InPlace(chosen, writing)])))
    os.close(writing)
    with os.fdopen(reading, "rb", buffering=0) as answers:
        for _ in range(len(chosen) + 1):
            yield answers.read(1) or SEEN
    os.waitpid(child, 0)


def passes_imported(mutant: Mutant, tests: tuple[str, ...]) -> bool:
    """Whether no test fails in a process that imported the mutant in its module's stead."""

    def try_it() -> bool:
        _be_quiet()
        _stand_in(mutant)
        return int(pytest.main([*_OPTIONS, *tests])) == 0

    return _passes(try_it)


def _be_quiet() -> None:
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)


SEEN, UNSEEN, UNSURE = b"0", b"1", b"2"
_Function = tuple[str, str]
"""A file and the dotted name of a function in it."""


class _InPlace:
    """A plugin of pytest that collects the tests once and runs for every mutant, in a child, those that call it."""

    def __init__(self, chosen: list[Mutant], answers: int) -> None:
        self.chosen = chosen
        self.answers = answers
        self.paths = {str(mutant.path) for mutant in chosen}
        self.imported: set[_Function] = set()
        self.called: list[set[_Function]] = []

    def pytest_collection(self) -> None:
        """Note the functions that run while tests and rules are imported."""
        sys.settrace(self._noting(self.imported))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Answer for each mutant with a byte."""
        sys.settrace(None)
        passed = self._run_as_it_stands(session)
        os.write(self.answers, UNSEEN if passed else SEEN)
        for mutant in self.chosen if passed else ():
            os.write(self.answers, self._answer(mutant, session))
        return True

    def _noting(self, called: set[_Function]) -> Callable[..., None]:
        def note(frame: FrameType, *_: object) -> None:
            if frame.f_code.co_filename in self.paths:
                called.add((frame.f_code.co_filename, frame.f_code.co_qualname.partition(".<locals>")[0]))

        return note

    def _run_as_it_stands(self, session: pytest.Session) -> bool:
        """Run all tests in a child and learn which functions each of them calls."""
        with tempfile.TemporaryFile() as told:

            def try_it() -> bool:
                called: list[set[_Function]] = []
                for test in session.items:
                    called.append(set())
                    sys.settrace(self._noting(called[-1]))
                    passed = _all_pass(session, [test])
                    sys.settrace(None)
                    if not passed:
                        return False
                pickle.dump(called, told)
                told.flush()
                return bool(called)

            passed = _passes(try_it)
            told.seek(0)
            self.called = pickle.load(told) if passed else []  # noqa: S301 - of the child of this very process
            return passed

    def _answer(self, mutant: Mutant, session: pytest.Session) -> bytes:
        function = (str(mutant.path), str(mutant.function))
        tests = [test for test, called in zip(session.items, self.called, strict=True) if function in called]

        def try_it() -> bool:
            _swap(mutant)
            return _all_pass(session, tests)

        if not _passes(try_it):
            return SEEN
        return UNSURE if function in self.imported else UNSEEN


def _all_pass(session: pytest.Session, tests: Sequence[pytest.Item]) -> bool:
    for test, following in zip(tests, [*tests[1:], None], strict=True):
        session.config.hook.pytest_runtest_protocol(item=test, nextitem=following)
        if session.testsfailed:
            return False
    return True


def _swap(mutant: Mutant) -> None:
    """Give the function of a module, where it stands, the code of the mutant."""
    assert mutant.function is not None
    code, holder = mutant.code(), vars(sys.modules[mutant.module])
    *classes, name = mutant.function.split(".")
    for part in classes:
        holder = vars(holder[part])
    found = holder[name]
    found = getattr(found, "fget", None) or getattr(found, "__func__", found)
    function: FunctionType = getattr(found, "__wrapped__", found)
    function.__code__ = next(inner for inner in _codes(code) if inner.co_qualname == mutant.function)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _stand_in(mutant: Mutant) -> None:
    """Let imports of a module find the mutant."""
    name, code = mutant.module, mutant.code()

    class Loader(importlib.machinery.SourceFileLoader):
        def get_code(self, fullname: str) -> CodeType:
            return code

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
    import yaml  # noqa: F401

    return max(_try_area(area, options) for area in options.areas or AREAS)


def _try_area(area: str, options: argparse.Namespace) -> int:
    modules, tests = AREAS[area]
    everything = [mutant for module in modules for mutant in mutants(ROOT / "pipelines" / module)]
    chosen = random.Random(options.seed).sample(everything, min(options.sample, len(everything)))
    if options.at:
        chosen = [mutant for mutant in everything if f"{mutant.path.name}:{mutant.line}" in options.at]
    chosen.sort(key=lambda mutant: mutant.function is None)
    in_place = answers_in_place([mutant for mutant in chosen if mutant.function is not None], tests)
    if next(in_place) == SEEN:
        print(f"{area}: the tests fail on the code as it stands; see to that first: {' '.join(tests)}", file=sys.stderr)
        return 1
    survivors = 0
    for number, mutant in enumerate(chosen, start=1):
        print(f"{area}: {number} of {len(chosen)}", file=sys.stderr, flush=True)
        answer = UNSURE if mutant.function is None else next(in_place)
        if answer == UNSEEN or (answer == UNSURE and passes_imported(mutant, tests)):
            survivors += 1
            print(f"  survives {mutant.path.relative_to(ROOT)}:{mutant.line}: {mutant.change[:100]}", flush=True)
    next(in_place, None)
    share = 1 - survivors / max(1, len(chosen))
    print(f"{area}: {len(chosen)} of {len(everything)} mutants tried, {share:.0%} seen", flush=True)
    return 0
