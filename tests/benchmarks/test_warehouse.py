"""The demonstrations of the warehouses at a small size: what is measured at length is right in the small."""

import pytest

from benchmarks.postgres_server import ServerMissing, postgres_server
from benchmarks.processes import free_port
from benchmarks.warehouse import DEMONSTRATIONS
from benchmarks.warehouse_rows import make_lake, month_tables, observations
from schemas.tables import TABLES
from warehouse.postgres_setup import set_up
from warehouse.validation import contract_failures


def test_generated_rows_keep_their_contracts():
    tables = month_tables(3, "2020-02", 100)
    tables |= dict(
        zip(("core_observations", "core_observation_claims"), observations(tables["core_claims"]), strict=True)
    )

    for name, rows in tables.items():
        assert rows.num_rows > 0
        assert contract_failures(TABLES[name], rows) == [], name


@pytest.fixture(scope="module")
def server():
    try:
        with postgres_server(port=free_port()) as running:
            yield running
    except ServerMissing as missing:
        pytest.fail(str(missing))


@pytest.fixture
def figures(server, tmp_path):
    """Runs a demonstration on a small lake and gives its figures by name."""

    def run(what, times=2):
        url = server.new_database(what)
        set_up(url)
        lake = make_lake(tmp_path, 400, 2)
        return {figure.name: figure.value for figure in DEMONSTRATIONS[what](lake, server, url, tmp_path, times)}

    return run


def test_load_counts_and_answers_alike(figures):
    found = figures("load")

    assert found["claims among them"] == 400
    assert found["unchanged month: rows written"] == 0
    assert found["unchanged month: dead rows"] == 0
    answers = [value for name, value in found.items() if ": ms in" in name]
    assert len(answers) == 5
    assert all(str(answer).endswith(" alike") for answer in answers)


def test_reader_sees_no_error_and_no_mixture(figures):
    found = figures("replace", times=3)

    for database in ("postgres", "duckdb"):
        assert found[f"{database}: reads"] > 0
        assert found[f"{database}: errors"] == 0
        assert found[f"{database}: mixed states"] == 0


def test_two_at_once_and_killed(figures):
    found = figures("twice")
    assert found["exit codes"] == "0 0"
    assert found["state after both"] == "after"
    assert found["rows written by each"].startswith("0 and ")
