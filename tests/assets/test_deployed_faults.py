"""A server whose power is cut while it makes months: started again, it ends as if nothing had happened."""

import json
import random
from datetime import UTC, datetime

import pytest

from benchmarks.deployed_faults import cut_power, serving
from benchmarks.end_states import rows_of, state_of
from benchmarks.postgres_server import ServerMissing
from warehouse.landing import ingest_path

MONTHS = ("2022-01", "2022-02", "2022-03")


def test_a_power_cut_leaves_no_trace_once_the_run_was_repeated(home, tmp_path):
    source = tmp_path / "articles"
    source.mkdir()
    for number, month in enumerate(MONTHS, 3):
        (source / f"{month}.txt").write_text(f"A fund\n\nHefei put {number}.5 billion yuan into displays in 2021.\n")
        (source / f"{month}.meta.json").write_text(json.dumps({"published": f"{month}-05"}))
    ingest_path(source, home.landing, now=datetime(2025, 6, 1, tzinfo=UTC))
    try:
        with serving(home.folder, (MONTHS[0], MONTHS[-1])) as server:
            server.enter()
            server.make_and_publish()
            expected = state_of(home.folder) | rows_of(server.warehouse)
            assert sum(key.startswith("core_claims/") for key in expected) == len(MONTHS)
            told = server.strike("rebuild_months", cut_power, random.Random(7))
            assert state_of(home.folder) | rows_of(server.warehouse) == expected, told
            assert "failure" in told or "just after" in told
    except ServerMissing as missing:
        pytest.fail(str(missing))
