"""What we are made of: `python -m benchmarks audit|licences`: known vulnerabilities and licences of what is installed.

`make sbom` lists the same as a CycloneDX file. The audit never says that all is well where it could not ask: packages
that the service does not know, or a service that cannot be reached, are told as not audited.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import cast

CONSTRAINTS = Path(__file__).resolve().parents[1] / "constraints.txt"
AUDIT_SECONDS = 120
STRONG_COPYLEFT = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|Affero|(?<!Lesser )General Public License", re.IGNORECASE)
"""Licences that would reach our own code, which is under Apache-2.0."""

READ_IN_THEIR_FILES = {"CurrencyConverter": "Apache-2.0", "atheris": "Apache-2.0"}
"""Packages that name their licence in its text alone, which was read."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What the service answered: how many packages it looked at, how many it could not, and the holes it knows."""

    audited: int
    skipped: int
    holes: tuple[str, ...]

    def __str__(self) -> str:
        """The answer in a line."""
        if not self.audited:
            return (
                f"NOT AUDITED: none of {self.skipped} packages could be asked for; this says nothing of their safety."
            )
        told = f"{self.audited} packages audited, {len(self.holes)} known vulnerabilities"
        return told + (f"; {self.skipped} NOT AUDITED." if self.skipped else ".")


def read_answer(text: str) -> Audit:
    """Read what pip-audit wrote as JSON."""
    packages = json.loads(text)["dependencies"]
    skipped = sum("skip_reason" in package for package in packages)
    holes = [f"{p['name']} {p['version']}: {hole['id']}" for p in packages for hole in p.get("vulns", ())]
    return Audit(len(packages) - skipped, skipped, tuple(holes))


def audit(arguments: list[str]) -> int:
    """Ask for known vulnerabilities of all that is installed; the exit code is 1 where there is one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks audit", description=audit.__doc__)
    parser.add_argument("--program", default="pip-audit", help="pip-audit, where it is not on the path")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [
            options.program, "--requirement", str(CONSTRAINTS), "--no-deps", "--disable-pip", "--format", "json",
            "--output", str(answer), "--progress-spinner", "off", "--timeout", "10",
        ]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=AUDIT_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            print(f"NOT AUDITED: pip-audit did not run or answer ({type(error).__name__}).")
            return 0
        if not answer.exists():
            print(f"NOT AUDITED: {(done.stderr.strip().splitlines() or ['pip-audit gave no answer'])[-1]}")
            return 0
        found = read_answer(answer.read_text(encoding="utf-8"))
    print(found)
    for hole in found.holes:
        print(f"  {hole}")
    return 1 if found.holes else 0


def licences(arguments: list[str]) -> int:
    """List what is installed with its licence; the exit code is 1 where one is unknown or reaches our own code."""
    argparse.ArgumentParser(prog="python -m benchmarks licences", description=licences.__doc__).parse_args(arguments)
    rows = sorted(installed())
    for name, version, licence in rows:
        print(f"{name:35} {version:20} {licence}")
    counted = Counter(licence for _, _, licence in rows)
    print(f"\n{len(rows)} packages, {len(counted)} wordings of licences", file=sys.stderr)
    wrong = [name for name, _, licence in rows if not is_fine(licence)]
    for name in wrong:
        print(f"look at this one: {name}", file=sys.stderr)
    return 1 if wrong else 0


def installed() -> Iterator[tuple[str, str, str]]:
    """Name, version and licence of every package that is installed, our own left out."""
    seen = set()
    for distribution in distributions():
        name = distribution.metadata["Name"]
        if name and name.lower() not in seen and name.lower() not in ("numtrail", "pip", "setuptools"):
            seen.add(name.lower())
            yield name, distribution.version, licence_of(distribution)


def is_fine(licence: str) -> bool:
    """Whether a licence is known and leaves our own code alone; of alternatives one is enough."""
    return bool(licence) and not all(STRONG_COPYLEFT.search(choice) for choice in licence.split(" OR "))


def licence_of(distribution: Distribution) -> str:
    """A package's licence: its SPDX expression, else its classifiers, else the first line it says; empty for none."""
    metadata = cast(Message, distribution.metadata)
    stated = metadata.get("License-Expression")
    if stated:
        return str(stated)
    classifiers = [c.rpartition(" :: ")[2] for c in metadata.get_all("Classifier", ()) if c.startswith("License ::")]
    classifiers = [c for c in classifiers if c != "OSI Approved"]
    if classifiers:
        return "; ".join(classifiers)
    if distribution.metadata["Name"] in READ_IN_THEIR_FILES:
        return READ_IN_THEIR_FILES[distribution.metadata["Name"]]
    lines = (metadata.get("License") or "").strip().splitlines()
    return lines[0][:60] if lines else ""
