"""Peers, each in an environment of its own under the user's cache folder, made at the first run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "numtrail" / "peers"
PEERS = {
    "quantulum3": ("quantulum3==0.10.0", "python3"),
    "duckling": ("pyduckling-native-phihos==0.4.0", "python3.12"),
}
"""Peer to its package and the interpreter it needs; the native wheel of Duckling is built for Python 3.12 alone."""


def find_interpreter(name: str) -> str:
    """Return the path of a Python of the version wanted: on the path if it starts there, else of pyenv."""
    on_path = shutil.which(name)
    installed = sorted((Path.home() / ".pyenv" / "versions").glob(f"{name.removeprefix('python')}*/bin/python"))
    for candidate in [on_path, *map(str, installed)]:
        if candidate and subprocess.run([candidate, "-V"], capture_output=True, check=False).returncode == 0:
            return candidate
    raise OSError(f"no {name} on this machine")


def peer_run(peer: str, source: Path, target: Path, seconds: float) -> dict[str, Any] | None:
    """Run a peer in its own environment over a file of sentences; None where it cannot be installed here."""
    package, interpreter = PEERS[peer]
    place = CACHE / peer
    python = place / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([find_interpreter(interpreter), "-m", "venv", str(place)], check=True, capture_output=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", package], check=True, capture_output=True)
        script = ROOT / "benchmarks" / "peers" / f"{peer}_peer.py"
        command = [str(python), str(script), str(source), str(target), str(seconds)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return dict(json.loads(done.stdout.splitlines()[-1]))
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{peer}: {error}", file=sys.stderr)
        return None
