"""A stage's version covers the code that decides its rows."""

import ast
from pathlib import Path

import pytest

import pipelines
from assets.versions import STAGE_SOURCES

ROOM = Path(pipelines.__path__[0])
ENTRY = {"ingest": ("dating.py", "normalise/decode.py")}
"""What the step of a stage calls first."""
SHARED = {"lexicons.py", "extract/lexicons.py", "rejections.py"}
"""Readers of tables: the tables count, and how they are opened decides nothing."""


def imported(path):
    """The modules of the room that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "pipelines":
            below = node.module.split(".")[1:]
            for name in node.names:
                inner, own = ROOM.joinpath(*below, f"{name.name}.py"), ROOM.joinpath(*below).with_suffix(".py")
                yield from (found for found in (inner, own) if found.is_file())


@pytest.mark.parametrize("stage", sorted(ENTRY))
def test_a_stage_lists_all_that_its_step_imports(stage):
    waiting, seen = [ROOM / name for name in ENTRY[stage]], set()
    while waiting:
        path = waiting.pop()
        if path not in seen:
            seen.add(path)
            waiting.extend(imported(path))
    listed = {path for pattern in STAGE_SOURCES[stage] for path in ROOM.glob(pattern)}
    missing = {path.relative_to(ROOM).as_posix() for path in seen - listed} - SHARED
    assert not missing, f"STAGE_SOURCES[{stage!r}] lacks {sorted(missing)}"
