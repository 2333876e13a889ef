"""Tries mutants: each takes the place of what it changes, in a child of this process, and the tests run on it."""

from __future__ import annotations

import importlib.util
import os
import pickle
import resource
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from types import CodeType, FrameType, FunctionType

import pytest

from benchmarks.mutations import Mutant

SECONDS = 120
"""CPU-seconds for the tests of one mutant; one that takes longer loops, and is seen."""

_OPTIONS = ("-x", "-qq", "-p", "no:cacheprovider", "-p", "no:xdist", "-W", "ignore::pytest.PytestAssertRewriteWarning")
"""pytest warns of plugins that were imported before it; here they are, on purpose."""


def _passes(try_it: Callable[[], bool]) -> bool:
    """Whether all tests pass in a child of this process; whatever else becomes of it, the tests would have noticed."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        signal.alarm(10 * SECONDS)
        try:
            os._exit(0 if try_it() else 1)
        except BaseException:  # a mutant may break whatever it likes
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
            self.called = pickle.load(told) if passed else []  # of the child of this very process
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
