"""The same batches on Ray: the same bytes as here, also where a worker is killed in mid-run.

`.ci/run` installs the extra and sets NUMTRAIL_TEST_RAY, with which its absence is a failure.
"""

import importlib.util
import json
import os
import subprocess
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

from assets.runners import runner_of
from schemas.errors import SettingsError

ROOT = Path(__file__).resolve().parents[2]
IS_THERE = importlib.util.find_spec("ray") is not None


def test_the_extra_is_installed_where_it_is_to_be_tested():
    assert IS_THERE or not os.environ.get("NUMTRAIL_TEST_RAY"), "install the extra: pip install '.[ray]'"


@pytest.mark.skipif(not IS_THERE, reason="the extra numtrail[ray] is not installed here")
def test_a_killed_worker_changes_no_byte(tmp_path):
    environment = {**os.environ, "NUMTRAIL_UNITS": str(tmp_path), "PYTHONPATH": str(ROOT)}
    environment.pop("RAY_ADDRESS", None)
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "cluster", "--articles", "320", "--in-a-batch", "32"],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    outcome = json.loads(run.stdout.splitlines()[-1])
    assert outcome["killed"] == 1
    assert outcome["disturbed"] == outcome["alone"]
    assert {"core_sentences", "core_mentions", "core_claims"} <= outcome["alone"].keys()
    assert not list(tmp_path.glob("numtrail-units-*"))
    # Ray's processes listen everywhere, whatever is asked of them: docs/scaling.md names these and what to do about it.
    elsewhere = {name for name, address in outcome["listening"] if not ip_address(address).is_loopback}
    assert elsewhere <= {"gcs_server", "raylet", "python", "ray::run_unit", "ray::IDLE"}


@pytest.mark.skipif(IS_THERE, reason="the extra numtrail[ray] is installed here")
def test_without_the_extra_it_says_how_to_install_it():
    with pytest.raises(SettingsError, match=r"numtrail\[ray\]"):
        list(runner_of("ray", 2).run(len, len, []))
