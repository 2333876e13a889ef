"""What a command is to read, as types of its arguments: what is absent is said before anything is measured."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Annotated data, pages and gold, which are no part of the repository and lie beside it."""


def existing_file(given: str) -> Path:
    """A file that is there, as a path."""
    path = Path(given)
    if not path.is_file():
        raise ArgumentTypeError(f"{path} is absent: nothing to measure on")
    return path


def existing_folder(given: str) -> Path:
    """A folder that is there, as a path."""
    path = Path(given)
    if not path.is_dir():
        raise ArgumentTypeError(f"{path} is absent: nothing to measure on")
    return path
