"""`python -m benchmarks reference` (`make reference`): write the pages of reference from the code."""

from __future__ import annotations

import argparse
from pathlib import Path

import numtrail
from console.reference import write_reference

ROOT = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    """Write docs/cli.md, docs/settings.md and the limits of SECURITY.md; always 0."""
    argparse.ArgumentParser(prog="python -m benchmarks reference", description=__doc__).parse_args(arguments)
    write_reference(ROOT, numtrail.app)
    return 0
